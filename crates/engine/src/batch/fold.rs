//! Folds over the rows of each customer of a unit.

use model::decimal::{Decimal, QUOTIENT_SCALE, quotient, rescale};
use model::forms::{Function, in_days};
use model::plan::{NodeId, Over, RowSet};
use model::value::Value;
use rustc_hash::FxHashSet;

use super::chosen::{Chosen, OneRun, places};
use super::numbers::Integers;
use super::unit::Unit;
use super::vector::{MISSING_WIDE, Vector};
use super::{gaps, pick};

/// The fold of each customer.
pub(super) fn fold(
    unit: &Unit<'_, '_>,
    function: Function,
    rows: &RowSet,
    value: Option<NodeId>,
    over: Over,
) -> Vector<'static> {
    let looks_at_known =
        !matches!(function, Function::First | Function::Last | Function::Days | Function::Span | Function::Gap);
    let chosen = Chosen::new(unit, rows, value.filter(|_| looks_at_known));
    let zone = unit.prepared.run.zone;
    match (over, function) {
        (Over::Gaps | Over::DayGaps, _) => gaps::fold(&chosen, function, over == Over::DayGaps, zone),
        (Over::Days, _) | (_, Function::Days) => {
            Vector::Integer(chosen.runs.iter().map(|run| chosen.days(run, zone).len() as i64).collect())
        }
        (_, Function::Count) => Vector::Integer(Integers::counts(chosen.counts())),
        (_, Function::Span | Function::Gap) => span(&chosen, function),
        (_, function) if chosen.are_none() => Vector::Same(of_none(function)),
        (_, function) => value.map_or(Vector::Same(Value::Missing), |node| fold_values(unit, &chosen, function, node)),
    }
}

/// The fold of no value.
fn of_none(function: Function) -> Value {
    match function {
        Function::Distinct | Function::Sum => Value::Number(Decimal::ZERO),
        Function::List => Value::list(Vec::new()),
        _ => Value::Missing,
    }
}

/// The value of each customer's nth row.
pub(super) fn nth(unit: &Unit<'_, '_>, rows: &RowSet, value: NodeId, position: u32) -> Vector<'static> {
    let chosen = Chosen::new(unit, rows, None);
    if chosen.are_none() {
        return Vector::Same(Value::Missing);
    }
    unit.vector(value).picked(&pick::nth(&chosen, position as usize - 1))
}

fn fold_values(unit: &Unit<'_, '_>, chosen: &Chosen<'_>, function: Function, node: NodeId) -> Vector<'static> {
    let (values, scale) = (unit.vector(node), unit.prepared.scale(node));
    match function {
        Function::First => values.picked(&pick::first(chosen)),
        Function::Last => values.picked(&pick::last(chosen)),
        Function::Min => values.picked(&pick::best(chosen, values, |candidate, best| candidate < best)),
        Function::Max => values.picked(&pick::best(chosen, values, |candidate, best| candidate > best)),
        Function::MostCommon => values.picked(&pick::most_common(chosen, values)),
        Function::Distinct => Vector::Integer(distinct(chosen, values)),
        Function::List => list(unit, chosen, values, node),
        Function::Sum => match narrow_sums(chosen, values) {
            Some(sums) => Vector::Integer(sums),
            None => Vector::Wide(sums(chosen, values, scale).into_iter().map(|(sum, _)| sum).collect()),
        },
        Function::Avg => {
            let mean = |(sum, count): (i128, i64)| quotient(sum, scale, i128::from(count), 0).unwrap_or(MISSING_WIDE);
            Vector::Wide(sums(chosen, values, scale).into_iter().map(mean).collect())
        }
        Function::Median => Vector::Wide(medians(chosen, values, scale)),
        Function::Count | Function::Days | Function::Span | Function::Gap => Vector::Same(Value::Missing),
    }
}

/// The total of each customer's values, all of which are there, where they are narrow and no total is beyond 64 bits.
fn narrow_sums(chosen: &Chosen<'_>, values: &Vector<'_>) -> Option<Integers<'static>> {
    let (Vector::Integer(Integers::Narrow { frame, steps }), Some(mask)) = (values, chosen.together()) else {
        return None;
    };
    let most = i128::from(frame.least.unsigned_abs()) + i128::from(frame.step) * i128::from(u32::MAX);
    i64::try_from(most * steps.len() as i128).ok()?;
    let total = |(count, steps): (u32, u64)| frame.least * i64::from(count) + frame.step * steps as i64;
    let totals = match mask {
        None => chosen.each(|run| steps.sum(places(run))),
        Some(mask) => chosen.each(|run| mask.ones(places(run)).map(|position| u64::from(steps.get(position))).sum()),
    };
    Some(chosen.counts().into_iter().zip(totals).map(total).collect())
}

/// The total and number of each customer's values, all of which are there.
fn sums(chosen: &Chosen<'_>, values: &Vector<'_>, scale: u8) -> Vec<(i128, i64)> {
    if let Some(sums) = narrow_sums(chosen, values) {
        return sums.iter().map(i128::from).zip(chosen.counts().into_iter().map(i64::from)).collect();
    }
    chosen.each(|run| {
        chosen
            .positions(run)
            .fold((0, 0), |(sum, count), position| (sum + values.number(position, scale).unwrap_or(0), count + 1))
    })
}

fn medians(chosen: &Chosen<'_>, values: &Vector<'_>, scale: u8) -> Vec<i128> {
    let mut sorted: Vec<i128> = Vec::new();
    let median = |run| {
        sorted.clear();
        sorted.extend(chosen.positions(run).filter_map(|position| values.number(position, scale)));
        sorted.sort_unstable();
        let middle = sorted.len() / 2;
        let median = match sorted.len() {
            0 => None,
            odd if odd % 2 == 1 => rescale(sorted[middle], scale, QUOTIENT_SCALE),
            _ => quotient(sorted[middle - 1] + sorted[middle], scale, 2, 0),
        };
        median.unwrap_or(MISSING_WIDE)
    };
    chosen.runs.iter().map(median).collect()
}

fn distinct(chosen: &Chosen<'_>, values: &Vector<'_>) -> Integers<'static> {
    let mut keys: Vec<i128> = Vec::new();
    let count = |run| {
        keys.clear();
        keys.extend(chosen.positions(run).filter_map(|position| values.key(position)));
        keys.sort_unstable();
        keys.dedup();
        keys.len() as i64
    };
    chosen.runs.iter().map(count).collect()
}

fn list(unit: &Unit<'_, '_>, chosen: &Chosen<'_>, values: &Vector<'_>, node: NodeId) -> Vector<'static> {
    let (shape, kind) = (unit.prepared.shape(node), unit.prepared.kind(node));
    let list = |run| {
        let mut seen = FxHashSet::default();
        let new = chosen.positions(run).filter(|&position| values.key(position).is_some_and(|key| seen.insert(key)));
        Value::list(new.map(|position| values.held(position, shape, kind)).collect())
    };
    Vector::List(chosen.runs.iter().map(list).collect())
}

/// Days from the first row to the last, or their mean between rows.
fn span(chosen: &Chosen<'_>, function: Function) -> Vector<'static> {
    let span = |run: &OneRun| {
        let mut positions = chosen.positions(run);
        let first = positions.next()?;
        let last = positions.next_back().unwrap_or(first);
        let length = i128::from(chosen.at[last]) - i128::from(chosen.at[first]);
        let parts = if function == Function::Gap { chosen.positions(run).count() as i64 - 1 } else { 1 };
        in_days(length, parts)?.units_at(QUOTIENT_SCALE)
    };
    Vector::Wide(chosen.runs.iter().map(|run| span(run).unwrap_or(MISSING_WIDE)).collect())
}
