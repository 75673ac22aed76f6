//! A file as columns, whatever its format: looked over once, then read chunk by chunk, so that what is in memory is
//! bounded whatever the file's size.

pub(crate) mod ahead;
pub(crate) mod archive;
mod chunk;
pub(crate) mod csv;
pub(crate) mod dialect;
pub(crate) mod json;
mod looking;
mod most;
pub(crate) mod names;
pub(crate) mod opening;
pub(crate) mod parquet;
pub(crate) mod sheet;
pub(crate) mod text_file;
pub(crate) mod texts;
mod told;

use std::cell::{Cell, RefCell};
use std::ops::Range;

use model::columns::Column;
use model::phrase::{Phrase, Problem};
use model::time::Zone;
use model::value::Type;
use model::written::notation::Notation;

use crate::convert::Maker;
use crate::infer::WordCount;
use crate::mapping::{Format, Named};
use crate::read::{Error, Progress, Reading};
use crate::{infer, parallel};
use chunk::Cells;
pub(crate) use chunk::Chunk;
pub use looking::Look;
use looking::{LookedOver, look_over};
pub(crate) use most::Most;
use parquet::ParquetFile;
use text_file::{TextFile, TextTable};
use told::{Said, Told, is_number, is_time};

/// An opened file, of which is known what only its rows can tell.
pub(crate) struct Source {
    /// Names of the columns, as written in the file.
    pub(crate) names: Vec<String>,
    /// Number of rows that were looked at, those that could not be read included.
    pub(crate) n_rows: u64,
    /// How the columns are written.
    notations: Vec<Notation>,
    /// Whether a column that is not there may be one that is merely never filled.
    pub(crate) may_lack_columns: bool,
    /// Currency of the base.
    currency: String,
    /// How the mapping says that values are written.
    said: Said,
    most: Most,
    content: Content,
}

enum Content {
    Parquet(ParquetFile),
    Texts(Box<Texts>),
}

/// What is known of a file of texts.
struct Texts {
    /// The file, which has met all columns of the rows that were looked at.
    file: TextFile,
    size: u64,
    /// The cells, when they all fit into one chunk.
    whole: Option<TextTable>,
    /// The first chunk, when only that was looked at, until its rows are handed over.
    begun: Cell<Option<Begun>>,
    /// Bytes that were looked at before any row is handed over.
    looked_at: u64,
    told: RefCell<Told>,
}

/// A file of which the first chunk was read, with the bytes up to its end, and that goes on behind it.
struct Begun {
    first: (TextTable, u64),
    file: TextFile,
}

impl Source {
    /// Opens a file, or a list in its rows: `each` is the list's name. A file of texts is looked over, since only its
    /// values tell their types.
    pub(crate) fn open(reading: &Reading<'_>, most: Most, each: Option<&Named>, look: Look) -> Result<Self, Error> {
        let path = reading.path;
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let format = reading.file.format_of(&name).ok_or_else(|| Error::UnknownFormat { path: path.to_owned() })?;
        let currency = reading.settings.currency.clone();
        let said = Said(Notation { mark: reading.file.decimal, order: reading.file.date_order, serials: false });
        if let Some(list) = each.filter(|_| !matches!(format, Format::Json | Format::Ndjson | Format::Csv)) {
            return Err(flat(reading, list));
        }
        if format == Format::Parquet {
            let file = ParquetFile::open(path)?;
            let (names, n_rows) = (file.names().to_vec(), file.n_rows() as u64);
            let notations = vec![said.over(Notation::PLAIN); names.len()];
            let content = Content::Parquet(file);
            return Ok(Source { names, n_rows, notations, may_lack_columns: false, currency, said, most, content });
        }
        let list = each.map(|list| list.name.as_str());
        let size = std::fs::metadata(path).map_err(|source| Error::Unreadable { path: path.to_owned(), source })?.len();
        let mut step = |bytes: u64, rows: u64| {
            (reading.progress)(Progress { done: bytes.min(size), total: 2 * size, rows });
        };
        let opened = TextFile::open(path, format, reading.file, list)?;
        if let (TextFile::Lists(lists), Some(list)) = (&opened, each)
            && !lists.has_column()
        {
            return Err(flat(reading, list));
        }
        let mut looked = look_over(opened, look, most, &mut step)?;
        if looked.is_begun() && looked.file.again_reencoded()?.is_some() {
            // Whether the other lines say so too is worth a look.
            looked = look_over(looked.file.again()?, Look::Whole, most, &mut step)?;
        }
        if let Some(reencoded) = looked.file.again_reencoded()? {
            looked = look_over(reencoded, Look::Whole, most, &mut step)?;
        }
        let is_begun = looked.is_begun();
        let LookedOver { file, signs, first, n_rows } = looked;
        let serials = matches!(file, TextFile::Sheet(_));
        let notations = signs.iter().map(|signs| said.over(Notation { serials, ..signs.notation() })).collect();
        let (file, whole, begun, looked_at) = match first {
            Some(first) if is_begun => (file.again()?, None, Some(Begun { first, file }), 0),
            first => (file, first.map(|(table, _)| table), None, size),
        };
        let (begun, told) = (Cell::new(begun), RefCell::new(Told::by(signs)));
        Ok(Source {
            names: file.names().to_vec(),
            n_rows,
            notations,
            may_lack_columns: file.may_lack_columns(),
            currency,
            said,
            most,
            content: Content::Texts(Box::new(Texts { file, size, whole, begun, looked_at, told })),
        })
    }

    /// What the file is read as, where that is not the commonest.
    pub(crate) fn notes(&self) -> Vec<Phrase> {
        match &self.content {
            Content::Parquet(_) => Vec::new(),
            Content::Texts(texts) => texts.file.notes(),
        }
    }

    /// How a column read as a type is written, where its values had to tell.
    pub(crate) fn note(&self, column: usize, kind: Type) -> Option<Phrase> {
        let Content::Texts(texts) = &self.content else { return None };
        let note = |key| Phrase::new(key).with("column", &self.names[column]);
        let notation = self.notations[column];
        if is_number(kind) {
            return (notation.mark == Some(b',')).then(|| note("intake-note-decimal-comma"));
        }
        // What the mapping says needs no saying.
        let is_asked = is_time(kind) && self.said.0.order.is_none();
        is_asked.then(|| texts.told.borrow().signs[column].order_note(&self.names[column])).flatten()
    }

    /// Whether some times of a column name no zone.
    pub(crate) fn has_local_times(&self, column: usize) -> bool {
        match &self.content {
            Content::Parquet(file) => file.has_local_times(column),
            Content::Texts(texts) => texts.told.borrow().signs[column].is_local,
        }
    }

    /// The types of new fields, each made of a column; `None` when there is no value to tell it.
    pub(crate) fn kinds(&self, fields: &[(usize, &str)]) -> Result<Vec<Option<Type>>, Error> {
        let file = match &self.content {
            Content::Parquet(file) => file,
            Content::Texts(texts) => {
                let mut told = texts.told.borrow_mut();
                return Ok(fields.iter().map(|&(column, field)| told.kind(column, field)).collect());
            }
        };
        let kind = |&(column, field): &(usize, &str), _: &dyn Fn(u64)| -> Result<Option<Type>, Error> {
            let kind = file.kind_of(column, field);
            if kind != Type::Text || infer::is_code_name(field) {
                return Ok(Some(kind));
            }
            let (mut words, mut any_blank) = (WordCount::default(), false);
            let mut see = |word: &str| {
                any_blank |= word.trim().is_empty();
                words.see(word);
            };
            // Values of white space are missing ones, and it is not known how many there are.
            let n_values = file.each_word(column, &mut see)?.filter(|_| !any_blank);
            if n_values.is_some_and(|n_values| words.are_of_a_category(n_values)) {
                return Ok(Some(Type::Category));
            }
            let mut count = WordCount::default();
            // The zone says nothing of texts.
            let utc = Zone::utc();
            file.read_column(column, Type::Text, 0..file.n_rows(), |array| {
                let mut maker = Maker::new(Type::Text, &utc, Notation::PLAIN);
                maker.push_array(array);
                if let (Column::Text(texts), _) = maker.finish() {
                    count.see_column(&texts);
                }
                !count.is_full()
            })?;
            Ok(Some(count.kind()))
        };
        parallel::each(fields, kind, &mut |_| {}).into_iter().collect()
    }

    /// Says which columns are read, and as what: rows that were not looked at yet are held against how these are written.
    pub(crate) fn read_as(&self, columns: impl Iterator<Item = (usize, Type)>) {
        if let Content::Texts(texts) = &self.content {
            texts.told.borrow_mut().read_as(columns);
        }
    }

    /// Hands over the chunks one after the other; there is at least one, which may be empty. Returns the number of rows;
    /// `None` when rows show otherwise than those that were looked at: those handed over may have been read wrongly.
    pub(crate) fn each_chunk<X: From<Error>>(
        &self,
        take: &mut dyn FnMut(&Chunk<'_>) -> Result<(), X>,
    ) -> Result<Option<u64>, X> {
        let texts = match &self.content {
            Content::Texts(texts) => texts,
            Content::Parquet(file) => {
                let mut start = 0;
                loop {
                    let end = file.end_of_chunk(start, &self.most);
                    take(&self.chunk(Cells::Parquet(file), start as u64, end - start, start as u64..end as u64))?;
                    start = end;
                    if start >= file.n_rows() {
                        return Ok(Some(self.n_rows));
                    }
                }
            }
        };
        let Texts { size, looked_at, .. } = **texts;
        if let Some(table) = &texts.whole {
            take(&self.chunk(Cells::Texts(table), 0, table.lines.len(), looked_at..looked_at + size))?;
            return Ok(Some(self.n_rows));
        }
        let (first, file) = match texts.begun.take() {
            Some(Begun { first, file }) => (Some(first), file),
            None => (None, texts.file.again()?),
        };
        let is_new = first.is_some();
        let (mut before, mut n_rows, mut is_as_told, mut outcome) = (looked_at, 0, true, Ok(()));
        let file = ahead::each_after(first, file, self.most, &mut |table, bytes| {
            if is_new && table.first_row > 0 {
                is_as_told = texts.told.borrow_mut().holds_with(&table, self.said);
            }
            let way = before..looked_at + bytes.min(size);
            before = way.end;
            n_rows = table.first_row + table.lines.len() as u64;
            // Lists that cannot be read make no row, and are told.
            if is_as_told && (!table.lines.is_empty() || !table.refused.is_empty()) {
                outcome = take(&self.chunk(Cells::Texts(&table), table.first_row, table.lines.len(), way));
            }
            is_as_told && outcome.is_ok()
        })?;
        outcome?;
        is_as_told = is_as_told && (!is_new || file.again_reencoded()?.is_none());
        Ok(is_as_told.then_some(n_rows))
    }

    fn chunk<'s>(&'s self, cells: Cells<'s>, first_row: u64, n_rows: usize, way: Range<u64>) -> Chunk<'s> {
        let whole_way = match &self.content {
            Content::Parquet(_) => self.n_rows,
            Content::Texts(texts) => texts.looked_at + texts.size,
        };
        Chunk {
            names: &self.names,
            notations: &self.notations,
            first_row,
            n_rows,
            cells,
            way,
            whole_way,
            all_rows: self.n_rows.max(first_row + n_rows as u64),
            currency: &self.currency,
        }
    }
}

/// That a file has no lists.
fn flat(reading: &Reading<'_>, list: &Named) -> Error {
    let phrase = Phrase::new("mapping-each-flat").with("list", &list.name);
    Error::Mapping { path: reading.path.to_owned(), problems: vec![Problem::new(phrase, list.place)] }
}
