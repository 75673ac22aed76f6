//! Rows of a stream on their way in: known ones are dropped, the others become a part.

use std::collections::BTreeMap;

use model::columns::{Batch, Column};
use model::schema::{Field, Stream};

use crate::commit::{Counts, Draft};
use crate::customers::Customers;
use crate::incoming::{Incoming, RowKind};
use crate::part::{self, Cells, Part, names};
use crate::reading::{Reading, Whom};
use crate::sorting::{self, Keys, Sorted};
use crate::{Error, keyed};

/// Writes the part of a stream's new rows.
pub(crate) fn prepare(
    draft: &mut Draft<'_>,
    name: &str,
    batches: Vec<Batch>,
    customers: &mut Customers,
) -> Result<Counts, Error> {
    let schema = draft.schema;
    let unknown = || Error::Misfit { target: name.to_owned(), what: "the schema has no such stream".to_owned() };
    let stream: &Stream = schema.streams.get(name).ok_or_else(unknown)?;
    let key = stream.key.as_deref();
    let incoming = Incoming::new(name, batches, &stream.fields, key, false, customers, &draft.store.connection)?;
    let keys = Keys {
        customers: &incoming.customers,
        at: &incoming.at,
        messages: incoming.messages.as_ref(),
        identities: &incoming.identities,
        last: incoming.updated_at.as_deref(),
    };
    let is_counted = |row: u32| incoming.kinds[row as usize] == RowKind::Counted;
    let mut sorted = sorting::sort(keys, customers.count() as usize, is_counted);
    let existing = draft.store.parts_of(&part::folder(name));
    let (kept, counts) = if key.is_some() {
        keyed::kept(&incoming, &sorted, &draft.store.dir, &existing)?
    } else {
        unknown_rows(&incoming, &sorted, draft, &existing)?
    };
    if kept.contains(&false) {
        sorted.retain(&kept);
    }
    draft.first_seen.add(&sorted.customers, &sorted.at);
    let mut columns = vec![
        (names::CUSTOMER.to_owned(), Cells::Customers(&sorted.customers)),
        (names::AT.to_owned(), Cells::Instants(&sorted.at)),
        (names::IDENTITY.to_owned(), Cells::Hashes(&sorted.identities)),
    ];
    columns.extend(incoming.messages.as_ref().map(|messages| (names::MESSAGE.to_owned(), Cells::TextsAt(messages))));
    if key.is_some() {
        columns.push((names::CONTENT.to_owned(), Cells::HashesAt(&incoming.contents)));
        if incoming.messages.is_some() {
            columns.push((names::DELIVERY.to_owned(), Cells::HashesAt(&incoming.deliveries)));
        }
        columns.extend(
            incoming.updated_at.as_ref().map(|updated| (names::UPDATED.to_owned(), Cells::InstantsAt(updated))),
        );
    }
    let fields = field_cells(&incoming.fields, &stream.fields);
    let part = Part {
        id: 0,
        folder: part::folder(name),
        rows: 0,
        fields: fields.iter().map(|(name, _)| name.clone()).collect(),
        versions: counts.new_versions > 0,
        dated: true,
        received_at: 0,
    };
    columns.extend(fields);
    draft.write(part, &sorted.customers, &sorted.order, columns)?;
    Ok(counts)
}

/// The columns that have a value in some row, to be written.
pub(crate) fn field_cells<'a>(
    columns: &'a BTreeMap<String, Column>,
    fields: &BTreeMap<String, Field>,
) -> Vec<(String, Cells<'a>)> {
    let present = columns.iter().filter(|(_, column)| (0..column.len()).any(|row| !column.is_missing(row)));
    let cells =
        present.filter_map(|(name, column)| Some((name.clone(), Cells::FieldAt(column, fields.get(name)?.kind))));
    cells.collect()
}

/// Which sorted rows of a stream without key are not known yet: identities seen in earlier parts, or before in the file,
/// are.
fn unknown_rows(
    incoming: &Incoming,
    sorted: &Sorted,
    draft: &Draft<'_>,
    existing: &[Part],
) -> Result<(Vec<bool>, Counts), Error> {
    let mut kept = vec![true; sorted.order.len()];
    let known = known_identities(&draft.store.dir, existing, &sorted.customers)?;
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
        rows.sort_unstable();
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
pub(crate) fn known_identities(
    base: &std::path::Path,
    parts: &[Part],
    customers: &[u32],
) -> Result<Vec<(u32, u64)>, Error> {
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
    let reading = Reading::new(base, parts, Whom::Everyone)?;
    let identities = reading.hashes(names::IDENTITY)?;
    let pairs = reading.customers.iter().copied().zip(identities);
    let mut known: Vec<(u32, u64)> =
        pairs.filter(|(customer, _)| concerned.get(*customer as usize).is_some_and(|&concerned| concerned)).collect();
    known.sort_unstable();
    Ok(known)
}
