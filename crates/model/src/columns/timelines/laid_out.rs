//! Timelines laid out as columns: all that they say, or what is wanted of it.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use crate::columns::{AttributeColumn, BaseColumns, Column, StreamColumns, TableColumns, TextColumn, Versions, Wanted};
use crate::names::parent_of;
use crate::schema::Schema;
use crate::timeline::{DatedValue, Row, Timeline};
use crate::value::{Type, Value};

use super::{ColumnBuilder, parents};

/// The columns of a base of which these are the timelines, each in its order ([`Timeline::sort`]).
///
/// Streams, attributes and fields that nobody has are absent. Rows of one customer with one identity are versions of one
/// another. A customer of whom nothing is known is never present.
pub fn columns_of(timelines: &[Timeline], schema: &Schema, tables: BTreeMap<String, TableColumns>) -> BaseColumns {
    let fields = |name: &String| schema.streams[name].fields.keys().cloned().collect();
    let everything = Wanted {
        streams: schema.streams.keys().map(|name| (name.clone(), fields(name))).collect(),
        attributes: schema.attributes.keys().cloned().collect(),
        ids: true,
        lists: timelines.iter().flat_map(|timeline| timeline.lists.keys().cloned()).collect(),
        in_full: true,
    };
    wanted_columns_of(timelines, schema, tables, &everything)
}

/// The wanted ones of the columns of a base of which these are the timelines. As from a store, the rows of a child stream
/// come with the parents that decide whether they exist.
pub fn wanted_columns_of(
    timelines: &[Timeline],
    schema: &Schema,
    tables: BTreeMap<String, TableColumns>,
    wanted: &Wanted,
) -> BaseColumns {
    let present = |timeline: &Timeline| timeline.present_from().map_or(i64::MAX, |at| at.0);
    let ids = || timelines.iter().map(|timeline| timeline.id.as_str().into()).collect();
    let attribute = |name: &String| {
        let column = dated_column(timelines, |timeline| timeline.attributes.get(name))?;
        Some((name.clone(), column(schema.attributes.get(name)?.kind)))
    };
    let list = |name: &String| {
        let column = dated_column(timelines, |timeline| timeline.lists.get(name))?;
        Some((name.clone(), column(Type::Bool)))
    };
    let mut base = BaseColumns {
        n_customers: timelines.len(),
        present_from: timelines.iter().map(present).collect(),
        ids: if wanted.ids { ids() } else { Vec::new() },
        tables,
        attributes: wanted.attributes.iter().filter_map(attribute).collect(),
        lists: wanted.lists.iter().filter_map(list).collect(),
        streams: BTreeMap::new(),
    };
    let needed = needed_streams(timelines, schema, wanted);
    for (name, fields) in needed.iter() {
        let Some(words) = schema.streams.get(name) else { continue };
        let kinds = fields.iter().filter_map(|field| Some((field.as_str(), words.fields.get(field)?.kind)));
        if let Some(columns) = stream_columns(timelines, name, kinds, wanted.in_full) {
            base.streams.insert(name.clone(), columns);
        }
    }
    for name in needed.keys() {
        let Some((parent, key)) = parent_of(schema, name) else { continue };
        let family = base.streams.get(name).zip(base.streams.get(parent));
        let linked = family.and_then(|(child, parent)| parents(child, parent, key));
        if let Some(child) = base.streams.get_mut(name) {
            child.parents = linked;
        }
    }
    base
}

/// The wanted fields of each wanted stream, with what says whether rows exist of whose parents some may not.
fn needed_streams<'w>(
    timelines: &[Timeline],
    schema: &Schema,
    wanted: &'w Wanted,
) -> Cow<'w, BTreeMap<String, BTreeSet<String>>> {
    let mut needed = Cow::Borrowed(&wanted.streams);
    for name in wanted.streams.keys() {
        let Some((parent, key)) = parent_of(schema, name) else { continue };
        let status = schema.streams.get(parent).and_then(|parent| parent.status.as_ref());
        let has_status = |row: &Row| status.is_some_and(|status| row.fields.contains_key(status));
        let decide = |timeline| {
            let rows = rows_of(timeline, parent);
            rows.iter().any(has_status) || have_versions(rows)
        };
        if timelines.iter().any(decide) {
            let needed = needed.to_mut();
            needed.entry(name.clone()).or_default().insert(key.to_owned());
            let of_parent = needed.entry(parent.to_owned()).or_default();
            of_parent.insert(key.to_owned());
            of_parent.extend(status.cloned());
        }
    }
    needed
}

fn rows_of<'t>(timeline: &'t Timeline, stream: &str) -> &'t [Row] {
    timeline.streams.get(stream).map_or(&[], Vec::as_slice)
}

/// A way to lay out dated values, unless there are none.
fn dated_column<'t>(
    timelines: &'t [Timeline],
    of: impl Fn(&'t Timeline) -> Option<&'t Vec<DatedValue>>,
) -> Option<impl FnOnce(Type) -> AttributeColumn> {
    let values: Vec<&[DatedValue]> =
        timelines.iter().map(|timeline| of(timeline).map_or(&[][..], Vec::as_slice)).collect();
    values.iter().any(|values| !values.is_empty()).then_some(move |kind| dated(&values, kind))
}

fn dated(values: &[&[DatedValue]], kind: Type) -> AttributeColumn {
    let undated = |values: &&[DatedValue]| match values {
        [] => true,
        [only] => only.from.is_none() && !only.value.is_missing(),
        _ => false,
    };
    let mut column = ColumnBuilder::new(kind);
    if values.iter().all(undated) {
        for values in values {
            column.push(values.first().map_or(&Value::Missing, |only| &only.value));
        }
        return AttributeColumn::Constant(column.finish());
    }
    let (mut offsets, mut from) = (vec![0], Vec::new());
    for values in values {
        for value in *values {
            from.push(value.from.map_or(i64::MIN, |at| at.0));
            column.push(&value.value);
        }
        offsets.push(from.len() as u32);
    }
    AttributeColumn::History { offsets, from, values: column.finish() }
}

/// The rows of a stream with some of its fields, in order of their names, by type; in full with what tells rows apart.
fn stream_columns<'t>(
    timelines: &[Timeline],
    name: &str,
    kinds: impl Iterator<Item = (&'t str, Type)>,
    in_full: bool,
) -> Option<StreamColumns> {
    let runs: Vec<&[Row]> = timelines.iter().map(|timeline| rows_of(timeline, name)).collect();
    let length: usize = runs.iter().map(|rows| rows.len()).sum();
    if length == 0 {
        return None;
    }
    let mut builders: Vec<(&str, ColumnBuilder)> =
        kinds.map(|(name, kind)| (name, ColumnBuilder::with_room(kind, length))).collect();
    let rows = || runs.iter().copied().flatten();
    for (position, row) in rows().enumerate() {
        // The fields of a row lie in order of their names, as the builders do.
        let mut wanted = builders.iter_mut();
        let mut fields = row.fields.iter();
        let (mut column, mut field) = (wanted.next(), fields.next());
        while let (Some((wanted_name, builder)), Some((name, value))) = (&mut column, field) {
            let order = (*wanted_name).cmp(name.as_str());
            if order.is_eq() {
                builder.lengthen(position);
                builder.push(value);
            }
            if order.is_le() {
                column = wanted.next();
            }
            if order.is_ge() {
                field = fields.next();
            }
        }
    }
    let filled = builders.into_iter().filter(|(_, builder)| !builder.is_empty()).map(|(name, mut builder)| {
        builder.lengthen(length);
        (name.to_owned(), builder.finish())
    });
    let ends = runs.iter().scan(0, |end, rows| {
        *end += rows.len() as u32;
        Some(*end)
    });
    Some(StreamColumns {
        offsets: std::iter::once(0).chain(ends).collect(),
        at: rows().map(|row| row.at.0).collect(),
        versions: runs.iter().any(|rows| have_versions(rows)).then(|| versions(&runs)),
        messages: if in_full { messages(rows()) } else { None },
        identities: in_full.then(|| rows().map(|row| row.identity).collect()),
        parents: None,
        fields: filled.collect(),
    })
}

fn messages<'t>(rows: impl Iterator<Item = &'t Row>) -> Option<TextColumn> {
    let mut messages = ColumnBuilder::new(Type::Text);
    rows.for_each(|row| messages.push_text((!row.message.trim().is_empty()).then_some(&row.message)));
    match messages.finish() {
        Column::Text(texts) if !texts.dictionary.is_empty() => Some(texts),
        _ => None,
    }
}

/// Whether some row of a customer has several versions or an end.
fn have_versions(rows: &[Row]) -> bool {
    if rows.iter().any(|row| row.valid_from != row.at || row.valid_to.is_some()) {
        return true;
    }
    let mut identities: Vec<u64> = rows.iter().map(|row| row.identity).collect();
    identities.sort_unstable();
    identities.windows(2).any(|pair| pair[0] == pair[1])
}

/// The validity of the rows of each customer. Of two versions with one `valid_from`, the later in row order is in force.
fn versions(runs: &[&[Row]]) -> Versions {
    let mut versions = Versions::default();
    for rows in runs {
        let start = versions.from.len();
        versions.from.extend(rows.iter().map(|row| row.valid_from.0));
        versions.to.extend(rows.iter().map(|row| row.valid_to.map_or(i64::MAX, |to| to.0)));
        let mut order: Vec<usize> = (0..rows.len()).collect();
        order.sort_by_key(|&position| (rows[position].identity, rows[position].valid_from, position));
        for pair in order.windows(2).filter(|pair| rows[pair[0]].identity == rows[pair[1]].identity) {
            let to = &mut versions.to[start + pair[0]];
            *to = rows[pair[1]].valid_from.0.min(*to);
        }
    }
    versions
}
