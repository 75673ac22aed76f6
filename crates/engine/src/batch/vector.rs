//! The values of a node for the customers or rows of a unit.

use model::columns::{MISSING, NO_CODE};
use model::decimal::Decimal;
use model::value::Value;

use super::bits::Bits;
use super::numbers::{Few, Integers};

/// A missing wide number.
pub(super) const MISSING_WIDE: i128 = i128::MIN;

/// What kind of values a node has, known before any is computed.
#[derive(Clone, Copy)]
pub(super) enum Shape<'a> {
    /// True or false.
    Test,
    /// Numbers in `10^-scale`.
    Number {
        /// Decimal places.
        scale: u8,
    },
    /// Booleans as 0 and 1, days, or instants.
    Whole,
    /// Texts by code into a dictionary of distinct texts.
    Code(&'a [Box<str>]),
    /// Lists made by folds.
    List,
}

/// The values of a node.
pub(super) enum Vector<'a> {
    /// The same value everywhere.
    Same(Value),
    /// Truths.
    Mask(Bits),
    /// Numbers in the node's scale, booleans, days or instants; missing ones are [`MISSING`].
    Integer(Integers<'a>),
    /// Wide numbers in the node's scale; missing ones are [`MISSING_WIDE`].
    Wide(Vec<i128>),
    /// Codes; missing ones are [`NO_CODE`].
    Code(Few<'a>),
    /// Lists, or missing.
    List(Vec<Value>),
}

impl Vector<'_> {
    /// Whether a test holds at a position.
    pub(super) fn truth(&self, position: usize) -> bool {
        match self {
            Vector::Mask(mask) => mask.get(position),
            Vector::Same(Value::Bool(truth)) => *truth,
            _ => false,
        }
    }

    /// The number at a position, in `10^-scale`, where `scale` is the node's.
    pub(super) fn number(&self, position: usize, scale: u8) -> Option<i128> {
        match self {
            Vector::Integer(values) => whole(values.get(position)).map(i128::from),
            Vector::Wide(values) => Some(values[position]).filter(|&value| value != MISSING_WIDE),
            Vector::Same(Value::Number(number)) => number.units_at(scale),
            _ => None,
        }
    }

    /// The boolean, day or instant at a position.
    pub(super) fn whole(&self, position: usize) -> Option<i64> {
        match self {
            Vector::Integer(values) => whole(values.get(position)),
            Vector::Same(Value::Bool(truth)) => Some(i64::from(*truth)),
            Vector::Same(Value::Date(day)) => Some(i64::from(day.0)),
            Vector::Same(Value::Instant(at)) => Some(at.0),
            _ => None,
        }
    }

    /// The text at a position, given the node's dictionary.
    pub(super) fn text<'t>(&'t self, position: usize, dictionary: &'t [Box<str>]) -> Option<&'t str> {
        match self {
            Vector::Code(codes) => dictionary.get(codes.get(position) as usize).map(|text| &**text),
            Vector::Same(Value::Text(text)) => Some(text),
            _ => None,
        }
    }

    /// Which of the values are there; `None` when all are, or none of them can be told apart from the others.
    pub(super) fn known(&self) -> Option<Bits> {
        let known = match self {
            Vector::Integer(values) => values.known(),
            Vector::Code(codes) => codes.between(0, NO_CODE),
            Vector::Wide(values) => Bits::of(values, |value| value != MISSING_WIDE),
            Vector::List(values) => values.iter().map(|value| !value.is_missing()).collect(),
            Vector::Same(_) | Vector::Mask(_) => return None,
        };
        (known.count(0..known.len()) as usize != known.len()).then_some(known)
    }

    /// The value at a position as the language has it, given the node's shape and whether wholes are days.
    pub(super) fn held(&self, position: usize, shape: Shape<'_>, kind: model::value::Type) -> Value {
        match (self, shape) {
            (Vector::Same(value), _) => value.clone(),
            (Vector::List(values), _) => values[position].clone(),
            (_, Shape::Number { scale }) => {
                Value::number(self.number(position, scale).map(|units| Decimal::new(units, scale)))
            }
            (_, Shape::Code(dictionary)) => {
                self.text(position, dictionary).map_or(Value::Missing, |text| Value::Text(text.into()))
            }
            (_, Shape::Whole) => self.whole(position).map_or(Value::Missing, |value| match kind {
                model::value::Type::Bool => Value::Bool(value != 0),
                model::value::Type::Date => Value::Date(model::time::Day(value as i32)),
                _ => Value::Instant(model::time::Instant(value)),
            }),
            (_, Shape::Test) => Value::Bool(self.truth(position)),
            (_, Shape::List) => Value::Missing,
        }
    }

    /// A number that tells equal values from different ones, within one node; `None` when missing.
    pub(super) fn key(&self, position: usize) -> Option<i128> {
        match self {
            Vector::Code(codes) => Some(codes.get(position)).filter(|&code| code != NO_CODE).map(i128::from),
            Vector::Integer(values) => whole(values.get(position)).map(i128::from),
            Vector::Wide(values) => Some(values[position]).filter(|&value| value != MISSING_WIDE),
            Vector::Same(value) => (!value.is_missing()).then_some(0),
            Vector::Mask(_) | Vector::List(_) => None,
        }
    }

    /// The values at the given positions; missing where there is none.
    pub(super) fn picked(&self, positions: &[Option<u32>]) -> Vector<'static> {
        let missing_where_none = |value: &Value| {
            let pick = |position: &Option<u32>| if position.is_some() { value.clone() } else { Value::Missing };
            Vector::List(positions.iter().map(pick).collect())
        };
        match self {
            Vector::Integer(values) => Vector::Integer(
                positions.iter().map(|position| position.map_or(MISSING, |at| values.get(at as usize))).collect(),
            ),
            Vector::Wide(values) => Vector::Wide(
                positions.iter().map(|position| position.map_or(MISSING_WIDE, |at| values[at as usize])).collect(),
            ),
            Vector::Code(codes) => Vector::Code(
                positions.iter().map(|position| position.map_or(NO_CODE, |at| codes.get(at as usize))).collect(),
            ),
            Vector::Same(value) => missing_where_none(value),
            Vector::Mask(_) | Vector::List(_) => missing_where_none(&Value::Missing),
        }
    }
}

fn whole(value: i64) -> Option<i64> {
    (value != MISSING).then_some(value)
}
