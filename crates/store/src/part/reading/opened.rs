//! An opened part: which of its row groups may hold what is asked, and one column of one of them.

use std::collections::BTreeSet;
use std::ops::Range;
use std::path::Path;

use arrow_schema::DataType;
use model::columns::Column;
use model::value::Type;
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::{
    ArrowReaderMetadata, ArrowReaderOptions, ParquetRecordBatchReaderBuilder, RowSelection,
};
use parquet::file::metadata::{PageIndexPolicy, ParquetMetaData};
use parquet::file::statistics::Statistics;

use super::Whom;
use crate::Error;
use crate::part::checked::CheckedFile;
use crate::part::joining::{self, Piece};
use crate::part::{Part, arrays, names};

/// A part whose footer has been read.
pub(super) struct Opened {
    pub(super) file: CheckedFile,
    pub(super) metadata: ArrowReaderMetadata,
}

/// Some rows of a row group of a part.
pub(super) struct Portion {
    /// Position of the part among those read.
    pub(super) part: usize,
    pub(super) group: usize,
    /// Rows within the group.
    pub(super) rows: Range<usize>,
    /// Rows of the whole group.
    pub(super) of: usize,
}

/// Opens a part.
pub(super) fn open(base: &Path, part: &Part, whom: Whom) -> Result<Opened, Error> {
    let mut file = CheckedFile::open(&part.path(base), part.seal)?;
    // Positions of pages are of use only to skip most of them.
    let pages = if whom == Whom::Everyone { PageIndexPolicy::Skip } else { PageIndexPolicy::Optional };
    let options = ArrowReaderOptions::new().with_offset_index_policy(pages);
    let metadata = ArrowReaderMetadata::load(&file, options).map_err(|source| file.failed(source))?;
    file.take_blocks(metadata.metadata())?;
    let rows = metadata.metadata().file_metadata().num_rows() as u64;
    let is_right = if part.file.is_none() { rows == part.rows } else { rows >= part.file_row + part.rows };
    if !is_right {
        return Err(file.damaged("it does not have as many rows as the catalogue says"));
    }
    Ok(Opened { file, metadata })
}

/// The row groups of a part's file that hold its rows, and which of their rows these are.
pub(super) fn own_rows(part: &Part, metadata: &ParquetMetaData) -> Vec<(usize, Range<usize>)> {
    let (start, end) = (part.file_row as usize, (part.file_row + part.rows) as usize);
    let mut own = Vec::new();
    let mut first = 0;
    for group in 0..metadata.num_row_groups() {
        let of = metadata.row_group(group).num_rows() as usize;
        let rows = start.clamp(first, first + of) - first..end.clamp(first, first + of) - first;
        first += of;
        if !rows.is_empty() {
            own.push((group, rows));
        }
    }
    own
}

/// Whether a part has rows of numbers between the least and the greatest of those asked for.
pub(super) fn may_concern(part: &Part, whom: Whom, guests: &[u32]) -> bool {
    let guest = guests.partition_point(|&guest| guest < part.first);
    whom == Whom::Everyone
        || (part.first < whom.end(0) && part.last >= whom.first())
        || guests.get(guest).is_some_and(|&guest| guest <= part.last)
}

/// Names of the columns of a part's file.
pub(crate) fn column_names(base: &Path, part: &Part) -> Result<BTreeSet<String>, Error> {
    let opened = open(base, part, Whom::Everyone)?;
    let schema = opened.metadata.metadata().file_metadata().schema_descr();
    Ok(schema.columns().iter().map(|column| column.name().to_owned()).collect())
}

/// Names of the columns of a part's file that are plain integers: those with values beyond what a decimal holds.
pub(crate) fn wide_columns(base: &Path, part: &Part) -> Result<Vec<String>, Error> {
    let opened = open(base, part, Whom::Everyone)?;
    let fields = opened.metadata.schema().fields().iter();
    Ok(fields.filter(|field| *field.data_type() == DataType::Int64).map(|field| field.name().clone()).collect())
}

/// Whether a row group may hold rows of the numbers asked for.
pub(super) fn may_hold(opened: &Opened, group: usize, whom: Whom, guests: &[u32]) -> bool {
    if whom == Whom::Everyone {
        return true;
    }
    let group = opened.metadata.metadata().row_group(group);
    let column = group.columns().iter().find(|column| column.column_path().string() == names::CUSTOMER);
    match column.and_then(|column| column.statistics()) {
        Some(Statistics::Int32(range)) => {
            let least = range.min_opt().map_or(0, |&least| least as u32);
            let greatest = range.max_opt().map_or(u32::MAX, |&greatest| greatest as u32);
            let guest = guests.partition_point(|&guest| guest < least);
            (least < whom.end(0) && greatest >= whom.first())
                || guests.get(guest).is_some_and(|&guest| guest <= greatest)
        }
        _ => true,
    }
}

/// A column of some rows of a row group; `None` when the part has no such column.
pub(super) fn read_column(opened: &Opened, portion: &Portion, name: &str) -> Result<Option<Column>, Error> {
    let schema = opened.metadata.metadata().file_metadata().schema_descr();
    let Some(index) = schema.columns().iter().position(|column| column.name() == name) else {
        return Ok(None);
    };
    let failed = |source| opened.file.failed(source);
    // A whole column is read at once; of one customer's rows, only their pages.
    let file = if portion.rows.len() < portion.of {
        opened.file.clone()
    } else {
        let (start, length) = opened.metadata.metadata().row_group(portion.group).column(index).byte_range();
        opened.file.holding(start, length)?
    };
    let mut builder = ParquetRecordBatchReaderBuilder::new_with_metadata(file, opened.metadata.clone())
        .with_projection(ProjectionMask::leaves(schema, [index]))
        .with_row_groups(vec![portion.group])
        .with_batch_size(portion.rows.len().max(1));
    if portion.rows.len() < portion.of {
        let selection = RowSelection::from_consecutive_ranges(std::iter::once(portion.rows.clone()), portion.of);
        builder = builder.with_row_selection(selection);
    }
    let mut read = Vec::new();
    for batch in builder.build().map_err(failed)? {
        let batch = batch.map_err(|source| failed(source.into()))?;
        read.push(arrays::column(batch.column(0)).ok_or_else(|| damaged(opened, name))?);
    }
    let length: usize = read.iter().map(Column::len).sum();
    if length != portion.rows.len() {
        return Err(damaged(opened, "rows are lacking"));
    }
    if read.len() == 1 {
        return Ok(read.pop());
    }
    // A group comes in several batches only when it is read in pieces; texts are then joined as those of parts are.
    let kind = if matches!(read.first(), Some(Column::Text(_))) { Type::Text } else { Type::Number };
    Ok(Some(joining::join(kind, read.into_iter().map(Piece::Of).collect())))
}

/// That a part is damaged.
pub(super) fn damaged(opened: &Opened, what: &str) -> Error {
    opened.file.damaged(what)
}
