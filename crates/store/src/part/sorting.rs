//! Rows put in order of (customer, event time, message id, identity), and equal rows without an id told apart.
//!
//! Customers are dense numbers, so a counting sort brings each one's rows together in one pass; since exports come in
//! order of time, what is left to do for each customer is mostly to see that its rows are in order already.

use std::cmp::Ordering;

use model::columns::TextColumn;
use rayon::iter::{IntoParallelIterator, ParallelIterator};

use crate::identity;

/// Rows of one unit of work, about.
const UNIT: usize = 65_536;

/// What rows are sorted by.
#[derive(Clone, Copy)]
pub(crate) struct Keys<'a> {
    /// Customer of each row.
    pub(crate) customers: &'a [u32],
    /// Event times.
    pub(crate) at: &'a [i64],
    /// Message ids, if there are any.
    pub(crate) messages: Option<&'a TextColumn>,
    /// Identities; of rows without an id, the hash of their content.
    pub(crate) identities: &'a [u64],
    /// What decides between rows that are otherwise alike; else their position does.
    pub(crate) last: Option<&'a [i64]>,
}

/// Rows in their order.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Sorted {
    /// Position of each row before.
    pub(crate) order: Vec<u32>,
    /// Customers.
    pub(crate) customers: Vec<u32>,
    /// Event times.
    pub(crate) at: Vec<i64>,
    /// Final identities.
    pub(crate) identities: Vec<u64>,
}

impl Sorted {
    /// Keeps the rows for which `kept` is true.
    pub(crate) fn retain(&mut self, kept: &[bool]) {
        fn only<T>(values: &mut Vec<T>, kept: &[bool]) {
            let mut kept = kept.iter();
            values.retain(|_| kept.next().is_none_or(|&kept| kept));
        }
        only(&mut self.order, kept);
        only(&mut self.customers, kept);
        only(&mut self.at, kept);
        only(&mut self.identities, kept);
    }

    /// Ranges of rows of whole customers, about [`UNIT`] rows each.
    fn units(&self) -> Vec<usize> {
        let mut ends = Vec::new();
        let mut start = 0;
        while start < self.customers.len() {
            let mut end = (start + UNIT).min(self.customers.len());
            while end < self.customers.len() && self.customers[end] == self.customers[end - 1] {
                end += 1;
            }
            ends.push(end);
            start = end;
        }
        ends
    }
}

/// Sorts rows of customers numbered below `n_customers`. Rows for which `is_counted` is true have the hash of their
/// content as identity and get one that also says the how-manieth of their kind they are for their customer.
pub(crate) fn sort(keys: Keys<'_>, n_customers: usize, is_counted: impl Fn(u32) -> bool + Sync) -> Sorted {
    let (order, customers) = by_customer(keys.customers, n_customers);
    let mut sorted =
        Sorted { at: gather(&order, keys.at), identities: gather(&order, keys.identities), order, customers };
    let ends = sorted.units();
    let customers = sorted.customers.as_slice();
    let (mut order, mut at, mut identities) =
        (sorted.order.as_mut_slice(), sorted.at.as_mut_slice(), sorted.identities.as_mut_slice());
    let mut units = Vec::with_capacity(ends.len());
    let mut start = 0;
    for end in ends {
        let (unit_order, rest_order) = order.split_at_mut(end - start);
        let (unit_at, rest_at) = at.split_at_mut(end - start);
        let (unit_identities, rest_identities) = identities.split_at_mut(end - start);
        units.push((&customers[start..end], unit_order, unit_at, unit_identities));
        (order, at, identities, start) = (rest_order, rest_at, rest_identities, end);
    }
    units.into_par_iter().for_each(|(customers, order, at, identities)| {
        let mut rows = Vec::new();
        let mut start = 0;
        while start < customers.len() {
            let end = start + customers[start..].partition_point(|&customer| customer == customers[start]);
            let own = start..end;
            let (order, at, identities) = (&mut order[own.clone()], &mut at[own.clone()], &mut identities[own]);
            if at.windows(2).all(|pair| pair[0] < pair[1]) {
                for (position, identity) in order.iter().zip(identities) {
                    if is_counted(*position) {
                        *identity = identity::of_occurrence(*identity, 0);
                    }
                }
            } else {
                one_customer(keys, &is_counted, &mut rows, order, at, identities);
            }
            start = end;
        }
    });
    sorted
}

/// Sorts the rows of one customer, some of which are out of order or at one instant.
fn one_customer(
    keys: Keys<'_>,
    is_counted: &impl Fn(u32) -> bool,
    rows: &mut Vec<(i64, u64, u32)>,
    order: &mut [u32],
    at: &mut [i64],
    identities: &mut [u64],
) {
    let by_message = |a: u32, b: u32| match keys.messages {
        Some(messages) => messages.get(a as usize).cmp(&messages.get(b as usize)),
        None => Ordering::Equal,
    };
    let last = |position: u32| keys.last.map_or(0, |last| last[position as usize]);
    let compare = |a: &(i64, u64, u32), b: &(i64, u64, u32)| {
        a.0.cmp(&b.0)
            .then_with(|| by_message(a.2, b.2))
            .then(a.1.cmp(&b.1))
            .then_with(|| last(a.2).cmp(&last(b.2)))
            .then(a.2.cmp(&b.2))
    };
    rows.clear();
    rows.extend((0..order.len()).map(|row| (at[row], identities[row], order[row])));
    rows.sort_unstable_by(compare);
    let (mut previous, mut occurrence) = (None, 0);
    let mut any_counted = false;
    for row in rows.iter_mut().filter(|row| is_counted(row.2)) {
        occurrence = if previous == Some((row.0, row.1)) { occurrence + 1 } else { 0 };
        previous = Some((row.0, row.1));
        row.1 = identity::of_occurrence(row.1, occurrence);
        any_counted = true;
    }
    if any_counted {
        rows.sort_unstable_by(compare);
    }
    for (place, row) in rows.iter().enumerate() {
        (at[place], identities[place], order[place]) = *row;
    }
}

/// Positions of the rows by customer, those of one customer in their given order, and the customers in that order.
fn by_customer(customers: &[u32], n_customers: usize) -> (Vec<u32>, Vec<u32>) {
    if customers.is_sorted() {
        return ((0..customers.len() as u32).collect(), customers.to_vec());
    }
    let mut next = offsets(customers, n_customers);
    let mut order = vec![0; customers.len()];
    let mut sorted = vec![0; customers.len()];
    for (position, &customer) in customers.iter().enumerate() {
        let place = &mut next[customer as usize];
        order[*place as usize] = position as u32;
        sorted[*place as usize] = customer;
        *place += 1;
    }
    (order, sorted)
}

/// Where the rows of each customer begin, and after the last one the number of rows.
pub(crate) fn offsets(customers: &[u32], n_customers: usize) -> Vec<u32> {
    let mut offsets = vec![0; n_customers + 1];
    for &customer in customers {
        offsets[customer as usize + 1] += 1;
    }
    for customer in 0..n_customers {
        offsets[customer + 1] += offsets[customer];
    }
    offsets
}

fn gather<T: Copy + Send + Sync>(order: &[u32], values: &[T]) -> Vec<T> {
    order.into_par_iter().map(|&position| values[position as usize]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sorted(customers: &[u32], at: &[i64], identities: &[u64]) -> Sorted {
        sort(Keys { customers, at, messages: None, identities, last: None }, 4, |_| false)
    }

    #[test]
    fn rows_lie_by_customer_time_and_identity() {
        let found = sorted(&[3, 0, 3, 3, 0], &[5, 9, 4, 5, 8], &[2, 1, 1, 1, 1]);
        assert_eq!(found.order, [4, 1, 2, 3, 0]);
        assert_eq!(found.customers, [0, 0, 3, 3, 3]);
        assert_eq!(found.at, [8, 9, 4, 5, 5]);
    }

    #[test]
    fn equal_rows_get_identities_of_their_own_whatever_their_order() {
        let keys = |customers, at, identities| Keys { customers, at, messages: None, identities, last: None };
        let one = sort(keys(&[0, 0, 0], &[5, 5, 4], &[7, 7, 7]), 1, |_| true);
        let other = sort(keys(&[0, 0, 0], &[4, 5, 5], &[7, 7, 7]), 1, |_| true);
        assert_eq!(one.identities, other.identities);
        assert_ne!(one.identities[1], one.identities[2]);
        assert_eq!(one.identities[0], identity::of_occurrence(7, 0));
    }

    #[test]
    fn offsets_count_rows_of_each_customer() {
        assert_eq!(offsets(&[1, 1, 3], 5), [0, 0, 2, 2, 3, 3]);
    }
}
