//! The column cache: columns as they were read from the parts, narrow and uncompressed, beside the parts.
//!
//! It lies under `cache/`, one file a column, in blocks of consecutive customers. It is never the truth: a column is named
//! and keyed by the parts and the merges it was made from, so that one of other parts is not found, and each block has
//! its checksum, so that a damaged one is read from the parts again. Whatever goes wrong in writing it is passed over.

mod file;
mod making;
mod reading;
mod shelf;

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use model::columns::{AttributeColumn, StreamColumns};
use model::schema::Stream;
use model::value::Type;

use crate::part::reading::Whom;
use crate::part::{self, PROFILE};
use crate::{Error, Store};
use file::{ColumnFile, State, UNFINISHED};
use reading::{columns_of, read_columns};
use shelf::Shelf;

/// Folder of the base that holds it.
const FOLDER: &str = "cache";
/// Customers of a block.
pub(crate) const BLOCK: u32 = 4_096;
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

/// A column that is wanted, and its type.
type Wanted<'w> = (&'w str, Type);

impl Store {
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
