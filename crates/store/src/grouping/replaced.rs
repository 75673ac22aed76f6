//! Orders out of lines that take the place of one another: at each instant an order is what its lines of then make it.

use std::collections::BTreeMap;

use model::columns::{NO_CODE, StreamColumns, Versions};

use super::Groups;
use crate::identity;

/// One version for each span of time in which a group has the same lines; none where it has no line at all.
pub(super) fn groups(lines: &StreamColumns, versions: &Versions, key_of: impl Fn(usize) -> Option<u64>) -> Groups {
    let mut groups = Groups { starts: vec![0], ..Groups::default() };
    let mut by_key: BTreeMap<u64, Vec<u32>> = BTreeMap::new();
    for customer in 0..lines.offsets.len().saturating_sub(1) {
        by_key.clear();
        for row in lines.offsets[customer] as usize..lines.offsets[customer + 1] as usize {
            if let Some(key) = key_of(row) {
                by_key.entry(key).or_default().push(row as u32);
            }
        }
        for (&key, rows) in &by_key {
            let span = |row: u32| {
                let row = row as usize;
                (versions.from[row].max(lines.at[row]), versions.to[row])
            };
            let mut edges: Vec<i64> = rows.iter().flat_map(|&row| [span(row).0, span(row).1]).collect();
            edges.sort_unstable();
            edges.dedup();
            for (place, &from) in edges.iter().enumerate() {
                let there = |row: &u32| span(*row).0 <= from && from < span(*row).1;
                let own: Vec<u32> = rows.iter().copied().filter(there).collect();
                // Lines stand in order of time.
                let Some(&first) = own.first() else { continue };
                groups.first(first as usize, customer, lines.at[first as usize], identity::of_key(key));
                let version = groups.at.len() - 1;
                groups.valid_from[version] = from;
                groups.valid_to[version] = edges.get(place + 1).copied().unwrap_or(i64::MAX);
                groups.before[version] = NO_CODE;
                groups.lines.extend(own);
                groups.starts.push(groups.lines.len() as u32);
            }
        }
    }
    groups
}
