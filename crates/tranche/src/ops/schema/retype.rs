//! Another type for a field: whether it may have it, how its texts are read then, and which of its values have no
//! counterpart.

use model::columns::Target;
use model::phrase::Phrase;
use model::schema::{Field, Retyped, Schema};
use model::value::Type;
use model::written::notation::DayOrder;
use store::Trial;

use super::Change;
use crate::ops::base::Base;
use crate::ops::failure::Failure;

/// A field in the type that a change asks for, and what its values are in it. `place` is its name as it was typed, what
/// holds it, and its name there.
pub(super) fn retyped(
    base: &Base,
    place: (&str, &Target, &str),
    field: &Field,
    change: &Change,
) -> Result<(Field, Option<Trial>), Failure> {
    let (_, owner, own_name) = place;
    let kind = change.kind.unwrap_or(field.kind);
    let is_said = change.decimal.is_some() || change.days.is_some();
    if kind == field.kind && !(is_said && field.retyped.is_some()) {
        return Ok((field.clone(), None));
    }
    let is_alike = |one: Type, other: Type| one == other || (one.is_text() && other.is_text());
    if !is_alike(kind, field.kind) {
        refuse_bound(base, place, field, kind)?;
    }
    // The rows of a table are written anew by each import: only texts keep whatever came.
    let is_table = matches!(owner, Target::Table(_));
    let first = if is_table && !is_alike(kind, field.first()) { Type::Text } else { field.first() };
    let tried = |decimal: Option<char>, days: Option<DayOrder>| -> Result<Tried, Failure> {
        // What there is so far came in the type that the field had at first.
        let read = Retyped { first: field.first(), decimal, days };
        let trial = base.store.tried(owner, own_name, &Field { kind, retyped: Some(read), ..field.clone() })?;
        let retyped = (!is_alike(kind, first)).then_some(Retyped { first, ..read });
        Ok(Tried { field: Field { kind, retyped, ..field.clone() }, trial })
    };
    let mut best = tried(change.decimal, change.days)?;
    let other_ways: [(Option<char>, Option<DayOrder>); 2] = if kind.is_numeric() && change.decimal.is_none() {
        [(Some(','), change.days), (Some('.'), change.days)]
    } else if kind.is_temporal() && change.days.is_none() {
        [(change.decimal, Some(DayOrder::DayFirst)), (change.decimal, Some(DayOrder::MonthFirst))]
    } else {
        return Ok((best.field, Some(best.trial)));
    };
    if best.trial.unfit.is_empty() {
        return Ok((best.field, Some(best.trial)));
    }
    let [one, other] = other_ways;
    let (one, other) = (tried(one.0, one.1)?, tried(other.0, other.1)?);
    // What both ways read equally well is not told by the values.
    let (better, worse) = if one.trial.n_unfit() <= other.trial.n_unfit() { (one, other) } else { (other, one) };
    if better.trial.n_unfit() < worse.trial.n_unfit() && better.trial.n_unfit() < best.trial.n_unfit() {
        best = better;
    }
    Ok((best.field, Some(best.trial)))
}

/// A field as it would be, and what its values are then.
struct Tried {
    field: Field,
    trial: Trial,
}

/// Refuses another type where something else stands on the one there is.
fn refuse_bound(
    base: &Base,
    (name, owner, own_name): (&str, &Target, &str),
    field: &Field,
    kind: Type,
) -> Result<(), Failure> {
    let schema = base.store.schema();
    let refused = |key, with: &str| {
        let phrase = Phrase::new(key).with("name", name).with("to", kind.name()).with("other", with);
        Err(Failure::Failed(phrase))
    };
    if let Some(table) = &field.table {
        return refused("failed-retype-code", table);
    }
    let Target::Stream(stream_name) = owner else { return Ok(()) };
    let Some(stream) = schema.streams.get(stream_name) else { return Ok(()) };
    if let Some(grouping) = &stream.grouping {
        return refused("failed-retype-grouped", &format!("{}.{own_name}", grouping.lines));
    }
    let parent_key = stream.parent.as_ref().and_then(|parent| schema.streams.get(parent)?.key.as_deref());
    if stream.key.as_deref() == Some(own_name) || parent_key == Some(own_name) {
        return refused("failed-retype-key", stream_name);
    }
    if stream.status.as_deref() == Some(own_name) {
        return refused("failed-retype-status", stream_name);
    }
    for (grouped, stream) in &schema.streams {
        let Some(grouping) = stream.grouping.as_ref().filter(|grouping| grouping.lines == *stream_name) else {
            continue;
        };
        if grouping.key == own_name {
            return refused("failed-retype-key", grouped);
        }
        if grouping.sums.iter().any(|sum| sum == own_name) && !kind.is_numeric() {
            return refused("failed-retype-sum", grouped);
        }
    }
    Ok(())
}

/// Gives rows computed from lines the type that a field of the lines was given.
pub(super) fn in_groups(schema: &mut Schema, owner: &Target, name: &str, kind: Type) {
    let Target::Stream(lines) = owner else { return };
    let grouped = schema.streams.values_mut();
    let of_lines = grouped.filter(|stream| stream.grouping.as_ref().is_some_and(|grouping| grouping.lines == *lines));
    for field in of_lines.filter_map(|stream| stream.fields.get_mut(name)) {
        field.kind = kind;
    }
}
