//! Timelines as columns and columns as timelines: the same facts, laid out for one customer or for all.
//!
//! Both ways agree: `timelines(&columns_of(t)) == t` for timelines in their order, whose values fit their types.

mod filling;
mod laid_out;

use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::FxHashMap;

use crate::columns::{AttributeColumn, BaseColumns, Column, MISSING, NO_CODE, StreamColumns, TextColumn};
use crate::decimal::Decimal;
use crate::schema::{Field, Schema};
use crate::time::{Day, Instant};
use crate::timeline::{DatedValue, Row, Timeline};
use crate::value::{Type, Value};

pub use filling::ColumnBuilder;
pub use laid_out::{columns_of, wanted_columns_of};

/// The timelines of all customers of a base. `ids` holds the primary ids by customer; a customer without one gets an
/// empty id.
pub fn timelines(base: &BaseColumns, schema: &Schema, ids: &[String]) -> Vec<Timeline> {
    (0..base.n_customers).map(|customer| timeline(base, schema, ids, customer)).collect()
}

fn timeline(base: &BaseColumns, schema: &Schema, ids: &[String], customer: usize) -> Timeline {
    let id = ids.get(customer).cloned().unwrap_or_default();
    Timeline { id, ..part_of_timeline(base, schema, customer, |_| true) }
}

/// What some streams, and all loaded attributes and lists, say of one customer.
pub fn part_of_timeline(
    base: &BaseColumns,
    schema: &Schema,
    customer: usize,
    is_wanted: impl Fn(&str) -> bool,
) -> Timeline {
    let mut timeline = Timeline::default();
    for (name, column) in &base.attributes {
        let values = dated_values(column, kind_of(schema.attributes.get(name), values_of(column)), customer);
        if !values.is_empty() {
            timeline.attributes.insert(name.clone(), values);
        }
    }
    for (name, column) in &base.lists {
        let moves = dated_values(column, Type::Bool, customer);
        if !moves.is_empty() {
            timeline.lists.insert(name.clone(), moves);
        }
    }
    for (name, stream) in base.streams.iter().filter(|(name, _)| is_wanted(name)) {
        let (Some(&start), Some(&end)) = (stream.offsets.get(customer), stream.offsets.get(customer + 1)) else {
            continue;
        };
        if start < end {
            let fields = schema.streams.get(name).map(|stream| &stream.fields);
            let positions = start as usize..end as usize;
            let mut rows: Vec<Row> = positions.clone().map(|position| row(stream, fields, position)).collect();
            end_rows(&mut rows, stream.versions.as_ref().map(|versions| &versions.to[positions]));
            timeline.streams.insert(name.clone(), rows);
        }
    }
    timeline
}

fn values_of(column: &AttributeColumn) -> &Column {
    match column {
        AttributeColumn::Constant(values) | AttributeColumn::History { values, .. } => values,
    }
}

/// The type of a field; what the schema does not know is read as text or number.
fn kind_of(field: Option<&Field>, column: &Column) -> Type {
    field.map_or(if matches!(column, Column::Text(_)) { Type::Text } else { Type::Number }, |field| field.kind)
}

fn dated_values(column: &AttributeColumn, kind: Type, customer: usize) -> Vec<DatedValue> {
    match column {
        AttributeColumn::Constant(values) if customer >= values.len() || values.is_missing(customer) => Vec::new(),
        AttributeColumn::Constant(values) => vec![DatedValue { from: None, value: value_at(values, kind, customer) }],
        AttributeColumn::History { offsets, from, values } => {
            let positions = offsets[customer] as usize..offsets[customer + 1] as usize;
            let dated = |position: usize| DatedValue {
                from: (from[position] != i64::MIN).then(|| Instant(from[position])),
                value: value_at(values, kind, position),
            };
            positions.map(dated).collect()
        }
    }
}

/// Says of rows until when they are in force, where no later version of the same row says it.
fn end_rows(rows: &mut [Row], to: Option<&[i64]>) {
    let Some(to) = to else { return };
    let followed: BTreeSet<(u64, i64)> = rows.iter().map(|row| (row.identity, row.valid_from.0)).collect();
    for (row, &to) in rows.iter_mut().zip(to).filter(|(_, to)| **to != i64::MAX) {
        let is_followed = to > row.valid_from.0 && followed.contains(&(row.identity, to));
        row.valid_to = (!is_followed).then_some(Instant(to));
    }
}

fn row(stream: &StreamColumns, kinds: Option<&BTreeMap<String, Field>>, position: usize) -> Row {
    let present = stream.fields.iter().filter(|(_, column)| !column.is_missing(position));
    let fields = present.map(|(name, column)| {
        let kind = kind_of(kinds.and_then(|kinds| kinds.get(name)), column);
        (name.clone(), value_at(column, kind, position))
    });
    let at = stream.at[position];
    let message = stream.messages.as_ref().and_then(|messages| messages.get(position)).unwrap_or_default();
    Row {
        at: Instant(at),
        message: message.to_owned(),
        // Without stored identities, a row's position tells it from the others; versions are then not told apart.
        identity: stream.identities.as_ref().map_or(position as u64, |identities| identities[position]),
        valid_from: Instant(stream.versions.as_ref().map_or(at, |versions| versions.from[position])),
        valid_to: None,
        fields: fields.collect(),
    }
}

/// The value at a position of a column of a type.
pub fn value_at(column: &Column, kind: Type, position: usize) -> Value {
    match column {
        Column::Text(text) => match text.get(position) {
            None => Value::Missing,
            Some(text) if kind == Type::TextList => list(text),
            Some(text) => Value::text(text),
        },
        Column::Integer(values) => match (values[position], kind) {
            (MISSING, _) => Value::Missing,
            (units, Type::Bool) => Value::Bool(units != 0),
            (units, Type::Date) => i32::try_from(units).map_or(Value::Missing, |day| Value::Date(Day(day))),
            (units, Type::Instant) => Value::Instant(Instant(units)),
            (units, kind) => Value::Number(Decimal::new(i128::from(units), kind.scale())),
        },
    }
}

/// The list that a JSON array of texts stands for.
pub fn list(text: &str) -> Value {
    let texts: Vec<String> = serde_json::from_str(text).unwrap_or_default();
    Value::list(texts.iter().map(|text| Value::text(text)).collect())
}

/// For each row of a child stream, the first row of the same customer in the parent's stream with the same key, or
/// [`NO_CODE`]. `None` when either stream lacks the key's column or the parent has no row.
pub fn parents(child: &StreamColumns, parent: &StreamColumns, key: &str) -> Option<Vec<u32>> {
    let (child_keys, parent_keys) = (child.fields.get(key)?, parent.fields.get(key)?);
    if parent_keys.is_empty() {
        return None;
    }
    let first = |child_keys: &[i64], parent_keys: &[i64]| {
        first_of_keys((&child.offsets, child_keys), (&parent.offsets, parent_keys))
    };
    match (child_keys, parent_keys) {
        (Column::Integer(child_keys), Column::Integer(parent_keys)) => Some(first(child_keys, parent_keys)),
        (Column::Text(child_keys), Column::Text(parent_keys)) => {
            let (child_keys, parent_keys) = shared_codes(child_keys, parent_keys);
            Some(first(&child_keys, &parent_keys))
        }
        _ => None,
    }
}

/// What [`parents`] tells, of rows by customer and the keys that they hold, as numbers.
pub fn first_of_keys(
    (child_offsets, child_keys): (&[u32], &[i64]),
    (parent_offsets, parent_keys): (&[u32], &[i64]),
) -> Vec<u32> {
    let mut found = vec![NO_CODE; child_keys.len()];
    let mut first: FxHashMap<i64, u32> = FxHashMap::default();
    for customer in 0..child_offsets.len().min(parent_offsets.len()).saturating_sub(1) {
        let rows = child_offsets[customer] as usize..child_offsets[customer + 1] as usize;
        let candidates = parent_offsets[customer] as usize..parent_offsets[customer + 1] as usize;
        // Walking a few candidates is quicker than hashing them.
        if candidates.len() <= 32 {
            for row in rows.filter(|&row| child_keys[row] != MISSING) {
                let same = candidates.clone().find(|&candidate| parent_keys[candidate] == child_keys[row]);
                found[row] = same.map_or(NO_CODE, |candidate| candidate as u32);
            }
            continue;
        }
        first.clear();
        for candidate in candidates.rev().filter(|&candidate| parent_keys[candidate] != MISSING) {
            first.insert(parent_keys[candidate], candidate as u32);
        }
        for row in rows {
            found[row] = first.get(&child_keys[row]).copied().unwrap_or(NO_CODE);
        }
    }
    found
}

/// Two text columns as numbers, equal where the texts are; a child's text that the parent lacks is missing.
fn shared_codes(child: &TextColumn, parent: &TextColumn) -> (Vec<i64>, Vec<i64>) {
    let known: FxHashMap<&str, u32> = parent.dictionary.iter().zip(0..).map(|(text, code)| (&**text, code)).collect();
    let translated: Vec<i64> =
        child.dictionary.iter().map(|text| known.get(&**text).map_or(MISSING, |&code| i64::from(code))).collect();
    let of_child = |&code: &u32| if code == NO_CODE { MISSING } else { translated[code as usize] };
    let of_parent = |&code: &u32| if code == NO_CODE { MISSING } else { i64::from(code) };
    (child.codes.iter().map(of_child).collect(), parent.codes.iter().map(of_parent).collect())
}

#[cfg(test)]
mod tests;
