//! Explanations held against the verdicts they explain, on random definitions and timelines.

use std::cell::Cell;
use std::collections::BTreeSet;

use model::evaluate::{Moment, is_member};
use model::explain::{Condition, Explanation, Limits, MAX_EXACT, MadeOf, Since, explain};
use model::forms::{CountOf, HowMany, InSegment, Not, Test};
use model::phrase::Place;
use model::text::parser::parse;
use model::time::{DAY, Instant};
use model::timeline::Timeline;
use proptest::prelude::*;

use crate::generate::definitions::definition;
use crate::generate::{base, instant, slow_property};
use crate::verdicts::{Base, CutOffs, in_force};

/// How far ahead verdicts are tried where no change is foreseen: a walk to the end of time never ends.
const YEAR: i64 = 365 * DAY;
/// Few rows and steps, so that definitions that change every hour stay quick.
const LIMITS: Limits = Limits { rows: 3, steps: 40 };

#[test]
fn an_explanation_gives_the_verdict_and_its_bounds() {
    let (n_since, n_changes, n_missing) = (Cell::new(0), Cell::new(0), Cell::new(0));
    let shares = prop::collection::vec(0.0..1.0f64, 3);
    let cases = (base(1), prop::collection::vec(definition(), 4), instant(), shares, any::<prop::sample::Index>());
    slow_property(200, cases, |(base, tests, at, shares, chosen)| {
        let tests = definitions_of(&base, tests);
        let test = chosen.get(&tests).clone();
        let in_force = in_force(&base, std::slice::from_ref(&test), at, CutOffs::Midnight);
        let world = base.world(&in_force);
        for timeline in &base.timelines {
            let explained = explain(&test, timeline, at, world, LIMITS);
            let verdict = is_member(&test, timeline, at, world);
            let none = BTreeSet::new();
            prop_assert_eq!(explained.is_member, verdict);
            prop_assert_eq!(explained.is_present && explained.conditions.truth(&none), verdict);
            truths(&explained.conditions, &Moment { world, timeline, at, row: None })?;
            // What comes later does not count: from here on nothing happens.
            let now = until(timeline, at);
            let then = |at: Instant| is_member(&test, &now, at, world);
            let end = explained.next_change.unwrap_or(explained.holds_until.min(Instant(at.0 + YEAR)));
            let between = |share: &f64| Instant(at.0 + ((end.0 - 1 - at.0) as f64 * share) as i64);
            for probe in shares.iter().map(between).chain([Instant(end.0 - 1)]) {
                prop_assert_eq!(then(probe), verdict, "{:?} at {} before {}", test, probe, end);
            }
            prop_assert!(
                explained.holds_until > at
                    && explained.next_change.is_none_or(|change| explained.holds_until <= change)
            );
            if let Some(change) = explained.next_change {
                n_changes.set(n_changes.get() + 1);
                prop_assert_ne!(then(change), verdict, "{:?} at {}", test, change);
            }
            if let Since::From(since) = explained.since {
                n_since.set(n_since.get() + 1);
                let before = Instant(since.0 - 1);
                prop_assert_ne!(is_member(&test, timeline, before, world), verdict, "{:?} before {}", test, since);
                let between = |share: &f64| Instant(since.0 + ((at.0 - since.0) as f64 * share) as i64);
                for probe in shares.iter().map(between).chain([since]) {
                    prop_assert_eq!(is_member(&test, timeline, probe, world), verdict, "{:?} at {}", test, probe);
                }
            }
            n_missing.set(n_missing.get() + usize::from(missing(&explained)?));
        }
        Ok(())
    });
    let counts = (n_since.get(), n_changes.get(), n_missing.get());
    assert!(counts.0 > 10 && counts.1 > 3 && counts.2 > 20, "{counts:?}");
}

/// Definitions with more of the shapes that are opened: so many of some, none of them, in a segment.
fn definitions_of(base: &Base, tests: Vec<Test>) -> Vec<Test> {
    let of = |how, count, tests: &[Test]| -> Test {
        CountOf { how, count, tests: tests.to_vec(), place: Place::default() }.into()
    };
    let mut all = vec![of(HowMany::Exactly, 2, &tests[..3]), of(HowMany::AtMost, 1, &tests)];
    all.push(Not { test: Box::new(of(HowMany::AtLeast, 3, &tests)) }.into());
    for id in base.segments.keys().take(1) {
        let segment = Test::from(InSegment { id: id.clone(), place: Place::default() });
        all.push(of(HowMany::Exactly, 2, &[segment.clone(), tests[0].clone(), Not { test: Box::new(segment) }.into()]));
    }
    all.extend(tests);
    // What time alone changes, soon or late.
    let by_time = [
        "any(order over last 30 days)",
        "days since last(visit.at) > 40",
        "never(line over last 7 days) and (points > 10 or age >= 30)",
        "count(order over last 12 months) between 1 and 2",
    ];
    all.extend(by_time.iter().filter_map(|text| parse(text).test));
    all
}

/// Each condition is true where its test holds, and its history and bound are those of its test.
fn truths(condition: &Condition, moment: &Moment<'_>) -> Result<(), TestCaseError> {
    prop_assert_eq!(condition.holds, moment.holds(&condition.test));
    prop_assert_eq!(condition.truth(&BTreeSet::new()), condition.holds);
    let present_from = moment.timeline.present_from().unwrap_or(Instant::NEVER);
    if let Since::From(since) = condition.since {
        let holds = |at: Instant| Moment { at, ..*moment }.holds(&condition.test);
        prop_assert!(since > present_from && since <= moment.at);
        prop_assert_eq!(holds(since), condition.holds);
        prop_assert_ne!(holds(Instant(since.0 - 1)), condition.holds, "{:?} before {}", condition.test, since);
    }
    if let MadeOf::Leaf { evidence, .. } = &condition.made_of {
        for evidence in evidence {
            prop_assert_eq!(evidence.shown.len(), evidence.n_rows.min(LIMITS.rows));
            prop_assert!(evidence.shown.iter().all(|row| row.at <= moment.at));
        }
    }
    condition.conditions().iter().try_for_each(|condition| truths(condition, moment))
}

/// What is missing makes a member, and no fewer leaves do. Gives whether there was something to try.
fn missing(explained: &Explanation) -> Result<bool, TestCaseError> {
    let Some(missing) = &explained.missing else { return Ok(false) };
    prop_assert!(explained.is_present && !explained.is_member);
    let n_leaves = explained.conditions.leaves().len();
    prop_assert_eq!(missing.is_smallest, n_leaves <= MAX_EXACT);
    if let Some(leaves) = &missing.leaves {
        prop_assert!(explained.conditions.truth(leaves));
    }
    if missing.is_smallest {
        let size = missing.leaves.as_ref().map_or(usize::MAX, BTreeSet::len);
        for bits in 0u32..1 << n_leaves {
            let set: BTreeSet<usize> = (0..n_leaves).filter(|leaf| bits >> leaf & 1 == 1).collect();
            prop_assert!(set.len() >= size || !explained.conditions.truth(&set), "{:?} beats {:?}", set, missing);
        }
    }
    Ok(missing.leaves.is_some())
}

/// A timeline with what is known at an instant, and no more.
fn until(timeline: &Timeline, at: Instant) -> Timeline {
    let mut known = Timeline { known_from: timeline.present_from(), ..timeline.clone() };
    for rows in known.streams.values_mut() {
        rows.retain(|row| row.valid_from <= at);
        rows.iter_mut().for_each(|row| row.valid_to = row.valid_to.filter(|to| *to <= at));
        // A version that puts its row later hides the earlier ones, and never comes.
        rows.iter_mut().filter(|row| row.at > at).for_each(|row| row.at = Instant::NEVER);
    }
    let dated = known.attributes.values_mut().chain(known.lists.values_mut());
    dated.for_each(|values| values.retain(|value| value.from.is_none_or(|from| from <= at)));
    known
}
