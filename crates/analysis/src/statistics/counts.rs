//! Counts with unequal time to happen in: Poisson regression whose errors allow for more variation than Poisson's.

use serde::Serialize;

use crate::Error;
use crate::obstacle::{at_least, finite, same_length};
use crate::statistics::interval::Interval;
use crate::statistics::least_squares::Design;
use crate::statistics::tails::{ln_normal_beyond, normal_quantile};

/// Steps of Newton's method.
const STEPS: usize = 100;

/// What one trait does to the rate.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RateCoefficient {
    /// The logarithm of what one unit of the trait multiplies the rate by.
    pub estimate: f64,
    /// Its standard error, robust to any variance (sandwich).
    pub error: f64,
    /// The standard error if counts were Poisson's: too small as a rule.
    pub poisson_error: f64,
    /// The logarithm of the two-sided p-value, from the robust error.
    pub ln_p: f64,
    /// What one unit multiplies the rate by.
    pub rate_ratio: f64,
    /// The interval of `rate_ratio`.
    pub interval: Interval,
}

/// A fitted model of counts.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Counts {
    /// The constant first, then one a column.
    pub coefficients: Vec<RateCoefficient>,
    /// Pearson's statistic divided by its degrees of freedom: 1 for Poisson's counts, more for most counts of customers.
    pub dispersion: f64,
}

/// Fits ln E(count) = constant + Σ coefficient × column + ln exposure.
///
/// # Errors
///
/// [`Error::TooFew`] unless there are more rows than coefficients; [`Error::TooFewEvents`] when nothing was counted;
/// [`Error::BadValue`] for an exposure (column 0) or count (column 1) that is not possible, or a value of a column
/// (from 2); [`Error::Collinear`]; [`Error::LengthsDiffer`]; [`Error::NotConverged`].
pub fn fit(columns: &[&[f64]], counts: &[f64], exposure: &[f64], confidence: f64) -> Result<Counts, Error> {
    at_least(columns.len() + 2, counts.len())?;
    same_length(counts.len(), exposure.len())?;
    let bad = |column, values: &[f64], is_fine: fn(f64) -> bool| {
        let row = values.iter().position(|x| !is_fine(*x));
        row.map_or(Ok(()), |row| Err(Error::BadValue { column, row, found: values[row] }))
    };
    bad(0, exposure, |x| x > 0.0 && x.is_finite())?;
    bad(1, counts, |x| x >= 0.0 && x.is_finite())?;
    for (place, column) in columns.iter().enumerate() {
        same_length(counts.len(), column.len())?;
        finite(place + 2, column)?;
    }
    let total: f64 = counts.iter().sum();
    if total <= 0.0 {
        return Err(Error::TooFewEvents { minimum: 1, found: 0 });
    }
    let design = Design::new(columns, counts.len());
    let width = design.width();
    let mut coefficients = vec![0.0; width];
    coefficients[0] = (total / exposure.iter().sum::<f64>()).ln();
    let expected_of = |coefficients: &[f64]| -> Vec<f64> {
        design.predict(coefficients).iter().zip(exposure).map(|(ln_rate, time)| ln_rate.exp() * time).collect()
    };
    let likelihood = |coefficients: &[f64]| -> f64 {
        let rates = design.predict(coefficients);
        rates.iter().zip(exposure).zip(counts).map(|((ln, time), count)| count * ln - ln.exp() * time).sum()
    };
    let mut best = likelihood(&coefficients);
    for _ in 0..STEPS {
        let expected = expected_of(&coefficients);
        let residuals: Vec<f64> = counts.iter().zip(&expected).map(|(y, mu)| y - mu).collect();
        let inverse = design.products(&expected).inverse()?;
        let slope = design.times(&residuals);
        let step = inverse.times(&slope);
        let gain: f64 = step.iter().zip(&slope).map(|(s, g)| s * g).sum();
        if gain.abs() < 1e-14 * (1.0 + best.abs()) {
            let pearson: f64 = residuals.iter().zip(&expected).map(|(r, mu)| r * r / mu.max(1e-300)).sum();
            let squares: Vec<f64> = residuals.iter().map(|r| r * r).collect();
            let robust = inverse.around(&design.products(&squares));
            let z = normal_quantile(0.5 + confidence / 2.0);
            let one = |i: usize| {
                let estimate = coefficients[i];
                let (error, poisson_error) = (robust.at(i, i).max(0.0).sqrt(), inverse.at(i, i).sqrt());
                let interval = Interval { low: (estimate - z * error).exp(), high: (estimate + z * error).exp() };
                let ln_p = if error > 0.0 { ln_normal_beyond(estimate / error) } else { 0.0 };
                RateCoefficient { estimate, error, poisson_error, ln_p, rate_ratio: estimate.exp(), interval }
            };
            let dispersion = pearson / (counts.len() - width) as f64;
            return Ok(Counts { coefficients: (0..width).map(one).collect(), dispersion });
        }
        let mut length = 1.0;
        loop {
            let tried: Vec<f64> = coefficients.iter().zip(&step).map(|(c, s)| c + length * s).collect();
            let reached = likelihood(&tried);
            if reached >= best - 1e-12 * best.abs() {
                (coefficients, best) = (tried, reached);
                break;
            }
            length /= 2.0;
            if length < 1e-10 {
                return Err(Error::NotConverged { steps: STEPS });
            }
        }
    }
    Err(Error::NotConverged { steps: STEPS })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::statistics::interval::CONFIDENCE;
    use crate::tests::recipe::customers;

    #[test]
    fn repeat_orders_have_their_rates() {
        let customers = customers();
        let flag = |is: bool| f64::from(u8::from(is));
        let big: Vec<f64> = customers.iter().map(|c| flag(c.big)).collect();
        let email: Vec<f64> = customers.iter().map(|c| flag(c.email())).collect();
        let eco: Vec<f64> = customers.iter().map(|c| c.eco).collect();
        let counts: Vec<f64> = customers.iter().map(|c| (c.orders.len() - 1) as f64).collect();
        let exposure: Vec<f64> = customers.iter().map(|c| (364 - c.first_day) as f64 / 30.0).collect();
        let model = fit(&[&big, &email, &eco], &counts, &exposure, CONFIDENCE).unwrap();
        for (coefficient, expected) in model.coefficients.iter().zip([-2.190_039, 1.118_271, 0.660_916, 0.694_919]) {
            assert!((coefficient.estimate - expected).abs() < 2e-6, "{} {expected}", coefficient.estimate);
            let ratio = coefficient.error / coefficient.poisson_error;
            assert!((1.4..2.0).contains(&ratio), "{ratio}");
        }
        assert!((model.dispersion - 2.09).abs() < 0.005, "{}", model.dispersion);
    }

    #[test]
    fn nothing_counted_and_no_time_are_errors() {
        let column = [0.0, 1.0, 0.0, 1.0];
        assert!(matches!(fit(&[&column], &[0.0; 4], &[1.0; 4], 0.95), Err(Error::TooFewEvents { .. })));
        assert!(matches!(fit(&[&column], &[1.0; 4], &[0.0; 4], 0.95), Err(Error::BadValue { column: 0, .. })));
    }
}
