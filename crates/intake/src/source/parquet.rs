//! Parquet files, one column at a time, so that columns are decoded on several processors and only when wanted.

use std::collections::BTreeMap;
use std::fs::File;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use ::parquet::arrow::ProjectionMask;
use ::parquet::arrow::arrow_reader::{
    ArrowReaderMetadata, ArrowReaderOptions, ParquetRecordBatchReader, ParquetRecordBatchReaderBuilder,
};
use ::parquet::basic::{Encoding, PageType};
use ::parquet::column::page::{Page, PageReader};
use ::parquet::file::metadata::{ColumnChunkMetaData, RowGroupMetaData};
use ::parquet::file::serialized_reader::SerializedPageReader;
use arrow_array::ArrayRef;
use arrow_array::cast::AsArray;
use arrow_schema::{DataType, Field, FieldRef, Fields, Schema};
use model::value::Type;

use crate::infer;
use crate::read::Error;
use crate::source::Most;

/// Rows decoded at once: few enough that they stay in the processor's cache.
const BATCH: usize = 65_536;
/// Rows of a chunk, at most: vectors of so many values are taken from memory that others left.
const CHUNK: usize = 4 * BATCH;

/// An opened Parquet file.
pub(crate) struct ParquetFile {
    path: PathBuf,
    metadata: ArrowReaderMetadata,
    names: Vec<String>,
    columns: Vec<ParquetColumn>,
    n_rows: usize,
    /// What is read of the columns, each by its number and whether its texts come as codes: chunks that end within a row
    /// group go on where the one before ended, and no page is decoded twice.
    under_way: Mutex<BTreeMap<(usize, bool), UnderWay>>,
}

/// A column that is read up to a row.
struct UnderWay {
    next: usize,
    /// Values that were decoded beyond what was asked for.
    left: Option<ArrayRef>,
    reader: ParquetRecordBatchReader,
}

/// A column that is no structure; fields of structures are columns with dotted names.
struct ParquetColumn {
    /// Positions of the fields that lead to it, from the root.
    path: Vec<usize>,
    /// Its leaves in the file: several for a list of structures.
    leaves: Range<usize>,
    kind: DataType,
}

impl ParquetFile {
    /// Opens a file and reads its description.
    pub(crate) fn open(path: &Path) -> Result<Self, Error> {
        let file = File::open(path).map_err(|source| Error::Unreadable { path: path.to_owned(), source })?;
        let metadata = ArrowReaderMetadata::load(&file, ArrowReaderOptions::new())
            .map_err(|source| Error::Parquet { path: path.to_owned(), source })?;
        let (mut names, mut columns, mut leaf) = (Vec::new(), Vec::new(), 0);
        add_columns(metadata.schema().fields(), "", &[], &mut leaf, &mut |name, column| {
            names.push(name);
            columns.push(column);
        });
        let n_rows = usize::try_from(metadata.metadata().file_metadata().num_rows()).unwrap_or(0);
        Ok(ParquetFile { path: path.to_owned(), metadata, names, columns, n_rows, under_way: Mutex::default() })
    }

    /// Names of the columns.
    pub(crate) fn names(&self) -> &[String] {
        &self.names
    }

    /// Number of rows.
    pub(crate) fn n_rows(&self) -> usize {
        self.n_rows
    }

    /// The type of a new field made of a column.
    pub(crate) fn kind_of(&self, column: usize, field: &str) -> Type {
        kind_of(&self.columns[column].kind, field)
    }

    /// Whether the times of a column may name no zone: days and naive times do; texts are not looked into.
    pub(crate) fn has_local_times(&self, column: usize) -> bool {
        matches!(
            self.columns[column].kind,
            DataType::Timestamp(_, None) | DataType::Date32 | DataType::Date64 | DataType::Utf8
        )
    }

    /// Whether the values of a column are whole numbers of a common width.
    pub(crate) fn is_whole(&self, column: usize) -> bool {
        matches!(self.columns[column].kind, DataType::Int32 | DataType::Int64)
    }

    /// Where a chunk that starts at a row ends: after whole row groups where one ends in time.
    pub(crate) fn end_of_chunk(&self, start: usize, most: &Most) -> usize {
        let bytes: u64 = self.groups().map(|(_, group)| group.total_byte_size().unsigned_abs()).sum();
        let bytes_of_row = (bytes / self.n_rows.max(1) as u64).max(1);
        let rows =
            most.rows_of(self.columns.len()).min(usize::try_from(most.bytes / bytes_of_row).unwrap_or(usize::MAX));
        let rows = if most.rows == usize::MAX { rows } else { rows.min(CHUNK) };
        let end = start.saturating_add(rows.max(1)).min(self.n_rows);
        let ends = self.groups().map(|(rows, _)| rows.end);
        ends.filter(|group_end| *group_end > start && *group_end <= end).max().unwrap_or(end)
    }

    /// The row groups with their rows.
    fn groups(&self) -> impl Iterator<Item = (Range<usize>, &RowGroupMetaData)> {
        let mut start = 0;
        self.metadata.metadata().row_groups().iter().map(move |group| {
            let rows = start..start + usize::try_from(group.num_rows()).unwrap_or(0);
            start = rows.end;
            (rows, group)
        })
    }

    /// Hands over the values of a column at some rows, array by array, until `take` says that it has had enough.
    pub(crate) fn read_column(
        &self,
        column: usize,
        kind: Type,
        rows: Range<usize>,
        mut take: impl FnMut(&ArrayRef) -> bool,
    ) -> Result<(), Error> {
        let failed = |source| Error::Parquet { path: self.path.clone(), source };
        let depth = self.columns[column].path.len() - 1;
        let place = (column, self.comes_coded(column, kind));
        let known = self.under_way.lock().unwrap_or_else(PoisonError::into_inner).remove(&place);
        let mut way = match known.filter(|way| way.next == rows.start) {
            Some(way) => way,
            None => UnderWay { next: rows.start, left: None, reader: self.reader_from(column, kind, rows.start)? },
        };
        while way.next < rows.end {
            let array = match way.left.take() {
                Some(left) => left,
                None => match way.reader.next() {
                    Some(batch) => descended(batch.map_err(|source| failed(source.into()))?.column(0), depth),
                    None => break,
                },
            };
            let length = array.len().min(rows.end - way.next);
            if length < array.len() {
                way.left = Some(array.slice(length, array.len() - length));
            }
            way.next += length;
            if !take(&array.slice(0, length)) {
                return Ok(());
            }
        }
        if way.next < self.n_rows {
            self.under_way.lock().unwrap_or_else(PoisonError::into_inner).insert(place, way);
        }
        Ok(())
    }

    /// A reader of a column from a row on.
    fn reader_from(&self, column: usize, kind: Type, start: usize) -> Result<ParquetRecordBatchReader, Error> {
        let failed = |source| Error::Parquet { path: self.path.clone(), source };
        let file = File::open(&self.path).map_err(|source| Error::Unreadable { path: self.path.clone(), source })?;
        let leaves = self.columns[column].leaves.clone();
        let metadata = self.metadata_for(column, kind);
        let mask = ProjectionMask::leaves(metadata.parquet_schema(), leaves);
        let groups: Vec<(usize, Range<usize>)> =
            self.groups().map(|(group, _)| group).enumerate().filter(|(_, group)| group.end > start).collect();
        let first_row = groups.first().map_or(start, |(_, group)| group.start);
        ParquetRecordBatchReaderBuilder::new_with_metadata(file, metadata)
            .with_projection(mask)
            .with_batch_size(BATCH)
            .with_row_groups(groups.iter().map(|(position, _)| *position).collect())
            .with_offset(start - first_row)
            .build()
            .map_err(failed)
    }

    /// Hands over the texts of a column's dictionaries, and tells how many values there are; `None` unless all pages are
    /// codes into dictionaries and it is known how many values are missing.
    pub(crate) fn each_word(&self, column: usize, mut see: impl FnMut(&str)) -> Result<Option<u64>, Error> {
        let leaf = self.columns[column].leaves.start;
        if !self.comes_coded(column, Type::Text) {
            return Ok(None);
        }
        let failed = |source| Error::Parquet { path: self.path.clone(), source };
        let file = File::open(&self.path).map_err(|source| Error::Unreadable { path: self.path.clone(), source })?;
        let file = Arc::new(file);
        let mut n_values = 0;
        for (rows, group) in self.groups() {
            let chunk = group.column(leaf);
            let Some(missing) = chunk.statistics().and_then(|statistics| statistics.null_count_opt()) else {
                return Ok(None);
            };
            n_values += (rows.len() as u64).saturating_sub(missing);
            let mut pages = SerializedPageReader::new(Arc::clone(&file), chunk, rows.len(), None).map_err(failed)?;
            let Some(Page::DictionaryPage { buf, .. }) = pages.get_next_page().map_err(failed)? else {
                return Ok(None);
            };
            let mut rest: &[u8] = &buf;
            while let Some((length, after)) = rest.split_first_chunk::<4>() {
                let Some((text, after)) = after.split_at_checked(u32::from_le_bytes(*length) as usize) else {
                    return Ok(None);
                };
                let Ok(text) = std::str::from_utf8(text) else { return Ok(None) };
                see(text);
                rest = after;
            }
        }
        Ok(Some(n_values))
    }

    /// Whether a column read as a type comes as codes.
    fn comes_coded(&self, column: usize, kind: Type) -> bool {
        let column = &self.columns[column];
        let is_text = matches!(column.kind, DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View);
        kind.is_text() && is_text && column.path.len() == 1 && self.is_coded(column.leaves.start)
    }

    /// The file's description, asking for a text column as codes where the file has it so.
    fn metadata_for(&self, column: usize, kind: Type) -> ArrowReaderMetadata {
        if !self.comes_coded(column, kind) {
            return self.metadata.clone();
        }
        let column = &self.columns[column];
        let schema = self.metadata.schema();
        let dictionary = DataType::Dictionary(Box::new(DataType::Int32), Box::new(DataType::Utf8));
        let recoded = |(position, field): (usize, &FieldRef)| {
            if position == column.path[0] {
                Arc::new(Field::clone(field).with_data_type(dictionary.clone()))
            } else {
                Arc::clone(field)
            }
        };
        let fields: Fields = schema.fields().iter().enumerate().map(recoded).collect();
        let schema = Schema::new_with_metadata(fields, schema.metadata().clone());
        let options = ArrowReaderOptions::new().with_schema(Arc::new(schema));
        // Where the reader cannot, plain texts are as good, only slower.
        ArrowReaderMetadata::try_new(Arc::clone(self.metadata.metadata()), options)
            .unwrap_or_else(|_| self.metadata.clone())
    }

    /// Whether all pages of a column are codes into a dictionary.
    fn is_coded(&self, leaf: usize) -> bool {
        self.metadata.metadata().row_groups().iter().all(|group| is_chunk_coded(group.column(leaf)))
    }
}

fn is_chunk_coded(chunk: &ColumnChunkMetaData) -> bool {
    let coded = |encoding: Encoding| matches!(encoding, Encoding::RLE_DICTIONARY | Encoding::PLAIN_DICTIONARY);
    if chunk.dictionary_page_offset().is_none() {
        return false;
    }
    if let Some(mask) = chunk.page_encoding_stats_mask() {
        return mask.is_only(Encoding::RLE_DICTIONARY) || mask.is_only(Encoding::PLAIN_DICTIONARY);
    }
    let is_page = |kind: PageType| matches!(kind, PageType::DATA_PAGE | PageType::DATA_PAGE_V2);
    chunk
        .page_encoding_stats()
        .is_some_and(|pages| pages.iter().filter(|page| is_page(page.page_type)).all(|page| coded(page.encoding)))
}

/// Finds the columns among fields, depth first, as the file numbers its leaves.
fn add_columns(
    fields: &Fields,
    prefix: &str,
    path: &[usize],
    leaf: &mut usize,
    add: &mut dyn FnMut(String, ParquetColumn),
) {
    for (position, field) in fields.iter().enumerate() {
        let name = format!("{prefix}{}", field.name());
        let path: Vec<usize> = path.iter().copied().chain([position]).collect();
        if let DataType::Struct(inner) = field.data_type() {
            add_columns(inner, &format!("{name}."), &path, leaf, add);
            continue;
        }
        let first = *leaf;
        *leaf += n_leaves(field.data_type());
        add(name, ParquetColumn { path, leaves: first..*leaf, kind: field.data_type().clone() });
    }
}

fn n_leaves(kind: &DataType) -> usize {
    match kind {
        DataType::Struct(fields) => fields.iter().map(|field| n_leaves(field.data_type())).sum(),
        DataType::List(field)
        | DataType::LargeList(field)
        | DataType::ListView(field)
        | DataType::LargeListView(field)
        | DataType::FixedSizeList(field, _)
        | DataType::Map(field, _) => n_leaves(field.data_type()),
        _ => 1,
    }
}

/// The column inside structures of which only it was read; a missing structure makes its fields missing.
fn descended(array: &ArrayRef, depth: usize) -> ArrayRef {
    let mut array = Arc::clone(array);
    for _ in 0..depth {
        let (_, mut inner) = array.as_struct().flatten();
        array = inner.swap_remove(0);
    }
    array
}

fn kind_of(kind: &DataType, field: &str) -> Type {
    match kind {
        kind if kind.is_integer() && infer::is_code_name(field) => Type::Text,
        kind if kind.is_numeric() => Type::Number,
        DataType::Boolean => Type::Bool,
        DataType::Date32 | DataType::Date64 => Type::Date,
        DataType::Timestamp(..) => Type::Instant,
        DataType::Duration(_) => Type::Duration,
        DataType::Dictionary(_, values) => kind_of(values, field),
        DataType::List(_) | DataType::LargeList(_) | DataType::FixedSizeList(..) => Type::TextList,
        _ => Type::Text,
    }
}
