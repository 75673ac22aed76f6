//! What was received of a customer, each thing with its receipt, and, in plain code, the timeline that it makes as known
//! at an instant. This says what the store must answer.

use std::collections::BTreeSet;

use model::schema::Schema;
use model::time::Instant;
use model::timeline::{DatedValue, Row, Timeline};
use model::value::Value;

/// Everything received of one customer, in order of receipt; what came in one file has one receipt.
#[derive(Clone, Debug, Default)]
pub(crate) struct Received {
    pub(crate) id: String,
    pub(crate) rows: Vec<ReceivedRow>,
    pub(crate) values: Vec<ReceivedValue>,
    pub(crate) moves: Vec<ReceivedMove>,
}

/// A move in or out of a list as it came.
#[derive(Clone, Debug)]
pub(crate) struct ReceivedMove {
    pub(crate) received_at: Instant,
    pub(crate) list: String,
    pub(crate) dated: DatedValue,
}

/// A row as it came. Its identity says what it is a version of; since when it is in force is told from the others.
#[derive(Clone, Debug)]
pub(crate) struct ReceivedRow {
    pub(crate) received_at: Instant,
    pub(crate) stream: String,
    pub(crate) updated_at: Option<Instant>,
    pub(crate) row: Row,
}

/// A value of an attribute as it came.
#[derive(Clone, Debug)]
pub(crate) struct ReceivedValue {
    pub(crate) received_at: Instant,
    pub(crate) attribute: String,
    pub(crate) from: Option<Instant>,
    pub(crate) message: String,
    pub(crate) value: Value,
}

impl Received {
    /// The timeline made of what was received by an instant; of everything without one.
    pub(crate) fn timeline(&self, schema: &Schema, known_at: Option<Instant>) -> Timeline {
        let is_known = |received_at: Instant| known_at.is_none_or(|known_at| received_at <= known_at);
        let rows: Vec<&ReceivedRow> = self.rows.iter().filter(|row| is_known(row.received_at)).collect();
        let values: Vec<&ReceivedValue> = self.values.iter().filter(|value| is_known(value.received_at)).collect();
        let mut timeline = Timeline { id: self.id.clone(), ..Timeline::default() };
        let subjects: BTreeSet<(&str, u64)> = rows.iter().map(|row| (row.stream.as_str(), row.row.identity)).collect();
        for (stream, identity) in subjects {
            let of_subject = rows.iter().filter(|row| row.stream == stream && row.row.identity == identity);
            let of_subject: Vec<&ReceivedRow> = of_subject.copied().collect();
            let key = schema.streams.get(stream).and_then(|words| words.key.as_deref());
            let is_keyed = key.is_some_and(|key| !of_subject[0].row.field(key).is_missing());
            // Of rows without key that are the same, the first received is the one.
            let versions = if is_keyed { versions(&of_subject) } else { vec![of_subject[0].row.clone()] };
            timeline.streams.entry(stream.to_owned()).or_default().extend(versions);
        }
        let attributes: BTreeSet<&str> = values.iter().map(|value| value.attribute.as_str()).collect();
        for attribute in attributes {
            let of_attribute: Vec<_> = values.iter().filter(|value| value.attribute == attribute).copied().collect();
            timeline.attributes.insert(attribute.to_owned(), dated(&of_attribute));
        }
        for moved in self.moves.iter().filter(|moved| is_known(moved.received_at)) {
            timeline.lists.entry(moved.list.clone()).or_default().push(moved.dated.clone());
        }
        timeline.sort();
        timeline
    }
}

/// The versions of one keyed row that count, each with since when it is in force. No two have one time.
fn versions(received: &[&ReceivedRow]) -> Vec<Row> {
    let time = |row: &ReceivedRow| row.updated_at.unwrap_or(row.received_at);
    let content = |row: &ReceivedRow| (row.row.at, row.row.fields.clone());
    let mut kept: Vec<&ReceivedRow> = Vec::new();
    for file in received.chunk_by(|a, b| a.received_at == b.received_at) {
        let mut last_undated = None;
        for row in file {
            let is_delivered = |kept: &&ReceivedRow| !row.row.message.is_empty() && kept.row.message == row.row.message;
            match row.updated_at {
                _ if kept.iter().any(is_delivered) => {}
                Some(_) => kept.push(row),
                None => last_undated = Some(row),
            }
        }
        // Without an update time, the last one of the file counts, unless it says what is in force already.
        let latest = kept.iter().max_by_key(|kept| time(kept));
        kept.extend(last_undated.filter(|row| latest.is_none_or(|latest| content(latest) != content(row))));
    }
    kept.sort_by_key(|row| time(row));
    kept.dedup_by(|later, earlier| content(later) == content(earlier));
    let mut versions: Vec<Row> = Vec::new();
    for (place, received) in kept.iter().enumerate() {
        let mut row = received.row.clone();
        let next = kept.get(place + 1).map(|next| time(next));
        // The first version holds from the event, unless the event is still to come when the next one is made.
        let is_first = place == 0 && next.is_none_or(|next| row.at < next);
        // A later version dated as its own update does not say when its event was.
        if let Some(before) = versions.last().filter(|_| received.updated_at == Some(row.at)) {
            row.at = before.at;
        }
        row.valid_from = if is_first { row.at } else { time(received) };
        // A later version dated by its own update does not say when the event was.
        if let Some(before) = versions.last().filter(|_| received.updated_at == Some(row.at)) {
            row.at = before.at;
        }
        versions.push(row);
    }
    versions
}

/// The values of one attribute that count, each with since when it holds.
fn dated(received: &[&ReceivedValue]) -> Vec<DatedValue> {
    let mut held: Vec<(Option<Instant>, &str, &Value)> = Vec::new();
    for file in received.chunk_by(|a, b| a.received_at == b.received_at) {
        let before = held.clone();
        let is_known = |value: &&&ReceivedValue| {
            let said = (value.from, value.message.as_str(), &value.value);
            before.iter().any(|known| *known == said || (!value.message.is_empty() && known.1 == value.message))
        };
        let news: Vec<_> = file.iter().filter(|value| !is_known(value) || value.from.is_none()).collect();
        for value in news.iter().filter(|value| value.from.is_some()) {
            held.push((value.from, &value.message, &value.value));
        }
        let undated = news.iter().filter(|value| value.from.is_none()).max_by_key(|value| &value.message);
        let received_at = file[0].received_at;
        let in_force = before
            .iter()
            .filter(|value| value.0.is_none_or(|from| from <= received_at))
            .max_by_key(|value| (value.0, value.1));
        if let Some(value) = undated {
            match in_force {
                _ if before.is_empty() => held.push((None, &value.message, &value.value)),
                Some((_, _, same)) if **same == value.value => {}
                _ => held.push((Some(received_at), &value.message, &value.value)),
            }
        }
    }
    // Of two values at one instant, the one with the greatest message id counts.
    held.sort_by_key(|(from, message, _)| (*from, *message));
    let mut dated: Vec<DatedValue> = Vec::new();
    for (from, _, value) in held {
        dated.retain(|earlier| earlier.from != from);
        dated.push(DatedValue { from, value: value.clone() });
    }
    dated
}
