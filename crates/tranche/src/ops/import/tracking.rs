//! Files of tracking messages into the base: rows, and the links that say whose they are.

use std::path::Path;

use intake::{Progress, TRACKING, Told, Tracked, read_tracking};
use model::time::Instant;
use store::{Import, ImportedFile, RefusedRow};

use super::keeping::{SHOWN, refused_row};
use super::{Imported, Taken, content_hash, name_of};
use crate::ops::base::Base;
use crate::ops::failure::Failure;

/// Imports a file of messages; the very same file again changes nothing, and is said.
pub(crate) fn import(
    base: &mut Base,
    path: &Path,
    at: Instant,
    progress: &dyn Fn(Progress),
) -> Result<Imported, Failure> {
    let name = name_of(path);
    let content_hash = content_hash(path, TRACKING).map_err(|error| Failure::file(path, &error))?;
    if let Some(before) = base.store.imported(content_hash)? {
        return Ok(Imported { name, rows: before.rows, taken: None });
    }
    let tracked = Tracked { path, schema: base.store.schema(), settings: base.store.settings(), progress };
    let Told { intake, links } = read_tracking(&tracked).map_err(|error| Failure::Unreadable(error.phrase()))?;
    let mut refused: Vec<RefusedRow> = intake.refused.into_iter().map(refused_row).collect();
    let committed = base.store.commit(Import {
        file: ImportedFile { name: name.clone(), content_hash, rows: intake.rows },
        schema: intake.schema,
        batches: intake.batches,
        links,
        refused: refused.clone(),
        received_at: at,
    })?;
    base.refresh_words()?;
    let n_refused = refused.len() as u64;
    refused.truncate(SHOWN);
    let taken = Taken { committed, added: intake.added, notes: intake.notes, refused, n_refused, corrected: 0 };
    Ok(Imported { name, rows: intake.rows, taken: Some(taken) })
}

#[cfg(test)]
mod tests;
