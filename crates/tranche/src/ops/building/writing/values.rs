//! The value that fields mean: one that is typed, an attribute or field, something made of rows, a calculation, a place in
//! the base.

use model::forms::{Arithmetic, Compared, DaysBetween, Measure, Value};
use model::phrase::{Phrase, Place, Problem};
use model::schema::Schema;
use model::text::parser::parse_value;
use model::tree::Name;

use super::asks::number;
use super::{Part, rows, tests_of, wrong};
use crate::ops::building::shape::aspects::{aspect, looked_at};
use crate::ops::building::shape::measures::subject_of;
use crate::ops::building::shape::operands::{KEPT, OPERATORS, PLACES, first_value, is_percent, typed_text, word_of};
use crate::ops::building::shape::{Class, PARTS, Subject, kind_in};

/// The value that fields mean, given the one that they were made from. One made otherwise than before begins afresh.
pub(super) fn value(
    part: &Part<'_>,
    class: Class,
    before: Option<&Value>,
    schema: &Schema,
) -> Result<Value, Vec<Problem>> {
    let word = part.get("of").unwrap_or(KEPT);
    match before {
        Some(before) if word == KEPT || word == word_of(before) => filled(part, before, schema),
        before => {
            let first = first_value(word, class, before, (schema, part.scope()));
            first.ok_or_else(|| vec![wrong("builder-wrong-value", word)])
        }
    }
}

fn filled(part: &Part<'_>, before: &Value, schema: &Schema) -> Result<Value, Vec<Problem>> {
    match before {
        Value::Arithmetic(before) => calculation(part, before, schema),
        Value::DaysBetween(before) => {
            let side =
                |name: &str, before: &Value| value(&part.part(name), Class::Date, Some(before), schema).map(Box::new);
            Ok(DaysBetween { from: side("l.", &before.from)?, to: side("r.", &before.to)? }.into())
        }
        Value::Compared(before) => place(part, before, schema),
        before if typed_text(before).is_some() => typed(part, before, schema),
        before => match (aspect(before, schema, part.scope()), subject_of(before)) {
            (Some(aspect), _) => {
                let word = part.get("aspect").filter(|word| aspect.known.contains(word)).unwrap_or(aspect.word);
                Ok(looked_at(aspect, word))
            }
            (None, Subject::Rows { measure, rows, rhythm }) => {
                let made = rows::subject(part, (measure, &rows, &rhythm), schema)?;
                let chosen = part.get("measure").unwrap_or_default();
                made.value().ok_or_else(|| vec![wrong("builder-wrong-value", chosen)])
            }
            _ => match part.get("code") {
                Some(text) => read_value(text),
                None => Ok(before.clone()),
            },
        },
    }
}

/// A number or day as it is typed; a percentage stays one.
fn typed(part: &Part<'_>, before: &Value, schema: &Schema) -> Result<Value, Vec<Problem>> {
    let Some(typed) = part.get("n") else { return Ok(before.clone()) };
    let kind = kind_in(before, schema, part.scope()).ok();
    let class = kind.and_then(Class::of).unwrap_or(Class::Number);
    let sign = if is_percent(before) { "%" } else { "" };
    read_value(&format!("{}{sign}", number(typed, class, kind)?))
}

/// A calculation: what is taken out of it leaves the other side.
fn calculation(part: &Part<'_>, before: &Arithmetic, schema: &Schema) -> Result<Value, Vec<Problem>> {
    let (left, right) = (part.part("l."), part.part("r."));
    let side = |part: &Part<'_>, before: &Value| value(part, Class::Number, Some(before), schema);
    if part.is_dropped(&left) {
        return side(&right, &before.right);
    }
    if part.is_dropped(&right) {
        return side(&left, &before.left);
    }
    let chosen = part.get("op").and_then(|word| OPERATORS.iter().find(|(known, _)| *known == word));
    let next = Value::from(Arithmetic {
        left: Box::new(side(&left, &before.left)?),
        operator: chosen.map_or(before.operator, |(_, operator)| *operator),
        right: Box::new(side(&right, &before.right)?),
    });
    kind_in(&next, schema, part.scope())?;
    Ok(next)
}

/// A place in the base: of which value, and among whom.
fn place(part: &Part<'_>, before: &Compared, schema: &Schema) -> Result<Value, Vec<Problem>> {
    let chosen = part.get("place").and_then(|word| PLACES.iter().find(|(known, _)| *known == word));
    let measure = chosen.map_or(before.measure, |(_, measure)| *measure);
    let measure = match (measure, before.measure) {
        (Measure::Quantile(_), Measure::Quantile(parts)) => Measure::Quantile(part.count("parts", parts)?),
        (Measure::Quantile(_), _) => Measure::Quantile(part.count("parts", PARTS)?),
        (measure, _) => measure,
    };
    Ok(Compared {
        measure,
        value: Box::new(value(&part.part("c."), Class::Number, Some(&before.value), schema)?),
        per: if part.has("per") { part.get("per").map(Name::new) } else { before.per.clone() },
        among: tests_of::test(&part.part("among."), before.among.as_deref(), schema)?.map(Box::new),
    }
    .into())
}

fn read_value(text: &str) -> Result<Value, Vec<Problem>> {
    let (value, problems) = parse_value(text);
    match value {
        Some(value) if problems.is_empty() => Ok(value),
        _ if problems.is_empty() => {
            Err(vec![Problem::new(Phrase::new("builder-wrong-value").with("typed", text), Place::default())])
        }
        _ => Err(problems),
    }
}
