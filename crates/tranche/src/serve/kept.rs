//! What takes long to compute and stays the same for a day: kept between requests, segment by segment, for as long as the
//! base and what a segment means are as they were; and made before anyone asks.

use std::collections::BTreeSet;
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use model::time::{Day, Instant};

use super::house::{House, Shared};
use crate::ops::base::Base;
use crate::ops::failure::Failure;
use crate::ops::membership::{AsOf, CutOffs};
use crate::ops::movement::{Meaning, Past, State, Year, meanings, past, state};

/// Days kept at most: today, and a few that people look back from.
const MOST: usize = 4;
/// Segments counted together: who wants a few of them does not wait for all.
const LOT: usize = 48;
/// How long nothing changes before something is computed that nobody asked for: who starts a server, or saves a segment,
/// looks at a page first.
const QUIET: Duration = Duration::from_secs(20);
/// How often it is looked whether a new day has begun.
const LOOKING: Duration = Duration::from_secs(900);

/// What was computed of segments seen from a day.
#[derive(Clone, Default)]
struct Seen {
    past: Past,
    year: Year,
}

/// The days that were computed last, the latest last.
#[derive(Default)]
pub(super) struct Kept {
    days: Mutex<Vec<((State, Day), Seen)>>,
    /// Held while something is computed, so that two who want the same do not both compute it.
    computing: Mutex<()>,
}

impl Kept {
    fn days(&self) -> MutexGuard<'_, Vec<((State, Day), Seen)>> {
        self.days.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What is known of a day.
    fn seen(&self, key: (State, Day)) -> Seen {
        self.days().iter().find(|(kept, _)| *kept == key).map(|(_, seen)| seen.clone()).unwrap_or_default()
    }

    /// Whether something is known of a day.
    fn knows(&self, key: (State, Day), is_known: impl Fn(&Seen) -> bool) -> bool {
        self.days().iter().any(|(kept, seen)| *kept == key && is_known(seen))
    }

    fn keep(&self, key: (State, Day), change: impl FnOnce(&mut Seen)) {
        let mut days = self.days();
        let place = days.iter().position(|(kept, _)| *kept == key);
        let mut day = place.map_or_else(|| (key, Seen::default()), |place| days.remove(place));
        change(&mut day.1);
        if days.len() >= MOST {
            days.remove(0);
        }
        days.push(day);
    }

    /// Has what is missing computed, lot by lot, until nothing is.
    fn fill(
        &self,
        wanted: &BTreeSet<Meaning>,
        lot: usize,
        known: impl Fn(&Meaning) -> bool,
        compute: impl Fn(&BTreeSet<Meaning>) -> Result<(), Failure>,
    ) -> Result<(), Failure> {
        loop {
            let _turn = self.computing.lock().unwrap_or_else(PoisonError::into_inner);
            let missing: BTreeSet<Meaning> =
                wanted.iter().filter(|meaning| !known(meaning)).take(lot).copied().collect();
            if missing.is_empty() {
                return Ok(());
            }
            compute(&missing)?;
        }
    }
}

impl House {
    /// What all segments were of late seen from the day of an instant, when it is at hand.
    pub(crate) fn past_at_hand(&self, base: &Base, as_of: AsOf) -> Result<Option<Past>, Failure> {
        let seen = self.kept.seen((state(base)?, base.zone.day(as_of.at)));
        let is_whole = meanings(base)?.values().all(|meaning| seen.past.contains_key(meaning));
        Ok(is_whole.then_some(seen.past))
    }

    /// What all segments were of late seen from the day of an instant; only what is not at hand is computed.
    pub(crate) fn past(&self, base: &Base, as_of: AsOf) -> Result<Past, Failure> {
        let (day, wanted) = (base.zone.day(as_of.at), meanings(base)?.into_values().collect());
        let key = (state(base)?, day);
        let known = |meaning: &Meaning| self.kept.knows(key, |seen| seen.past.contains_key(meaning));
        self.kept.fill(&wanted, usize::MAX, known, |missing| {
            let found = past(base, day, missing)?;
            self.kept.keep(key, |seen| seen.past.extend(found));
            Ok(())
        })?;
        Ok(self.kept.seen(key).past)
    }

    /// The last year of some segments seen from the day of an instant; only what is not at hand is computed.
    pub(crate) fn year(&self, base: &Base, as_of: AsOf, ids: &BTreeSet<String>) -> Result<Year, Failure> {
        let of_ids = meanings(base)?.into_iter().filter(|(id, _)| ids.contains(id));
        let wanted: BTreeSet<Meaning> = of_ids.map(|(_, meaning)| meaning).collect();
        let day = base.zone.day(as_of.at);
        if wanted.is_empty() {
            return Year::of(base, day, &wanted);
        }
        let key = (state(base)?, day);
        let known = |meaning: &Meaning| self.kept.knows(key, |seen| seen.year.sizes.contains_key(meaning));
        self.kept.fill(&wanted, LOT, known, |missing| {
            let found = Year::of(base, day, missing)?;
            self.kept.keep(key, |seen| seen.year = std::mem::take(&mut seen.year).and(found));
            Ok(())
        })?;
        Ok(self.kept.seen(key).year)
    }

    /// Has what takes long computed before anyone asks, in a large base: soon after the start and after each change, and when
    /// a day begins.
    pub(super) fn looks_ahead(self: &Shared) {
        let (tell, told) = channel();
        *self.told.lock().unwrap_or_else(PoisonError::into_inner) = Some(tell);
        let house = Arc::downgrade(self);
        // A thread of its own, which ends with the program: nobody waits for what nobody asked for.
        std::thread::spawn(move || {
            let mut wait = QUIET;
            loop {
                match told.recv_timeout(wait) {
                    // More may follow.
                    Ok(()) => {
                        wait = QUIET;
                        continue;
                    }
                    Err(RecvTimeoutError::Timeout) => wait = LOOKING,
                    Err(RecvTimeoutError::Disconnected) => return,
                }
                let Some(house) = house.upgrade() else { return };
                if house.n_customers() > house.soon.beyond {
                    // What is wrong is told to who asks.
                    let _ = house.read_now(|base| house.look_ahead(base));
                }
            }
        });
    }

    fn look_ahead(&self, base: &Base) -> Result<(), Failure> {
        let as_of = AsOf { at: Instant(jiff::Timestamp::now().as_microsecond()), cut_offs: CutOffs::InForce };
        self.past(base, as_of)?;
        self.year(base, as_of, &base.segment_ids()?)?;
        Ok(())
    }
}
