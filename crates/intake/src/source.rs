//! A file as columns, whatever its format: looked over once, then read chunk by chunk, so that what is in memory is
//! bounded whatever the file's size.

pub(crate) mod ahead;
pub(crate) mod archive;
mod chunk;
pub(crate) mod csv;
pub(crate) mod dialect;
pub(crate) mod json;
mod most;
pub(crate) mod names;
pub(crate) mod opening;
pub(crate) mod parquet;
pub(crate) mod sheet;
pub(crate) mod text_file;
pub(crate) mod texts;

use std::ops::Range;

use model::columns::Column;
use model::phrase::{Phrase, Problem};
use model::time::Zone;
use model::value::Type;
use model::written::notation::Notation;

use crate::convert::Maker;
use crate::infer::{Signs, WordCount};
use crate::mapping::{Format, Named};
use crate::read::{Error, Progress, Reading};
use crate::{infer, parallel};
use chunk::Cells;
pub(crate) use chunk::Chunk;
pub(crate) use most::Most;
use parquet::ParquetFile;
use text_file::{TextFile, TextTable};

/// An opened file, of which is known what only all its rows can tell.
pub(crate) struct Source {
    /// Names of the columns, as written in the file.
    pub(crate) names: Vec<String>,
    /// Number of rows, those that could not be read included.
    pub(crate) n_rows: u64,
    /// How the columns are written.
    notations: Vec<Notation>,
    /// Whether a column that is not there may be one that is merely never filled.
    pub(crate) may_lack_columns: bool,
    /// Currency of the base.
    currency: String,
    /// Whether the mapping says the order of days.
    is_order_said: bool,
    most: Most,
    content: Content,
}

enum Content {
    Parquet(ParquetFile),
    Texts(Box<Texts>),
}

/// What is known of a file of texts.
struct Texts {
    /// The file, which has met all its columns.
    file: TextFile,
    size: u64,
    /// The cells, when they all fit into one chunk.
    whole: Option<TextTable>,
    signs: Vec<Signs>,
}

impl Source {
    /// Opens a file, or a list in its rows: `each` is the list's name. A file of texts is looked over whole, since only all
    /// its values tell their types.
    pub(crate) fn open(reading: &Reading<'_>, most: Most, each: Option<&Named>) -> Result<Self, Error> {
        let path = reading.path;
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let format = reading.file.format_of(&name).ok_or_else(|| Error::UnknownFormat { path: path.to_owned() })?;
        let (currency, is_order_said) = (reading.settings.currency.clone(), reading.file.date_order.is_some());
        if let Some(list) = each.filter(|_| !matches!(format, Format::Json | Format::Ndjson | Format::Csv)) {
            return Err(flat(reading, list));
        }
        if format == Format::Parquet {
            let file = ParquetFile::open(path)?;
            let (names, n_rows) = (file.names().to_vec(), file.n_rows() as u64);
            let notations = vec![said_over(reading, Notation::PLAIN); names.len()];
            let content = Content::Parquet(file);
            return Ok(Source {
                names,
                n_rows,
                notations,
                may_lack_columns: false,
                currency,
                is_order_said,
                most,
                content,
            });
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
        let mut looked = look_over(opened, most, &mut step)?;
        if let Some(reencoded) = looked.file.again_reencoded()? {
            looked = look_over(reencoded, most, &mut step)?;
        }
        let LookedOver { file, signs, whole, n_rows } = looked;
        let serials = matches!(file, TextFile::Sheet(_));
        Ok(Source {
            names: file.names().to_vec(),
            n_rows,
            notations: signs.iter().map(|signs| said_over(reading, Notation { serials, ..signs.notation() })).collect(),
            may_lack_columns: file.may_lack_columns(),
            currency,
            is_order_said,
            most,
            content: Content::Texts(Box::new(Texts { file, size, whole, signs })),
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
        match kind {
            Type::Number | Type::Money | Type::Duration => {
                (notation.mark == Some(b',')).then(|| note("intake-note-decimal-comma"))
            }
            // What the mapping says needs no saying.
            Type::Date | Type::Instant if !self.is_order_said => texts.signs[column].order_note(&self.names[column]),
            _ => None,
        }
    }

    /// Whether some times of a column name no zone.
    pub(crate) fn has_local_times(&self, column: usize) -> bool {
        match &self.content {
            Content::Parquet(file) => file.has_local_times(column),
            Content::Texts(texts) => texts.signs[column].is_local,
        }
    }

    /// The types of new fields, each made of a column; `None` when there is no value to tell it.
    pub(crate) fn kinds(&self, fields: &[(usize, &str)]) -> Result<Vec<Option<Type>>, Error> {
        let file = match &self.content {
            Content::Parquet(file) => file,
            Content::Texts(texts) => {
                return Ok(fields.iter().map(|&(column, field)| texts.signs[column].kind(field)).collect());
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

    /// Hands over the chunks one after the other; there is at least one, which may be empty.
    pub(crate) fn each_chunk<X: From<Error>>(
        &self,
        take: &mut dyn FnMut(&Chunk<'_>) -> Result<(), X>,
    ) -> Result<(), X> {
        let texts = match &self.content {
            Content::Texts(texts) => texts,
            Content::Parquet(file) => {
                let mut start = 0;
                loop {
                    let end = file.end_of_chunk(start, &self.most);
                    take(&self.chunk(Cells::Parquet(file), start as u64, end - start, start as u64..end as u64))?;
                    start = end;
                    if start >= file.n_rows() {
                        return Ok(());
                    }
                }
            }
        };
        let size = texts.size;
        if let Some(table) = &texts.whole {
            return take(&self.chunk(Cells::Texts(table), 0, table.lines.len(), size..2 * size));
        }
        let (mut before, mut outcome) = (size, Ok(()));
        ahead::each(texts.file.again()?, self.most, &mut |table, bytes| {
            let way = before..size + bytes.min(size);
            before = way.end;
            // Lists that cannot be read make no row, and are told.
            if !table.lines.is_empty() || !table.refused.is_empty() {
                outcome = take(&self.chunk(Cells::Texts(&table), table.first_row, table.lines.len(), way));
            }
            outcome.is_ok()
        })?;
        outcome
    }

    fn chunk<'s>(&'s self, cells: Cells<'s>, first_row: u64, n_rows: usize, way: Range<u64>) -> Chunk<'s> {
        let whole_way = match &self.content {
            Content::Parquet(_) => self.n_rows,
            Content::Texts(texts) => 2 * texts.size,
        };
        Chunk {
            names: &self.names,
            notations: &self.notations,
            first_row,
            n_rows,
            cells,
            way,
            whole_way,
            all_rows: self.n_rows,
            currency: &self.currency,
        }
    }
}

/// That a file has no lists.
fn flat(reading: &Reading<'_>, list: &Named) -> Error {
    let phrase = Phrase::new("mapping-each-flat").with("list", &list.name);
    Error::Mapping { path: reading.path.to_owned(), problems: vec![Problem::new(phrase, list.place)] }
}

/// What the mapping says of how values are written holds against what they show.
fn said_over(reading: &Reading<'_>, shown: Notation) -> Notation {
    Notation {
        mark: reading.file.decimal.or(shown.mark),
        order: reading.file.date_order.or(shown.order),
        serials: shown.serials,
    }
}

/// What a file of texts is known by when all of it was seen.
struct LookedOver {
    file: TextFile,
    signs: Vec<Signs>,
    whole: Option<TextTable>,
    n_rows: u64,
}

fn look_over(file: TextFile, most: Most, step: &mut dyn FnMut(u64, u64)) -> Result<LookedOver, Error> {
    let mut signs: Vec<Signs> = Vec::new();
    let (mut whole, mut n_rows) = (None, 0);
    let file = ahead::each(file, most, &mut |table, bytes| {
        signs.resize_with(table.columns.len().max(signs.len()), Signs::default);
        let jobs: Vec<usize> = (0..table.columns.len()).collect();
        let see = |&column: &usize, _: &dyn Fn(u64)| Signs::after(signs.get(column), &table.columns[column]);
        let seen = parallel::each(&jobs, see, &mut |_| {});
        for (signs, seen) in signs.iter_mut().zip(seen) {
            signs.add(seen);
        }
        n_rows = table.first_row + table.lines.len() as u64;
        step(bytes, n_rows);
        if !table.more && table.first_row == 0 {
            whole = Some(table);
        }
        true
    })?;
    signs.resize_with(file.names().len(), Signs::default);
    Ok(LookedOver { file, signs, whole, n_rows })
}
