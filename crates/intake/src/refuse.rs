//! Refused rows and values, and the reasons for it.

use model::columns::Target;
use model::phrase::Phrase;
use model::value::Type;

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

/// Why a text does not fit a type.
pub(crate) fn unfit(kind: Type) -> Phrase {
    Phrase::new(match kind {
        Type::Number => "refused-not-a-number",
        Type::Money => "refused-not-an-amount",
        Type::Duration => "refused-not-a-duration",
        Type::Bool => "refused-not-a-bool",
        Type::Date => "refused-not-a-date",
        Type::Instant => "refused-not-an-instant",
        Type::Point => "refused-not-a-point",
        Type::Text | Type::Category | Type::TextList => "refused-not-a-text",
    })
}
