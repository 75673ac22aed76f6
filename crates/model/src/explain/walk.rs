//! Since when a verdict stands and when it next changes, walked from bound to bound.

use crate::evaluate::Moment;
use crate::forms::Test;
use crate::history::DAWN;
use crate::time::{DAY, Instant};
use crate::timeline::Timeline;

/// How far ahead a change of the verdict is looked for, in days: ten years.
pub const LOOKAHEAD_DAYS: i64 = 3_652;

/// Since when something is so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Since {
    /// Since an instant: just before, it was otherwise.
    From(Instant),
    /// Since the customer's beginning in the base.
    Beginning,
    /// At least since an instant; looking further back takes too long.
    AtLeast(Instant),
}

/// A timeline without what comes after an instant; when the customer entered the population stays as it is. A version that
/// put its row later than the instant never comes, and still stands for those before it; what takes the place of a row later
/// never does.
pub(super) fn known_by(timeline: &Timeline, at: Instant) -> Timeline {
    let mut known = Timeline { known_from: timeline.present_from(), ..timeline.clone() };
    for rows in known.streams.values_mut() {
        rows.retain(|row| row.valid_from <= at);
        rows.iter_mut().for_each(|row| row.valid_to = row.valid_to.filter(|to| *to <= at));
        rows.iter_mut().filter(|row| row.at > at).for_each(|row| row.at = Instant::NEVER);
    }
    for values in known.attributes.values_mut().chain(known.lists.values_mut()) {
        values.retain(|value| value.from.is_none_or(|from| from <= at));
    }
    known
}

/// An instant before which the verdict does not change if nothing happens.
pub(super) fn verdict_until(test: &Test, moment: &Moment<'_>) -> Instant {
    match moment.timeline.present_from() {
        Some(from) if from <= moment.at => moment.test_until(test),
        Some(from) => from,
        None => Instant::NEVER,
    }
}

/// When the verdict changes if nothing happens.
pub(super) fn next_change(test: &Test, moment: &Moment<'_>, most_steps: usize) -> Option<Instant> {
    let verdict = |moment: &Moment<'_>| moment.timeline.is_present(moment.at) && moment.holds(test);
    let (now, mut then) = (verdict(moment), *moment);
    let end = Instant(moment.at.0.saturating_add(LOOKAHEAD_DAYS * DAY));
    for _ in 0..most_steps {
        then.at = verdict_until(test, &then);
        if then.at >= end {
            return None;
        }
        if verdict(&then) != now {
            return Some(then.at);
        }
    }
    None
}

/// Since when a condition has held, or not held, while the customer was in the population.
pub(super) fn condition_since(test: &Test, moment: &Moment<'_>, most_steps: usize) -> Since {
    match moment.timeline.present_from() {
        Some(from) if from <= moment.at => since(test, moment, beginning(moment, from), most_steps),
        _ => Since::Beginning,
    }
}

/// Since when the verdict stands: a customer who met the conditions at once is a member since they came.
pub(super) fn verdict_since(test: &Test, moment: &Moment<'_>, most_steps: usize) -> Since {
    let Some(from) = moment.timeline.present_from() else { return Since::Beginning };
    match condition_since(test, moment, most_steps) {
        Since::Beginning if from <= moment.at && from >= beginning(moment, from) && moment.holds(test) => {
            Since::From(from)
        }
        since => since,
    }
}

/// From where on a history is told: the customer's coming, or where they were always there, before all that is dated.
fn beginning(moment: &Moment<'_>, present_from: Instant) -> Instant {
    let first = moment.timeline.events_after(Instant(i64::MIN)).first().map_or(DAWN, |first| Instant(first.0 - 1));
    present_from.max(first.min(DAWN)).min(moment.at)
}

/// Walks back from event to event, and between two of them forward from bound to bound.
fn since(test: &Test, moment: &Moment<'_>, begins: Instant, most_steps: usize) -> Since {
    let holds = moment.holds(test);
    let events = moment.timeline.events_after(begins).into_iter().filter(|event| *event <= moment.at);
    let starts = std::iter::once(begins).chain(events).collect::<Vec<_>>();
    let (mut so_since, mut steps) = (None, 0);
    for start in starts.into_iter().rev() {
        let end = so_since.unwrap_or(Instant(moment.at.0.saturating_add(1)));
        let (mut at, mut run, mut differs) = (start, None, false);
        while at < end {
            let then = Moment { at, ..*moment };
            if then.holds(test) == holds {
                run.get_or_insert(at);
            } else {
                (run, differs) = (None, true);
            }
            at = then.test_until(test);
            steps += 1;
            if steps > most_steps {
                return Since::AtLeast(so_since.unwrap_or(moment.at));
            }
        }
        if differs {
            return Since::From(run.or(so_since).unwrap_or(moment.at));
        }
        so_since = Some(start);
    }
    Since::Beginning
}
