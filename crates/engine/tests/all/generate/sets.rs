//! Random tests of belonging: to segments, to lists.

use model::forms::{InList, InSegment, Test};
use model::phrase::Place;
use model::timeline::DatedValue;
use model::value::Value;
use proptest::prelude::*;

use super::{SEGMENTS, instant};

/// Ids of the lists that definitions may name.
pub(crate) const LISTS: [&str; 2] = ["complaints", "guests"];

/// Tests that name a segment.
pub(super) fn of_segments() -> BoxedStrategy<Test> {
    let id = prop::sample::select(SEGMENTS.to_vec()).prop_map(str::to_owned);
    id.prop_map(|id| InSegment { id, place: Place::default() }.into()).boxed()
}

/// Tests that name no segment.
pub(super) fn segment_free() -> BoxedStrategy<Test> {
    let id = prop::sample::select(LISTS.to_vec()).prop_map(str::to_owned);
    id.prop_map(|id| InList { id, place: Place::default() }.into()).boxed()
}

/// Moves in and out of a list.
pub(super) fn moves() -> BoxedStrategy<Vec<DatedValue>> {
    let from = prop::option::weighted(0.8, instant());
    let one = (from, prop::bool::weighted(0.7));
    prop::collection::vec(one.prop_map(|(from, is_in)| DatedValue { from, value: Value::Bool(is_in) }), 0..4).boxed()
}
