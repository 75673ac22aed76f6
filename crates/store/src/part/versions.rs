//! Which version of a keyed row is in force when, told from all versions ever received.
//!
//! Versions of one subject are ordered by their time: that of the update at the source, else of receipt. Of several
//! with one time the greatest content counts; one that equals the version before it says nothing. The first holds from
//! its event time (or from its own time, when its event lies after the next version's time: a booking that changes
//! before the stay), each other one from its time. A later version whose event time is its own update time does not say
//! when its event was (an order is cancelled, by a message that knows no more): it keeps that of the version before.

use model::columns::MISSING;

use crate::Error;
use crate::part::reading::Reading;
use crate::part::{Part, names};

/// Versions in force at some time.
pub(crate) struct Resolved {
    /// Event time of each row.
    pub(crate) at: Vec<i64>,
    /// Which rows are ever in force.
    pub(crate) kept: Vec<bool>,
    /// Since when each row is.
    pub(crate) from: Vec<i64>,
    /// Until when each row is.
    pub(crate) to: Vec<i64>,
    /// Whether some row has several versions.
    pub(crate) several: bool,
}

/// Reads what tells versions apart, and orders them.
pub(crate) fn resolve(reading: &Reading, parts: &[Part], at: &[i64], identities: &[u64]) -> Result<Resolved, Error> {
    let received = reading.received(parts)?;
    let updated = reading.instants(names::UPDATED)?;
    let contents = reading.hashes(names::CONTENT)?;
    let time = |row: usize| if updated[row] == MISSING { received[row] } else { updated[row] };
    let mut rows: Vec<(u32, u64, i64, u64, u32)> = (0..at.len())
        .map(|row| (reading.customers[row], identities[row], time(row), contents[row], row as u32))
        .collect();
    rows.sort_unstable();
    let mut resolved = Resolved {
        at: at.to_vec(),
        kept: vec![false; at.len()],
        from: at.to_vec(),
        to: vec![i64::MAX; at.len()],
        several: false,
    };
    let mut versions = Vec::new();
    for subject in rows.chunk_by(|a, b| (a.0, a.1) == (b.0, b.1)) {
        versions.clear();
        let mut previous = None;
        for same_time in subject.chunk_by(|a, b| a.2 == b.2) {
            let greatest = same_time[same_time.len() - 1];
            if previous != Some(greatest.3) {
                versions.push(greatest);
            }
            previous = Some(greatest.3);
        }
        resolved.several |= versions.len() > 1;
        for (place, &(_, _, time, _, row)) in versions.iter().enumerate() {
            let row = row as usize;
            resolved.kept[row] = true;
            if place > 0 && at[row] == updated[row] {
                resolved.at[row] = resolved.at[versions[place - 1].4 as usize];
            }
            let next = versions.get(place + 1).map_or(i64::MAX, |next| next.2);
            resolved.to[row] = next;
            if place > 0 || (versions.len() > 1 && at[row] >= next) {
                resolved.from[row] = time;
            }
        }
    }
    Ok(resolved)
}
