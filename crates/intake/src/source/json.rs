//! JSON files: one object a line, or the objects of an array. Nested objects make dotted names.

mod cells;
mod elements;
mod nested;
mod object;
mod rows;

use std::io::{BufReader, Read};
use std::path::{Path, PathBuf};

use encoding_rs::{Encoding, UTF_8};
use model::phrase::Phrase;

pub(crate) use self::cells::CellLists;
use self::elements::{Elements, Found, MOST_ROW, Shape};
pub(crate) use self::nested::PLACE;
use self::rows::{Columns, Rows};
use crate::read::Error;
use crate::source::Most;
use crate::source::opening::Opening;
use crate::source::text_file::TextTable;
use crate::source::texts::Texts;

/// Rows between two words on the progress.
const STRIDE: usize = 8_192;

/// Bytes that are kept of a row too long to be read.
const KEPT_OF_LONG: usize = 1_000;

/// An opened JSON file.
pub(crate) struct JsonFile {
    path: PathBuf,
    elements: Elements<BufReader<Box<dyn Read + Send>>>,
    shape: Shape,
    /// Whether the mapping says where the rows lie.
    is_said: bool,
    opening: Opening,
    encoding: Option<&'static Encoding>,
    columns: Columns,
    /// The list whose elements make the rows, in place of the objects that it lies in.
    each: Option<String>,
    /// Rows read.
    rows: u64,
    /// Objects whose elements were read.
    objects: u64,
}

impl JsonFile {
    /// Opens a file of which each line is an object, unless it begins with an array after all.
    pub(crate) fn open_lines(path: &Path, encoding: Option<&'static Encoding>) -> Result<Self, Error> {
        let unreadable = |source| Error::Unreadable { path: path.to_owned(), source };
        let mut start = Elements::new(text_of(path, encoding)?.1);
        let is_array = start.first_byte().map_err(unreadable)? == Some(b'[');
        let shape = if is_array { Shape::Sequence } else { Shape::Lines };
        Self::with(path, encoding, shape, false, Columns::default())
    }

    /// Opens a file whose rows are the elements of an array: the array that the file is, or the one under the keys
    /// that the mapping says (`a.b`), else the only one of the object that the file is. Objects one after the other
    /// are rows too.
    pub(crate) fn open(path: &Path, encoding: Option<&'static Encoding>, said: Option<&str>) -> Result<Self, Error> {
        let shape = match said {
            Some(said) => Shape::Under(said.split('.').map(str::to_owned).collect()),
            None => {
                let mut elements = Elements::new(text_of(path, encoding)?.1);
                let shape = elements.shape().map_err(|source| Error::Unreadable { path: path.to_owned(), source })?;
                shape.map_err(|keys| Error::SeveralArrays { path: path.to_owned(), keys: keys.join(", ") })?
            }
        };
        Self::with(path, encoding, shape, said.is_some(), Columns::default())
    }

    /// The same file from its start, with the columns met so far.
    pub(crate) fn again(&self) -> Result<Self, Error> {
        let again = Self::with(&self.path, self.encoding, self.shape.clone(), self.is_said, self.columns.clone())?;
        Ok(again.of_each(self.each.as_deref()))
    }

    /// The same file, as the elements of a list in its objects.
    pub(crate) fn of_each(self, list: Option<&str>) -> Self {
        JsonFile { each: list.map(str::to_owned), ..self }
    }

    fn with(
        path: &Path,
        encoding: Option<&'static Encoding>,
        shape: Shape,
        is_said: bool,
        columns: Columns,
    ) -> Result<Self, Error> {
        let (opening, text) = text_of(path, encoding)?;
        let mut elements = Elements::new(text);
        let is_there = elements.enter(&shape).map_err(|source| Error::Unreadable { path: path.to_owned(), source })?;
        if !is_there {
            let key = if let Shape::Under(keys) = &shape { keys.join(".") } else { String::new() };
            return Err(Error::NoArray { path: path.to_owned(), key });
        }
        Ok(JsonFile {
            path: path.to_owned(),
            elements,
            shape,
            is_said,
            opening,
            encoding,
            columns,
            each: None,
            rows: 0,
            objects: 0,
        })
    }

    /// What the file is read as, where that is not the commonest.
    pub(crate) fn notes(&self) -> Vec<Phrase> {
        let encoding = self.opening.encoding;
        let note = || Phrase::new("intake-note-encoding").with("encoding", encoding.name());
        let mut notes: Vec<Phrase> = (encoding != UTF_8).then(note).into_iter().collect();
        if let (Shape::Under(keys), false) = (&self.shape, self.is_said) {
            notes.push(Phrase::new("intake-note-rows").with("key", keys.join(".")));
        }
        notes
    }

    /// Names of the columns met so far.
    pub(crate) fn names(&self) -> &[String] {
        &self.columns.names
    }

    /// Bytes of the file read so far.
    pub(crate) fn bytes(&self) -> u64 {
        self.opening.bytes()
    }

    /// The next rows. `step` hears up to which byte, and how many rows that was.
    pub(crate) fn next_chunk(&mut self, most: &Most, step: &mut dyn FnMut(u64, u64)) -> Result<TextTable, Error> {
        let table = TextTable { first_row: self.rows, ..TextTable::default() };
        let first_byte = self.elements.bytes;
        let (each, n_objects) = (self.each.as_deref(), self.objects);
        let mut rows = Rows { table, columns: &mut self.columns, each, n_objects };
        rows.table.columns.resize_with(rows.columns.names.len(), Texts::default);
        let mut buffer = Vec::new();
        loop {
            let n_rows = rows.table.lines.len();
            if n_rows >= most.rows_of(rows.columns.names.len()) || self.elements.bytes - first_byte >= most.bytes {
                rows.table.more = true;
                break;
            }
            let found = self.elements.next_row(&self.shape, &mut buffer);
            let (found, line) = found.map_err(|source| Error::Unreadable { path: self.path.clone(), source })?;
            match found {
                Found::End => break,
                Found::Row => rows.add(line, &buffer),
                Found::TooLong => {
                    buffer.truncate(KEPT_OF_LONG);
                    rows.refuse(line, &buffer, Phrase::new("refused-row-too-long").with("most", MOST_ROW >> 20));
                }
                Found::CutShort => rows.refuse(line, b"", Phrase::new("refused-json-cut-short")),
            }
            if n_rows.is_multiple_of(STRIDE) {
                step(self.opening.bytes(), self.rows + n_rows as u64);
            }
        }
        let n_rows = rows.table.lines.len();
        rows.table.columns.iter_mut().for_each(|column| column.fill(n_rows));
        self.rows += n_rows as u64;
        let Rows { table, n_objects, .. } = rows;
        self.objects = n_objects;
        Ok(table)
    }
}

/// The text of a file, and what tells how far it was read.
fn text_of(
    path: &Path,
    encoding: Option<&'static Encoding>,
) -> Result<(Opening, BufReader<Box<dyn Read + Send>>), Error> {
    let opened = Opening::of(path, encoding);
    let mut opening = opened.map_err(|source| Error::Unreadable { path: path.to_owned(), source })?;
    let text = std::mem::replace(&mut opening.text, Box::new(std::io::empty()));
    Ok((opening, BufReader::with_capacity(1 << 20, text)))
}
