//! The fields of a feed: renamed, retyped, computed, or pointed to a table.

use model::phrase::{Phrase, Problem};
use model::schema::snake_case;
use model::value::Type;
use toml::Spanned;
use toml::de::DeValue;

use super::section::{Section, place_of};
use crate::mapping::{FieldMapping, Named};

/// Reads the fields of a feed.
pub(super) fn read_fields(section: &mut Section<'_, '_>) -> Vec<FieldMapping> {
    let Some(value) = section.table.get("fields") else { return Vec::new() };
    let Some(table) = value.get_ref().as_table() else {
        section.wrong("fields", "mapping-expects-sections", place_of(value));
        return Vec::new();
    };
    let mut fields: Vec<FieldMapping> = Vec::new();
    for (key, value) in table.iter() {
        let name = snake_case(key.get_ref());
        if name.is_empty() {
            let phrase = Phrase::new("mapping-empty-name").with("name", key.get_ref());
            section.problems.push(Problem::new(phrase, place_of(key)));
            continue;
        }
        if let Some(other) = fields.iter().find(|field| field.name.name == name) {
            let phrase = Phrase::new("mapping-field-twice").with("field", &other.name.name);
            section.problems.push(Problem::new(phrase, place_of(key)));
            continue;
        }
        let name = Named { name, place: place_of(key) };
        fields.extend(read_field(section, name, value));
    }
    fields
}

fn read_field(section: &mut Section<'_, '_>, name: Named, value: &Spanned<DeValue<'_>>) -> Option<FieldMapping> {
    let place = place_of(value);
    if let Some(column) = value.get_ref().as_str() {
        let column = Named { name: column.to_owned(), place };
        return Some(FieldMapping { name, column, is_value: false, kind: None, table: None });
    }
    let Some(table) = value.get_ref().as_table() else {
        section.wrong(&name.name, "mapping-expects-column", place);
        return None;
    };
    let mut inner = Section { table, place, problems: &mut *section.problems };
    inner.only_keys(&["column", "value", "type", "table"]);
    let (column, value) = (inner.text("column"), inner.text("value"));
    if column.is_some() && value.is_some() {
        inner.problems.push(Problem::new(Phrase::new("mapping-column-and-value"), place));
    }
    let is_value = value.is_some();
    let column = value.or(column).unwrap_or_else(|| Named { name: name.name.clone(), place: name.place });
    let kind = inner.text("type").and_then(|named| {
        let kind = Type::named(&named.name);
        if kind.is_none() {
            let problem = Problem::new(Phrase::new("mapping-unknown-type").with("type", &named.name), named.place);
            inner.problems.push(problem.suggesting(&named.name, Type::ALL.iter().map(|kind| kind.name())));
        }
        kind
    });
    let table = inner.word("table").map(|named| named.name);
    Some(FieldMapping { name, column, is_value, kind, table })
}
