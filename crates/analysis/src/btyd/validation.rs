//! Was the model right? Its forecasts beside what happened afterwards, and beside what recency alone would have said.

use rayon::iter::{IndexedParallelIterator, IntoParallelRefIterator, ParallelIterator};
use serde::Serialize;

use super::{History, Model, beside, by_age};
use crate::Error;
use crate::statistics::logistic::{auc, brier};

/// Histories with so many repeats or more are told together.
const TOGETHER: u32 = 7;
/// Groups of customers by forecast chance.
const TENTHS: usize = 10;

/// How a model did on a time it had not seen.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Validation {
    /// Customers.
    pub customers: usize,
    /// Purchases that were forecast.
    pub forecast: f64,
    /// Purchases that happened.
    pub happened: f64,
    /// Purchases if everybody had gone on at their own rate so far.
    pub run_rate: f64,
    /// Mean distance of forecast and happened purchases of a customer.
    pub mean_error: f64,
    /// The same of the run rate.
    pub mean_error_of_run_rate: f64,
    /// The chance that someone who bought had been ranked above someone who did not, by the model; `None` when all bought
    /// or none.
    pub auc: Option<f64>,
    /// The same, by recency alone: a model that is not above it is not worth its trouble.
    pub auc_of_recency: Option<f64>,
    /// Mean squared error of the forecast chance of buying.
    pub brier: f64,
    /// By number of repeats before.
    pub by_repeats: Vec<Group>,
    /// By forecast chance of buying, in tenths of the customers.
    pub by_chance: Vec<Reliability>,
}

/// Customers with the same number of repeats.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Group {
    /// Repeats before; the last group has these or more.
    pub repeats: u32,
    /// Customers.
    pub customers: usize,
    /// Mean of the purchases forecast.
    pub forecast: f64,
    /// Mean of those that happened.
    pub happened: f64,
}

/// Customers of similar forecast.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Reliability {
    /// Customers.
    pub customers: usize,
    /// Mean forecast chance of buying.
    pub forecast: f64,
    /// Share that bought.
    pub happened: f64,
}

/// Holds a model, fitted on what was known before, against the purchases in `time` after it.
///
/// # Errors
///
/// [`Error::LengthsDiffer`]; [`Error::TooFew`] without customers.
pub fn validate<M: Model>(model: &M, histories: &[History], happened: &[u32], time: f64) -> Result<Validation, Error> {
    beside(histories, happened.len())?;
    crate::obstacle::at_least(1, histories.len())?;
    let n = histories.len() as f64;
    let (of_alive, places) = by_age(histories, |history| {
        let expected = model.expected_of_alive(history.repeats, history.age, time);
        (expected, 1.0 - model.none_of_alive(history.repeats, history.age, time))
    });
    let of_each: Vec<(f64, f64)> = histories
        .par_iter()
        .zip(&places)
        .map(|(history, place)| {
            let (expected, buys) = of_alive[*place as usize];
            let alive = model.alive(*history);
            (alive * expected, alive * buys)
        })
        .collect();
    let (forecast, buys): (Vec<f64>, Vec<f64>) = of_each.into_iter().unzip();
    let run_rate: Vec<f64> = histories
        .iter()
        .map(|history| if history.age > 0.0 { f64::from(history.repeats) / history.age * time } else { 0.0 })
        .collect();
    let bought: Vec<bool> = happened.iter().map(|count| *count > 0).collect();
    let recency: Vec<f64> = histories.iter().map(|history| history.last - history.age).collect();
    let error = |forecast: &[f64]| {
        forecast.iter().zip(happened).map(|(forecast, happened)| (forecast - f64::from(*happened)).abs()).sum::<f64>()
            / n
    };
    let group = |repeats: u32| {
        let rows = histories.iter().enumerate().filter(|(_, history)| history.repeats.min(TOGETHER) == repeats);
        let rows: Vec<usize> = rows.map(|(row, _)| row).collect();
        let size = rows.len() as f64;
        (!rows.is_empty()).then(|| Group {
            repeats,
            customers: rows.len(),
            forecast: rows.iter().map(|row| forecast[*row]).sum::<f64>() / size,
            happened: rows.iter().map(|row| f64::from(happened[*row])).sum::<f64>() / size,
        })
    };
    Ok(Validation {
        customers: histories.len(),
        forecast: forecast.iter().sum(),
        happened: happened.iter().map(|count| f64::from(*count)).sum(),
        run_rate: run_rate.iter().sum(),
        mean_error: error(&forecast),
        mean_error_of_run_rate: error(&run_rate),
        auc: auc(&forecast, &bought),
        auc_of_recency: auc(&recency, &bought),
        brier: brier(&buys, &bought),
        by_repeats: (0..=TOGETHER).filter_map(group).collect(),
        by_chance: tenths(&buys, &bought),
    })
}

fn tenths(chances: &[f64], bought: &[bool]) -> Vec<Reliability> {
    let mut order: Vec<usize> = (0..chances.len()).collect();
    order.sort_by(|a, b| chances[*a].total_cmp(&chances[*b]));
    let piece = chances.len().div_ceil(TENTHS).max(1);
    let one = |rows: &[usize]| {
        let size = rows.len() as f64;
        Reliability {
            customers: rows.len(),
            forecast: rows.iter().map(|row| chances[*row]).sum::<f64>() / size,
            happened: rows.iter().filter(|row| bought[**row]).count() as f64 / size,
        }
    };
    order.chunks(piece).map(one).collect()
}

/// Cumulated purchases after the first, period by period: those a model leads to expect, and those that happened.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Tracking {
    /// The end of each period, in the unit of time, from the start of observation.
    pub until: Vec<f64>,
    /// Purchases expected by then.
    pub expected: Vec<f64>,
    /// Purchases that happened by then.
    pub happened: Vec<f64>,
}

/// Tracks purchases from `first` (each customer's first purchase, from the start of observation) over so many periods.
/// `repeats_at` are the moments of all purchases after the first ones.
#[must_use]
pub fn track<M: Model>(model: &M, first: &[f64], repeats_at: &[f64], period: f64, periods: usize) -> Tracking {
    let until: Vec<f64> = (1..=periods).map(|place| period * place as f64).collect();
    let mut starts = first.to_vec();
    starts.sort_unstable_by(f64::total_cmp);
    // Many customers start at the same moment.
    let mut distinct: Vec<(f64, f64)> = Vec::new();
    for start in starts {
        match distinct.last_mut() {
            Some((last, times)) if *last == start => *times += 1.0,
            _ => distinct.push((start, 1.0)),
        }
    }
    let expected = |end: &f64| -> f64 {
        let begun = distinct.iter().filter(|(start, _)| start < end);
        begun.map(|(start, times)| times * model.expected_of_new(end - start)).sum()
    };
    let mut at = repeats_at.to_vec();
    at.sort_unstable_by(f64::total_cmp);
    Tracking {
        expected: until.par_iter().map(expected).collect(),
        happened: until.iter().map(|end| at.partition_point(|moment| moment <= end) as f64).collect(),
        until,
    }
}
