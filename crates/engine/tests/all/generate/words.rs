//! What can be named where: attributes, fields of rows, fields of the tables they point to.

use std::collections::BTreeMap;

use model::schema::{Field, Schema};
use model::value::Type;

/// Names of a scope with their types; texts and categories are one.
pub(super) type Words = Vec<(String, Type)>;

/// Names on the profile, or on the rows of a stream.
pub(super) fn words(schema: &Schema, stream: Option<&str>) -> Words {
    let fields: &BTreeMap<String, Field> = stream.map_or(&schema.attributes, |stream| &schema.streams[stream].fields);
    let mut words = Vec::new();
    for (name, field) in fields {
        words.push((name.clone(), plain(field.kind)));
        // No other name of these scopes ends alike.
        if let Some((_, last)) = name.rsplit_once('.') {
            words.push((last.to_owned(), plain(field.kind)));
        }
        for (inner, field) in field.table.iter().flat_map(|table| schema.fields_of_table(table)) {
            words.push((format!("{name}.{inner}"), plain(field.kind)));
        }
    }
    let Some(stream) = stream else {
        words.extend(schema.computed.iter().map(|(name, computed)| (name.clone(), plain(computed.field.kind))));
        return words;
    };
    words.push(("at".to_owned(), Type::Instant));
    if let Some(parent) = &schema.streams[stream].parent {
        let of_parent = self::words(schema, Some(parent));
        words.extend(of_parent.into_iter().map(|(name, kind)| (format!("{parent}.{name}"), kind)));
    }
    words
}

fn plain(kind: Type) -> Type {
    if kind.is_text() { Type::Text } else { kind }
}

/// The names of a type.
pub(super) fn of_type(words: &Words, kind: Type) -> Vec<String> {
    words.iter().filter(|(_, found)| *found == kind).map(|(name, _)| name.clone()).collect()
}
