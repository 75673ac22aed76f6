//! Column chunks of texts that come again and again, out of the codes they have already.
//!
//! The writer for Arrow arrays looks every value up in a hash table to find its code; what is written here is the same
//! Parquet without that: a dictionary page, then data pages of bit-packed codes. Codes of few texts are so short that
//! compressing them costs more than it saves. Format: <https://parquet.apache.org/docs/file-format/data-pages/encodings/>.

use bytes::Bytes;
use model::columns::{NO_CODE, TextColumn};
use parquet::basic::{Compression, Encoding};
use parquet::column::page::{CompressedPage, Page, PageWriter};
use parquet::column::writer::ColumnCloseResult;
use parquet::errors::ParquetError;
use parquet::file::metadata::{ColumnChunkMetaData, OffsetIndexBuilder};
use parquet::file::writer::{SerializedPageWriter, TrackedWrite};
use parquet::schema::types::ColumnDescPtr;

/// Most texts of a column written this way.
pub(crate) const MOST_TEXTS: usize = 4_096;
/// Rows of a page, so that a reader of one customer decodes few others.
const PAGE_ROWS: usize = 16_384;

/// A column chunk ready to be put in its row group.
pub(crate) struct CodedChunk {
    /// Its pages.
    pub(crate) bytes: Bytes,
    /// What the footer says of it.
    pub(crate) close: ColumnCloseResult,
}

/// Encodes the texts at some positions of a column, which is optional and in no list.
pub(crate) fn encode(column: ColumnDescPtr, texts: &TextColumn, positions: &[u32]) -> Result<CodedChunk, ParquetError> {
    // Codes of the chunk are in order of first appearance, and no text is in its dictionary that no row has.
    let mut own_code = vec![NO_CODE; texts.dictionary.len()];
    let mut dictionary: Vec<u8> = Vec::new();
    let mut n_texts = 0;
    let mut codes = Vec::with_capacity(positions.len());
    for &position in positions {
        let code = texts.codes[position as usize];
        if code == NO_CODE {
            codes.push(NO_CODE);
            continue;
        }
        let own = &mut own_code[code as usize];
        if *own == NO_CODE {
            *own = n_texts;
            n_texts += 1;
            let text = texts.dictionary[code as usize].as_bytes();
            dictionary.extend_from_slice(&(text.len() as u32).to_le_bytes());
            dictionary.extend_from_slice(text);
        }
        codes.push(*own);
    }
    let mut output = TrackedWrite::new(Vec::new());
    let mut writer = SerializedPageWriter::new(&mut output);
    let mut sizes = Sizes::default();
    sizes.add(
        &mut writer,
        Page::DictionaryPage {
            buf: dictionary.into(),
            num_values: n_texts,
            encoding: Encoding::PLAIN,
            is_sorted: false,
        },
    )?;
    let dictionary_end = sizes.written;
    let mut locations = OffsetIndexBuilder::new();
    for page in codes.chunks(PAGE_ROWS) {
        let before = sizes.written;
        sizes.add(&mut writer, data_page(page, n_texts))?;
        locations.append_row_count(page.len() as i64);
        locations.append_offset_and_size(before as i64, (sizes.written - before) as i32);
    }
    writer.close()?;
    let metadata = ColumnChunkMetaData::builder(column)
        .set_compression_codec(Compression::UNCOMPRESSED.into())
        .set_encodings(vec![Encoding::PLAIN, Encoding::RLE, Encoding::RLE_DICTIONARY])
        .set_total_compressed_size(sizes.written as i64)
        .set_total_uncompressed_size(sizes.written as i64)
        .set_num_values(positions.len() as i64)
        .set_dictionary_page_offset(Some(0))
        .set_data_page_offset(dictionary_end as i64)
        .build()?;
    let close = ColumnCloseResult {
        bytes_written: sizes.written,
        rows_written: positions.len() as u64,
        metadata,
        bloom_filter: None,
        column_index: None,
        offset_index: Some(locations.build()),
    };
    Ok(CodedChunk { bytes: output.into_inner()?.into(), close })
}

/// Bytes written so far, headers of pages included.
#[derive(Default)]
struct Sizes {
    written: u64,
}

impl Sizes {
    fn add(&mut self, writer: &mut impl PageWriter, page: Page) -> Result<(), ParquetError> {
        let length = page.buffer().len();
        self.written += writer.write_page(CompressedPage::new(page, length))?.bytes_written;
        Ok(())
    }
}

/// A page of codes, of which there are `n_texts`.
fn data_page(codes: &[u32], n_texts: u32) -> Page {
    let mut levels = Vec::new();
    let mut present = Vec::with_capacity(codes.len());
    if codes.contains(&NO_CODE) {
        let is_there: Vec<u32> = codes.iter().map(|&code| u32::from(code != NO_CODE)).collect();
        pack(&is_there, 1, &mut levels);
        present.extend(codes.iter().copied().filter(|&code| code != NO_CODE));
    } else {
        // A run of ones.
        push_varint((codes.len() as u64) << 1, &mut levels);
        levels.push(1);
        present.extend_from_slice(codes);
    }
    let mut bytes = Vec::new();
    bytes.extend_from_slice(&(levels.len() as u32).to_le_bytes());
    bytes.append(&mut levels);
    let width = (u32::BITS - n_texts.saturating_sub(1).leading_zeros()).max(1);
    bytes.push(width as u8);
    pack(&present, width, &mut bytes);
    Page::DataPage {
        buf: bytes.into(),
        num_values: codes.len() as u32,
        encoding: Encoding::RLE_DICTIONARY,
        def_level_encoding: Encoding::RLE,
        rep_level_encoding: Encoding::RLE,
        statistics: None,
    }
}

/// Adds a run of values bit by bit, `width` bits of each, at most 16.
fn pack(values: &[u32], width: u32, into: &mut Vec<u8>) {
    push_varint((values.len().div_ceil(8) as u64) << 1 | 1, into);
    for eight in values.chunks(8) {
        let mut bits = 0_u128;
        for (place, &value) in (0..).zip(eight) {
            bits |= u128::from(value) << (place * width);
        }
        into.extend_from_slice(&bits.to_le_bytes()[..width as usize]);
    }
}

fn push_varint(mut number: u64, into: &mut Vec<u8>) {
    while number >= 0x80 {
        into.push(number as u8 | 0x80);
        number >>= 7;
    }
    into.push(number as u8);
}

#[cfg(test)]
mod tests {
    use arrow_array::cast::AsArray;
    use arrow_array::types::Int32Type;
    use model::columns::Column;
    use model::value::Type;
    use parquet::arrow::arrow_reader::{ParquetRecordBatchReaderBuilder, RowSelection, RowSelector};

    use super::*;
    use crate::disk::Disk;
    use crate::part::Cells;
    use crate::writing;

    /// What any reader of Parquet finds of some texts written by their codes, all of them or from a row on.
    fn read_again(texts: &TextColumn, positions: &[u32], from: usize) -> Vec<Option<String>> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("1.parquet");
        let customers = vec![0; positions.len()];
        let column = Column::Text(texts.clone());
        let cells = vec![
            ("customer".to_owned(), Cells::Customers(&customers)),
            ("page".to_owned(), Cells::FieldAt(&column, Type::Category)),
        ];
        writing::write(&Disk::default(), &path, &customers, positions, cells).unwrap();
        let file = std::fs::File::open(&path).unwrap();
        let selection = RowSelection::from(vec![RowSelector::skip(from), RowSelector::select(positions.len() - from)]);
        let reader = ParquetRecordBatchReaderBuilder::try_new(file).unwrap().with_row_selection(selection);
        let mut found = Vec::new();
        for batch in reader.build().unwrap() {
            let column = batch.unwrap().column(1).clone();
            let column = column.as_dictionary::<Int32Type>().downcast_dict::<arrow_array::StringArray>().unwrap();
            found.extend(column.into_iter().map(|text| text.map(str::to_owned)));
        }
        found
    }

    #[test]
    fn texts_come_back_whatever_their_number_and_however_many_are_missing() {
        for (n_texts, missing) in [(1, false), (1, true), (2, true), (3, false), (300, true), (4_096, false)] {
            let dictionary: Vec<Box<str>> = (0..n_texts).map(|number| format!("text {number}").into()).collect();
            let code = |row: u32| if missing && row % 3 == 1 { NO_CODE } else { (row / 5 * 7) % n_texts };
            let texts = TextColumn { codes: (0..40_000).map(code).collect(), dictionary };
            let positions: Vec<u32> = (0..40_000).rev().collect();
            let expected: Vec<Option<String>> =
                positions.iter().map(|&row| texts.get(row as usize).map(str::to_owned)).collect();
            for from in [0, 17, 16_384, 39_999] {
                assert_eq!(read_again(&texts, &positions, from), expected[from..], "{n_texts} texts from {from}");
            }
        }
    }
}
