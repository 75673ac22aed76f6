//! Cumulated purchases over time: what a model led to expect as of an earlier instant, and what happened, before and since.

use analysis::btyd::Model;
use analysis::btyd::validation::{self, Tracking};

use super::{Buyers, WEEK};
use crate::ops::analyses::gathered::Question;
use crate::ops::failure::Failure;

/// Periods that are told, about.
const PERIODS: u32 = 30;

/// Tracks the purchases of those who were buyers at an earlier instant, `days` before the one asked about, by the model
/// that was fitted as of then. Time is in weeks from the first purchase of anybody.
pub(super) fn tracking<M: Model>(
    question: &Question<'_>,
    model: &M,
    then: &Buyers,
    days: u32,
) -> Result<Tracking, Failure> {
    let whole = then.days as u32 + days;
    let period = (whole / PERIODS).max(1);
    let periods = whole / period;
    // Purchases by the end of a period are all of them, less those since.
    let since: Vec<u32> = (1..=periods).map(|place| whole - place * period).collect();
    let mut expressions = vec!["days(order)".to_owned()];
    expressions.extend(since.iter().map(|days| format!("days(order over last {} days)", (*days).max(1))));
    let mut all = Vec::new();
    let mut happened = vec![0.0; since.len()];
    let is_known = |customer: usize| then.customers.binary_search(&customer).is_ok();
    question.each(&expressions, |place, customers, numbers| {
        let Some(of_period) = place.checked_sub(1) else {
            all = numbers.or_zero();
            return;
        };
        let is_last = since[of_period] == 0;
        let known = customers.iter().enumerate().filter(|(_, customer)| is_known(**customer));
        happened[of_period] = known
            .map(|(row, _)| {
                let later = if is_last { 0.0 } else { numbers.at(row).unwrap_or(0.0) };
                (all[row] - later - 1.0).max(0.0)
            })
            .sum();
    })?;
    let first: Vec<f64> = then.histories.iter().map(|history| then.days / WEEK - history.age).collect();
    let tracked = validation::track(model, &first, &[], f64::from(period) / WEEK, periods as usize);
    Ok(Tracking { happened, ..tracked })
}
