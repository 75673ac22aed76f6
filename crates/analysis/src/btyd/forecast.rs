//! Forecasts with intervals: of one customer by draws from what is known of them, of all by adding both kinds of doubt.

use rayon::iter::{IndexedParallelIterator, IntoParallelRefIterator, ParallelIterator};
use serde::Serialize;

use super::gamma_gamma::{GammaGamma, Spend};
use super::value::{Horizon, discounted_of_alive};
use super::{FittedModel, History, Model, beside, by_age};
use crate::Error;
use crate::statistics::chance::{Chance, bits_at};
use crate::statistics::interval::Interval;
use crate::statistics::tails::normal_quantile;

/// Draws for a customer's intervals.
pub const DRAWS: usize = 1000;
/// Customers whose draws tell how much the sum of all varies.
const SAMPLED: usize = 2000;
/// Customers who tell how the sum of all moves with the parameters.
const SLOPES_FROM: usize = 20_000;
/// Draws for each of the sampled customers.
const DRAWS_OF_SAMPLED: usize = 200;

/// What is to be expected of a customer.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Forecast {
    /// The chance of still being one.
    pub alive: f64,
    /// The chance of at least one purchase within the horizon.
    pub buys: f64,
    /// Purchases to be expected.
    pub purchases: f64,
    /// Money to be expected, discounted.
    pub value: f64,
}

/// Forecasts every customer.
///
/// # Errors
///
/// [`Error::LengthsDiffer`]; [`Error::BadSetting`].
pub fn each<M: Model>(
    model: &M,
    spending: &GammaGamma,
    histories: &[History],
    spends: &[Spend],
    horizon: Horizon,
) -> Result<Vec<Forecast>, Error> {
    beside(histories, spends.len())?;
    horizon.check()?;
    let time = horizon.time();
    let (of_alive, places) = by_age(histories, |history| {
        let purchases = model.expected_of_alive(history.repeats, history.age, time);
        let none = model.none_of_alive(history.repeats, history.age, time);
        (purchases, none, discounted_of_alive(model, *history, horizon))
    });
    let one = |((history, spend), place): ((&History, &Spend), &u32)| {
        let alive = model.alive(*history);
        let (purchases, none, discounted) = of_alive[*place as usize];
        Forecast {
            alive,
            buys: alive * (1.0 - none),
            purchases: alive * purchases,
            value: alive * discounted * spending.expected(*spend) * horizon.margin,
        }
    };
    Ok(histories.par_iter().zip(spends).zip(&places).map(one).collect())
}

/// Intervals of a customer's purchases and value, given the parameters. `key` is what the customer keeps: the same one has
/// the same draws.
#[must_use]
pub fn intervals<M: Model>(
    model: &M,
    spending: &GammaGamma,
    (history, spend): (History, Spend),
    horizon: Horizon,
    (seed, key): (u64, u64),
    confidence: f64,
) -> (Interval, Interval) {
    let alive = model.alive(history);
    let mut chance = Chance::of(seed, key);
    let mut draws: Vec<(f64, f64)> = (0..DRAWS)
        .map(|_| {
            let purchases = model.draw(history, alive, horizon.time(), &mut chance) as f64;
            (purchases, purchases * spending.draw(spend, &mut chance) * mean_worth(horizon))
        })
        .collect();
    let interval = |of: fn(&(f64, f64)) -> f64, draws: &mut Vec<(f64, f64)>| {
        draws.sort_unstable_by(|a, b| of(a).total_cmp(&of(b)));
        let at = |share: f64| of(&draws[((DRAWS - 1) as f64 * share).round() as usize]);
        Interval { low: at((1.0 - confidence) / 2.0), high: at(0.5 + confidence / 2.0) }
    };
    let purchases = interval(|draw| draw.0, &mut draws);
    (purchases, interval(|draw| draw.1, &mut draws))
}

/// What a purchase within the horizon is worth after discount and margin, steps counting alike.
fn mean_worth(horizon: Horizon) -> f64 {
    let worths = (1..=horizon.steps).map(|step| (1.0 + horizon.discount).powi(-(step as i32)));
    horizon.margin * worths.sum::<f64>() / horizon.steps as f64
}

/// Purchases to be expected of each customer.
pub(super) fn expected_of_each<M: Model>(model: &M, histories: &[History], time: f64) -> Vec<f64> {
    let (of_alive, places) = by_age(histories, |history| model.expected_of_alive(history.repeats, history.age, time));
    histories
        .par_iter()
        .zip(&places)
        .map(|(history, place)| model.alive(*history) * of_alive[*place as usize])
        .collect()
}

/// A sum over customers with its interval.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Total {
    /// The sum.
    pub sum: f64,
    /// Its interval: what the parameters leave open and how customers vary, added; the second alone when the errors of the
    /// parameters are not known.
    pub interval: Interval,
}

/// Purchases of all customers within a time.
#[must_use]
pub fn total<M: Model>(fitted: &FittedModel<M>, histories: &[History], time: f64, seed: u64, confidence: f64) -> Total {
    let sum_of = |model: &M, histories: &[History]| expected_of_each(model, histories, time).iter().sum::<f64>();
    let sum = sum_of(&fitted.model, histories);
    // How the sum moves with the parameters is told well enough by some of the customers.
    let some: Vec<History> = histories.iter().step_by((histories.len() / SLOPES_FROM).max(1)).copied().collect();
    let times = histories.len() as f64 / some.len().max(1) as f64;
    const WIDTH: f64 = 1e-3;
    let slope = |i: usize| {
        let moved = |by: f64| {
            let mut parameters = fitted.model.parameters();
            parameters[i] *= by.exp();
            sum_of(&M::with(parameters), &some) * times
        };
        (moved(WIDTH) - moved(-WIDTH)) / (2.0 * WIDTH)
    };
    let of_parameters = fitted.fitted.ln_covariance.as_ref().map_or(0.0, |_| {
        let slopes: Vec<f64> = (0..4).map(slope).collect();
        fitted.fitted.error_of(&slopes).unwrap_or(0.0)
    });
    let step = (histories.len() / SAMPLED).max(1);
    let sampled: Vec<&History> = histories.iter().step_by(step).collect();
    let variances: Vec<f64> = sampled
        .par_iter()
        .enumerate()
        .map(|(place, history)| {
            let mut chance = Chance::of(bits_at(seed, 0x74_6F74), place as u64);
            let alive = fitted.model.alive(**history);
            let draws: Vec<f64> =
                (0..DRAWS_OF_SAMPLED).map(|_| fitted.model.draw(**history, alive, time, &mut chance) as f64).collect();
            crate::statistics::means::Moments::of(&draws).variance
        })
        .collect();
    let of_customers = variances.iter().sum::<f64>() / sampled.len().max(1) as f64 * histories.len() as f64;
    let reach = normal_quantile(0.5 + confidence / 2.0) * (of_parameters * of_parameters + of_customers).sqrt();
    Total { sum, interval: Interval { low: (sum - reach).max(0.0), high: sum + reach } }
}
