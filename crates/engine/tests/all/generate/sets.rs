//! Random tests of belonging: to segments, to lists.

use model::forms::{Accepts, InList, InSegment, Membership, Move, Reachable, Set, Test, Unit, Window};
use model::phrase::Place;
use model::schema::Settings;
use model::time::{DAY, Instant, Zone};
use model::timeline::DatedValue;
use model::tree::Name;
use model::value::Value;
use proptest::prelude::*;

use super::literals::{hanging_window, plain_window};
use super::{SEGMENTS, instant};

/// Ids of the lists that definitions may name.
pub(crate) const LISTS: [&str; 2] = ["complaints", "guests"];

/// Tests that name a segment.
pub(super) fn of_segments() -> BoxedStrategy<Test> {
    let id = prop::sample::select(SEGMENTS.to_vec()).prop_map(str::to_owned);
    let now = id.prop_map(|id| InSegment { id, place: Place::default() }.into());
    prop_oneof![1 => now, 2 => membership(Set::Segment, &SEGMENTS)].boxed()
}

/// Membership over time.
fn membership(of: Set, ids: &[&str]) -> BoxedStrategy<Test> {
    let ids: Vec<String> = ids.iter().map(|id| (*id).to_owned()).collect();
    let how = prop::sample::select(vec![Move::Was, Move::Entered, Move::Left]);
    // Far windows hold long histories, which plain code walks slowly: a few of them are enough.
    let is_near = |window: &Window| match window {
        Window::Last { .. } | Window::Ago { .. } | Window::LastCalendar { .. } => {
            let start = window.bounds(Instant(0), &Zone::utc(), &Settings::default()).start;
            start > -40 * DAY
        }
        window => matches!(window, Window::Today | Window::Yesterday),
    };
    let near = plain_window().prop_filter("near", is_near).boxed();
    let around = hanging_window().prop_filter("near", move |window| match window.stretch() {
        Some(Window::Own(own)) => own.within.is_some_and(|within| within.unit.seconds().is_some()),
        Some(window) => matches!(window, Window::Last { unit: Unit::Hour | Unit::Day, .. }),
        None => false,
    });
    // Nor are the cut-offs of thousands of midnights.
    let far = if of == Set::List { plain_window() } else { near.clone() };
    let window = prop_oneof![15 => near, 1 => far, 3 => around];
    let made = (how, prop::sample::select(ids), window);
    made.prop_map(move |(how, id, window)| Membership { how, of, id, window, place: Place::default() }.into()).boxed()
}

/// Tests that name no segment.
pub(super) fn segment_free() -> BoxedStrategy<Test> {
    let id = prop::sample::select(LISTS.to_vec()).prop_map(str::to_owned);
    let now = id.prop_map(|id| InList { id, place: Place::default() }.into());
    let channel = prop::sample::select(vec!["email", "sms", "fax"]).prop_map(Name::new);
    let purpose = prop::option::of(prop::sample::select(vec!["news", "OFFERS", "other"]).prop_map(Name::new));
    let accepts = (channel, purpose).prop_map(|(channel, purpose)| Accepts { channel, purpose }.into());
    let reachable = prop::sample::select(vec!["email", "sms"]);
    let reachable = reachable.prop_map(|channel| Reachable { channel: Name::new(channel) }.into());
    prop_oneof![2 => now, 1 => membership(Set::List, &LISTS), 2 => accepts, 1 => reachable].boxed()
}

/// Moves in and out of a list.
pub(super) fn moves() -> BoxedStrategy<Vec<DatedValue>> {
    let from = prop::option::weighted(0.8, instant());
    let one = (from, prop::bool::weighted(0.7));
    prop::collection::vec(one.prop_map(|(from, is_in)| DatedValue { from, value: Value::Bool(is_in) }), 0..4).boxed()
}
