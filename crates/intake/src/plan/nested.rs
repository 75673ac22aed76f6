//! Feeds of the elements of a list: what they belong to, and the field that says it.

use model::columns::Target;
use model::phrase::{Phrase, Problem};
use model::schema::Schema;

use super::{Columns, FieldPlan, File, Nested};
use crate::mapping::{Each, Feed, FieldMapping, Named, RowsFeed};
use crate::source::json::PLACE;

/// What a feed of elements belongs to, and the field of its parent's key, unless the mapping names that field itself.
pub(super) fn plan(
    each: &Each,
    feed: &RowsFeed,
    columns: &mut Columns<'_>,
    (file, schema): (&File<'_>, &Schema),
) -> (Nested, Option<FieldPlan>) {
    let places = file.names.iter().position(|name| *name == format!("{}{PLACE}", each.list.name));
    let mut nested = Nested { places, parent: None, place: each.list.place };
    let Target::Stream(stream) = &feed.target else { return (nested, None) };
    let known = schema.streams.get(stream).and_then(|stream| stream.parent.clone());
    let (parent, place) = match (&each.parent, known) {
        (Some(named), _) => (named.name.clone(), named.place),
        (None, Some(parent)) => (parent, each.list.place),
        (None, None) => return (nested, None),
    };
    let of_parent = file.feeds.iter().find_map(|feed| match feed {
        Feed::Rows(rows) if rows.target == Target::Stream(parent.clone()) => Some(rows),
        _ => None,
    });
    let said = of_parent.and_then(|feed| feed.key.as_ref()).map(|key| key.name.clone());
    let Some(key) = said.or_else(|| schema.streams.get(&parent)?.key.clone()) else {
        let phrase = Phrase::new("mapping-each-without-key").with("stream", &parent);
        columns.problems.push(Problem::new(phrase, place));
        return (nested, None);
    };
    nested.parent = Some((parent, key.clone()));
    if feed.fields.iter().any(|field| field.name.name == key) {
        return (nested, None);
    }
    // The same column as that of the rows that the list lies in.
    let named = Named { name: key.clone(), place };
    let mapped = of_parent.and_then(|feed| feed.fields.iter().find(|field| field.name.name == key)).cloned();
    let unsaid = FieldMapping { name: named.clone(), column: named, is_value: false, kind: None, table: None };
    let mapped = mapped.unwrap_or(unsaid);
    let column = columns.field(&mapped);
    let field = column.map(|column| FieldPlan { name: key, column, kind: mapped.kind, table: None });
    (nested, field)
}

/// The name that a column has inside the elements of a list; `None` when it is none of theirs.
pub(crate) fn name_in<'n>(list: &str, column: &'n str) -> Option<&'n str> {
    let rest = column.strip_prefix(list)?;
    match rest.strip_prefix('.') {
        Some(inner) => Some(inner),
        None if rest.is_empty() => column.rsplit('.').next(),
        None => None,
    }
}
