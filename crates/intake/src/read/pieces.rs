//! What a chunk of a file became, with the rows as they are written: who keeps refusals keeps the row beside them, so
//! that a person can correct it.

use model::columns::{Batch, Column};
use model::schema::Schema;
use model::time::Zone;
use model::value::Type;

use crate::read::Error;
use crate::read::refuse::Refused;
use crate::source::Chunk;

/// Column of a file of corrected rows that says which refused rows these are. No feed takes it.
pub const CORRECTED: &str = "tranche_refused";
/// Column of a file of refused rows that gives the reason. No feed takes it.
pub const REASON: &str = "tranche_reason";

/// What a chunk of a file became.
pub struct Piece<'c> {
    /// The schema that the whole file leads to.
    pub schema: &'c Schema,
    /// Its rows, in the order of the mapping's feeds.
    pub batches: Vec<Batch>,
    /// Its rows and values that were not taken, in the order of the rows.
    pub refused: Vec<Refused>,
    /// Its rows as they are written.
    pub written: Written<'c>,
}

/// The rows of a chunk as they are written in the file.
#[derive(Clone, Copy)]
pub struct Written<'c> {
    chunk: &'c Chunk<'c>,
    is_elements: bool,
}

impl<'c> Written<'c> {
    pub(crate) fn of(chunk: &'c Chunk<'c>) -> Self {
        Written { chunk, is_elements: false }
    }

    /// Elements of lists, which are no rows of the file: what they lie in is written there.
    pub(crate) fn elements(chunk: &'c Chunk<'c>) -> Self {
        Written { chunk, is_elements: true }
    }

    /// Whether these are elements of lists, whose rows were handed over before.
    pub fn is_elements(&self) -> bool {
        self.is_elements
    }

    /// Names of the columns, as written.
    pub fn columns(&self) -> &'c [String] {
        self.chunk.names
    }

    /// The numbers of its rows in the file, counted from 1.
    pub fn rows(&self) -> std::ops::RangeInclusive<u64> {
        self.chunk.first_row + 1..=self.chunk.first_row + self.chunk.n_rows as u64
    }

    /// The cells of some rows, by their numbers in the file; a missing cell is empty, and so are those of a row that
    /// could not be read.
    pub fn cells(&self, rows: &[u64]) -> Result<Vec<Vec<String>>, Error> {
        let mut found = vec![Vec::with_capacity(self.columns().len()); rows.len()];
        if rows.is_empty() {
            return Ok(found);
        }
        for column in 0..self.columns().len() {
            let texts = self.column(column)?;
            for (cells, row) in found.iter_mut().zip(rows) {
                let cell = texts.get((row - self.chunk.first_row) as usize - 1);
                cells.push(cell.unwrap_or_default().to_owned());
            }
        }
        Ok(found)
    }

    /// Numbers and cells of the rows that have a value in a column; none where the file has no such column.
    pub fn values_of(&self, name: &str) -> Result<Vec<(u64, String)>, Error> {
        let Some(column) = self.columns().iter().position(|column| column == name) else { return Ok(Vec::new()) };
        let texts = self.column(column)?;
        let filled = self.rows().enumerate().filter_map(|(position, row)| Some((row, texts.get(position)?.to_owned())));
        Ok(filled.collect())
    }

    fn column(&self, column: usize) -> Result<Texts<'c>, Error> {
        if let Some(texts) = self.chunk.texts(column) {
            return Ok(Texts::Written(texts));
        }
        // The zone says nothing of texts.
        Ok(Texts::Made(self.chunk.values(column, Type::Text, &Zone::utc(), &|_| {})?.0))
    }
}

/// The cells of a column of a chunk.
enum Texts<'c> {
    Written(&'c crate::source::texts::Texts),
    Made(Column),
}

impl Texts<'_> {
    /// A cell that is not empty.
    fn get(&self, position: usize) -> Option<&str> {
        match self {
            Texts::Written(texts) => texts.get(position).filter(|text| !text.is_empty()),
            Texts::Made(Column::Text(texts)) => texts.get(position),
            Texts::Made(Column::Integer(_)) => None,
        }
    }
}
