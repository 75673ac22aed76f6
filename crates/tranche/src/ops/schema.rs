//! Changing the words of a base: what a field is called, where it belongs, whether it is sensitive.

use model::phrase::{Phrase, Place, Problem};
use model::schema::{Field, Schema};
use model::value::Type;

use super::base::Base;
use super::failure::Failure;

/// What is to change of a field; what is not said stays.
#[derive(Default)]
pub(crate) struct Change {
    /// Its type.
    pub(crate) kind: Option<Type>,
    /// What people call it, by language; an empty text takes the label away.
    pub(crate) labels: Vec<(&'static str, String)>,
    /// The family it belongs to.
    pub(crate) family: Option<String>,
    /// Whether it is a sensitive personal datum.
    pub(crate) sensitive: Option<bool>,
}

/// A field before and after.
pub(crate) struct Changed {
    /// Before.
    pub(crate) before: Field,
    /// After.
    pub(crate) after: Field,
}

/// Changes a field, or only says what would change. An attribute is named by itself (`address.city`), a field of a
/// stream or table with it (`order.amount`).
pub(crate) fn set(base: &mut Base, name: &str, change: &Change, is_check: bool) -> Result<Changed, Failure> {
    let mut schema = base.schema().clone();
    let known = names(&schema);
    let Some(field) = field_mut(&mut schema, name) else {
        let phrase = Phrase::new("problem-unknown-attribute").with("name", name);
        let problem = Problem::new(phrase, Place { start: 0, end: name.len() });
        let problem = problem.suggesting(name, known.iter().map(String::as_str));
        return Err(Failure::in_text(None, name, vec![problem]));
    };
    let before = field.clone();
    if let Some(kind) = change.kind.filter(|kind| *kind != field.kind) {
        // Both are kept as texts: nothing is converted, and nothing can be lost.
        if !(kind.is_text() && field.kind.is_text()) {
            let phrase = Phrase::new("failed-retype").with("name", name);
            return Err(Failure::Failed(phrase.with("from", field.kind.name()).with("to", kind.name())));
        }
        field.kind = kind;
    }
    for (language, label) in &change.labels {
        if label.trim().is_empty() {
            field.label.remove(*language);
        } else {
            field.label.insert((*language).to_owned(), label.trim().to_owned());
        }
    }
    if let Some(family) = &change.family {
        family.trim().clone_into(&mut field.family);
    }
    field.sensitive = change.sensitive.unwrap_or(field.sensitive);
    let after = field.clone();
    if !is_check && after != before {
        base.store.set_schema(&schema)?;
    }
    Ok(Changed { before, after })
}

fn field_mut<'s>(schema: &'s mut Schema, name: &str) -> Option<&'s mut Field> {
    if schema.attributes.contains_key(name) {
        return schema.attributes.get_mut(name);
    }
    let (owner, field) = name.split_once('.')?;
    if schema.streams.contains_key(owner) {
        return schema.streams.get_mut(owner)?.fields.get_mut(field);
    }
    schema.tables.get_mut(owner)?.fields.get_mut(field)
}

fn names(schema: &Schema) -> Vec<String> {
    let streams = schema.streams.iter().map(|(name, stream)| (name, &stream.fields));
    let tables = schema.tables.iter().map(|(name, table)| (name, &table.fields));
    let fields =
        streams.chain(tables).flat_map(|(owner, fields)| fields.keys().map(move |name| format!("{owner}.{name}")));
    schema.attributes.keys().cloned().chain(fields).collect()
}
