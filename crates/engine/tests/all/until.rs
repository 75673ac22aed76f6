//! Until the instant that a test says, nothing changes if nothing happens: held against the verdicts at instants between.

use std::cell::Cell;

use model::evaluate::Moment;
use model::forms::Test;
use model::time::{DAY, Instant};
use model::timeline::Timeline;
use proptest::prelude::*;

use crate::generate::definitions::definition;
use crate::generate::{base, instant, slow_property};
use crate::verdicts::{Base, CutOffs, in_force};

/// Days that a history is walked over.
const DAYS: i64 = 60;
/// Steps that a history of one test may take: more would be a bound that does not go forward.
const STEPS: usize = 4_000;

#[test]
fn verdicts_stand_still_until_the_bound() {
    let (n_probes, n_changes) = (Cell::new(0), Cell::new(0));
    let probes = prop::collection::vec(0.0..1.0f64, 2);
    let cases = (base(4), prop::collection::vec(definition(), 5), instant(), probes);
    slow_property(40, cases, |(base, tests, from, probes)| {
        let base = base.with_columns(base.cut_offs_at(from, CutOffs::Midnight));
        for test in &tests {
            let in_force = in_force(&base, std::slice::from_ref(test), from, CutOffs::Midnight);
            for timeline in &base.timelines {
                let holds = |at: Instant| Moment { world: base.world(&in_force), timeline, at, row: None }.holds(test);
                let mut before = None;
                for (at, end) in steps(&base, test, timeline, from, &in_force)? {
                    let now = holds(at);
                    n_changes.set(n_changes.get() + usize::from(before.is_some_and(|before| before != now)));
                    before = Some(now);
                    let inside = |share: &f64| Instant(at.0 + ((end.0 - 1 - at.0) as f64 * share) as i64);
                    for probe in probes.iter().map(inside).chain([Instant(end.0 - 1)]) {
                        n_probes.set(n_probes.get() + 1);
                        let text = model::text::printer::text_of(test);
                        prop_assert_eq!(
                            holds(probe),
                            now,
                            "{} from {} to {}, at {} on {:?}",
                            text,
                            at,
                            end,
                            probe,
                            timeline
                        );
                    }
                }
            }
        }
        Ok(())
    });
    assert!(n_changes.get() > 20, "{} changes in {} probes", n_changes.get(), n_probes.get());
}

/// The stretches of time between bounds and events.
fn steps(
    base: &Base,
    test: &Test,
    timeline: &Timeline,
    from: Instant,
    in_force: &std::collections::BTreeMap<String, model::distribution::Distribution>,
) -> Result<Vec<(Instant, Instant)>, TestCaseError> {
    let (mut steps, mut at) = (Vec::new(), from);
    let end = Instant(from.0 + DAYS * DAY);
    let events = timeline.events_after(from);
    while at < end {
        let until = Moment { world: base.world(in_force), timeline, at, row: None }.test_until(test);
        prop_assert!(until > at, "{:?} does not go forward from {}", test, at);
        let event = events.iter().copied().find(|event| *event > at).unwrap_or(Instant::NEVER);
        let next = until.min(event).min(end);
        steps.push((at, next));
        prop_assert!(steps.len() < STEPS, "{:?} takes too many steps", test);
        at = next;
    }
    Ok(steps)
}
