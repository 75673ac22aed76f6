//! What holds as of an instant is what held then: rows and values that come later change nothing.

use model::time::Instant;
use model::timeline::Timeline;
use proptest::prelude::*;

use crate::generate::definitions::definition;
use crate::generate::{base, instant, property};
use crate::verdicts::{Base, CutOffs, ENGINES};

#[test]
fn the_past_does_not_depend_on_what_came_later() {
    let cases = (base(16), prop::collection::vec(definition(), 6), instant());
    property(60, cases, |(mut base, tests, at)| {
        base.timelines.iter_mut().for_each(without_versions);
        let then =
            Base { timelines: base.timelines.iter().map(|timeline| until(timeline, at)).collect(), ..base.clone() };
        for (name, engine) in ENGINES {
            for cut_offs in [CutOffs::Midnight, CutOffs::Exact] {
                let (now, then) = (engine(&base, &tests, at, cut_offs), engine(&then, &tests, at, cut_offs));
                for ((test, now), then) in tests.iter().zip(&now).zip(&then) {
                    prop_assert_eq!(now, then, "{} at {}: {}", name, at, model::text::printer::text_of(test));
                }
            }
        }
        Ok(())
    });
}

/// Makes each row one of its own: a later version may say that an earlier one happened at another time.
fn without_versions(timeline: &mut Timeline) {
    for rows in timeline.streams.values_mut() {
        for (number, row) in rows.iter_mut().enumerate() {
            (row.valid_from, row.valid_to) = (row.at, None);
            row.identity = number as u64;
        }
    }
    timeline.sort();
}

/// The timeline up to an instant.
fn until(timeline: &Timeline, at: Instant) -> Timeline {
    let mut then = timeline.clone();
    for rows in then.streams.values_mut() {
        rows.retain(|row| row.at <= at);
    }
    for values in then.attributes.values_mut().chain(then.lists.values_mut()) {
        values.retain(|value| value.from.is_none_or(|from| from <= at));
    }
    then.streams.retain(|_, rows| !rows.is_empty());
    then.attributes.retain(|_, values| !values.is_empty());
    then
}
