//! A base's own choices: its zone, its currency, its calendar, and what its statuses say.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::Vocabulary;

/// Whether a row with some status exists.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// It counts.
    Counts,
    /// It does not count yet.
    NotYet,
    /// It is void.
    Void,
    /// It was paid back in full.
    Refunded,
}

/// A half of the earth.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Hemisphere {
    /// North of the equator: winter starts in December.
    #[default]
    North,
    /// South of the equator: winter starts in June.
    South,
}

/// A base's own choices.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Settings {
    /// Name of the business.
    #[serde(default)]
    pub name: String,
    /// IANA name of the business's time zone.
    pub timezone: String,
    /// ISO 4217 code of the business's currency.
    pub currency: String,
    /// First day of the week: 0 for Monday … 6 for Sunday.
    #[serde(default)]
    pub week_start: i32,
    /// On which side of the equator the business's customers mostly live: when seasons are.
    #[serde(default)]
    pub hemisphere: Hemisphere,
    /// First month of the business's fiscal year: 1 for January … 12 for December.
    #[serde(default = "january")]
    pub fiscal_start: i8,
    /// What each known status word says; words not listed count.
    pub statuses: BTreeMap<String, Standing>,
}

fn january() -> i8 {
    1
}

impl Default for Settings {
    fn default() -> Self {
        Vocabulary::shipped().settings
    }
}

impl Settings {
    /// What a status word says: words are compared without case, and with spaces, dashes and underscores alike.
    pub fn standing(&self, word: &str) -> Standing {
        let plain: String = word.trim().to_lowercase().replace([' ', '-'], "_");
        self.statuses.get(&plain).copied().unwrap_or(Standing::Counts)
    }
}
