//! Buy till you die: customers who never say goodbye, known by how often they bought again, when last, and since when.
//!
//! A model fits how fast customers buy and how soon they leave, then says of each the chance of still being one, and how
//! many purchases are to be expected. Time is in any unit (weeks, usually), always the same one.

use rayon::iter::{IntoParallelRefIterator, ParallelIterator};
use rayon::slice::{ParallelSlice, ParallelSliceMut};
use serde::Serialize;

use crate::Error;
use crate::obstacle::{at_least, same_length};

pub mod bg_nbd;
pub mod fitter;
pub mod forecast;
pub mod gamma_gamma;
pub mod pareto_nbd;
mod quadrature;
pub mod validation;
pub mod value;

#[cfg(test)]
mod tests;

use fitter::{Fitted, fit_mean};

/// Buyers below which no model is fitted.
pub const LEAST_BUYERS: usize = 500;
/// Days of observation below which no model is fitted.
pub const LEAST_DAYS: f64 = 180.0;
/// Customers who bought again below which no model is fitted.
pub const LEAST_REPEATERS: usize = 50;
/// More distinct histories than this are sampled for the fit: the estimates' errors are then below one per cent.
const SAMPLED_ABOVE: usize = 200_000;
/// Distinct histories that the climb begins with.
const FEW: usize = 10_000;
/// Purchases of one customer above which the history is refused: nobody but a test account gets there.
const MOST_REPEATS: u32 = 100_000;
/// Rows summed at once, in their order, whatever the number of threads.
const PIECE: usize = 2048;

/// What the models know of a customer.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct History {
    /// Purchases after the first, several on one day counting once.
    pub repeats: u32,
    /// From the first purchase to the last; 0 without repeats.
    pub last: f64,
    /// From the first purchase to the end of observation.
    pub age: f64,
}

impl History {
    /// Whether a customer can have it.
    fn is_possible(&self) -> bool {
        let ordered = 0.0 <= self.last && self.last <= self.age && self.age.is_finite();
        ordered && self.repeats <= MOST_REPEATS && ((self.repeats == 0) == (self.last == 0.0))
    }
}

/// Fails unless histories are enough for a model. `days` are those from the first purchase of anybody to the end.
///
/// # Errors
///
/// [`Error::TooFew`] below [`LEAST_BUYERS`]; [`Error::TooShort`] below [`LEAST_DAYS`]; [`Error::TooFewEvents`] below
/// [`LEAST_REPEATERS`].
pub fn guard(histories: &[History], days: f64) -> Result<(), Error> {
    at_least(LEAST_BUYERS, histories.len())?;
    if days < LEAST_DAYS {
        return Err(Error::TooShort { minimum_days: LEAST_DAYS, found_days: days });
    }
    let found = histories.iter().filter(|history| history.repeats > 0).count();
    if found < LEAST_REPEATERS {
        return Err(Error::TooFewEvents { minimum: LEAST_REPEATERS, found });
    }
    Ok(())
}

/// A model of purchases, fitted or given.
pub trait Model: Sync + Copy {
    /// Its name, in lower case with hyphens.
    const NAME: &'static str;
    /// The names of its parameters.
    const PARAMETERS: [&'static str; 4];

    /// The model with these parameters, all above 0.
    fn with(parameters: [f64; 4]) -> Self;
    /// Its parameters.
    fn parameters(&self) -> [f64; 4];
    /// Terms that depend on the number of repeats alone, for 0 to `most`.
    fn terms(&self, most: u32) -> Vec<Terms>;
    /// The logarithm of a history's likelihood, and its slope in each parameter.
    fn ln_likelihood(&self, history: History, terms: &Terms) -> (f64, [f64; 4]);
    /// The chance that the customer will still buy.
    fn alive(&self, history: History) -> f64;
    /// Purchases to be expected, in this much time after the observation, of someone who is still a customer: it hangs on
    /// the number of repeats and the age alone.
    fn expected_of_alive(&self, repeats: u32, age: f64, time: f64) -> f64;
    /// Purchases after the first to be expected of a new customer in this much time.
    fn expected_of_new(&self, time: f64) -> f64;
    /// The chance that someone who is still a customer makes no purchase in this much time after the observation.
    fn none_of_alive(&self, repeats: u32, age: f64, time: f64) -> f64;
    /// Draws how many purchases the customer makes in this much time after the observation.
    fn draw(&self, history: History, alive: f64, time: f64, chance: &mut crate::statistics::chance::Chance) -> u64;
    /// The same model with another unit of time, of which one old unit has `factor`.
    #[must_use]
    fn in_unit(&self, factor: f64) -> Self;

    /// Purchases to be expected in this much time after the observation.
    fn expected(&self, history: History, time: f64) -> f64 {
        self.alive(history) * self.expected_of_alive(history.repeats, history.age, time)
    }

    /// The chance of no purchase in this much time after the observation.
    fn none_in(&self, history: History, time: f64) -> f64 {
        let alive = self.alive(history);
        (1.0 - alive) + alive * self.none_of_alive(history.repeats, history.age, time)
    }
}

/// What depends on the number of repeats alone: a part of the log-likelihood, and its slopes.
#[derive(Debug, Clone, Copy, Default)]
pub struct Terms {
    value: f64,
    slopes: [f64; 4],
}

/// A fitted model of purchases.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FittedModel<M> {
    /// The model.
    #[serde(skip)]
    pub model: M,
    /// What the fit says of the parameters, their names, errors and likelihood.
    pub fitted: Fitted,
    /// Customers the parameters were estimated on: all, or a sample of very many.
    pub fitted_on: usize,
}

/// Fits a model by maximum likelihood.
///
/// # Errors
///
/// [`Error::TooFewEvents`] when nobody bought again; [`Error::BadValue`] for an impossible history (column 0);
/// [`Error::NotConverged`] when the data do not determine the parameters.
pub fn fit<M: Model>(histories: &[History]) -> Result<FittedModel<M>, Error> {
    if let Some(row) = histories.iter().position(|history| !history.is_possible()) {
        return Err(Error::BadValue { column: 0, row, found: histories[row].last });
    }
    if histories.iter().all(|history| history.repeats == 0) {
        return Err(Error::TooFewEvents { minimum: 1, found: 0 });
    }
    let mean_age = histories.iter().map(|history| history.age).sum::<f64>() / histories.len() as f64;
    if mean_age <= 0.0 {
        return Err(Error::TooShort { minimum_days: LEAST_DAYS, found_days: 0.0 });
    }
    // Ages around ten keep all logarithms of a size, whatever the unit the caller counts in.
    let unit = 10.0 / mean_age;
    let scaled = |history: &History| History { last: history.last * unit, age: history.age * unit, ..*history };
    let sampled = sample(histories);
    let distinct = distinct(sampled.iter().map(|history| scaled(history)).collect());
    let most = histories.iter().map(|history| history.repeats).max().unwrap_or(0);
    // A few histories bring the climb near its top, whence all of them need only a few steps.
    let few: Vec<(History, f64)> = distinct.iter().step_by((distinct.len() / FEW).max(1)).copied().collect();
    let start = match few.len() < distinct.len() {
        true => climbed::<M>(&few, most, vec![0.0; 4]).map(|few| few.estimates.iter().map(|x| x.ln()).collect()),
        false => Ok(vec![0.0; 4]),
    };
    let mut fitted = climbed::<M>(&distinct, most, start.unwrap_or_else(|_| vec![0.0; 4]))?;
    let mut parameters = [0.0; 4];
    parameters.copy_from_slice(&fitted.estimates);
    let model = M::with(parameters).in_unit(1.0 / unit);
    fitted.estimates = model.parameters().to_vec();
    // A density in time has the inverse of its unit, once for each repeat.
    fitted.ln_likelihood += sampled.iter().map(|history| f64::from(history.repeats)).sum::<f64>() * unit.ln();
    Ok(FittedModel { model, fitted, fitted_on: sampled.len() })
}

/// Climbs the likelihood of histories, each with how often it comes, none with more than `most` repeats.
fn climbed<M: Model>(distinct: &[(History, f64)], most: u32, start: Vec<f64>) -> Result<Fitted, Error> {
    let n: f64 = distinct.iter().map(|(_, times)| times).sum();
    let mean = |ln_parameters: &[f64]| {
        let mut parameters = [0.0; 4];
        parameters.iter_mut().zip(ln_parameters).for_each(|(parameter, ln)| *parameter = ln.exp());
        let model = M::with(parameters);
        let terms = model.terms(most);
        let pieces: Vec<(f64, [f64; 4])> = distinct
            .par_chunks(PIECE)
            .map(|piece| {
                let (mut sum, mut slopes) = (0.0, [0.0; 4]);
                for (history, times) in piece {
                    let (value, slope) = model.ln_likelihood(*history, &terms[history.repeats as usize]);
                    sum += times * value;
                    slopes.iter_mut().zip(slope).for_each(|(total, slope)| *total += times * slope);
                }
                (sum, slopes)
            })
            .collect();
        let sum: f64 = pieces.iter().map(|piece| piece.0).sum();
        let slope = |i: usize| pieces.iter().map(|piece| piece.1[i]).sum::<f64>() * parameters[i] / n;
        (sum / n, (0..4).map(slope).collect())
    };
    fit_mean(&M::PARAMETERS, start, n, mean)
}

/// All histories, or every so many-th in a drawn order of very many.
fn sample(histories: &[History]) -> Vec<&History> {
    if histories.len() <= SAMPLED_ABOVE {
        return histories.iter().collect();
    }
    let share = SAMPLED_ABOVE as f64 / histories.len() as f64;
    let is_drawn = |row: usize| crate::statistics::chance::unit_at(0x6274_7964, row as u64) < share;
    histories.iter().enumerate().filter(|(row, _)| is_drawn(*row)).map(|(_, history)| history).collect()
}

/// Each history once, and how often it comes.
fn distinct(mut histories: Vec<History>) -> Vec<(History, f64)> {
    let key = |history: &History| (history.repeats, history.last.to_bits(), history.age.to_bits());
    histories.sort_unstable_by_key(key);
    let mut distinct: Vec<(History, f64)> = Vec::new();
    for history in histories {
        match distinct.last_mut() {
            Some((last, times)) if *last == history => *times += 1.0,
            _ => distinct.push((history, 1.0)),
        }
    }
    distinct
}

/// Counts purchases of customers into histories. `days` are each customer's purchase days, ascending, of which those at
/// or before `end` count, several on one day once; `per_unit` is the number of days of a unit of time. Customers without
/// a purchase have no history.
#[must_use]
pub fn histories_of(days: &[Vec<i64>], end: i64, per_unit: f64) -> Vec<Option<History>> {
    let one = |days: &Vec<i64>| {
        let mut days: Vec<i64> = days.iter().copied().filter(|day| *day <= end).collect();
        days.sort_unstable();
        days.dedup();
        let (first, last) = (*days.first()?, *days.last()?);
        let repeats = (days.len() - 1) as u32;
        Some(History { repeats, last: (last - first) as f64 / per_unit, age: (end - first) as f64 / per_unit })
    };
    days.iter().map(one).collect()
}

/// Computes something once for each number of repeats and age among histories, and tells where that of each history is.
fn by_age<T: Send>(histories: &[History], of: impl Fn(&History) -> T + Sync) -> (Vec<T>, Vec<u32>) {
    let key = |row: u32| (histories[row as usize].repeats, histories[row as usize].age.to_bits());
    let mut order: Vec<u32> = (0..histories.len() as u32).collect();
    order.par_sort_unstable_by_key(|row| key(*row));
    let (mut firsts, mut places) = (Vec::new(), vec![0; histories.len()]);
    for alike in order.chunk_by(|a, b| key(*a) == key(*b)) {
        alike.iter().for_each(|row| places[*row as usize] = firsts.len() as u32);
        firsts.push(alike[0]);
    }
    (firsts.par_iter().map(|row| of(&histories[*row as usize])).collect(), places)
}

/// Fails when columns that describe the same histories have different lengths.
fn beside(histories: &[History], other: usize) -> Result<(), Error> {
    same_length(histories.len(), other)
}
