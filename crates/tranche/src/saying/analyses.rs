//! What analyses found, for people: sentences, tables and pictures, the same on the command line, on a page and in a
//! report.

use crate::charts::Chart;

pub(crate) mod abc;
pub(crate) mod alone;
pub(crate) mod arms;
pub(crate) mod breakdown;
pub(crate) mod channels;
pub(crate) mod cohorts;
pub(crate) mod comparison;
pub(crate) mod coupons;
pub(crate) mod drivers;
pub(crate) mod histogram;
pub(crate) mod hours;
pub(crate) mod hypothesis;
pub(crate) mod overlap;
pub(crate) mod prices;
pub(crate) mod questionnaire;
pub(crate) mod replenishment;
pub(crate) mod report;
pub(crate) mod rfm;
mod sheet;
pub(crate) mod size;
pub(crate) mod useful;
pub(crate) mod value;
mod voice;
pub(crate) mod waiting;
pub(crate) mod workbook;

pub(crate) use sheet::{Cell, SaidSheet, Sheet};
pub(crate) use voice::{Voice, decimal};

/// What an analysis found.
#[derive(Default)]
pub(crate) struct Findings {
    /// What it is called.
    pub(crate) title: String,
    /// What stands in the way of using it, before anything else.
    pub(crate) warns: Vec<String>,
    /// The few figures that matter most; sentences or tables have them too.
    pub(crate) tiles: Vec<Tile>,
    /// What it says, in sentences.
    pub(crate) says: Vec<String>,
    /// Definitions that it found, each of which can become a segment.
    pub(crate) proposals: Vec<Proposal>,
    /// Tables, the first one being the result itself.
    pub(crate) sheets: Vec<Sheet>,
    /// Pictures.
    pub(crate) charts: Vec<Chart>,
}

/// A figure that matters.
pub(crate) struct Tile {
    /// What it is.
    pub(crate) what: String,
    /// The figure.
    pub(crate) figure: String,
    /// What to know of it; empty when there is nothing.
    pub(crate) then: String,
}

impl Tile {
    /// A figure without more words.
    pub(crate) fn new(what: String, figure: String) -> Self {
        Tile { what, figure, then: String::new() }
    }

    /// The same with something to know.
    pub(crate) fn then(self, then: String) -> Self {
        Tile { then, ..self }
    }
}

/// A definition that was found.
pub(crate) struct Proposal {
    /// Whom it holds, in a few words.
    pub(crate) name: String,
    /// What was found of them.
    pub(crate) says: String,
    /// The definition's text.
    pub(crate) definition: String,
}

/// A part of a whole; `None` of nothing.
pub(crate) fn share_of(part: f64, whole: f64) -> Option<f64> {
    (whole != 0.0).then(|| part / whole)
}
