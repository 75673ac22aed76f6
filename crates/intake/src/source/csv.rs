//! CSV files: a header line, then one row a line, cells quoted where needed.
//!
//! A quote that nothing closes would make one cell of the rest of the file: its line is refused, and the lines after it
//! are read as lines.

mod end;

use std::io::{self, BufRead, BufReader, Cursor, Read};
use std::path::{Path, PathBuf};

use ::csv::{ByteRecord, Reader, ReaderBuilder, StringRecord};
use encoding_rs::{Encoding, UTF_8, WINDOWS_1252};
use model::phrase::Phrase;

use self::end::{End, Marked};
use crate::read::Error;
use crate::read::refuse::Refused;
use crate::source::Most;
use crate::source::dialect::Dialect;
use crate::source::names::Names;
use crate::source::opening::Opening;
use crate::source::text_file::TextTable;
use crate::source::texts::Texts;

/// Rows between two words on the progress.
const STRIDE: u64 = 8_192;

/// Bytes of a row, beyond which a quote in it counts as never closed, and of such a row's line those that are kept.
const MOST_ROW: u64 = 64 << 20;
const KEPT_OF_LINE: usize = 1 << 20;

/// Bytes that tell the delimiter.
const HEAD: u64 = 1 << 16;

/// An opened CSV file.
pub(crate) struct CsvFile {
    path: PathBuf,
    delimiter: u8,
    quote: u8,
    encoding: &'static Encoding,
    reader: Reader<Marked>,
    end: End,
    /// Lines and bytes of the text before those that the reader counts.
    lines_before: u64,
    bytes_before: u64,
    opening: Opening,
    /// Bytes of the file that were read before it was opened last.
    heard: u64,
    names: Names,
    /// How many lines the reader counts late: it leaves the second byte of a two-byte line end to the next row.
    lag: u64,
    /// Rows read.
    rows: u64,
    /// Cells and bytes of each column of the chunk before.
    lengths: Vec<(usize, usize)>,
    /// Whether some line was not UTF-8, and whether some other was and not plain ASCII.
    not_utf8: bool,
    wide_utf8: bool,
}

impl CsvFile {
    /// Opens a file and reads its header line.
    pub(crate) fn open(path: &Path, dialect: Dialect, encoding: Option<&'static Encoding>) -> Result<Self, Error> {
        let unreadable = |source| Error::Unreadable { path: path.to_owned(), source };
        let mut opening = Opening::of(path, encoding).map_err(unreadable)?;
        let mut text = std::mem::replace(&mut opening.text, Box::new(std::io::empty()));
        let mut head = Vec::new();
        text.by_ref().take(HEAD).read_to_end(&mut head).map_err(unreadable)?;
        let (delimiter, quote) = dialect.told_by(&head, (head.len() as u64) < HEAD);
        let whole: Box<dyn Read + Send> = Box::new(Cursor::new(head).chain(text));
        let (mut reader, end) = reader_of(whole, delimiter, quote);
        let mut record = ByteRecord::new();
        end.allow(MOST_ROW);
        reader.read_byte_record(&mut record).map_err(|source| Error::Csv { path: path.to_owned(), source })?;
        if end.is_passed(reader.position().byte()) {
            if !is_mark(&record) {
                return Err(Error::HeaderQuote { path: path.to_owned() });
            }
            record.clear();
        }
        let mut names = Names::default();
        record.iter().enumerate().for_each(|(place, name)| names.add(&String::from_utf8_lossy(name), place));
        let lag = u64::from(reader.position().line() == 1 + line_ends(&record));
        let encoding = opening.encoding;
        let mut file = CsvFile {
            path: path.to_owned(),
            delimiter,
            quote,
            encoding,
            reader,
            end,
            lines_before: 0,
            bytes_before: 0,
            opening,
            heard: 0,
            names,
            lag,
            rows: 0,
            lengths: Vec::new(),
            not_utf8: false,
            wide_utf8: false,
        };
        file.judge(&record);
        Ok(file)
    }

    /// The same file from its start.
    pub(crate) fn again(&self) -> Result<Self, Error> {
        self.again_in(self.encoding)
    }

    /// The same file from its start when its lines, all seen by now, are those of Windows-1252: some are no UTF-8, and
    /// none is but those of plain ASCII.
    pub(crate) fn again_as_windows(&self) -> Result<Option<Self>, Error> {
        let is_windows = self.encoding == UTF_8 && self.not_utf8 && !self.wide_utf8;
        is_windows.then(|| self.again_in(WINDOWS_1252)).transpose()
    }

    fn again_in(&self, encoding: &'static Encoding) -> Result<Self, Error> {
        let dialect = Dialect { delimiter: Some(self.delimiter), quote: Some(self.quote) };
        CsvFile::open(&self.path, dialect, Some(encoding))
    }

    /// What the file is read as, where that is not the commonest.
    pub(crate) fn notes(&self) -> Vec<Phrase> {
        let mut notes = Vec::new();
        if self.encoding != UTF_8 {
            notes.push(Phrase::new("intake-note-encoding").with("encoding", self.encoding.name()));
        }
        if self.delimiter != b',' {
            let delimiter =
                if self.delimiter == b'\t' { "\\t".to_owned() } else { char::from(self.delimiter).to_string() };
            notes.push(Phrase::new("intake-note-delimiter").with("delimiter", delimiter));
        }
        if self.quote != b'"' {
            notes.push(Phrase::new("intake-note-quote").with("quote", char::from(self.quote)));
        }
        notes.extend(self.names.notes());
        notes
    }

    /// Names of the columns.
    pub(crate) fn names(&self) -> &[String] {
        self.names.all()
    }

    /// Bytes of the file read so far.
    pub(crate) fn bytes(&self) -> u64 {
        self.opening.bytes().max(self.heard)
    }

    /// Bytes and lines of the text that were passed.
    fn place(&self) -> (u64, u64) {
        let position = self.reader.position();
        (self.bytes_before + position.byte(), self.lines_before + position.line())
    }

    /// Notes how a line is encoded, and tells whether it is UTF-8.
    fn judge(&mut self, record: &ByteRecord) -> bool {
        let cells = record.as_slice();
        if cells.is_ascii() {
            return true;
        }
        let is_utf8 = record.iter().all(|cell| std::str::from_utf8(cell).is_ok());
        self.not_utf8 |= !is_utf8;
        self.wide_utf8 |= is_utf8;
        is_utf8
    }

    /// The next rows. `step` hears up to which byte, and how many rows that was.
    pub(crate) fn next_chunk(&mut self, most: &Most, step: &mut dyn FnMut(u64, u64)) -> Result<TextTable, Error> {
        let mut table = TextTable { first_row: self.rows, ..TextTable::default() };
        let n_columns = self.names.all().len();
        // Most chunks are about as long as the one before.
        self.lengths.resize(n_columns, (0, 0));
        table.columns.extend(self.lengths.iter().map(|&(cells, bytes)| Texts::with_room(cells, bytes)));
        let most_rows = most.rows_of(n_columns);
        let (first_byte, _) = self.place();
        let mut record = ByteRecord::new();
        while table.lines.len() < most_rows && self.place().0 - first_byte < most.bytes {
            let before = self.place();
            self.end.allow(self.reader.position().byte() + MOST_ROW);
            let read = self.reader.read_byte_record(&mut record);
            if !read.map_err(|source| Error::Csv { path: self.path.clone(), source })? {
                return Ok(table);
            }
            let is_end = self.end.is_passed(self.reader.position().byte());
            if is_end && is_mark(&record) {
                return Ok(table);
            }
            self.rows += 1;
            if is_end {
                let (line, text) = self.read_past_quote(before, &record)?;
                self.refuse(&mut table, line, text, Phrase::new("refused-quote-not-closed"));
                continue;
            }
            // What was passed beyond the row itself are blank lines before it.
            let passed = self.place().1 - before.1;
            let line = before.1 + self.lag + passed.saturating_sub(1 + line_ends(&record));
            let is_utf8 = self.judge(&record);
            if let Some(reason) = fault(&record, n_columns, is_utf8) {
                self.refuse(&mut table, line, whole_line(&record, self.delimiter), reason);
            } else {
                table.lines.push(line);
                // All cells at once are quicker to be seen as UTF-8 than one by one.
                let cells = StringRecord::from_byte_record_lossy(std::mem::take(&mut record));
                for (column, cell) in table.columns.iter_mut().zip(&cells) {
                    column.push(cell);
                }
                record = cells.into_byte_record();
            }
            if self.rows % STRIDE == 1 {
                step(self.bytes(), self.rows);
            }
        }
        table.more = true;
        self.lengths = table.columns.iter().map(Texts::room).collect();
        Ok(table)
    }

    fn refuse(&self, table: &mut TextTable, line: u64, value: String, reason: Phrase) {
        let (row, column) = (self.rows, None);
        table.refused.push(Refused { row, line: Some(line), column, value, reason, whole_row: true, target: None });
        table.lines.push(line);
        table.columns.iter_mut().for_each(|column| column.push(""));
    }

    /// Opens the file again behind the line of a quote that nothing closes, and returns the line at which the quote's
    /// row starts, with its text. The row was read from a place on; its last cell is the one that has no end.
    ///
    /// There is at most one such line in a file of rows that are not too long: behind it, quotes stand in pairs only, each
    /// of which closes a cell.
    fn read_past_quote(&mut self, (byte, line): (u64, u64), record: &ByteRecord) -> Result<(u64, String), Error> {
        let unreadable = |source| Error::Unreadable { path: self.path.clone(), source };
        let mut opening = Opening::of(&self.path, Some(self.encoding)).map_err(unreadable)?;
        let text = std::mem::replace(&mut opening.text, Box::new(io::empty()));
        let mut text = BufReader::with_capacity(1 << 20, text);
        io::copy(&mut text.by_ref().take(byte), &mut io::sink()).map_err(unreadable)?;
        let whole_cells = record.iter().take(record.len().saturating_sub(1));
        let mut ends_inside = whole_cells.flatten().filter(|byte| is_line_end(**byte)).count();
        let (mut row, mut bytes, mut lines, mut first_line) = (Vec::new(), byte, line, line);
        while let Some(&byte) = text.fill_buf().map_err(unreadable)?.first() {
            text.consume(1);
            bytes += 1;
            lines += u64::from(byte == b'\n');
            if !is_line_end(byte) {
                if row.len() < KEPT_OF_LINE {
                    row.push(byte);
                }
            } else if row.is_empty() {
                // Blank lines before the row, or the rest of the line end before it.
                first_line = lines;
            } else if ends_inside > 0 {
                ends_inside -= 1;
                row.push(byte);
            } else {
                break;
            }
        }
        let is_utf8 = std::str::from_utf8(&row).is_ok();
        self.not_utf8 |= !is_utf8;
        self.wide_utf8 |= is_utf8 && !row.is_ascii();
        self.heard = self.bytes();
        (self.reader, self.end) = reader_of(Box::new(text), self.delimiter, self.quote);
        // The reader counts lines from 1.
        (self.bytes_before, self.lines_before) = (bytes, lines - 1);
        self.opening = opening;
        Ok((first_line, String::from_utf8_lossy(&row).into_owned()))
    }
}

/// A reader of rows, and what knows where their text ends.
fn reader_of(text: Box<dyn Read + Send>, delimiter: u8, quote: u8) -> (Reader<Marked>, End) {
    let text = Marked::new(text, delimiter, quote);
    let end = text.end();
    let mut builder = ReaderBuilder::new();
    builder.has_headers(false).flexible(true).delimiter(delimiter).quote(quote).buffer_capacity(1 << 20);
    (builder.from_reader(text), end)
}

/// Whether a row is nothing but the mark at the end; a row that swallowed it has the end of a line before it.
fn is_mark(record: &ByteRecord) -> bool {
    record.as_slice().len() == 1
}

fn is_line_end(byte: u8) -> bool {
    matches!(byte, b'\n' | b'\r')
}

fn line_ends(record: &ByteRecord) -> u64 {
    record.as_slice().iter().filter(|byte| **byte == b'\n').count() as u64
}

fn fault(record: &ByteRecord, expected: usize, is_utf8: bool) -> Option<Phrase> {
    if record.len() != expected {
        return Some(Phrase::new("refused-cells").with("found", record.len()).with("expected", expected));
    }
    (!is_utf8).then(|| Phrase::new("refused-not-utf8"))
}

fn whole_line(record: &ByteRecord, delimiter: u8) -> String {
    let cells: Vec<_> = record.iter().map(String::from_utf8_lossy).collect();
    cells.join(&char::from(delimiter).to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quote_that_nothing_closes_does_not_fill_the_memory() {
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        let path = folder.path().join("v.csv");
        let line = format!("A,{}\n", "x".repeat(65_000));
        let rows = 2 + 2 * MOST_ROW as usize / line.len();
        let content = format!("id,note\nB,\"oops\n{}", line.repeat(rows));
        std::fs::write(&path, content).expect("the file can be written");
        let mut file = CsvFile::open(&path, Dialect::default(), None).expect("the file is there");
        let table = file.next_chunk(&Most::ALL, &mut |_, _| {}).expect("the file is CSV");
        assert_eq!((table.lines.len(), table.refused.len()), (rows + 1, 1));
        assert_eq!((table.refused[0].value.as_str(), table.refused[0].line), ("B,\"oops", Some(2)));
    }
}
