//! Timelines and catalogue at rest: what happened to this customer, up to that instant?
//!
//! A base is a folder: `catalogue.sqlite` holds what is small or must be atomic, `parts/<stream>/<id>.parquet` the rows
//! (`parts/@shared/<id>.parquet` those of several small streams), `spill/` the rows of an import under way. Parts are
//! never edited. They are written and synced before the one transaction of the catalogue that makes them live: whatever
//! interrupts a commit, the base is as before or has all of it. What a segment is for is left to others.

mod arriving;
mod backup;
mod base;
mod cache;
mod catalogue;
mod customers;
mod disk;
mod grouping;
mod identity;
mod loading;
mod origins;
mod part;
mod retyping;
mod verify;

#[cfg(test)]
mod tests;

use std::path::PathBuf;

pub use arriving::commit::{Committed, Import, ImportedFile, TargetCount};
pub use arriving::run::ImportRun;
pub use backup::Copied;
pub use base::Store;
pub use catalogue::definitions::{Defined, DefinitionChange, StoredVersion};
pub use catalogue::import_log::{ImportEntry, Outcome};
pub use catalogue::links::StoredLink;
pub use catalogue::lists::ListEntry;
pub use catalogue::refusals::{RefusedCells, RefusedRow};
pub use catalogue::refused::{RefusalGroup, Refusals, RefusedFile, StandingRow, StoredRefusal};
pub use catalogue::rounded::RoundedField;
pub use catalogue::saved::{StoredCutOffs, StoredSegment};
pub use customers::merging::Among;
pub use disk::{Disk, Operation, Watch};
pub use origins::{Bringer, Origin};
pub use part::compaction::Compacted;
pub use retyping::{Relisting, Trial, UnfitValue};
pub use verify::{Damage, Harm, Verified};

/// Why the store could not do what it was asked.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// `init` was asked where a base already is.
    #[error("{} already holds a base", dir.display())]
    AlreadyThere {
        /// The folder.
        dir: PathBuf,
    },
    /// There is no base in the folder.
    #[error("{} holds no base", dir.display())]
    NoBase {
        /// The folder.
        dir: PathBuf,
    },
    /// The base was written by a later version of the program.
    #[error("{} has format {found}; this version reads up to {known}", dir.display())]
    NewerFormat {
        /// The folder.
        dir: PathBuf,
        /// Its format.
        found: u32,
        /// The newest format this program reads.
        known: u32,
    },
    /// Another program is writing to the base.
    #[error("another program is writing to {}", dir.display())]
    Busy {
        /// The folder.
        dir: PathBuf,
    },
    /// Something was to be written to a base opened for reading.
    #[error("the base was opened for reading only")]
    ReadOnly,
    /// A file could not be read or written.
    #[error("{}: {source}", path.display())]
    File {
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// Something could not be made durable before, so that nothing is written until the base is opened anew.
    #[error("{} could not be made durable; nothing more is written until the base is opened anew", path.display())]
    Stopped {
        /// What could not be synced.
        path: PathBuf,
    },
    /// A part could not be read or written.
    #[error("{}: {source}", path.display())]
    Part {
        /// The part.
        path: PathBuf,
        /// What failed.
        source: parquet::errors::ParquetError,
    },
    /// A part does not hold what the catalogue says.
    #[error("{} is damaged: {what}", path.display())]
    Damaged {
        /// The part.
        path: PathBuf,
        /// What is wrong.
        what: String,
    },
    /// The catalogue could not be read or written.
    #[error("catalogue: {0}")]
    Catalogue(#[from] rusqlite::Error),
    /// Something in the catalogue cannot be read.
    #[error("catalogue: {what}: {source}")]
    Text {
        /// What was read or written.
        what: &'static str,
        /// What is wrong.
        source: serde_json::Error,
    },
    /// Rows handed over do not fit the schema handed over with them.
    #[error("{target}: {what}")]
    Misfit {
        /// The stream, table or `profile`.
        target: String,
        /// What does not fit.
        what: String,
    },
}

impl Error {
    /// Whether there is no room left to write.
    pub fn is_disk_full(&self) -> bool {
        let is_full = |error: &std::io::Error| {
            matches!(error.kind(), std::io::ErrorKind::StorageFull | std::io::ErrorKind::QuotaExceeded)
        };
        match self {
            Error::File { source, .. } => is_full(source),
            Error::Part { source: parquet::errors::ParquetError::External(source), .. } => {
                source.downcast_ref::<std::io::Error>().is_some_and(is_full)
            }
            // Where the catalogue's log has its index, a full disk is told in another way.
            Error::Catalogue(source) => source.sqlite_error().is_some_and(|error| {
                error.code == rusqlite::ErrorCode::DiskFull
                    || error.extended_code == rusqlite::ffi::SQLITE_IOERR_SHMSIZE
            }),
            _ => false,
        }
    }
}
