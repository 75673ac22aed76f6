//! Maximum likelihood of models with a handful of parameters, all above 0: quasi-Newton steps on their logarithms.
//!
//! The mean log-likelihood is climbed, not the sum, whose slopes would throw the first steps to infinity.

use serde::Serialize;

use crate::Error;
use crate::statistics::interval::Interval;
use crate::statistics::least_squares::Square;
use crate::statistics::tails::normal_quantile;

/// Steps at most; fifteen to thirty are usual.
const STEPS: usize = 300;
/// The climb ends where no slope of the mean is steeper.
const FLAT: f64 = 1e-9;
/// The longest step of a logarithm: from one to seven.
const LONGEST: f64 = 2.0;
/// A logarithm farther from 0 means that the data do not determine the parameter.
const FARTHEST: f64 = 25.0;

/// Estimated parameters.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Fitted {
    /// The names of the parameters.
    pub names: Vec<&'static str>,
    /// The estimates.
    pub estimates: Vec<f64>,
    /// The standard errors of their logarithms; `None` when the likelihood is flat around the estimates.
    pub ln_errors: Option<Vec<f64>>,
    /// The covariance of their logarithms, row by row.
    #[serde(skip)]
    pub ln_covariance: Option<Vec<f64>>,
    /// The logarithm of the likelihood.
    pub ln_likelihood: f64,
    /// The steps it took.
    pub steps: usize,
}

impl Fitted {
    /// The interval of a parameter; `None` when its error is not known.
    #[must_use]
    pub fn interval(&self, parameter: usize, confidence: f64) -> Option<Interval> {
        let error = self.ln_errors.as_ref()?.get(parameter)?;
        let reach = (normal_quantile(0.5 + confidence / 2.0) * error).exp();
        let estimate = self.estimates[parameter];
        Some(Interval { low: estimate / reach, high: estimate * reach })
    }

    /// The standard error of a figure made of the parameters, from its slopes in their logarithms (delta method);
    /// `None` when the errors of the parameters are not known.
    #[must_use]
    pub fn error_of(&self, slopes: &[f64]) -> Option<f64> {
        let covariance = self.ln_covariance.as_ref()?;
        let n = slopes.len();
        let cell = |place: usize| slopes[place / n] * slopes[place % n] * covariance[place];
        Some((0..n * n).map(cell).sum::<f64>().max(0.0).sqrt())
    }
}

/// Climbs a mean log-likelihood of `n` rows, given with its slopes as a function of the logarithms of the parameters.
///
/// # Errors
///
/// [`Error::NotConverged`].
pub(super) fn fit_mean(
    names: &[&'static str],
    start: Vec<f64>,
    n: f64,
    mean: impl Fn(&[f64]) -> (f64, Vec<f64>),
) -> Result<Fitted, Error> {
    let (at, height, steps) = climb(start, &mean)?;
    let size = at.len();
    let covariance = curvature(&at, n, &mean)
        .inverse()
        .ok()
        .filter(|inverse| (0..size).all(|i| inverse.at(i, i) > 0.0 && inverse.at(i, i).is_finite()));
    Ok(Fitted {
        names: names.to_vec(),
        estimates: at.iter().map(|ln| ln.exp()).collect(),
        ln_errors: covariance.as_ref().map(|inverse| (0..size).map(|i| inverse.at(i, i).sqrt()).collect()),
        ln_covariance: covariance.map(|inverse| inverse.cells),
        ln_likelihood: height * n,
        steps,
    })
}

/// Broyden, Fletcher, Goldfarb and Shanno's method (Nocedal and Wright 2006, algorithm 6.1) with halved steps.
fn climb(start: Vec<f64>, mean: &impl Fn(&[f64]) -> (f64, Vec<f64>)) -> Result<(Vec<f64>, f64, usize), Error> {
    let size = start.len();
    let identity = || -> Vec<f64> { (0..size * size).map(|i| f64::from(u8::from(i % (size + 1) == 0))).collect() };
    let mut inverse = identity();
    let mut at = start;
    let (mut height, mut slope) = mean(&at);
    for step_number in 0..STEPS {
        if slope.iter().all(|s| s.abs() < FLAT) {
            return Ok((at, height, step_number));
        }
        let mut step: Vec<f64> = (0..size).map(|i| (0..size).map(|j| inverse[i * size + j] * slope[j]).sum()).collect();
        let mut rise: f64 = step.iter().zip(&slope).map(|(a, b)| a * b).sum();
        if rise <= 0.0 || !rise.is_finite() {
            inverse = identity();
            step.clone_from(&slope);
            rise = slope.iter().map(|s| s * s).sum();
        }
        // What this step promises is lost in the rounding of the height.
        if rise < 1e-13 * (1.0 + height.abs()) {
            return Ok((at, height, step_number));
        }
        let longest = step.iter().fold(0.0_f64, |longest, s| longest.max(s.abs()));
        let mut length = if longest > LONGEST { LONGEST / longest } else { 1.0 };
        let (reached, (new_height, new_slope)) = loop {
            let tried: Vec<f64> = at.iter().zip(&step).map(|(a, s)| a + length * s).collect();
            let (value, slopes) = mean(&tried);
            if value == height && length < 1e-3 && slope.iter().all(|s| s.abs() < 1e-5) {
                return Ok((at, height, step_number));
            }
            let is_finite = value.is_finite() && slopes.iter().all(|s| s.is_finite());
            if is_finite && value >= height + 1e-4 * length * rise {
                break (tried, (value, slopes));
            }
            length /= 2.0;
            if length < 1e-12 {
                // Rounding hides any further rise: this is the top when the slopes are small, and a wall otherwise.
                let is_top = slope.iter().all(|s| s.abs() < 1e-5);
                return if is_top {
                    Ok((at, height, step_number))
                } else {
                    Err(Error::NotConverged { steps: step_number })
                };
            }
        };
        if reached.iter().any(|ln| ln.abs() > FARTHEST) {
            return Err(Error::NotConverged { steps: step_number });
        }
        let moved: Vec<f64> = reached.iter().zip(&at).map(|(a, b)| a - b).collect();
        let turned: Vec<f64> = slope.iter().zip(&new_slope).map(|(a, b)| a - b).collect();
        let product: f64 = moved.iter().zip(&turned).map(|(a, b)| a * b).sum();
        if product > 1e-300 {
            update(&mut inverse, &moved, &turned, product, step_number == 0);
        }
        (at, height, slope) = (reached, new_height, new_slope);
    }
    Err(Error::NotConverged { steps: STEPS })
}

fn update(inverse: &mut [f64], moved: &[f64], turned: &[f64], product: f64, is_first: bool) {
    let size = moved.len();
    if is_first {
        let squares: f64 = turned.iter().map(|x| x * x).sum();
        inverse.iter_mut().for_each(|cell| *cell *= product / squares);
    }
    let through: Vec<f64> = (0..size).map(|i| (0..size).map(|j| inverse[i * size + j] * turned[j]).sum()).collect();
    let twice: f64 = through.iter().zip(turned).map(|(a, b)| a * b).sum();
    for i in 0..size {
        for j in 0..size {
            inverse[i * size + j] += (1.0 + twice / product) * moved[i] * moved[j] / product
                - (through[i] * moved[j] + moved[i] * through[j]) / product;
        }
    }
}

/// The curvature of the log-likelihood, turned downside up, from central differences of its slopes.
fn curvature(at: &[f64], n: f64, mean: &impl Fn(&[f64]) -> (f64, Vec<f64>)) -> Square {
    const WIDTH: f64 = 1e-4;
    let size = at.len();
    let moved = |i: usize, by: f64| {
        let mut place = at.to_vec();
        place[i] += by;
        mean(&place).1
    };
    let rows: Vec<Vec<f64>> = (0..size)
        .map(|i| {
            let (above, below) = (moved(i, WIDTH), moved(i, -WIDTH));
            above.iter().zip(&below).map(|(a, b)| -(a - b) / (2.0 * WIDTH) * n).collect()
        })
        .collect();
    let cell = |place: usize| (rows[place / size][place % size] + rows[place % size][place / size]) / 2.0;
    Square { size, cells: (0..size * size).map(cell).collect() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_narrow_ridge_is_climbed() {
        // Rosenbrock's function of the logarithms, with its top at e and e.
        let mean = |ln: &[f64]| {
            let (a, b) = (ln[0], ln[1] - ln[0] * ln[0]);
            let value = -(1.0 - a).powi(2) - 10.0 * b * b;
            (value, vec![2.0 * (1.0 - a) + 40.0 * b * a, -20.0 * b])
        };
        let fitted = fit_mean(&["a", "b"], vec![-1.0, 2.0], 1.0, mean).unwrap();
        assert!(fitted.estimates.iter().all(|x| (x - 1_f64.exp()).abs() < 1e-6));
        assert!(fitted.ln_errors.is_some());
    }

    #[test]
    fn rounding_near_the_top_does_not_keep_a_climb_from_ending() {
        let rounded = |x: f64| (x * 1e13).round() / 1e13;
        // Slopes that are a little off, as those of special functions are.
        let mean = |ln: &[f64]| (rounded(-0.5 - ln[0].powi(2)), vec![-2.0 * ln[0] + 1.5e-7]);
        let fitted = fit_mean(&["a"], vec![1.0], 1.0, mean).unwrap();
        assert!((fitted.estimates[0] - 1.0).abs() < 1e-5);
    }

    #[test]
    fn what_rises_for_ever_is_an_error() {
        let mean = |ln: &[f64]| (ln[0], vec![1.0]);
        assert!(matches!(fit_mean(&["a"], vec![0.0], 1.0, mean), Err(Error::NotConverged { .. })));
    }
}
