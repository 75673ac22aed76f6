//! Random relations between rows: followed and preceded by others, and sequences.

use model::forms::{Direction, Followed, Rows, Sequence, Step, Test};
use model::tree::Name;
use model::value::Type;
use proptest::prelude::*;

use super::folds::{Filters, rows};
use super::literals::delay;
use super::schema;
use super::words::{Words, words};

/// Rows of a stream that are followed or preceded by some of other streams.
pub(super) fn followed(stream: &str, others: &Filters) -> BoxedStrategy<Test> {
    let stream = stream.to_owned();
    let by = rows(others, None).prop_flat_map(move |by| {
        let names = shared(&stream, &by.stream);
        let same = if names.is_empty() {
            Just(None).boxed()
        } else {
            prop::option::weighted(0.6, prop::sample::select(names).prop_map(Name::new)).boxed()
        };
        (Just(by), same)
    });
    let directions = prop::sample::select(vec![Direction::After, Direction::After, Direction::Before]);
    (directions, by, prop::option::weighted(0.7, delay()), any::<bool>())
        .prop_map(|(direction, (by, with_same), within, negated)| {
            Followed { direction, by, with_same, within, negated }.into()
        })
        .boxed()
}

/// Names that rows of two streams both have, of types that can be compared.
fn shared(stream: &str, other: &str) -> Vec<String> {
    let of = |stream: &str| -> Words { words(&schema(), Some(stream)) };
    let plain = |kind: Type| if kind == Type::Money { Type::Number } else { kind };
    let others = of(other);
    let is_shared =
        |name: &str, kind: Type| others.iter().any(|(found, of)| found == name && plain(*of) == plain(kind));
    let names = of(stream).into_iter().filter(|(_, kind)| !matches!(kind, Type::TextList | Type::Point));
    names.filter(|(name, kind)| is_shared(name, *kind)).map(|(name, _)| name).collect()
}

/// Sequences of two steps or three.
pub(super) fn sequence(filters: &Filters) -> BoxedStrategy<Test> {
    let any = || rows(filters, None);
    let without: BoxedStrategy<Vec<Rows>> =
        prop_oneof![2 => Just(Vec::new()), 1 => prop::collection::vec(any(), 1..3)].boxed();
    let step =
        (any(), prop::option::of(delay()), without).prop_map(|(rows, within, without)| Step { rows, within, without });
    (any(), prop::collection::vec(step, 1..3)).prop_map(|(first, then)| Sequence { first, then }.into()).boxed()
}
