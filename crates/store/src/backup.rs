//! Copying a whole base while it may be written to: a backup, and its way back.
//!
//! A reading transaction says which parts are live; they never change, so they are copied as they are, each held against
//! its checksums. The catalogue comes last, out of the same transaction and under its name only when it is durable: a
//! copy that was interrupted is no base.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use rusqlite::Connection;
use rusqlite::backup::{Backup, StepResult};

use crate::catalogue::seal;
use crate::disk::Disk;
use crate::part::Part;
use crate::part::checked::{CheckedFile, Seal};
use crate::{Error, Store, catalogue};

/// What was copied.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Copied {
    /// Number of customers.
    pub customers: u64,
    /// Rows, all versions counted.
    pub rows: u64,
    /// Number of files that hold rows.
    pub parts: u64,
    /// Bytes of all files.
    pub bytes: u64,
}

/// How often a copy begins anew because parts were put together beneath it.
const ATTEMPTS: usize = 100;

impl Store {
    /// Copies the base in a folder, as its last commit left it, to another folder, which must not hold a base. Others may
    /// read and write the base meanwhile. A damaged part is refused by name, and nothing is there then that would pass
    /// for a base.
    pub fn copy(from: &Path, to: &Path) -> Result<Copied, Error> {
        let base = Store::open(from)?;
        if to.join(catalogue::FILE).exists() {
            return Err(Error::AlreadyThere { dir: to.to_owned() });
        }
        let disk = Disk::default();
        disk.make_folder(&to.join("parts"))?;
        let mut done = BTreeMap::new();
        for attempt in 1.. {
            let snapshot = base.connection.unchecked_transaction()?;
            for table in seal::TABLES {
                seal::check(&snapshot, from, table)?;
            }
            let parts = catalogue::parts(&snapshot)?;
            if let Err(error) = copy_parts(&disk, from, to, &parts, &mut done) {
                drop(snapshot);
                let was_replaced = !Store::open(from)?.parts.iter().all(|part| parts.contains(part))
                    || Store::open(from)?.parts.len() != parts.len();
                if was_replaced && attempt < ATTEMPTS {
                    continue;
                }
                return Err(error);
            }
            remove_others(&disk, to, &parts)?;
            copy_catalogue(&disk, &snapshot, to)?;
            let catalogue = to.join(catalogue::FILE);
            let length =
                fs::metadata(&catalogue).map_err(|source| Error::File { path: catalogue.clone(), source })?.len();
            // Several parts may share a file.
            let files: BTreeMap<PathBuf, u64> = parts.iter().map(|part| (part.path(to), part.seal.bytes)).collect();
            return Ok(Copied {
                customers: catalogue::number(&snapshot, "n_customers")?,
                rows: parts.iter().map(|part| part.rows).sum(),
                parts: files.len() as u64,
                bytes: length + files.values().sum::<u64>(),
            });
        }
        Ok(Copied::default())
    }
}

/// Copies the parts that are not among those done.
fn copy_parts(
    disk: &Disk,
    from: &Path,
    to: &Path,
    parts: &[Part],
    done: &mut BTreeMap<PathBuf, Seal>,
) -> Result<(), Error> {
    let mut folders = BTreeSet::new();
    for part in parts {
        let target = part.path(to);
        if done.get(&target) == Some(&part.seal) {
            continue;
        }
        let folder = target.parent().unwrap_or(to).to_owned();
        disk.make_folder(&folder)?;
        let (file, _) = CheckedFile::open_whole(&part.path(from), part.seal)?;
        let mut output = disk.create(&target)?;
        file.copy_to(&mut output).map_err(|error| match error {
            Error::File { source, .. } if disk.refusal().is_some() => Error::File { path: target.clone(), source },
            other => other,
        })?;
        output.sync()?;
        folders.insert(folder);
        done.insert(target, part.seal);
    }
    folders.iter().try_for_each(|folder| disk.sync_folder(folder))
}

/// Removes copies of parts that were replaced while the copy was made.
fn remove_others(disk: &Disk, to: &Path, parts: &[Part]) -> Result<(), Error> {
    let live: BTreeSet<PathBuf> = parts.iter().map(|part| part.path(to)).collect();
    let failed = |source| Error::File { path: to.to_owned(), source };
    for folder in fs::read_dir(to.join("parts")).map_err(failed)? {
        for file in fs::read_dir(folder.map_err(failed)?.path()).map_err(failed)? {
            let path = file.map_err(failed)?.path();
            if !live.contains(&path) {
                disk.remove(&path)?;
            }
        }
    }
    Ok(())
}

/// Copies the catalogue as a transaction sees it.
fn copy_catalogue(disk: &Disk, snapshot: &Connection, to: &Path) -> Result<(), Error> {
    let unfinished = to.join("catalogue.unfinished");
    disk.remove(&unfinished)?;
    let mut target = Connection::open(&unfinished)?;
    let backup = Backup::new(snapshot, &mut target)?;
    if backup.step(-1)? != StepResult::Done {
        return Err(Error::Busy { dir: to.to_owned() });
    }
    drop(backup);
    // Everything into the one file, so that its name is all there is to change.
    target.pragma_update(None, "journal_mode", "DELETE")?;
    target.close().map_err(|(_, error)| error)?;
    let synced = || File::options().write(true).open(&unfinished)?.sync_all();
    synced().map_err(|source: io::Error| Error::File { path: unfinished.clone(), source })?;
    disk.rename(&unfinished, &to.join(catalogue::FILE))?;
    disk.sync_folder(to)
}
