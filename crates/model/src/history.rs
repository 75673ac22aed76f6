//! How a test went for one customer: the instants at which they began and ceased to be a member, exactly.
//!
//! Between two instants at which a leaf can change (see [`crate::until`]) or something happens the verdict stands still,
//! so that a walk from one to the next misses nothing. Cut-offs are those in force at the instant of the question.

use crate::evaluate::Moment;
use crate::forms::Test;
use crate::time::Instant;

/// The start of 2000, 946 684 800 seconds after that of 1970: no history is told from before this instant, nor from before
/// the first dated thing of a timeline where that is earlier.
pub const DAWN: Instant = Instant(946_684_800_000_000);

/// The verdicts from an instant (or the beginning of history) up to the moment's own: the first one, and each that differs from the one
/// before, with the instant since when it holds. Empty when the start comes after the moment.
pub fn verdicts(test: &Test, moment: &Moment<'_>, from: Instant) -> Vec<(Instant, bool)> {
    let mut events = moment.timeline.events_after(from.min(DAWN)).into_iter().peekable();
    let mut at = from.max(events.peek().map_or(DAWN, |first| DAWN.min(Instant(first.0 - 1))));
    let Some(present_from) = moment.timeline.present_from().filter(|_| at <= moment.at) else { return Vec::new() };
    let mut verdicts: Vec<(Instant, bool)> = Vec::new();
    while at <= moment.at {
        let then = Moment { at, row: None, ..*moment };
        let is_present = present_from <= at;
        let verdict = is_present && then.holds(test);
        if verdicts.last().is_none_or(|(_, before)| *before != verdict) {
            verdicts.push((at, verdict));
        }
        let bound = if is_present { then.test_until(test) } else { present_from };
        while events.next_if(|event| *event <= at).is_some() {}
        at = bound.min(events.peek().copied().unwrap_or(Instant::NEVER));
        if at == Instant::NEVER {
            break;
        }
    }
    verdicts
}
