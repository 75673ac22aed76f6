//! Rows of a stream on their way in: known ones are dropped, the others become a part.

use std::collections::BTreeMap;
use std::ops::Range;
use std::path::Path;
use std::sync::mpsc;
use std::thread;

use model::columns::Column;
use model::conversion::Business;
use model::schema::{Field, Schema, Stream};
use model::time::Instant;

use crate::Error;
use crate::arriving::arrived::{Arrived, Seen};
use crate::arriving::commit::{Counts, Draft};
use crate::arriving::incoming::{Identifying, Incoming, RowKind};
use crate::arriving::outlet::Outlet;
use crate::arriving::spill::{self, Spill};
use crate::arriving::{keyed, wholes};
use crate::part::loose::Loose;
use crate::part::reading::{Reading, Whom};
use crate::part::sorting::{self, Keys, Sorted};
use crate::part::{self, Cells, Part, SHARD, names};

/// Stored rows that are read at once, about, to know new ones from them.
const ROWS_AT_ONCE: u64 = 1 << 22;

/// Writes the parts of a stream's new rows; `ids` has the hash of each customer's id.
pub(crate) fn take_in(
    draft: &mut Draft<'_>,
    name: &str,
    mut arrived: Arrived,
    spill: Option<&Spill>,
    ids: &[u64],
) -> Result<Counts, Error> {
    let schema = draft.schema;
    let folder = part::folder(name);
    let stream = of_schema(schema, name)?;
    let mut outlet =
        Outlet::new(Part::to_be(folder.clone()).with_fields(arrived.seen.fields.keys().cloned(), &stream.fields));
    let existing = draft.store.parts_of(&folder);
    let taking = Taking { stream, ids, base: &draft.store.dir, existing: &existing, business: &draft.store.business };
    let mut counts = Counts::default();
    let runs = arrived.runs(draft.store.sizes.run_rows);
    if let (Some(runs), Some(spill)) = (runs, spill) {
        // A run is made ready while those before are written; one waits at most.
        let arrived = &arrived;
        let (sender, receiver) = mpsc::sync_channel(1);
        thread::scope(|scope| {
            scope.spawn(move || {
                for run in runs {
                    let rows = arrived.run(spill, &run, &taking.stream.fields);
                    let ready = rows.and_then(|rows| taking.ready(rows, spill::customers(&run)));
                    let is_last = ready.is_err();
                    if sender.send(ready).is_err() || is_last {
                        return;
                    }
                }
            });
            for ready in receiver {
                let ready = ready?;
                counts += ready.counts;
                ready.write(draft, taking.stream, &arrived.seen, &mut outlet)?;
            }
            Ok::<(), Error>(())
        })?;
    } else {
        let ready = taking.ready(arrived.all(&taking.stream.fields), 0..ids.len() as u32)?;
        counts = ready.counts;
        if (ready.sorted.order.len() as u64) < draft.store.sizes.small_rows {
            let loose = ready.loose(draft, name, taking.stream, &arrived.seen);
            draft.small.push(loose);
        } else {
            ready.write(draft, taking.stream, &arrived.seen, &mut outlet)?;
        }
    }
    outlet.close(draft)?;
    Ok(counts)
}

/// A stream of a schema.
pub(crate) fn of_schema<'s>(schema: &'s Schema, name: &str) -> Result<&'s Stream, Error> {
    let unknown = || Error::Misfit { target: name.to_owned(), what: "the schema has no such stream".to_owned() };
    schema.streams.get(name).ok_or_else(unknown)
}

/// What rows of a stream are held against while they are taken in.
#[derive(Clone, Copy)]
struct Taking<'a> {
    stream: &'a Stream,
    /// Hash of each customer's id.
    ids: &'a [u64],
    base: &'a Path,
    /// The stream's parts so far.
    existing: &'a [Part],
    /// What decides how values of fields that were given another type are read.
    business: &'a Business,
}

/// Rows in their order, and which of them are new.
struct Ready {
    incoming: Incoming,
    /// The new ones.
    sorted: Sorted,
    counts: Counts,
}

impl Taking<'_> {
    /// Puts all rows of a file that some customers have in the stream in order, and leaves out those that are known.
    fn ready(&self, mut incoming: Incoming, customers: Range<u32>) -> Result<Ready, Error> {
        if self.stream.whole.is_some() {
            incoming.spell_out(|_| true);
        }
        incoming.identify(Identifying {
            ids: self.ids,
            key: self.stream.key.as_deref(),
            compares: self.stream.whole.is_some(),
        });
        if let (None, Some(whole)) = (&self.stream.key, &self.stream.whole) {
            wholes::identify(&mut incoming, self.stream, whole);
        }
        incoming.customers.iter_mut().for_each(|customer| *customer -= customers.start);
        let keys = Keys {
            customers: &incoming.customers,
            at: &incoming.at,
            messages: incoming.messages.as_ref(),
            identities: &incoming.identities,
            last: incoming.updated_at.as_deref(),
        };
        let is_counted = |row: u32| incoming.kind(row as usize) == RowKind::Counted;
        let mut sorted = sorting::sort(keys, customers.len(), is_counted);
        sorted.customers.iter_mut().for_each(|customer| *customer += customers.start);
        let (kept, counts) = match (&self.stream.key, &self.stream.whole) {
            (Some(_), _) => keyed::kept(&incoming, &sorted, self.base, self.existing)?,
            (None, Some(whole)) => {
                let known = wholes::Known { base: self.base, parts: self.existing, business: self.business };
                wholes::kept(&mut incoming, &sorted, (self.stream, whole), known)?
            }
            (None, None) => unknown_rows(&incoming, &sorted, self.base, self.existing)?,
        };
        if kept.contains(&false) {
            sorted.retain(&kept);
        }
        Ok(Ready { incoming, sorted, counts })
    }
}

impl Ready {
    /// The rows' columns, to be written.
    fn columns(&self, stream: &Stream) -> Vec<(String, Cells<'_>)> {
        let (incoming, sorted) = (&self.incoming, &self.sorted);
        let mut columns = vec![
            (names::CUSTOMER.to_owned(), Cells::Customers(&sorted.customers)),
            (names::AT.to_owned(), Cells::Instants(&sorted.at)),
            (names::IDENTITY.to_owned(), Cells::Hashes(&sorted.identities)),
        ];
        columns
            .extend(incoming.messages.as_ref().map(|messages| (names::MESSAGE.to_owned(), Cells::TextsAt(messages))));
        if stream.has_versions() {
            columns.push((names::CONTENT.to_owned(), Cells::HashesAt(&incoming.contents)));
            if stream.key.is_some() && incoming.messages.is_some() {
                columns.push((names::DELIVERY.to_owned(), Cells::HashesAt(&incoming.deliveries)));
            }
            columns.extend(
                incoming.updated_at.as_ref().map(|updated| (names::UPDATED.to_owned(), Cells::InstantsAt(updated))),
            );
        }
        let mut fields = field_cells(&incoming.fields, &stream.fields);
        fields.extend(incoming.digits.iter().map(|(name, numbers)| (name.clone(), Cells::DigitsAt(numbers))));
        fields.sort_unstable_by(|(name, _), (other, _)| name.cmp(other));
        columns.extend(fields);
        columns
    }

    fn write(self, draft: &mut Draft<'_>, stream: &Stream, seen: &Seen, outlet: &mut Outlet) -> Result<(), Error> {
        draft.first_seen.add(&self.sorted.customers, &self.sorted.at);
        let is_wide = |name: &str| seen.fields.get(name).is_some_and(|&is_wide| is_wide);
        outlet.write(draft, &self.sorted.customers, &self.sorted.order, self.columns(stream), is_wide)?;
        outlet.mark(self.has_versions(), true);
        Ok(())
    }

    /// Whether some row takes the place of another, or stands where there are none.
    fn has_versions(&self) -> bool {
        self.counts.new_versions > 0 || self.sorted.at.contains(&Instant::NEVER.0)
    }

    /// The rows of a small stream, to be written with those of others.
    fn loose(self, draft: &mut Draft<'_>, name: &str, stream: &Stream, seen: &Seen) -> Loose {
        draft.first_seen.add(&self.sorted.customers, &self.sorted.at);
        let mut part = Part::to_be(part::folder(name)).with_fields(seen.fields.keys().cloned(), &stream.fields);
        (part.versions, part.dated) = (self.has_versions(), true);
        let gathered = |(name, cells): (String, Cells<'_>)| (name, cells.gathered(&self.sorted.order));
        let columns = self.columns(stream).into_iter().skip(1).map(gathered).collect();
        Loose { part, customers: self.sorted.customers, columns }
    }
}

/// The columns of a schema's fields, to be written.
pub(crate) fn field_cells<'a>(
    columns: &'a BTreeMap<String, Column>,
    fields: &BTreeMap<String, Field>,
) -> Vec<(String, Cells<'a>)> {
    let cells =
        |(name, column): (&String, &'a Column)| Some((name.clone(), Cells::FieldAt(column, fields.get(name)?.kind)));
    columns.iter().filter_map(cells).collect()
}

/// Which sorted rows of a stream without key are not known yet: identities seen in earlier parts, or before in the file,
/// are.
pub(crate) fn unknown_rows(
    incoming: &Incoming,
    sorted: &Sorted,
    base: &Path,
    existing: &[Part],
) -> Result<(Vec<bool>, Counts), Error> {
    let mut kept = vec![true; sorted.order.len()];
    let known = known_identities(base, existing, &sorted.customers)?;
    if !known.is_empty() {
        for (row, kept) in kept.iter_mut().enumerate() {
            *kept = known.binary_search(&(sorted.customers[row], sorted.identities[row])).is_err();
        }
    }
    if incoming.messages.is_some() {
        // The first in the file is the first received.
        let mut rows: Vec<(u32, u64, u32, u32)> = (0..sorted.order.len())
            .map(|row| (sorted.customers[row], sorted.identities[row], sorted.order[row], row as u32))
            .collect();
        rows.chunk_by_mut(|a, b| a.0 == b.0).for_each(|own| own.sort_unstable());
        for pair in rows.windows(2) {
            if (pair[0].0, pair[0].1) == (pair[1].0, pair[1].1) {
                kept[pair[1].3 as usize] = false;
            }
        }
    }
    let new_rows = kept.iter().filter(|&&kept| kept).count() as u64;
    Ok((kept, Counts { new_rows, known_rows: incoming.len() as u64 - new_rows, new_versions: 0 }))
}

/// Identities in some parts, sorted, of the customers given (in ascending order).
pub(crate) fn known_identities(base: &Path, parts: &[Part], customers: &[u32]) -> Result<Vec<(u32, u64)>, Error> {
    let Some(&last) = customers.last() else {
        return Ok(Vec::new());
    };
    if parts.is_empty() {
        return Ok(Vec::new());
    }
    let mut concerned = vec![false; last as usize + 1];
    for &customer in customers {
        concerned[customer as usize] = true;
    }
    let mut known: Vec<(u32, u64)> = Vec::new();
    for whom in concerning(customers, parts) {
        let reading = Reading::new(base, parts, whom)?;
        let identities = reading.hashes(names::IDENTITY)?;
        let pairs = reading.customers.iter().copied().zip(identities);
        let is_concerned = |customer: u32| concerned.get(customer as usize).is_some_and(|&concerned| concerned);
        known.extend(pairs.filter(|(customer, _)| is_concerned(*customer)));
    }
    known.sort_unstable();
    Ok(known)
}

/// What to read of some parts to see all rows of the customers given (in ascending order), a share of the rows at a time.
pub(crate) fn concerning(customers: &[u32], parts: &[Part]) -> Vec<Whom> {
    let (Some(&first), Some(&last)) = (customers.first(), customers.last()) else {
        return Vec::new();
    };
    let rows: u64 = parts.iter().map(|part| part.rows).sum();
    let n_shares = (rows / ROWS_AT_ONCE + 1).min(u64::from(u32::MAX)) as u32;
    let step = ((last - first) / n_shares + 1).next_multiple_of(SHARD);
    let mut shares = Vec::new();
    let mut start = first;
    loop {
        let end = (start - start % SHARD).saturating_add(step);
        let from = customers.partition_point(|&customer| customer < start);
        if customers.get(from).is_some_and(|&customer| customer < end) {
            shares.push(Whom::Among(start, end.min(last.saturating_add(1))));
        }
        if end > last {
            return shares;
        }
        start = end;
    }
}
