//! Reading parts: whole columns in parallel, or the rows of one customer out of the groups that may hold them.

use std::collections::BTreeMap;
use std::ops::Range;
use std::path::Path;

use model::columns::{Column, MISSING, TextColumn};
use model::conversion::{Business, Conversion};
use model::schema::Field;
use model::value::Type;
use rayon::iter::{IntoParallelIterator, IntoParallelRefIterator, ParallelIterator};

use crate::Error;
use crate::customers::merging::Merging;
use crate::part::joining::{self, Piece};
use crate::part::{Part, names};
use crate::retyping::fills::Fills;

mod opened;
mod whom;

use opened::{Opened, Portion, damaged, may_concern, may_hold, open, own_rows, read_column};
pub(crate) use opened::{column_names, wide_columns};
pub(crate) use whom::Whom;

/// How a base is looked at: what was received by when, and whose each number is.
#[derive(Clone, Copy, Debug)]
pub(crate) struct View<'a> {
    /// Only what was received by then, if given.
    pub(crate) known_at: Option<i64>,
    /// Numbers that are read under another one.
    pub(crate) merging: &'a Merging,
    /// What decides how values of fields that were given another type are read.
    pub(crate) business: &'a Business,
    /// Values filled in since their rows came.
    pub(crate) fills: &'a Fills,
}

/// Parts being read: the portions that concern whom is asked, and their customers.
pub(crate) struct Reading {
    /// The parts that may concern whom is asked.
    opened: Vec<Option<Opened>>,
    /// The types in which each part keeps fields, of those that it does not keep in their first type.
    kinds: Vec<BTreeMap<String, Type>>,
    portions: Vec<Portion>,
    /// Customers of the portions' rows, end to end.
    pub(crate) customers: Vec<u32>,
    /// Places among the portions' rows of those that are wanted; all of them when absent.
    chosen: Option<Vec<u32>>,
    /// Whether each customer's rows come from one part, so that they are in order.
    pub(crate) is_disjoint: bool,
    /// Whether rows of several numbers may have come together, so that a customer's rows are out of order.
    pub(crate) is_merged: bool,
}

impl Reading {
    /// Opens parts and finds the rows that came under the numbers asked for.
    pub(crate) fn new(base: &Path, parts: &[Part], whom: Whom) -> Result<Self, Error> {
        Reading::merged(base, parts, whom, &Merging::default())
    }

    /// Opens parts and finds the rows of those asked for, each under the number of the customer whose it is now.
    fn merged(base: &Path, parts: &[Part], whom: Whom, merging: &Merging) -> Result<Self, Error> {
        let guests = merging.guests_of(whom);
        let open_if = |part: &Part| may_concern(part, whom, &guests).then(|| open(base, part, whom)).transpose();
        let opened = parts.par_iter().map(open_if).collect::<Result<Vec<_>, _>>()?;
        let mut groups = Vec::new();
        for (part, opened) in opened.iter().enumerate().filter_map(|(part, opened)| Some((part, opened.as_ref()?))) {
            let own = own_rows(&parts[part], opened.metadata.metadata());
            let may_hold = |(group, _): &(usize, Range<usize>)| may_hold(opened, *group, whom, &guests);
            groups.extend(own.into_iter().filter(may_hold).map(|(group, rows)| (part, opened, group, rows)));
        }
        let read = |(part, opened, group, rows): (usize, &Opened, usize, Range<usize>)| {
            let of = opened.metadata.metadata().row_group(group).num_rows() as usize;
            let own = rows.start;
            let all = Portion { part, group, rows, of };
            let customers = match read_column(opened, &all, names::CUSTOMER)? {
                Some(Column::Integer(values)) => values.into_iter().map(|value| value as u32).collect::<Vec<u32>>(),
                _ => return Err(damaged(opened, "it has no customers")),
            };
            if whom == Whom::Everyone {
                return Ok((all, customers));
            }
            let (mut start, mut end) = (whom.first(), whom.end(0));
            if let (Some(first), Some(last)) = (guests.first(), guests.last()) {
                (start, end) = (start.min(*first), end.max(last + 1));
            }
            let start = customers.partition_point(|&other| other < start);
            let end = customers.partition_point(|&other| other < end);
            Ok((Portion { rows: own + start..own + end, ..all }, customers[start..end].to_vec()))
        };
        let mut found = groups.into_par_iter().map(read).collect::<Result<Vec<_>, _>>()?;
        // Parts of different shards then come as one.
        found.sort_by_key(|(portion, customers)| (customers.first().copied(), portion.part, portion.group));
        let mut is_disjoint = true;
        let mut previous: Option<(usize, u32)> = None;
        let mut portions = Vec::with_capacity(found.len());
        let mut customers = Vec::with_capacity(found.iter().map(|(_, customers)| customers.len()).sum());
        for (portion, of_portion) in found {
            if let (Some(&first), Some(&last)) = (of_portion.first(), of_portion.last()) {
                is_disjoint &=
                    previous.is_none_or(|(part, before)| before < first || (part == portion.part && before == first));
                previous = Some((portion.part, last));
                portions.push(portion);
                customers.extend(of_portion);
            }
        }
        let kinds = parts.iter().map(|part| part.kinds.clone()).collect();
        let mut reading = Reading { opened, kinds, portions, customers, chosen: None, is_disjoint, is_merged: false };
        if !merging.is_empty() {
            reading.is_merged = true;
            reading.customers.iter_mut().for_each(|customer| *customer = merging.home(*customer));
            if whom != Whom::Everyone {
                let asked = whom.first()..whom.end(0);
                reading.choose(|reading, row| asked.contains(&reading.customers[row]));
            }
        }
        Ok(reading)
    }

    /// Leaves out the rows for which `chosen` is false.
    fn choose(&mut self, chosen: impl Fn(&Reading, usize) -> bool) {
        let kept: Vec<u32> = (0..self.customers.len() as u32).filter(|&row| chosen(self, row as usize)).collect();
        if kept.len() == self.customers.len() {
            return;
        }
        self.customers = kept.iter().map(|&row| self.customers[row as usize]).collect();
        self.chosen = Some(match self.chosen.take() {
            None => kept,
            Some(before) => kept.iter().map(|&row| before[row as usize]).collect(),
        });
    }

    /// Opens parts and finds the rows of those asked for as a view shows them.
    pub(crate) fn through(base: &Path, parts: &[Part], whom: Whom, view: View<'_>) -> Result<Self, Error> {
        let mut reading = Reading::merged(base, parts, whom, view.merging)?;
        if let Some(known_at) = view.known_at.filter(|&known_at| parts.iter().any(|part| part.received_at > known_at)) {
            let received = reading.received(parts)?;
            reading.choose(|_, row| received[row] <= known_at);
        }
        Ok(reading)
    }

    /// Some columns of the rows, each joined under one dictionary, in the order asked for; a column that a part lacks is
    /// missing in its rows.
    pub(crate) fn columns(&self, wanted: &[(&str, Type)]) -> Result<Vec<Column>, Error> {
        self.joined(wanted, |_, _, found| found)
    }

    /// Some fields of the rows, as `columns` does; what a part keeps in another type is converted, and missing where it
    /// has no counterpart.
    pub(crate) fn fields(&self, wanted: &[(&str, &Field)], business: &Business) -> Result<Vec<Column>, Error> {
        let kinds: Vec<(&str, Type)> = wanted.iter().map(|(name, field)| (*name, field.kind)).collect();
        self.joined(&kinds, |column, part, found| {
            let (name, field) = wanted[column];
            let from = self.kinds[part].get(name).copied().unwrap_or_else(|| field.first());
            match Conversion::new(from, field.kind, field.retyped.as_ref(), business) {
                Some(conversion) => conversion.column(&found).column,
                None => found,
            }
        })
    }

    /// Whether each row has a value of some column, in whatever type.
    pub(crate) fn has_values(&self, names: &[&str]) -> Result<Vec<bool>, Error> {
        let mut has_value = vec![false; self.customers.len()];
        for name in names {
            let truths = |column: &Column| {
                Column::Integer((0..column.len()).map(|row| if column.is_missing(row) { MISSING } else { 1 }).collect())
            };
            let there = self.joined(&[(name, Type::Bool)], |_, _, found| truths(&found))?;
            for column in there {
                has_value.iter_mut().enumerate().for_each(|(row, has_value)| *has_value |= !column.is_missing(row));
            }
        }
        Ok(has_value)
    }

    /// Some columns, of which `read` makes what is wanted of each piece: it hears the place of the column among those
    /// wanted, that of the part, and the values.
    fn joined(
        &self,
        wanted: &[(&str, Type)],
        read: impl Fn(usize, usize, Column) -> Column + Sync,
    ) -> Result<Vec<Column>, Error> {
        let tasks: Vec<(usize, usize)> = (0..wanted.len())
            .flat_map(|column| (0..self.portions.len()).map(move |portion| (column, portion)))
            .collect();
        let piece = |(column, portion): (usize, usize)| {
            let (name, _): (&str, Type) = wanted[column];
            let portion = &self.portions[portion];
            let Some(opened) = &self.opened[portion.part] else {
                return Ok(Piece::Missing(portion.rows.len()));
            };
            let found = read_column(opened, portion, name)?;
            Ok(found.map_or(Piece::Missing(portion.rows.len()), |found| Piece::Of(read(column, portion.part, found))))
        };
        let mut pieces = tasks.into_par_iter().map(piece).collect::<Result<Vec<_>, Error>>()?;
        let mut by_column = Vec::with_capacity(wanted.len());
        for (_, kind) in wanted.iter().rev() {
            by_column.push((*kind, pieces.split_off(pieces.len() - self.portions.len())));
        }
        by_column.reverse();
        let joined = by_column.into_par_iter().map(|(kind, pieces)| joining::join(kind, pieces));
        Ok(match &self.chosen {
            None => joined.collect(),
            Some(rows) => joined.map(|column| column.gathered(rows)).collect(),
        })
    }

    /// Instants of the rows; missing ones stay so.
    pub(crate) fn instants(&self, name: &str) -> Result<Vec<i64>, Error> {
        match self.columns(&[(name, Type::Instant)])?.pop() {
            Some(Column::Integer(values)) => Ok(values),
            _ => Ok(Vec::new()),
        }
    }

    /// Hashes of the rows.
    pub(crate) fn hashes(&self, name: &str) -> Result<Vec<u64>, Error> {
        Ok(self.instants(name)?.into_iter().map(|value| value as u64).collect())
    }

    /// Message ids of the rows, if there are any.
    pub(crate) fn messages(&self) -> Result<Option<TextColumn>, Error> {
        match self.columns(&[(names::MESSAGE, Type::Text)])?.pop() {
            Some(Column::Text(texts)) if !texts.dictionary.is_empty() => Ok(Some(texts)),
            _ => Ok(None),
        }
    }

    /// When each row was received: a part of rows of several receipts says it of each row.
    pub(crate) fn received(&self, parts: &[Part]) -> Result<Vec<i64>, Error> {
        let mut received = self.instants(names::RECEIVED)?;
        let of_parts = self.by_part(|part| parts[part].received_at);
        for (received, of_part) in received.iter_mut().zip(of_parts).filter(|(received, _)| **received == MISSING) {
            *received = of_part;
        }
        Ok(received)
    }

    /// For each row, what `value` says of its part, by position among those read.
    pub(crate) fn by_part<T: Clone>(&self, value: impl Fn(usize) -> T) -> Vec<T> {
        let of_portion = |portion: &Portion| std::iter::repeat_n(value(portion.part), portion.rows.len());
        let all: Vec<T> = self.portions.iter().flat_map(of_portion).collect();
        match &self.chosen {
            None => all,
            Some(rows) => rows.iter().map(|&row| all[row as usize].clone()).collect(),
        }
    }
}
