//! Timelines as columns and columns as timelines: the same facts, laid out for one customer or for all.
//!
//! Both ways agree: `timelines(&columns_of(t)) == t` for timelines in their order, whose values fit their types.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::columns::{
    AttributeColumn, BaseColumns, Column, MISSING, NO_CODE, StreamColumns, TableColumns, TextColumn, Versions,
};
use crate::decimal::Decimal;
use crate::schema::{Field, Schema};
use crate::time::{Day, Instant};
use crate::timeline::{DatedValue, Row, Timeline};
use crate::value::{Type, Value};

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

/// A column being filled with plain values. A value that does not fit the column's type becomes a missing one.
#[derive(Debug)]
pub struct ColumnBuilder {
    kind: Type,
    column: Column,
    codes: HashMap<Box<str>, u32>,
}

impl ColumnBuilder {
    /// An empty column of a type.
    pub fn new(kind: Type) -> Self {
        ColumnBuilder { kind, column: Column::empty(kind), codes: HashMap::new() }
    }

    /// Adds a value at the end.
    pub fn push(&mut self, value: &Value) {
        match &mut self.column {
            Column::Integer(values) => values.push(units(value, self.kind).unwrap_or(MISSING)),
            Column::Text(column) => match text_of(value) {
                None => column.codes.push(NO_CODE),
                Some(text) => {
                    let code = *self.codes.entry(text).or_insert_with_key(|text| {
                        column.dictionary.push(text.clone());
                        (column.dictionary.len() - 1) as u32
                    });
                    column.codes.push(code);
                }
            },
        }
    }

    /// The column filled.
    pub fn finish(self) -> Column {
        self.column
    }
}

fn units(value: &Value, kind: Type) -> Option<i64> {
    match (value, kind) {
        (Value::Bool(truth), Type::Bool) => Some(i64::from(*truth)),
        (Value::Date(day), Type::Date) => Some(i64::from(day.0)),
        (Value::Instant(at), Type::Instant) => Some(at.0),
        (Value::Number(number), kind) if kind.is_numeric() => i64::try_from(number.units_at(kind.scale())?).ok(),
        _ => None,
    }
}

fn text_of(value: &Value) -> Option<Box<str>> {
    match value {
        Value::Text(text) => Some(Box::from(&**text)),
        Value::List(values) => {
            let texts: Vec<&str> = values.iter().filter_map(Value::as_text).collect();
            serde_json::to_string(&texts).ok().map(String::into_boxed_str)
        }
        _ => None,
    }
}

/// The columns of a base of which these are the timelines, each in its order ([`Timeline::sort`]).
///
/// Streams and attributes that nobody has are absent; a stream has a column for each field of the schema. Rows of one
/// customer with one identity are versions of one another. A customer of whom nothing is known is never present.
pub fn columns_of(timelines: &[Timeline], schema: &Schema, tables: BTreeMap<String, TableColumns>) -> BaseColumns {
    let present = |timeline: &Timeline| timeline.present_from().map_or(i64::MAX, |at| at.0);
    let mut base = BaseColumns {
        n_customers: timelines.len(),
        present_from: timelines.iter().map(present).collect(),
        ids: timelines.iter().map(|timeline| timeline.id.as_str().into()).collect(),
        tables,
        ..BaseColumns::default()
    };
    for (name, field) in &schema.attributes {
        if let Some(column) = dated_column(timelines, field.kind, |timeline| timeline.attributes.get(name)) {
            base.attributes.insert(name.clone(), column);
        }
    }
    let lists: BTreeSet<&String> = timelines.iter().flat_map(|timeline| timeline.lists.keys()).collect();
    for list in lists {
        if let Some(column) = dated_column(timelines, Type::Bool, |timeline| timeline.lists.get(list)) {
            base.lists.insert(list.clone(), column);
        }
    }
    for (name, stream) in &schema.streams {
        if let Some(columns) = stream_columns(timelines, name, &stream.fields) {
            base.streams.insert(name.clone(), columns);
        }
    }
    for (name, stream) in &schema.streams {
        let key = stream.parent.as_ref().and_then(|parent| schema.streams.get(parent)?.key.as_deref());
        if let (Some(key), Some(parent)) = (key, &stream.parent) {
            let linked = base
                .streams
                .get(name)
                .zip(base.streams.get(parent))
                .and_then(|(child, parent)| parents(child, parent, key));
            if let Some(child) = base.streams.get_mut(name) {
                child.parents = linked;
            }
        }
    }
    base
}

fn dated_column<'t>(
    timelines: &'t [Timeline],
    kind: Type,
    of: impl Fn(&'t Timeline) -> Option<&'t Vec<DatedValue>>,
) -> Option<AttributeColumn> {
    let values = timelines.iter().map(|timeline| of(timeline).map_or(&[][..], Vec::as_slice));
    if values.clone().all(<[DatedValue]>::is_empty) {
        return None;
    }
    let undated = |values: &[DatedValue]| match values {
        [] => true,
        [only] => only.from.is_none() && !only.value.is_missing(),
        _ => false,
    };
    let mut column = ColumnBuilder::new(kind);
    if values.clone().all(undated) {
        for values in values {
            column.push(values.first().map_or(&Value::Missing, |only| &only.value));
        }
        return Some(AttributeColumn::Constant(column.finish()));
    }
    let (mut offsets, mut from) = (vec![0], Vec::new());
    for values in values {
        for value in values {
            from.push(value.from.map_or(i64::MIN, |at| at.0));
            column.push(&value.value);
        }
        offsets.push(from.len() as u32);
    }
    Some(AttributeColumn::History { offsets, from, values: column.finish() })
}

fn stream_columns(timelines: &[Timeline], name: &str, fields: &BTreeMap<String, Field>) -> Option<StreamColumns> {
    let rows_of = |timeline: &'_ Timeline| timeline.streams.get(name).map_or(0, Vec::len);
    if timelines.iter().all(|timeline| rows_of(timeline) == 0) {
        return None;
    }
    let mut columns = StreamColumns { offsets: vec![0], ..StreamColumns::default() };
    let (mut messages, mut identities) = (ColumnBuilder::new(Type::Text), Vec::new());
    let mut builders: BTreeMap<&String, ColumnBuilder> =
        fields.iter().map(|(name, field)| (name, ColumnBuilder::new(field.kind))).collect();
    let mut versions = Versions::default();
    let mut several = false;
    for timeline in timelines {
        let rows = timeline.streams.get(name).map_or(&[][..], Vec::as_slice);
        for row in rows {
            columns.at.push(row.at.0);
            messages.push(&Value::text(&row.message));
            identities.push(row.identity);
            several |= row.valid_from != row.at;
            for (name, builder) in &mut builders {
                builder.push(row.field(name));
            }
        }
        several |= add_validity(rows, &mut versions);
        columns.offsets.push(columns.at.len() as u32);
    }
    columns.versions = several.then_some(versions);
    columns.identities = Some(identities);
    columns.messages = match messages.finish() {
        Column::Text(texts) if !texts.dictionary.is_empty() => Some(texts),
        _ => None,
    };
    columns.fields = builders.into_iter().map(|(name, builder)| (name.clone(), builder.finish())).collect();
    Some(columns)
}

/// Adds the validity of one customer's rows, and says whether some row has several versions or an end. Of two versions with
/// one `valid_from`, the later in row order is in force.
fn add_validity(rows: &[Row], versions: &mut Versions) -> bool {
    let start = versions.from.len();
    versions.from.extend(rows.iter().map(|row| row.valid_from.0));
    versions.to.extend(rows.iter().map(|row| row.valid_to.map_or(i64::MAX, |to| to.0)));
    let mut order: Vec<usize> = (0..rows.len()).collect();
    order.sort_by_key(|&position| (rows[position].identity, rows[position].valid_from, position));
    let mut several = rows.iter().any(|row| row.valid_to.is_some());
    for pair in order.windows(2) {
        if rows[pair[0]].identity == rows[pair[1]].identity {
            several = true;
            let to = &mut versions.to[start + pair[0]];
            *to = rows[pair[1]].valid_from.0.min(*to);
        }
    }
    several
}

/// For each row of a child stream, the first row of the same customer in the parent's stream with the same key, or
/// [`NO_CODE`]. `None` when either stream lacks the key's column or the parent has no row.
pub fn parents(child: &StreamColumns, parent: &StreamColumns, key: &str) -> Option<Vec<u32>> {
    first_of_keys((&child.offsets, child.fields.get(key)?), (&parent.offsets, parent.fields.get(key)?))
}

/// What [`parents`] tells, of rows by customer and the keys that they hold.
pub fn first_of_keys(
    (child_offsets, child_keys): (&[u32], &Column),
    (parent_offsets, parent_keys): (&[u32], &Column),
) -> Option<Vec<u32>> {
    if parent_keys.is_empty() {
        return None;
    }
    let (child_keys, parent_keys): (Vec<i64>, Vec<i64>) = match (child_keys, parent_keys) {
        (Column::Integer(child), Column::Integer(parent)) => (child.clone(), parent.clone()),
        (Column::Text(child), Column::Text(parent)) => shared_codes(child, parent),
        _ => return None,
    };
    let mut found = vec![NO_CODE; child_keys.len()];
    let mut first: HashMap<i64, u32> = HashMap::new();
    for customer in 0..child_offsets.len().min(parent_offsets.len()).saturating_sub(1) {
        let rows = child_offsets[customer] as usize..child_offsets[customer + 1] as usize;
        let candidates = parent_offsets[customer] as usize..parent_offsets[customer + 1] as usize;
        // Walking a few candidates is quicker than hashing them.
        if candidates.len() <= 16 {
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
    Some(found)
}

/// Two text columns as numbers, equal where the texts are; a child's text that the parent lacks is missing.
fn shared_codes(child: &TextColumn, parent: &TextColumn) -> (Vec<i64>, Vec<i64>) {
    let known: HashMap<&str, u32> = parent.dictionary.iter().zip(0..).map(|(text, code)| (&**text, code)).collect();
    let translated: Vec<i64> =
        child.dictionary.iter().map(|text| known.get(&**text).map_or(MISSING, |&code| i64::from(code))).collect();
    let of_child = |&code: &u32| if code == NO_CODE { MISSING } else { translated[code as usize] };
    let of_parent = |&code: &u32| if code == NO_CODE { MISSING } else { i64::from(code) };
    (child.codes.iter().map(of_child).collect(), parent.codes.iter().map(of_parent).collect())
}

#[cfg(test)]
mod tests;
