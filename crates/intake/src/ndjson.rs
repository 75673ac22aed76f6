//! NDJSON files: one JSON object a line. Nested objects make dotted names.

use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::Path;

use model::phrase::Phrase;
use rustc_hash::FxHashMap;
use serde_json::{Map, Value};

use crate::convert::list;
use crate::read::Error;
use crate::refuse::Refused;
use crate::source::TextTable;
use crate::texts::{Cell, Texts};

/// Rows between two words on the progress.
const STRIDE: usize = 8_192;

/// Reads a whole file. `step` hears up to which byte, and how many rows that was.
pub(crate) fn read(path: &Path, step: &mut dyn FnMut(u64, u64)) -> Result<TextTable, Error> {
    let failed = |source| Error::Unreadable { path: path.to_owned(), source };
    let mut reader = BufReader::with_capacity(1 << 20, File::open(path).map_err(failed)?);
    let mut rows = Rows { table: TextTable { open: true, ..TextTable::default() }, positions: FxHashMap::default() };
    let (mut line, mut bytes, mut buffer) = (0, 0, Vec::new());
    loop {
        buffer.clear();
        let length = reader.read_until(b'\n', &mut buffer).map_err(failed)?;
        if length == 0 {
            break;
        }
        line += 1;
        bytes += length as u64;
        let text = buffer.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&buffer).trim_ascii();
        if text.is_empty() {
            continue;
        }
        rows.add(line, text);
        if rows.table.lines.len() % STRIDE == 1 {
            step(bytes, rows.table.lines.len() as u64);
        }
    }
    let n_rows = rows.table.lines.len();
    rows.table.columns.iter_mut().for_each(|column| column.fill(n_rows));
    Ok(rows.table)
}

struct Rows {
    table: TextTable,
    /// Position of each column by its name.
    positions: FxHashMap<String, usize>,
}

impl Rows {
    fn add(&mut self, line: u64, text: &[u8]) {
        let row = self.table.lines.len();
        self.table.lines.push(line);
        match serde_json::from_slice::<Value>(text) {
            Ok(Value::Object(object)) => self.add_object(row, &mut String::new(), &object),
            Ok(_) => self.refuse_line(row, text, Phrase::new("refused-not-an-object")),
            Err(fault) => {
                let reason = Phrase::new("refused-not-json").with("position", fault.column());
                self.refuse_line(row, text, reason);
            }
        }
    }

    fn refuse_line(&mut self, row: usize, text: &[u8], reason: Phrase) {
        self.table.refused.push(Refused {
            row: row as u64 + 1,
            line: self.table.lines.last().copied(),
            column: None,
            value: String::from_utf8_lossy(text).into_owned(),
            reason,
            whole_row: true,
            target: None,
        });
    }

    fn add_object(&mut self, row: usize, path: &mut String, object: &Map<String, Value>) {
        let outer = path.len();
        for (name, value) in object {
            if outer > 0 {
                path.push('.');
            }
            path.push_str(name);
            match value {
                Value::Null => {}
                Value::Object(inner) => self.add_object(row, path, inner),
                Value::Bool(truth) => self.add_cell(row, path, if *truth { "true" } else { "false" }, Cell::Bool),
                Value::Number(number) => self.add_cell(row, path, &number.to_string(), Cell::Number),
                Value::String(text) => self.add_cell(row, path, text, Cell::Text),
                Value::Array(elements) => {
                    let texts: Option<Vec<Option<String>>> = elements.iter().map(list::scalar).collect();
                    match texts {
                        Some(texts) => {
                            let written = list::of_elements(texts.iter().flatten().map(String::as_str));
                            self.add_cell(row, path, &written, Cell::List);
                        }
                        None => self.add_cell(row, path, &value.to_string(), Cell::Unfit),
                    }
                }
            }
            path.truncate(outer);
        }
    }

    fn add_cell(&mut self, row: usize, name: &str, text: &str, kind: Cell) {
        let position = match self.positions.get(name) {
            Some(&position) => position,
            None => {
                let position = self.table.names.len();
                self.positions.insert(name.to_owned(), position);
                self.table.names.push(name.to_owned());
                self.table.columns.push(Texts::default());
                position
            }
        };
        let column = &mut self.table.columns[position];
        if column.len() > row {
            // Both `{"a.b": …}` and `{"a": {"b": …}}` in one row.
            self.table.refused.push(Refused {
                row: row as u64 + 1,
                line: self.table.lines.last().copied(),
                column: Some(name.to_owned()),
                value: text.to_owned(),
                reason: Phrase::new("refused-name-twice"),
                whole_row: false,
                target: None,
            });
            return;
        }
        column.fill(row);
        // An empty list is a missing cell, whatever its type would be.
        let kind = if text.is_empty() { Cell::Text } else { kind };
        column.push_kind(text, kind);
    }
}
