//! Random tests of relatives.

use model::decimal::Decimal;
use model::forms::{
    AmongRelatives, Compare, Compared, Comparison, CountRelatives, Group, Literal, Measure, Named, Quantifier, Test,
    Written,
};
use model::phrase::Place;
use model::tree::Name;
use proptest::prelude::*;

/// Tests put to relatives, how many of them pass one, and customers compared among those whose relatives do.
pub(super) fn of_relatives(tests: BoxedStrategy<Test>) -> BoxedStrategy<Test> {
    let of = prop::sample::select(vec![Group::Company, Group::Household]);
    let how = prop::sample::select(vec![Quantifier::Any, Quantifier::All]);
    let among = (how, of.clone(), tests.clone()).prop_map(|(how, of, test)| {
        Test::from(AmongRelatives { how, of, test: Box::new(test), place: Place::default() })
    });
    let comparisons = vec![Comparison::AtLeast, Comparison::Less, Comparison::Equal];
    let counted = (of, tests, prop::sample::select(comparisons), 0i64..3).prop_map(|(of, test, comparison, count)| {
        let left = Box::new(CountRelatives { of, test: Box::new(test), place: Place::default() }.into());
        Compare { left, comparison, right: number(count) }.into()
    });
    let compared = (among.clone(), 1i64..4).prop_map(|(test, rank)| {
        let value = Box::new(Named { name: Name::new("points") }.into());
        let left = Compared { measure: Measure::Rank, value, per: None, among: Some(Box::new(test)) }.into();
        Compare { left: Box::new(left), comparison: Comparison::AtMost, right: number(rank) }.into()
    });
    prop_oneof![4 => among, 2 => counted, 1 => compared].boxed()
}

fn number(whole: i64) -> Box<model::forms::Value> {
    Box::new(Literal::new(Written::Number(Decimal::whole(whole))).into())
}
