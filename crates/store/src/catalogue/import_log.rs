//! The log of imports: when each was run, what of, and what it came to. It says what happened, and decides about no
//! row; the schedule of imports is told from it.

use model::time::Instant;
use rusqlite::{Connection, Row, params};

use crate::{Error, Store, catalogue};

const TABLE: &str = "
CREATE TABLE IF NOT EXISTS import_log (id INTEGER PRIMARY KEY, started_at INTEGER NOT NULL, microseconds INTEGER NOT NULL,
    source TEXT, path TEXT NOT NULL, outcome TEXT NOT NULL, rows INTEGER NOT NULL, taken INTEGER NOT NULL,
    refused INTEGER NOT NULL, detail TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS import_log_by_source ON import_log (source);
";

/// How an import ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The file was taken in.
    Taken,
    /// The very same file had been taken in before.
    Known,
    /// It was left for later: it is still being written.
    Waiting,
    /// It could not be taken in.
    Failed,
    /// A source had nothing to take in.
    Nothing,
}

impl Outcome {
    const ALL: [Outcome; 5] = [Outcome::Taken, Outcome::Known, Outcome::Waiting, Outcome::Failed, Outcome::Nothing];

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Outcome::Taken => "taken",
            Outcome::Known => "known",
            Outcome::Waiting => "waiting",
            Outcome::Failed => "failed",
            Outcome::Nothing => "nothing",
        }
    }

    /// The outcome of a name.
    pub fn of_name(name: &str) -> Option<Self> {
        Outcome::ALL.into_iter().find(|outcome| outcome.name() == name)
    }
}

/// An import as the log has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportEntry {
    /// When it was started.
    pub started_at: Instant,
    /// How long it took, in microseconds.
    pub microseconds: u64,
    /// The scheduled source it belongs to, if any.
    pub source: Option<String>,
    /// The file.
    pub path: String,
    /// How it ended.
    pub outcome: Outcome,
    /// Rows in the file.
    pub rows: u64,
    /// Rows that were new, or new versions.
    pub taken: u64,
    /// Rows and values that were refused.
    pub refused: u64,
    /// Why it failed or waits, as the person who started it was told.
    pub detail: String,
}

/// Makes the table where there is none.
pub(crate) fn prepare(connection: &Connection) -> Result<(), Error> {
    Ok(connection.execute_batch(TABLE)?)
}

impl Store {
    /// Adds an entry to the log of imports.
    pub fn log_import(&mut self, entry: &ImportEntry) -> Result<(), Error> {
        self.writable()?;
        let transaction = self.connection.unchecked_transaction()?;
        prepare(&transaction)?;
        transaction.execute(
            "INSERT INTO import_log (started_at, microseconds, source, path, outcome, rows, taken, refused, detail)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
            params![
                entry.started_at.0,
                entry.microseconds as i64,
                entry.source,
                entry.path,
                entry.outcome.name(),
                entry.rows as i64,
                entry.taken as i64,
                entry.refused as i64,
                entry.detail
            ],
        )?;
        self.disk.commit(transaction)
    }

    /// The latest imports, the latest first, at most `limit`; only those of a source when one is named.
    pub fn imports(&self, source: Option<&str>, limit: usize) -> Result<Vec<ImportEntry>, Error> {
        if !self.has_import_log()? {
            return Ok(Vec::new());
        }
        let mut query = self.connection.prepare_cached(
            "SELECT started_at, microseconds, source, path, outcome, rows, taken, refused, detail FROM import_log
             WHERE ?1 IS NULL OR source = ?1 ORDER BY id DESC LIMIT ?2",
        )?;
        let found = query.query_map(params![source, i64::try_from(limit).unwrap_or(i64::MAX)], entry)?;
        Ok(found.collect::<Result<_, _>>()?)
    }

    /// When a source was last run to its end, with nothing that failed or was left for later; `None` for one that never
    /// was.
    pub fn last_run_of(&self, source: &str) -> Result<Option<Instant>, Error> {
        if !self.has_import_log()? {
            return Ok(None);
        }
        let mut query = self.connection.prepare_cached(
            "SELECT max(started_at) FROM import_log AS whole WHERE source = ?1 AND NOT EXISTS (SELECT 1 FROM import_log
             WHERE source = ?1 AND started_at = whole.started_at AND outcome IN ('waiting', 'failed'))",
        )?;
        Ok(query.query_row([source], |row| row.get::<_, Option<i64>>(0))?.map(Instant))
    }

    fn has_import_log(&self) -> Result<bool, Error> {
        catalogue::has_table(&self.connection, "import_log")
    }
}

fn entry(row: &Row<'_>) -> Result<ImportEntry, rusqlite::Error> {
    Ok(ImportEntry {
        started_at: Instant(row.get(0)?),
        microseconds: row.get::<_, i64>(1)? as u64,
        source: row.get(2)?,
        path: row.get(3)?,
        outcome: Outcome::of_name(&row.get::<_, String>(4)?).unwrap_or(Outcome::Failed),
        rows: row.get::<_, i64>(5)? as u64,
        taken: row.get::<_, i64>(6)? as u64,
        refused: row.get::<_, i64>(7)? as u64,
        detail: row.get(8)?,
    })
}
