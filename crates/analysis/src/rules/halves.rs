//! One half of the customers: sums of the outcome over any set of them, and how such sums compare.

use crate::Error;
use crate::statistics::bits::Bits;
use crate::statistics::interval::Interval;
use crate::statistics::proportions::{self, Share};
use crate::statistics::tables::Fourfold;
use crate::statistics::tails::{ln_student_above, student_quantile};
use crate::traits::Explained;

/// The outcome of one half.
pub(super) struct Half {
    outcome: Kept,
    whole: Tally,
    rows: usize,
}

enum Kept {
    YesNo(Bits),
    Amount(Vec<f64>),
}

/// Sums over a set of rows.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Tally {
    pub(super) n: u64,
    pub(super) sum: f64,
    squares: f64,
}

impl Tally {
    pub(super) fn mean(&self) -> f64 {
        if self.n == 0 { 0.0 } else { self.sum / self.n as f64 }
    }

    pub(super) fn less(&self, part: Tally) -> Tally {
        Tally { n: self.n - part.n, sum: self.sum - part.sum, squares: self.squares - part.squares }
    }

    /// The square of the mean's standard error.
    fn squared_error(&self) -> f64 {
        let n = self.n as f64;
        if self.n < 2 { 0.0 } else { ((self.squares - self.sum * self.sum / n) / (n - 1.0)).max(0.0) / n }
    }

    fn share(&self) -> Share {
        Share { successes: self.sum.round() as u64, n: self.n }
    }
}

impl Half {
    /// Takes the outcome of some rows; it must vary.
    pub(super) fn new(outcome: Explained, rows: &[usize]) -> Result<Self, Error> {
        let kept = match outcome {
            Explained::YesNo(flags) => Kept::YesNo(Bits::of(rows.len(), |place| flags[rows[place]])),
            Explained::Amount(amounts) => {
                // Around the mean, squares lose no digits.
                let mean = rows.iter().map(|row| amounts[*row]).sum::<f64>() / rows.len().max(1) as f64;
                Kept::Amount(
                    rows.iter().map(|row| amounts[*row]).map(|x| if mean.abs() > 1e9 { x - mean } else { x }).collect(),
                )
            }
        };
        let mut half = Half { outcome: kept, whole: Tally { n: 0, sum: 0.0, squares: 0.0 }, rows: rows.len() };
        half.whole = half.tally(&half.everyone());
        if half.whole.squared_error() <= 0.0 {
            return Err(Error::Constant { column: 0 });
        }
        Ok(half)
    }

    pub(super) fn everyone(&self) -> Bits {
        Bits::of(self.rows, |_| true)
    }

    pub(super) fn whole(&self) -> Tally {
        self.whole
    }

    pub(super) fn mean(&self) -> f64 {
        self.whole.mean()
    }

    pub(super) fn rows(&self) -> usize {
        self.rows
    }

    /// The value of a row.
    pub(super) fn at(&self, row: usize) -> f64 {
        match &self.outcome {
            Kept::YesNo(bits) => f64::from(u8::from(bits.has(row))),
            Kept::Amount(amounts) => amounts[row],
        }
    }

    pub(super) fn tally(&self, set: &Bits) -> Tally {
        match &self.outcome {
            Kept::YesNo(bits) => {
                let sum = set.count_both(bits) as f64;
                Tally { n: set.count(), sum, squares: sum }
            }
            Kept::Amount(amounts) => {
                let start = Tally { n: 0, sum: 0.0, squares: 0.0 };
                set.iter().fold(start, |tally, row| Tally {
                    n: tally.n + 1,
                    sum: tally.sum + amounts[row],
                    squares: tally.squares + amounts[row] * amounts[row],
                })
            }
        }
    }

    /// Weighted relative accuracy of a set: |S|/N × (mean of S - mean of all).
    pub(super) fn quality(&self, set: Tally) -> f64 {
        (set.sum - set.n as f64 * self.mean()) / self.whole.n as f64
    }

    /// The highest quality that a part of a set can have: all with the outcome and nobody else, or all that exceed the
    /// mean. Of amounts, which would take a pass of its own, no bound is known.
    pub(super) fn bound(&self, set: Tally) -> f64 {
        match self.outcome {
            Kept::YesNo(_) => set.sum * (1.0 - self.mean()) / self.whole.n as f64,
            Kept::Amount(_) => f64::INFINITY,
        }
    }

    /// The logarithm of the one-sided p-value that a part has no more of the outcome than the rest of the set around it.
    pub(super) fn ln_p_within(&self, part: Tally, around: Tally) -> f64 {
        let rest = around.less(part);
        if rest.n == 0 || part.n == 0 {
            return 0.0;
        }
        match self.outcome {
            Kept::YesNo(_) => {
                let (inside, outside) = (part.share(), rest.share());
                let table = Fourfold {
                    both: inside.successes,
                    only_trait: inside.n - inside.successes,
                    only_outcome: outside.successes,
                    neither: outside.n - outside.successes,
                };
                table.ln_at_least()
            }
            Kept::Amount(_) => {
                let (a, b) = (part.squared_error(), rest.squared_error());
                if part.n < 2 || rest.n < 2 || a + b <= 0.0 {
                    return 0.0;
                }
                let t = (part.mean() - rest.mean()) / (a + b).sqrt();
                ln_student_above(t, freedom(part, rest))
            }
        }
    }

    /// The interval of the mean of one set less that of another.
    pub(super) fn interval(&self, inside: Tally, outside: Tally, confidence: f64) -> Interval {
        let difference = inside.mean() - outside.mean();
        if let Kept::YesNo(_) = self.outcome
            && let Ok(compared) = proportions::compare(inside.share(), outside.share(), confidence)
        {
            return compared.interval;
        }
        let error = (inside.squared_error() + outside.squared_error()).sqrt();
        if error <= 0.0 {
            return Interval::around(difference, 0.0);
        }
        Interval::around(difference, student_quantile(0.5 + confidence / 2.0, freedom(inside, outside)) * error)
    }
}

/// Satterthwaite's degrees of freedom.
fn freedom(first: Tally, second: Tally) -> f64 {
    let (a, b) = (first.squared_error(), second.squared_error());
    let parts = a * a / (first.n.max(2) - 1) as f64 + b * b / (second.n.max(2) - 1) as f64;
    if parts > 0.0 { (a + b) * (a + b) / parts } else { 1.0 }
}
