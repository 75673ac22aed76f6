//! What a field, an attribute or an expression can hold.

use std::cmp::Ordering;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::decimal::{Decimal, MONEY_SCALE, NUMBER_SCALE};
use crate::time::{Day, Instant};

/// The type of a field or attribute.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Type {
    /// Free text.
    Text,
    /// Text out of a limited set of words.
    Category,
    /// A number, kept at six decimal places.
    Number,
    /// An amount in the business's currency, kept at four decimal places.
    Money,
    /// True or false.
    Bool,
    /// A local day.
    Date,
    /// A moment, to the microsecond.
    Instant,
    /// A length of time, in seconds to the microsecond.
    Duration,
    /// A list of texts.
    TextList,
    /// Latitude and longitude, in degrees.
    Point,
}

impl Type {
    /// All of them.
    pub const ALL: [Type; 10] = [
        Type::Text,
        Type::Category,
        Type::Number,
        Type::Money,
        Type::Bool,
        Type::Date,
        Type::Instant,
        Type::Duration,
        Type::TextList,
        Type::Point,
    ];

    /// The type of a name; `None` when there is none.
    pub fn named(name: &str) -> Option<Self> {
        Type::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// Whether values are text of one kind or another.
    pub fn is_text(self) -> bool {
        matches!(self, Type::Text | Type::Category)
    }

    /// Whether values can be added up.
    pub fn is_numeric(self) -> bool {
        matches!(self, Type::Number | Type::Money | Type::Duration)
    }

    /// Whether values are dates or moments.
    pub fn is_temporal(self) -> bool {
        matches!(self, Type::Date | Type::Instant)
    }

    /// The decimal places in which a numeric type is stored; 0 for the others.
    pub fn scale(self) -> u8 {
        match self {
            Type::Number | Type::Duration => NUMBER_SCALE,
            Type::Money => MONEY_SCALE,
            _ => 0,
        }
    }

    /// Whether values are stored as integers (else as coded text).
    pub fn is_integer(self) -> bool {
        !matches!(self, Type::Text | Type::Category | Type::TextList | Type::Point)
    }

    /// The key of its name in the catalogues, as a piece of a phrase's word.
    pub fn term(self) -> String {
        format!("@type-{}", self.name().replace('_', "-"))
    }

    /// The name used in files.
    pub fn name(self) -> &'static str {
        match self {
            Type::Text => "text",
            Type::Category => "category",
            Type::Number => "number",
            Type::Money => "money",
            Type::Bool => "bool",
            Type::Date => "date",
            Type::Instant => "instant",
            Type::Duration => "duration",
            Type::TextList => "text_list",
            Type::Point => "point",
        }
    }
}

/// A value, or its absence. Text is NFC-normalised; money is a plain number of the business's currency;
/// a duration is a number of seconds.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Value {
    /// Absent, null, empty or white-space text, or an empty list.
    Missing,
    /// True or false.
    Bool(bool),
    /// Number, money or duration.
    Number(Decimal),
    /// Text, or the writing of a point.
    Text(Arc<str>),
    /// A local day.
    Date(Day),
    /// A moment.
    Instant(Instant),
    /// Several values of one kind, never empty.
    List(Vec<Value>),
}

impl Value {
    /// Text, or missing when it holds nothing but white space.
    pub fn text(text: &str) -> Self {
        if text.trim().is_empty() { Value::Missing } else { Value::Text(Arc::from(text)) }
    }

    /// A list, or missing when it is empty.
    pub fn list(values: Vec<Value>) -> Self {
        if values.is_empty() { Value::Missing } else { Value::List(values) }
    }

    /// A number that may be missing.
    pub fn number(number: Option<Decimal>) -> Self {
        number.map_or(Value::Missing, Value::Number)
    }

    /// Whether there is no value.
    pub fn is_missing(&self) -> bool {
        matches!(self, Value::Missing)
    }

    /// The number, if it is one.
    pub fn as_number(&self) -> Option<Decimal> {
        if let Value::Number(number) = self { Some(*number) } else { None }
    }

    /// The text, if it is one.
    pub fn as_text(&self) -> Option<&str> {
        if let Value::Text(text) = self { Some(text) } else { None }
    }

    /// The order of two values of one kind; `None` when either is missing or the kinds differ.
    pub fn compare(&self, other: &Value) -> Option<Ordering> {
        match (self, other) {
            (Value::Bool(a), Value::Bool(b)) => Some(a.cmp(b)),
            (Value::Number(a), Value::Number(b)) => Some(a.cmp(b)),
            (Value::Text(a), Value::Text(b)) => Some(a.cmp(b)),
            (Value::Date(a), Value::Date(b)) => Some(a.cmp(b)),
            (Value::Instant(a), Value::Instant(b)) => Some(a.cmp(b)),
            _ => None,
        }
    }
}
