//! Attribute values on their way in: each becomes a dated fact, or says nothing new.
//!
//! An undated value holds from the beginning when the customer had no value of that attribute before; one that differs
//! from the value in force holds from its receipt; an equal one changes nothing. Of several undated values of one
//! customer and attribute in one file, the one with the greatest message id counts, else the greatest content.

use std::collections::BTreeMap;
use std::ops::Range;

use model::columns::{AttributeColumn, Column, MISSING, NO_CODE, TextColumn};

use crate::Error;
use crate::arriving::arrived::{Arrived, Seen};
use crate::arriving::commit::{Counts, Draft};
use crate::arriving::incoming::{Identifying, Incoming, RowKind};
use crate::arriving::outlet::Outlet;
use crate::arriving::spill::{self, Spill};
use crate::arriving::streams::{field_cells, known_identities};
use crate::customers::merging::Merging;
use crate::part::attributes;
use crate::part::reading::{View, Whom};
use crate::part::sorting::{self, Keys};
use crate::part::{Cells, PROFILE, Part, names};

/// Since when a value holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Since {
    /// It says nothing new.
    Never,
    /// The beginning of time.
    Beginning,
    /// Its receipt.
    Receipt,
    /// Its own date.
    Date,
}

/// Writes the parts of new attribute values; `ids` has the hash of each customer's id.
pub(crate) fn take_in(
    draft: &mut Draft<'_>,
    mut arrived: Arrived,
    spill: Option<&Spill>,
    ids: &[u64],
) -> Result<Counts, Error> {
    let attributes = &draft.schema.attributes;
    let mut outlet =
        Outlet::new(Part::to_be(PROFILE.to_owned()).with_fields(arrived.seen.fields.keys().cloned(), attributes));
    let mut counts = Counts::default();
    let runs = arrived.runs(draft.store.sizes.run_rows);
    if let (Some(runs), Some(spill)) = (runs, spill) {
        for run in runs {
            let rows = arrived.run(spill, &run, attributes)?;
            counts += take_in_run(draft, rows, ids, &arrived.seen, &spill::customers(&run), &mut outlet)?;
        }
    } else {
        let rows = arrived.all(attributes);
        counts += take_in_run(draft, rows, ids, &arrived.seen, &(0..ids.len() as u32), &mut outlet)?;
    }
    outlet.close(draft)?;
    Ok(counts)
}

/// Takes in all profile rows of a file about some customers.
fn take_in_run(
    draft: &mut Draft<'_>,
    mut incoming: Incoming,
    ids: &[u64],
    seen: &Seen,
    customers: &Range<u32>,
    outlet: &mut Outlet,
) -> Result<Counts, Error> {
    incoming.identify(Identifying { ids, key: None, compares: true });
    let parts = draft.store.parts_of(PROFILE);
    let is_plain = is_once(&incoming.customers, customers) && incoming.at.iter().all(|&at| at == MISSING);
    let counts = if parts.is_empty() && is_plain {
        let has_value = |row: &usize| incoming.fields.values().any(|column| !column.is_missing(*row));
        let new_rows = (0..incoming.len()).filter(has_value).count() as u64;
        Counts { new_rows, known_rows: incoming.len() as u64 - new_rows, new_versions: 0 }
    } else {
        keep_news(draft, &mut incoming, &parts, customers)?
    };
    let places: Vec<u32> = incoming.customers.iter().map(|customer| customer - customers.start).collect();
    let keys = Keys {
        customers: &places,
        at: &incoming.at,
        messages: incoming.messages.as_ref(),
        identities: &incoming.contents,
        last: None,
    };
    let mut sorted = sorting::sort(keys, customers.len(), |_| false);
    sorted.customers.iter_mut().for_each(|customer| *customer += customers.start);
    let (with_value, with_value_at) = with_values(&incoming, &sorted);
    draft.first_seen.add(&with_value, &with_value_at);
    let mut columns = vec![
        (names::CUSTOMER.to_owned(), Cells::Customers(&sorted.customers)),
        (names::AT.to_owned(), Cells::Instants(&sorted.at)),
        (names::IDENTITY.to_owned(), Cells::HashesAt(&incoming.identities)),
        (names::CONTENT.to_owned(), Cells::HashesAt(&incoming.contents)),
    ];
    columns.extend(incoming.messages.as_ref().map(|messages| (names::MESSAGE.to_owned(), Cells::TextsAt(messages))));
    columns.extend(field_cells(&incoming.fields, &draft.schema.attributes));
    let is_wide = |name: &str| seen.fields.get(name).is_some_and(|&is_wide| is_wide);
    outlet.write(draft, &sorted.customers, &sorted.order, columns, is_wide)?;
    outlet.mark(false, sorted.at.iter().any(|&at| at != MISSING));
    Ok(counts)
}

/// Whether no customer has two rows.
fn is_once(customers: &[u32], among: &Range<u32>) -> bool {
    let mut seen = vec![false; among.len()];
    customers.iter().all(|&customer| !std::mem::replace(&mut seen[(customer - among.start) as usize], true))
}

/// Customers and dates of the sorted rows that have some value: an empty row says nothing of when its customer came.
fn with_values(incoming: &Incoming, sorted: &sorting::Sorted) -> (Vec<u32>, Vec<i64>) {
    let has_value = |row: u32| incoming.fields.values().any(|column| !column.is_missing(row as usize));
    let rows = (0..sorted.order.len()).filter(|&row| has_value(sorted.order[row]));
    rows.map(|row| (sorted.customers[row], sorted.at[row])).unzip()
}

/// Leaves in `incoming` what says something new, each row dated.
fn keep_news(
    draft: &Draft<'_>,
    incoming: &mut Incoming,
    parts: &[Part],
    customers: &Range<u32>,
) -> Result<Counts, Error> {
    let known = known_rows(draft, incoming, parts)?;
    let names = incoming.fields.keys().cloned().collect();
    let whom = Whom::Among(customers.start, customers.end);
    // In the base's numbering before this commit: newer customers have no value yet.
    let raw = View {
        known_at: None,
        merging: &Merging::default(),
        business: &draft.store.business,
        fills: &draft.store.fills,
    };
    let in_force = attributes::read(&draft.store.dir, parts, draft.schema, &names, whom, customers.len(), raw)?;
    let mut since: BTreeMap<&String, Vec<Since>> = BTreeMap::new();
    for (name, column) in &incoming.fields {
        since.insert(name, news(incoming, column, in_force.get(name), &known, draft.received_at, customers));
    }
    let mut counts = Counts::default();
    let mut chosen: Vec<(u32, Since)> = Vec::new();
    for row in 0..incoming.len() {
        let has = |which: Since| since.values().any(|since| since[row] == which);
        let is_first = has(Since::Beginning) || has(Since::Date);
        counts.new_rows += u64::from(is_first);
        counts.new_versions += u64::from(!is_first && has(Since::Receipt));
        let kinds = [Since::Beginning, Since::Receipt, Since::Date];
        chosen.extend(kinds.into_iter().filter(|&which| has(which)).map(|which| (row as u32, which)));
    }
    counts.known_rows = incoming.len() as u64 - counts.new_rows - counts.new_versions;
    let fields =
        incoming.fields.iter().map(|(name, column)| (name.clone(), masked(column, &since[name], &chosen))).collect();
    drop(since);
    let rows = || chosen.iter().map(|(row, _)| *row as usize);
    let date = |(row, which): &(u32, Since)| match which {
        Since::Receipt => draft.received_at,
        Since::Date => incoming.at[*row as usize],
        Since::Beginning | Since::Never => MISSING,
    };
    incoming.at = chosen.iter().map(date).collect();
    incoming.fields = fields;
    incoming.customers = rows().map(|row| incoming.customers[row]).collect();
    incoming.identities = rows().map(|row| incoming.identities[row]).collect();
    incoming.contents = rows().map(|row| incoming.contents[row]).collect();
    incoming.kinds = rows().map(|row| incoming.kind(row)).collect();
    if let Some(messages) = &mut incoming.messages {
        messages.codes = rows().map(|row| messages.codes[row]).collect();
    }
    Ok(counts)
}

/// Rows received before: by their message id, or dated and equal.
fn known_rows(draft: &Draft<'_>, incoming: &Incoming, parts: &[Part]) -> Result<Vec<bool>, Error> {
    let mut customers = incoming.customers.clone();
    customers.sort_unstable();
    let stored = known_identities(&draft.store.dir, parts, &customers)?;
    let is_known = |row: usize| {
        let by_identity = incoming.kind(row) == RowKind::Message || incoming.at[row] != MISSING;
        by_identity && stored.binary_search(&(incoming.customers[row], incoming.identities[row])).is_ok()
    };
    let mut known: Vec<bool> = (0..incoming.len()).map(is_known).collect();
    let mut rows: Vec<(u32, u64, u32)> = (0..incoming.len())
        .filter(|&row| !known[row])
        .map(|row| (incoming.customers[row], incoming.identities[row], row as u32))
        .collect();
    rows.sort_unstable();
    for pair in rows.windows(2).filter(|pair| (pair[0].0, pair[0].1) == (pair[1].0, pair[1].1)) {
        known[pair[1].2 as usize] = true;
    }
    Ok(known)
}

/// What each row says of one attribute.
fn news(
    incoming: &Incoming,
    column: &Column,
    in_force: Option<&AttributeColumn>,
    known: &[bool],
    received_at: i64,
    customers: &Range<u32>,
) -> Vec<Since> {
    let mut since = vec![Since::Never; incoming.len()];
    let mut undated: Vec<u32> = vec![NO_CODE; customers.len()];
    for row in (0..incoming.len()).filter(|&row| !known[row] && !column.is_missing(row)) {
        if incoming.at[row] != MISSING {
            since[row] = Since::Date;
            continue;
        }
        let best = &mut undated[(incoming.customers[row] - customers.start) as usize];
        let rank = |row: usize| (incoming.message(row), incoming.contents[row]);
        if *best == NO_CODE || rank(*best as usize) < rank(row) {
            *best = row as u32;
        }
    }
    for (customer, &row) in undated.iter().enumerate().filter(|(_, row)| **row != NO_CODE) {
        since[row as usize] = match before(in_force, customer, received_at) {
            None => Since::Beginning,
            Some((values, Some(position))) if is_same(values, position, column, row as usize) => Since::Never,
            Some(_) => Since::Receipt,
        };
    }
    since
}

/// The values of an attribute and the position of a customer's value in force at an instant, if any is; `None` when the
/// customer has no value at all.
fn before(in_force: Option<&AttributeColumn>, customer: usize, at: i64) -> Option<(&Column, Option<usize>)> {
    match in_force? {
        AttributeColumn::Constant(values) => (!values.is_missing(customer)).then_some((values, Some(customer))),
        AttributeColumn::History { offsets, from, values } => {
            let (start, end) = (offsets[customer] as usize, offsets[customer + 1] as usize);
            let held = start + from[start..end].partition_point(|&from| from <= at);
            (start < end).then_some((values, held.checked_sub(1).filter(|&position| position >= start)))
        }
    }
}

fn is_same(values: &Column, position: usize, others: &Column, row: usize) -> bool {
    match (values, others) {
        (Column::Integer(values), Column::Integer(others)) => values[position] == others[row],
        (Column::Text(values), Column::Text(others)) => values.get(position) == others.get(row),
        _ => false,
    }
}

/// The values of the chosen rows that hold since when each was chosen for; the others become missing.
fn masked(column: &Column, since: &[Since], chosen: &[(u32, Since)]) -> Column {
    let holds = |&(row, which): &(u32, Since)| since[row as usize] == which;
    match column {
        Column::Integer(values) => {
            let value = |chosen: &(u32, Since)| if holds(chosen) { values[chosen.0 as usize] } else { MISSING };
            Column::Integer(chosen.iter().map(value).collect())
        }
        Column::Text(texts) => {
            let code = |chosen: &(u32, Since)| if holds(chosen) { texts.codes[chosen.0 as usize] } else { NO_CODE };
            Column::Text(TextColumn { codes: chosen.iter().map(code).collect(), dictionary: texts.dictionary.clone() })
        }
    }
}
