//! Making cached columns out of the parts, about [`ROWS_AT_ONCE`] rows in memory at once.

use std::collections::BTreeSet;
use std::ops::Range;

use model::columns::{AttributeColumn, Column, MISSING, TextColumn};
use model::schema::Stream;
use rustc_hash::FxHashMap;

use super::file::{ColumnWriter, State};
use super::shelf::Shelf;
use super::{AT, BLOCK, COUNTS, FROM, TO, Wanted};
use crate::part::Part;
use crate::part::attributes;
use crate::part::reading::Whom;
use crate::part::rows::{self, Request};
use crate::{Error, Store};

/// Rows read at once while columns are made.
const ROWS_AT_ONCE: u64 = 1 << 22;
/// Most distinct texts of a column that is cached.
const MOST_TEXTS: usize = 1 << 16;

impl Store {
    /// Makes columns of a stream.
    pub(super) fn cache_rows(
        &self,
        shelf: &Shelf,
        stream: &Stream,
        parts: &[Part],
        columns: &[Wanted<'_>],
    ) -> Result<(), Error> {
        let has_versions = stream.has_versions() && parts.iter().any(|part| part.versions);
        let fields: BTreeSet<String> =
            columns.iter().filter(|(name, _)| !name.starts_with('@')).map(|(name, _)| (*name).to_owned()).collect();
        let mut making = Making::begin(self, shelf, columns)?;
        let read = |whom| {
            let (n_customers, view) = (self.n_customers(), self.view());
            let request = Request { fields: &fields, whom, n_customers, view, in_full: false };
            rows::read(&self.dir, parts, stream, &request)
        };
        let rows: u64 = parts.iter().map(|part| part.rows).sum();
        for whom in self.shares(rows) {
            let found = read(whom);
            let pushed = found.and_then(|found| {
                let blocks = blocks(&found.offsets);
                making.each(|name, column| match name {
                    COUNTS => blocks.iter().try_for_each(|customers| {
                        let offsets = &found.offsets[customers.start..=customers.end];
                        column.push(offsets.windows(2).map(|pair| i64::from(pair[1] - pair[0])))
                    }),
                    AT => column.push_blocks(&found.offsets, &blocks, &found.at),
                    FROM | TO if !has_versions => Ok(()),
                    FROM => {
                        let from = found.versions.as_ref().map_or(&found.at, |versions| &versions.from);
                        column.push_blocks(&found.offsets, &blocks, from)
                    }
                    TO => match &found.versions {
                        Some(versions) => column.push_blocks(&found.offsets, &blocks, &versions.to),
                        None => column.push_blocks(&found.offsets, &blocks, &vec![i64::MAX; found.at.len()]),
                    },
                    field => match found.fields.get(field) {
                        Some(Column::Integer(values)) => column.push_blocks(&found.offsets, &blocks, values),
                        Some(Column::Text(texts)) => {
                            let codes = column.translated(texts);
                            column.push_blocks(&found.offsets, &blocks, &codes)
                        }
                        None => Ok(()),
                    },
                })
            });
            pushed?;
        }
        making.finish(|name| if matches!(name, FROM | TO) && !has_versions { State::Nothing } else { State::Kept })
    }

    /// Makes columns of attributes, save those that some customer has several values of.
    pub(super) fn cache_attributes(&self, shelf: &Shelf, parts: &[Part], columns: &[Wanted<'_>]) -> Result<(), Error> {
        let names: BTreeSet<String> = columns.iter().map(|(name, _)| (*name).to_owned()).collect();
        let mut making = Making::begin(self, shelf, columns)?;
        let mut any_value: BTreeSet<String> = BTreeSet::new();
        for whom in self.shares(parts.iter().map(|part| part.rows).sum()) {
            let (n_customers, view) = (self.n_customers(), self.view());
            let found = attributes::read(&self.dir, parts, &self.schema, &names, whom, n_customers, view);
            let length = whom.count(n_customers);
            let one_each: Vec<u32> = (0..=length as u32).collect();
            let pushed = found.and_then(|found| {
                any_value.extend(found.keys().cloned());
                making.each(|name, column| match found.get(name) {
                    Some(AttributeColumn::History { .. }) => {
                        column.is_unfit = true;
                        Ok(())
                    }
                    Some(AttributeColumn::Constant(Column::Integer(values))) => {
                        column.push_blocks(&one_each, &blocks(&one_each), values)
                    }
                    Some(AttributeColumn::Constant(Column::Text(texts))) => {
                        let codes = column.translated(texts);
                        column.push_blocks(&one_each, &blocks(&one_each), &codes)
                    }
                    None => column.push_blocks(&one_each, &blocks(&one_each), &vec![MISSING; length]),
                })
            });
            pushed?;
        }
        making.finish(|name| if any_value.contains(name) { State::Kept } else { State::Nothing })
    }

    /// All customers, so many at once that about [`ROWS_AT_ONCE`] of so many rows are.
    fn shares(&self, rows: u64) -> Vec<Whom> {
        let n_customers = self.n_customers() as u32;
        let a_block = rows * u64::from(BLOCK) / u64::from(n_customers.max(1));
        let step = BLOCK.saturating_mul((ROWS_AT_ONCE / a_block.max(1)).clamp(1, 64) as u32);
        let share = |start: u32| Whom::Among(start, start.saturating_add(step).min(n_customers));
        (0..n_customers).step_by(step as usize).map(share).collect()
    }
}

/// The blocks of customers that some lie in, by their places among these; `offsets` has one more.
fn blocks(offsets: &[u32]) -> Vec<Range<usize>> {
    let n_customers = offsets.len() - 1;
    let block = |start: usize| start..(start + BLOCK as usize).min(n_customers);
    (0..n_customers).step_by(BLOCK as usize).map(block).collect()
}

/// Columns being made.
struct Making<'a> {
    shelf: &'a Shelf,
    columns: Vec<(Wanted<'a>, Made)>,
}

/// A column being made.
struct Made {
    writer: ColumnWriter,
    is_unfit: bool,
    codes: FxHashMap<Box<str>, u32>,
    dictionary: Vec<Box<str>>,
}

impl<'a> Making<'a> {
    fn begin(store: &Store, shelf: &'a Shelf, columns: &[Wanted<'a>]) -> Result<Self, Error> {
        store.disk.make_folder(&shelf.folder)?;
        let begin = |&(name, kind): &Wanted<'a>| {
            let writer = ColumnWriter::create(&store.disk, shelf.path(name))?;
            Ok(((name, kind), Made { writer, is_unfit: false, codes: FxHashMap::default(), dictionary: Vec::new() }))
        };
        Ok(Making { shelf, columns: columns.iter().map(begin).collect::<Result<_, Error>>()? })
    }

    fn each(&mut self, mut push: impl FnMut(&str, &mut Made) -> Result<(), Error>) -> Result<(), Error> {
        self.columns.iter_mut().try_for_each(|((name, _), made)| push(name, made))
    }

    fn finish(self, state: impl Fn(&str) -> State) -> Result<(), Error> {
        for ((name, kind), made) in self.columns {
            let (state, texts) =
                if made.is_unfit { (State::Unfit, &[][..]) } else { (state(name), &made.dictionary[..]) };
            made.writer.finish(self.shelf.key_of(name, kind), state, texts)?;
        }
        Ok(())
    }
}

impl Made {
    fn push(&mut self, values: impl ExactSizeIterator<Item = i64> + Clone) -> Result<(), Error> {
        self.writer.push(values)
    }

    /// Adds the values of some blocks' rows.
    fn push_blocks(&mut self, offsets: &[u32], blocks: &[Range<usize>], values: &[i64]) -> Result<(), Error> {
        for customers in blocks.iter().filter(|_| !self.is_unfit).cloned().collect::<Vec<_>>() {
            let rows = offsets[customers.start] as usize..offsets[customers.end] as usize;
            self.push(values[rows].iter().copied())?;
        }
        Ok(())
    }

    /// The codes of texts in the column's own dictionary; the column is unfit when these are too many.
    fn translated(&mut self, texts: &TextColumn) -> Vec<i64> {
        let mut translation = Vec::with_capacity(texts.dictionary.len());
        for text in &texts.dictionary {
            if self.dictionary.len() > MOST_TEXTS {
                self.is_unfit = true;
            }
            if self.is_unfit {
                return Vec::new();
            }
            let next = self.dictionary.len() as u32;
            let code = *self.codes.entry(text.clone()).or_insert(next);
            if code == next {
                self.dictionary.push(text.clone());
            }
            translation.push(i64::from(code));
        }
        texts.codes.iter().map(|&code| translation.get(code as usize).copied().unwrap_or(MISSING)).collect()
    }
}
