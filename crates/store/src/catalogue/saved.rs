//! Small things kept in the catalogue as they are: segments, cut-offs, and which files were imported.

use model::time::Instant;
use rusqlite::{OptionalExtension, params};
use xxhash_rust::xxh3::Xxh3;

use crate::{Error, ImportedFile, Store};

/// A segment as it was saved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredSegment {
    /// Its id, also the name of its file.
    pub id: String,
    /// The text of its file.
    pub text: String,
}

/// Cut-offs of the whole base, computed before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredCutOffs {
    /// The version of the base they were computed from.
    pub version: u64,
    /// The cut-offs, as whoever computed them writes them.
    pub bytes: Vec<u8>,
}

impl Store {
    /// The saved segments, by id.
    pub fn segments(&self) -> Result<Vec<StoredSegment>, Error> {
        let mut query = self.connection.prepare_cached("SELECT id, text FROM segment ORDER BY id")?;
        let found = query.query_map([], |row| Ok(StoredSegment { id: row.get(0)?, text: row.get(1)? }))?;
        Ok(found.collect::<Result<_, _>>()?)
    }

    /// The cut-offs kept under a key for an instant, if any; damaged ones count as none.
    pub fn cut_offs(&self, key: &str, at: Instant) -> Result<Option<StoredCutOffs>, Error> {
        let mut query =
            self.connection.prepare_cached("SELECT version, bytes, hash FROM cut_offs WHERE key = ?1 AND at = ?2")?;
        let stored = |row: &rusqlite::Row<'_>| {
            let stored = StoredCutOffs { version: row.get::<_, i64>(0)? as u64, bytes: row.get(1)? };
            let is_whole = row.get::<_, i64>(2)? == cut_offs_hash(key, at, stored.version, &stored.bytes);
            Ok(is_whole.then_some(stored))
        };
        Ok(query.query_row(params![key, at.0], stored).optional()?.flatten())
    }

    /// Keeps cut-offs under a key for an instant, computed from a version of the base. Readers may do so too: cut-offs can
    /// be computed again at any time.
    pub fn save_cut_offs(&self, key: &str, at: Instant, version: u64, bytes: &[u8]) -> Result<(), Error> {
        let mut insert = self.connection.prepare_cached(
            "INSERT OR REPLACE INTO cut_offs (key, at, version, bytes, hash) VALUES (?1, ?2, ?3, ?4, ?5)",
        )?;
        insert.execute(params![key, at.0, version as i64, bytes, cut_offs_hash(key, at, version, bytes)])?;
        Ok(())
    }

    /// Whether a file of this name was imported before.
    pub fn has_imported(&self, name: &str) -> Result<bool, Error> {
        let mut query = self.connection.prepare_cached("SELECT 1 FROM imported WHERE name = ?1 LIMIT 1")?;
        Ok(query.exists([name])?)
    }

    /// The file of this content imported before, if any.
    pub fn imported(&self, content_hash: u64) -> Result<Option<ImportedFile>, Error> {
        let mut query = self.connection.prepare_cached(
            "SELECT name, content_hash, rows FROM imported WHERE content_hash = ?1 ORDER BY id LIMIT 1",
        )?;
        let file = |row: &rusqlite::Row<'_>| {
            let (content_hash, rows) = (row.get::<_, i64>(1)? as u64, row.get::<_, i64>(2)? as u64);
            Ok(ImportedFile { name: row.get(0)?, content_hash, rows })
        };
        Ok(query.query_row([content_hash as i64], file).optional()?)
    }
}

/// The checksum of stored cut-offs.
pub(crate) fn cut_offs_hash(key: &str, at: Instant, version: u64, bytes: &[u8]) -> i64 {
    let mut hash = Xxh3::new();
    hash.update(&at.0.to_le_bytes());
    hash.update(&version.to_le_bytes());
    hash.update(&(key.len() as u64).to_le_bytes());
    hash.update(key.as_bytes());
    hash.update(bytes);
    hash.digest() as i64
}
