//! A base on disk: making it, opening it, and what it says of itself.

pub(crate) mod discard;

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File, TryLockError};
use std::path::{Path, PathBuf};

use model::conversion::Business;
use model::schema::{Field, Schema, Settings, kept_name};
use model::time::Instant;
use rusqlite::Connection;

use crate::arriving::run::Sizes;
use crate::arriving::spill;
use crate::cache::{self, Cache};
use crate::catalogue::{definitions, seal};
use crate::customers::Customers;
use crate::customers::merging::Merging;
use crate::disk::Disk;
use crate::part::{self, Part};
use crate::retyping::fills::Fills;
use crate::{Error, catalogue};

/// A base: the timelines and the catalogue of one business.
///
/// It sees the commits made before it was opened and its own.
#[derive(Debug)]
pub struct Store {
    pub(crate) dir: PathBuf,
    pub(crate) disk: Disk,
    pub(crate) connection: Connection,
    pub(crate) settings: Settings,
    /// What of the settings decides how a writing is read.
    pub(crate) business: Business,
    pub(crate) schema: Schema,
    pub(crate) version: u64,
    pub(crate) parts: Vec<Part>,
    pub(crate) customers: Customers,
    /// Reading sees only what was received by then; everything when absent.
    pub(crate) known_at: Option<i64>,
    /// Whose each number is.
    pub(crate) merging: Merging,
    /// How much is done at once.
    pub(crate) sizes: Sizes,
    pub(crate) cache: Cache,
    /// What SQLite calls the version of the file for this connection: another one's commits change it.
    pub(crate) mark: i64,
    /// Values that were refused when their rows came, and fit now.
    pub(crate) fills: Fills,
    /// Held by the one writer of a base; released when dropped.
    lock: Option<File>,
}

impl Store {
    /// Makes a new base in a folder, which is made too if need be, and opens it to write. A folder that holds a base
    /// already is refused.
    pub fn init(dir: &Path, settings: &Settings, schema: &Schema) -> Result<Store, Error> {
        Store::init_on(Disk::default(), dir, settings, schema)
    }

    /// Makes a new base on a disk, and opens it to write on it.
    pub fn init_on(disk: Disk, dir: &Path, settings: &Settings, schema: &Schema) -> Result<Store, Error> {
        disk.make_folder(&dir.join("parts"))?;
        let lock = lock(dir)?;
        let was_there = dir.join(catalogue::FILE).exists();
        let mut connection = catalogue::open(dir)?;
        // A catalogue without tables is one whose making was interrupted.
        if was_there && (catalogue::is_made(&connection)? || has_parts(dir)) {
            return Err(Error::AlreadyThere { dir: dir.to_owned() });
        }
        catalogue::create(&mut connection, settings, schema)?;
        disk.sync_folder(dir)?;
        Store::opened(disk, dir, connection, Some(lock))
    }

    /// Opens a base for reading.
    pub fn open(dir: &Path) -> Result<Store, Error> {
        Store::opened(Disk::default(), dir, existing(dir)?, None)
    }

    /// Opens a base to write, as the only one who does, and removes the files that an interrupted commit left.
    pub fn open_to_write(dir: &Path) -> Result<Store, Error> {
        Store::open_to_write_on(Disk::default(), dir)
    }

    /// Opens a base to write on a disk.
    pub fn open_to_write_on(disk: Disk, dir: &Path) -> Result<Store, Error> {
        let connection = existing(dir)?;
        let lock = lock(dir)?;
        definitions::prepare(&connection)?;
        let store = Store::opened(disk, dir, connection, Some(lock))?;
        store.remove_orphans()?;
        Ok(store)
    }

    fn opened(disk: Disk, dir: &Path, connection: Connection, lock: Option<File>) -> Result<Store, Error> {
        let format = catalogue::number(&connection, "format")? as u32;
        if format > catalogue::RETYPED {
            return Err(Error::NewerFormat { dir: dir.to_owned(), found: format, known: catalogue::RETYPED });
        }
        let mark = catalogue::file_version(&connection)?;
        // One transaction, so that the version, the parts and the customers are those of one commit.
        let snapshot = connection.unchecked_transaction()?;
        for table in ["attribute", "home", "link", "meta", "part", "segment"] {
            seal::check(&snapshot, dir, table)?;
        }
        let text = |name| Ok::<_, Error>(catalogue::meta(&snapshot, name)?.unwrap_or_default());
        let settings = catalogue::parsed("settings", &text("settings")?)?;
        let schema = catalogue::parsed("schema", &text("schema")?)?;
        let version = catalogue::number(&snapshot, "version")?;
        let parts = catalogue::parts(&snapshot)?;
        let customers = Customers::new(catalogue::number(&snapshot, "n_customers")? as u32);
        let merging = Merging::read(&snapshot)?;
        let fills = Fills::read(&snapshot, dir)?;
        drop(snapshot);
        Ok(Store {
            dir: dir.to_owned(),
            disk,
            connection,
            business: Business::of(&settings),
            settings,
            schema,
            version,
            parts,
            customers,
            known_at: None,
            merging,
            sizes: Sizes::default(),
            cache: Cache::default(),
            mark,
            fills,
            lock,
        })
    }

    /// Whether nobody else has written to the base since it was opened.
    pub fn is_current(&self) -> Result<bool, Error> {
        Ok(catalogue::file_version(&self.connection)? == self.mark)
    }

    /// The base's own choices.
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// The base's words.
    pub fn schema(&self) -> &Schema {
        &self.schema
    }

    /// The base as it was known at an instant: from here on, reading sees only rows, values and links received by then.
    pub fn as_known_at(mut self, at: Instant) -> Result<Store, Error> {
        self.known_at = Some(at.0);
        self.merging = Merging::known_at(&self.connection, at)?;
        Ok(self)
    }

    /// The instant up to which things received are seen; `None` for all of them.
    pub fn known_at(&self) -> Option<Instant> {
        self.known_at.map(Instant)
    }

    /// The number of the last commit: 0 in a new base, greater after each commit.
    pub fn version(&self) -> u64 {
        self.version
    }

    /// Number of customers.
    pub fn n_customers(&self) -> usize {
        self.customers.count() as usize
    }

    /// The attributes that some customer has a value of, under all their names.
    pub fn attributes_in_use(&self) -> BTreeSet<String> {
        self.held_of(&self.schema.attributes, part::PROFILE)
    }

    /// Stored rows of each stream that has any, all versions counted.
    pub fn row_counts(&self) -> BTreeMap<String, u64> {
        let mut by_folder: BTreeMap<&str, u64> = BTreeMap::new();
        for part in &self.parts {
            *by_folder.entry(&part.folder).or_default() += part.rows;
        }
        let rows = |name: &String| by_folder.get(part::folder(self.schema.kept_stream(name)).as_str()).copied();
        // One that was given another name is told under that.
        let told = self.schema.streams.iter().filter(|(_, stream)| stream.now.is_none());
        told.filter_map(|(name, _)| Some((name.clone(), rows(name)?))).collect()
    }

    /// The fields of a stream that some row has a value of, under all their names.
    pub fn held_fields(&self, stream: &str) -> BTreeSet<String> {
        let fields = self.schema.streams.get(stream).map(|stream| &stream.fields);
        let folder = part::folder(self.schema.kept_stream(stream));
        fields.map_or_else(BTreeSet::new, |fields| self.held_of(fields, &folder))
    }

    /// Those of some fields that parts of a folder have values of.
    fn held_of(&self, fields: &BTreeMap<String, Field>, folder: &str) -> BTreeSet<String> {
        let parts = self.parts.iter().filter(|part| part.folder == folder);
        let held: BTreeSet<&str> = parts.flat_map(|part| part.fields.iter().map(String::as_str)).collect();
        fields.keys().filter(|name| held.contains(kept_name(fields, name))).cloned().collect()
    }

    /// The live parts of a folder, in order of their making.
    pub(crate) fn parts_of(&self, folder: &str) -> Vec<Part> {
        self.parts.iter().filter(|part| part.folder == folder).cloned().collect()
    }

    /// Refuses to write when the base was opened for reading, or when it is no longer known what is durable.
    pub(crate) fn writable(&self) -> Result<(), Error> {
        self.lock.as_ref().ok_or(Error::ReadOnly)?;
        self.disk.going()
    }

    fn remove_orphans(&self) -> Result<(), Error> {
        let live: BTreeSet<PathBuf> = self.parts.iter().map(|part| part.path(&self.dir)).collect();
        let root = self.dir.join("parts");
        for folder in entries(&root)? {
            if !folder.is_dir() {
                continue;
            }
            for file in entries(&folder)?.into_iter().filter(|file| !live.contains(file)) {
                self.disk.remove(&file)?;
            }
        }
        let spill = self.dir.join(spill::FOLDER);
        if spill.is_dir() {
            for file in entries(&spill)? {
                self.disk.remove(&file)?;
            }
        }
        cache::remove_unfinished(&self.disk, &self.dir);
        // An interrupted commit may have made folders whose names are not durable yet.
        self.disk.sync_folder(&root)
    }
}

fn entries(folder: &Path) -> Result<Vec<PathBuf>, Error> {
    let list = || fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect::<std::io::Result<_>>();
    list().map_err(|source| Error::File { path: folder.to_owned(), source })
}

/// Whether some stream has ever had rows.
fn has_parts(dir: &Path) -> bool {
    entries(&dir.join("parts")).is_ok_and(|entries| !entries.is_empty())
}

fn existing(dir: &Path) -> Result<Connection, Error> {
    let none = || Error::NoBase { dir: dir.to_owned() };
    if !dir.join(catalogue::FILE).exists() {
        return Err(none());
    }
    let connection = catalogue::open(dir)?;
    match catalogue::is_made(&connection)? {
        true => Ok(connection),
        false if has_parts(dir) => {
            let what = "it is empty, although there are parts".to_owned();
            Err(Error::Damaged { path: dir.join(catalogue::FILE), what })
        }
        false => Err(none()),
    }
}

/// Takes the lock of a base's one writer; it is released when the file is closed, even by a crash.
fn lock(dir: &Path) -> Result<File, Error> {
    let path = dir.join("lock");
    let failed = |source| Error::File { path: path.clone(), source };
    let file = File::options().create(true).append(true).open(&path).map_err(failed)?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(Error::Busy { dir: dir.to_owned() }),
        Err(TryLockError::Error(source)) => Err(failed(source)),
    }
}
