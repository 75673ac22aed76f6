//! Reading parts: whole columns in parallel, or the rows of one customer out of the groups that may hold them.

use std::fs::File;
use std::path::{Path, PathBuf};

use model::columns::{Column, TextColumn};
use model::value::Type;
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::{
    ArrowReaderMetadata, ArrowReaderOptions, ParquetRecordBatchReaderBuilder, RowSelection,
};
use parquet::file::metadata::PageIndexPolicy;
use parquet::file::statistics::Statistics;
use rayon::iter::{IntoParallelIterator, IntoParallelRefIterator, ParallelIterator};

use crate::Error;
use crate::arrays;
use crate::joining::{self, Piece};
use crate::part::{Part, names};

/// Which customers to read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Whom {
    /// All of them.
    Everyone,
    /// One only.
    One(u32),
}

/// A part whose footer has been read.
struct Opened {
    path: PathBuf,
    metadata: ArrowReaderMetadata,
}

/// Some rows of a row group of a part.
struct Portion {
    /// Position of the part among those read.
    part: usize,
    group: usize,
    /// Rows within the group.
    rows: std::ops::Range<usize>,
    /// Rows of the whole group.
    of: usize,
}

/// Parts being read: the portions that concern whom is asked, and their customers.
pub(crate) struct Reading {
    opened: Vec<Opened>,
    portions: Vec<Portion>,
    /// Customers of the portions' rows, end to end.
    pub(crate) customers: Vec<u32>,
}

impl Reading {
    /// Opens parts and finds the rows asked for.
    pub(crate) fn new(base: &Path, parts: &[Part], whom: Whom) -> Result<Self, Error> {
        let opened = parts.par_iter().map(|part| open(part.path(base), whom)).collect::<Result<Vec<_>, _>>()?;
        let mut groups = Vec::new();
        for (part, opened) in opened.iter().enumerate() {
            let candidates = 0..opened.metadata.metadata().num_row_groups();
            groups.extend(candidates.filter(|&group| may_hold(opened, group, whom)).map(|group| (part, group)));
        }
        let read = |(part, group): (usize, usize)| {
            let opened: &Opened = &opened[part];
            let of = opened.metadata.metadata().row_group(group).num_rows() as usize;
            let all = Portion { part, group, rows: 0..of, of };
            let customers = match read_column(opened, &all, names::CUSTOMER)? {
                Some(Column::Integer(values)) => values.into_iter().map(|value| value as u32).collect::<Vec<u32>>(),
                _ => return Err(damaged(opened, "it has no customers")),
            };
            let Whom::One(customer) = whom else {
                return Ok((all, customers));
            };
            let start = customers.partition_point(|&other| other < customer);
            let end = customers.partition_point(|&other| other <= customer);
            Ok((Portion { rows: start..end, ..all }, vec![customer; end - start]))
        };
        let found = groups.into_par_iter().map(read).collect::<Result<Vec<_>, _>>()?;
        let mut portions = Vec::with_capacity(found.len());
        let mut customers = Vec::with_capacity(found.iter().map(|(_, customers)| customers.len()).sum());
        for (portion, of_portion) in found {
            if !portion.rows.is_empty() {
                portions.push(portion);
                customers.extend(of_portion);
            }
        }
        Ok(Reading { opened, portions, customers })
    }

    /// Some columns of the rows, each joined under one dictionary, in the order asked for; a column that a part lacks is
    /// missing in its rows.
    pub(crate) fn columns(&self, wanted: &[(&str, Type)]) -> Result<Vec<Column>, Error> {
        let tasks: Vec<(usize, usize)> = (0..wanted.len())
            .flat_map(|column| (0..self.portions.len()).map(move |portion| (column, portion)))
            .collect();
        let read = |(column, portion): (usize, usize)| {
            let (name, _): (&str, Type) = wanted[column];
            let portion = &self.portions[portion];
            let found = read_column(&self.opened[portion.part], portion, name)?;
            Ok(found.map_or(Piece::Missing(portion.rows.len()), Piece::Of))
        };
        let mut pieces = tasks.into_par_iter().map(read).collect::<Result<Vec<_>, Error>>()?;
        let mut by_column = Vec::with_capacity(wanted.len());
        for (_, kind) in wanted.iter().rev() {
            by_column.push((*kind, pieces.split_off(pieces.len() - self.portions.len())));
        }
        by_column.reverse();
        Ok(by_column.into_par_iter().map(|(kind, pieces)| joining::join(kind, pieces)).collect())
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

    /// For each row, what `value` says of its part, by position among those read.
    pub(crate) fn by_part<T: Clone>(&self, value: impl Fn(usize) -> T) -> Vec<T> {
        self.portions.iter().flat_map(|portion| std::iter::repeat_n(value(portion.part), portion.rows.len())).collect()
    }
}

fn open(path: PathBuf, whom: Whom) -> Result<Opened, Error> {
    let file = File::open(&path).map_err(|source| Error::File { path: path.clone(), source })?;
    // Positions of pages are of use only to skip most of them.
    let pages = if whom == Whom::Everyone { PageIndexPolicy::Skip } else { PageIndexPolicy::Optional };
    let options = ArrowReaderOptions::new().with_offset_index_policy(pages);
    let metadata =
        ArrowReaderMetadata::load(&file, options).map_err(|source| Error::Part { path: path.clone(), source })?;
    Ok(Opened { path, metadata })
}

fn may_hold(opened: &Opened, group: usize, whom: Whom) -> bool {
    let Whom::One(customer) = whom else {
        return true;
    };
    let group = opened.metadata.metadata().row_group(group);
    let column = group.columns().iter().find(|column| column.column_path().string() == names::CUSTOMER);
    match column.and_then(|column| column.statistics()) {
        Some(Statistics::Int32(range)) => {
            let least = range.min_opt().is_none_or(|&least| least as u32 <= customer);
            let greatest = range.max_opt().is_none_or(|&greatest| greatest as u32 >= customer);
            least && greatest
        }
        _ => true,
    }
}

/// A column of some rows of a row group; `None` when the part has no such column.
fn read_column(opened: &Opened, portion: &Portion, name: &str) -> Result<Option<Column>, Error> {
    let schema = opened.metadata.metadata().file_metadata().schema_descr();
    let Some(index) = schema.columns().iter().position(|column| column.name() == name) else {
        return Ok(None);
    };
    let failed = |source| Error::Part { path: opened.path.clone(), source };
    let file = File::open(&opened.path).map_err(|source| Error::File { path: opened.path.clone(), source })?;
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

fn damaged(opened: &Opened, what: &str) -> Error {
    Error::Damaged { path: opened.path.clone(), what: what.to_owned() }
}
