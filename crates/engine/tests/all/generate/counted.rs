//! Random tests of how many of several tests hold.

use model::forms::{CountOf, HowMany, Test};
use model::phrase::Place;
use proptest::prelude::*;

/// So many of several tests, in a way that says something.
pub(super) fn count_of(several: impl Strategy<Value = Vec<Test>> + 'static) -> BoxedStrategy<Test> {
    let how = prop::sample::select(vec![HowMany::Exactly, HowMany::AtLeast, HowMany::AtMost]);
    (how, 0usize..4, several)
        .prop_map(|(how, count, tests)| {
            let (least, most) = match how {
                HowMany::Exactly => (0, tests.len()),
                HowMany::AtLeast => (1, tests.len()),
                HowMany::AtMost => (0, tests.len() - 1),
            };
            CountOf { how, count: count.clamp(least, most) as u32, tests, place: Place::default() }.into()
        })
        .boxed()
}
