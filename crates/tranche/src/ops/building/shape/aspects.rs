//! What can be looked at in an attribute besides itself: the age that a date makes, the days since, the season, a length.

use model::forms::{Age, DaysSince, Length, Season, Value};
use model::schema::Schema;

use super::{Class, kind_of};

/// What of an attribute a condition looks at.
pub(crate) struct Aspect {
    /// The attribute.
    pub(crate) of: Value,
    /// What of it, by its word.
    pub(crate) word: &'static str,
    /// All that can be looked at, by their words.
    pub(crate) known: &'static [&'static str],
}

/// What a value looks at of an attribute; `None` of one that is made of more than that, or has one aspect only.
pub(crate) fn aspect(value: &Value, schema: &Schema) -> Option<Aspect> {
    let (of, word) = match value {
        Value::Age(age) => (&*age.of, "age"),
        Value::DaysSince(days) => (&*days.of, "days_since"),
        Value::Season(season) => (&*season.of, "season"),
        Value::Length(length) => (&*length.of, "length"),
        value => (value, "itself"),
    };
    if !matches!(of, Value::Named(_)) {
        return None;
    }
    let known: &[&str] = match Class::of(kind_of(of, schema)?)? {
        Class::Date => &["itself", "age", "days_since", "season"],
        Class::List => &["itself", "length"],
        _ => return None,
    };
    Some(Aspect { of: of.clone(), word, known })
}

/// The value that looks at something of an attribute.
pub(crate) fn looked_at(aspect: Aspect, word: &str) -> Value {
    let of = Box::new(aspect.of);
    match word {
        "age" => Age { of }.into(),
        "days_since" => DaysSince { of }.into(),
        "season" => Season { of }.into(),
        "length" => Length { of }.into(),
        _ => *of,
    }
}
