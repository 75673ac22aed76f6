//! Units of time, by their words.

use serde::{Deserialize, Serialize};

use crate::text::parser::Parser;

/// A unit of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    /// A second.
    Second,
    /// A minute.
    Minute,
    /// An hour.
    Hour,
    /// A day: 24 hours, or a local day in calendar windows.
    Day,
    /// Seven days.
    Week,
    /// A month by local dates.
    Month,
    /// Three months.
    Quarter,
    /// Twelve months.
    Year,
}

impl Unit {
    const WORDS: [(&'static str, &'static str, Unit); 8] = [
        ("second", "seconds", Unit::Second),
        ("minute", "minutes", Unit::Minute),
        ("hour", "hours", Unit::Hour),
        ("day", "days", Unit::Day),
        ("week", "weeks", Unit::Week),
        ("month", "months", Unit::Month),
        ("quarter", "quarters", Unit::Quarter),
        ("year", "years", Unit::Year),
    ];

    /// Its word, for one or for several.
    pub fn word(self, one: bool) -> &'static str {
        let (singular, plural, _) = Unit::WORDS[self as usize];
        if one { singular } else { plural }
    }

    /// The unit whose word stands `ahead` places after the cursor.
    pub(crate) fn at(parser: &Parser, ahead: usize) -> Option<Unit> {
        let found =
            |&(one, many, _): &(&str, &str, Unit)| parser.is_word_at(ahead, one) || parser.is_word_at(ahead, many);
        Unit::WORDS.iter().find(|words| found(words)).map(|(_, _, unit)| *unit)
    }

    /// Takes the word of a unit.
    pub(crate) fn take(parser: &mut Parser) -> Option<Unit> {
        let unit = Unit::at(parser, 0)?;
        parser.advance();
        Some(unit)
    }

    /// Words of all units, for messages.
    pub(super) fn words() -> Vec<&'static str> {
        Unit::WORDS.iter().map(|(_, many, _)| *many).collect()
    }

    /// Its length in seconds; `None` for units whose length depends on the calendar.
    pub fn seconds(self) -> Option<i64> {
        match self {
            Unit::Second => Some(1),
            Unit::Minute => Some(60),
            Unit::Hour => Some(3_600),
            Unit::Day => Some(86_400),
            Unit::Week => Some(7 * 86_400),
            Unit::Month | Unit::Quarter | Unit::Year => None,
        }
    }

    /// Its length in months; 0 for units counted in seconds.
    pub(super) fn months(self) -> i64 {
        match self {
            Unit::Month => 1,
            Unit::Quarter => 3,
            Unit::Year => 12,
            _ => 0,
        }
    }

    /// Whether a business's own year has such periods.
    pub(super) fn is_fiscal(self) -> bool {
        matches!(self, Unit::Quarter | Unit::Year)
    }

    /// Whether a calendar has such periods beside the day.
    pub(crate) fn is_period(self) -> bool {
        matches!(self, Unit::Week | Unit::Month | Unit::Quarter | Unit::Year)
    }
}
