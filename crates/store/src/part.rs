//! Parts: immutable files of rows in order of customers. Here they are named, written and synced.

use std::fs::File;
use std::io::BufWriter;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use arrow_array::ArrayRef;
use arrow_schema::{ArrowError, DataType, Field, Schema};
use model::columns::{Column, TextColumn};
use model::value::Type;
use parquet::arrow::ArrowSchemaConverter;
use parquet::arrow::arrow_writer::{ArrowColumnChunk, ArrowRowGroupWriterFactory, compute_leaves};
use parquet::basic::{Compression, Encoding, ZstdLevel};
use parquet::errors::ParquetError;
use parquet::file::properties::{EnabledStatistics, WriterProperties, WriterPropertiesBuilder};
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::types::ColumnPath;
use rayon::iter::{IndexedParallelIterator, IntoParallelIterator, ParallelIterator};

use crate::{Error, arrays};

/// Customers of one shard: a row group holds rows of one shard only.
pub(crate) const SHARD: u32 = 65_536;
/// Most rows of a row group, unless one customer alone has more.
const GROUP_ROWS: usize = 1 << 20;

/// Names of the store's own columns: no field begins with an underscore.
pub(crate) mod names {
    /// The customer's number; in a reference table, the row's.
    pub(crate) const CUSTOMER: &str = "_customer";
    /// Event time, or since when a profile row holds (absent: from the beginning).
    pub(crate) const AT: &str = "_at";
    /// Message id.
    pub(crate) const MESSAGE: &str = "_message";
    /// What makes the row itself.
    pub(crate) const IDENTITY: &str = "_identity";
    /// Hash of the row's content; keyed streams and profiles only.
    pub(crate) const CONTENT: &str = "_content";
    /// When the source updated the row; keyed streams only.
    pub(crate) const UPDATED: &str = "_updated_at";
    /// Code of a row of a reference table.
    pub(crate) const KEY: &str = "_key";
    /// Hash of the source's message; keyed streams only, 0 for none.
    pub(crate) const DELIVERY: &str = "_delivery";
}

/// What the catalogue knows of a part.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Part {
    /// Its number; also the name of its file.
    pub(crate) id: u64,
    /// Folder of its stream.
    pub(crate) folder: String,
    /// Number of rows.
    pub(crate) rows: u64,
    /// Fields that have a value in some row.
    pub(crate) fields: Vec<String>,
    /// Whether it holds several versions of a row, or a later version of a row of an earlier part.
    pub(crate) versions: bool,
    /// Whether some row of a profile part is dated.
    pub(crate) dated: bool,
    /// When its rows were received: all of one part at once.
    pub(crate) received_at: i64,
}

impl Part {
    /// The part's file.
    pub(crate) fn path(&self, base: &Path) -> PathBuf {
        base.join("parts").join(&self.folder).join(format!("{}.parquet", self.id))
    }
}

/// Folder of the customers' attributes.
pub(crate) const PROFILE: &str = "@profile";

/// The folder of a stream: letters, digits and underscores as they are, any other byte in hexadecimal after `%`, so that
/// no two streams share one and no name leaves the folder of parts.
pub(crate) fn folder(stream: &str) -> String {
    let mut name = String::with_capacity(stream.len());
    for byte in stream.bytes() {
        if byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_' {
            name.push(char::from(byte));
        } else {
            name.push_str(&format!("%{byte:02x}"));
        }
    }
    name
}

/// The folder of a reference table.
pub(crate) fn table_folder(table: &str) -> String {
    format!("@table-{}", folder(table))
}

/// Values of a column of a part to be written.
pub(crate) enum Cells<'a> {
    /// Customers, in the part's order.
    Customers(&'a [u32]),
    /// Instants, in the part's order.
    Instants(&'a [i64]),
    /// Hashes, in the part's order.
    Hashes(&'a [u64]),
    /// Hashes, by position of the row.
    HashesAt(&'a [u64]),
    /// Instants, by position of the row.
    InstantsAt(&'a [i64]),
    /// Texts, by position of the row.
    TextsAt(&'a TextColumn),
    /// A field, by position of the row.
    FieldAt(&'a Column, Type),
}

impl Cells<'_> {
    /// The texts, if they are texts.
    fn texts(&self) -> Option<&TextColumn> {
        match self {
            Cells::TextsAt(texts) => Some(texts),
            Cells::FieldAt(Column::Text(texts), _) => Some(texts),
            _ => None,
        }
    }
}

/// A column of a part to be written.
struct Prepared<'a> {
    name: String,
    cells: Cells<'a>,
    stored: DataType,
    dictionary: Option<ArrayRef>,
}

/// Writes a part of the rows at `positions`, in that order, which is the order of `customers`, and syncs its file.
/// `order` may be shorter than the columns: rows left out are not written.
pub(crate) fn write(
    path: &Path,
    customers: &[u32],
    positions: &[u32],
    columns: Vec<(String, Cells<'_>)>,
) -> Result<(), Error> {
    let failed = |source: ParquetError| Error::Part { path: path.to_owned(), source };
    let file_failed = |source: std::io::Error| Error::File { path: path.to_owned(), source };
    let columns: Vec<Prepared> =
        columns.into_iter().map(|(name, cells)| prepared(name, cells)).collect::<Result<_, _>>().map_err(failed)?;
    let fields: Vec<Field> =
        columns.iter().map(|column| Field::new(&column.name, column.stored.clone(), true)).collect();
    let schema = Arc::new(Schema::new(fields));
    let properties = properties(&columns);
    let parquet = ArrowSchemaConverter::new().convert(&schema).map_err(failed)?;
    let mut properties = properties.into_builder();
    // Keeps dictionaries and decimals of 64 bits as they are when the part is read again.
    let hint = parquet::arrow::encode_arrow_schema(&schema);
    properties = properties.set_key_value_metadata(Some(vec![parquet::file::metadata::KeyValue::new(
        parquet::arrow::ARROW_SCHEMA_META_KEY.to_owned(),
        hint,
    )]));
    let file = File::create(path).map_err(file_failed)?;
    let output = BufWriter::with_capacity(1 << 20, file);
    let mut writer =
        SerializedFileWriter::new(output, parquet.root_schema_ptr(), Arc::new(properties.build())).map_err(failed)?;
    let factory = ArrowRowGroupWriterFactory::new(&writer, Arc::clone(&schema));
    for (number, rows) in groups(customers).into_iter().enumerate() {
        let encoders = factory.create_column_writers(number).map_err(failed)?;
        let tasks: Vec<_> = columns.iter().zip(encoders).collect();
        let chunks: Vec<ArrowColumnChunk> = tasks
            .into_par_iter()
            .enumerate()
            .map(|(place, (column, mut encoder))| {
                let array = column.array(rows.clone(), positions)?;
                for leaf in compute_leaves(schema.field(place), &array)? {
                    encoder.write(&leaf)?;
                }
                encoder.close()
            })
            .collect::<Result<_, ParquetError>>()
            .map_err(failed)?;
        let mut group = writer.next_row_group().map_err(failed)?;
        for chunk in chunks {
            chunk.append_to_row_group(&mut group).map_err(failed)?;
        }
        group.close().map_err(failed)?;
    }
    let output = writer.into_inner().map_err(failed)?;
    let file = output.into_inner().map_err(|unwritten| file_failed(unwritten.into_error()))?;
    file.sync_all().map_err(file_failed)
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

fn properties(columns: &[Prepared<'_>]) -> WriterProperties {
    // On a shop's events it was a seventh smaller than LZ4 and no slower to write or read.
    let level = ZstdLevel::try_new(1).expect("1 is a level of zstd");
    let mut builder = WriterProperties::builder()
        .set_compression(Compression::ZSTD(level))
        .set_statistics_enabled(EnabledStatistics::None)
        .set_dictionary_enabled(false);
    for column in columns {
        builder = encoding(builder, ColumnPath::new(vec![column.name.clone()]), column);
    }
    builder.build()
}

fn encoding(builder: WriterPropertiesBuilder, path: ColumnPath, column: &Prepared<'_>) -> WriterPropertiesBuilder {
    match &column.cells {
        // Readers find a customer's row groups by the least and greatest customer of each.
        Cells::Customers(_) => builder
            .set_column_encoding(path.clone(), Encoding::DELTA_BINARY_PACKED)
            .set_column_statistics_enabled(path, EnabledStatistics::Chunk),
        // Hashes are noise: compressing them costs time and saves nothing.
        Cells::Hashes(_) | Cells::HashesAt(_) => builder.set_column_compression(path, Compression::UNCOMPRESSED),
        cells => match cells.texts() {
            // A dictionary of texts that hardly ever come twice is only another copy of them.
            Some(texts) => {
                let repeats = texts.dictionary.len() <= texts.codes.len() / 4;
                builder.set_column_dictionary_enabled(path, repeats)
            }
            None => builder,
        },
    }
}

fn prepared(name: String, cells: Cells<'_>) -> Result<Prepared<'_>, ParquetError> {
    let stored = match &cells {
        Cells::Customers(_) => DataType::UInt32,
        Cells::Instants(_) | Cells::InstantsAt(_) => arrays::instant_type(),
        Cells::Hashes(_) | Cells::HashesAt(_) => DataType::UInt64,
        Cells::TextsAt(_) => arrays::text_type(),
        Cells::FieldAt(column, kind) => arrays::stored_type(column, *kind),
    };
    let too_much = || ParquetError::General(format!("column {name} holds more than 2 GiB of distinct texts"));
    let dictionary = cells.texts().map(|texts| arrays::dictionary_array(texts).ok_or_else(too_much)).transpose()?;
    Ok(Prepared { name, cells, stored, dictionary })
}

impl Prepared<'_> {
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
            Cells::TextsAt(texts) => self.texts(texts, at()),
            Cells::FieldAt(Column::Text(texts), _) => self.texts(texts, at()),
        }
    }
}

impl Prepared<'_> {
    fn texts(&self, texts: &TextColumn, at: impl Iterator<Item = usize>) -> Result<ArrayRef, ArrowError> {
        let dictionary = self.dictionary.as_ref().expect("a text column is prepared with its dictionary");
        arrays::texts(at.map(|position| texts.codes[position]), dictionary)
    }
}

/// Makes the names of new files in a folder durable.
pub(crate) fn sync_folder(folder: &Path) -> Result<(), Error> {
    let sync = || File::open(folder)?.sync_all();
    sync().map_err(|source| Error::File { path: folder.to_owned(), source })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_are_safe_and_distinct() {
        assert_eq!(folder("order_line"), "order_line");
        assert_eq!(folder("../x"), "%2e%2e%2fx");
        assert_ne!(folder("été"), folder("ete"));
        assert_ne!(folder("@profile"), PROFILE);
    }

    #[test]
    fn groups_never_cross_a_shard_nor_cut_a_customer() {
        assert_eq!(groups(&[0, 1, SHARD - 1, SHARD, 3 * SHARD]), [0..3, 3..4, 4..5]);
        let mut customers = vec![1; GROUP_ROWS - 1];
        customers.extend([2, 2]);
        assert_eq!(groups(&customers), [0..GROUP_ROWS - 1, GROUP_ROWS - 1..GROUP_ROWS + 1]);
        assert_eq!(groups(&vec![1; GROUP_ROWS + 1]), [0..GROUP_ROWS, GROUP_ROWS..GROUP_ROWS + 1]);
    }
}
