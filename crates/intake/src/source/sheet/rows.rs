//! What the reader of a workbook hands over: rows of filled cells, in blocks, through a channel of bounded length.

use std::sync::mpsc::SyncSender;

use crate::source::texts::Cell;

/// Rows and bytes of text after which a block is handed over.
const BLOCK_ROWS: usize = 512;
const BLOCK_BYTES: usize = 1 << 18;

/// What comes through the channel, in this order.
#[derive(Debug)]
pub(super) enum Message {
    /// The sheet that is read, and the others of the workbook.
    Sheet { name: String, others: Vec<String> },
    /// Some rows.
    Rows(Vec<Row>),
    /// Why there is no more.
    Failed(Fault),
}

/// Why a workbook cannot be read.
#[derive(Debug)]
pub(super) enum Fault {
    /// It is not what it should be; what the reader says.
    Unreadable(String),
    /// A part of it grows so much when inflated that it is no honest workbook, or none that fits into memory.
    TooLarge { part: String },
    /// It is locked by a password, or of a format before 2007.
    Locked,
    /// It has no sheet of the name that the mapping says.
    NoSheet { sheets: Vec<String> },
    /// Nobody listens any more.
    Unheard,
}

/// The filled cells of one row of a sheet.
#[derive(Clone, Debug, Default)]
pub(super) struct Row {
    /// Its number in the sheet, from 1.
    pub(super) line: u64,
    text: String,
    cells: Vec<(u32, Cell, usize)>,
}

impl Row {
    /// The cells by column, counted from 0, in order.
    pub(super) fn cells(&self) -> impl Iterator<Item = (u32, Cell, &str)> {
        let starts = std::iter::once(0).chain(self.cells.iter().map(|(_, _, end)| *end));
        self.cells.iter().zip(starts).map(|(&(column, cell, end), start)| (column, cell, &self.text[start..end]))
    }

    /// How many cells are filled.
    pub(super) fn n_cells(&self) -> usize {
        self.cells.len()
    }

    fn push(&mut self, column: u32, cell: Cell, text: &str) {
        self.text.push_str(text);
        self.cells.push((column, cell, self.text.len()));
    }
}

/// A cell that stands for those below it too.
struct Merged {
    column: u32,
    first_line: u64,
    last_line: u64,
    cell: Cell,
    text: String,
}

/// Takes cells row by row and hands them over in blocks.
pub(super) struct Sending {
    sender: SyncSender<Message>,
    row: Row,
    rows: Vec<Row>,
    bytes: usize,
    merged: Vec<Merged>,
}

impl Sending {
    pub(super) fn new(sender: SyncSender<Message>) -> Self {
        Sending { sender, row: Row::default(), rows: Vec::new(), bytes: 0, merged: Vec::new() }
    }

    /// Says which sheet is read.
    pub(super) fn sheet(&self, name: &str, others: Vec<String>) -> Result<(), Fault> {
        self.send(Message::Sheet { name: name.to_owned(), others })
    }

    /// Adds a cell; those of one row come one after the other, from left to right.
    pub(super) fn cell(&mut self, line: u64, column: u32, cell: Cell, text: &str) -> Result<(), Fault> {
        if text.is_empty() {
            return Ok(());
        }
        if self.row.line != line {
            self.finish_row()?;
            self.row.line = line;
        }
        self.row.push(column, cell, text);
        Ok(())
    }

    /// Says that a cell just added stands for those below it too, up to a line.
    pub(super) fn merge_down(&mut self, line: u64, column: u32, last_line: u64, cell: Cell, text: &str) {
        if last_line > line && !text.is_empty() {
            self.merged.push(Merged { column, first_line: line, last_line, cell, text: text.to_owned() });
        }
    }

    /// Hands over what is left.
    pub(super) fn finish(mut self) -> Result<(), Fault> {
        self.finish_row()?;
        self.flush()
    }

    fn finish_row(&mut self) -> Result<(), Fault> {
        let mut row = std::mem::take(&mut self.row);
        if row.cells.is_empty() {
            return Ok(());
        }
        if !self.merged.is_empty() {
            self.merged.retain(|merged| merged.last_line >= row.line);
            row = with_merged(row, &self.merged);
        }
        self.bytes += row.text.len();
        self.rows.push(row);
        if self.rows.len() >= BLOCK_ROWS || self.bytes >= BLOCK_BYTES {
            self.flush()?;
        }
        Ok(())
    }

    fn flush(&mut self) -> Result<(), Fault> {
        self.bytes = 0;
        let rows = std::mem::take(&mut self.rows);
        if rows.is_empty() { Ok(()) } else { self.send(Message::Rows(rows)) }
    }

    fn send(&self, message: Message) -> Result<(), Fault> {
        self.sender.send(message).map_err(|_| Fault::Unheard)
    }
}

/// The row with the values of merged cells that began above it.
fn with_merged(row: Row, merged: &[Merged]) -> Row {
    let is_open = |merged: &&Merged| {
        merged.first_line < row.line && !row.cells.iter().any(|(column, _, _)| *column == merged.column)
    };
    let mut cells: Vec<(u32, Cell, &str)> = row.cells().collect();
    cells.extend(merged.iter().filter(is_open).map(|merged| (merged.column, merged.cell, merged.text.as_str())));
    cells.sort_by_key(|(column, _, _)| *column);
    cells.dedup_by_key(|(column, _, _)| *column);
    let mut whole = Row { line: row.line, ..Row::default() };
    for (column, cell, text) in cells {
        whole.push(column, cell, text);
    }
    whole
}

/// The name of a cell: `C12` for the third column of line 12.
pub(super) fn address(line: u64, column: u32) -> String {
    let mut letters = Vec::new();
    let mut rest = u64::from(column) + 1;
    while rest > 0 {
        letters.push(b'A' + ((rest - 1) % 26) as u8);
        rest = (rest - 1) / 26;
    }
    letters.reverse();
    format!("{}{line}", String::from_utf8_lossy(&letters))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_named_by_letters() {
        for (column, expected) in [(0, "A7"), (25, "Z7"), (26, "AA7"), (701, "ZZ7"), (702, "AAA7"), (16_383, "XFD7")] {
            assert_eq!(address(7, column), expected);
        }
    }
}
