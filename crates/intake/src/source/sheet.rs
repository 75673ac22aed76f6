//! Workbooks (.xlsx, .ods): the rows of one sheet below its header, read cell by cell on a thread of their own.

mod bounds;
mod header;
mod ods;
mod rows;
mod written;
mod xlsx;

use std::collections::VecDeque;
use std::fs::File;
use std::io::{self, BufReader, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{self, Receiver};
use std::thread;

use model::phrase::Phrase;

use crate::mapping::Format;
use crate::read::Error;
use crate::source::Most;
use crate::source::names::Names;
use crate::source::text_file::TextTable;
use crate::source::texts::{Cell, Texts};
use rows::{Fault, Message, Row, Sending};

/// Blocks of rows that may wait to be taken.
const WAITING: usize = 8;
/// Rows between two words on the progress.
const STRIDE: usize = 8_192;

/// An opened sheet.
pub(crate) struct SheetFile {
    path: PathBuf,
    format: Format,
    asked: Option<String>,
    receiver: Receiver<Message>,
    /// Bytes of the file read so far.
    bytes: Arc<AtomicU64>,
    name: String,
    others: Vec<String>,
    names: Names,
    /// The column of the sheet that each column is, counted from 0.
    columns: Vec<u32>,
    /// Line of the header, and whether something stands above it.
    header_line: u64,
    has_title: bool,
    waiting: VecDeque<Row>,
    rows: u64,
}

impl SheetFile {
    /// Opens a workbook and finds the sheet and its header.
    pub(crate) fn open(path: &Path, format: Format, asked: Option<&str>) -> Result<Self, Error> {
        let bytes = Arc::new(AtomicU64::new(0));
        let opened = File::open(path).map_err(|source| Error::Unreadable { path: path.to_owned(), source })?;
        let file = BufReader::new(Counted { file: opened, bytes: Arc::clone(&bytes) });
        let mut sheet = SheetFile {
            path: path.to_owned(),
            format,
            asked: asked.map(str::to_owned),
            receiver: started(file, format, asked.map(str::to_owned)),
            bytes,
            name: String::new(),
            others: Vec::new(),
            names: Names::default(),
            columns: Vec::new(),
            header_line: 0,
            has_title: false,
            waiting: VecDeque::new(),
            rows: 0,
        };
        sheet.find_header()?;
        Ok(sheet)
    }

    /// The same sheet from its start, with the columns met so far.
    pub(crate) fn again(&self) -> Result<Self, Error> {
        let mut sheet = Self::open(&self.path, self.format, self.asked.as_deref())?;
        sheet.names = self.names.clone();
        sheet.columns.clone_from(&self.columns);
        Ok(sheet)
    }

    /// What the file is read as, where that is not the commonest.
    pub(crate) fn notes(&self) -> Vec<Phrase> {
        let mut notes = Vec::new();
        if self.asked.is_none() && !self.others.is_empty() {
            let others = self.others.join(", ");
            notes.push(Phrase::new("intake-note-sheet").with("sheet", &self.name).with("others", others));
        }
        if self.has_title {
            notes.push(Phrase::new("intake-note-header").with("line", self.header_line));
        }
        notes.extend(self.names.notes());
        notes
    }

    /// Names of the columns met so far.
    pub(crate) fn names(&self) -> &[String] {
        self.names.all()
    }

    /// Bytes of the file read so far.
    pub(crate) fn bytes(&self) -> u64 {
        self.bytes.load(Ordering::Relaxed)
    }

    /// The next rows. `step` hears up to which byte, and how many rows that was.
    pub(crate) fn next_chunk(&mut self, most: &Most, step: &mut dyn FnMut(u64, u64)) -> Result<TextTable, Error> {
        let mut table = TextTable { first_row: self.rows, ..TextTable::default() };
        table.columns.resize_with(self.columns.len(), Texts::default);
        let mut text_bytes = 0;
        while table.lines.len() < most.rows_of(self.columns.len()) && text_bytes < most.bytes {
            let Some(row) = self.next_row()? else {
                table.columns.iter_mut().for_each(|column| column.fill(table.lines.len()));
                return Ok(table);
            };
            let position = table.lines.len();
            table.lines.push(row.line);
            for (column, cell, text) in row.cells() {
                let column = self.column(column, &mut table);
                let texts = &mut table.columns[column];
                texts.fill(position);
                text_bytes += text.len() as u64;
                match cell {
                    Cell::Fault => {
                        let address = rows::address(row.line, self.columns[column]);
                        texts.push_kind(&format!("{text}\t{address}"), cell);
                    }
                    _ => texts.push_kind(text, cell),
                }
            }
            self.rows += 1;
            if position.is_multiple_of(STRIDE) {
                step(self.bytes(), self.rows);
            }
        }
        table.columns.iter_mut().for_each(|column| column.fill(table.lines.len()));
        table.more = true;
        Ok(table)
    }

    /// The position of a column of the sheet; one without a name gets one when something stands in it.
    fn column(&mut self, column: u32, table: &mut TextTable) -> usize {
        // Rows are read from left to right, and so are the columns of most sheets.
        if self.columns.get(column as usize) == Some(&column) {
            return column as usize;
        }
        if let Some(position) = self.columns.iter().position(|known| *known == column) {
            return position;
        }
        self.columns.push(column);
        self.names.add("", column as usize);
        table.columns.push(Texts::default());
        self.columns.len() - 1
    }

    fn find_header(&mut self) -> Result<(), Error> {
        let mut first = Vec::new();
        while first.len() < header::LOOKED_AT
            && let Some(row) = self.next_row()?
        {
            first.push(row);
        }
        let Some(position) = header::header_of(&first) else { return Ok(()) };
        for (column, _, name) in first[position].cells() {
            self.columns.push(column);
            self.names.add(name, column as usize);
        }
        self.header_line = first[position].line;
        self.has_title = position > 0;
        let below = first.split_off(position + 1);
        for row in below.into_iter().rev() {
            self.waiting.push_front(row);
        }
        Ok(())
    }

    fn next_row(&mut self) -> Result<Option<Row>, Error> {
        while self.waiting.is_empty() {
            match self.receiver.recv() {
                Ok(Message::Sheet { name, others }) => (self.name, self.others) = (name, others),
                Ok(Message::Rows(rows)) => self.waiting.extend(rows),
                Ok(Message::Failed(fault)) => return Err(self.error(fault)),
                Err(_) => return Ok(None),
            }
        }
        Ok(self.waiting.pop_front())
    }

    fn error(&self, fault: Fault) -> Error {
        let path = self.path.clone();
        match fault {
            Fault::Unreadable(detail) => Error::Workbook { path, detail },
            Fault::TooLarge { part } => Error::WorkbookTooLarge { path, part },
            Fault::Locked => Error::WorkbookLocked { path },
            Fault::NoSheet { sheets } => {
                Error::NoSheet { path, sheet: self.asked.clone().unwrap_or_default(), sheets: sheets.join(", ") }
            }
            Fault::Unheard => Error::Workbook { path, detail: String::new() },
        }
    }
}

/// Starts the reading of a workbook, which goes on as long as somebody takes its rows.
fn started(file: BufReader<Counted>, format: Format, asked: Option<String>) -> Receiver<Message> {
    let (sender, receiver) = mpsc::sync_channel(WAITING);
    let told = sender.clone();
    let read = move || {
        let mut to = Sending::new(sender);
        let read = match format {
            Format::Ods => ods::read(file, asked.as_deref(), &mut to),
            _ => xlsx::read(file, asked.as_deref(), &mut to),
        };
        read.and_then(|()| to.finish())
    };
    thread::spawn(move || {
        // A reader that gives up on a malformed file by panicking costs this thread only.
        let ended = std::panic::catch_unwind(std::panic::AssertUnwindSafe(read));
        let fault = match ended {
            Ok(Ok(()) | Err(Fault::Unheard)) => return,
            Ok(Err(fault)) => fault,
            Err(_) => Fault::Unreadable("malformed".to_owned()),
        };
        // When nobody listens, nobody misses it.
        drop(told.send(Message::Failed(fault)));
    });
    receiver
}

/// A file that tells how much of it was read.
struct Counted {
    file: File,
    bytes: Arc<AtomicU64>,
}

impl Read for Counted {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.file.read(buffer)?;
        self.bytes.fetch_add(count as u64, Ordering::Relaxed);
        Ok(count)
    }
}

impl Seek for Counted {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.file.seek(to)
    }
}
