//! JSON objects as rows: each value a cell of the column that its names lead to.

use std::collections::BTreeMap;

use model::phrase::Phrase;
use model::written::list;
use rustc_hash::FxHashMap;
use serde_json::value::RawValue;
use serde_json::{Map, Number, Value};

use super::object::{self, Replaced};
use crate::read::refuse::Refused;
use crate::source::text_file::TextTable;
use crate::source::texts::{Cell, Texts};

/// More digits than this are not all kept by a double.
const DOUBLE_DIGITS: usize = 15;

/// The values of an object as they are written.
type Written<'w> = BTreeMap<String, &'w RawValue>;

/// Columns met so far.
#[derive(Clone, Default)]
pub(super) struct Columns {
    pub(super) names: Vec<String>,
    pub(super) positions: FxHashMap<String, usize>,
}

/// The rows of a chunk in the making.
pub(super) struct Rows<'c> {
    pub(super) table: TextTable,
    pub(super) columns: &'c mut Columns,
    pub(super) each: Option<&'c str>,
    /// Objects before, where elements of lists make the rows.
    pub(super) n_objects: u64,
}

impl Rows<'_> {
    pub(super) fn add(&mut self, line: u64, text: &[u8]) {
        match object::parse(text) {
            Ok((Value::Object(object), _)) if self.each.is_some() => {
                self.n_objects += 1;
                self.add_elements((line, self.n_objects), text, object);
            }
            Ok((Value::Object(object), replaced)) => {
                let row = self.table.lines.len();
                self.table.lines.push(line);
                for Replaced { name, value } in replaced {
                    self.refuse_name(row, &name, &value.to_string());
                }
                let written = if has_long_number(text) { serde_json::from_slice(text).ok() } else { None };
                self.add_object(row, &mut String::new(), &object, written.as_ref());
            }
            Ok(_) => self.refuse(line, text, Phrase::new("refused-not-an-object")),
            Err(fault) => {
                let reason = Phrase::new("refused-not-json").with("position", fault.column());
                self.refuse(line, text, reason);
            }
        }
    }

    /// Refuses a row that starts at a line.
    pub(super) fn refuse(&mut self, line: u64, text: &[u8], reason: Phrase) {
        // Objects that hold no readable list are refused where they are read themselves.
        if self.each.is_some() {
            self.n_objects += 1;
            return;
        }
        let row = self.table.lines.len();
        self.table.lines.push(line);
        self.table.refused.push(Refused {
            row: self.table.first_row + row as u64 + 1,
            line: self.table.lines.last().copied(),
            column: None,
            value: String::from_utf8_lossy(text).into_owned(),
            reason,
            whole_row: true,
            target: None,
        });
    }

    /// Refuses a value whose name another of its row bears.
    fn refuse_name(&mut self, row: usize, name: &str, text: &str) {
        let own = self.table.first_row + row as u64 + 1;
        self.table.refused.push(Refused {
            row: self.table.origins.get(row).copied().unwrap_or(own),
            line: self.table.lines.last().copied(),
            column: Some(name.to_owned()),
            value: text.to_owned(),
            reason: Phrase::new("refused-name-twice"),
            whole_row: false,
            target: None,
        });
    }

    pub(super) fn add_object(
        &mut self,
        row: usize,
        path: &mut String,
        object: &Map<String, Value>,
        written: Option<&Written<'_>>,
    ) {
        let outer = path.len();
        for (name, value) in object {
            if outer > 0 {
                path.push('.');
            }
            path.push_str(name);
            let raw = written.and_then(|written| written.get(name)).map(|raw| raw.get());
            match value {
                Value::Null => {}
                Value::Object(inner) => {
                    let written = raw.and_then(|raw| serde_json::from_str(raw).ok());
                    self.add_object(row, path, inner, written.as_ref());
                }
                Value::Bool(truth) => self.add_cell(row, path, if *truth { "true" } else { "false" }, Cell::Bool),
                Value::Number(number) => self.add_cell(row, path, &number_text(number, raw), Cell::Number),
                Value::String(text) => self.add_cell(row, path, text, Cell::Text),
                Value::Array(elements) => {
                    let raws: Option<Vec<&RawValue>> = raw.and_then(|raw| serde_json::from_str(raw).ok());
                    let element = |(position, element): (usize, &Value)| match element {
                        Value::Number(number) => {
                            let raw = raws.as_ref().and_then(|raws| raws.get(position)).map(|raw| raw.get());
                            Some(Some(number_text(number, raw)))
                        }
                        other => list::scalar(other),
                    };
                    let texts: Option<Vec<Option<String>>> = elements.iter().enumerate().map(element).collect();
                    match texts {
                        Some(texts) => {
                            let written = list::of_elements(texts.iter().flatten().map(String::as_str));
                            self.add_cell(row, path, &written, Cell::List);
                        }
                        None => match raw {
                            Some(raw) => self.add_cell(row, path, raw, Cell::Unfit),
                            None => self.add_cell(row, path, &value.to_string(), Cell::Unfit),
                        },
                    }
                }
            }
            path.truncate(outer);
        }
    }

    pub(super) fn add_cell(&mut self, row: usize, name: &str, text: &str, kind: Cell) {
        let position = match self.columns.positions.get(name) {
            Some(&position) => position,
            None => {
                let position = self.columns.names.len();
                self.columns.positions.insert(name.to_owned(), position);
                self.columns.names.push(name.to_owned());
                self.table.columns.push(Texts::default());
                position
            }
        };
        let column = &mut self.table.columns[position];
        if column.len() > row {
            // Both `{"a.b": …}` and `{"a": {"b": …}}` in one row.
            self.refuse_name(row, name, text);
            return;
        }
        column.fill(row);
        // An empty list is a missing cell, whatever its type would be.
        let kind = if text.is_empty() { Cell::Text } else { kind };
        column.push_kind(text, kind);
    }
}

/// Whether a line may hold a number of which a double does not keep all digits.
pub(super) fn has_long_number(text: &[u8]) -> bool {
    text.split(|byte| !matches!(byte, b'0'..=b'9' | b'.')).any(|digits| digits.len() > DOUBLE_DIGITS)
}

/// A number as it is written when a double would not keep all its digits, else in the one writing of its value.
fn number_text(number: &Number, raw: Option<&str>) -> String {
    match raw {
        Some(raw) if number.is_f64() && has_long_number(raw.as_bytes()) => raw.to_owned(),
        _ => number.to_string(),
    }
}
