//! Rows computed from another stream's: orders out of their lines.

use std::collections::{BTreeMap, BTreeSet};

use model::columns::{Column, MISSING, NO_CODE, StreamColumns};
use model::schema::Grouping;
use rustc_hash::FxHashMap;

use crate::identity;
use crate::sorting::{self, Keys};

/// Fields of the lines that the wanted fields of the group need.
pub(crate) fn needed(grouping: &Grouping, wanted: &BTreeSet<String>) -> BTreeSet<String> {
    wanted.iter().cloned().chain([grouping.key.clone()]).collect()
}

/// One row for each key of each customer: dated as its first line, its sums added up over the lines, its other fields
/// those of the first line. Lines without a key make none; of a line's versions, the last one counts. A sum of missing
/// values only is missing; one beyond 64 bits is brought to the nearest number.
pub(crate) fn grouped(
    lines: &StreamColumns,
    grouping: &Grouping,
    wanted: &BTreeSet<String>,
    in_full: bool,
) -> StreamColumns {
    let n_customers = lines.offsets.len().saturating_sub(1);
    let Some(keys) = lines.fields.get(&grouping.key) else {
        return StreamColumns { offsets: vec![0; n_customers + 1], ..StreamColumns::default() };
    };
    let key_of = identity::value_hasher(keys);
    let counts = |row: usize| lines.versions.as_ref().is_none_or(|versions| versions.to[row] == i64::MAX);
    let mut group_of = vec![NO_CODE; lines.at.len()];
    let (mut firsts, mut customers, mut at, mut identities) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    let mut groups: FxHashMap<u64, u32> = FxHashMap::default();
    for customer in 0..n_customers {
        groups.clear();
        let start = lines.offsets[customer] as usize;
        let own = &mut group_of[start..lines.offsets[customer + 1] as usize];
        for (row, group) in (start..).zip(own) {
            let Some(key) = key_of(row).filter(|_| counts(row)) else {
                continue;
            };
            *group = *groups.entry(key).or_insert_with(|| {
                firsts.push(row as u32);
                customers.push(customer as u32);
                at.push(lines.at[row]);
                identities.push(identity::of_key(key));
                firsts.len() as u32 - 1
            });
        }
    }
    // Groups are found in order of their first lines; those that begin at one instant are ordered by identity.
    let keys = Keys { customers: &customers, at: &at, messages: None, identities: &identities, last: None };
    let sorted = sorting::sort(keys, n_customers, |_| false);
    let order = sorted.order.as_slice();
    let mut fields = BTreeMap::new();
    for (name, column) in lines.fields.iter().filter(|(name, _)| wanted.contains(*name) || **name == grouping.key) {
        let values = match column {
            Column::Integer(values) if grouping.sums.contains(name) => sums(values, &group_of, firsts.len()),
            other => other.gathered(&firsts),
        };
        fields.insert(name.clone(), values.gathered(order));
    }
    StreamColumns {
        offsets: sorting::offsets(&sorted.customers, n_customers),
        at: sorted.at,
        identities: in_full.then_some(sorted.identities),
        fields,
        ..StreamColumns::default()
    }
}

fn sums(values: &[i64], group_of: &[u32], n_groups: usize) -> Column {
    let mut sums = vec![MISSING; n_groups];
    for (&value, &group) in values.iter().zip(group_of) {
        if value != MISSING && group != NO_CODE {
            let sum = &mut sums[group as usize];
            *sum = if *sum == MISSING { value } else { sum.saturating_add(value).max(MISSING + 1) };
        }
    }
    Column::Integer(sums)
}
