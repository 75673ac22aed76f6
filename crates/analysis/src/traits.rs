//! What is known of each customer, one column a trait, and the outcome that traits are to explain.

use crate::Error;
use crate::obstacle::same_length;

/// One trait of all rows. A missing value belongs to no level and no side of a cut.
#[derive(Debug, Clone, Copy)]
pub enum Column<'a> {
    /// Whether something holds.
    Flags(&'a [bool]),
    /// A number; not finite where it is missing.
    Numbers(&'a [f64]),
    /// One of several levels, by its place; [`MISSING`] where it is missing.
    Levels {
        /// The level of each row.
        codes: &'a [u32],
        /// Number of levels.
        levels: usize,
    },
}

/// Stands for a missing level.
pub const MISSING: u32 = u32::MAX;

impl Column<'_> {
    /// Number of rows.
    #[must_use]
    pub fn len(&self) -> usize {
        match self {
            Column::Flags(flags) => flags.len(),
            Column::Numbers(numbers) => numbers.len(),
            Column::Levels { codes, .. } => codes.len(),
        }
    }

    /// Whether there are no rows.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Whether a row's value is known.
    #[must_use]
    pub fn is_known(&self, row: usize) -> bool {
        match self {
            Column::Flags(_) => true,
            Column::Numbers(numbers) => numbers[row].is_finite(),
            Column::Levels { codes, levels } => (codes[row] as usize) < *levels,
        }
    }
}

/// What is to be explained, one value a row, never missing.
#[derive(Debug, Clone, Copy)]
pub enum Explained<'a> {
    /// Whether it happened.
    YesNo(&'a [bool]),
    /// How much.
    Amount(&'a [f64]),
}

impl Explained<'_> {
    /// Number of rows.
    #[must_use]
    pub fn len(&self) -> usize {
        match self {
            Explained::YesNo(flags) => flags.len(),
            Explained::Amount(amounts) => amounts.len(),
        }
    }

    /// Whether there are no rows.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The value as a number: 1 for yes.
    #[must_use]
    pub fn at(&self, row: usize) -> f64 {
        match self {
            Explained::YesNo(flags) => f64::from(u8::from(flags[row])),
            Explained::Amount(amounts) => amounts[row],
        }
    }
}

/// Fails unless all columns have the outcome's rows and the outcome varies.
///
/// # Errors
///
/// [`Error::LengthsDiffer`]; [`Error::BadValue`] for an amount that is not finite; [`Error::Constant`].
pub(crate) fn check(columns: &[Column], outcome: Explained) -> Result<(), Error> {
    for column in columns {
        same_length(outcome.len(), column.len())?;
    }
    if let Explained::Amount(amounts) = outcome {
        crate::obstacle::finite(0, amounts)?;
    }
    let first = if outcome.is_empty() { 0.0 } else { outcome.at(0) };
    if (0..outcome.len()).all(|row| outcome.at(row) == first) {
        return Err(Error::Constant { column: 0 });
    }
    Ok(())
}
