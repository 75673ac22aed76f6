//! Folds over the time between rows, or between their local days.

use model::decimal::{Decimal, QUOTIENT_SCALE};
use model::forms::{Function, in_days};
use model::time::{DAY, Zone};
use model::value::Value;
use rustc_hash::FxHashSet;

use super::chosen::{Chosen, OneRun};
use super::vector::{MISSING_WIDE, Vector};

/// The fold of each customer's gaps.
pub(super) fn fold(chosen: &Chosen<'_>, function: Function, between_days: bool, zone: &Zone) -> Vector<'static> {
    let gaps = |run: &OneRun| gaps(chosen, run, between_days, zone);
    match function {
        Function::Count => Vector::Integer(chosen.runs.iter().map(|run| gaps(run).len() as i64).collect()),
        Function::List => Vector::List(chosen.runs.iter().map(|run| list(&gaps(run))).collect()),
        function => {
            let one = |run| reduced(function, gaps(run)).and_then(|days| days.units_at(QUOTIENT_SCALE));
            Vector::Wide(chosen.runs.iter().map(|run| one(run).unwrap_or(MISSING_WIDE)).collect())
        }
    }
}

/// A customer's gaps, in microseconds.
fn gaps(chosen: &Chosen<'_>, run: &OneRun, between_days: bool, zone: &Zone) -> Vec<i64> {
    let points: Vec<i64> = if between_days {
        chosen.days(run, zone).into_iter().map(|day| i64::from(day) * DAY).collect()
    } else {
        chosen.positions(run).map(|position| chosen.at[position]).collect()
    };
    points.windows(2).map(|pair| pair[1] - pair[0]).collect()
}

fn reduced(function: Function, mut gaps: Vec<i64>) -> Option<Decimal> {
    gaps.sort_unstable();
    let (&least, &greatest) = (gaps.first()?, gaps.last()?);
    let middle = gaps.len() / 2;
    match function {
        Function::Min => in_days(i128::from(least), 1),
        Function::Max => in_days(i128::from(greatest), 1),
        Function::Avg => in_days(gaps.iter().map(|&gap| i128::from(gap)).sum(), gaps.len() as i64),
        Function::Median if gaps.len() % 2 == 1 => in_days(i128::from(gaps[middle]), 1),
        Function::Median => in_days(i128::from(gaps[middle - 1]) + i128::from(gaps[middle]), 2),
        _ => None,
    }
}

/// The different gaps in days, by first occurrence.
fn list(gaps: &[i64]) -> Value {
    let mut seen = FxHashSet::default();
    let in_days = gaps.iter().map(|&gap| Value::number(in_days(i128::from(gap), 1)));
    Value::list(in_days.filter(|days| seen.insert(days.clone())).collect())
}
