//! New words that a file brings to the schema: fields, attributes, tables, and streams computed from lines.

use std::collections::BTreeMap;

use model::columns::Target;
use model::phrase::{Phrase, Problem};
use model::schema::{Field, Schema, Whole};
use model::value::Type;

use crate::mapping::GroupedFeed;
use crate::plan::Plan;
use crate::read::Added;

/// Enters what a feed brought: fields with their types, keys, and the tables that fields point to.
pub(crate) fn add(schema: &mut Schema, plan: &Plan, kinds: &BTreeMap<String, Type>, added: &mut Vec<Added>) {
    let fields = match &plan.target {
        Target::Profile => &mut schema.attributes,
        Target::Stream(name) => {
            let stream = schema.streams.entry(name.clone()).or_default();
            if let Some(key) = &plan.stream_key {
                stream.key = Some(key.clone());
            }
            &mut stream.fields
        }
        Target::Table(name) => {
            let table = schema.tables.entry(name.clone()).or_default();
            if let (true, Some((_, key))) = (table.key.is_empty(), &plan.table_key) {
                table.key = key.clone();
            }
            &mut table.fields
        }
    };
    for planned in &plan.fields {
        let Some(&kind) = kinds.get(&planned.name) else { continue };
        if plan.table_key.as_ref().is_some_and(|(_, key)| *key == planned.name) {
            continue;
        }
        let field = fields.entry(planned.name.clone()).or_insert_with(|| {
            added.push(Added { target: plan.target.clone(), name: planned.name.clone(), kind });
            Field::of(kind)
        });
        if planned.table.is_some() {
            field.table = planned.table.clone();
        }
    }
}

/// Enters that the rows of a stream are the elements of a list: what they belong to, and that they come whole with it.
pub(crate) fn nest(schema: &mut Schema, plan: &Plan) -> Vec<Problem> {
    let (Some(nested), Target::Stream(name)) = (&plan.nested, &plan.target) else { return Vec::new() };
    let Some(stream) = schema.streams.get_mut(name) else { return Vec::new() };
    let (parent, whole) = match &nested.parent {
        Some((parent, key)) => (Some(parent.clone()), Whole::Field(key.clone())),
        None => (None, Whole::Customer),
    };
    let key = if stream.key.is_some() {
        "mapping-each-keyed"
    } else if stream.whole.as_ref().is_some_and(|known| *known != whole)
        || stream.parent.as_ref().is_some_and(|known| Some(known) != parent.as_ref())
    {
        "mapping-each-otherwise"
    } else {
        (stream.parent, stream.whole) = (parent, Some(whole));
        return Vec::new();
    };
    vec![Problem::new(Phrase::new(key).with("stream", name), nested.place)]
}

/// Enters a stream computed from lines: it has the fields of its lines, with their types.
pub(crate) fn group(schema: &mut Schema, feed: &GroupedFeed, added: &mut Vec<Added>) -> Vec<Problem> {
    let grouping = &feed.grouping;
    let Some(lines) = schema.streams.get(&grouping.lines) else {
        let phrase = Phrase::new("mapping-unknown-lines").with("stream", &grouping.lines);
        let problem = Problem::new(phrase, feed.place);
        return vec![problem.suggesting(&grouping.lines, schema.streams.keys().map(String::as_str))];
    };
    let fields = lines.fields.clone();
    let mut problems = Vec::new();
    for name in std::iter::once(&grouping.key).chain(&grouping.sums) {
        let sum = *name != grouping.key;
        let known = fields.get(name);
        let key = match known {
            None => "mapping-unknown-line-field",
            Some(field) if sum && !field.kind.is_numeric() => "mapping-sum-of-no-number",
            Some(_) => continue,
        };
        let phrase = Phrase::new(key).with("field", name).with("stream", &grouping.lines);
        problems.push(Problem::new(phrase, feed.place).suggesting(name, fields.keys().map(String::as_str)));
    }
    // What came in as parts of orders cannot become whole orders afterwards.
    let was_growing = schema.streams.get(&feed.stream).is_some_and(|known| known.grouping.is_some());
    if feed.is_whole && lines.whole.is_none() && (was_growing || lines.key.is_some()) {
        let key = if was_growing { "mapping-orders-growing" } else { "mapping-orders-keyed" };
        problems.push(Problem::new(Phrase::new(key).with("stream", &grouping.lines), feed.place));
    }
    if !problems.is_empty() {
        return problems;
    }
    let grouped = schema.streams.entry(feed.stream.clone()).or_default();
    grouped.key = Some(grouping.key.clone());
    grouped.grouping = Some(grouping.clone());
    for (name, field) in fields {
        match grouped.fields.get_mut(&name) {
            // Its values are those of the lines, hence of their type; what people call it may be its own.
            Some(own) => own.kind = field.kind,
            None => {
                added.push(Added { target: Target::Stream(feed.stream.clone()), name: name.clone(), kind: field.kind });
                grouped.fields.insert(name, field);
            }
        }
    }
    if let Some(lines) = schema.streams.get_mut(&grouping.lines).filter(|_| feed.is_whole) {
        lines.whole = Some(Whole::Field(grouping.key.clone()));
    }
    if let Some(lines) = schema.streams.get_mut(&grouping.lines)
        && lines.parent.is_none()
        && grouping.lines != feed.stream
    {
        lines.parent = Some(feed.stream.clone());
    }
    problems
}
