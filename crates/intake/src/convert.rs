//! Values of one column into the type of its field.
//!
//! A [`Maker`] takes the cells one by one, or a run of them where the format has it as numbers already.

pub(crate) mod arrow;
mod boolean;
pub(crate) mod currency;
mod date;
pub(crate) mod list;
pub(crate) mod notation;
mod number;
mod point;

use std::borrow::Cow;

use model::columns::{Column, MISSING, NO_CODE};
use model::phrase::Phrase;
use model::time::Zone;
use model::value::Type;

pub(crate) use boolean::parse_bool;
pub(crate) use date::{Local, Moment, parse_local, parse_moment};

use notation::Notation;

use crate::refuse;
use crate::texts::{Cell, Texts};
use crate::words::Words;

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
        self.refuse(value.to_owned(), refuse::unfit(self.kind));
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
        let made: Result<i64, Phrase> = match self.kind {
            Type::Number | Type::Money | Type::Duration => self.number(plain, notation),
            Type::Bool => parse_bool(plain).map(i64::from).ok_or_else(|| refuse::unfit(self.kind)),
            Type::Date => self.moment(plain, notation).map(|moment| moment.day(self.zone)),
            Type::Instant => match date::parse_epoch(plain) {
                Some(at) => Ok(at),
                None => self.moment(plain, notation).map(|moment| moment.instant(self.zone)),
            },
            Type::TextList => return self.push_list(plain),
            Type::Point => {
                let Some(written) = point::parse(plain) else { return self.refuse_kind(text) };
                let code = self.words.code(&written);
                return self.codes.push(code);
            }
            Type::Text | Type::Category => return,
        };
        match made {
            Ok(value) => self.integers.push(value),
            Err(reason) => self.refuse(text.to_owned(), reason),
        }
    }

    fn number(&self, text: &str, notation: Notation) -> Result<i64, Phrase> {
        let scale = self.kind.scale();
        let (text, sign) = currency::without_sign(text);
        if let Some(sign) = sign
            && !currency::may_be(sign, self.currency)
        {
            return Err(Phrase::new("refused-currency").with("currency", sign).with("expected", self.currency));
        }
        let fault = |fault| self.number_fault(fault);
        // Only a point may be taken as it stands, and no text with a mark unless it is known what the mark is.
        if notation.mark == Some(b'.')
            && let Ok(units) = number::parse(text, scale)
        {
            return Ok(units);
        }
        let is_marked = |text: &str| text.bytes().any(|byte| matches!(byte, b'.' | b','));
        if notation.mark.is_none() && is_marked(text) && notation::is_two_ways(text) {
            return Err(Phrase::new("refused-ambiguous-number"));
        }
        match notation::written_number(text, notation.mark.unwrap_or(b'.')) {
            // Hundredths are units of two places less.
            Some(written) if written.is_percent => number::parse(&written.plain, scale - 2).map_err(fault),
            Some(written) => number::parse(&written.plain, scale).map_err(fault),
            // Such as 1e3; but a point is no mark where the comma is.
            None if notation.mark == Some(b',') && text.contains('.') => Err(refuse::unfit(self.kind)),
            None => number::parse(text, scale).map_err(fault),
        }
    }

    fn moment(&self, text: &str, notation: Notation) -> Result<Moment, Phrase> {
        if let Some(moment) = parse_moment(text) {
            return Ok(moment);
        }
        if notation.serials
            && let Some(moment) = date::parse_serial(text)
        {
            return Ok(moment);
        }
        match parse_local(text, notation.order) {
            Some(Local::Moment(moment, _)) => Ok(moment),
            Some(Local::Ambiguous) => Err(Phrase::new("refused-ambiguous-date")),
            None => Err(refuse::unfit(self.kind)),
        }
    }

    fn number_fault(&self, fault: number::Fault) -> Phrase {
        match fault {
            number::Fault::NotANumber => refuse::unfit(self.kind),
            number::Fault::TooLarge => Phrase::new("refused-number-too-large"),
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
