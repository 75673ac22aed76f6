//! What analyses found, for people: sentences, tables and pictures, the same on the command line, on a page and in a
//! report.

use model::decimal::Decimal;
use model::phrase::Phrase;
use model::time::{DAY, Instant, Zone};

use crate::catalogue::Catalogue;
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
pub(crate) mod size;
pub(crate) mod useful;
pub(crate) mod value;
pub(crate) mod waiting;
pub(crate) mod workbook;

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

/// A table of figures.
pub(crate) struct Sheet {
    /// What it shows.
    pub(crate) title: String,
    /// The head of each column.
    pub(crate) heads: Vec<String>,
    /// The rows.
    pub(crate) rows: Vec<Vec<Cell>>,
}

impl Sheet {
    /// As people read it.
    pub(crate) fn said(&self, voice: &Voice<'_>) -> SaidSheet {
        let is_number = |column| self.rows.iter().any(|row| row.get(column).is_some_and(Cell::is_number));
        SaidSheet {
            title: self.title.clone(),
            heads: self.heads.iter().cloned().enumerate().map(|(column, head)| (head, is_number(column))).collect(),
            rows: self.rows.iter().map(|row| row.iter().map(|cell| cell.said(voice)).collect()).collect(),
        }
    }
}

/// A table as people read it.
pub(crate) struct SaidSheet {
    /// What it shows.
    pub(crate) title: String,
    /// The head of each column, and whether numbers stand in it.
    pub(crate) heads: Vec<(String, bool)>,
    /// The rows.
    pub(crate) rows: Vec<Vec<String>>,
}

/// A cell of a table.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Cell {
    /// Words.
    Text(String),
    /// A whole number.
    Count(usize),
    /// A number shown with so many decimal places.
    Number(f64, u8),
    /// A share of one.
    Share(f64),
    /// An amount in the base's currency.
    Money(f64),
    /// Nothing to say.
    None,
}

impl Cell {
    /// A cell of a number that may not be there.
    pub(crate) fn of(number: Option<f64>, cell: impl Fn(f64) -> Cell) -> Cell {
        number.map_or(Cell::None, cell)
    }

    /// Whether it holds a number.
    pub(crate) fn is_number(&self) -> bool {
        !matches!(self, Cell::Text(_))
    }

    /// As people read it.
    pub(crate) fn said(&self, voice: &Voice<'_>) -> String {
        match self {
            Cell::Text(text) => text.clone(),
            Cell::Count(count) => voice.catalogue.count(*count as u64),
            Cell::Number(number, places) => voice.number(*number, *places),
            Cell::Share(share) => voice.share(*share),
            Cell::Money(amount) => voice.money(*amount),
            Cell::None => "–".to_owned(),
        }
    }

    /// As programs read it: digits and a point, nothing where there is nothing.
    pub(crate) fn plain(&self) -> String {
        match self {
            Cell::Text(text) => text.clone(),
            Cell::Count(count) => count.to_string(),
            Cell::Number(number, _) | Cell::Share(number) | Cell::Money(number) => number.to_string(),
            Cell::None => String::new(),
        }
    }
}

/// The language and the currency that findings are said in.
pub(crate) struct Voice<'a> {
    /// The sentences.
    pub(crate) catalogue: &'a Catalogue,
    /// The currency's code.
    pub(crate) currency: &'a str,
    /// The zone whose days are told.
    pub(crate) zone: &'a Zone,
}

impl Voice<'_> {
    /// The day of an instant, as people write it.
    pub(crate) fn day(&self, at: &str) -> String {
        Instant::parse(at).map_or_else(|| at.to_owned(), |at| self.catalogue.day(self.zone.day(at)))
    }

    /// A sentence without words.
    pub(crate) fn text(&self, key: &str) -> String {
        self.catalogue.text(key)
    }

    /// A sentence.
    pub(crate) fn say(&self, phrase: &Phrase) -> String {
        self.catalogue.say(phrase)
    }

    /// Heads of columns.
    pub(crate) fn heads(&self, keys: &[&str]) -> Vec<String> {
        keys.iter().map(|key| self.text(key)).collect()
    }

    /// The day of an instant some days before another one, as people write it.
    pub(crate) fn day_before(&self, at: &str, days: f64) -> String {
        let at = Instant::parse(at).map(|at| Instant(at.0 - (days * DAY as f64) as i64));
        at.map_or_else(String::new, |at| self.catalogue.day(self.zone.day(at)))
    }

    /// A whole number.
    pub(crate) fn count(&self, count: usize) -> String {
        self.catalogue.count(count as u64)
    }

    /// A number with so many decimal places.
    pub(crate) fn number(&self, number: f64, places: u8) -> String {
        self.catalogue.number(decimal(number, places), places)
    }

    /// A share of one as per cent.
    pub(crate) fn share(&self, share: f64) -> String {
        self.catalogue.share(decimal(share, 6))
    }

    /// An amount of money: without cents from a thousand on.
    pub(crate) fn money(&self, amount: f64) -> String {
        let places = if amount.abs() >= 1000.0 { 0 } else { 2 };
        self.catalogue.money(decimal(amount, places), self.currency, places)
    }
}

/// A number with so many decimal places.
pub(crate) fn decimal(number: f64, places: u8) -> Decimal {
    Decimal::parse(&format!("{number:.places$}", places = usize::from(places))).unwrap_or(Decimal::ZERO)
}

/// A part of a whole; `None` of nothing.
pub(crate) fn share_of(part: f64, whole: f64) -> Option<f64> {
    (whole != 0.0).then(|| part / whole)
}
