//! The filters on rows: the tests that a row must pass, each taken apart like a condition of its own.

use model::forms::{And, Followed, Or, Rows, Test, Value};
use model::names::{Kind, Scope, resolve};
use model::schema::Schema;
use model::text::printer::text_of;

use super::shape::{Asks, Class, asked};

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
    /// A test that no form has fields for, as it is written.
    Text(String),
}

/// What addresses call another row after or before, where a field could be chosen.
pub(crate) const FOLLOWED: &str = "@followed";

/// Whether one filter of rows is enough; all must hold otherwise.
pub(crate) fn is_any(rows: &Rows) -> bool {
    matches!(rows.filter.as_deref(), Some(Test::Or(_)))
}

/// The filters of rows, all of which must hold, or one ([`is_any`]).
pub(crate) fn filters_of(rows: &Rows, schema: &Schema) -> Vec<Filter> {
    let tests: Vec<&Test> = match rows.filter.as_deref() {
        None => Vec::new(),
        Some(Test::And(And { tests }) | Test::Or(Or { tests })) => tests.iter().collect(),
        Some(test) => vec![test],
    };
    tests.into_iter().map(|test| filter(test, &rows.stream, schema)).collect()
}

fn filter(test: &Test, stream: &str, schema: &Schema) -> Filter {
    if let Test::Followed(followed) = test {
        return Filter::Followed(Box::new(followed.clone()));
    }
    let field = || {
        let (value, asks) = asked(test)?;
        let Value::Named(named) = value else { return None };
        let (_, kind) = resolve(schema, Scope::Row(stream), &named.name.text)?;
        let kind = Kind::one(kind);
        let class = Class::of(kind)?;
        let fits = class.questions().contains(&asks.how) && asks.scope.is_empty();
        fits.then(|| Filter::Field { name: named.name.text.clone(), class, kind, asks: Box::new(asks) })
    };
    field().unwrap_or_else(|| Filter::Text(text_of(test)))
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
