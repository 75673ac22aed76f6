//! CSV files: a header line, then one row a line, cells quoted where needed.

use std::fs::File;
use std::path::Path;

use ::csv::{ByteRecord, ReaderBuilder};
use model::phrase::Phrase;

use crate::read::Error;
use crate::refuse::Refused;
use crate::source::TextTable;
use crate::texts::Texts;

/// Rows between two words on the progress.
const STRIDE: usize = 8_192;

/// Reads a whole file. `step` hears up to which byte, and how many rows that was.
pub(crate) fn read(path: &Path, delimiter: u8, step: &mut dyn FnMut(u64, u64)) -> Result<TextTable, Error> {
    let file = File::open(path).map_err(|source| Error::Unreadable { path: path.to_owned(), source })?;
    let failed = |source| Error::Csv { path: path.to_owned(), source };
    let mut reader = ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter)
        .buffer_capacity(1 << 20)
        .from_reader(file);
    let mut table = TextTable::default();
    let mut record = ByteRecord::new();
    if !reader.read_byte_record(&mut record).map_err(failed)? {
        return Ok(table);
    }
    table.names = record.iter().enumerate().map(|(position, name)| column_name(position, name)).collect();
    table.columns.resize_with(table.names.len(), Texts::default);
    // The reader leaves the second byte of a two-byte line end to the next row, and its line with it.
    let lag = u64::from(reader.position().line() == 1 + line_ends(&record));
    loop {
        let before = reader.position().line();
        if !reader.read_byte_record(&mut record).map_err(failed)? {
            break;
        }
        // What was passed beyond the row itself are blank lines before it.
        let passed = reader.position().line() - before;
        let line = before + lag + passed.saturating_sub(1 + line_ends(&record));
        let row = table.lines.len();
        table.lines.push(line);
        if let Some(reason) = fault(&record, table.names.len()) {
            table.refused.push(Refused {
                row: row as u64 + 1,
                line: Some(line),
                column: None,
                value: whole_line(&record, delimiter),
                reason,
                whole_row: true,
                target: None,
            });
            table.columns.iter_mut().for_each(|column| column.push(""));
        } else {
            for (column, cell) in table.columns.iter_mut().zip(&record) {
                column.push(std::str::from_utf8(cell).unwrap_or_default());
            }
        }
        if row % STRIDE == 0 {
            step(reader.position().byte(), table.lines.len() as u64);
        }
    }
    Ok(table)
}

fn line_ends(record: &ByteRecord) -> u64 {
    record.as_slice().iter().filter(|byte| **byte == b'\n').count() as u64
}

fn column_name(position: usize, name: &[u8]) -> String {
    let name = String::from_utf8_lossy(name);
    let name = name.trim_start_matches('\u{feff}').trim();
    if name.is_empty() { format!("column_{}", position + 1) } else { name.to_owned() }
}

fn fault(record: &ByteRecord, expected: usize) -> Option<Phrase> {
    if record.len() != expected {
        return Some(Phrase::new("refused-cells").with("found", record.len()).with("expected", expected));
    }
    let is_utf8 =
        std::str::from_utf8(record.as_slice()).is_ok() || record.iter().all(|cell| std::str::from_utf8(cell).is_ok());
    (!is_utf8).then(|| Phrase::new("refused-not-utf8"))
}

fn whole_line(record: &ByteRecord, delimiter: u8) -> String {
    let cells: Vec<_> = record.iter().map(String::from_utf8_lossy).collect();
    cells.join(&char::from(delimiter).to_string())
}
