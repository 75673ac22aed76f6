//! Asking for what was refused: listed, grouped by reason, and file by file with the rows as they were written.

use model::time::Instant;
use rusqlite::types::Value;
use rusqlite::{OptionalExtension, Row, params_from_iter};

use crate::catalogue::refusals::{self, RefusedCells, RefusedRow};
use crate::{Error, Store, catalogue};

/// Which refusals are meant.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Refusals {
    /// Those of the import of this number.
    pub import: Option<u64>,
    /// Those of files of this name.
    pub file: Option<String>,
    /// Those of rows for this stream, this table, or `profile`.
    pub target: Option<String>,
    /// Those with this key of a reason.
    pub reason: Option<String>,
}

/// A refusal of the base.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredRefusal {
    /// Number of the import of its file.
    pub file: u64,
    /// Name of its file.
    pub name: String,
    /// What was refused.
    pub refused: RefusedRow,
}

/// Refusals for one reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RefusalGroup {
    /// How many there are.
    pub count: u64,
    /// How many of them are whole rows.
    pub whole_rows: u64,
    /// Names of some of their files, at most three, in order.
    pub files: Vec<String>,
    /// The first of them.
    pub example: StoredRefusal,
}

/// An import that refused something which still stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RefusedFile {
    /// Its number.
    pub file: u64,
    /// Name of its file.
    pub name: String,
    /// When it was received.
    pub received_at: Instant,
    /// The file's columns; none where rows were not kept.
    pub columns: Vec<String>,
    /// Text of the mapping it was read by.
    pub mapping: String,
    /// Refusals that stand.
    pub standing: u64,
    /// Refusals that were too many to be kept.
    pub beyond: u64,
}

impl Refusals {
    /// The condition on the tables, and what is filled in.
    fn condition(&self, has_rows: bool) -> (String, Vec<Value>) {
        let (mut conditions, mut values) = (vec!["1".to_owned()], Vec::new());
        let mut add = |condition: &str, value: &String| {
            values.push(Value::from(value.clone()));
            conditions.push(condition.replace('?', &format!("?{}", values.len())));
        };
        if let Some(import) = self.import {
            add("refused.file = CAST(? AS INTEGER)", &import.to_string());
        }
        if let Some(file) = &self.file {
            add("imported.name = ?", file);
        }
        if let Some(reason) = &self.reason {
            add("refused.reason = ?", reason);
        }
        match &self.target {
            Some(target) if has_rows => add("target IN (?, 'stream ' || ?, 'table ' || ?)", target),
            Some(_) => conditions.push("0".to_owned()),
            None => {}
        }
        (conditions.join(" AND "), values)
    }
}

impl Store {
    /// Refusals that stand, the latest files first, at most `limit`.
    pub fn refused(&self, which: &Refusals, limit: usize) -> Result<Vec<StoredRefusal>, Error> {
        let mut found = Vec::new();
        self.each_refused(which, "refused.file DESC, refused.id", limit, |refusal| found.push(refusal))?;
        Ok(found)
    }

    /// Number of refusals that stand.
    pub fn n_refused(&self, which: &Refusals) -> Result<u64, Error> {
        let (tables, has_rows) = self.refused_tables()?;
        let (condition, values) = which.condition(has_rows);
        let query = format!("SELECT count(*) FROM {tables} WHERE {condition}");
        let count: i64 = self.connection.query_row(&query, params_from_iter(values), |row| row.get(0))?;
        Ok(count as u64)
    }

    /// Refusals that stand, by reason, the commonest first.
    pub fn refused_by_reason(&self, which: &Refusals) -> Result<Vec<RefusalGroup>, Error> {
        let (tables, has_rows) = self.refused_tables()?;
        let (condition, values) = which.condition(has_rows);
        let query = format!(
            "SELECT refused.reason, count(*), sum(whole_row) FROM {tables} WHERE {condition}
             GROUP BY refused.reason ORDER BY 2 DESC, 1"
        );
        let mut query = self.connection.prepare(&query)?;
        let counts = query.query_map(params_from_iter(values), |row| {
            Ok((row.get::<_, String>(0)?, row.get::<_, i64>(1)? as u64, row.get::<_, i64>(2)? as u64))
        })?;
        let counts: Vec<(String, u64, u64)> = counts.collect::<Result<_, _>>()?;
        let mut groups = Vec::new();
        for (reason, count, whole_rows) in counts {
            let of_reason = Refusals { reason: Some(reason), ..which.clone() };
            let files = self.refused_file_names(&of_reason)?;
            if let Some(example) = self.refused(&of_reason, 1)?.pop() {
                groups.push(RefusalGroup { count, whole_rows, files, example });
            }
        }
        Ok(groups)
    }

    fn refused_file_names(&self, which: &Refusals) -> Result<Vec<String>, Error> {
        let (tables, has_rows) = self.refused_tables()?;
        let (condition, values) = which.condition(has_rows);
        let query = format!("SELECT DISTINCT name FROM {tables} WHERE {condition} ORDER BY name LIMIT 3");
        let mut query = self.connection.prepare(&query)?;
        let names = query.query_map(params_from_iter(values), |row| row.get(0))?;
        Ok(names.collect::<Result<_, _>>()?)
    }

    /// The imports with refusals that stand, in order.
    pub fn refused_files(&self, which: &Refusals) -> Result<Vec<RefusedFile>, Error> {
        let (tables, has_rows) = self.refused_tables()?;
        let (condition, values) = which.condition(has_rows);
        let query = format!(
            "SELECT refused.file, name, count(*), imported.received_at FROM {tables} WHERE {condition}
             GROUP BY refused.file ORDER BY refused.file"
        );
        let mut query = self.connection.prepare(&query)?;
        let files = query.query_map(params_from_iter(values), |row| {
            Ok((row.get::<_, i64>(0)?, row.get::<_, String>(1)?, row.get::<_, i64>(2)? as u64, row.get(3)?))
        })?;
        let mut found = Vec::new();
        for file in files {
            let (number, name, standing, received_at) = file?;
            let mut file = RefusedFile {
                file: number as u64,
                name,
                received_at: Instant(received_at),
                columns: Vec::new(),
                mapping: String::new(),
                standing,
                beyond: 0,
            };
            if has_rows {
                let mut query = self
                    .connection
                    .prepare_cached("SELECT columns, mapping, refused FROM refused_file WHERE file = ?1")?;
                let told = query.query_row([number], |row| Ok((row.get(0)?, row.get(1)?, row.get::<_, i64>(2)?)));
                if let Some((columns, mapping, refused)) = told.optional()? {
                    let columns: String = columns;
                    file.columns = catalogue::parsed("columns of a file", &columns)?;
                    file.mapping = mapping;
                    file.beyond = (refused as u64).saturating_sub(refusals::MOST_KEPT);
                }
            }
            found.push(file);
        }
        Ok(found)
    }

    /// Hands over refusals that stand one after the other, in order of their files and rows.
    pub fn each_refused_row(&self, which: &Refusals, visit: impl FnMut(StoredRefusal)) -> Result<(), Error> {
        self.each_refused(which, "refused.file, refused.row, refused.id", usize::MAX, visit)
    }

    /// A refused row of an import as it was written, if it was kept.
    pub fn refused_cells(&self, file: u64, row: u64) -> Result<Option<RefusedCells>, Error> {
        if !refusals::are_there(&self.connection)? {
            return Ok(None);
        }
        let mut query =
            self.connection.prepare_cached("SELECT row, line, cells FROM refused_row WHERE file = ?1 AND row = ?2")?;
        query.query_row([file as i64, row as i64], |row| Ok(cells_of(row))).optional()?.transpose()
    }

    /// Rows between two numbers that were refused of files of a name and stand, with the columns to blame.
    pub(crate) fn standing(&self, name: &str, rows: std::ops::RangeInclusive<u64>) -> Result<Vec<StandingRow>, Error> {
        if !refusals::are_there(&self.connection)? {
            return Ok(Vec::new());
        }
        let mut query = self.connection.prepare_cached(
            "SELECT refused_row.row, line, cells, refused_row.file,
                (SELECT group_concat(coalesce(field, ''), char(10)) FROM refused
                 WHERE refused.file = refused_row.file AND refused.row = refused_row.row)
             FROM refused_row JOIN imported ON imported.id = refused_row.file
             WHERE name = ?1 AND refused_row.row BETWEEN ?2 AND ?3 ORDER BY refused_row.file, refused_row.row",
        )?;
        let (first, last) = (*rows.start() as i64, *rows.end() as i64);
        let mut found = Vec::new();
        let mut rows = query.query(rusqlite::params![name, first, last])?;
        while let Some(row) = rows.next()? {
            let blamed: Option<String> = row.get(4)?;
            let file = row.get::<_, i64>(3)? as u64;
            let blamed = blamed.unwrap_or_default().split('\n').map(str::to_owned).collect();
            found.push(StandingRow { file, written: cells_of(row)?, blamed });
        }
        Ok(found)
    }

    /// The tables of refusals joined, and whether rows and targets are among them.
    fn refused_tables(&self) -> Result<(&'static str, bool), Error> {
        Ok(match refusals::are_there(&self.connection)? {
            true => (
                "refused JOIN imported ON imported.id = refused.file
                 LEFT JOIN refused_target ON refused_target.refusal = refused.id
                 LEFT JOIN refused_row ON refused_row.file = refused.file AND refused_row.row = refused.row",
                true,
            ),
            false => ("refused JOIN imported ON imported.id = refused.file", false),
        })
    }

    fn each_refused(
        &self,
        which: &Refusals,
        order: &str,
        limit: usize,
        mut visit: impl FnMut(StoredRefusal),
    ) -> Result<(), Error> {
        let (tables, has_rows) = self.refused_tables()?;
        let (condition, values) = which.condition(has_rows);
        let more = if has_rows { "target, line" } else { "NULL, NULL" };
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let query = format!(
            "SELECT refused.file, name, refused.row, field, value, reason, words, whole_row, {more} FROM {tables}
             WHERE {condition} ORDER BY {order} LIMIT {limit}"
        );
        let mut query = self.connection.prepare(&query)?;
        let mut rows = query.query(params_from_iter(values))?;
        while let Some(row) = rows.next()? {
            let words: String = row.get(6)?;
            let target: Option<String> = row.get(8)?;
            let refused = RefusedRow {
                row: row.get::<_, i64>(2)? as u64,
                line: row.get::<_, Option<i64>>(9)?.map(|line| line as u64),
                target: target.map(|target| refusals::target_of(&target)),
                column: row.get(3)?,
                value: row.get(4)?,
                reason_key: row.get(5)?,
                reason_words: catalogue::parsed("words of a refusal", &words)?,
                whole_row: row.get(7)?,
            };
            visit(StoredRefusal { file: row.get::<_, i64>(0)? as u64, name: row.get(1)?, refused });
        }
        Ok(())
    }
}

/// A refused row that stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StandingRow {
    /// Number of the import of its file.
    pub file: u64,
    /// The row as it was written.
    pub written: RefusedCells,
    /// The columns to blame; an empty name for none.
    pub blamed: Vec<String>,
}

fn cells_of(row: &Row<'_>) -> Result<RefusedCells, Error> {
    let cells: String = row.get(2)?;
    Ok(RefusedCells {
        row: row.get::<_, i64>(0)? as u64,
        line: row.get::<_, Option<i64>>(1)?.map(|line| line as u64),
        cells: catalogue::parsed("cells of a refused row", &cells)?,
    })
}
