//! Random timelines.

use std::collections::BTreeMap;

use model::schema::Field;
use model::time::Instant;
use model::timeline::{DatedValue, Row, Timeline};
use model::value::Value;
use proptest::prelude::*;

use super::{CODES, instant, schema, sets, value};

/// The timeline of one customer, in its order.
pub(super) fn timeline() -> impl Strategy<Value = Timeline> {
    let schema = schema();
    let attributes: Vec<_> = schema.attributes.iter().map(|(name, field)| attribute(name, field)).collect();
    let streams: Vec<_> = schema.streams.iter().map(|(name, stream)| rows(name, &stream.fields)).collect();
    let lists = [sets::moves(), sets::moves()];
    (attributes, streams, lists).prop_map(move |(attributes, streams, lists)| {
        let mut timeline = Timeline::default();
        for (list, moves) in sets::LISTS.iter().zip(lists).filter(|(_, moves)| !moves.is_empty()) {
            timeline.lists.insert((*list).to_owned(), moves);
        }
        for (name, values) in schema.attributes.keys().zip(attributes) {
            if !values.is_empty() {
                timeline.attributes.insert(name.clone(), values);
            }
        }
        for ((name, words), rows) in schema.streams.iter().zip(streams) {
            if !rows.is_empty() {
                timeline.streams.insert(name.clone(), identified(rows, words.key.as_deref()));
            }
        }
        timeline.sort();
        timeline
    })
}

/// At most one undated value, and some dated ones. A sign-up is said once and for all, as it is a fact of the past.
fn attribute(name: &str, field: &Field) -> BoxedStrategy<Vec<DatedValue>> {
    let undated = field_value("", name, field)
        .prop_map(|value| (!value.is_missing()).then_some(DatedValue { from: None, value }));
    if name == "signed_up_at" {
        return prop::option::weighted(0.2, undated).prop_map(|value| value.flatten().into_iter().collect()).boxed();
    }
    let dated =
        (instant(), field_value("", name, field)).prop_map(|(from, value)| DatedValue { from: Some(from), value });
    let dated = prop_oneof![2 => Just(Vec::new()), 1 => prop::collection::vec(dated, 1..3)];
    (prop::option::weighted(0.5, undated), dated)
        .prop_map(|(undated, dated)| undated.flatten().into_iter().chain(dated).collect())
        .boxed()
}

/// Mostly a few rows; sometimes more than an engine walks without an index.
fn rows(stream: &str, fields: &BTreeMap<String, Field>) -> BoxedStrategy<Vec<Drawn>> {
    let row = row(stream, fields);
    prop_oneof![15 => prop::collection::vec(row.clone(), 0..6), 1 => prop::collection::vec(row, 17..24)].boxed()
}

/// A row, and how long after its first version it came into force.
type Drawn = (Row, Option<i64>);

fn row(stream: &str, fields: &BTreeMap<String, Field>) -> BoxedStrategy<Drawn> {
    let names: Vec<String> = fields.keys().cloned().collect();
    let values: Vec<_> = fields.iter().map(|(name, field)| field_value(stream, name, field)).collect();
    let message = prop::sample::select(vec!["", "m1", "m2"]);
    let delay = prop::option::weighted(
        0.5,
        prop::sample::select(vec![0, 1, 3_600_000_000, 86_400_000_000, 20 * 86_400_000_000i64]),
    );
    (instant(), message, values, delay)
        .prop_map(move |(at, message, values, delay)| {
            let known = names.iter().cloned().zip(values).filter(|(_, value)| !value.is_missing());
            let row = Row {
                at,
                message: message.to_owned(),
                identity: 0,
                valid_from: at,
                valid_to: None,
                fields: known.collect(),
            };
            (row, delay)
        })
        .boxed()
}

fn field_value(stream: &str, name: &str, field: &Field) -> BoxedStrategy<Value> {
    let one_of =
        |texts: &[&str]| prop::sample::select(texts.iter().map(|text| Value::text(text)).collect::<Vec<_>>()).boxed();
    if stream == "consent" || stream == "message" {
        match name {
            "channel" => return one_of(&["email", "Email", "sms", ""]),
            "purpose" => return one_of(&["news", "News", "offers", ""]),
            "kind" => {
                return one_of(&["bounced", "soft_bounced", "delivered", "unsubscribed", "complained", "opened", ""]);
            }
            _ => {}
        }
    }
    match name {
        "email" => one_of(&["a@x.fr", "a@x", "", "b@x.fr"]),
        "order_id" => one_of(&["o1", "o1", "o2", "o2", "o3", "o4", ""]),
        "status" => one_of(&["paid", "Cancelled", "refunded", "pending", "odd", "", "", ""]),
        "product" | "shop" => one_of(&[CODES[0], CODES[1], CODES[2], CODES[3], ""]),
        _ => value(field.kind),
    }
}

/// Says which rows are versions of one another: those with one key. The first one drawn is the first version.
fn identified(rows: Vec<Drawn>, key: Option<&str>) -> Vec<Row> {
    let mut first: BTreeMap<String, (u64, Instant)> = BTreeMap::new();
    let identify = |(number, (mut row, delay)): (usize, Drawn)| {
        row.identity = number as u64;
        // Others took the place of some rows that have no key.
        if let (None, "m2", Some(delay)) = (key, row.message.as_str(), delay) {
            row.valid_to = Some(Instant(row.at.0 + delay));
        }
        if let Some(text) = key.and_then(|key| row.field(key).as_text().map(str::to_owned)) {
            let begun = first.get(&text).copied();
            if let Some((identity, from)) = begun {
                row.identity = identity;
                row.valid_from = Instant(from.0 + delay.unwrap_or(0));
            }
            first.entry(text).or_insert((row.identity, row.at));
        }
        row
    };
    rows.into_iter().enumerate().map(identify).collect()
}
