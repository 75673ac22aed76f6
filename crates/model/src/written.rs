//! What foreign texts say: numbers, amounts, days, moments, truths, lists and points as people and programs write them.
//!
//! A text is read on its own; what only a whole column tells, such as what stands before decimals, is an argument.

pub mod boolean;
pub mod currency;
pub mod date;
pub mod list;
pub mod notation;
pub mod number;
pub mod point;

use crate::phrase::Phrase;
use crate::time::Zone;
use crate::value::Type;
use boolean::parse_bool;
use date::{Local, Moment};
use notation::Notation;

/// What texts are read with.
#[derive(Clone, Copy, Debug)]
pub struct Reader<'a> {
    /// Zone of times that name none.
    pub zone: &'a Zone,
    /// Currency whose sign amounts may bear; an empty text for none.
    pub currency: &'a str,
    /// How numbers and days are written.
    pub notation: Notation,
}

impl Reader<'_> {
    /// A text without white space around it as a value of a type that is kept as integers, in the units of the type; or
    /// why it is none.
    pub fn integer(&self, kind: Type, text: &str) -> Result<i64, Phrase> {
        match kind {
            Type::Bool => parse_bool(text).map(i64::from).ok_or_else(|| unfit(kind)),
            Type::Date => self.moment(kind, text).map(|moment| moment.day(self.zone)),
            Type::Instant => match date::parse_epoch(text) {
                Some(at) => Ok(at),
                None => self.moment(kind, text).map(|moment| moment.instant(self.zone)),
            },
            _ => self.number(kind, text),
        }
    }

    fn number(&self, kind: Type, text: &str) -> Result<i64, Phrase> {
        let scale = kind.scale();
        let (text, sign) = currency::without_sign(text);
        if let Some(sign) = sign
            && !currency::may_be(sign, self.currency)
        {
            return Err(Phrase::new("refused-currency").with("currency", sign).with("expected", self.currency));
        }
        let fault = |fault| number_fault(kind, fault);
        let notation = self.notation;
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
            None if notation.mark == Some(b',') && text.contains('.') => Err(unfit(kind)),
            None => number::parse(text, scale).map_err(fault),
        }
    }

    fn moment(&self, kind: Type, text: &str) -> Result<Moment, Phrase> {
        if let Some(moment) = date::parse_moment(text) {
            return Ok(moment);
        }
        if self.notation.serials
            && let Some(moment) = date::parse_serial(text)
        {
            return Ok(moment);
        }
        match date::parse_local(text, self.notation.order) {
            Some(Local::Moment(moment, _)) => Ok(moment),
            Some(Local::Ambiguous) => Err(Phrase::new("refused-ambiguous-date")),
            None => Err(unfit(kind)),
        }
    }
}

/// Why a number cannot be kept in a type.
pub fn number_fault(kind: Type, fault: number::Fault) -> Phrase {
    match fault {
        number::Fault::NotANumber => unfit(kind),
        number::Fault::TooLarge => Phrase::new("refused-number-too-large"),
    }
}

/// Why a text does not fit a type.
pub fn unfit(kind: Type) -> Phrase {
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
