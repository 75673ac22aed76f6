//! Files whose cells are texts, a chunk of rows at a time.

use std::path::Path;

use encoding_rs::Encoding;
use model::phrase::Phrase;

use crate::mapping::{FileMapping, Format};
use crate::read::Error;
use crate::read::refuse::Refused;
use crate::source::Most;
use crate::source::csv::CsvFile;
use crate::source::dialect::Dialect;
use crate::source::json::{CellLists, JsonFile};
use crate::source::sheet::SheetFile;
use crate::source::texts::Texts;

/// An opened file of texts.
pub(crate) enum TextFile {
    Csv(CsvFile),
    Json(JsonFile),
    Sheet(SheetFile),
    /// The elements of a list that is written as JSON in the cells of a column.
    Lists(Box<CellLists>),
}

/// The cells of some rows of a file.
#[derive(Debug, Default)]
pub(crate) struct TextTable {
    /// Rows of the file before these.
    pub(crate) first_row: u64,
    /// Cells of the columns, all of the same length; those of rows that could not be read are empty.
    pub(crate) columns: Vec<Texts>,
    /// Line of the file at which each row starts.
    pub(crate) lines: Vec<u64>,
    /// Rows and values that could not be read.
    pub(crate) refused: Vec<Refused>,
    /// Number of the file's row that each row lies in, where rows are the elements of lists.
    pub(crate) origins: Vec<u64>,
    /// Whether the file may have more rows.
    pub(crate) more: bool,
}

impl TextFile {
    /// Opens a file, or a list in the rows of a file of JSON or of cells: `each` is its name.
    pub(crate) fn open(path: &Path, format: Format, mapping: &FileMapping, each: Option<&str>) -> Result<Self, Error> {
        let encoding = mapping.encoding.as_ref().and_then(|label| Encoding::for_label(label.as_bytes()));
        Ok(match format {
            Format::Csv => {
                let dialect = Dialect { delimiter: mapping.delimiter, quote: mapping.quote };
                let file = TextFile::Csv(CsvFile::open(path, dialect, encoding)?);
                match each {
                    Some(list) => TextFile::Lists(Box::new(CellLists::of(file, list))),
                    None => file,
                }
            }
            Format::Xlsx | Format::Ods => TextFile::Sheet(SheetFile::open(path, format, mapping.sheet.as_deref())?),
            Format::Ndjson => TextFile::Json(JsonFile::open_lines(path, encoding)?.of_each(each)),
            Format::Json | Format::Parquet => {
                TextFile::Json(JsonFile::open(path, encoding, mapping.rows.as_deref())?.of_each(each))
            }
        })
    }

    /// The same file from its start in another encoding, when its lines, all seen by now, say so.
    pub(crate) fn again_reencoded(&self) -> Result<Option<Self>, Error> {
        match self {
            TextFile::Csv(file) => Ok(file.again_as_windows()?.map(TextFile::Csv)),
            TextFile::Lists(lists) => {
                let again = lists.again_reencoded()?;
                Ok(again.map(|lists| TextFile::Lists(Box::new(lists))))
            }
            TextFile::Json(_) | TextFile::Sheet(_) => Ok(None),
        }
    }

    /// What the file is read as, where that is not the commonest.
    pub(crate) fn notes(&self) -> Vec<Phrase> {
        match self {
            TextFile::Csv(file) => file.notes(),
            TextFile::Json(file) => file.notes(),
            TextFile::Sheet(file) => file.notes(),
            TextFile::Lists(_) => Vec::new(),
        }
    }

    /// The same file from its start, with the columns met so far.
    pub(crate) fn again(&self) -> Result<Self, Error> {
        Ok(match self {
            TextFile::Csv(file) => TextFile::Csv(file.again()?),
            TextFile::Json(file) => TextFile::Json(file.again()?),
            TextFile::Sheet(file) => TextFile::Sheet(file.again()?),
            TextFile::Lists(lists) => TextFile::Lists(Box::new(lists.again()?)),
        })
    }

    /// Names of the columns met so far.
    pub(crate) fn names(&self) -> &[String] {
        match self {
            TextFile::Csv(file) => file.names(),
            TextFile::Json(file) => file.names(),
            TextFile::Sheet(file) => file.names(),
            TextFile::Lists(lists) => lists.names(),
        }
    }

    /// Bytes of the file read so far.
    pub(crate) fn bytes(&self) -> u64 {
        match self {
            TextFile::Csv(file) => file.bytes(),
            TextFile::Json(file) => file.bytes(),
            TextFile::Sheet(file) => file.bytes(),
            TextFile::Lists(lists) => lists.bytes(),
        }
    }

    /// Whether any column may be absent from a file, as in formats whose rows name their cells.
    pub(crate) fn may_lack_columns(&self) -> bool {
        matches!(self, TextFile::Json(_) | TextFile::Lists(_))
    }

    /// The next rows. `step` hears up to which byte, and how many rows that was.
    pub(crate) fn next_chunk(&mut self, most: &Most, step: &mut dyn FnMut(u64, u64)) -> Result<TextTable, Error> {
        match self {
            TextFile::Csv(file) => file.next_chunk(most, step),
            TextFile::Json(file) => file.next_chunk(most, step),
            TextFile::Sheet(file) => file.next_chunk(most, step),
            TextFile::Lists(lists) => lists.next_chunk(most, step),
        }
    }
}
