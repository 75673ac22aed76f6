//! A file as columns, whatever its format: their names, their types, and the values of one of them.

use model::columns::Column;
use model::time::Zone;
use model::value::Type;

use crate::convert::{Maker, Unfit};
use crate::infer;
use crate::parquet::ParquetFile;
use crate::read::Error;
use crate::refuse::Refused;
use crate::texts::Texts;

/// An opened file.
pub(crate) enum Source {
    /// A file of texts, whole in memory.
    Texts(TextTable),
    /// A Parquet file, read column by column.
    Parquet(ParquetFile),
}

/// The cells of a file of texts.
#[derive(Debug, Default)]
pub(crate) struct TextTable {
    /// Names of the columns.
    pub(crate) names: Vec<String>,
    /// Cells of the columns, all of the same length; those of rows that could not be read are empty.
    pub(crate) columns: Vec<Texts>,
    /// Line of the file at which each row starts.
    pub(crate) lines: Vec<u64>,
    /// Rows and values that could not be read.
    pub(crate) refused: Vec<Refused>,
    /// Whether any column may be absent from a file, as in formats whose rows name their cells.
    pub(crate) open: bool,
}

impl Source {
    /// Names of the columns, as written in the file.
    pub(crate) fn names(&self) -> &[String] {
        match self {
            Source::Texts(table) => &table.names,
            Source::Parquet(file) => file.names(),
        }
    }

    /// Number of rows, those that could not be read included.
    pub(crate) fn n_rows(&self) -> usize {
        match self {
            Source::Texts(table) => table.lines.len(),
            Source::Parquet(file) => file.n_rows(),
        }
    }

    /// Line of the file at which a row starts, for formats made of lines.
    pub(crate) fn line(&self, row: usize) -> Option<u64> {
        match self {
            Source::Texts(table) => table.lines.get(row).copied(),
            Source::Parquet(_) => None,
        }
    }

    /// Rows and values that could not be read at all.
    pub(crate) fn refused(&self) -> &[Refused] {
        match self {
            Source::Texts(table) => &table.refused,
            Source::Parquet(_) => &[],
        }
    }

    /// Whether a column that is not there may be one that is merely never filled.
    pub(crate) fn may_lack_columns(&self) -> bool {
        matches!(self, Source::Texts(TextTable { open: true, .. }))
    }

    /// The type of a new field made of a column; `None` when there is no value to tell it.
    pub(crate) fn kind_of(&self, column: usize, field: &str) -> Option<Type> {
        match self {
            Source::Texts(table) => infer::of_texts(field, &table.columns[column]),
            Source::Parquet(file) => Some(file.kind_of(column, field)),
        }
    }

    /// All values of a column as a type, and those that do not fit. `step` hears how many rows were done.
    pub(crate) fn values(
        &self,
        column: usize,
        kind: Type,
        zone: &Zone,
        step: &dyn Fn(u64),
    ) -> Result<(Column, Vec<Unfit>), Error> {
        let mut maker = Maker::new(kind, zone);
        match self {
            Source::Texts(table) => {
                maker.push_texts(&table.columns[column]);
                step(table.lines.len() as u64);
            }
            Source::Parquet(file) => file.read_column(column, kind, |array| {
                maker.push_array(array);
                step(array.len() as u64);
            })?,
        }
        Ok(maker.finish())
    }
}
