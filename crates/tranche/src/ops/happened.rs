//! What happened to a customer, all streams together, the latest first; what belongs to a row (lines to an order) stands
//! with it.

use std::collections::BTreeMap;

use model::schema::Schema;
use model::timeline::{Row, Timeline};
use model::value::Value;

/// Something that happened.
#[derive(Debug)]
pub(crate) struct Happened<'t> {
    /// The stream.
    pub(crate) stream: &'t str,
    /// The row.
    pub(crate) row: &'t Row,
    /// The rows that belong to it, with their streams, in the order in which they came.
    pub(crate) children: Vec<(&'t str, &'t Row)>,
}

/// The rows of a timeline, the latest first: of one stream, or of all. Rows that belong to another row stand with it, and
/// by themselves where their stream is asked for or the row they belong to is not known.
pub(crate) fn happened<'t>(schema: &Schema, timeline: &'t Timeline, only: Option<&str>) -> Vec<Happened<'t>> {
    let mut children: BTreeMap<(&str, &str), Vec<(&str, &Row)>> = BTreeMap::new();
    let mut all: Vec<Happened<'t>> = Vec::new();
    for (stream, rows) in &timeline.streams {
        let parent = parent(schema, stream).filter(|(parent, _)| only != Some(stream) && has_rows(timeline, parent));
        for row in rows {
            let of = parent.and_then(|(parent, key)| Some((parent, text(row.field(key))?)));
            match of {
                Some((parent, key)) if has_key(schema, timeline, parent, key) => {
                    children.entry((in_timeline(timeline, parent), key)).or_default().push((stream, row));
                }
                _ => all.push(Happened { stream, row, children: Vec::new() }),
            }
        }
    }
    all.retain(|one| only.is_none_or(|only| one.stream == only));
    all.sort_by(|a, b| (b.row.at, a.stream, b.row.identity).cmp(&(a.row.at, b.stream, a.row.identity)));
    for one in &mut all {
        let key = schema.streams.get(one.stream).and_then(|words| words.key.as_ref());
        let own = key.and_then(|key| text(one.row.field(key)));
        if let Some(found) = own.and_then(|own| children.remove(&(one.stream, own))) {
            one.children = found;
        }
    }
    all
}

/// The stream that rows of a stream belong to, and the field that holds its key.
fn parent<'s>(schema: &'s Schema, stream: &str) -> Option<(&'s str, &'s str)> {
    let parent = schema.streams.get(stream)?.parent.as_deref()?;
    Some((parent, schema.streams.get(parent)?.key.as_deref()?))
}

fn has_rows(timeline: &Timeline, stream: &str) -> bool {
    timeline.streams.get(stream).is_some_and(|rows| !rows.is_empty())
}

fn has_key(schema: &Schema, timeline: &Timeline, stream: &str, key: &str) -> bool {
    let field = schema.streams.get(stream).and_then(|words| words.key.as_deref());
    let rows = timeline.streams.get(stream).into_iter().flatten();
    field.is_some_and(|field| rows.into_iter().any(|row| text(row.field(field)) == Some(key)))
}

/// The name of a stream as the timeline holds it.
fn in_timeline<'t>(timeline: &'t Timeline, stream: &str) -> &'t str {
    timeline.streams.keys().find(|name| *name == stream).map_or("", |name| name)
}

fn text(value: &Value) -> Option<&str> {
    value.as_text()
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::schema::Vocabulary;
    use model::time::Instant;

    fn row(at: i64, fields: &[(&str, &str)]) -> Row {
        let fields = fields.iter().map(|(name, text)| ((*name).to_owned(), Value::text(text))).collect();
        Row {
            at: Instant(at),
            message: String::new(),
            identity: at as u64,
            valid_from: Instant(at),
            valid_to: None,
            fields,
        }
    }

    #[test]
    fn lines_stand_with_their_order() {
        let schema = Vocabulary::shipped().schema;
        let mut timeline = Timeline::default();
        timeline.streams.insert("order".to_owned(), vec![row(5, &[("order_id", "A")])]);
        let lines = vec![row(5, &[("order_id", "A"), ("product", "p1")]), row(6, &[("order_id", "lost")])];
        timeline.streams.insert("order_line".to_owned(), lines);
        timeline.streams.insert("session".to_owned(), vec![row(9, &[])]);
        let streams = |only| {
            let told = happened(&schema, &timeline, only);
            told.iter().map(|one| (one.stream.to_owned(), one.row.at.0, one.children.len())).collect::<Vec<_>>()
        };
        let name = str::to_owned;
        assert_eq!(streams(None), [(name("session"), 9, 0), (name("order_line"), 6, 0), (name("order"), 5, 1)]);
        assert_eq!(streams(Some("order_line")), [(name("order_line"), 6, 0), (name("order_line"), 5, 0)]);
    }
}
