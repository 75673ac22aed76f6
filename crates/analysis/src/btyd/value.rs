//! What customers will be worth: expected purchases times expected spend, discounted.

use serde::Serialize;

use super::{History, Model};
use crate::Error;

/// How far to look ahead, and what later money is worth.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Horizon {
    /// Length of a step, in the unit of time of the histories.
    pub step: f64,
    /// Number of steps.
    pub steps: usize,
    /// What a step's delay takes off a sum, as a share: 0.01 for one per cent.
    pub discount: f64,
    /// The share of revenue that is counted as value: 1 for revenue, less for margin.
    pub margin: f64,
}

impl Horizon {
    /// The whole time looked ahead.
    #[must_use]
    pub fn time(&self) -> f64 {
        self.step * self.steps as f64
    }

    /// Fails unless it can be.
    ///
    /// # Errors
    ///
    /// [`Error::BadSetting`].
    pub fn check(&self) -> Result<(), Error> {
        let bounds = [
            ("step", self.step, 1e-9, 1e9),
            ("steps", self.steps as f64, 1.0, 10_000.0),
            ("discount", self.discount, 0.0, 1.0),
            ("margin", self.margin, 0.0, 1.0),
        ];
        match bounds.into_iter().find(|(_, x, low, high)| !(low..=high).contains(&x)) {
            Some((setting, found, low, high)) => Err(Error::BadSetting { setting, low, high, found }),
            None => Ok(()),
        }
    }
}

/// Purchases to be expected, within the horizon, of someone who is still a customer, each worth what its step's delay
/// leaves of it.
#[must_use]
pub fn discounted_of_alive<M: Model>(model: &M, history: History, horizon: Horizon) -> f64 {
    let until = |time: f64| model.expected_of_alive(history.repeats, history.age, time);
    if horizon.discount == 0.0 {
        return until(horizon.time());
    }
    let mut before = 0.0;
    let mut worth = 1.0;
    let mut sum = 0.0;
    for step in 1..=horizon.steps {
        let by_now = until(horizon.step * step as f64);
        worth /= 1.0 + horizon.discount;
        sum += (by_now - before) * worth;
        before = by_now;
    }
    sum
}

/// Purchases to be expected within the horizon, each worth what its step's delay leaves of it.
#[must_use]
pub fn discounted_purchases<M: Model>(model: &M, history: History, horizon: Horizon) -> f64 {
    model.alive(history) * discounted_of_alive(model, history, horizon)
}
