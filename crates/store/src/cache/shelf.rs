//! Where the columns made from some parts lie, and the key that names them: columns of other parts are not found under it.

use std::path::PathBuf;

use model::value::Type;
use xxhash_rust::xxh3::Xxh3;

use super::FOLDER;
use crate::part::{self, Part};
use crate::{Store, identity};

/// Where the columns of a stream, or of the profiles, are cached.
pub(super) struct Shelf {
    pub(super) folder: PathBuf,
    /// What they were made from.
    pub(super) key: u64,
}

impl Shelf {
    pub(super) fn path(&self, column: &str) -> PathBuf {
        self.folder.join(format!("{:016x}.{}", self.key, name_of(column)))
    }

    /// The key of one column, of a type.
    pub(super) fn key_of(&self, column: &str, kind: Type) -> u64 {
        identity::both(self.key, identity::both(identity::text(column), identity::text(kind.name())))
    }
}

/// A column's name as that of a file: columns of the store's own begin with a sign that no field's does.
fn name_of(column: &str) -> String {
    column.strip_prefix('@').map_or_else(|| part::folder(column), |own| format!("@{own}"))
}

impl Store {
    /// Where the columns of some parts are cached; `None` when they are not: there are few of their rows, or less than
    /// what is known now is asked for.
    pub(super) fn shelf(&self, folder: &str, parts: &[Part]) -> Option<Shelf> {
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
}
