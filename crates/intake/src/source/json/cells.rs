//! Lists that are written as JSON in the cells of a column: what databases export, and refused rows that were corrected.

use model::phrase::Phrase;
use serde_json::{Map, Value};

use super::{Columns, Rows};
use crate::read::Error;
use crate::read::refuse::Refused;
use crate::source::Most;
use crate::source::text_file::{TextFile, TextTable};
use crate::source::texts::Texts;

/// The elements of such lists, with what the other cells of their rows say.
pub(crate) struct CellLists {
    file: TextFile,
    list: String,
    columns: Columns,
    /// Elements read.
    rows: u64,
}

impl CellLists {
    /// Those of a column of a file.
    pub(crate) fn of(file: TextFile, list: &str) -> Self {
        CellLists { file, list: list.to_owned(), columns: Columns::default(), rows: 0 }
    }

    /// Whether the file has the column.
    pub(crate) fn has_column(&self) -> bool {
        self.file.names().contains(&self.list)
    }

    /// The same from its start, with the columns met so far.
    pub(crate) fn again(&self) -> Result<Self, Error> {
        let (file, list) = (self.file.again()?, self.list.clone());
        Ok(CellLists { file, list, columns: self.columns.clone(), rows: 0 })
    }

    /// The same from its start in another encoding, when its lines say so.
    pub(crate) fn again_reencoded(&self) -> Result<Option<Self>, Error> {
        Ok(self.file.again_reencoded()?.map(|file| CellLists::of(file, &self.list)))
    }

    /// Names of the columns met so far.
    pub(crate) fn names(&self) -> &[String] {
        &self.columns.names
    }

    /// Bytes of the file read so far.
    pub(crate) fn bytes(&self) -> u64 {
        self.file.bytes()
    }

    /// The elements of the next rows.
    pub(crate) fn next_chunk(&mut self, most: &Most, step: &mut dyn FnMut(u64, u64)) -> Result<TextTable, Error> {
        let read = self.file.next_chunk(most, step)?;
        let names = self.file.names();
        let table = TextTable { first_row: self.rows, more: read.more, ..TextTable::default() };
        let mut rows = Rows { table, columns: &mut self.columns, each: Some(&self.list), n_objects: 0 };
        rows.table.columns.resize_with(rows.columns.names.len(), Texts::default);
        for (row, &line) in read.lines.iter().enumerate() {
            let number = read.first_row + row as u64 + 1;
            let mut object = Map::new();
            for (name, cells) in names.iter().zip(&read.columns) {
                let Some(cell) = cells.get(row).filter(|cell| !cell.trim().is_empty()) else { continue };
                if *name != self.list {
                    object.insert(name.clone(), cell.into());
                    continue;
                }
                match serde_json::from_str(cell) {
                    Ok(list @ (Value::Array(_) | Value::Object(_))) => drop(object.insert(name.clone(), list)),
                    _ => rows.table.refused.push(Refused {
                        row: number,
                        line: Some(line),
                        column: Some(name.clone()),
                        value: cell.to_owned(),
                        reason: Phrase::new("refused-no-list"),
                        whole_row: false,
                        target: None,
                    }),
                }
            }
            rows.add_elements((line, number), b"", object);
        }
        let n_rows = rows.table.lines.len();
        rows.table.columns.iter_mut().for_each(|column| column.fill(n_rows));
        self.rows += n_rows as u64;
        Ok(rows.table)
    }
}
