//! A run of a file's rows: its values by column, as any type.

use std::ops::Range;

use model::columns::Column;
use model::time::Zone;
use model::value::Type;
use model::written::notation::Notation;

use crate::convert::{self, Maker, Unfit};
use crate::read::refuse::Refused;
use crate::read::{Error, Progress};
use crate::source::parquet::ParquetFile;
use crate::source::text_file::TextTable;

/// A run of a file's rows.
pub(crate) struct Chunk<'s> {
    pub(crate) names: &'s [String],
    pub(super) notations: &'s [Notation],
    /// Rows of the file before it.
    pub(crate) first_row: u64,
    pub(crate) n_rows: usize,
    pub(super) cells: Cells<'s>,
    /// How far the reading is before and after it.
    pub(super) way: Range<u64>,
    pub(super) whole_way: u64,
    /// Rows of the whole file.
    pub(super) all_rows: u64,
    /// Currency of the base.
    pub(super) currency: &'s str,
}

/// The cells of a chunk.
pub(super) enum Cells<'s> {
    Parquet(&'s ParquetFile),
    Texts(&'s TextTable),
}

impl Chunk<'_> {
    /// Line of the file at which a row of the chunk starts, for formats made of lines.
    pub(crate) fn line(&self, row: usize) -> Option<u64> {
        match &self.cells {
            Cells::Texts(table) => table.lines.get(row).copied(),
            Cells::Parquet(_) => None,
        }
    }

    /// The number of the file's row that a row, by its own number, lies in.
    pub(crate) fn origin(&self, number: u64) -> u64 {
        let place = (number - self.first_row) as usize - 1;
        match &self.cells {
            Cells::Texts(table) => table.origins.get(place).copied().unwrap_or(number),
            Cells::Parquet(_) => number,
        }
    }

    /// The cells of a column, for formats whose cells are texts.
    pub(crate) fn texts(&self, column: usize) -> Option<&crate::source::texts::Texts> {
        match &self.cells {
            Cells::Texts(table) => table.columns.get(column),
            Cells::Parquet(_) => None,
        }
    }

    /// Rows and values that could not be read at all.
    pub(crate) fn refused(&self) -> &[Refused] {
        match &self.cells {
            Cells::Texts(table) => &table.refused,
            Cells::Parquet(_) => &[],
        }
    }

    /// How far the reading is when a part of the chunk's cells is done.
    pub(crate) fn progress(&self, cells_done: u64, cells: u64) -> Progress {
        let way = u128::from(self.way.end - self.way.start);
        let part = way * u128::from(cells_done.min(cells)) / u128::from(cells.max(1));
        let done = self.way.start + part as u64;
        let rows = match &self.cells {
            Cells::Texts(_) => self.all_rows,
            Cells::Parquet(_) => done,
        };
        Progress { done, total: self.whole_way, rows }
    }

    /// How a column is written.
    pub(crate) fn notation(&self, column: usize) -> Notation {
        self.notations[column]
    }

    /// The values of a column that no field can hold, whatever its type.
    pub(crate) fn nested(&self, column: usize) -> Vec<Unfit> {
        let Cells::Texts(table) = &self.cells else { return Vec::new() };
        let cells = table.columns[column].iter().enumerate();
        cells.filter_map(|(row, (text, cell))| Unfit::of_cell(row, text, cell)).collect()
    }

    /// The chunk's values of a column as whole numbers, missing ones among them; `None` unless the file has all of them
    /// as such, in digits and nothing else where it is made of texts, and none is negative. `step` hears how many rows
    /// were done.
    pub(crate) fn whole_numbers(&self, column: usize, step: &dyn Fn(u64)) -> Result<Option<Vec<i64>>, Error> {
        let numbers = match &self.cells {
            Cells::Texts(table) => table.columns[column].whole_numbers(),
            Cells::Parquet(file) if file.is_whole(column) => {
                let (first, mut numbers, mut fits) = (self.first_row as usize, Vec::with_capacity(self.n_rows), true);
                file.read_column(column, Type::Number, first..first + self.n_rows, |array| {
                    fits = convert::arrow::push_whole(array, &mut numbers);
                    fits
                })?;
                fits.then_some(numbers)
            }
            Cells::Parquet(_) => None,
        };
        if numbers.is_some() {
            step(self.n_rows as u64);
        }
        Ok(numbers)
    }

    /// The chunk's values of a column as a type, and those that do not fit. `step` hears how many rows were done.
    pub(crate) fn values(
        &self,
        column: usize,
        kind: Type,
        zone: &Zone,
        step: &dyn Fn(u64),
    ) -> Result<(Column, Vec<Unfit>), Error> {
        let mut maker = Maker::new(kind, zone, self.notations[column]).in_currency(self.currency);
        match &self.cells {
            Cells::Texts(table) => {
                maker.push_texts(&table.columns[column]);
                step(table.lines.len() as u64);
            }
            Cells::Parquet(file) => {
                let first = self.first_row as usize;
                file.read_column(column, kind, first..first + self.n_rows, |array| {
                    maker.push_array(array);
                    step(array.len() as u64);
                    true
                })?;
            }
        }
        Ok(maker.finish())
    }
}
