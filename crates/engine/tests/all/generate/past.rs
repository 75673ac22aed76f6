//! Random tests of the past values of the profile, and of draws.

use model::decimal::Decimal;
use model::forms::{Changed, Named, Sample, Test, Value, Was};
use model::phrase::Place;
use model::tree::Name;
use model::value::Type;
use proptest::prelude::*;

use super::literals::{constant, hanging_window};
use super::schema;

/// Whether a test looks at values alone, so that it means the same whatever the instant.
pub(super) fn is_timeless(test: &Test) -> bool {
    let text = serde_json::to_string(test).expect("a tree is JSON");
    let is_dated =
        ["dated", "anniversary", "age", "days_since"].iter().any(|form| text.contains(&format!("\"{form}\"")));
    let is_computed = schema().computed.keys().any(|name| text.contains(&format!("\"named\":\"{name}\"")));
    !is_dated && !is_computed
}

/// A test of the past, or a draw.
pub(super) fn past(tests: BoxedStrategy<Test>) -> BoxedStrategy<Test> {
    let was = (tests, hanging_window())
        .prop_map(|(test, window)| Was { test: Box::new(test), window, place: Place::default() }.into());
    let percent = prop::sample::select(vec!["50", "0.5", "99.999999", "100"]);
    let sample = (percent, prop::sample::select(vec!["a", ""])).prop_map(|(percent, seed)| {
        let percent = Decimal::parse(percent).expect("a number");
        Sample { percent, seed: seed.to_owned(), place: Place::default() }.into()
    });
    prop_oneof![4 => was, 4 => changed(), 1 => sample].boxed()
}

fn changed() -> BoxedStrategy<Test> {
    let attributes: Vec<(String, Type)> =
        schema().attributes.iter().map(|(name, field)| (name.clone(), field.kind)).collect();
    prop::sample::select(attributes)
        .prop_flat_map(|(name, kind)| {
            let has_constants = !matches!(kind, Type::TextList | Type::Point);
            let side = move || {
                let side = prop::option::weighted(0.4, constant(kind));
                side.prop_map(move |side| side.filter(|_| has_constants))
            };
            (Just(name), side(), side(), hanging_window())
        })
        .prop_map(|(name, from, to, window)| {
            let value: Box<Value> = Box::new(Named { name: Name::new(name) }.into());
            Changed { value, from: from.map(Box::new), to: to.map(Box::new), window }.into()
        })
        .boxed()
}
