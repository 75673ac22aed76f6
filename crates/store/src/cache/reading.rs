//! Reading cached columns: whole blocks, several at once, cut to the customers that are asked for.

use std::ops::Range;
use std::sync::Arc;

use model::columns::{Column, MISSING, StreamColumns, TextColumn, Versions};
use model::value::Type;
use rayon::iter::{IntoParallelIterator, ParallelIterator};

use super::file::{self, ColumnFile, State};
use super::{AT, BLOCK, FROM, TO, Wanted};
use crate::part::reading::Whom;

/// The columns of a stream for some customers.
pub(super) fn columns_of(
    wanted: &[Wanted<'_>],
    files: &[Arc<ColumnFile>],
    whom: Whom,
    n_customers: usize,
) -> Option<StreamColumns> {
    let (first, end) = (whom.first(), whom.end(n_customers));
    let (counts, others) = files.split_first()?;
    let blocks = (first / BLOCK) as usize..(end.div_ceil(BLOCK) as usize).max((first / BLOCK) as usize);
    let mut rows_of: Vec<i64> = vec![0; counts.rows_in(blocks.clone())];
    read_into(counts, &blocks, &mut rows_of, |value| value)?;
    let skipped = (first % BLOCK) as usize;
    let before: i64 = rows_of.iter().take(skipped).sum();
    let mut offsets = Vec::with_capacity((end - first) as usize + 1);
    let mut total = 0_u32;
    offsets.push(0);
    for customer in skipped..skipped + (end - first) as usize {
        // Customers who came after the column was made have no rows.
        total += rows_of.get(customer).copied().unwrap_or(0) as u32;
        offsets.push(total);
    }
    let kinds = wanted[1..].iter().map(|(_, kind)| *kind);
    let kept: Vec<(Type, Arc<ColumnFile>)> = kinds.zip(others.iter().map(Arc::clone)).collect();
    let read = read_blocks(&kept, &blocks)?;
    let rows = before as usize..before as usize + total as usize;
    let mut stream = StreamColumns { offsets, ..StreamColumns::default() };
    let (mut from, mut to) = (None, None);
    for ((name, _), column) in wanted[1..].iter().zip(read) {
        let column = column.map(|column| trimmed(column, &rows));
        match (*name, column) {
            (AT, Some(Column::Integer(values))) => stream.at = values,
            (FROM, Some(Column::Integer(values))) => from = Some(values),
            (TO, Some(Column::Integer(values))) => to = Some(values),
            (_, None) => {}
            (name, Some(column)) => drop(stream.fields.insert(name.to_owned(), column)),
        }
    }
    stream.versions = from.zip(to).map(|(from, to)| Versions { from, to });
    (stream.at.len() == total as usize).then_some(stream)
}

/// Columns of one value a customer, for some customers.
pub(super) fn read_columns(kept: &[(Type, Arc<ColumnFile>)], whom: Whom, n_customers: usize) -> Option<Option<Column>> {
    let (first, end) = (whom.first(), whom.end(n_customers));
    let blocks = (first / BLOCK) as usize..(end.div_ceil(BLOCK) as usize).max((first / BLOCK) as usize);
    let column = read_blocks(kept, &blocks)?.pop()?;
    let length = (end - first) as usize;
    Some(column.map(|column| {
        let skipped = ((first % BLOCK) as usize).min(column.len());
        let rows = skipped..(skipped + length).min(column.len());
        match trimmed(column, &rows) {
            Column::Integer(mut values) => {
                values.resize(length, MISSING);
                Column::Integer(values)
            }
            Column::Text(mut texts) => {
                texts.codes.resize(length, model::columns::NO_CODE);
                Column::Text(texts)
            }
        }
    }))
}

/// All values of some blocks of columns; `None` for one that has none at all, and altogether when one is damaged.
fn read_blocks(columns: &[(Type, Arc<ColumnFile>)], blocks: &Range<usize>) -> Option<Vec<Option<Column>>> {
    let read = |(kind, file): &(Type, Arc<ColumnFile>)| {
        if file.state != State::Kept {
            return Some(None);
        }
        let length = file.rows_in(blocks.clone());
        Some(Some(if kind.is_integer() {
            let mut values = vec![0; length];
            read_into(file, blocks, &mut values, |value| value)?;
            Column::Integer(values)
        } else {
            let mut codes = vec![0; length];
            read_into(file, blocks, &mut codes, file::code)?;
            let n_texts = file.dictionary.len();
            if codes.iter().any(|&code| code != model::columns::NO_CODE && code as usize >= n_texts) {
                return None;
            }
            Column::Text(TextColumn { codes, dictionary: file.dictionary.clone() })
        }))
    };
    columns.into_par_iter().map(read).collect()
}

/// Reads some blocks of a file, several at once.
fn read_into<T: Send>(
    file: &ColumnFile,
    blocks: &Range<usize>,
    mut into: &mut [T],
    make: impl Fn(i64) -> T + Copy + Sync,
) -> Option<()> {
    let mut slices = Vec::with_capacity(blocks.len());
    for block in blocks.clone() {
        let (slice, rest) = into.split_at_mut_checked(file.rows(block))?;
        slices.push((block, slice));
        into = rest;
    }
    slices.into_par_iter().map(|(block, slice)| file.read(block, slice, make)).collect()
}

fn trimmed(column: Column, rows: &Range<usize>) -> Column {
    fn only<T>(values: &mut Vec<T>, rows: &Range<usize>) {
        values.truncate(rows.end);
        values.drain(..rows.start.min(values.len()));
    }
    match column {
        Column::Integer(mut values) => {
            only(&mut values, rows);
            Column::Integer(values)
        }
        Column::Text(mut texts) => {
            only(&mut texts.codes, rows);
            Column::Text(texts)
        }
    }
}
