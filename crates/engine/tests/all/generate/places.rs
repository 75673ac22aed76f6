//! Random tests of places: near a point, under a node of a tree.

use model::decimal::Decimal;
use model::forms::{Centre, LengthUnit, Near, Test, Under, Value};
use model::phrase::Place;
use proptest::prelude::*;

use super::POINTS;

/// A point near another one, written or of the same customer or row.
pub(super) fn near(points: BoxedStrategy<Box<Value>>) -> BoxedStrategy<Test> {
    let written = prop::sample::select(POINTS.to_vec()).prop_map(|point| {
        let degrees = |text: &str| Decimal::parse(text).expect("degrees");
        let (latitude, longitude) = point.split_once(',').expect("a point");
        Centre::At(degrees(latitude), degrees(longitude))
    });
    let of = prop_oneof![2 => written, 1 => points.clone().prop_map(Centre::Of)];
    // Two of the points are 4 226 metres from one another.
    let distances =
        vec![("4.226", LengthUnit::Km), ("4225.9", LengthUnit::M), ("250", LengthUnit::Miles), ("0", LengthUnit::M)];
    (points, prop::sample::select(distances), of)
        .prop_map(|(value, (distance, unit), of)| {
            let distance = Decimal::parse(distance).expect("a distance");
            Near { value, distance, unit, of, place: Place::default() }.into()
        })
        .boxed()
}

/// A text under a node of a tree.
pub(super) fn under(value: BoxedStrategy<Box<Value>>) -> BoxedStrategy<Test> {
    let nodes = prop::sample::select(vec!["FR", "FR > Paris", "FR>Paris", "FR/10", "Paris", "fr"]);
    (value, nodes, any::<bool>())
        .prop_map(|(value, node, negated)| Under { value, node: node.to_owned(), negated }.into())
        .boxed()
}
