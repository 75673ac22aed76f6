//! Which rows of a stream exist and count: versions in force, statuses, parents, returns.

use std::collections::HashMap;
use std::ops::Range;

use model::columns::{Column, NO_CODE, StreamColumns};
use model::evaluate::{QUANTITY, RETURNED, nets_returns};
use model::schema::Standing;
use model::time::Instant;

use super::Run;

/// What says whether the rows of a stream count, settled once for a run.
pub(super) struct Standings<'a> {
    stream: Option<&'a StreamColumns>,
    status: Option<Statuses<'a>>,
    returns: Option<(&'a [i64], &'a [i64])>,
    parent: Option<Parent<'a>>,
}

/// Statuses of rows, and whether each distinct one counts.
struct Statuses<'a> {
    codes: &'a [u32],
    counts: Vec<bool>,
}

/// The parents of the rows of a child stream.
struct Parent<'a> {
    /// First row of each child's parent key.
    first: &'a [u32],
    stream: &'a StreamColumns,
    status: Statuses<'a>,
    /// The other rows of keys that have several, by the first one.
    others: HashMap<u32, Vec<u32>>,
}

impl<'a> Standings<'a> {
    /// Settles what can be before any customer.
    pub(super) fn new(run: Run<'a>, name: &str) -> Self {
        let stream = run.base.streams.get(name);
        let words = run.schema.streams.get(name);
        let statuses = |stream: &'a StreamColumns, field: &str| Statuses::new(run, stream, field);
        let status = stream.zip(words.and_then(|words| words.status.as_ref()));
        let parent = stream.and_then(|stream| {
            let name = words?.parent.as_ref()?;
            let words = run.schema.streams.get(name)?;
            let parent = run.base.streams.get(name)?;
            Some(Parent {
                first: stream.parents.as_ref()?,
                stream: parent,
                status: statuses(parent, words.status.as_ref()?)?,
                others: others(parent, words.key.as_ref()?),
            })
        });
        Standings {
            stream,
            status: status.and_then(|(stream, field)| statuses(stream, field)),
            returns: stream
                .filter(|_| words.is_some_and(nets_returns))
                .and_then(|stream| Some((integers(stream, QUANTITY)?, integers(stream, RETURNED)?))),
            parent,
        }
    }

    /// Whether each of some rows exists and counts; `None` when all do. Event times are left to the row sets.
    pub(super) fn mask(&self, rows: Range<usize>, at: Instant, including_cancelled: bool) -> Option<Vec<bool>> {
        let stream = self.stream?;
        let mut mask = stream.versions.as_ref().map(|versions| {
            rows.clone().map(|row| versions.from[row] <= at.0 && at.0 < versions.to[row]).collect::<Vec<_>>()
        });
        if including_cancelled {
            return mask;
        }
        let mut keep = |counts: &dyn Fn(usize) -> bool| {
            let mask = mask.get_or_insert_with(|| vec![true; rows.len()]);
            for (kept, row) in mask.iter_mut().zip(rows.clone()) {
                *kept = *kept && counts(row);
            }
        };
        if let Some(status) = self.status.as_ref().filter(|status| !status.all_count()) {
            keep(&|row| status.counts(row));
        }
        if let Some((quantities, returned)) = self.returns {
            // Missing integers are the smallest ones: a missing return is not positive, a missing quantity not wholly returned.
            keep(&|row| {
                let (quantity, returned) = (quantities[row], returned[row]);
                quantity == model::columns::MISSING || returned <= 0 || returned < quantity
            });
        }
        if let Some(parent) = self.parent.as_ref().filter(|parent| !parent.status.all_count()) {
            keep(&|row| parent.counts(parent.first[row], at.0));
        }
        mask
    }
}

impl<'a> Statuses<'a> {
    fn new(run: Run<'a>, stream: &'a StreamColumns, field: &str) -> Option<Self> {
        let Some(Column::Text(text)) = stream.fields.get(field) else { return None };
        let counts = |word: &str| run.settings.standing(word) == Standing::Counts;
        Some(Statuses { codes: &text.codes, counts: text.dictionary.iter().map(|word| counts(word)).collect() })
    }

    fn all_count(&self) -> bool {
        self.counts.iter().all(|&counts| counts)
    }

    fn counts(&self, row: usize) -> bool {
        self.counts.get(self.codes[row] as usize).copied().unwrap_or(true)
    }
}

impl Parent<'_> {
    /// Whether the version of a parent in force counts; a child whose parent is unknown counts.
    fn counts(&self, first: u32, at: i64) -> bool {
        if first == NO_CODE {
            return true;
        }
        let others = self.others.get(&first).map_or(&[][..], Vec::as_slice);
        let in_force = |row: &&u32| match &self.stream.versions {
            Some(versions) => versions.from[**row as usize] <= at && at < versions.to[**row as usize],
            None => self.stream.at[**row as usize] <= at,
        };
        [first].iter().chain(others).find(in_force).is_none_or(|&row| self.status.counts(row as usize))
    }
}

/// The rows after the first one of each key that has several, by the first one.
fn others(stream: &StreamColumns, key: &str) -> HashMap<u32, Vec<u32>> {
    let mut others: HashMap<u32, Vec<u32>> = HashMap::new();
    let (Some(_), Some(Column::Text(keys))) = (&stream.versions, stream.fields.get(key)) else { return others };
    for customer in 0..stream.offsets.len().saturating_sub(1) {
        let mut first: HashMap<u32, u32> = HashMap::new();
        for row in stream.offsets[customer]..stream.offsets[customer + 1] {
            let code = keys.codes[row as usize];
            if code == NO_CODE {
                continue;
            }
            if let Some(&first) = first.get(&code) {
                others.entry(first).or_default().push(row);
            } else {
                first.insert(code, row);
            }
        }
    }
    others
}

fn integers<'a>(stream: &'a StreamColumns, field: &str) -> Option<&'a [i64]> {
    match stream.fields.get(field) {
        Some(Column::Integer(values)) => Some(values),
        _ => None,
    }
}
