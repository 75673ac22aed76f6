//! Which row of each customer a fold takes its value from.

use rustc_hash::FxHashMap;

use super::chosen::{Chosen, OneRun};
use super::vector::Vector;

/// The first chosen row of each customer.
pub(super) fn first(chosen: &Chosen<'_>) -> Vec<Option<u32>> {
    picked(chosen, |run| chosen.positions(run).next())
}

/// The last chosen row of each customer.
pub(super) fn last(chosen: &Chosen<'_>) -> Vec<Option<u32>> {
    picked(chosen, |run| chosen.positions(run).next_back())
}

/// The chosen row of each customer at a position from 0.
pub(super) fn nth(chosen: &Chosen<'_>, position: usize) -> Vec<Option<u32>> {
    picked(chosen, |run| chosen.positions(run).nth(position))
}

/// The first chosen row of each customer whose value no other is better than.
pub(super) fn best(chosen: &Chosen<'_>, values: &Vector<'_>, better: impl Fn(i128, i128) -> bool) -> Vec<Option<u32>> {
    // Numbers, days and moments are in the order of their keys; texts have no order here.
    picked(chosen, |run| {
        let mut best: Option<(i128, usize)> = None;
        for position in chosen.positions(run) {
            if let Some(key) = values.key(position)
                && best.is_none_or(|(least, _)| better(key, least))
            {
                best = Some((key, position));
            }
        }
        best.map(|(_, position)| position)
    })
}

/// A chosen row of each customer with the most frequent value, the most recent one among equals.
pub(super) fn most_common(chosen: &Chosen<'_>, values: &Vector<'_>) -> Vec<Option<u32>> {
    let mut counts: FxHashMap<i128, usize> = FxHashMap::default();
    picked(chosen, |run| {
        counts.clear();
        for position in chosen.positions(run) {
            if let Some(key) = values.key(position) {
                *counts.entry(key).or_default() += 1;
            }
        }
        let most = counts.values().max().copied()?;
        chosen
            .positions(run)
            .rev()
            .find(|&position| values.key(position).is_some_and(|key| counts.get(&key) == Some(&most)))
    })
}

fn picked(chosen: &Chosen<'_>, mut pick: impl FnMut(&OneRun) -> Option<usize>) -> Vec<Option<u32>> {
    chosen.runs.iter().map(|run| pick(run).map(|position| position as u32)).collect()
}
