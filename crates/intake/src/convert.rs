//! Values of one column into the type of its field.
//!
//! A [`Maker`] takes the cells one by one, or a run of them where the format has it as numbers already.

pub(crate) mod arrow;
pub(crate) mod words;

use std::borrow::Cow;

use model::columns::{Column, MISSING, NO_CODE};
use model::phrase::Phrase;
use model::time::Zone;
use model::value::Type;
use model::written::notation::Notation;
use model::written::{Reader, list, point, unfit};

use crate::source::texts::{Cell, Texts};
use words::Words;

/// A value that does not fit: its row (from 0), its writing and the reason.
#[derive(Debug)]
pub(crate) struct Unfit {
    pub(crate) row: usize,
    pub(crate) value: String,
    pub(crate) reason: Phrase,
}

impl Unfit {
    /// A value that no field can hold, whatever its type; `None` for one that some can.
    pub(crate) fn of_cell(row: usize, text: &str, cell: Cell) -> Option<Self> {
        let (value, reason) = match cell {
            Cell::Unfit => (text, Phrase::new("refused-nested-value")),
            Cell::Fault => {
                let (value, address) = text.rsplit_once('\t').unwrap_or((text, ""));
                let is_formula = value.starts_with('=');
                let key = if is_formula { "refused-formula-without-value" } else { "refused-cell-error" };
                (value, Phrase::new(key).with("cell", address))
            }
            Cell::Text | Cell::Number | Cell::Bool | Cell::List => return None,
        };
        Some(Unfit { row, value: value.to_owned(), reason })
    }
}

/// Makes one column of one type.
pub(crate) struct Maker<'a> {
    kind: Type,
    /// Zone of times that name none.
    zone: &'a Zone,
    notation: Notation,
    /// Currency of the base.
    currency: &'a str,
    integers: Vec<i64>,
    codes: Vec<u32>,
    words: Words,
    unfit: Vec<Unfit>,
    /// Dictionary of the last Arrow array, with the code of each of its entries.
    dictionary: arrow::SeenDictionary,
}

impl<'a> Maker<'a> {
    pub(crate) fn new(kind: Type, zone: &'a Zone, notation: Notation) -> Self {
        Maker {
            kind,
            zone,
            notation,
            currency: "",
            integers: Vec::new(),
            codes: Vec::new(),
            words: Words::default(),
            unfit: Vec::new(),
            dictionary: arrow::SeenDictionary::default(),
        }
    }

    /// Lets amounts bear the sign of a currency.
    pub(crate) fn in_currency(self, currency: &'a str) -> Self {
        Maker { currency, ..self }
    }

    /// Adds all cells of a column of texts.
    pub(crate) fn push_texts(&mut self, texts: &Texts) {
        for (text, cell) in texts.iter() {
            match cell {
                Cell::List => self.push_list(text),
                Cell::Unfit | Cell::Fault => {
                    self.unfit.extend(Unfit::of_cell(self.row(), text, cell));
                    self.push_missing();
                }
                Cell::Number => {
                    self.push_text_in(text, Notation { serials: self.notation.serials, ..Notation::PLAIN });
                }
                Cell::Text | Cell::Bool => self.push_text(text),
            }
        }
    }

    /// The column made, and what did not fit.
    pub(crate) fn finish(self) -> (Column, Vec<Unfit>) {
        let column = if self.kind.is_integer() {
            Column::Integer(self.integers)
        } else {
            Column::Text(self.words.column(self.codes))
        };
        (column, self.unfit)
    }

    fn row(&self) -> usize {
        if self.kind.is_integer() { self.integers.len() } else { self.codes.len() }
    }

    fn push_missing(&mut self) {
        if self.kind.is_integer() { self.integers.push(MISSING) } else { self.codes.push(NO_CODE) }
    }

    #[cold]
    fn refuse(&mut self, value: String, reason: Phrase) {
        self.unfit.push(Unfit { row: self.row(), value, reason });
        self.push_missing();
    }

    #[cold]
    fn refuse_kind(&mut self, value: &str) {
        self.refuse(value.to_owned(), unfit(self.kind));
    }

    /// Adds a cell written as text.
    fn push_text(&mut self, text: &str) {
        self.push_text_in(text, self.notation);
    }

    fn push_text_in(&mut self, text: &str, notation: Notation) {
        if let Type::Text | Type::Category = self.kind {
            let code = self.words.code(text);
            return self.codes.push(code);
        }
        let plain = text.trim();
        if plain.is_empty() {
            return self.push_missing();
        }
        match self.kind {
            Type::TextList => self.push_list(plain),
            Type::Point => {
                let Some(written) = point::parse(plain) else { return self.refuse_kind(text) };
                let code = self.words.code(&written);
                self.codes.push(code);
            }
            kind => {
                let reader = Reader { zone: self.zone, currency: self.currency, notation };
                match reader.integer(kind, plain) {
                    Ok(value) => self.integers.push(value),
                    Err(reason) => self.refuse(text.to_owned(), reason),
                }
            }
        }
    }

    /// Adds a list written as a JSON array, or a single text as a list of one.
    fn push_list(&mut self, text: &str) {
        if self.kind != Type::TextList {
            return self.refuse(text.to_owned(), Phrase::new("refused-a-list").with("type", self.kind.name()));
        }
        let list: Cow<'_, str> = list::of_text(text);
        let code = self.words.code(&list);
        self.codes.push(code);
    }
}
