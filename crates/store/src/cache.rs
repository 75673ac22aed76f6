//! The column cache: columns as they were read from the parts, narrow and uncompressed, beside the parts.
//!
//! It lies under `cache/`, one file a column, in blocks of consecutive customers. It is never the truth: a column is named
//! and keyed by the parts and the merges it was made from, so that one of other parts is not found, and each block has
//! its checksum, so that a damaged one is read from the parts again. Whatever goes wrong in writing it is passed over.

mod file;

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use model::columns::{AttributeColumn, Column, MISSING, StreamColumns, TextColumn, Versions};
use model::schema::Stream;
use model::value::Type;
use rayon::iter::{IntoParallelIterator, ParallelIterator};
use rustc_hash::FxHashMap;
use xxhash_rust::xxh3::Xxh3;

use crate::part::{self, PROFILE, Part};
use crate::reading::Whom;
use crate::rows::{self, Request};
use crate::{Error, Store, attributes, identity};
use file::{ColumnFile, ColumnWriter, State, UNFINISHED};

/// Folder of the base that holds it.
const FOLDER: &str = "cache";
/// Customers of a block.
pub(crate) const BLOCK: u32 = 4_096;
/// Rows read at once while columns are made.
const ROWS_AT_ONCE: u64 = 1 << 22;
/// Most distinct texts of a column that is cached.
const MOST_TEXTS: usize = 1 << 16;

/// Number of rows of each customer.
const COUNTS: &str = "@counts";
/// Event times.
const AT: &str = "@at";
/// Since when each version is in force, and until when.
const FROM: &str = "@from";
const TO: &str = "@to";

/// A version of the base, as what is known, and its number of customers.
type Seen = (u64, Option<i64>, usize);

/// What a process knows of the cache.
#[derive(Debug, Default)]
pub(crate) struct Cache {
    files: RefCell<BTreeMap<PathBuf, Arc<ColumnFile>>>,
    /// When each customer is first heard of, and of which version, instant and number of customers that is.
    pub(crate) first_seen: RefCell<Option<(Seen, Vec<i64>)>>,
    /// Whether something went wrong, so that nothing more is written by this process.
    is_off: Cell<bool>,
}

/// Where the columns of a stream, or of the profiles, are cached.
struct Shelf {
    folder: PathBuf,
    /// What they were made from.
    key: u64,
}

impl Shelf {
    fn path(&self, column: &str) -> PathBuf {
        self.folder.join(format!("{:016x}.{}", self.key, name_of(column)))
    }

    /// The key of one column, of a type.
    fn key_of(&self, column: &str, kind: Type) -> u64 {
        identity::both(self.key, identity::both(identity::text(column), identity::text(kind.name())))
    }
}

/// A column's name as that of a file: columns of the store's own begin with a sign that no field's does.
fn name_of(column: &str) -> String {
    column.strip_prefix('@').map_or_else(|| part::folder(column), |own| format!("@{own}"))
}

/// A column that is wanted, and its type.
type Wanted<'w> = (&'w str, Type);

impl Store {
    /// Where the columns of some parts are cached; `None` when they are not: there are few of their rows, or less than
    /// what is known now is asked for.
    fn shelf(&self, folder: &str, parts: &[Part]) -> Option<Shelf> {
        let rows: u64 = parts.iter().map(|part| part.rows).sum();
        if rows < self.sizes.cached_rows || self.known_at.is_some() {
            return None;
        }
        let mut hash = Xxh3::new();
        for part in parts {
            let Part { id, rows, seal, received_at, file_row, versions, dated, .. } = part;
            hash.update(format!("{id} {rows} {seal:?} {received_at} {file_row} {versions} {dated}\n").as_bytes());
        }
        hash.update(&self.merging.digest().to_le_bytes());
        let n_fills = self.fills.count_in(folder);
        if n_fills > 0 {
            hash.update(format!("{n_fills} filled in\n").as_bytes());
        }
        for (name, retyped) in self.retyped_in(folder) {
            hash.update(format!("{name} {retyped:?}\n").as_bytes());
        }
        Some(Shelf { folder: self.dir.join(FOLDER).join(folder), key: hash.digest() })
    }

    /// The file of a column, if it is there and whole.
    fn cached(&self, shelf: &Shelf, (column, kind): Wanted<'_>) -> Option<Arc<ColumnFile>> {
        let path = shelf.path(column);
        if let Some(file) = self.cache.files.borrow().get(&path) {
            return Some(Arc::clone(file));
        }
        let file = Arc::new(ColumnFile::open(&path, shelf.key_of(column, kind))?);
        self.cache.files.borrow_mut().insert(path, Arc::clone(&file));
        Some(file)
    }

    /// Forgets the columns that are open: they may be asked for in other types from here on.
    pub(crate) fn forget_columns(&mut self) {
        self.cache.files.get_mut().clear();
    }

    /// The files of columns, those that are not there made first; `None` when that cannot be.
    fn cached_or_made(
        &self,
        shelf: &Shelf,
        wanted: &[Wanted<'_>],
        make: impl FnOnce(&[Wanted<'_>]) -> Result<(), Error>,
    ) -> Option<Vec<Arc<ColumnFile>>> {
        let absent: Vec<Wanted<'_>> =
            wanted.iter().copied().filter(|wanted| self.cached(shelf, *wanted).is_none()).collect();
        if !absent.is_empty() {
            if self.cache.is_off.get() {
                return None;
            }
            if make(&absent).is_err() {
                self.cache.is_off.set(true);
                return None;
            }
            self.remove_older(shelf);
        }
        wanted.iter().map(|wanted| self.cached(shelf, *wanted)).collect()
    }

    /// Removes the columns made from other parts than those there are.
    fn remove_older(&self, shelf: &Shelf) {
        let current = format!("{:016x}.", shelf.key);
        for entry in fs::read_dir(&shelf.folder).into_iter().flatten().flatten() {
            if !entry.file_name().to_string_lossy().starts_with(&current) {
                // One that stays is of no harm.
                let _ = self.disk.remove(&entry.path());
            }
        }
    }

    /// Forgets and removes the files of a shelf, one of which is damaged.
    fn drop_shelf(&self, shelf: &Shelf) {
        self.cache.files.borrow_mut().retain(|path, _| !path.starts_with(&shelf.folder));
        let _ = self.disk.remove_all(&shelf.folder);
    }

    /// A stream's rows out of the cache, which is made when it is not there; `None` when they are to be read from the
    /// parts.
    pub(crate) fn cached_rows(
        &self,
        name: &str,
        stream: &Stream,
        fields: &BTreeSet<String>,
        whom: Whom,
    ) -> Option<StreamColumns> {
        if matches!(whom, Whom::One(_)) {
            return None;
        }
        let folder = part::folder(name);
        let parts = self.parts_of(&folder);
        let shelf = self.shelf(&folder, &parts)?;
        let of_fields = fields.iter().filter_map(|name| Some((name.as_str(), stream.fields.get(name)?.kind)));
        let own = [COUNTS, AT, FROM, TO].map(|name| (name, Type::Instant));
        let wanted: Vec<Wanted<'_>> = own.into_iter().chain(of_fields).collect();
        let files = self.cached_or_made(&shelf, &wanted, |absent| self.cache_rows(&shelf, stream, &parts, absent))?;
        if files.iter().any(|file| file.state == State::Unfit) {
            return None;
        }
        let found = columns_of(&wanted, &files, whom, self.n_customers());
        if found.is_none() {
            self.drop_shelf(&shelf);
        }
        found
    }

    /// Makes columns of a stream.
    fn cache_rows(&self, shelf: &Shelf, stream: &Stream, parts: &[Part], columns: &[Wanted<'_>]) -> Result<(), Error> {
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

    /// The attributes of a run of customers out of the cache, and those that are to be read from the parts.
    pub(crate) fn cached_attributes(
        &self,
        names: &BTreeSet<String>,
        whom: Whom,
    ) -> (BTreeMap<String, AttributeColumn>, BTreeSet<String>) {
        let parts = self.parts_of(PROFILE);
        let is_stored = |name: &String| parts.iter().any(|part| part.fields.contains(name));
        let kind = |name: &String| Some((name.clone(), self.schema.attributes.get(name)?.kind));
        let stored: Vec<(String, Type)> = names.iter().filter(|name| is_stored(name)).filter_map(kind).collect();
        let wanted: Vec<Wanted<'_>> = stored.iter().map(|(name, kind)| (name.as_str(), *kind)).collect();
        let shelf = if matches!(whom, Whom::One(_)) { None } else { self.shelf(PROFILE, &parts) };
        let files = shelf.as_ref().and_then(|shelf| {
            self.cached_or_made(shelf, &wanted, |absent| self.cache_attributes(shelf, &parts, absent))
        });
        let (Some(files), Some(shelf)) = (files, shelf) else { return (BTreeMap::new(), names.clone()) };
        let mut left = names.clone();
        let mut found = BTreeMap::new();
        for ((name, kind), file) in wanted.into_iter().zip(&files).filter(|(_, file)| file.state != State::Unfit) {
            let Some(column) = read_columns(&[(kind, Arc::clone(file))], whom, self.n_customers()) else {
                self.drop_shelf(&shelf);
                return (BTreeMap::new(), names.clone());
            };
            left.remove(name);
            if file.state == State::Kept {
                found.extend(column.into_iter().map(|column| (name.to_owned(), AttributeColumn::Constant(column))));
            }
        }
        (found, left)
    }

    /// Makes columns of attributes, save those that some customer has several values of.
    fn cache_attributes(&self, shelf: &Shelf, parts: &[Part], columns: &[Wanted<'_>]) -> Result<(), Error> {
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

    /// Files of the cache that are not whole: they are made again when they are needed.
    pub(crate) fn damaged_cache(&self) -> Vec<PathBuf> {
        let mut damaged = Vec::new();
        let streams = self.schema.streams.iter().map(|(name, stream)| (part::folder(name), stream.fields.iter()));
        let profiles = (PROFILE.to_owned(), self.schema.attributes.iter());
        for (folder, fields) in streams.chain([profiles]) {
            let Some(shelf) = self.shelf(&folder, &self.parts_of(&folder)) else { continue };
            let own = [COUNTS, AT, FROM, TO].map(|name| (name, Type::Instant));
            let of_fields = fields.map(|(name, field)| (name.as_str(), field.kind));
            for (name, kind) in own.into_iter().chain(of_fields) {
                let path = shelf.path(name);
                let is_whole = || ColumnFile::open(&path, shelf.key_of(name, kind)).is_some_and(|file| file.is_whole());
                if path.exists() && !is_whole() {
                    damaged.push(path.strip_prefix(&self.dir).unwrap_or(&path).to_owned());
                }
            }
        }
        damaged
    }
}

/// Removes what an interrupted program left of files of the cache.
pub(crate) fn remove_unfinished(disk: &crate::Disk, base: &Path) {
    let folders = fs::read_dir(base.join(FOLDER)).into_iter().flatten().flatten();
    for file in folders.flat_map(|folder| fs::read_dir(folder.path()).into_iter().flatten().flatten()) {
        if file.file_name().to_string_lossy().ends_with(UNFINISHED) {
            let _ = disk.remove(&file.path());
        }
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

/// The columns of a stream for some customers.
fn columns_of(
    wanted: &[Wanted<'_>],
    files: &[Arc<ColumnFile>],
    whom: Whom,
    n_customers: usize,
) -> Option<StreamColumns> {
    let (first, end) = (whom.first(), whom.end(n_customers));
    let (counts, others) = files.split_first()?;
    let blocks = (first / BLOCK) as usize..(end.div_ceil(BLOCK) as usize).max((first / BLOCK) as usize);
    let mut rows_of: Vec<i64> = vec![0; counts.rows_in(blocks.clone())];
    read_into(counts, &blocks, &mut rows_of, |value| value)?;
    let skipped = (first % BLOCK) as usize;
    let before: i64 = rows_of.iter().take(skipped).sum();
    let mut offsets = Vec::with_capacity((end - first) as usize + 1);
    let mut total = 0_u32;
    offsets.push(0);
    for customer in skipped..skipped + (end - first) as usize {
        // Customers who came after the column was made have no rows.
        total += rows_of.get(customer).copied().unwrap_or(0) as u32;
        offsets.push(total);
    }
    let kinds = wanted[1..].iter().map(|(_, kind)| *kind);
    let kept: Vec<(Type, Arc<ColumnFile>)> = kinds.zip(others.iter().map(Arc::clone)).collect();
    let read = read_blocks(&kept, &blocks)?;
    let rows = before as usize..before as usize + total as usize;
    let mut stream = StreamColumns { offsets, ..StreamColumns::default() };
    let (mut from, mut to) = (None, None);
    for ((name, _), column) in wanted[1..].iter().zip(read) {
        let column = column.map(|column| trimmed(column, &rows));
        match (*name, column) {
            (AT, Some(Column::Integer(values))) => stream.at = values,
            (FROM, Some(Column::Integer(values))) => from = Some(values),
            (TO, Some(Column::Integer(values))) => to = Some(values),
            (_, None) => {}
            (name, Some(column)) => drop(stream.fields.insert(name.to_owned(), column)),
        }
    }
    stream.versions = from.zip(to).map(|(from, to)| Versions { from, to });
    (stream.at.len() == total as usize).then_some(stream)
}

/// Columns of one value a customer, for some customers.
fn read_columns(kept: &[(Type, Arc<ColumnFile>)], whom: Whom, n_customers: usize) -> Option<Option<Column>> {
    let (first, end) = (whom.first(), whom.end(n_customers));
    let blocks = (first / BLOCK) as usize..(end.div_ceil(BLOCK) as usize).max((first / BLOCK) as usize);
    let column = read_blocks(kept, &blocks)?.pop()?;
    let length = (end - first) as usize;
    Some(column.map(|column| {
        let skipped = ((first % BLOCK) as usize).min(column.len());
        let rows = skipped..(skipped + length).min(column.len());
        match trimmed(column, &rows) {
            Column::Integer(mut values) => {
                values.resize(length, MISSING);
                Column::Integer(values)
            }
            Column::Text(mut texts) => {
                texts.codes.resize(length, model::columns::NO_CODE);
                Column::Text(texts)
            }
        }
    }))
}

/// All values of some blocks of columns; `None` for one that has none at all, and altogether when one is damaged.
fn read_blocks(columns: &[(Type, Arc<ColumnFile>)], blocks: &Range<usize>) -> Option<Vec<Option<Column>>> {
    let read = |(kind, file): &(Type, Arc<ColumnFile>)| {
        if file.state != State::Kept {
            return Some(None);
        }
        let length = file.rows_in(blocks.clone());
        Some(Some(if kind.is_integer() {
            let mut values = vec![0; length];
            read_into(file, blocks, &mut values, |value| value)?;
            Column::Integer(values)
        } else {
            let mut codes = vec![0; length];
            read_into(file, blocks, &mut codes, file::code)?;
            let n_texts = file.dictionary.len();
            if codes.iter().any(|&code| code != model::columns::NO_CODE && code as usize >= n_texts) {
                return None;
            }
            Column::Text(TextColumn { codes, dictionary: file.dictionary.clone() })
        }))
    };
    columns.into_par_iter().map(read).collect()
}

/// Reads some blocks of a file, several at once.
fn read_into<T: Send>(
    file: &ColumnFile,
    blocks: &Range<usize>,
    mut into: &mut [T],
    make: impl Fn(i64) -> T + Copy + Sync,
) -> Option<()> {
    let mut slices = Vec::with_capacity(blocks.len());
    for block in blocks.clone() {
        let (slice, rest) = into.split_at_mut_checked(file.rows(block))?;
        slices.push((block, slice));
        into = rest;
    }
    slices.into_par_iter().map(|(block, slice)| file.read(block, slice, make)).collect()
}

fn trimmed(column: Column, rows: &Range<usize>) -> Column {
    fn only<T>(values: &mut Vec<T>, rows: &Range<usize>) {
        values.truncate(rows.end);
        values.drain(..rows.start.min(values.len()));
    }
    match column {
        Column::Integer(mut values) => {
            only(&mut values, rows);
            Column::Integer(values)
        }
        Column::Text(mut texts) => {
            only(&mut texts.codes, rows);
            Column::Text(texts)
        }
    }
}
