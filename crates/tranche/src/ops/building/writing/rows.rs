//! The rows that the fields of a form mean: what is made of them, when they lie, and the tests that they must pass.

use model::forms::{Any, Arithmetic, Direction, Followed, Named, Rows, Test, Unit, Value, Window};
use model::phrase::Problem;
use model::schema::Schema;
use model::text::printer::{Printer, text_of_value};
use model::tree::Name;

use super::asks::{asks, first_question};
use super::question::question;
use super::windows::{delay, unit_named, window};
use super::{Part, condition, read, tests_of};
use crate::ops::building::filters::{FOLLOWED, Filter, Filters, OF_CHILDREN, fields_of, filters_of, stream_of};
use crate::ops::building::groups::{Group, Item, Joined};
use crate::ops::building::shape::measures::{is_of_rows, needs_window};
use crate::ops::building::shape::operands::{OPERATORS, partner};
use crate::ops::building::shape::{Asks, Class, MEASURES, Rhythm, Subject, contrary_of};

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
    let own = part.on_rows(stream_of(rows, schema, part.scope()));
    let mut group = filtered(&own, &filters_of(rows, schema, part.scope()), schema)?;
    if group.items.len() == 1 && matches!(group.joined, Joined::Any) {
        group.joined = Joined::All;
    }
    let including_cancelled = if part.has("counted") { part.has("cancelled") } else { rows.including_cancelled };
    Ok(Rows { including_cancelled, filter: group.test().map(Box::new), ..rows.clone() })
}

/// Tests of rows as they are filled in, with a new one.
fn filtered(part: &Part<'_>, before: &Filters, schema: &Schema) -> Result<Group, Vec<Problem>> {
    let mut items = Vec::new();
    for (position, filter) in before.filters.iter().enumerate() {
        let own = part.part(&format!("f{position}."));
        if part.is_dropped(&own) {
            continue;
        }
        let item = one_filter(&own, filter, schema)?;
        items.extend(match part.fields.get("wrap") == Some(own.prefix.as_str()) {
            true => item.map(|item| Item::Group(Group { joined: Joined::Any, items: vec![item] })),
            false => item,
        });
    }
    let stream = part.stream.clone().unwrap_or_default();
    let more = match part.get("more") {
        Some(FOLLOWED) => Some(first_followed(&stream, schema).into()),
        Some(name) => match name.strip_prefix(OF_CHILDREN) {
            Some(child) => Some(Any { rows: Rows::of(Name::new(child)) }.into()),
            None => first_filter(part, name, &stream, schema)?,
        },
        None => None,
    };
    items.extend(more.map(Item::of));
    Ok(Group { joined: tests_of::how(part, before.joined)?, items })
}

/// A test of rows as it is filled in; none of a group that nothing is left in.
fn one_filter(part: &Part<'_>, filter: &Filter, schema: &Schema) -> Result<Option<Item>, Vec<Problem>> {
    let test = match filter {
        Filter::Group(inner) => {
            let group = filtered(part, inner, schema)?;
            return Ok((!group.items.is_empty()).then_some(Item::Group(group)));
        }
        Filter::Not(inner) => {
            let item = one_filter(part, inner, schema)?;
            let is_kept = !part.has("sign") || part.has("not");
            let not = |test: Test| if is_kept { contrary_of(test) } else { test };
            return Ok(item.as_ref().and_then(Item::test).map(|test| Item::of(not(test))));
        }
        Filter::Field { name, class, kind, asks: before } => {
            let operator = part.get("calc").and_then(|word| OPERATORS.iter().find(|(known, _)| *known == word));
            let asks = asks(part, (*class, Some(*kind)), before, schema)?;
            let value = match operator {
                Some((_, operator)) => {
                    let left = Value::from(Named { name: Name::new(name) });
                    let right = Box::new(partner(&left, *operator));
                    text_of_value(&Arithmetic { left: Box::new(left), operator: *operator, right }.into())
                }
                None => named(name),
            };
            read(&question(&value, *class, Some(*kind), &asks))?
        }
        Filter::Made(before, _) => condition(before, part, schema)?,
        Filter::Followed(before) => followed(part, before, schema)?.into(),
        Filter::Text(test) => part.get("code").map_or_else(|| Ok((**test).clone()), read)?,
    };
    Ok(Some(Item::of(test)))
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
    next.by = of_stream(&part.at_customer(), &before.by, schema)?;
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
