//! Definitions kept as the files they come from: segments, computed attributes and computed columns of tables, and every version they had.

use model::time::Instant;
use rusqlite::{Connection, Transaction, TransactionBehavior, params};

use crate::{Error, Store, StoredSegment};

const TABLES: &str = "
CREATE TABLE IF NOT EXISTS attribute (id TEXT PRIMARY KEY, text TEXT NOT NULL, saved_at INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS table_column (id TEXT PRIMARY KEY, text TEXT NOT NULL, saved_at INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS definition_version (kind TEXT NOT NULL, id TEXT NOT NULL, version INTEGER NOT NULL, text TEXT,
    saved_at INTEGER NOT NULL, PRIMARY KEY (kind, id, version)) WITHOUT ROWID;
";

/// What a definition defines.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Defined {
    /// An attribute that the base computes.
    Attribute,
    /// A column of a reference table that the base computes.
    Column,
    /// A segment.
    Segment,
}

impl Defined {
    /// The name of its table, which is also that of its kind among the versions.
    fn table(self) -> &'static str {
        match self {
            Defined::Attribute => "attribute",
            Defined::Column => "table_column",
            Defined::Segment => "segment",
        }
    }
}

/// A definition that is saved, or removed when it has no text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DefinitionChange {
    /// What it defines.
    pub defined: Defined,
    /// Its id, also the name of its file.
    pub id: String,
    /// The text of its file; `None` to remove it.
    pub text: Option<String>,
}

/// A definition as it was from some time on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredVersion {
    /// From 1.
    pub version: u64,
    /// The text of its file; `None` when it was removed.
    pub text: Option<String>,
    /// When it was saved.
    pub saved_at: Instant,
}

/// Makes the tables of definitions where a base has none yet.
pub(crate) fn prepare(connection: &Connection) -> Result<(), Error> {
    Ok(connection.execute_batch(TABLES)?)
}

/// Whether a base has a table of definitions: one from before it has it from its next writing on.
fn has_table(connection: &Connection, name: &str) -> Result<bool, Error> {
    let query = "SELECT count(*) FROM sqlite_master WHERE name = ?1";
    Ok(connection.prepare_cached(query)?.query_row([name], |row| row.get::<_, i64>(0))? > 0)
}

impl Store {
    /// Saves and removes definitions, all or none. Each change is a version of its own.
    pub fn change_definitions(&mut self, changes: &[DefinitionChange], at: Instant) -> Result<(), Error> {
        self.writable()?;
        // It reads before it writes: a transaction that began by reading would be refused at once when a reader keeps
        // cut-offs meanwhile, in place of waiting for its turn.
        let transaction = Transaction::new_unchecked(&self.connection, TransactionBehavior::Immediate)?;
        for change in changes {
            change_one(&transaction, change, at)?;
        }
        self.disk.commit(transaction)
    }

    /// The computed attributes, by id.
    pub fn attributes(&self) -> Result<Vec<StoredSegment>, Error> {
        self.defined(Defined::Attribute)
    }

    /// The computed columns of reference tables, by id (`table.column`).
    pub fn table_columns(&self) -> Result<Vec<StoredSegment>, Error> {
        self.defined(Defined::Column)
    }

    fn defined(&self, defined: Defined) -> Result<Vec<StoredSegment>, Error> {
        let table = defined.table();
        if !has_table(&self.connection, table)? {
            return Ok(Vec::new());
        }
        let mut query = self.connection.prepare_cached(&format!("SELECT id, text FROM {table} ORDER BY id"))?;
        let found = query.query_map([], |row| Ok(StoredSegment { id: row.get(0)?, text: row.get(1)? }))?;
        Ok(found.collect::<Result<_, _>>()?)
    }

    /// The versions of a definition, the oldest first; none for one saved before versions were kept, and not since.
    pub fn versions(&self, defined: Defined, id: &str) -> Result<Vec<StoredVersion>, Error> {
        if !has_table(&self.connection, "definition_version")? {
            return Ok(Vec::new());
        }
        let mut query = self.connection.prepare_cached(
            "SELECT version, text, saved_at FROM definition_version WHERE kind = ?1 AND id = ?2 ORDER BY version",
        )?;
        let found = query.query_map([defined.table(), id], |row| {
            let version = row.get::<_, i64>(0)? as u64;
            Ok(StoredVersion { version, text: row.get(1)?, saved_at: Instant(row.get(2)?) })
        })?;
        Ok(found.collect::<Result<_, _>>()?)
    }
}

fn change_one(transaction: &Transaction<'_>, change: &DefinitionChange, at: Instant) -> Result<(), Error> {
    let table = change.defined.table();
    let versions = "SELECT count(*) FROM definition_version WHERE kind = ?1 AND id = ?2";
    let versions: i64 = transaction.prepare_cached(versions)?.query_row([table, &change.id], |row| row.get(0))?;
    if versions == 0 {
        // What was saved before versions were kept is the first one.
        let earlier = format!(
            "INSERT INTO definition_version (kind, id, version, text, saved_at)
             SELECT ?1, id, 1, text, saved_at FROM {table} WHERE id = ?2"
        );
        transaction.prepare_cached(&earlier)?.execute([table, &change.id])?;
    }
    match &change.text {
        Some(text) => {
            let save = format!("INSERT OR REPLACE INTO {table} (id, text, saved_at) VALUES (?1, ?2, ?3)");
            transaction.prepare_cached(&save)?.execute(params![change.id, text, at.0])?;
        }
        None => {
            transaction.prepare_cached(&format!("DELETE FROM {table} WHERE id = ?1"))?.execute([&change.id])?;
        }
    }
    let version = "INSERT INTO definition_version (kind, id, version, text, saved_at)
        SELECT ?1, ?2, 1 + coalesce(max(version), 0), ?3, ?4 FROM definition_version WHERE kind = ?1 AND id = ?2";
    transaction.prepare_cached(version)?.execute(params![table, change.id, change.text, at.0])?;
    Ok(())
}
