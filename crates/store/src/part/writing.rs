//! Writing parts: columns laid out once, rows appended a run at a time, the file synced when it is whole.

use std::io::BufWriter;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use arrow_array::ArrayRef;
use arrow_schema::{ArrowError, DataType, Field, Schema};
use model::columns::{Column, TextColumn};
use model::time::SECOND;
use parquet::arrow::arrow_writer::{ArrowColumnChunk, ArrowRowGroupWriterFactory, compute_leaves};
use parquet::arrow::{ARROW_SCHEMA_META_KEY, ArrowSchemaConverter, encode_arrow_schema};
use parquet::basic::{Compression, Encoding, ZstdLevel};
use parquet::errors::ParquetError;
use parquet::file::metadata::KeyValue;
use parquet::file::properties::{EnabledStatistics, WriterProperties, WriterPropertiesBuilder};
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::types::ColumnPath;
use rayon::iter::{IndexedParallelIterator, IntoParallelIterator, ParallelIterator};

use crate::Error;
use crate::disk::{Disk, NewFile};
use crate::part::checked::{self, Seal, Sealing};
use crate::part::coded::{self, Coded, CodedChunk};
use crate::part::{Cells, GROUP_ROWS, SHARD};
use crate::part::{arrays, digits};

/// How a column lies in a part.
pub(crate) struct Laid {
    name: String,
    stored: DataType,
    packing: Packing,
}

/// What a column is like, for its encoding.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Packing {
    Customers,
    Hashes,
    /// Texts that come again and again.
    Repeating,
    /// Texts that hardly ever come twice.
    Distinct,
    /// Instants told to parts of a second.
    Fine,
    Plain,
}

impl Laid {
    /// Lays out a column by some of its values; `is_wide` says that others are beyond what a decimal holds.
    pub(crate) fn of(name: &str, cells: &Cells<'_>, is_wide: bool) -> Self {
        let stored = match cells {
            Cells::Customers(_) => DataType::UInt32,
            Cells::Instants(_) | Cells::InstantsAt(_) => arrays::instant_type(),
            Cells::Hashes(_) | Cells::HashesAt(_) => DataType::UInt64,
            Cells::TextsAt(_) | Cells::DigitsAt(_) => arrays::text_type(),
            Cells::FieldAt(column, kind) => arrays::stored_type(column, *kind, is_wide),
        };
        let packing = match cells {
            Cells::Customers(_) => Packing::Customers,
            Cells::Hashes(_) | Cells::HashesAt(_) => Packing::Hashes,
            Cells::Instants(values) if is_fine(values) => Packing::Fine,
            Cells::DigitsAt(numbers) if digits::are_repeating(numbers) => Packing::Repeating,
            Cells::DigitsAt(_) => Packing::Distinct,
            cells => match cells.texts() {
                Some(texts) if texts.dictionary.len() <= texts.codes.len() / 4 => Packing::Repeating,
                Some(_) => Packing::Distinct,
                None => Packing::Plain,
            },
        };
        Laid { name: name.to_owned(), stored, packing }
    }
}

/// Whether most instants have parts of a second.
fn is_fine(instants: &[i64]) -> bool {
    let n_fine = instants.iter().filter(|&&instant| instant % SECOND != 0).count();
    n_fine > instants.len() / 2
}

/// A part being written.
pub(crate) struct Writer {
    path: PathBuf,
    columns: Vec<Laid>,
    schema: Arc<Schema>,
    disk: Disk,
    file: SerializedFileWriter<Sealing<BufWriter<NewFile>>>,
    factory: ArrowRowGroupWriterFactory,
    n_groups: usize,
    /// Rows written so far.
    pub(crate) rows: u64,
}

impl Writer {
    /// Begins a part.
    pub(crate) fn create(disk: &Disk, path: PathBuf, columns: Vec<Laid>) -> Result<Self, Error> {
        let failed = |source: ParquetError| Error::Part { path: path.clone(), source };
        let fields: Vec<Field> =
            columns.iter().map(|column| Field::new(&column.name, column.stored.clone(), true)).collect();
        let schema = Arc::new(Schema::new(fields));
        let parquet = ArrowSchemaConverter::new().convert(&schema).map_err(failed)?;
        let output = Sealing::new(BufWriter::with_capacity(1 << 20, disk.create(&path)?));
        let properties = Arc::new(properties(&columns, &schema));
        let file = SerializedFileWriter::new(output, parquet.root_schema_ptr(), properties).map_err(failed)?;
        let factory = ArrowRowGroupWriterFactory::new(&file, Arc::clone(&schema));
        Ok(Writer { path, disk: disk.clone(), columns, schema, file, factory, n_groups: 0, rows: 0 })
    }

    /// Adds the rows at `positions`, in that order, which is the order of `customers`; these come after those of the rows
    /// before. The columns are those laid out; rows left out of `positions` are not written.
    pub(crate) fn append(
        &mut self,
        customers: &[u32],
        positions: &[u32],
        columns: Vec<(String, Cells<'_>)>,
    ) -> Result<(), Error> {
        self.append_groups(groups(customers), positions, columns)
    }

    /// Adds the rows at `positions` as one group, of whatever customers.
    pub(crate) fn append_together(
        &mut self,
        positions: &[u32],
        columns: Vec<(String, Cells<'_>)>,
    ) -> Result<(), Error> {
        self.append_groups(std::iter::once(0..positions.len()).collect(), positions, columns)
    }

    fn append_groups(
        &mut self,
        groups: Vec<std::ops::Range<usize>>,
        positions: &[u32],
        columns: Vec<(String, Cells<'_>)>,
    ) -> Result<(), Error> {
        let (path, disk) = (&self.path, &self.disk);
        let failed = |source: ParquetError| unwritten(disk, path, source);
        if columns.len() != self.columns.len() {
            let what = format!("{} columns come where {} were laid out", columns.len(), self.columns.len());
            return Err(failed(ParquetError::General(what)));
        }
        let columns: Vec<Prepared<'_>> = columns
            .into_iter()
            .zip(&self.columns)
            .map(|((name, cells), laid)| prepared(&name, cells, laid))
            .collect::<Result<_, _>>()
            .map_err(failed)?;
        let schema = &self.schema;
        for rows in groups {
            self.rows += rows.len() as u64;
            let encoders = self.factory.create_column_writers(self.n_groups).map_err(failed)?;
            self.n_groups += 1;
            let tasks: Vec<_> = columns.iter().zip(encoders).collect();
            let parquet = self.file.schema_descr();
            let chunks: Vec<Encoded> = tasks
                .into_par_iter()
                .enumerate()
                .map(|(place, (column, mut encoder))| {
                    if let Some(texts) = column.by_codes(&positions[rows.clone()]) {
                        return coded::encode(parquet.column(place), &texts).map(Encoded::Codes);
                    }
                    let array = column.array(rows.clone(), positions)?;
                    for leaf in compute_leaves(schema.field(place), &array)? {
                        encoder.write(&leaf)?;
                    }
                    encoder.close().map(Encoded::Values)
                })
                .collect::<Result<_, ParquetError>>()
                .map_err(failed)?;
            let mut group = self.file.next_row_group().map_err(failed)?;
            for chunk in chunks {
                match chunk {
                    Encoded::Values(chunk) => chunk.append_to_row_group(&mut group),
                    Encoded::Codes(CodedChunk { bytes, close }) => group.append_column(&bytes, close),
                }
                .map_err(failed)?;
            }
            group.close().map_err(failed)?;
        }
        Ok(())
    }

    /// Ends the part and syncs its file; gives what the file is known by.
    pub(crate) fn finish(mut self) -> Result<Seal, Error> {
        let (path, disk) = (&self.path, &self.disk);
        self.file.flush().map_err(|source| Error::File { path: path.clone(), source })?;
        let blocks = self.file.inner_mut().begin_tail();
        self.file.append_key_value_metadata(KeyValue::new(checked::BLOCKS.to_owned(), blocks));
        let output = self.file.into_inner().map_err(|source| unwritten(disk, path, source))?;
        let (output, seal) = output.sealed();
        let file = output
            .into_inner()
            .map_err(|unwritten| Error::File { path: path.clone(), source: unwritten.into_error() })?;
        file.sync()?;
        Ok(seal)
    }
}

/// A column of a row group.
enum Encoded {
    Values(ArrowColumnChunk),
    Codes(CodedChunk),
}

/// Why a part could not be written: what the system said, if it did.
fn unwritten(disk: &Disk, path: &Path, source: ParquetError) -> Error {
    match disk.refusal() {
        Some(source) => Error::File { path: path.to_owned(), source },
        None => Error::Part { path: path.to_owned(), source },
    }
}

/// Writes a part at once; gives what its file is known by.
pub(crate) fn write(
    disk: &Disk,
    path: &Path,
    customers: &[u32],
    positions: &[u32],
    columns: Vec<(String, Cells<'_>)>,
) -> Result<Seal, Error> {
    let laid = columns.iter().map(|(name, cells)| Laid::of(name, cells, false)).collect();
    let mut writer = Writer::create(disk, path.to_owned(), laid)?;
    writer.append(customers, positions, columns)?;
    writer.finish()
}

/// Runs of rows of at most [`GROUP_ROWS`], cut between shards and, where possible, between customers.
fn groups(customers: &[u32]) -> Vec<std::ops::Range<usize>> {
    let mut groups = Vec::new();
    let mut start = 0;
    while start < customers.len() {
        let shard_end = (customers[start] / SHARD).saturating_add(1).saturating_mul(SHARD);
        let mut end = start + customers[start..].partition_point(|&customer| customer < shard_end);
        if end - start > GROUP_ROWS {
            let last = customers[start + GROUP_ROWS];
            let before = start + customers[start..end].partition_point(|&customer| customer < last);
            end = if before > start { before } else { start + GROUP_ROWS };
        }
        groups.push(start..end);
        start = end;
    }
    groups
}

fn properties(columns: &[Laid], schema: &Schema) -> WriterProperties {
    // On a shop's events it was a seventh smaller than LZ4 and no slower to write or read.
    let level = ZstdLevel::try_new(1).expect("1 is a level of zstd");
    // The hint keeps dictionaries and decimals of 64 bits as they are when the part is read again.
    let hint = KeyValue::new(ARROW_SCHEMA_META_KEY.to_owned(), encode_arrow_schema(schema));
    let mut builder = WriterProperties::builder()
        .set_compression(Compression::ZSTD(level))
        .set_statistics_enabled(EnabledStatistics::None)
        .set_dictionary_enabled(false)
        .set_key_value_metadata(Some(vec![hint]));
    for column in columns {
        builder = encoding(builder, ColumnPath::new(vec![column.name.clone()]), column.packing);
    }
    builder.build()
}

fn encoding(builder: WriterPropertiesBuilder, path: ColumnPath, packing: Packing) -> WriterPropertiesBuilder {
    match packing {
        // Readers find a customer's row groups by the least and greatest customer of each.
        Packing::Customers => builder
            .set_column_encoding(path.clone(), Encoding::DELTA_BINARY_PACKED)
            .set_column_statistics_enabled(path, EnabledStatistics::Chunk),
        // Hashes are noise: compressing them costs time and saves nothing.
        Packing::Hashes => builder.set_column_compression(path, Compression::UNCOMPRESSED),
        // Their differences are noise too, but shorter; whole seconds and days are left to compression.
        Packing::Fine => builder
            .set_column_encoding(path.clone(), Encoding::DELTA_BINARY_PACKED)
            .set_column_compression(path, Compression::UNCOMPRESSED),
        // A dictionary of texts that hardly ever come twice is only another copy of them.
        Packing::Repeating => builder.set_column_dictionary_enabled(path, true),
        Packing::Distinct | Packing::Plain => builder,
    }
}

/// A column of a part to be written.
struct Prepared<'a> {
    cells: Cells<'a>,
    stored: DataType,
    packing: Packing,
    dictionary: Option<ArrayRef>,
}

fn prepared<'a>(name: &str, cells: Cells<'a>, laid: &Laid) -> Result<Prepared<'a>, ParquetError> {
    if laid.name != name {
        return Err(ParquetError::General(format!("column {name} comes where {} was laid out", laid.name)));
    }
    let too_much = || ParquetError::General(format!("column {name} holds more than 2 GiB of distinct texts"));
    let dictionary = cells.texts().map(|texts| arrays::dictionary_array(texts).ok_or_else(too_much)).transpose()?;
    Ok(Prepared { cells, stored: laid.stored.clone(), packing: laid.packing, dictionary })
}

impl Prepared<'_> {
    /// The texts at some positions, when they come again and again and are few enough to be written by their codes.
    fn by_codes(&self, positions: &[u32]) -> Option<Coded> {
        match &self.cells {
            _ if self.packing != Packing::Repeating => None,
            Cells::DigitsAt(numbers) => Coded::of_numbers(numbers, positions),
            cells => Coded::of_texts(cells.texts()?, positions),
        }
    }

    /// The column's values in some rows of the part.
    fn array(&self, rows: std::ops::Range<usize>, positions: &[u32]) -> Result<ArrayRef, ArrowError> {
        let at = || positions[rows.clone()].iter().map(|&position| position as usize);
        match &self.cells {
            Cells::Customers(values) => Ok(arrays::customers(&values[rows])),
            Cells::Instants(values) => arrays::integers(values[rows].to_vec(), &self.stored),
            Cells::Hashes(values) => Ok(arrays::hashes(values[rows].to_vec())),
            Cells::HashesAt(values) => Ok(arrays::hashes(at().map(|position| values[position]).collect())),
            Cells::InstantsAt(values) => {
                arrays::integers(at().map(|position| values[position]).collect(), &self.stored)
            }
            Cells::FieldAt(Column::Integer(values), _) => {
                arrays::integers(at().map(|position| values[position]).collect(), &self.stored)
            }
            Cells::DigitsAt(numbers) => Ok(digits::array(at().map(|position| numbers[position]))),
            Cells::TextsAt(texts) => self.texts(texts, at()),
            Cells::FieldAt(Column::Text(texts), _) => self.texts(texts, at()),
        }
    }

    fn texts(&self, texts: &TextColumn, at: impl Iterator<Item = usize>) -> Result<ArrayRef, ArrowError> {
        let dictionary = self.dictionary.as_ref().expect("a text column is prepared with its dictionary");
        arrays::texts(at.map(|position| texts.codes[position]), dictionary)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_never_cross_a_shard_nor_cut_a_customer() {
        assert_eq!(groups(&[0, 1, SHARD - 1, SHARD, 3 * SHARD]), [0..3, 3..4, 4..5]);
        let mut customers = vec![1; GROUP_ROWS - 1];
        customers.extend([2, 2]);
        assert_eq!(groups(&customers), [0..GROUP_ROWS - 1, GROUP_ROWS - 1..GROUP_ROWS + 1]);
        assert_eq!(groups(&vec![1; GROUP_ROWS + 1]), [0..GROUP_ROWS, GROUP_ROWS..GROUP_ROWS + 1]);
    }
}
