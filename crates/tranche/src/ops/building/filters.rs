//! The filters on rows: the tests that a row must pass, each taken apart like a condition of its own.

use model::forms::{Followed, Rows, Test, Value};
use model::names::{Kind, Scope, parent_of, resolve, resolve_stream};
use model::schema::Schema;

use super::groups::{Group, Item, Joined};
use super::shape::{Asks, Class, Shape, Subject, contrary};

/// Tests that rows must pass, joined.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Filters {
    /// How.
    pub(crate) joined: Joined,
    /// The tests, and groups of tests among them.
    pub(crate) filters: Vec<Filter>,
}

/// A test that rows must pass.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Filter {
    /// A question about a field.
    Field {
        /// The field's name, maybe of a table that the row points to.
        name: String,
        /// The kind of questions.
        class: Class,
        /// Its type.
        kind: Kind,
        /// What is asked.
        asks: Box<Asks>,
    },
    /// Another row after or before the one at hand.
    Followed(Box<Followed>),
    /// A question about what belongs to the row, or is calculated of its fields: the test, and what it asks.
    Made(Box<Test>, Box<Shape>),
    /// Tests that are joined otherwise than those around them.
    Group(Filters),
    /// The contrary of a test.
    Not(Box<Filter>),
    /// A test that no form has fields for, as it is written.
    Text(Box<Test>),
}

/// What addresses call another row after or before, where a field could be chosen.
pub(crate) const FOLLOWED: &str = "@followed";
/// What addresses put before a stream whose rows belong to the row at hand, where a field could be chosen.
pub(crate) const OF_CHILDREN: &str = "@rows:";

/// The filters of rows.
pub(crate) fn filters_of(rows: &Rows, schema: &Schema, scope: Scope<'_>) -> Filters {
    of_group(&Group::of(rows.filter.as_deref().cloned()), stream_of(rows, schema, scope), schema)
}

fn of_group(group: &Group, stream: &str, schema: &Schema) -> Filters {
    let one = |item: &Item| match item {
        Item::Group(group) => Filter::Group(of_group(group, stream, schema)),
        Item::Condition(test) => filter(test, stream, schema),
    };
    Filters { joined: group.joined, filters: group.items.iter().map(one).collect() }
}

/// The stream of rows by its full name: that of a row's children may stand shortened.
pub(crate) fn stream_of<'a>(rows: &'a Rows, schema: &'a Schema, scope: Scope<'_>) -> &'a str {
    resolve_stream(schema, scope, &rows.stream).unwrap_or(&rows.stream)
}

/// The streams whose rows belong to those of another one.
pub(crate) fn children_of<'a>(stream: &str, schema: &'a Schema) -> Vec<&'a str> {
    let names = schema.streams.keys().map(String::as_str);
    names.filter(|name| parent_of(schema, name).is_some_and(|(parent, _)| parent == stream)).collect()
}

fn filter(test: &Test, stream: &str, schema: &Schema) -> Filter {
    if let Test::Followed(followed) = test {
        return Filter::Followed(Box::new(followed.clone()));
    }
    if let Some(inner) = contrary(test) {
        return Filter::Not(Box::new(filter(&inner, stream, schema)));
    }
    match Shape::read(test, schema, Scope::Row(stream)) {
        Some(shape) if shape.was.is_none() => made(test, shape, stream, schema),
        _ => Filter::Text(Box::new(test.clone())),
    }
}

fn made(test: &Test, shape: Shape, stream: &str, schema: &Schema) -> Filter {
    if let Subject::Value(Value::Named(named)) = &shape.subject
        && let Some((_, kind)) = resolve(schema, Scope::Row(stream), &named.name.text)
        && let Some(class) = Class::of(Kind::one(kind))
    {
        let (name, kind) = (named.name.text.clone(), Kind::one(kind));
        return Filter::Field { name, class, kind, asks: Box::new(shape.asks) };
    }
    Filter::Made(Box::new(test.clone()), Box::new(shape))
}

/// The fields that rows of a stream can be filtered by, with their types: their own, those of tables that they point to,
/// those of the rows that they belong to.
pub(crate) fn fields_of(stream: &str, schema: &Schema) -> Vec<(String, Kind)> {
    let Some(words) = schema.streams.get(stream) else { return Vec::new() };
    let mut names: Vec<String> = Vec::new();
    for (name, field) in words.fields.iter().filter(|(_, field)| field.now.is_none()) {
        let through = field.table.iter().flat_map(|table| schema.fields_of_table(table));
        names.extend(through.map(|(inner, _)| format!("{name}.{inner}")));
        names.push(name.clone());
    }
    if let Some((parent, _)) = model::names::parent_of(schema, stream) {
        let of_today = schema.streams[parent].fields.iter().filter(|(_, field)| field.now.is_none());
        names.extend(of_today.map(|(field, _)| format!("{parent}.{field}")));
    }
    let typed = |name: String| {
        let (_, kind) = resolve(schema, Scope::Row(stream), &name)?;
        Class::of(Kind::one(kind)).map(|_| (name, Kind::one(kind)))
    };
    names.into_iter().filter_map(typed).collect()
}
