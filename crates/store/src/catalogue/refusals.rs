//! What was refused of imported files: each row or value with its reason, and the row as it was written, until a
//! corrected one takes its place.
//!
//! Refusals of a file under way wait in a temporary table, which SQLite keeps on disk: a file of which every row is
//! refused fills no memory.

use model::columns::Target;
use rusqlite::{Connection, Transaction, params};

use crate::catalogue::rounded::{self, RoundedField};
use crate::{Error, catalogue};

/// Refusals kept of one file; those beyond are counted only. Who sees so many corrects the file or its mapping, and
/// imports it again.
pub(crate) const MOST_KEPT: u64 = 1_000_000;

/// The tables of refusals, beside that of bases from before rows were kept.
pub(crate) const TABLES: &str = "
CREATE TABLE IF NOT EXISTS refused_row (file INTEGER NOT NULL, row INTEGER NOT NULL, line INTEGER, cells TEXT NOT NULL,
    PRIMARY KEY (file, row)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS refused_target (refusal INTEGER PRIMARY KEY, target TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS refused_file (file INTEGER PRIMARY KEY, columns TEXT NOT NULL, mapping TEXT NOT NULL,
    refused INTEGER NOT NULL);
CREATE INDEX IF NOT EXISTS refused_by_file ON refused (file, row);
";

const WAITING: &str = "
CREATE TEMP TABLE IF NOT EXISTS waiting_refused (row INTEGER NOT NULL, field TEXT, value TEXT NOT NULL,
    reason TEXT NOT NULL, words TEXT NOT NULL, whole_row INTEGER NOT NULL, target TEXT);
CREATE TEMP TABLE IF NOT EXISTS waiting_row (row INTEGER PRIMARY KEY, line INTEGER, cells TEXT NOT NULL);
CREATE TEMP TABLE IF NOT EXISTS waiting_gone (file INTEGER NOT NULL, row INTEGER NOT NULL);
DELETE FROM temp.waiting_refused; DELETE FROM temp.waiting_row; DELETE FROM temp.waiting_gone;
";

/// A row, or one of its values, that was refused.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RefusedRow {
    /// Number of the row in its file.
    pub row: u64,
    /// Line of the file at which the row starts, for formats made of lines.
    pub line: Option<u64>,
    /// What the row was for; `None` when it could not be read at all.
    pub target: Option<Target>,
    /// Its column, when a value was refused.
    pub column: Option<String>,
    /// The value as it was written.
    pub value: String,
    /// Key of the sentence that gives the reason.
    pub reason_key: String,
    /// Words of that sentence.
    pub reason_words: Vec<(String, String)>,
    /// Whether the whole row was refused, not only the value.
    pub whole_row: bool,
}

/// A refused row as it was written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RefusedCells {
    /// Number of the row in its file.
    pub row: u64,
    /// Line of the file at which the row starts, for formats made of lines.
    pub line: Option<u64>,
    /// Its cells in order of the columns; of a row that could not be cut into cells, its whole text.
    pub cells: Vec<String>,
}

/// Refusals of an import under way.
#[derive(Debug, Default)]
pub(crate) struct Waiting {
    is_ready: bool,
    /// Refusals so far, those beyond what is kept included.
    pub(crate) refused: u64,
    columns: Vec<String>,
    mapping: String,
    /// Numbers that were rounded, by field.
    pub(crate) rounded: Vec<RoundedField>,
}

impl Waiting {
    fn ready(&mut self, connection: &Connection) -> Result<(), Error> {
        if !std::mem::replace(&mut self.is_ready, true) {
            connection.execute_batch(WAITING)?;
        }
        Ok(())
    }

    /// Says how the file is read: its columns, and the text of the mapping.
    pub(crate) fn set_reading(&mut self, columns: &[String], mapping: &str) {
        columns.clone_into(&mut self.columns);
        mapping.clone_into(&mut self.mapping);
    }

    /// Whether so many are kept that no more are.
    pub(crate) fn is_full(&self) -> bool {
        self.refused >= MOST_KEPT
    }

    /// Takes refusals, and the rows they are of as they are written.
    pub(crate) fn add(
        &mut self,
        connection: &Connection,
        refused: &[RefusedRow],
        rows: &[RefusedCells],
    ) -> Result<(), Error> {
        if refused.is_empty() {
            return Ok(());
        }
        self.ready(connection)?;
        let room = usize::try_from(MOST_KEPT.saturating_sub(self.refused)).unwrap_or(usize::MAX);
        self.refused += refused.len() as u64;
        let transaction = connection.unchecked_transaction()?;
        for one in refused.iter().take(room) {
            let mut insert =
                transaction.prepare_cached("INSERT INTO temp.waiting_refused VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)")?;
            let words = catalogue::json("words of a refusal", &one.reason_words)?;
            let target = one.target.as_ref().map(text_of);
            let row = one.row as i64;
            insert.execute(params![row, one.column, one.value, one.reason_key, words, one.whole_row, target])?;
        }
        let last = refused.iter().take(room).map(|one| one.row).max().unwrap_or(0);
        for one in rows.iter().filter(|one| one.row <= last) {
            let mut insert =
                transaction.prepare_cached("INSERT OR REPLACE INTO temp.waiting_row VALUES (?1, ?2, ?3)")?;
            let cells = catalogue::json("cells of a refused row", &one.cells)?;
            insert.execute(params![one.row as i64, one.line.map(|line| line as i64), cells])?;
        }
        Ok(transaction.commit()?)
    }

    /// Says that rows refused before, told by the numbers of their files and rows, have others in their place.
    pub(crate) fn replace(&mut self, connection: &Connection, rows: &[(u64, u64)]) -> Result<(), Error> {
        if rows.is_empty() {
            return Ok(());
        }
        self.ready(connection)?;
        let transaction = connection.unchecked_transaction()?;
        for (file, row) in rows {
            let mut insert = transaction.prepare_cached("INSERT INTO temp.waiting_gone VALUES (?1, ?2)")?;
            insert.execute([*file as i64, *row as i64])?;
        }
        Ok(transaction.commit()?)
    }

    /// Keeps what waits, as part of the transaction that makes the file's rows live.
    pub(crate) fn save(&self, transaction: &Transaction<'_>, file: i64) -> Result<(), Error> {
        rounded::save(transaction, file, &self.rounded)?;
        if !self.is_ready {
            return Ok(());
        }
        prepare(transaction)?;
        for table in ["refused", "refused_row"] {
            let gone = format!("DELETE FROM {table} WHERE (file, row) IN (SELECT file, row FROM temp.waiting_gone)");
            transaction.execute(&gone, [])?;
        }
        transaction.execute("DELETE FROM refused_target WHERE refusal NOT IN (SELECT id FROM refused)", [])?;
        if self.refused == 0 {
            return Ok(());
        }
        let columns = catalogue::json("columns of a file", &self.columns)?;
        transaction.execute(
            "INSERT OR REPLACE INTO refused_file (file, columns, mapping, refused) VALUES (?1, ?2, ?3, ?4)",
            params![file, columns, self.mapping, self.refused as i64],
        )?;
        let first: i64 = transaction.query_row("SELECT coalesce(max(id), 0) FROM refused", [], |row| row.get(0))?;
        transaction.execute(
            "INSERT INTO refused (id, file, row, field, value, reason, words, whole_row)
             SELECT ?2 + rowid, ?1, row, field, value, reason, words, whole_row FROM temp.waiting_refused ORDER BY rowid",
            [file, first],
        )?;
        transaction.execute(
            "INSERT INTO refused_target (refusal, target)
             SELECT ?1 + rowid, target FROM temp.waiting_refused WHERE target IS NOT NULL ORDER BY rowid",
            [first],
        )?;
        transaction.execute(
            "INSERT INTO refused_row (file, row, line, cells) SELECT ?1, row, line, cells FROM temp.waiting_row",
            [file],
        )?;
        Ok(())
    }
}

/// Makes the tables where a base was made before there were any.
pub(crate) fn prepare(connection: &Connection) -> Result<(), Error> {
    Ok(connection.execute_batch(TABLES)?)
}

/// Whether a base has the tables.
pub(crate) fn are_there(connection: &Connection) -> Result<bool, Error> {
    let query = "SELECT count(*) FROM sqlite_master WHERE name = 'refused_row'";
    Ok(connection.query_row(query, [], |row| row.get::<_, i64>(0))? > 0)
}

/// A target as the catalogue writes it.
pub(crate) fn text_of(target: &Target) -> String {
    match target {
        Target::Stream(name) => format!("stream {name}"),
        Target::Table(name) => format!("table {name}"),
        Target::Profile => "profile".to_owned(),
    }
}

/// The target of a text.
pub(crate) fn target_of(text: &str) -> Target {
    match text.split_once(' ') {
        Some(("stream", name)) => Target::Stream(name.to_owned()),
        Some((_, name)) => Target::Table(name.to_owned()),
        None => Target::Profile,
    }
}
