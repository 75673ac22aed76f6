//! The values that a form can put in the place of another: one that is typed, an attribute or a field, something made of
//! rows, a calculation, a place in the base.

use model::decimal::Decimal;
use model::forms::{
    Arithmetic, Compared, Fold, Function, Literal, Measure, Named, Operator, Rows, Series, Unit, Value, Window, Written,
};
use model::names::{Kind, Scope, resolve_stream};
use model::schema::Schema;
use model::tree::Name;

use super::aspects::of_attribute;
use super::{Class, PARTS, Subject, measures};
use crate::ops::building::filters::fields_of;

/// What addresses call a value that is typed.
pub(crate) const TYPED: &str = "typed";
/// What addresses call a calculation.
pub(crate) const CALCULATION: &str = "calculation";
/// What addresses call the days between two dates.
pub(crate) const BETWEEN: &str = "days_between";
/// What addresses call a place in the base.
pub(crate) const PLACE: &str = "place";
/// What addresses call a value that stays as it is: no form has fields for it.
pub(crate) const KEPT: &str = "kept";

/// The operators of calculations, by the words that addresses have for them.
pub(crate) const OPERATORS: [(&str, Operator); 4] =
    [("plus", Operator::Plus), ("minus", Operator::Minus), ("times", Operator::Times), ("over", Operator::Over)];
/// The measures of a place in the base, by the words that addresses have for them.
pub(crate) const PLACES: [(&str, Measure); 5] = [
    ("average", Measure::Average),
    ("percentile", Measure::Percentile),
    ("rank", Measure::Rank),
    ("cumulative_share", Measure::CumulativeShare),
    ("quantile", Measure::Quantile(PARTS)),
];

/// What addresses call the way in which a value is made.
pub(crate) fn word_of(value: &Value) -> String {
    match value {
        Value::Literal(Literal { written: Written::Number(_) | Written::Percent(_), .. }) | Value::Negated(_)
            if typed_text(value).is_some() =>
        {
            TYPED.to_owned()
        }
        Value::Literal(Literal { written: Written::Date(_) | Written::LocalTime(_) | Written::Instant(_), .. }) => {
            TYPED.to_owned()
        }
        Value::Arithmetic(_) => CALCULATION.to_owned(),
        Value::DaysBetween(_) => BETWEEN.to_owned(),
        Value::Compared(_) => PLACE.to_owned(),
        value => match (of_attribute(value), measures::subject_of(value)) {
            (Some(name), _) => format!("field:{name}"),
            (None, Subject::Rows { rows, .. }) => format!("rows:{}", rows.stream),
            _ => KEPT.to_owned(),
        },
    }
}

/// A value that is written out, as people type it: without the sign of percents.
pub(crate) fn typed_text(value: &Value) -> Option<String> {
    match value {
        Value::Literal(literal) => match &literal.written {
            Written::Number(number) | Written::Percent(number) => Some(number.to_string()),
            Written::Date(text) | Written::LocalTime(text) | Written::Instant(text) => Some(text.clone()),
            _ => None,
        },
        Value::Negated(negated) => match &*negated.value {
            Value::Literal(literal) if matches!(literal.written, Written::Number(_) | Written::Percent(_)) => {
                typed_text(&negated.value).map(|text| format!("-{text}"))
            }
            _ => None,
        },
        _ => None,
    }
}

/// Whether a value is a percentage that is written out.
pub(crate) fn is_percent(value: &Value) -> bool {
    match value {
        Value::Literal(literal) => matches!(literal.written, Written::Percent(_)),
        Value::Negated(negated) => is_percent(&negated.value),
        _ => false,
    }
}

/// A value made in a way, before anybody filled anything in; what stood there before is its first part where it has parts.
pub(crate) fn first_value(
    word: &str,
    class: Class,
    before: Option<&Value>,
    (schema, scope): (&Schema, Scope<'_>),
) -> Option<Value> {
    let one = || Value::from(Literal::new(Written::Number(Decimal::whole(1))));
    let before = || Box::new(before.cloned().unwrap_or_else(one));
    Some(match word.split_once(':').unwrap_or((word, "")) {
        (TYPED, _) => one(),
        ("field", name) => Named { name: Name::new(name) }.into(),
        ("rows", name) => {
            let stream = resolve_stream(schema, scope, name)?;
            let rows = Rows::of(Name::new(stream));
            let is_text = |(_, kind): &(String, Kind)| Class::of(*kind) == Some(Class::Words);
            match class {
                Class::Date => last(Rows { field: Some("at".to_owned()), ..rows }),
                Class::Words => {
                    last(Rows { field: Some(fields_of(stream, schema).into_iter().find(is_text)?.0), ..rows })
                }
                _ => counted(Rows { window: (scope == Scope::Customer).then_some(a_year()), ..rows }),
            }
        }
        (CALCULATION, _) => Arithmetic { left: before(), operator: Operator::Times, right: Box::new(one()) }.into(),
        (PLACE, _) => Compared { measure: Measure::Percentile, value: before(), per: None, among: None }.into(),
        _ => return None,
    })
}

/// What a value is calculated with before anybody chose: rows that are added up are divided by how many they are, those of
/// a stretch of time are set against those of the stretch before.
pub(crate) fn partner(value: &Value, operator: Operator) -> Value {
    let one = || Value::from(Literal::new(Written::Number(Decimal::whole(1))));
    let Value::Fold(Fold { function, of: Series::Rows(rows) }) = value else { return one() };
    match (operator, function, &rows.window) {
        (Operator::Over, function, _) if *function != Function::Count => counted(Rows { field: None, ..rows.clone() }),
        (Operator::Over | Operator::Minus, _, Some(Window::Last { count, unit })) => {
            let window = Window::Ago { from: *count, to: count.saturating_mul(2), unit: *unit };
            let rows = Rows { window: Some(window), ..rows.clone() };
            Fold { function: *function, of: Series::Rows(rows) }.into()
        }
        _ => one(),
    }
}

fn last(rows: Rows) -> Value {
    Fold { function: Function::Last, of: Series::Rows(rows) }.into()
}

fn counted(rows: Rows) -> Value {
    Fold { function: Function::Count, of: Series::Rows(rows) }.into()
}

fn a_year() -> Window {
    Window::Last { count: 12, unit: Unit::Month }
}
