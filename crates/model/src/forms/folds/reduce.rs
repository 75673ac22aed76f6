//! What folds make of the values they are given: plain code, the meaning that engines agree with.

use std::collections::{HashMap, HashSet};

use super::series::in_days;
use crate::decimal::Decimal;
use crate::forms::Function;
use crate::value::Value;

/// The result of a fold over the values of rows, in row order.
pub(super) fn reduce(function: Function, values: Vec<Value>) -> Value {
    let known: Vec<&Value> = values.iter().filter(|value| !value.is_missing()).collect();
    match function {
        Function::Count => number(known.len()),
        Function::Distinct => number(distinct(&known).len()),
        Function::List => Value::list(distinct(&known).into_iter().cloned().collect()),
        Function::First => values.first().cloned().unwrap_or(Value::Missing),
        Function::Last => values.last().cloned().unwrap_or(Value::Missing),
        Function::Min => best(&known, std::cmp::Ordering::is_lt),
        Function::Max => best(&known, std::cmp::Ordering::is_gt),
        Function::MostCommon => most_common(&known),
        Function::Sum => Value::number(sum(&known)),
        Function::Avg => Value::number(sum(&known).and_then(|sum| sum.divided_by(Decimal::whole(known.len() as i64)))),
        Function::Median => median(&known),
        Function::Days | Function::Span | Function::Gap => Value::Missing,
    }
}

/// The result of a fold over gaps, in microseconds.
pub(super) fn reduce_gaps(function: Function, gaps: &[i64]) -> Value {
    let mut sorted = gaps.to_vec();
    sorted.sort_unstable();
    let middle = sorted.len() / 2;
    let total = || sorted.iter().map(|&gap| i128::from(gap)).sum::<i128>();
    let days = match function {
        Function::Count => return number(gaps.len()),
        Function::List => {
            let all: Vec<Value> = gaps.iter().map(|&gap| Value::number(in_days(i128::from(gap), 1))).collect();
            return Value::list(distinct(&all.iter().collect::<Vec<_>>()).into_iter().cloned().collect());
        }
        _ if sorted.is_empty() => None,
        Function::Min => in_days(i128::from(sorted[0]), 1),
        Function::Max => in_days(i128::from(sorted[sorted.len() - 1]), 1),
        Function::Avg => in_days(total(), sorted.len() as i64),
        Function::Median if sorted.len() % 2 == 1 => in_days(i128::from(sorted[middle]), 1),
        Function::Median => in_days(i128::from(sorted[middle - 1]) + i128::from(sorted[middle]), 2),
        _ => None,
    };
    Value::number(days)
}

fn number(count: usize) -> Value {
    Value::Number(Decimal::whole(count as i64))
}

/// The different values, by first occurrence.
fn distinct<'a>(values: &[&'a Value]) -> Vec<&'a Value> {
    let mut seen = HashSet::new();
    values.iter().filter(|value| seen.insert(**value)).copied().collect()
}

fn best(values: &[&Value], better: impl Fn(std::cmp::Ordering) -> bool) -> Value {
    let mut best: Option<&Value> = None;
    for value in values {
        if best.is_none_or(|best| value.compare(best).is_some_and(&better)) {
            best = Some(value);
        }
    }
    best.cloned().unwrap_or(Value::Missing)
}

fn most_common(values: &[&Value]) -> Value {
    let mut counts: HashMap<&Value, usize> = HashMap::new();
    values.iter().for_each(|value| *counts.entry(value).or_default() += 1);
    let mut best: Option<(usize, &Value)> = None;
    // From the most recent back: a value must be strictly more frequent to take the place of a more recent one.
    for value in values.iter().rev() {
        let count = counts[*value];
        if best.is_none_or(|(most, _)| count > most) {
            best = Some((count, value));
        }
    }
    best.map_or(Value::Missing, |(_, value)| value.clone())
}

fn sum(values: &[&Value]) -> Option<Decimal> {
    let numbers = values.iter().filter_map(|value| value.as_number());
    numbers.into_iter().try_fold(Decimal::ZERO, Decimal::plus)
}

fn median(values: &[&Value]) -> Value {
    let mut numbers: Vec<Decimal> = values.iter().filter_map(|value| value.as_number()).collect();
    numbers.sort_unstable();
    let middle = numbers.len() / 2;
    let two = Decimal::whole(2);
    Value::number(match numbers.len() {
        0 => None,
        odd if odd % 2 == 1 => Some(numbers[middle]),
        _ => numbers[middle - 1].plus(numbers[middle]).and_then(|sum| sum.divided_by(two)),
    })
}
