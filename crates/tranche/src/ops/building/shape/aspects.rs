//! What can be looked at in an attribute besides itself: the age that a date makes, the days since, the season, a length.

use model::forms::{Age, DaysSince, Length, Season, Value};
use model::names::Scope;
use model::schema::Schema;

use super::{Class, kind_in};

/// What of an attribute a condition looks at.
pub(crate) struct Aspect {
    /// The attribute.
    pub(crate) of: Value,
    /// What of it, by its word.
    pub(crate) word: &'static str,
    /// All that can be looked at, by their words.
    pub(crate) known: &'static [&'static str],
}

/// The attribute or field that a value looks at, as it is named.
pub(crate) fn of_attribute(value: &Value) -> Option<&str> {
    match split(value).0 {
        Value::Named(named) => Some(&named.name.text),
        _ => None,
    }
}

/// A value that may look at something of another one: that one, and what of it.
fn split(value: &Value) -> (&Value, &'static str) {
    match value {
        Value::Age(age) => (&age.of, "age"),
        Value::DaysSince(days) => (&days.of, "days_since"),
        Value::Season(season) => (&season.of, "season"),
        Value::Length(length) => (&length.of, "length"),
        value => (value, "itself"),
    }
}

/// What a value looks at of an attribute; `None` of one that is made of more than that, or has one aspect only.
pub(crate) fn aspect(value: &Value, schema: &Schema, scope: Scope<'_>) -> Option<Aspect> {
    let (of, word) = split(value);
    if !matches!(of, Value::Named(_)) {
        return None;
    }
    let known: &[&str] = match Class::of(kind_in(of, schema, scope).ok()?)? {
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
