//! A base on disk: making it, opening it, and what it says of itself.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File, TryLockError};
use std::path::{Path, PathBuf};

use model::schema::{Schema, Settings};
use rusqlite::Connection;

use crate::customers::Customers;
use crate::part::{self, Part};
use crate::{Error, catalogue};

/// A base: the timelines and the catalogue of one business.
///
/// It sees the commits made before it was opened and its own.
#[derive(Debug)]
pub struct Store {
    pub(crate) dir: PathBuf,
    pub(crate) connection: Connection,
    pub(crate) settings: Settings,
    pub(crate) schema: Schema,
    pub(crate) version: u64,
    pub(crate) parts: Vec<Part>,
    pub(crate) customers: Customers,
    /// Held by the one writer of a base; released when dropped.
    lock: Option<File>,
}

impl Store {
    /// Makes a new base in a folder, which is made too if need be, and opens it to write. A folder that holds a base
    /// already is refused.
    pub fn init(dir: &Path, settings: &Settings, schema: &Schema) -> Result<Store, Error> {
        let parts = dir.join("parts");
        fs::create_dir_all(&parts).map_err(|source| Error::File { path: parts.clone(), source })?;
        let lock = lock(dir)?;
        if dir.join(catalogue::FILE).exists() {
            return Err(Error::AlreadyThere { dir: dir.to_owned() });
        }
        let mut connection = catalogue::open(dir)?;
        catalogue::create(&mut connection, settings, schema)?;
        part::sync_folder(dir)?;
        Store::opened(dir, connection, Some(lock))
    }

    /// Opens a base for reading.
    pub fn open(dir: &Path) -> Result<Store, Error> {
        Store::opened(dir, existing(dir)?, None)
    }

    /// Opens a base to write, as the only one who does, and removes the files that an interrupted commit left.
    pub fn open_to_write(dir: &Path) -> Result<Store, Error> {
        let connection = existing(dir)?;
        let lock = lock(dir)?;
        let store = Store::opened(dir, connection, Some(lock))?;
        store.remove_orphans()?;
        Ok(store)
    }

    fn opened(dir: &Path, connection: Connection, lock: Option<File>) -> Result<Store, Error> {
        let format = catalogue::number(&connection, "format")? as u32;
        if format > catalogue::FORMAT {
            return Err(Error::NewerFormat { dir: dir.to_owned(), found: format, known: catalogue::FORMAT });
        }
        // One transaction, so that the version, the parts and the customers are those of one commit.
        let snapshot = connection.unchecked_transaction()?;
        let text = |name| Ok::<_, Error>(catalogue::meta(&snapshot, name)?.unwrap_or_default());
        let settings = catalogue::parsed("settings", &text("settings")?)?;
        let schema = catalogue::parsed("schema", &text("schema")?)?;
        let version = catalogue::number(&snapshot, "version")?;
        let parts = catalogue::parts(&snapshot)?;
        let customers = Customers::new(catalogue::number(&snapshot, "n_customers")? as u32);
        drop(snapshot);
        Ok(Store { dir: dir.to_owned(), connection, settings, schema, version, parts, customers, lock })
    }

    /// The base's own choices.
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// The base's words.
    pub fn schema(&self) -> &Schema {
        &self.schema
    }

    /// Changes the base's words.
    pub fn set_schema(&mut self, schema: &Schema) -> Result<(), Error> {
        self.writable()?;
        catalogue::set_meta(&self.connection, "schema", &catalogue::json("schema", schema)?)?;
        self.schema = schema.clone();
        Ok(())
    }

    /// The number of the last commit: 0 in a new base, greater after each commit.
    pub fn version(&self) -> u64 {
        self.version
    }

    /// Number of customers.
    pub fn n_customers(&self) -> usize {
        self.customers.count() as usize
    }

    /// Stored rows of each stream that has any, all versions counted.
    pub fn row_counts(&self) -> BTreeMap<String, u64> {
        let count = |name: &String| self.parts_of(&part::folder(name)).iter().map(|part| part.rows).sum();
        let counted = self.schema.streams.keys().map(|name| (name.clone(), count(name)));
        counted.filter(|(_, rows)| *rows > 0).collect()
    }

    /// The live parts of a folder, in order of their making.
    pub(crate) fn parts_of(&self, folder: &str) -> Vec<Part> {
        self.parts.iter().filter(|part| part.folder == folder).cloned().collect()
    }

    /// Refuses to write when the base was opened for reading.
    pub(crate) fn writable(&self) -> Result<(), Error> {
        self.lock.as_ref().map(|_| ()).ok_or(Error::ReadOnly)
    }

    fn remove_orphans(&self) -> Result<(), Error> {
        let live: BTreeSet<PathBuf> = self.parts.iter().map(|part| part.path(&self.dir)).collect();
        let root = self.dir.join("parts");
        for folder in entries(&root)? {
            if !folder.is_dir() {
                continue;
            }
            for file in entries(&folder)?.into_iter().filter(|file| !live.contains(file)) {
                fs::remove_file(&file).map_err(|source| Error::File { path: file.clone(), source })?;
            }
        }
        Ok(())
    }
}

fn entries(folder: &Path) -> Result<Vec<PathBuf>, Error> {
    let list = || fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect::<std::io::Result<_>>();
    list().map_err(|source| Error::File { path: folder.to_owned(), source })
}

fn existing(dir: &Path) -> Result<Connection, Error> {
    if !dir.join(catalogue::FILE).exists() {
        return Err(Error::NoBase { dir: dir.to_owned() });
    }
    catalogue::open(dir)
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
