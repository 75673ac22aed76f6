//! The rows that the fields of a form mean: what is made of them, when they lie, and the tests that they must pass.

use model::forms::{And, Direction, Followed, Or, Rows, Test, Unit, Window};
use model::phrase::Problem;
use model::schema::Schema;
use model::text::printer::Printer;
use model::tree::Name;

use super::asks::{asks, first_question};
use super::question::question;
use super::windows::{delay, unit_named, window};
use super::{Part, read};
use crate::ops::building::filters::{FOLLOWED, Filter, fields_of, filters_of, is_any};
use crate::ops::building::shape::measures::{is_of_rows, needs_window};
use crate::ops::building::shape::{Asks, Class, MEASURES, Rhythm, Subject};

/// What is made of rows.
pub(super) fn subject(
    part: &Part<'_>,
    (measure, rows, rhythm): (&'static str, &Rows, &Rhythm),
    schema: &Schema,
) -> Result<Subject, Vec<Problem>> {
    let (measure, field) = match part.get("measure") {
        Some(chosen) => {
            let (word, field) = chosen.split_once(':').unwrap_or((chosen, ""));
            let measure = *MEASURES.iter().find(|known| **known == word).unwrap_or(&measure);
            (measure, (!field.is_empty() && !is_of_rows(measure)).then(|| field.to_owned()))
        }
        None => (measure, rows.field.clone()),
    };
    let mut when = match part.get("w") {
        Some(_) => window(part, rows.window.as_ref())?,
        None => rows.window.clone(),
    };
    if when.is_none() && needs_window(measure) {
        when = Some(Window::Last { count: 30, unit: Unit::Day });
    }
    let rows = Rows { field, window: when, ..tested(part, rows, schema)? };
    Ok(Subject::Rows { measure, rows: Box::new(rows), rhythm: Box::new(rhythm_of(part, rhythm)?) })
}

fn rhythm_of(part: &Part<'_>, before: &Rhythm) -> Result<Rhythm, Vec<Problem>> {
    let mut rhythm = before.clone();
    rhythm.position = part.count("position", before.position)?;
    rhythm.least = part.count("least", before.least)?;
    rhythm.periods.count = part.count("periods", before.periods.count)?;
    rhythm.periods.unit = part.get("period").and_then(unit_named).unwrap_or(before.periods.unit);
    if part.has("periods") {
        rhythm.periods.calendar = part.has("calendar");
    }
    rhythm.active = part.count("active", before.active)?.min(rhythm.periods.count);
    rhythm.silence = delay(part, "silence", "silence_unit", before.silence)?;
    Ok(rhythm)
}

/// Rows with the tests that fields mean: those there were, as they are filled in, and a new one.
pub(super) fn tested(part: &Part<'_>, rows: &Rows, schema: &Schema) -> Result<Rows, Vec<Problem>> {
    let mut tests = Vec::new();
    for (position, filter) in filters_of(rows, schema).iter().enumerate() {
        let own = part.part(&format!("f{position}."));
        if part.is_dropped(&own) {
            continue;
        }
        tests.push(match filter {
            Filter::Field { name, class, kind, asks: before } => {
                let asks = asks(&own, *class, Some(*kind), before)?;
                read(&question(&named(name), *class, Some(*kind), &asks))?
            }
            Filter::Followed(before) => followed(&own, before, schema)?.into(),
            Filter::Text(text) => read(own.get("code").unwrap_or(text))?,
        });
    }
    match part.get("more") {
        Some(FOLLOWED) => tests.push(first_followed(&rows.stream, schema).into()),
        Some(name) => tests.extend(first_filter(part, name, &rows.stream, schema)?),
        None => {}
    }
    let is_any = part.get("joined").map_or_else(|| is_any(rows), |joined| joined == "any");
    let filter = match (tests.len(), is_any) {
        (0, _) => None,
        (1, _) => tests.pop(),
        (_, true) => Some(Or { tests }.into()),
        (_, false) => Some(And { tests }.into()),
    };
    let including_cancelled = if part.has("counted") { part.has("cancelled") } else { rows.including_cancelled };
    Ok(Rows { including_cancelled, filter: filter.map(Box::new), ..rows.clone() })
}

/// What is asked of a field before anybody chose.
fn first_filter(part: &Part<'_>, name: &str, stream: &str, schema: &Schema) -> Result<Option<Test>, Vec<Problem>> {
    let Some((name, kind)) = fields_of(stream, schema).into_iter().find(|(known, _)| known == name) else {
        return Ok(None);
    };
    let class = Class::of(kind).unwrap_or(Class::Words);
    let asks = match part.get("more_value") {
        Some(value) if matches!(class, Class::Words) => {
            Asks { how: "in", list: vec![value.to_owned()], ..Asks::default() }
        }
        _ => first_question(class),
    };
    read(&question(&named(&name), class, Some(kind), &asks)).map(Some)
}

/// Another row after or before the one at hand, as fields mean it.
fn followed(part: &Part<'_>, before: &Followed, schema: &Schema) -> Result<Followed, Vec<Problem>> {
    let mut next = before.clone();
    if let Some(way) = part.get("way") {
        next.negated = way.starts_with("not_");
        next.direction = if way.ends_with("preceded") { Direction::Before } else { Direction::After };
    }
    next.by = of_stream(part, &before.by, schema)?;
    if part.has("same") {
        next.with_same = part.get("same").map(Name::new);
    }
    next.within = delay(part, "in", "in_unit", before.within)?;
    Ok(next)
}

fn first_followed(stream: &str, schema: &Schema) -> Followed {
    let by = if schema.streams.contains_key("order") { "order" } else { stream };
    Followed {
        direction: Direction::After,
        by: Rows::of(Name::new(by)),
        with_same: None,
        within: Some(model::forms::Delay { count: 7, unit: Unit::Day }),
        negated: false,
    }
}

/// Rows of the stream that a field names; those of another one begin without tests.
pub(super) fn of_stream(part: &Part<'_>, before: &Rows, schema: &Schema) -> Result<Rows, Vec<Problem>> {
    match part.get("stream").filter(|stream| *stream != before.stream && schema.streams.contains_key(*stream)) {
        Some(stream) => Ok(Rows { window: before.window.clone(), ..Rows::of(Name::new(stream)) }),
        None => tested(part, before, schema),
    }
}

pub(super) fn named(name: &str) -> String {
    let mut printer = Printer::default();
    printer.name(name);
    printer.finish()
}
