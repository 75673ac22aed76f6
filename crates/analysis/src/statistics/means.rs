//! Means of two groups: their difference, how sure it is, and how large beside the spread.

use rayon::iter::{IntoParallelIterator, ParallelIterator};
use serde::Serialize;

use crate::Error;
use crate::obstacle::finite;
use crate::statistics::chance::Chance;
use crate::statistics::interval::Interval;
use crate::statistics::tails::{ln_student_beyond, student_quantile};

/// Number, mean and variance of some values.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Moments {
    /// How many values.
    pub n: usize,
    /// Their mean; 0 of none.
    pub mean: f64,
    /// Their variance, divided by n - 1; 0 of fewer than two.
    pub variance: f64,
}

impl Moments {
    /// Computes them in two passes, which loses no digits.
    #[must_use]
    pub fn of(values: &[f64]) -> Self {
        let n = values.len();
        if n == 0 {
            return Self { n, mean: 0.0, variance: 0.0 };
        }
        let mean = values.iter().sum::<f64>() / n as f64;
        let squares: f64 = values.iter().map(|x| (x - mean) * (x - mean)).sum();
        Self { n, mean, variance: if n > 1 { squares / (n - 1) as f64 } else { 0.0 } }
    }

    /// The square of the standard error of the mean.
    fn squared_error(&self) -> f64 {
        self.variance / self.n as f64
    }
}

/// The interval of a mean (Student); `None` of fewer than two values.
#[must_use]
pub fn mean_interval(moments: Moments, confidence: f64) -> Option<Interval> {
    if moments.n < 2 {
        return None;
    }
    let reach = student_quantile(0.5 + confidence / 2.0, moments.n as f64 - 1.0) * moments.squared_error().sqrt();
    Some(Interval::around(moments.mean, reach))
}

/// How two means differ (Welch 1947, <https://doi.org/10.1093/biomet/34.1-2.28>).
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct MeansCompared {
    /// The first group.
    pub first: Moments,
    /// The second group.
    pub second: Moments,
    /// First mean minus second.
    pub difference: f64,
    /// The interval of the difference.
    pub interval: Interval,
    /// The difference in its standard errors; 0 when nothing varies.
    pub t: f64,
    /// Degrees of freedom (Satterthwaite).
    pub freedom: f64,
    /// The logarithm of the two-sided p-value.
    pub ln_p: f64,
    /// The difference in pooled standard deviations, corrected for small groups (Hedges 1981,
    /// <https://doi.org/10.3102/10769986006002107>); 0 when nothing varies.
    pub g: f64,
}

/// Compares the means of two groups that need not vary alike.
///
/// # Errors
///
/// [`Error::TooFewInGroup`] below two values; [`Error::BadValue`] for one that is not finite;
/// [`Error::Constant`] when all values of both groups are equal.
pub fn compare(first: &[f64], second: &[f64], confidence: f64) -> Result<MeansCompared, Error> {
    for (group, values) in [first, second].into_iter().enumerate() {
        if values.len() < 2 {
            return Err(Error::TooFewInGroup { group, minimum: 2, found: values.len() });
        }
        finite(group, values)?;
    }
    let (a, b) = (Moments::of(first), Moments::of(second));
    let difference = a.mean - b.mean;
    let squared = a.squared_error() + b.squared_error();
    if squared <= 0.0 {
        if difference == 0.0 {
            return Err(Error::Constant { column: 0 });
        }
        // Two constants that differ: certain as far as these customers go, but there is no spread to judge it by.
        return Err(Error::TooFewDistinct { minimum: 3, found: 2 });
    }
    let freedom = squared * squared
        / (a.squared_error().powi(2) / (a.n - 1) as f64 + b.squared_error().powi(2) / (b.n - 1) as f64);
    let error = squared.sqrt();
    let t = difference / error;
    Ok(MeansCompared {
        first: a,
        second: b,
        difference,
        interval: Interval::around(difference, student_quantile(0.5 + confidence / 2.0, freedom) * error),
        t,
        freedom,
        ln_p: ln_student_beyond(t, freedom),
        g: hedges_g(a, b),
    })
}

/// The difference of two means in pooled standard deviations, corrected for small groups; 0 when nothing varies.
#[must_use]
pub fn hedges_g(first: Moments, second: Moments) -> f64 {
    let freedom = (first.n + second.n) as f64 - 2.0;
    let squares = first.variance * (first.n as f64 - 1.0) + second.variance * (second.n as f64 - 1.0);
    if freedom < 1.0 || squares <= 0.0 {
        return 0.0;
    }
    (first.mean - second.mean) / (squares / freedom).sqrt() * (1.0 - 3.0 / (4.0 * freedom - 1.0))
}

/// The interval of the difference of two means by resampling: each value counts as often as a Poisson number of mean 1
/// says, so nothing has to be sorted or drawn by place, and the order of threads does not matter.
///
/// # Errors
///
/// As [`compare`]; [`Error::BadSetting`] below 200 replicates.
pub fn resampled(first: &[f64], second: &[f64], plan: Resampling, confidence: f64) -> Result<Interval, Error> {
    compare(first, second, confidence)?;
    if plan.replicates < 200 {
        let found = plan.replicates as f64;
        return Err(Error::BadSetting { setting: "replicates", low: 200.0, high: 1e6, found });
    }
    let mut differences: Vec<f64> = (0..plan.replicates as u64)
        .into_par_iter()
        .map(|replicate| {
            let mut weights = Weights::new(Chance::of(plan.seed, replicate));
            weights.mean(first) - weights.mean(second)
        })
        .collect();
    differences.sort_unstable_by(f64::total_cmp);
    let at = |share: f64| differences[((plan.replicates - 1) as f64 * share).round() as usize];
    Ok(Interval { low: at((1.0 - confidence) / 2.0), high: at(0.5 + confidence / 2.0) })
}

/// How to resample.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct Resampling {
    /// How many times.
    pub replicates: usize,
    /// The seed of the weights.
    pub seed: u64,
}

impl Resampling {
    /// Two thousand replicates; fewer for many values, whose means hardly need it.
    #[must_use]
    pub fn for_rows(n: usize, seed: u64) -> Self {
        Self { replicates: if n > 200_000 { 400 } else { 2000 }, seed }
    }
}

/// Poisson numbers of mean 1, four from each draw of 64 bits: 16 bits tell them apart to within 10⁻⁵.
struct Weights {
    chance: Chance,
    bits: u64,
    left: u32,
}

/// Σ_{j ≤ k} e⁻¹/j!, in 2⁻¹⁶.
const BOUNDS: [u16; 8] = [24_109, 48_218, 60_273, 64_291, 65_296, 65_497, 65_530, 65_535];

impl Weights {
    fn new(chance: Chance) -> Self {
        Self { chance, bits: 0, left: 0 }
    }

    fn next(&mut self) -> f64 {
        if self.left == 0 {
            self.bits = self.chance.bits();
            self.left = 4;
        }
        let place = (self.bits & 0xFFFF) as u16;
        self.bits >>= 16;
        self.left -= 1;
        BOUNDS.iter().map(|bound| f64::from(u8::from(place >= *bound))).sum()
    }

    /// The weighted mean of the values; that of a new draw when nobody counted.
    fn mean(&mut self, values: &[f64]) -> f64 {
        loop {
            let (mut sum, mut weight) = (0.0, 0.0);
            for value in values {
                let times = self.next();
                sum += times * value;
                weight += times;
            }
            if weight > 0.0 {
                return sum / weight;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::statistics::interval::CONFIDENCE;
    use crate::tests::{big_and_other, close};

    #[test]
    fn big_businesses_spend_more() {
        let (big, other) = big_and_other();
        assert_eq!((big.len(), other.len()), (328, 298));
        let compared = compare(&big, &other, CONFIDENCE).unwrap();
        close(compared.first.mean, 823.963_5, 1e-6);
        close(compared.second.mean, 184.827_1, 1e-6);
        close(compared.t, 17.613_039, 1e-6);
        close(compared.freedom, 371.629_417, 1e-6);
        close(compared.ln_p.exp(), 6.450_31e-51, 1e-5);
        close(compared.interval.low, 567.781_5, 1e-6);
        close(compared.interval.high, 710.491_4, 1e-6);
        close(compared.g, 1.349_435, 1e-6);
        let resampled = resampled(&big, &other, Resampling { replicates: 2000, seed: 1 }, CONFIDENCE).unwrap();
        close(resampled.low, compared.interval.low, 0.02);
        close(resampled.high, compared.interval.high, 0.02);
    }

    #[test]
    fn what_cannot_be_compared_is_an_error() {
        assert_eq!(
            compare(&[1.0], &[1.0, 2.0], CONFIDENCE),
            Err(Error::TooFewInGroup { group: 0, minimum: 2, found: 1 })
        );
        assert_eq!(compare(&[3.0; 4], &[3.0; 9], CONFIDENCE), Err(Error::Constant { column: 0 }));
        assert!(compare(&[1.0, f64::NAN], &[1.0, 2.0], CONFIDENCE).is_err());
    }

    #[test]
    fn the_interval_holds_the_truth_as_often_as_it_says() {
        let mut chance = Chance::new(5);
        let held = (0..2000).filter(|_| {
            let a: Vec<f64> = (0..30).map(|_| 1.0 + 2.0 * chance.normal()).collect();
            let b: Vec<f64> = (0..60).map(|_| chance.normal()).collect();
            compare(&a, &b, CONFIDENCE).unwrap().interval.holds(1.0)
        });
        let coverage = held.count() as f64 / 2000.0;
        assert!((0.93..=0.97).contains(&coverage), "{coverage}");
    }
}
