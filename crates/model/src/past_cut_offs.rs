//! Cut-offs of past midnights, by which memberships over time are told: those of a midnight hold until the next one.
//!
//! They stand among the cut-offs in force, under keys that bear their date. Where there are none of an instant's own
//! midnight, those of the question hold.

use std::collections::BTreeMap;

use crate::distribution::Distribution;
use crate::evaluate::Moment;
use crate::time::Instant;

/// The key under which the cut-offs of a midnight before the question's own stand, given their key without date.
pub fn dated_key(key: &str, midnight: Instant) -> String {
    // Shifted, so that the order of the texts is that of the instants.
    format!("{key}@{:020}", midnight.0.wrapping_sub(i64::MIN) as u64)
}

fn midnight_of(key: &str, dated: &str) -> Option<Instant> {
    let digits = dated.strip_prefix(key)?.strip_prefix('@')?;
    digits.parse::<u64>().ok().map(|shifted| Instant((shifted as i64).wrapping_add(i64::MIN)))
}

/// Cut-offs without those of past midnights.
pub(crate) fn without_past(all: &BTreeMap<String, Distribution>) -> BTreeMap<String, Distribution> {
    let is_dated = |key: &str| key.rsplit_once('@').is_some_and(|(bare, _)| midnight_of(bare, key).is_some());
    let present = all.iter().filter(|(key, _)| !is_dated(key));
    present.map(|(key, cut_offs)| (key.clone(), cut_offs.clone())).collect()
}

impl<'a> Moment<'a> {
    /// The cut-offs of a comparison that hold at the moment.
    pub(crate) fn cut_offs(&self, key: &str) -> Option<&'a Distribution> {
        let all = self.world.cut_offs;
        let present = all.get(key);
        let is_dated = all.len() > 1 && self.next_dated(key, Instant(i64::MIN)).is_some();
        let own = is_dated.then(|| all.get(&dated_key(key, self.world.zone.last_midnight(self.at)))).flatten();
        own.or(present)
    }

    /// An instant after the moment's own before which the cut-offs of a comparison stay the same ones.
    pub(crate) fn cut_offs_until(&self, key: &str) -> Instant {
        let zone = self.world.zone;
        let own = dated_key(key, zone.last_midnight(self.at));
        // A midnight at which the clock was turned back comes twice: the bound may be early, never late.
        let ends = if self.world.cut_offs.contains_key(&own) { zone.next_midnight(self.at) } else { Instant::NEVER };
        self.next_dated(key, Instant(self.at.0.saturating_add(1))).unwrap_or(Instant::NEVER).min(ends)
    }

    /// The first midnight from an instant on that has cut-offs of its own.
    fn next_dated(&self, key: &str, from: Instant) -> Option<Instant> {
        let (dated, _) = self.world.cut_offs.range(dated_key(key, from)..).next()?;
        midnight_of(key, dated)
    }
}
