//! Rows computed from another stream's: orders out of their lines.

mod replaced;

use std::collections::{BTreeMap, BTreeSet};

use model::columns::{Column, MISSING, NO_CODE, StreamColumns, Versions};
use model::schema::Grouping;
use rustc_hash::FxHashMap;

use crate::identity::{self, Values};
use crate::part::sorting::{self, Keys};

/// Fields of the lines that the wanted fields of the group need.
pub(crate) fn needed(grouping: &Grouping, wanted: &BTreeSet<String>) -> BTreeSet<String> {
    wanted.iter().cloned().chain([grouping.key.clone()]).collect()
}

/// One row for each key of each customer: dated as its first line, its sums added up over the lines, its other fields
/// those of the first line. A line that comes later makes a new version of its row, so that the past holds no line to
/// come. Lines without a key make none; of a line's versions, the last one counts, unless lines take the place of one
/// another (`is_whole`): then a row is made, at each instant, of the lines there are. A sum of missing values only is
/// missing; one beyond 64 bits is brought to the nearest number.
pub(crate) fn grouped(
    lines: &StreamColumns,
    grouping: &Grouping,
    wanted: &BTreeSet<String>,
    is_whole: bool,
    in_full: bool,
) -> StreamColumns {
    let n_customers = lines.offsets.len().saturating_sub(1);
    let Some(keys) = lines.fields.get(&grouping.key) else {
        return StreamColumns { offsets: vec![0; n_customers + 1], ..StreamColumns::default() };
    };
    let key_of = identity::value_hasher(Values::Column(keys));
    let replaced = lines.versions.as_ref().filter(|_| is_whole);
    let groups = match replaced {
        Some(versions) => replaced::groups(lines, versions, key_of),
        None => Groups::of(lines, key_of),
    };
    let keys = Keys {
        customers: &groups.customers,
        at: &groups.at,
        messages: None,
        identities: &groups.identities,
        last: Some(&groups.valid_from),
    };
    // Groups are found in order of their first lines; those that begin at one instant are ordered by identity.
    let sorted = sorting::sort(keys, n_customers, |_| false);
    let order = sorted.order.as_slice();
    let mut fields = BTreeMap::new();
    for (name, column) in lines.fields.iter().filter(|(name, _)| wanted.contains(*name) || **name == grouping.key) {
        let values = match column {
            Column::Integer(values) if grouping.sums.contains(name) => groups.sums(values),
            other => other.gathered(&groups.first_lines),
        };
        fields.insert(name.clone(), values.gathered(order));
    }
    StreamColumns {
        offsets: sorting::offsets(&sorted.customers, n_customers),
        at: sorted.at,
        versions: groups.versions(order),
        identities: in_full.then_some(sorted.identities),
        fields,
        ..StreamColumns::default()
    }
}

/// The rows made of lines: one version for each instant at which a group got lines or lost them.
#[derive(Default)]
struct Groups {
    /// The version that each line belongs to, or [`NO_CODE`]; empty where versions list their lines.
    of_line: Vec<u32>,
    /// Where the lines of each version begin among `lines`, and their end; empty where lines name their versions.
    starts: Vec<u32>,
    lines: Vec<u32>,
    /// First line of the group of each version.
    first_lines: Vec<u32>,
    customers: Vec<u32>,
    at: Vec<i64>,
    identities: Vec<u64>,
    valid_from: Vec<i64>,
    valid_to: Vec<i64>,
    /// The version before each version, or [`NO_CODE`].
    before: Vec<u32>,
}

impl Groups {
    fn of(lines: &StreamColumns, key_of: impl Fn(usize) -> Option<u64>) -> Self {
        let counts = |row: usize| lines.versions.as_ref().is_none_or(|versions| versions.to[row] == i64::MAX);
        let mut groups = Groups { of_line: vec![NO_CODE; lines.at.len()], ..Groups::default() };
        let mut latest: FxHashMap<u64, u32> = FxHashMap::default();
        for customer in 0..lines.offsets.len().saturating_sub(1) {
            latest.clear();
            for row in lines.offsets[customer] as usize..lines.offsets[customer + 1] as usize {
                let Some(key) = key_of(row).filter(|_| counts(row)) else { continue };
                let at = lines.at[row];
                let version = match latest.get(&key) {
                    Some(&version) if groups.valid_from[version as usize] == at => version,
                    Some(&before) => groups.later(before, at),
                    None => groups.first(row, customer, at, identity::of_key(key)),
                };
                latest.insert(key, version);
                groups.of_line[row] = version;
            }
        }
        groups
    }

    fn first(&mut self, row: usize, customer: usize, at: i64, identity: u64) -> u32 {
        self.first_lines.push(row as u32);
        self.customers.push(customer as u32);
        self.at.push(at);
        self.identities.push(identity);
        self.valid_from.push(at);
        self.valid_to.push(i64::MAX);
        self.before.push(NO_CODE);
        self.at.len() as u32 - 1
    }

    fn later(&mut self, before: u32, from: i64) -> u32 {
        let earlier = before as usize;
        self.valid_to[earlier] = from;
        let first_line = self.first_lines[earlier] as usize;
        let customer = self.customers[earlier] as usize;
        let version = self.first(first_line, customer, self.at[earlier], self.identities[earlier]);
        self.valid_from[version as usize] = from;
        self.before[version as usize] = before;
        version
    }

    /// The total of a field up to each version.
    fn sums(&self, values: &[i64]) -> Column {
        let mut sums = vec![MISSING; self.at.len()];
        for (sum, lines) in sums.iter_mut().zip(self.starts.windows(2)) {
            let own = &self.lines[lines[0] as usize..lines[1] as usize];
            own.iter().for_each(|&line| add(sum, values[line as usize]));
        }
        for (&value, &version) in values.iter().zip(&self.of_line) {
            if version != NO_CODE {
                add(&mut sums[version as usize], value);
            }
        }
        // A version stands after the one before it, whose total is whole by then.
        for version in 0..sums.len() {
            if self.before[version] != NO_CODE {
                let before = sums[self.before[version] as usize];
                add(&mut sums[version], before);
            }
        }
        Column::Integer(sums)
    }

    /// When each version is in force, in an order; `None` when every row has one version.
    fn versions(&self, order: &[u32]) -> Option<Versions> {
        let in_order = |values: &[i64]| order.iter().map(|&version| values[version as usize]).collect();
        let several = self.before.iter().any(|&before| before != NO_CODE)
            || self.valid_to.iter().any(|&to| to != i64::MAX)
            || self.valid_from != self.at;
        several.then(|| Versions { from: in_order(&self.valid_from), to: in_order(&self.valid_to) })
    }
}

/// Adds a value that may be missing to a sum that may be missing.
fn add(sum: &mut i64, value: i64) {
    *sum = match (*sum, value) {
        (sum, MISSING) => sum,
        (MISSING, value) => value,
        (sum, value) => sum.saturating_add(value).max(MISSING + 1),
    };
}
