//! Rows and their children: which rows of one stream carry the key of a row of another.

use model::columns::timelines::first_of_keys;
use model::columns::{MISSING, NO_CODE};
use model::names::parent_of;
use model::plan::RowSet;
use rustc_hash::FxHashMap;

use crate::columns::{Field, Rows};

use super::Run;
use super::chosen::OneRun;
use super::frame::Frame;
use super::unit::Unit;

/// The rows of a child stream and those of its parent, joined once for a run.
pub(super) struct Family<'a> {
    /// For each child the first row of its parent's key, or [`NO_CODE`].
    first: &'a [u32],
    parent: &'a Rows,
    /// For each row of the parent the first one of its key, or [`NO_CODE`].
    alike: Vec<u32>,
    /// The other rows of keys that have several, by the first one.
    others: FxHashMap<u32, Vec<u32>>,
}

impl<'a> Family<'a> {
    /// Joins a child stream with its parent; `None` when no row of either can be told to belong to the other.
    pub(super) fn new(run: Run<'a>, child: &str) -> Option<Self> {
        let (parent, key) = parent_of(run.schema, child)?;
        let parent = run.base.streams.get(parent)?;
        let first = run.base.streams.get(child)?.parents.as_ref()?;
        let keys = numbers(parent.fields.get(key)?);
        let alike = first_of_keys((&parent.offsets, &keys), (&parent.offsets, &keys));
        let mut others: FxHashMap<u32, Vec<u32>> = FxHashMap::default();
        if parent.versions.is_some() {
            for (row, &first) in (0..).zip(&alike).filter(|(row, first)| **first != NO_CODE && *first != row) {
                others.entry(first).or_default().push(row);
            }
        }
        Some(Family { first, parent, alike, others })
    }

    /// The version in force of the parent of a row.
    pub(super) fn parent_in_force(&self, row: usize, at: i64) -> Option<usize> {
        let first = self.first[row];
        if first == NO_CODE {
            return None;
        }
        let others = self.others.get(&first).map_or(&[][..], Vec::as_slice);
        let in_force = |row: &&u32| match &self.parent.versions {
            Some(versions) => versions.from[**row as usize] <= at && at < versions.to[**row as usize],
            None => self.parent.at[**row as usize] <= at,
        };
        [first].iter().chain(others).find(in_force).map(|&row| row as usize)
    }
}

/// Keys as numbers, equal where the keys are.
fn numbers(keys: &Field) -> Vec<i64> {
    match keys {
        Field::Text(texts) => {
            let codes = (0..texts.codes.len()).map(|row| texts.codes.get(row));
            codes.map(|code| code.map_or(MISSING, i64::from)).collect()
        }
        Field::Integer(integers) => (0..integers.len()).map(|row| integers.get(row)).collect(),
    }
}

/// The rows of a set that are children of each of a unit's parent rows: of each parent a run, through rows in an order.
pub(super) fn children(unit: &Unit<'_, '_>, set: &RowSet, parent: &str) -> (Vec<OneRun>, Vec<u32>) {
    let (parents, children) = (unit.rows(parent), unit.prepared.stream_of(set).1);
    let Some((family, stream)) = children.family().zip(children.rows) else {
        return (vec![0..0; parents.len()], Vec::new());
    };
    let (rows, frame) = (unit.rows_of(stream), Frame::new(unit, set.window.as_ref()));
    // A counting sort by the first row of the parent's key, which keeps the order of time.
    let first_of = |row: usize| Some(family.first[row]).filter(|&first| first != NO_CODE);
    let group = |first: u32| first as usize - parents.start;
    let mut ends = vec![0; parents.len() + 1];
    rows.clone().filter_map(first_of).for_each(|first| ends[group(first) + 1] += 1);
    for place in 1..ends.len() {
        ends[place] += ends[place - 1];
    }
    let (starts, mut next) = (ends.clone(), ends);
    let mut sorted = vec![0u32; starts[parents.len()]];
    for row in rows.clone() {
        if let Some(first) = first_of(row) {
            let place = &mut next[group(first)];
            sorted[*place] = (row - rows.start) as u32;
            *place += 1;
        }
    }
    let times = &stream.at[rows];
    let (mut runs, mut order) = (Vec::with_capacity(parents.len()), Vec::with_capacity(sorted.len()));
    for (position, &first) in family.alike[parents.clone()].iter().enumerate() {
        let start = order.len();
        if first != NO_CODE {
            let bounds = frame.bounds(position);
            let children = &sorted[starts[group(first)]..starts[group(first) + 1]];
            order.extend(
                children.iter().filter(|&&row| bounds.start <= times[row as usize] && times[row as usize] < bounds.end),
            );
        }
        runs.push(start as u32..order.len() as u32);
    }
    (runs, order)
}
