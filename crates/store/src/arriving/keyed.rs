//! Rows that carry a key, on their way in: which are new subjects, which new versions, and which say nothing new.
//!
//! Rows with an update time are all kept but exact repetitions: what is in force when is told at reading, so that the
//! order of arrival does not matter. Of several rows of one key without update time in one file, the last one counts.

use std::collections::HashSet;
use std::path::Path;

use model::columns::MISSING;

use crate::Error;
use crate::arriving::commit::Counts;
use crate::arriving::incoming::{Incoming, RowKind};
use crate::arriving::streams::concerning;
use crate::part::reading::Reading;
use crate::part::sorting::Sorted;
use crate::part::{Part, names};

/// A version of a keyed row that is known already.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Stored {
    customer: u32,
    identity: u64,
    /// Its update time, or [`MISSING`].
    updated: i64,
    /// Its update time, or when it was received.
    time: i64,
    content: u64,
    /// The message that brought it, or 0.
    delivery: u64,
}

/// Which sorted rows are kept, and how many of each sort there are.
pub(crate) fn kept(
    incoming: &Incoming,
    sorted: &Sorted,
    base: &Path,
    parts: &[Part],
) -> Result<(Vec<bool>, Counts), Error> {
    let stored = stored(base, parts, &sorted.customers)?;
    // By subject, in file order.
    let mut rows: Vec<(u32, u64, u32, u32)> = (0..sorted.order.len())
        .map(|row| (sorted.customers[row], sorted.identities[row], sorted.order[row], row as u32))
        .collect();
    // Those of one customer are together already.
    rows.chunk_by_mut(|a, b| a.0 == b.0).for_each(|own| own.sort_unstable());
    let mut kept = vec![false; rows.len()];
    let mut counts = Counts::default();
    for subject in rows.chunk_by(|a, b| (a.0, a.1) == (b.0, b.1)) {
        if let ([only], true) = (subject, stored.is_empty()) {
            kept[only.3 as usize] = true;
            counts.new_rows += 1;
            continue;
        }
        let (customer, identity) = (subject[0].0, subject[0].1);
        let start = stored.partition_point(|known| (known.customer, known.identity) < (customer, identity));
        let end = stored.partition_point(|known| (known.customer, known.identity) <= (customer, identity));
        let known = &stored[start..end];
        let mut new = 0;
        let chosen = if incoming.kind(subject[0].2 as usize) == RowKind::Keyed {
            new_versions(incoming, subject, known)
        } else if known.is_empty() {
            vec![subject[0].3]
        } else {
            Vec::new()
        };
        for row in chosen {
            kept[row as usize] = true;
            new += 1;
        }
        let is_new = known.is_empty() && new > 0;
        counts.new_rows += u64::from(is_new);
        counts.new_versions += new - u64::from(is_new);
    }
    counts.known_rows = incoming.len() as u64 - counts.new_rows - counts.new_versions;
    Ok((kept, counts))
}

/// The rows of one subject that say something new, by their place among the sorted rows.
fn new_versions(incoming: &Incoming, subject: &[(u32, u64, u32, u32)], known: &[Stored]) -> Vec<u32> {
    let mut deliveries: HashSet<u64> = known.iter().map(|known| known.delivery).collect();
    deliveries.remove(&0);
    let mut said: HashSet<(i64, u64)> = known.iter().map(|known| (known.updated, known.content)).collect();
    let mut latest = known.iter().map(|known| (known.time, known.content)).max();
    let mut chosen = Vec::new();
    let mut last_undated = None;
    for &(_, _, position, row) in subject {
        let position = position as usize;
        let delivery = incoming.deliveries[position];
        if delivery != 0 && !deliveries.insert(delivery) {
            continue;
        }
        let (updated, content) = (incoming.updated(position), incoming.contents[position]);
        if updated == MISSING {
            last_undated = Some((content, row));
        } else if said.insert((updated, content)) {
            latest = latest.max(Some((updated, content)));
            chosen.push(row);
        }
    }
    if let Some((content, row)) = last_undated {
        let is_in_force = latest.is_some_and(|(_, latest)| latest == content);
        if !is_in_force {
            chosen.push(row);
        }
    }
    chosen
}

/// The versions in some parts of the customers given (in ascending order), sorted.
fn stored(base: &Path, parts: &[Part], customers: &[u32]) -> Result<Vec<Stored>, Error> {
    let mut stored: Vec<Stored> = Vec::new();
    if parts.is_empty() {
        return Ok(stored);
    }
    for whom in concerning(customers, parts) {
        let reading = Reading::new(base, parts, whom)?;
        let received = reading.received(parts)?;
        let updated = reading.instants(names::UPDATED)?;
        let contents = reading.hashes(names::CONTENT)?;
        let identities = reading.hashes(names::IDENTITY)?;
        let deliveries = reading.hashes(names::DELIVERY)?;
        let one = |row: usize| Stored {
            customer: reading.customers[row],
            identity: identities[row],
            updated: updated[row],
            time: if updated[row] == MISSING { received[row] } else { updated[row] },
            content: contents[row],
            // A part without messages has no such column.
            delivery: if deliveries[row] == MISSING as u64 { 0 } else { deliveries[row] },
        };
        stored.extend((0..reading.customers.len()).map(one));
    }
    stored.sort_unstable();
    Ok(stored)
}
