//! A base on disk answers as of any instant and as known at any instant what plain code answers from the receipts.

use model::time::Instant;
use model::timeline::Timeline;
use proptest::prelude::*;

use crate::generate::definitions::definition;
use crate::generate::{base, instant, slow_property};
use crate::received::{Received, ReceivedMove, ReceivedRow, ReceivedValue};
use crate::stored::Stored;
use crate::verdicts::{Base, CutOffs, naive};

/// What is asked: an instant, and what was known by when.
type Question = (Instant, Option<Instant>);

#[test]
fn a_stored_base_answers_as_known_at_any_instant() {
    let receipts = prop::collection::vec(instant(), 4);
    let questions = prop::collection::vec((instant(), prop::option::weighted(0.8, instant())), 3);
    let cases = (base(6), prop::collection::vec(definition(), 8), receipts, questions);
    slow_property(8, cases, |(base, tests, mut receipts, questions)| {
        receipts.sort();
        let deal = |(number, timeline): (usize, &Timeline)| {
            received(&base, timeline, |place| receipts[(number + place) % receipts.len()])
        };
        let received: Vec<Received> = base.timelines.iter().enumerate().map(deal).collect();
        let stored = Stored::new(&base, &received);
        for (at, known_at) in questions {
            agree(&base, &received, &stored, &tests, (at, known_at))?;
        }
        Ok(())
    });
}

#[test]
fn r_c03_as_of_equals_a_replay_of_the_prefix() {
    let cases = (base(6), prop::collection::vec(definition(), 8), prop::collection::vec(instant(), 2));
    slow_property(8, cases, |(base, tests, mut instants)| {
        instants.sort();
        let facts = |timeline| in_time(received(&base, timeline, |_| Instant(0)), &instants);
        let received: Vec<Received> = base.timelines.iter().map(facts).collect();
        let all = Stored::new(&base, &received);
        for &at in &instants {
            let prefix: Vec<Received> = received.iter().map(|received| until(received, at)).collect();
            let prefix = Stored::new(&base, &prefix);
            for cut_offs in [CutOffs::Midnight, CutOffs::Exact] {
                let now = all.verdicts(&base, &tests, (at, None, cut_offs));
                let then = prefix.verdicts(&base, &tests, (at, None, cut_offs));
                let known = all.verdicts(&base, &tests, (at, Some(at), cut_offs));
                for (place, test) in tests.iter().enumerate() {
                    let text = model::text::printer::text_of(test);
                    prop_assert_eq!(&now[place], &then[place], "as of {}: {}", at, text);
                    prop_assert_eq!(&known[place], &then[place], "as of and known at {}: {}", at, text);
                }
            }
        }
        Ok(())
    });
}

fn agree(
    base: &Base,
    received: &[Received],
    stored: &Stored,
    tests: &[model::forms::Test],
    (at, known_at): Question,
) -> Result<(), TestCaseError> {
    let timelines = received.iter().map(|received| received.timeline(&base.schema, known_at)).collect();
    let known = Base { timelines, ..base.clone() };
    let meant = naive(&known, tests, at, CutOffs::Midnight);
    let said = stored.verdicts(&known, tests, (at, known_at, CutOffs::Midnight));
    for ((test, meant), said) in tests.iter().zip(&meant).zip(&said) {
        let wrong = (0..meant.len()).find(|&customer| meant[customer] != said[customer]);
        let wrong = wrong.map(|customer| (meant[customer], &known.timelines[customer], &received[customer]));
        let text = model::text::printer::text_of(test);
        prop_assert!(wrong.is_none(), "at {at}, known at {known_at:?}: {text}\non {wrong:?}");
    }
    Ok(())
}

/// The facts of a timeline, each with the receipt that `receipt` gives to its place. Times are told apart by microseconds,
/// so that no hash decides.
fn received(base: &Base, timeline: &Timeline, receipt: impl Fn(usize) -> Instant) -> Received {
    let mut received = Received { id: timeline.id.clone(), ..Received::default() };
    let mut place = 0;
    for (stream, rows) in &timeline.streams {
        let key = base.schema.streams[stream].key.as_deref();
        for row in rows {
            place += 1;
            let mut row = row.clone();
            let key = key.and_then(|key| row.field(key).as_text()).map(str::to_owned);
            let is_later = row.valid_from != row.at;
            (row.at, row.valid_to) = (Instant(row.at.0 + place as i64), None);
            let updated_at =
                (key.is_some() && (is_later || place % 3 != 0)).then(|| Instant(row.valid_from.0 + place as i64));
            row.identity = match (&key, row.message.as_str()) {
                (Some(key), _) => identity(key),
                (None, "") => place as u64,
                (None, message) => identity(message),
            };
            row.message.push_str(if key.is_some() && !row.message.is_empty() { stream } else { "" });
            received.rows.push(ReceivedRow { received_at: receipt(place), stream: stream.clone(), updated_at, row });
        }
    }
    for (attribute, values) in &timeline.attributes {
        for value in values.iter().filter(|value| !value.value.is_missing()) {
            place += 1;
            let from = value.from.map(|from| Instant(from.0 + place as i64));
            let (received_at, message) = (receipt(place), String::new());
            let value = value.value.clone();
            received.values.push(ReceivedValue { received_at, attribute: attribute.clone(), from, message, value });
        }
    }
    for (list, moves) in &timeline.lists {
        for dated in moves {
            place += 1;
            let received_at = receipt(place);
            received.moves.push(ReceivedMove { received_at, list: list.clone(), dated: dated.clone() });
        }
    }
    received.rows.sort_by_key(|row| row.received_at);
    received.values.sort_by_key(|value| value.received_at);
    received.moves.sort_by_key(|moved| moved.received_at);
    tell_apart(&mut received);
    received
}

/// Leaves one version of each key at each time.
fn tell_apart(received: &mut Received) {
    let mut seen = std::collections::BTreeSet::new();
    received.rows.retain(|row| {
        let time = row.updated_at.unwrap_or(row.received_at);
        seen.insert((row.stream.clone(), row.row.identity, time)) || row.row.identity < 1 << 32
    });
}

/// A number that tells texts apart, beyond the numbers of places.
fn identity(text: &str) -> u64 {
    text.bytes().fold(1 << 32, |hash: u64, byte| hash.wrapping_mul(1_099_511_628_211) ^ u64::from(byte)) | 1 << 32
}

/// The same facts, each received when it happened: values and versions at their time, which is told. Undated values are
/// not facts of any time, and a customer's sign-up is one of the past: they are left out.
fn in_time(mut received: Received, instants: &[Instant]) -> Received {
    let mut first = std::collections::BTreeMap::new();
    for row in &mut received.rows {
        let of_row = row.updated_at.unwrap_or(row.row.at).max(row.row.at);
        row.received_at = of_row;
        row.updated_at = row.updated_at.map(|_| of_row);
        let subject = (row.stream.clone(), row.row.identity);
        let least = first.entry(subject).or_insert(of_row);
        *least = of_row.min(*least);
    }
    // The first version is made when its event happens; a later one does not bring it forward, which would make the
    // customer one from before anybody knew.
    received.rows.retain_mut(|row| {
        let first = first[&(row.stream.clone(), row.row.identity)];
        row.row.at = row.row.at.max(first);
        row.received_at == first || row.updated_at.is_some()
    });
    received.values.retain_mut(|value| {
        value.received_at = value.from.unwrap_or(Instant(0));
        value.from.is_some() && value.attribute != "signed_up_at"
    });
    received.moves.retain_mut(|moved| {
        moved.received_at = moved.dated.from.unwrap_or(Instant(0));
        moved.dated.from.is_some()
    });
    received.moves.sort_by_key(|moved| moved.received_at);
    received.rows.sort_by_key(|row| row.received_at);
    received.values.sort_by_key(|value| value.received_at);
    // Files end at the instants asked about.
    let file = |at: Instant| instants.iter().copied().find(|end| at <= *end).unwrap_or(Instant(i64::MAX));
    received.rows.iter_mut().for_each(|row| row.received_at = file(row.received_at));
    received.values.iter_mut().for_each(|value| value.received_at = file(value.received_at));
    received
}

/// What was received by an instant.
fn until(received: &Received, at: Instant) -> Received {
    let mut until = received.clone();
    until.rows.retain(|row| row.received_at <= at);
    until.values.retain(|value| value.received_at <= at);
    until.moves.retain(|moved| moved.received_at <= at);
    until
}
