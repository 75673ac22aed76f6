//! The rows of one target as they arrive: some in memory, some put away, and what is to be known of all of them before
//! the first is written.

use std::collections::BTreeMap;
use std::ops::Range;

use model::columns::{Column, MISSING, NO_CODE, TextColumn};
use model::schema::Field;

use crate::Error;
use crate::arriving::incoming::Incoming;
use crate::arriving::spill::{self, Chunk, Spill};
use crate::part::arrays;

/// Rows that are worth being put away by themselves.
const CHUNK_ROWS: usize = 1 << 17;

/// What the columns of all rows are like.
#[derive(Clone, Debug, Default)]
pub(crate) struct Seen {
    /// Whether some row has a message id.
    pub(crate) messages: bool,
    /// Whether some row has a time of update.
    pub(crate) updated: bool,
    /// Fields that have a value in some row, and whether one has more digits than a decimal.
    pub(crate) fields: BTreeMap<String, bool>,
}

impl Seen {
    fn add(&mut self, rows: &Incoming) {
        self.messages |= rows.messages.is_some();
        self.updated |= rows.updated_at.is_some();
        for (name, column) in &rows.fields {
            if (0..column.len()).any(|row| !column.is_missing(row)) {
                let is_wide = matches!(column, Column::Integer(values) if arrays::beyond_decimal(values));
                *self.fields.entry(name.clone()).or_default() |= is_wide;
            }
        }
        for (name, _) in rows.digits.iter().filter(|(_, numbers)| numbers.iter().any(|&number| number != MISSING)) {
            self.fields.entry(name.clone()).or_default();
        }
    }

    /// Gives rows the columns that other rows have, and takes away those that no row has.
    fn fit(&self, rows: &mut Incoming, fields: &BTreeMap<String, Field>) {
        let length = rows.len();
        rows.fields.retain(|name, _| self.fields.contains_key(name));
        rows.digits.retain(|name, _| self.fields.contains_key(name));
        for name in self.fields.keys().filter(|name| !rows.digits.contains_key(*name)) {
            if let Some(field) = fields.get(name) {
                rows.fields.entry(name.clone()).or_insert_with(|| Column::missing(field.kind, length));
            }
        }
        if self.messages && rows.messages.is_none() {
            rows.messages = Some(TextColumn { codes: vec![NO_CODE; length], dictionary: Vec::new() });
        }
        if self.updated && rows.updated_at.is_none() {
            rows.updated_at = Some(vec![MISSING; length]);
        }
    }
}

/// The rows of one target.
#[derive(Debug, Default)]
pub(crate) struct Arrived {
    pub(crate) seen: Seen,
    waiting: Vec<Incoming>,
    chunks: Vec<Chunk>,
}

impl Arrived {
    /// Takes rows in; they come after those before.
    pub(crate) fn add(&mut self, rows: Incoming) {
        self.seen.add(&rows);
        self.waiting.push(rows);
    }

    /// Whether some rows are put away.
    pub(crate) fn is_spilled(&self) -> bool {
        !self.chunks.is_empty()
    }

    /// Puts away what waits as it came; no more than `room` bytes are to wait in memory.
    pub(crate) fn put_away(
        &mut self,
        spill: &mut Spill,
        room: usize,
        fields: &BTreeMap<String, Field>,
    ) -> Result<(), Error> {
        let mut few: Vec<Incoming> = Vec::new();
        for rows in std::mem::take(&mut self.waiting) {
            let of_other = few.last().is_some_and(|last| last.source() != rows.source());
            if of_other {
                self.chunks.push(spill.put(&Incoming::joined(std::mem::take(&mut few), fields), room)?);
            }
            few.push(rows);
            if few.iter().map(Incoming::len).sum::<usize>() >= CHUNK_ROWS {
                self.chunks.push(spill.put(&Incoming::joined(std::mem::take(&mut few), fields), room)?);
            }
        }
        if !few.is_empty() {
            self.chunks.push(spill.put(&Incoming::joined(few, fields), room)?);
        }
        Ok(())
    }

    /// The runs of units, of about so many rows each, in which the rows are to be taken in; `None` when none is put away.
    pub(crate) fn runs(&self, run_rows: u64) -> Option<Vec<Range<u32>>> {
        self.is_spilled().then(|| spill::runs(&self.chunks, run_rows))
    }

    /// The rows of a run, in the order of the file but for rows of different customers.
    pub(crate) fn run(
        &self,
        spill: &Spill,
        run: &Range<u32>,
        fields: &BTreeMap<String, Field>,
    ) -> Result<Incoming, Error> {
        let mut rows = spill.take(&self.chunks, run, fields)?;
        self.seen.fit(&mut rows, fields);
        Ok(rows)
    }

    /// All rows, when none is put away.
    pub(crate) fn all(&mut self, fields: &BTreeMap<String, Field>) -> Incoming {
        let mut rows = Incoming::joined(std::mem::take(&mut self.waiting), fields);
        self.seen.fit(&mut rows, fields);
        rows
    }
}
