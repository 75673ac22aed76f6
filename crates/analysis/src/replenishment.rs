//! When is it time to buy again? Each customer's own rhythm for a product, drawn towards that of all who buy it.
//!
//! The logarithm of a gap is normal around the customer's own mean, which is normal around that of all. The gap that is
//! still open counts too: it is already longer than most when it is long, and means of finished gaps alone would lie.

use rayon::iter::{IntoParallelRefIterator, ParallelIterator};
use serde::Serialize;

use crate::Error;
use crate::obstacle::at_least;
use crate::statistics::interval::Interval;
use crate::statistics::shrinkage::{OneWay, Repeated, one_way};
use crate::statistics::tails::{ln_normal_above, normal_quantile, normal_with_ln_above};

/// Gaps below which a product has no rhythm of its own.
pub const LEAST_GAPS: usize = 30;
/// A product is bought again and again when the gaps of a customer vary less than this, relative to their mean…
pub const REGULAR_BELOW: f64 = 0.7;
/// …and at least this share of its buyers bought it at least twice more.
pub const REPEATED_BY: f64 = 0.2;
/// Of the time a customer may still wait, the part after which to speak to them.
pub const DUE_AT: f64 = 0.4;
/// Rounds in which open gaps are completed.
const ROUNDS: usize = 200;

/// What is known of a customer's purchases of a product.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Rhythm {
    /// Finished gaps.
    pub gaps: u32,
    /// Sum of the logarithms of their days, each divided by the quantity bought before it.
    pub sum: f64,
    /// Sum of the squares of these.
    pub squares: f64,
    /// Days since the last purchase.
    pub open_days: f64,
    /// Quantity bought last; 1 when it is not known.
    pub quantity: f64,
}

impl Rhythm {
    /// Counts finished gaps of a customer, in days and of at least one day, each with the quantity bought before it.
    #[must_use]
    pub fn of(gaps: &[(f64, f64)], open_days: f64, quantity: f64) -> Self {
        let logs = gaps.iter().map(|(days, quantity)| (days.max(1.0) / quantity.max(f64::MIN_POSITIVE)).ln());
        let (mut sum, mut squares) = (0.0, 0.0);
        for log in logs {
            sum += log;
            squares += log * log;
        }
        Self { gaps: gaps.len() as u32, sum, squares, open_days, quantity }
    }

    fn mean(&self) -> f64 {
        if self.gaps == 0 { 0.0 } else { self.sum / f64::from(self.gaps) }
    }
}

/// The rhythm of all buyers of a product.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Product {
    /// Mean of the logarithms of gaps.
    pub mean: f64,
    /// Variance of customers' own means.
    pub between: f64,
    /// Variance of gaps around a customer's own mean.
    pub within: f64,
    /// The logarithm of the restricted likelihood of the finished gaps.
    pub ln_likelihood: f64,
    /// Finished gaps.
    pub gaps: usize,
    /// Customers with one at least.
    pub customers: usize,
}

/// Fits the rhythm of a product by restricted maximum likelihood, on finished gaps alone.
///
/// # Errors
///
/// [`Error::TooFew`] below [`LEAST_GAPS`] gaps; [`Error::TooFewDistinct`] below two customers with gaps;
/// [`Error::Constant`] when all gaps are equal; [`Error::BadValue`].
pub fn fit_finished(rhythms: &[Rhythm]) -> Result<Product, Error> {
    let sums = finished(rhythms)?;
    restricted(&sums)
}

/// Fits the rhythm of a product on finished and open gaps: those open are completed by what is to be expected of them,
/// and the fit is made anew, until nothing moves. Customers without a finished gap say nothing of the rhythm: most of
/// them will never buy the product again.
///
/// # Errors
///
/// As [`fit_finished`].
pub fn fit(rhythms: &[Rhythm]) -> Result<Product, Error> {
    let mut product = fit_finished(rhythms)?;
    let (gaps, customers, ln_likelihood) = (product.gaps, product.customers, product.ln_likelihood);
    for _ in 0..ROUNDS {
        let completed: Vec<Repeated> =
            rhythms.par_iter().filter(|rhythm| rhythm.gaps > 0).map(|rhythm| completed(rhythm, &product)).collect();
        let next = restricted(&completed)?;
        let moved = (next.mean - product.mean).abs()
            + (next.between - product.between).abs()
            + (next.within - product.within).abs();
        product = next;
        if moved < 1e-8 {
            break;
        }
    }
    Ok(Product { gaps, customers, ln_likelihood, ..product })
}

fn finished(rhythms: &[Rhythm]) -> Result<Vec<Repeated>, Error> {
    if let Some(row) = rhythms.iter().position(|r| !(r.sum.is_finite() && r.squares.is_finite() && r.open_days >= 0.0))
    {
        return Err(Error::BadValue { column: 0, row, found: rhythms[row].sum });
    }
    at_least(LEAST_GAPS, rhythms.iter().map(|rhythm| rhythm.gaps as usize).sum())?;
    let with_gaps = rhythms.iter().filter(|rhythm| rhythm.gaps > 0);
    let sums: Vec<Repeated> = with_gaps
        .map(|rhythm| {
            let (n, mean) = (f64::from(rhythm.gaps), rhythm.mean());
            Repeated { n, mean, around: (rhythm.squares - n * mean * mean).max(0.0) }
        })
        .collect();
    if sums.len() < 2 {
        return Err(Error::TooFewDistinct { minimum: 2, found: sums.len() });
    }
    Ok(sums)
}

/// A customer's sums with the open gap as it is to be expected: longer than it is already.
fn completed(rhythm: &Rhythm, product: &Product) -> Repeated {
    let n = f64::from(rhythm.gaps);
    let own = product.own(rhythm);
    let reached = rhythm.open_days.max(1.0).ln() - rhythm.quantity.max(f64::MIN_POSITIVE).ln();
    // The mean and variance of a normal number above what is reached (Johnson, Kotz and Balakrishnan 1994, 10.1).
    let z = (reached - own.mean) / own.deviation;
    let ratio = (-0.5 * z * z - 0.5 * std::f64::consts::TAU.ln() - ln_normal_above(z)).exp();
    let expected = own.mean + own.deviation * ratio;
    let spread = (own.deviation * own.deviation * (1.0 + z * ratio - ratio * ratio)).max(0.0);
    let all = n + 1.0;
    let mean = (n * rhythm.mean() + expected) / all;
    let squares = rhythm.squares + expected * expected + spread;
    // What the completed gap may yet be counts as spread around the mean, save what it moves the mean itself by.
    Repeated { n: all, mean, around: (squares - all * mean * mean - spread / all).max(0.0) }
}

/// The rhythm of customers with such gaps.
fn restricted(sums: &[Repeated]) -> Result<Product, Error> {
    let OneWay { mean, between, within, ln_likelihood, n } = one_way(sums)?;
    Ok(Product { mean, between, within, ln_likelihood, gaps: n.round() as usize, customers: sums.len() })
}

/// A customer's own next gap, in logarithms of days for a quantity of one.
struct Own {
    mean: f64,
    deviation: f64,
}

/// When a customer is to be expected.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Next {
    /// How much of the customer's own mean counts against that of all, 0 to 1.
    pub own: f64,
    /// The customer's usual gap, in days (median) for the quantity bought last.
    pub usual_days: f64,
    /// Days from now within which the purchase is to be expected, with a chance of 80 %, given that it has not come yet.
    pub window: Interval,
    /// Days from now after which to speak to the customer; 0 when it is time already.
    pub due_in: f64,
    /// How far through the usual wait the customer is: the chance that the gap would have ended by now.
    pub elapsed: f64,
}

impl Product {
    fn weight(&self, rhythm: &Rhythm) -> f64 {
        if rhythm.gaps == 0 || self.between <= 0.0 {
            return 0.0;
        }
        self.between / (self.between + self.within / f64::from(rhythm.gaps))
    }

    fn own(&self, rhythm: &Rhythm) -> Own {
        let weight = self.weight(rhythm);
        let doubt = if rhythm.gaps == 0 { self.between } else { weight * self.within / f64::from(rhythm.gaps) };
        Own { mean: self.mean + weight * (rhythm.mean() - self.mean), deviation: (self.within + doubt).sqrt() }
    }

    /// When a customer is to be expected, given how long they have waited already.
    #[must_use]
    pub fn next(&self, rhythm: &Rhythm) -> Next {
        let own = self.own(rhythm);
        let shift = own.mean + rhythm.quantity.max(f64::MIN_POSITIVE).ln();
        let above = |days: f64| if days <= 0.0 { 0.0 } else { ln_normal_above((days.ln() - shift) / own.deviation) };
        let open = rhythm.open_days;
        let left = above(open);
        // The day at which this share of those who waited as long will have come.
        let day = |share: f64| {
            let z = normal_with_ln_above(left + (1.0 - share).ln());
            ((shift + own.deviation * z).exp() - open).max(0.0)
        };
        Next {
            own: self.weight(rhythm),
            usual_days: shift.exp(),
            window: Interval { low: day(0.1), high: day(0.9) },
            due_in: (own.deviation.mul_add(normal_quantile(DUE_AT), shift).exp() - open).max(0.0),
            elapsed: -left.exp_m1(),
        }
    }
}

impl Product {
    /// When each customer is to be expected.
    #[must_use]
    pub fn next_of_each(&self, rhythms: &[Rhythm]) -> Vec<Next> {
        rhythms.par_iter().map(|rhythm| self.next(rhythm)).collect()
    }
}

/// Whether a product is bought again and again.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Habit {
    /// Mean over customers with two gaps or more of how much these vary, relative to their mean.
    pub variation: f64,
    /// The share of buyers who bought it at least twice more.
    pub repeated_by: f64,
    /// Whether both say so.
    pub is_replenished: bool,
}

/// Judges a product by the gaps of its buyers, in days; those who bought once have none.
#[must_use]
pub fn habit(gaps: &[Vec<f64>]) -> Habit {
    let variations: Vec<f64> = gaps
        .iter()
        .filter(|gaps| gaps.len() >= 2)
        .map(|gaps| {
            let moments = crate::statistics::means::Moments::of(gaps);
            if moments.mean > 0.0 { moments.variance.sqrt() / moments.mean } else { 0.0 }
        })
        .collect();
    let variation = variations.iter().sum::<f64>() / variations.len().max(1) as f64;
    let repeated_by = variations.len() as f64 / gaps.len().max(1) as f64;
    let is_replenished = !variations.is_empty() && variation < REGULAR_BELOW && repeated_by >= REPEATED_BY;
    Habit { variation, repeated_by, is_replenished }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::statistics::chance::Chance;
    use crate::tests::close;
    use crate::tests::recipe::{HORIZON, customers};

    fn rhythms() -> Vec<Rhythm> {
        let one = |customer: &crate::tests::recipe::Customer| {
            let days: Vec<f64> = customer.orders.iter().map(|order| order.day as f64).collect();
            let gaps: Vec<(f64, f64)> = days.windows(2).map(|pair| (pair[1] - pair[0], 1.0)).collect();
            Rhythm::of(&gaps, (HORIZON - customer.last_day()) as f64, 1.0)
        };
        customers().iter().map(one).collect()
    }

    #[test]
    fn the_rhythm_of_the_recipe_is_found() {
        let product = fit_finished(&rhythms()).unwrap();
        assert_eq!((product.gaps, product.customers), (4252, 1329));
        close(product.mean, 3.274_546, 1e-6);
        close(product.between, 0.110_648, 1e-4);
        close(product.within, 0.901_486, 1e-5);
        assert!((product.ln_likelihood + 6020.31).abs() < 0.005, "{}", product.ln_likelihood);
        let one = Rhythm { gaps: 3, sum: 3.0 * 4.190_299, squares: 60.0, open_days: 0.0, quantity: 1.0 };
        let next = product.next(&one);
        close(next.own, 0.269_122, 1e-4);
        close(next.usual_days, 33.8, 2e-3);
        close(next.window.low, 9.5, 5e-3);
        close(next.window.high, 120.0, 5e-3);
    }

    #[test]
    fn open_gaps_make_the_rhythm_slower() {
        let rhythms = rhythms();
        let (finished, all) = (fit_finished(&rhythms).unwrap(), fit(&rhythms).unwrap());
        assert!(all.mean > finished.mean && all.within > finished.within, "{finished:?} {all:?}");
    }

    #[test]
    fn cut_off_gaps_are_not_taken_for_short_ones() {
        let mut chance = Chance::new(12);
        let (mean, within) = (3.4_f64, 0.3_f64);
        let rhythms: Vec<Rhythm> = (0..1500)
            .map(|_| {
                let own = mean + 0.4 * chance.normal();
                let (mut at, mut gaps) = (0.0, Vec::new());
                loop {
                    let gap = (own + within.sqrt() * chance.normal()).exp();
                    if at + gap > 120.0 {
                        return Rhythm::of(&gaps, 120.0 - at, 1.0);
                    }
                    gaps.push((gap, 1.0));
                    at += gap;
                }
            })
            .collect();
        let (finished, all) = (fit_finished(&rhythms).unwrap(), fit(&rhythms).unwrap());
        assert!((all.mean - mean).abs() < (finished.mean - mean).abs() / 2.0, "{finished:?} {all:?}");
        assert!((all.mean - mean).abs() < 0.08, "{all:?}");
    }

    #[test]
    fn who_waited_long_is_expected_later_and_is_due() {
        let product = Product { mean: 3.4, between: 0.1, within: 0.2, ln_likelihood: 0.0, gaps: 100, customers: 30 };
        let rhythm = |open_days: f64| Rhythm { gaps: 4, sum: 13.6, squares: 47.0, open_days, quantity: 1.0 };
        let (fresh, late) = (product.next(&rhythm(1.0)), product.next(&rhythm(90.0)));
        assert!(fresh.due_in > 10.0 && late.due_in == 0.0 && late.elapsed > 0.9 && fresh.elapsed < 0.01);
        assert!(late.window.low > 0.0 && late.window.high.is_finite());
        let double = product.next(&Rhythm { quantity: 2.0, ..rhythm(0.0) });
        close(double.usual_days, 2.0 * product.next(&rhythm(0.0)).usual_days, 1e-9);
        let endless = product.next(&rhythm(1e6));
        assert!(endless.window.high.is_finite() && endless.elapsed <= 1.0);
    }

    #[test]
    fn habits_and_too_few_gaps_are_told() {
        let regular = habit(&[vec![30.0, 31.0], vec![28.0, 30.0, 29.0], vec![], vec![40.0]]);
        assert!(regular.is_replenished && regular.repeated_by == 0.5);
        assert!(!habit(&[vec![1.0, 300.0], vec![], vec![]]).is_replenished && !habit(&[]).is_replenished);
        assert_eq!(fit(&[Rhythm::of(&[(3.0, 1.0)], 2.0, 1.0)]), Err(Error::TooFew { minimum: 30, found: 1 }));
        let equal = vec![Rhythm::of(&[(7.0, 1.0); 20], 2.0, 1.0); 3];
        assert_eq!(fit(&equal), Err(Error::Constant { column: 0 }));
    }
}
