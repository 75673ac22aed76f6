//! The one place through which the store changes files: it creates, writes, syncs, renames and removes them, and syncs
//! folders. Reading goes past it.
//!
//! Each operation may be watched, and refused, by whoever opened the store: that is how tests cut the power at any of
//! them. Without a watcher nothing stands between the store and the system.
//!
//! A failed sync leaves it unknown what is durable, and asking again proves nothing: the disk stops, and every later
//! change is refused until the base is opened anew.

use std::fmt::Debug;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use rusqlite::Transaction;

use crate::Error;
use crate::catalogue::seal;

/// Something the store is about to do to its files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operation<'a> {
    /// Makes a folder.
    MakeFolder(&'a Path),
    /// Makes an empty file, or empties one.
    Create(&'a Path),
    /// Adds so many bytes at the end of a file.
    Write(&'a Path, usize),
    /// Makes what is in a file durable.
    Sync(&'a Path),
    /// Makes the names in a folder durable.
    SyncFolder(&'a Path),
    /// Gives a file another name in place of whatever had that name.
    Rename(&'a Path, &'a Path),
    /// Removes a file.
    Remove(&'a Path),
    /// Commits a transaction of the catalogue, which is durable when it returns.
    Commit,
}

/// Sees each operation before it is done.
pub trait Watch: Debug + Send + Sync {
    /// Lets an operation be done, or makes it fail in the way given, undone.
    fn before(&self, operation: Operation<'_>) -> io::Result<()>;
}

/// The files of one store. Clones are the same disk.
#[derive(Clone, Debug, Default)]
pub struct Disk {
    state: Arc<State>,
}

#[derive(Debug, Default)]
struct State {
    watch: Option<Box<dyn Watch>>,
    /// What could not be synced, once something could not.
    unsynced: OnceLock<PathBuf>,
    /// What the system said when it last refused to write.
    refusal: Mutex<Option<io::Error>>,
}

/// A file being written from its beginning to its end.
#[derive(Debug)]
pub(crate) struct NewFile {
    file: File,
    path: PathBuf,
    disk: Disk,
}

impl Disk {
    /// A disk that asks before each operation.
    pub fn watched(watch: impl Watch + 'static) -> Self {
        Disk { state: Arc::new(State { watch: Some(Box::new(watch)), ..State::default() }) }
    }

    /// Refuses once a sync has failed.
    pub(crate) fn going(&self) -> Result<(), Error> {
        match self.state.unsynced.get() {
            Some(path) => Err(Error::Stopped { path: path.clone() }),
            None => Ok(()),
        }
    }

    /// Takes what the system said when it last refused to write: who writes through other layers is told less by them.
    pub(crate) fn refusal(&self) -> Option<io::Error> {
        self.state.refusal.lock().unwrap_or_else(PoisonError::into_inner).take()
    }

    /// Makes a folder and those above it; its name is durable when this returns.
    pub(crate) fn make_folder(&self, folder: &Path) -> Result<(), Error> {
        if folder.is_dir() {
            return Ok(());
        }
        if let Some(above) = folder.parent().filter(|above| !above.as_os_str().is_empty()) {
            self.make_folder(above)?;
            self.done(Operation::MakeFolder(folder), folder, || fs::create_dir(folder))?;
            return self.sync_folder(above);
        }
        self.done(Operation::MakeFolder(folder), folder, || fs::create_dir(folder))
    }

    /// Makes an empty file to be written.
    pub(crate) fn create(&self, path: &Path) -> Result<NewFile, Error> {
        let file = self.done(Operation::Create(path), path, || File::create(path))?;
        Ok(NewFile { file, path: path.to_owned(), disk: self.clone() })
    }

    /// Makes the names of new, renamed and removed files in a folder durable.
    pub(crate) fn sync_folder(&self, folder: &Path) -> Result<(), Error> {
        self.synced(Operation::SyncFolder(folder), folder, || File::open(folder)?.sync_all())
    }

    /// Gives a file another name; a file that had that name is replaced. It is durable when the folder is synced.
    pub(crate) fn rename(&self, from: &Path, to: &Path) -> Result<(), Error> {
        self.done(Operation::Rename(from, to), from, || fs::rename(from, to))
    }

    /// Removes a file; one that is not there is removed already.
    pub(crate) fn remove(&self, path: &Path) -> Result<(), Error> {
        self.done(Operation::Remove(path), path, || match fs::remove_file(path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
            other => other,
        })
    }

    /// Removes a folder and all that is in it; one that is not there is removed already.
    pub(crate) fn remove_all(&self, folder: &Path) -> Result<(), Error> {
        self.done(Operation::Remove(folder), folder, || match fs::remove_dir_all(folder) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
            other => other,
        })
    }

    /// Commits a transaction of the catalogue: the one moment at which what was prepared becomes live.
    pub(crate) fn commit(&self, transaction: Transaction<'_>) -> Result<(), Error> {
        self.done(Operation::Commit, Path::new(crate::catalogue::FILE), || Ok(()))?;
        seal::set(&transaction)?;
        transaction.commit().map_err(|error| {
            let code = error.sqlite_error().map(|error| error.extended_code);
            if matches!(code, Some(rusqlite::ffi::SQLITE_IOERR_FSYNC | rusqlite::ffi::SQLITE_IOERR_DIR_FSYNC)) {
                let _ = self.state.unsynced.set(PathBuf::from(crate::catalogue::FILE));
            }
            Error::Catalogue(error)
        })
    }

    /// Does something that has been let through, unless the disk has stopped.
    fn done<T>(
        &self,
        operation: Operation<'_>,
        path: &Path,
        action: impl FnOnce() -> io::Result<T>,
    ) -> Result<T, Error> {
        self.going()?;
        self.let_through(operation)
            .and_then(|()| action())
            .map_err(|source| Error::File { path: path.to_owned(), source })
    }

    /// Syncs; a failure stops the disk.
    fn synced(
        &self,
        operation: Operation<'_>,
        path: &Path,
        action: impl FnOnce() -> io::Result<()>,
    ) -> Result<(), Error> {
        let outcome = self.done(operation, path, action);
        if outcome.is_err() {
            let _ = self.state.unsynced.set(path.to_owned());
        }
        outcome
    }

    fn let_through(&self, operation: Operation<'_>) -> io::Result<()> {
        self.state.watch.as_ref().map_or(Ok(()), |watch| watch.before(operation))
    }
}

impl NewFile {
    /// Makes what was written durable; its name is durable when its folder is synced.
    pub(crate) fn sync(&self) -> Result<(), Error> {
        self.disk.synced(Operation::Sync(&self.path), &self.path, || self.file.sync_all())
    }
}

impl Write for NewFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let allowed = self.disk.let_through(Operation::Write(&self.path, bytes.len()));
        allowed.and_then(|()| self.file.write(bytes)).inspect_err(|error| {
            let told = error.raw_os_error().map_or_else(|| error.kind().into(), io::Error::from_raw_os_error);
            *self.disk.state.refusal.lock().unwrap_or_else(PoisonError::into_inner) = Some(told);
        })
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}
