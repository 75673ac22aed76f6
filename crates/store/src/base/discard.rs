//! Unmaking a base whose making failed half-way.

use std::fs;

use crate::arriving::spill;
use crate::{Error, Store, catalogue};

impl Store {
    /// Removes the base: its catalogue, its parts and what waits; and its folder, if nothing else is in it. Only the one
    /// writer may do so.
    pub fn discard(self) -> Result<(), Error> {
        self.writable()?;
        let dir = self.dir.clone();
        let disk = self.disk.clone();
        // Nothing may hold the catalogue open when it goes.
        drop(self);
        for folder in ["parts", spill::FOLDER] {
            let folder = dir.join(folder);
            if folder.is_dir() {
                fs::remove_dir_all(&folder).map_err(|source| Error::File { path: folder.clone(), source })?;
            }
        }
        for end in ["-wal", "-shm", ""] {
            disk.remove(&dir.join(format!("{}{end}", catalogue::FILE)))?;
        }
        disk.remove(&dir.join("lock"))?;
        // A folder that holds something else is not ours.
        let _ = fs::remove_dir(&dir);
        Ok(())
    }
}
