//! Refused rows and values, and the reasons for it.

use model::columns::Target;
use model::phrase::Phrase;

/// A row, or one value of a row, that was not taken.
#[derive(Clone, Debug, PartialEq)]
pub struct Refused {
    /// The row, counted from 1 for the first row of data.
    pub row: u64,
    /// The line of the file at which the row starts, counted from 1, for formats made of lines.
    pub line: Option<u64>,
    /// The column, when one is to blame.
    pub column: Option<String>,
    /// What stands there, or the whole row when no column is to blame.
    pub value: String,
    /// Why it was refused.
    pub reason: Phrase,
    /// Whether the whole row was refused, not only this value.
    pub whole_row: bool,
    /// What the row would have become; `None` when it could not be read at all.
    pub target: Option<Target>,
}
