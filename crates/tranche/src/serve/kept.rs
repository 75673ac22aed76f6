//! What takes long to compute and stays the same for a day: kept between requests, for as long as the base is as it was.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, PoisonError};

use model::time::Day;

use super::house::House;
use crate::ops::base::Base;
use crate::ops::failure::Failure;
use crate::ops::membership::AsOf;
use crate::ops::movement::{Past, Year, past, past_key};

/// Pasts kept at most: those of today, and of a few days that people look back from.
const MOST: usize = 4;

/// What tells one past from another: the state of the rows, that of the definitions, and the day.
type Key = (u64, u64, Day);

/// The pasts that were computed last, the latest last.
#[derive(Default)]
pub(super) struct Kept {
    pasts: Mutex<Vec<(Key, Arc<Past>)>>,
    years: Mutex<Vec<(Key, Year)>>,
}

impl House {
    /// The past of all segments seen from the day of an instant, when it is at hand.
    pub(crate) fn past_at_hand(&self, base: &Base, as_of: AsOf) -> Result<Option<Arc<Past>>, Failure> {
        let key = past_key(base, base.zone.day(as_of.at))?;
        let pasts = self.kept.pasts.lock().unwrap_or_else(PoisonError::into_inner);
        Ok(pasts.iter().find(|(kept, _)| *kept == key).map(|(_, past)| Arc::clone(past)))
    }

    /// The past of all segments seen from the day of an instant, computed if it is not at hand.
    pub(crate) fn past(&self, base: &Base, as_of: AsOf) -> Result<Arc<Past>, Failure> {
        if let Some(kept) = self.past_at_hand(base, as_of)? {
            return Ok(kept);
        }
        let day = base.zone.day(as_of.at);
        let (key, computed) = (past_key(base, day)?, Arc::new(past(base, day)?));
        let mut pasts = self.kept.pasts.lock().unwrap_or_else(PoisonError::into_inner);
        if pasts.len() >= MOST {
            pasts.remove(0);
        }
        pasts.push((key, Arc::clone(&computed)));
        Ok(computed)
    }

    /// The last year of some segments seen from the day of an instant; only what is not at hand is computed.
    pub(crate) fn year(&self, base: &Base, as_of: AsOf, ids: &BTreeSet<String>) -> Result<Year, Failure> {
        let day = base.zone.day(as_of.at);
        let key = past_key(base, day)?;
        let years = || self.kept.years.lock().unwrap_or_else(PoisonError::into_inner);
        let known = years().iter().find(|(kept, _)| *kept == key).map(|(_, year)| year.clone());
        let is_known = |id: &String| known.as_ref().is_some_and(|year| year.sizes.contains_key(id));
        let missing: BTreeSet<String> = ids.iter().filter(|id| !is_known(id)).cloned().collect();
        if let Some(known) = known.clone().filter(|_| missing.is_empty()) {
            return Ok(known);
        }
        let year = known.unwrap_or_default().and(Year::of(base, day, &missing)?);
        let mut years = years();
        years.retain(|(kept, _)| *kept != key);
        if years.len() >= MOST {
            years.remove(0);
        }
        years.push((key, year.clone()));
        Ok(year)
    }
}
