//! Tables of what an analysis found, as people and as programs read them.

use super::Voice;

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
