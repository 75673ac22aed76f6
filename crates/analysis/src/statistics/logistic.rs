//! What makes an outcome likelier, each trait with the others held fixed: logistic regression with a ridge penalty.

use serde::Serialize;

use crate::Error;
use crate::obstacle::{finite, same_length};
use crate::statistics::interval::Interval;
use crate::statistics::least_squares::Design;
use crate::statistics::ranks::Ranks;
use crate::statistics::tails::{ln_normal_beyond, normal_quantile};

/// Steps of Newton's method; six to nine are usual.
const STEPS: usize = 50;
/// Beyond this, the odds of a row are e³⁰ to 1: its column separates the outcomes.
const CERTAIN: f64 = 30.0;

/// What one trait does to the odds.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Coefficient {
    /// The logarithm of what one unit of the trait multiplies the odds by.
    pub estimate: f64,
    /// Its standard error.
    pub error: f64,
    /// The logarithm of the two-sided p-value.
    pub ln_p: f64,
    /// What one unit multiplies the odds by.
    pub odds_ratio: f64,
    /// The interval of `odds_ratio`.
    pub interval: Interval,
}

/// A fitted model.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Logistic {
    /// The constant first, then one a column.
    pub coefficients: Vec<Coefficient>,
    /// The logarithm of the likelihood, without the penalty.
    pub ln_likelihood: f64,
    /// The chance that a row with the outcome is ranked above one without.
    pub auc: f64,
    /// The mean squared error of the predicted chances.
    pub brier: f64,
    /// Predicted chance of each row.
    #[serde(skip)]
    pub predicted: Vec<f64>,
}

/// Fits by Newton's method. `ridge` is the penalty on half the squared coefficients (the constant apart), 0 for none.
///
/// # Errors
///
/// [`Error::TooFewEvents`] when fewer than one row, or all but fewer than one, has the outcome; [`Error::Collinear`];
/// [`Error::Separated`] when a coefficient has no bounds; [`Error::LengthsDiffer`]; [`Error::BadValue`];
/// [`Error::NotConverged`].
pub fn fit(columns: &[&[f64]], outcome: &[bool], ridge: f64, confidence: f64) -> Result<Logistic, Error> {
    for (place, column) in columns.iter().enumerate() {
        same_length(outcome.len(), column.len())?;
        finite(place, column)?;
    }
    if !(0.0..=1e12).contains(&ridge) {
        return Err(Error::BadSetting { setting: "ridge", low: 0.0, high: 1e12, found: ridge });
    }
    let happened = outcome.iter().filter(|is| **is).count();
    let rarer = happened.min(outcome.len() - happened);
    let minimum = 1;
    if rarer < minimum {
        return Err(Error::TooFewEvents { minimum, found: rarer });
    }
    let design = Design::new(columns, outcome.len());
    let width = design.width();
    let wanted: Vec<f64> = outcome.iter().map(|is| f64::from(u8::from(*is))).collect();
    let mut coefficients = vec![0.0; width];
    let share = happened as f64 / outcome.len() as f64;
    coefficients[0] = (share / (1.0 - share)).ln();
    let mut best = penalised(&design, &coefficients, outcome, ridge);
    for _ in 0..STEPS {
        let chances: Vec<f64> = design.predict(&coefficients).into_iter().map(chance).collect();
        let weights: Vec<f64> = chances.iter().map(|p| (p * (1.0 - p)).max(1e-14)).collect();
        let residuals: Vec<f64> = wanted.iter().zip(&chances).map(|(y, p)| y - p).collect();
        let mut products = design.products(&weights);
        let plain = products.clone();
        let mut slope = design.times(&residuals);
        for i in 1..width {
            products.cells[i * width + i] += ridge;
            slope[i] -= ridge * coefficients[i];
        }
        let inverse = products.inverse().map_err(|error| separated(&design, &coefficients, error))?;
        let step = inverse.times(&slope);
        let mut length = 1.0;
        loop {
            let tried: Vec<f64> = coefficients.iter().zip(&step).map(|(c, s)| c + length * s).collect();
            let reached = penalised(&design, &tried, outcome, ridge);
            if reached >= best - 1e-12 * best.abs() {
                (coefficients, best) = (tried, reached);
                break;
            }
            length /= 2.0;
            if length < 1e-8 {
                break;
            }
        }
        // What the next step would still gain, in units of the log-likelihood.
        let gain: f64 = step.iter().zip(&slope).map(|(s, g)| s * g).sum();
        if gain.abs() < 1e-12 * (1.0 + best.abs()) {
            if ridge == 0.0 && is_certain(&design, &coefficients) {
                return Err(separated(&design, &coefficients, Error::NotConverged { steps: STEPS }));
            }
            let spread = inverse.around(&plain);
            let found = told(&design, &coefficients, &spread.cells, outcome, confidence);
            // A penalty that a column's own scale makes too weak leaves odds without bounds.
            if found.coefficients.iter().any(|one| !one.interval.high.is_finite()) {
                return Err(separated(&design, &coefficients, Error::NotConverged { steps: STEPS }));
            }
            return Ok(found);
        }
    }
    Err(separated(&design, &coefficients, Error::NotConverged { steps: STEPS }))
}

fn chance(odds: f64) -> f64 {
    1.0 / (1.0 + (-odds).exp())
}

fn ln_likelihood(odds: &[f64], outcome: &[bool]) -> f64 {
    let ln_chance = |odds: f64| -(-odds).max(0.0) - (-odds.abs()).exp().ln_1p();
    odds.iter().zip(outcome).map(|(odds, is)| ln_chance(if *is { *odds } else { -odds })).sum()
}

fn penalised(design: &Design, coefficients: &[f64], outcome: &[bool], ridge: f64) -> f64 {
    let squares: f64 = coefficients[1..].iter().map(|c| c * c).sum();
    ln_likelihood(&design.predict(coefficients), outcome) - ridge / 2.0 * squares
}

fn is_certain(design: &Design, coefficients: &[f64]) -> bool {
    design.predict(coefficients).iter().any(|odds| odds.abs() > CERTAIN)
}

/// Blames the column whose values move the odds the most, where some row's odds have run away.
fn separated(design: &Design, coefficients: &[f64], otherwise: Error) -> Error {
    if !design.predict(coefficients).iter().any(|odds| odds.abs() > CERTAIN / 2.0) {
        return otherwise;
    }
    let rows = design.predict(coefficients).len();
    let reach = |column: usize| {
        let values = (0..rows).map(|row| design.at(column, row));
        let (low, high) = values.fold((f64::INFINITY, f64::NEG_INFINITY), |(l, h), x| (x.min(l), x.max(h)));
        (high - low) * coefficients[column].abs()
    };
    let column = (1..design.width()).max_by(|a, b| reach(*a).total_cmp(&reach(*b)));
    column.map_or(otherwise, |column| Error::Separated { column: column - 1 })
}

fn told(design: &Design, coefficients: &[f64], spread: &[f64], outcome: &[bool], confidence: f64) -> Logistic {
    let z = normal_quantile(0.5 + confidence / 2.0);
    let width = coefficients.len();
    let one = |i: usize| {
        let (estimate, error) = (coefficients[i], spread[i * width + i].max(0.0).sqrt());
        let interval = Interval { low: (estimate - z * error).exp(), high: (estimate + z * error).exp() };
        let ln_p = if error > 0.0 { ln_normal_beyond(estimate / error) } else { 0.0 };
        Coefficient { estimate, error, ln_p, odds_ratio: estimate.exp(), interval }
    };
    let odds = design.predict(coefficients);
    let predicted: Vec<f64> = odds.iter().copied().map(chance).collect();
    Logistic {
        coefficients: (0..width).map(one).collect(),
        ln_likelihood: ln_likelihood(&odds, outcome),
        auc: auc(&odds, outcome).expect("some rows have the outcome and some do not"),
        brier: brier(&predicted, outcome),
        predicted,
    }
}

/// Returns the chance that a row with the outcome has a higher score than one without, a tie counting half; `None` when
/// all rows have it, or none.
#[must_use]
pub fn auc(scores: &[f64], outcome: &[bool]) -> Option<f64> {
    let with = outcome.iter().filter(|is| **is).count() as f64;
    let without = outcome.len() as f64 - with;
    if with == 0.0 || without == 0.0 {
        return None;
    }
    let ranks = Ranks::of(scores);
    let sum: f64 = ranks.of.iter().zip(outcome).filter(|(_, is)| **is).map(|(rank, _)| rank).sum();
    Some((sum - with * (with + 1.0) / 2.0) / (with * without))
}

/// Returns the mean squared difference between predicted chances and outcomes; 0 of no rows.
#[must_use]
pub fn brier(predicted: &[f64], outcome: &[bool]) -> f64 {
    let squares = predicted.iter().zip(outcome).map(|(p, is)| (p - f64::from(u8::from(*is))).powi(2));
    squares.sum::<f64>() / outcome.len().max(1) as f64
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::statistics::interval::CONFIDENCE;
    use crate::tests::recipe::customers;
    use crate::tests::{close, top_decile};

    #[test]
    fn traits_of_the_best_customers_have_their_coefficients() {
        let customers = customers();
        let flag = |is: bool| f64::from(u8::from(is));
        let columns: [Vec<f64>; 8] = [
            customers.iter().map(|c| flag(c.b2b)).collect(),
            customers.iter().map(|c| flag(c.big)).collect(),
            customers.iter().map(|c| c.age as f64 / 10.0).collect(),
            customers.iter().map(|c| flag(c.channel == "email")).collect(),
            customers.iter().map(|c| flag(c.channel == "social")).collect(),
            customers.iter().map(|c| flag(c.channel == "ads")).collect(),
            customers.iter().map(|c| c.coupon).collect(),
            customers.iter().map(|c| c.eco).collect(),
        ];
        let columns: Vec<&[f64]> = columns.iter().map(Vec::as_slice).collect();
        let model = fit(&columns, &top_decile(), 0.0, CONFIDENCE).unwrap();
        let expected = [
            (-4.961_800, 0.453_876),
            (-0.569_106, 0.614_427),
            (4.763_128, 0.594_837),
            (0.061_543, 0.056_883),
            (1.456_907, 0.340_781),
            (-0.061_048, 0.269_495),
            (0.097_067, 0.233_298),
            (0.313_842, 0.331_651),
            (0.582_696, 0.326_816),
        ];
        for (coefficient, (estimate, error)) in model.coefficients.iter().zip(expected) {
            assert!((coefficient.estimate - estimate).abs() < 2e-6, "{} {estimate}", coefficient.estimate);
            assert!((coefficient.error - error).abs() < 2e-6, "{} {error}", coefficient.error);
        }
        close(model.ln_likelihood, -363.962_045, 1e-8);
        assert!((model.auc - 0.921_55).abs() < 5e-6 && (model.brier - 0.055_884).abs() < 5e-7);
        let smaller = fit(&columns, &top_decile(), 5.0, CONFIDENCE).unwrap();
        assert!(smaller.coefficients[2].estimate < model.coefficients[2].estimate);
    }

    #[test]
    fn a_column_that_decides_is_named_and_a_penalty_helps() {
        let column: Vec<f64> = (0..100).map(f64::from).collect();
        let noise: Vec<f64> = (0..100).map(|i| f64::from(i * 37 % 11)).collect();
        let outcome: Vec<bool> = column.iter().map(|x| *x > 40.0).collect();
        let columns = [noise.as_slice(), column.as_slice()];
        assert_eq!(fit(&columns, &outcome, 0.0, CONFIDENCE), Err(Error::Separated { column: 1 }));
        assert!(fit(&columns, &outcome, 1.0, CONFIDENCE).unwrap().coefficients.iter().all(|c| c.estimate.is_finite()));
    }

    #[test]
    fn columns_that_repeat_others_and_outcomes_that_never_come_are_errors() {
        let column: Vec<f64> = (0..50).map(|i| f64::from(i % 7)).collect();
        let outcome: Vec<bool> = (0..50).map(|i| i % 3 == 0).collect();
        let twice = [column.as_slice(), column.as_slice()];
        assert_eq!(fit(&twice, &outcome, 0.0, CONFIDENCE), Err(Error::Collinear { column: 1 }));
        assert_eq!(fit(&twice[..1], &[true; 50], 0.0, CONFIDENCE), Err(Error::TooFewEvents { minimum: 1, found: 0 }));
    }
}
