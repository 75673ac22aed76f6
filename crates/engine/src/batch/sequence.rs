//! Rows one after another: of each step the instants that can be reached.

use model::plan::{RowSet, Step};
use model::time::Instant;
use model::value::Value;

use super::chosen::Chosen;
use super::unit::Unit;
use super::vector::Vector;

/// Whether each customer has rows for all steps.
pub(super) fn sequence(unit: &Unit<'_, '_>, first: &RowSet, then: &[Step]) -> Vector<'static> {
    let first = Chosen::new(unit, first, None);
    if first.are_none() {
        return Vector::Same(Value::Bool(false));
    }
    let steps: Vec<_> = then
        .iter()
        .map(|step| {
            let without: Vec<Chosen<'_>> = step.without.iter().map(|rows| Chosen::new(unit, rows, None)).collect();
            (Chosen::new(unit, &step.rows, None), without, step.within)
        })
        .collect();
    let zone = unit.prepared.run.zone;
    let ends = |customer: usize| {
        let mut reached = times(&first, customer);
        for (rows, without, within) in &steps {
            if reached.is_empty() {
                return false;
            }
            let forbidden: Vec<Vec<i64>> = without.iter().map(|rows| times(rows, customer)).collect();
            let mut next = Vec::new();
            let mut n_before = 0;
            for to in times(rows, customer) {
                while reached.get(n_before).is_some_and(|&from| from < to) {
                    n_before += 1;
                }
                // The latest instant before leads wherever an earlier one does: its delay ends later, and less lies between.
                let Some(&from) = n_before.checked_sub(1).and_then(|latest| reached.get(latest)) else { continue };
                let in_time = within.is_none_or(|within| within.after(Instant(from), zone).contain(Instant(to)));
                let is_free = |times: &Vec<i64>| {
                    let after = times.partition_point(|&at| at <= from);
                    times.get(after).is_none_or(|&at| at >= to)
                };
                if in_time && forbidden.iter().all(is_free) {
                    next.push(to);
                }
            }
            reached = next;
        }
        !reached.is_empty()
    };
    Vector::Mask((0..unit.customers.len()).map(ends).collect())
}

/// The event times of a customer's chosen rows, in order.
fn times(chosen: &Chosen<'_>, customer: usize) -> Vec<i64> {
    chosen.positions(&chosen.runs[customer]).map(|position| chosen.at[position]).collect()
}
