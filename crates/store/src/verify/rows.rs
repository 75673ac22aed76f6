//! Checking the parts of one file: its checksums first, then their rows, each of which adds to a digest that no order changes.

use std::ops::Range;
use std::path::Path;

use arrow_array::RecordBatch;
use model::columns::{Column, MISSING, NO_CODE};
use parquet::arrow::arrow_reader::{ArrowReaderMetadata, ParquetRecordBatchReaderBuilder, RowSelection};
use parquet::file::metadata::ParquetMetaData;
use parquet::file::statistics::Statistics;

use super::Harm;
use crate::part::arrays;
use crate::part::checked::CheckedFile;
use crate::part::{Part, names};
use crate::{Error, identity};

/// What was found in a part.
#[derive(Default)]
pub(super) struct Found {
    pub(super) rows: u64,
    pub(super) digest: u64,
    pub(super) harms: Vec<Harm>,
    /// The customers whose rows are damaged, when it is known that only theirs are.
    pub(super) concerned: Option<Range<u32>>,
}

/// Checks the parts that lie in one file, of a base of so many customers; what is found of each, in their order.
pub(super) fn check(parts: &[&Part], base: &Path, n_customers: u32) -> Vec<Found> {
    let Some(first) = parts.first() else {
        return Vec::new();
    };
    let mut concerned = None;
    let opened = CheckedFile::open_whole(&first.path(base), first.seal).and_then(|(file, metadata)| {
        file.check_all().inspect_err(|_| concerned = self::concerned(&file, metadata.metadata()))?;
        Ok((file, metadata))
    });
    let (file, metadata) = match opened {
        Ok(opened) => opened,
        Err(error) => {
            let harm = harm(first, base, error);
            let found = || Found { harms: vec![harm.clone()], concerned: concerned.clone(), ..Found::default() };
            return parts.iter().map(|_| found()).collect();
        }
    };
    let one = |part: &&Part| {
        let mut found = Found::default();
        if let Err(error) = read(part, &file, &metadata, n_customers, &mut found) {
            found.harms.push(harm(part, base, error));
            // Half a part says nothing of the whole.
            (found.rows, found.digest) = (0, 0);
        }
        found
    };
    parts.iter().map(one).collect()
}

fn harm(part: &Part, base: &Path, error: Error) -> Harm {
    match error {
        Error::Damaged { .. } if !part.path(base).exists() => Harm::Missing,
        Error::Damaged { .. } => Harm::Changed,
        other => Harm::Unreadable(other.to_string()),
    }
}

fn read(
    part: &Part,
    file: &CheckedFile,
    metadata: &ArrowReaderMetadata,
    n_customers: u32,
    found: &mut Found,
) -> Result<(), Error> {
    const ROWS: usize = 1 << 16;
    let is_table = part.folder.starts_with("@table-");
    let in_file = metadata.metadata().file_metadata().num_rows() as u64;
    let (start, end) = (part.file_row.min(in_file), part.file_row.saturating_add(part.rows).min(in_file));
    // A file of its own holds nothing else.
    let end = if part.file.is_none() { in_file } else { end };
    let mut builder =
        ParquetRecordBatchReaderBuilder::new_with_metadata(file.clone(), metadata.clone()).with_batch_size(ROWS);
    if part.file.is_some() {
        let rows =
            RowSelection::from_consecutive_ranges(std::iter::once(start as usize..end as usize), in_file as usize);
        builder = builder.with_row_selection(rows);
    }
    let mut last = 0;
    let mut strangers = 0;
    let mut is_ordered = true;
    for batch in builder.build().map_err(|source| file.failed(source))? {
        let batch = batch.map_err(|source| file.failed(source.into()))?;
        let Some(Column::Integer(customers)) = column(&batch, names::CUSTOMER) else {
            return Err(file.damaged("it has no customers"));
        };
        for customer in customers {
            is_ordered &= customer >= last;
            last = customer;
            strangers += u64::from(!is_table && !(0..i64::from(n_customers)).contains(&customer));
        }
        found.rows += batch.num_rows() as u64;
        found.digest = found.digest.wrapping_add(digest(&batch, part.received_at));
    }
    if found.rows != part.rows {
        found.harms.push(Harm::Rows { expected: part.rows, found: found.rows });
    }
    if !is_ordered {
        found.harms.push(Harm::Disordered);
    }
    if strangers > 0 {
        found.harms.push(Harm::Strangers(strangers));
    }
    Ok(())
}

/// The customers of the row groups in which some block does not have its checksum.
fn concerned(file: &CheckedFile, metadata: &ParquetMetaData) -> Option<Range<u32>> {
    let mut all: Option<Range<u32>> = None;
    for group in metadata.row_groups() {
        let is_whole = group.columns().iter().all(|column| {
            let (start, length) = column.byte_range();
            file.holding(start, length).is_ok()
        });
        if is_whole {
            continue;
        }
        let customers = group.columns().iter().find(|column| column.column_path().string() == names::CUSTOMER)?;
        let Some(Statistics::Int32(range)) = customers.statistics() else {
            return None;
        };
        let (least, greatest) = (*range.min_opt()? as u32, *range.max_opt()? as u32);
        let before = all.unwrap_or(least..greatest + 1);
        all = Some(before.start.min(least)..before.end.max(greatest + 1));
    }
    all
}

fn column(batch: &RecordBatch, name: &str) -> Option<Column> {
    arrays::column(batch.column_by_name(name)?)
}

/// The sum of the hashes of rows. A missing value adds nothing to its row: whether a part has a column of which it has
/// no value makes no difference.
fn digest(batch: &RecordBatch, received_at: i64) -> u64 {
    let mut rows = vec![0u64; batch.num_rows()];
    let mut add = |name: &str, hash_of: &dyn Fn(usize) -> Option<u64>| {
        let name = identity::text(name);
        for (row, sum) in rows.iter_mut().enumerate() {
            if let Some(value) = hash_of(row) {
                *sum = sum.wrapping_add(identity::both(name, value));
            }
        }
    };
    for (field, array) in batch.schema_ref().fields().iter().zip(batch.columns()) {
        if field.name() == names::RECEIVED || field.name() == names::STREAM {
            continue;
        }
        // Where a shared file has hashes that a stream has not, they are 0.
        let may_lack = field.name() == names::CONTENT || field.name() == names::DELIVERY;
        match arrays::column(array) {
            Some(Column::Integer(values)) => {
                add(field.name(), &|row| {
                    (values[row] != MISSING && !(may_lack && values[row] == 0)).then_some(values[row] as u64)
                });
            }
            Some(Column::Text(texts)) => {
                let hashes: Vec<u64> = texts.dictionary.iter().map(|text| identity::text(text)).collect();
                add(field.name(), &|row| {
                    let code = texts.codes[row];
                    (code != NO_CODE).then(|| hashes[code as usize])
                });
            }
            None => {}
        }
    }
    // Rows of one receipt are told by their part, those of several by themselves.
    let received = match column(batch, names::RECEIVED) {
        Some(Column::Integer(values)) => values,
        _ => Vec::new(),
    };
    let received = |row: usize| received.get(row).copied().filter(|&at| at != MISSING).unwrap_or(received_at);
    add(names::RECEIVED, &|row| Some(received(row) as u64));
    rows.into_iter().fold(0, |sum, row| sum.wrapping_add(identity::both(row, 1)))
}
