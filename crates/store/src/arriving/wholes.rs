//! Rows that come whole each time: what a file says of an order's lines takes the place of all that was said before.
//!
//! The rows of one file that belong together are a set. All of them carry its content, and its time: the latest time of
//! update among them, else that of receipt. Sets are told apart as versions of one row are: they stand in order of time,
//! of several with one time the greatest content counts, and one that equals the set before it says nothing. The rows of
//! the first set are there from their event times on, those of a later one from its time on, and all until the next set's.
//! A row at [`Instant::NEVER`] stands in the stead of a set that has none.
//!
//! The elements of lists say themselves where a set begins ([`FIRST_OF_LIST`]), so that one file may hold several of one
//! subject; without times of update the last one counts. All other rows that a file has of a subject are one set.

use std::collections::HashSet;
use std::path::Path;

use model::columns::{Column, FIRST_OF_LIST, MISSING};
use model::conversion::Business;
use model::schema::{Field, Stream, Whole};
use model::time::Instant;

use crate::arriving::commit::Counts;
use crate::arriving::incoming::{Incoming, RowKind};
use crate::arriving::streams::{concerning, unknown_rows};
use crate::identity::Values;
use crate::part::reading::Reading;
use crate::part::sorting::Sorted;
use crate::part::versions::Resolved;
use crate::part::{Part, names};
use crate::{Error, identity};

/// The field that says what the rows of a stream belong to, where one does.
pub(crate) fn key_field(stream: &Stream) -> Option<(&str, &Field)> {
    match &stream.whole {
        Some(Whole::Field(name)) => stream.fields.get_key_value(name).map(|(name, field)| (name.as_str(), field)),
        _ => None,
    }
}

/// What each of some rows belongs to: `keys` is the column of the field that says it. `None` for a row without.
fn subjects(whole: &Whole, keys: Option<&Column>, n_rows: usize) -> Vec<Option<u64>> {
    match (whole, keys) {
        (Whole::Customer, _) => vec![Some(0); n_rows],
        (Whole::Field(_), None) => vec![None; n_rows],
        (Whole::Field(_), Some(keys)) => (0..n_rows).map(identity::value_hasher(Values::Column(keys))).collect(),
    }
}

/// Makes what tells the rows of each set apart: two orders may have equal lines, or lines of one place.
pub(crate) fn identify(incoming: &mut Incoming, stream: &Stream, whole: &Whole) {
    let keys = key_field(stream).and_then(|(name, _)| incoming.fields.get(name));
    let subjects = subjects(whole, keys, incoming.len());
    for (identity, subject) in incoming.identities.iter_mut().zip(subjects) {
        *identity = subject.map_or(*identity, |subject| identity::both(*identity, subject));
    }
}

/// What sets on their way in are held against.
#[derive(Clone, Copy)]
pub(crate) struct Known<'a> {
    pub(crate) base: &'a Path,
    pub(crate) parts: &'a [Part],
    pub(crate) business: &'a Business,
}

/// A set that is known already.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Stored {
    customer: u32,
    subject: u64,
    /// Its update time, or when it was received.
    time: i64,
    content: u64,
    /// Its update time, or [`MISSING`].
    updated: i64,
}

/// Which sorted rows are kept, and how many of each sort there are. Those of a set get its content and time.
pub(crate) fn kept(
    incoming: &mut Incoming,
    sorted: &Sorted,
    (stream, whole): (&Stream, &Whole),
    known: Known<'_>,
) -> Result<(Vec<bool>, Counts), Error> {
    let keys = key_field(stream).and_then(|(name, _)| incoming.fields.get(name));
    let subjects = subjects(whole, keys, incoming.len());
    // In the order of the file.
    let mut rows: Vec<(u32, Option<u64>, u32, u32)> = (0..sorted.order.len())
        .map(|row| (sorted.customers[row], subjects[sorted.order[row] as usize], sorted.order[row], row as u32))
        .collect();
    rows.sort_unstable();
    // Rows that belong to nothing are new unless they are known one by one.
    let (mut kept, mut counts) = (vec![false; rows.len()], Counts::default());
    if rows.iter().any(|(_, subject, ..)| subject.is_none()) {
        kept = unknown_rows(incoming, sorted, known.base, known.parts)?.0;
        let own = rows.iter().filter(|(_, subject, _, row)| subject.is_none() && kept[*row as usize]);
        counts.new_rows = own.count() as u64;
    }
    let stored = stored(known, stream, whole, &sorted.customers)?;
    for of_subject in rows.chunk_by(|a, b| (a.0, a.1) == (b.0, b.1)) {
        let (customer, Some(subject)) = (of_subject[0].0, of_subject[0].1) else { continue };
        of_subject.iter().for_each(|(.., row)| kept[*row as usize] = false);
        let start = stored.partition_point(|known| (known.customer, known.subject) < (customer, subject));
        let end = stored.partition_point(|known| (known.customer, known.subject) <= (customer, subject));
        let mut before: Vec<(i64, u64)> =
            stored[start..end].iter().map(|known| (known.updated, known.content)).collect();
        let begins = |&(_, _, position, row): &(u32, Option<u64>, u32, u32)| {
            sorted.at[row as usize] == Instant::NEVER.0 || incoming.message(position as usize) == FIRST_OF_LIST
        };
        let sets: Vec<Set> =
            of_subject.chunk_by(|_, next| !begins(next)).map(|rows| Set::of(rows, incoming, sorted)).collect();
        let last_undated = sets.iter().rposition(|set| set.updated == MISSING);
        for (place, set) in sets.iter().enumerate() {
            let says_nothing = if set.updated != MISSING {
                before.contains(&(set.updated, set.content))
            } else if last_undated != Some(place) {
                true
            } else {
                match stored[start..end].last() {
                    Some(latest) => latest.content == set.content,
                    None => set.is_none && before.is_empty(),
                }
            };
            if says_nothing {
                continue;
            }
            for &row in &set.rows {
                let position = sorted.order[row as usize] as usize;
                kept[row as usize] = true;
                incoming.contents[position] = set.content;
                if let Some(times) = &mut incoming.updated_at {
                    times[position] = set.updated;
                }
            }
            let count = if before.is_empty() { &mut counts.new_rows } else { &mut counts.new_versions };
            *count += set.rows.len() as u64;
            before.push((set.updated, set.content));
        }
    }
    counts.known_rows = incoming.len() as u64 - counts.new_rows - counts.new_versions;
    Ok((kept, counts))
}

/// The rows of a file that come together.
struct Set {
    /// By their places among the sorted rows; one message counts once.
    rows: Vec<u32>,
    content: u64,
    /// The latest update time among them, or [`MISSING`].
    updated: i64,
    /// Whether it says that there are none.
    is_none: bool,
}

impl Set {
    fn of(rows: &[(u32, Option<u64>, u32, u32)], incoming: &Incoming, sorted: &Sorted) -> Self {
        let mut set = Set { rows: Vec::with_capacity(rows.len()), content: 0, updated: MISSING, is_none: false };
        let mut messages = HashSet::new();
        for &(_, _, position, row) in rows {
            let position = position as usize;
            let is_message = incoming.kind(position) == RowKind::Message;
            if is_message && !messages.insert(sorted.identities[row as usize]) {
                continue;
            }
            set.rows.push(row);
            // A list in another order is another one.
            let row_content = identity::both(incoming.contents[position], identity::text(incoming.message(position)));
            set.content = set.content.wrapping_add(row_content);
            set.updated = set.updated.max(incoming.updated(position));
            set.is_none |= sorted.at[row as usize] == Instant::NEVER.0;
        }
        set
    }
}

/// The sets in some parts of the customers given (in ascending order), sorted.
fn stored(known: Known<'_>, stream: &Stream, whole: &Whole, customers: &[u32]) -> Result<Vec<Stored>, Error> {
    let mut stored: Vec<Stored> = Vec::new();
    if known.parts.is_empty() {
        return Ok(stored);
    }
    for whom in concerning(customers, known.parts) {
        let reading = Reading::new(known.base, known.parts, whom)?;
        let received = reading.received(known.parts)?;
        let updated = reading.instants(names::UPDATED)?;
        let contents = reading.hashes(names::CONTENT)?;
        let keys = reading.fields(&key_field(stream).into_iter().collect::<Vec<_>>(), known.business)?.pop();
        let subjects = subjects(whole, keys.as_ref(), received.len());
        stored.extend(subjects.into_iter().enumerate().filter_map(|(row, subject)| {
            let time = if updated[row] == MISSING { received[row] } else { updated[row] };
            let customer = reading.customers[row];
            Some(Stored { customer, subject: subject?, time, content: contents[row], updated: updated[row] })
        }));
    }
    stored.sort_unstable();
    stored.dedup();
    Ok(stored)
}

/// A row's customer, subject, time, content and place: in this order the sets of a subject stand one after the other.
type Ranked = (u32, u64, i64, u64, u32);

/// When each row is in force, told from all sets ever received.
pub(crate) fn resolve(
    reading: &Reading,
    parts: &[Part],
    at: &[i64],
    whole: &Whole,
    keys: Option<&Column>,
) -> Result<Resolved, Error> {
    let received = reading.received(parts)?;
    let updated = reading.instants(names::UPDATED)?;
    let contents = reading.hashes(names::CONTENT)?;
    let time = |row: usize| if updated[row] == MISSING { received[row] } else { updated[row] };
    let subjects = subjects(whole, keys, at.len());
    let mut rows: Vec<Ranked> = subjects
        .iter()
        .enumerate()
        .filter_map(|(row, subject)| Some((reading.customers[row], (*subject)?, time(row), contents[row], row as u32)))
        .collect();
    rows.sort_unstable();
    let mut resolved = Resolved {
        at: at.to_vec(),
        kept: subjects.iter().map(Option::is_none).collect(),
        from: at.to_vec(),
        to: vec![i64::MAX; at.len()],
        several: false,
    };
    for subject in rows.chunk_by(|a, b| (a.0, a.1) == (b.0, b.1)) {
        let mut sets: Vec<&[Ranked]> = Vec::new();
        for same_time in subject.chunk_by(|a, b| a.2 == b.2) {
            let content = same_time[same_time.len() - 1].3;
            if sets.last().is_none_or(|before| before[0].3 != content) {
                sets.push(&same_time[same_time.partition_point(|row| row.3 < content)..]);
            }
        }
        resolved.several |= sets.len() > 1;
        for (place, set) in sets.iter().enumerate() {
            let next = sets.get(place + 1).map_or(i64::MAX, |next| next[0].2);
            for &(_, _, time, _, row) in set.iter().filter(|row| at[row.4 as usize] != Instant::NEVER.0) {
                let row = row as usize;
                resolved.kept[row] = true;
                resolved.to[row] = next;
                if place > 0 || (sets.len() > 1 && at[row] >= next) {
                    resolved.from[row] = time;
                }
            }
        }
    }
    Ok(resolved)
}
