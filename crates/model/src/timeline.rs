//! One customer's timeline: dated attribute values and rows, as plain values.
//!
//! This is what the naive evaluator reads. The same facts of many customers, laid out for speed, are `columns`.

use std::collections::BTreeMap;

use crate::time::Instant;
use crate::value::Value;

/// Everything known of one customer.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Timeline {
    /// The customer's primary id.
    pub id: String,
    /// Values of each attribute, in the order in which they come into force.
    pub attributes: BTreeMap<String, Vec<DatedValue>>,
    /// Rows of each stream, in order of (event time, message id, identity).
    pub streams: BTreeMap<String, Vec<Row>>,
    /// Moves in (true) and out of each list, in order.
    pub lists: BTreeMap<String, Vec<DatedValue>>,
    /// When the customer enters the population, where not all that says it is here.
    pub known_from: Option<Instant>,
}

/// A value of an attribute and since when it holds.
#[derive(Clone, Debug, PartialEq)]
pub struct DatedValue {
    /// Since when it holds; `None` from the beginning.
    pub from: Option<Instant>,
    /// The value.
    pub value: Value,
}

/// Something that happened.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// When it happened.
    pub at: Instant,
    /// Message id of its source, or empty.
    pub message: String,
    /// What makes the row itself: a hash of its source and id, of its key, or of its content.
    pub identity: u64,
    /// Since when this version of the row is the one in force; its event time for a first version.
    pub valid_from: Instant,
    /// Until when it is, where others take its place or nothing does; a later version of the row itself needs no word.
    pub valid_to: Option<Instant>,
    /// Its fields; absent ones are missing.
    pub fields: BTreeMap<String, Value>,
}

impl Row {
    /// The value of a field, or missing.
    pub fn field(&self, name: &str) -> &Value {
        self.fields.get(name).unwrap_or(&Value::Missing)
    }
}

impl Timeline {
    /// The value of an attribute in force at an instant.
    pub fn attribute(&self, name: &str, at: Instant) -> &Value {
        in_force(self.attributes.get(name), at)
    }

    /// Whether the customer is in a list at an instant.
    pub fn is_listed(&self, list: &str, at: Instant) -> bool {
        *in_force(self.lists.get(list), at) == Value::Bool(true)
    }

    /// When something happens after an instant, each instant once, in order: a row, a version of one, a value, a move in or
    /// out of a list.
    pub fn events_after(&self, after: Instant) -> Vec<Instant> {
        let dated = self.attributes.values().chain(self.lists.values()).flatten().filter_map(|value| value.from);
        let rows = self
            .streams
            .values()
            .flatten()
            .flat_map(|row| [Some(row.at), Some(row.valid_from), row.valid_to].into_iter().flatten());
        let mut events: Vec<Instant> = dated.chain(rows).filter(|at| *at > after).collect();
        events.sort_unstable();
        events.dedup();
        events
    }

    /// Whether the customer is in the population at an instant: since `signed_up_at` when known, else since the
    /// first dated thing, else (an undated value) always.
    pub fn is_present(&self, at: Instant) -> bool {
        self.present_from().is_some_and(|from| from <= at)
    }

    /// When the customer enters the population; `None` when nothing at all is known.
    pub fn present_from(&self) -> Option<Instant> {
        if self.known_from.is_some() {
            return self.known_from;
        }
        let signed_up = self.attributes.get("signed_up_at").and_then(|values| values.first());
        if let Some(DatedValue { value: Value::Instant(at), .. }) = signed_up {
            return Some(*at);
        }
        let values = self.attributes.values().flatten();
        let dated = values.map(|value| value.from.unwrap_or(Instant(i64::MIN)));
        let rows = self.streams.values().filter_map(|rows| rows.first()).map(|row| row.at);
        dated.chain(rows).min()
    }

    /// Puts rows and values in their order.
    pub fn sort(&mut self) {
        for rows in self.streams.values_mut() {
            rows.sort_by(|a, b| {
                (a.at, &a.message, a.identity, a.valid_from).cmp(&(b.at, &b.message, b.identity, b.valid_from))
            });
        }
        for values in self.attributes.values_mut().chain(self.lists.values_mut()) {
            values.sort_by_key(|value| value.from);
        }
    }
}

/// The last of some values, in order, that holds at an instant.
fn in_force(values: Option<&Vec<DatedValue>>, at: Instant) -> &Value {
    let values = values.map_or(&[][..], Vec::as_slice);
    let in_force = values.iter().rev().find(|value| value.from.is_none_or(|from| from <= at));
    in_force.map_or(&Value::Missing, |value| &value.value)
}
