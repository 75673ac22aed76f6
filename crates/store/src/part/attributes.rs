//! Attributes out of the profile parts: which value of each customer holds since when.
//!
//! A profile part holds dated facts only: a value that came without date got, at its commit, the beginning of time or
//! the time of receipt. Of two values at one instant, the one with the greatest message id counts, else the greatest
//! content.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use model::columns::{AttributeColumn, Column, MISSING, NO_CODE, TextColumn};
use model::schema::{Field, Schema};
use rayon::iter::{IntoParallelIterator, ParallelIterator};

use crate::Error;
use crate::part::reading::{Reading, View, Whom};
use crate::part::sorting::{self, Keys, Sorted};
use crate::part::{Part, names};

/// Reads attributes as a view shows them; those without any value are left out.
pub(crate) fn read(
    base: &Path,
    parts: &[Part],
    schema: &Schema,
    wanted: &BTreeSet<String>,
    whom: Whom,
    n_customers: usize,
    view: View<'_>,
) -> Result<BTreeMap<String, AttributeColumn>, Error> {
    let stored = |name: &&String| parts.iter().any(|part| part.fields.contains(name));
    let wanted: Vec<(&str, &Field)> =
        wanted.iter().filter(stored).filter_map(|name| Some((name.as_str(), schema.attributes.get(name)?))).collect();
    if wanted.is_empty() {
        return Ok(BTreeMap::new());
    }
    let reading = Reading::through(base, parts, whom, view)?;
    let columns = reading.fields(&wanted, view.business)?;
    let (customers, n_customers) = (whom.places(&reading.customers), whom.count(n_customers));
    let sorted = if reading.is_merged || parts.iter().any(|part| part.dated) {
        let at = reading.instants(names::AT)?;
        let (messages, contents) = (reading.messages()?, reading.hashes(names::CONTENT)?);
        let keys =
            Keys { customers: &customers, at: &at, messages: messages.as_ref(), identities: &contents, last: None };
        Some(sorting::sort(keys, n_customers, |_| false))
    } else {
        None
    };
    let names = wanted.iter().map(|(name, _)| (*name).to_owned()).collect::<Vec<_>>();
    let found: Vec<Option<AttributeColumn>> = columns
        .into_par_iter()
        .map(|column| match &sorted {
            None => constant(column, &customers, n_customers),
            Some(sorted) => history(column, sorted, n_customers),
        })
        .collect();
    Ok(names.into_iter().zip(found).filter_map(|(name, column)| Some((name, column?))).collect())
}

/// One undated value a customer at most.
fn constant(column: Column, customers: &[u32], n_customers: usize) -> Option<AttributeColumn> {
    let present = (0..customers.len()).any(|row| !column.is_missing(row));
    present.then(|| AttributeColumn::Constant(scattered(column, customers, n_customers)))
}

fn scattered(column: Column, customers: &[u32], n_customers: usize) -> Column {
    match column {
        Column::Integer(values) => {
            let mut dense = vec![MISSING; n_customers];
            for (&customer, value) in customers.iter().zip(values).filter(|(_, value)| *value != MISSING) {
                dense[customer as usize] = value;
            }
            Column::Integer(dense)
        }
        Column::Text(TextColumn { codes, dictionary }) => {
            let mut dense = vec![NO_CODE; n_customers];
            for (&customer, code) in customers.iter().zip(codes).filter(|(_, code)| *code != NO_CODE) {
                dense[customer as usize] = code;
            }
            Column::Text(TextColumn { codes: dense, dictionary })
        }
    }
}

/// The rows of a column whose values hold at some time, in order of customer and time: their positions, their customers,
/// and since when each holds.
pub(crate) fn in_turn(column: &Column, sorted: &Sorted) -> (Vec<u32>, Vec<u32>, Vec<i64>) {
    let (mut positions, mut customers, mut from): (Vec<u32>, Vec<u32>, Vec<i64>) = (Vec::new(), Vec::new(), Vec::new());
    for (row, &position) in sorted.order.iter().enumerate() {
        if column.is_missing(position as usize) {
            continue;
        }
        let (customer, at) = (sorted.customers[row], sorted.at[row]);
        if customers.last() == Some(&customer) && from.last() == Some(&at) {
            // Rows of one instant come in order of message id and content.
            positions.pop();
            positions.push(position);
        } else {
            positions.push(position);
            customers.push(customer);
            from.push(at);
        }
    }
    (positions, customers, from)
}

fn history(column: Column, sorted: &Sorted, n_customers: usize) -> Option<AttributeColumn> {
    let (positions, customers, from) = in_turn(&column, sorted);
    if positions.is_empty() {
        return None;
    }
    let values = column.gathered(&positions);
    if from.iter().all(|&from| from == MISSING) {
        return Some(AttributeColumn::Constant(scattered(values, &customers, n_customers)));
    }
    Some(AttributeColumn::History { offsets: sorting::offsets(&customers, n_customers), from, values })
}
