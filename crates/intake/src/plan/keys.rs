//! The column of a reference table's key, and the field that a feed makes the key of its stream.

use model::columns::Target;
use model::phrase::{Phrase, Problem};
use model::schema::{Schema, kept_name, snake_case};

use super::FieldPlan;
use super::columns::Columns;
use crate::mapping::{Named, RowsFeed};

/// The column of a table's key, and the name that the key has there.
pub(super) fn of_table(
    feed: &RowsFeed,
    table: &str,
    columns: &mut Columns<'_>,
    schema: &Schema,
) -> Option<(usize, String)> {
    let names = columns.names;
    let known = schema.tables.get(table).map(|table| table.key.clone()).filter(|key| !key.is_empty());
    let column = match (&feed.key, &known) {
        (Some(key), _) => key.clone(),
        (None, Some(key)) => {
            let renamed = feed.fields.iter().find(|field| field.name.name == *key);
            renamed.map_or_else(|| Named { name: key.clone(), place: feed.place }, |field| field.column.clone())
        }
        (None, None) => {
            let phrase = Phrase::new("mapping-table-without-key").with("table", table);
            columns.problems.push(Problem::new(phrase, feed.place));
            return None;
        }
    };
    let Some(position) = names.position(&column.name) else {
        if !names.no_rows {
            columns.problems.push(names.unknown(&column));
        }
        return None;
    };
    let renamed = feed.fields.iter().find(|field| names.position(&field.column.name) == Some(position));
    let name = known.or_else(|| renamed.map(|field| field.name.name.clone()));
    Some((position, name.unwrap_or_else(|| snake_case(&names.names[position]))))
}

/// The field that the mapping makes the key of a stream.
pub(super) fn of_stream(
    feed: &RowsFeed,
    fields: &[FieldPlan],
    schema: &Schema,
    open: bool,
    problems: &mut Vec<Problem>,
) -> Option<String> {
    let Target::Stream(stream) = &feed.target else { return None };
    let key = feed.key.as_ref()?;
    let known = schema.streams.get(stream).map(|stream| &stream.fields);
    let name = known.map_or(key.name.as_str(), |known| kept_name(known, &key.name));
    let is_known = known.is_some_and(|known| known.contains_key(name));
    if !is_known && !open && fields.iter().all(|field| field.name != name) {
        let phrase = Phrase::new("mapping-unknown-key-field").with("field", &key.name);
        let problem = Problem::new(phrase, key.place);
        problems.push(problem.suggesting(&key.name, fields.iter().map(|field| field.name.as_str())));
    }
    Some(name.to_owned())
}
