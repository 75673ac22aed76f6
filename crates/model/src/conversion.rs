//! Values of one type as another: how a field that was given another type is read.
//!
//! A conversion takes a column of the type in which values came and gives one of the type that is asked for. A value that
//! has no counterpart becomes missing in the column made, and is told; the column it came in keeps it.

use std::borrow::Cow;

use rustc_hash::FxHashMap;

use crate::columns::{Column, MISSING, NO_CODE, TextColumn};
use crate::decimal::{Decimal, rescale};
use crate::phrase::Phrase;
use crate::schema::{Retyped, Settings};
use crate::time::{Day, Instant, Zone};
use crate::value::Type;
use crate::written::notation::{Notation, is_two_ways};
use crate::written::{Reader, list, point, unfit};

/// What of a business decides how a writing is read.
#[derive(Clone, Debug)]
pub struct Business {
    /// Its time zone.
    pub zone: Zone,
    /// Code of its currency.
    pub currency: String,
}

impl Business {
    /// That of a base's settings; a zone that is not known counts as UTC.
    pub fn of(settings: &Settings) -> Self {
        let zone = Zone::named(&settings.timezone).unwrap_or_else(Zone::utc);
        Business { zone, currency: settings.currency.clone() }
    }
}

/// A conversion of values of one type into another.
#[derive(Clone, Copy, Debug)]
pub struct Conversion<'a> {
    from: Type,
    to: Type,
    notation: Notation,
    business: &'a Business,
}

/// A column converted.
#[derive(Clone, Debug, PartialEq)]
pub struct Converted {
    /// The values, in the units of the type that was asked for.
    pub column: Column,
    /// Positions of the values that have no counterpart, in order, with the place of the reason of each.
    pub unfit: Vec<(u32, u32)>,
    /// The reasons, each once.
    pub reasons: Vec<Phrase>,
}

impl<'a> Conversion<'a> {
    /// The conversion of values kept as `from` into `to`; `None` when both are kept alike.
    pub fn new(from: Type, to: Type, retyped: Option<&Retyped>, business: &'a Business) -> Option<Self> {
        if from == to || (from.is_text() && to.is_text()) {
            return None;
        }
        let notation = Notation {
            mark: retyped.and_then(|retyped| retyped.decimal).map(|mark| mark as u8),
            order: retyped.and_then(|retyped| retyped.days),
            serials: false,
        };
        Some(Conversion { from, to, notation, business })
    }

    /// Converts a column. A column of another kind than its type's is taken for one of missing values.
    pub fn column(&self, column: &Column) -> Converted {
        let mut made = Making { to: self.to, integers: Vec::new(), texts: Texts::default(), told: Told::default() };
        match column {
            Column::Text(texts) if !self.from.is_integer() => {
                let of_text: Vec<Result<Made, u32>> =
                    texts.dictionary.iter().map(|text| self.text(text).map_err(|why| made.told.reason(why))).collect();
                for &code in &texts.codes {
                    made.push(if code == NO_CODE { Ok(&Made::Missing) } else { of_text[code as usize].as_ref() });
                }
            }
            Column::Integer(values) if self.from.is_integer() => {
                let mut known: FxHashMap<i64, Result<Made, u32>> = FxHashMap::default();
                for &value in values {
                    let of_value = known.entry(value).or_insert_with(|| {
                        if value == MISSING {
                            return Ok(Made::Missing);
                        }
                        self.integer(value).map_err(|why| made.told.reason(why))
                    });
                    made.push(of_value.as_ref());
                }
            }
            other => return Converted::of(Column::missing(self.to, other.len())),
        }
        made.finish()
    }

    /// One text as the type asked for.
    fn text(&self, text: &str) -> Result<Made, Phrase> {
        let text = match self.from {
            Type::TextList => text_of_list(text),
            _ => Cow::Borrowed(text),
        };
        self.written(&text)
    }

    fn written(&self, text: &str) -> Result<Made, Phrase> {
        let plain = text.trim();
        Ok(match self.to {
            _ if plain.is_empty() => Made::Missing,
            Type::Text | Type::Category => Made::Text(text.into()),
            Type::TextList => Made::Text(list::of_text(plain).into()),
            Type::Point => Made::Text(point::parse(plain).ok_or_else(|| unfit(self.to))?.into()),
            kind => {
                let Business { zone, currency } = self.business;
                let reader = Reader { zone, currency, notation: self.notation };
                let read = reader.integer(kind, plain);
                // Where no mark is said, a number tells its own unless it may be two.
                let may_tell = read.is_err() && self.notation.mark.is_none() && !is_two_ways(plain);
                let comma = Notation { mark: Some(b','), ..self.notation };
                let told = if may_tell { Reader { notation: comma, ..reader }.integer(kind, plain).ok() } else { None };
                Made::Integer(told.map_or(read, Ok)?)
            }
        })
    }

    /// One value that is kept as an integer as the type asked for.
    fn integer(&self, value: i64) -> Result<Made, Phrase> {
        let zone = &self.business.zone;
        let too_large = || Phrase::new("refused-number-too-large");
        Ok(match (self.from, self.to) {
            (from, to) if from.is_numeric() && to.is_numeric() => {
                let units = rescale(i128::from(value), from.scale(), to.scale()).ok_or_else(too_large)?;
                Made::Integer(i64::try_from(units).ok().filter(|&units| units != MISSING).ok_or_else(too_large)?)
            }
            (Type::Date, Type::Instant) => Made::Integer(zone.midnight(Day(value as i32)).0),
            (Type::Instant, Type::Date) => Made::Integer(i64::from(zone.day(Instant(value)).0)),
            _ => {
                // What this program writes has a point before decimals, whatever people write.
                let notation = Notation { mark: Some(b'.'), ..self.notation };
                return Conversion { notation, ..*self }.written(&text_of(self.from, value));
            }
        })
    }
}

/// A value that is kept as an integer, as it is written: the writing is read as the same value again.
pub fn text_of(kind: Type, value: i64) -> String {
    match kind {
        Type::Bool => (value == 1).to_string(),
        Type::Date => Day(value as i32).to_string(),
        Type::Instant => Instant(value).to_string(),
        _ => Decimal::new(i128::from(value), kind.scale()).to_string(),
    }
}

/// A list as the text it came as: a list of one is its element.
fn text_of_list(array: &str) -> Cow<'_, str> {
    match serde_json::from_str::<Vec<String>>(array).ok().as_deref() {
        Some([one]) => Cow::Owned(one.clone()),
        _ => Cow::Borrowed(array),
    }
}

/// What became of one value.
enum Made {
    Missing,
    Integer(i64),
    Text(Box<str>),
}

/// The reasons told so far.
#[derive(Default)]
struct Told {
    unfit: Vec<(u32, u32)>,
    reasons: Vec<Phrase>,
}

impl Told {
    fn reason(&mut self, why: Phrase) -> u32 {
        let known = self.reasons.iter().position(|reason| *reason == why);
        known.unwrap_or_else(|| {
            self.reasons.push(why);
            self.reasons.len() - 1
        }) as u32
    }
}

/// Texts made so far.
#[derive(Default)]
struct Texts {
    column: TextColumn,
    codes: FxHashMap<Box<str>, u32>,
}

/// A column being made.
struct Making {
    to: Type,
    integers: Vec<i64>,
    texts: Texts,
    told: Told,
}

impl Making {
    fn push(&mut self, made: Result<&Made, &u32>) {
        match made {
            Ok(Made::Integer(value)) => self.integers.push(*value),
            Ok(Made::Text(text)) => {
                let next = self.texts.column.dictionary.len() as u32;
                let code = *self.texts.codes.entry(text.clone()).or_insert(next);
                if code == next {
                    self.texts.column.dictionary.push(text.clone());
                }
                self.texts.column.codes.push(code);
            }
            Ok(Made::Missing) => self.push_missing(),
            Err(&reason) => {
                self.told.unfit.push((self.len() as u32, reason));
                self.push_missing();
            }
        }
    }

    fn len(&self) -> usize {
        if self.to.is_integer() { self.integers.len() } else { self.texts.column.codes.len() }
    }

    fn push_missing(&mut self) {
        if self.to.is_integer() { self.integers.push(MISSING) } else { self.texts.column.codes.push(NO_CODE) }
    }

    fn finish(self) -> Converted {
        let column =
            if self.to.is_integer() { Column::Integer(self.integers) } else { Column::Text(self.texts.column) };
        Converted { column, unfit: self.told.unfit, reasons: self.told.reasons }
    }
}

impl Converted {
    fn of(column: Column) -> Self {
        Converted { column, unfit: Vec::new(), reasons: Vec::new() }
    }
}
