//! Which rows of a stream exist and count: versions in force, statuses, parents, returns.

use std::ops::Range;

use model::evaluate::{QUANTITY, RETURNED, nets_returns};
use model::names::parent_of;
use model::schema::Standing;
use model::time::Instant;

use crate::columns::{Field, Integers, Narrow, Rows};

use super::Run;
use super::bits::Bits;
use super::family::Family;

/// What says whether the rows of a stream count, settled once for a run.
pub(super) struct Standings<'a> {
    stream: Option<&'a Rows>,
    status: Option<Statuses<'a>>,
    returns: Option<(&'a Integers, &'a Integers)>,
    parent: Option<Parent<'a>>,
}

/// Statuses of rows, and whether each distinct one counts.
struct Statuses<'a> {
    codes: &'a Narrow,
    counts: Vec<bool>,
}

/// The parents of the rows of a child stream, and their statuses.
struct Parent<'a> {
    family: Family<'a>,
    status: Statuses<'a>,
}

impl<'a> Standings<'a> {
    /// Settles what can be before any customer.
    pub(super) fn new(run: Run<'a>, name: &str) -> Self {
        let stream = run.base.streams.get(name);
        let words = run.schema.streams.get(name);
        let statuses = |stream: &'a Rows, field: &str| Statuses::new(run, stream, field);
        let status = stream.zip(words.and_then(|words| words.status.as_ref()));
        let parent = parent_of(run.schema, name).and_then(|(parent, _)| {
            let status = run.schema.streams.get(parent)?.status.as_ref()?;
            let status = statuses(run.base.streams.get(parent)?, status)?;
            // Most bases have orders that all count: their lines need no join.
            (!status.all_count()).then_some(())?;
            Some(Parent { family: Family::new(run, name)?, status })
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

    /// Whether rows count at all instants alike, from their event time on.
    pub(super) fn is_steady(&self) -> bool {
        self.parent.is_none() && self.stream.is_none_or(|stream| stream.versions.is_none())
    }

    /// Whether each of some rows exists and counts; `None` when all do. Event times are left to the row sets.
    pub(super) fn mask(&self, rows: Range<usize>, at: Instant, including_cancelled: bool) -> Option<Bits> {
        let stream = self.stream?;
        let mut mask = stream.versions.as_ref().map(|versions| {
            rows.clone().map(|row| versions.from[row] <= at.0 && at.0 < versions.to[row]).collect::<Bits>()
        });
        if including_cancelled {
            return mask;
        }
        let mut keep = |counts: &dyn Fn(usize) -> bool| {
            let kept = rows.clone().map(counts).collect();
            mask.get_or_insert_with(|| Bits::same(true, rows.len())).and(&kept);
        };
        if let Some(status) = self.status.as_ref().filter(|status| !status.all_count()) {
            keep(&|row| status.counts(row));
        }
        if let Some((quantities, returned)) = self.returns {
            // Missing integers are the smallest ones: a missing return is not positive, a missing quantity not wholly returned.
            keep(&|row| {
                let (quantity, returned) = (quantities.get(row), returned.get(row));
                quantity == model::columns::MISSING || returned <= 0 || returned < quantity
            });
        }
        if let Some(parent) = &self.parent {
            // A child whose parent is unknown counts.
            keep(&|row| {
                parent.family.parent_in_force(row, at.0).is_none_or(|parent_row| parent.status.counts(parent_row))
            });
        }
        mask
    }
}

impl<'a> Statuses<'a> {
    fn new(run: Run<'a>, stream: &'a Rows, field: &str) -> Option<Self> {
        let Some(Field::Text(text)) = stream.fields.get(field).map(|column| &**column) else { return None };
        let counts = |word: &str| run.settings.standing(word) == Standing::Counts;
        Some(Statuses { codes: &text.codes, counts: text.dictionary.iter().map(|word| counts(word)).collect() })
    }

    fn all_count(&self) -> bool {
        self.counts.iter().all(|&counts| counts)
    }

    fn counts(&self, row: usize) -> bool {
        self.codes.get(row).and_then(|code| self.counts.get(code as usize)).copied().unwrap_or(true)
    }
}

fn integers<'a>(stream: &'a Rows, field: &str) -> Option<&'a Integers> {
    match stream.fields.get(field).map(|column| &**column) {
        Some(Field::Integer(values)) => Some(values),
        _ => None,
    }
}
