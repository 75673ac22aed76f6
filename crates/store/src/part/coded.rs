//! Column chunks of texts that come again and again, out of the codes they have already.
//!
//! The writer for Arrow arrays looks every value up in a hash table to find its code; what is written here is the same
//! Parquet without that: a dictionary page, then data pages of bit-packed codes. Codes of few texts are so short that
//! compressing them costs more than it saves. Format: <https://parquet.apache.org/docs/file-format/data-pages/encodings/>.

use bytes::Bytes;
use model::columns::{MISSING, NO_CODE, TextColumn};
use parquet::basic::{Compression, Encoding};
use parquet::column::page::{CompressedPage, Page, PageWriter};
use parquet::column::writer::ColumnCloseResult;
use parquet::errors::ParquetError;
use parquet::file::metadata::{ColumnChunkMetaData, OffsetIndexBuilder};
use parquet::file::writer::{SerializedPageWriter, TrackedWrite};
use parquet::schema::types::ColumnDescPtr;
use rustc_hash::FxHashMap;

use crate::part::digits::Digits;

/// Most texts of a column written this way, and most bytes of them: who reads one row reads them all.
const MOST_TEXTS: usize = 1 << 15;
const MOST_BYTES: usize = 1 << 20;
/// Numbers below this are looked up by position.
const DENSE: usize = 1 << 20;
/// Rows of a page, so that a reader of one customer decodes few others.
const PAGE_ROWS: usize = 16_384;

/// A column chunk ready to be put in its row group.
pub(crate) struct CodedChunk {
    /// Its pages.
    pub(crate) bytes: Bytes,
    /// What the footer says of it.
    pub(crate) close: ColumnCloseResult,
}

/// Texts of some rows by codes of their own.
pub(crate) struct Coded {
    /// Code of each row, or [`NO_CODE`].
    codes: Vec<u32>,
    /// The texts as a dictionary page has them, and their number. No text is there that no row has.
    dictionary: Vec<u8>,
    n_texts: u32,
}

impl Coded {
    /// The texts at some positions of a column; `None` when its dictionary is too large.
    pub(crate) fn of_texts(texts: &TextColumn, positions: &[u32]) -> Option<Self> {
        let bytes: usize = texts.dictionary.iter().map(|text| text.len()).sum();
        if texts.dictionary.len() > MOST_TEXTS || bytes > MOST_BYTES {
            return None;
        }
        let codes = positions.iter().map(|&position| texts.codes[position as usize]).collect();
        let mut coded = Coded { codes, dictionary: Vec::new(), n_texts: 0 };
        let mut is_used = vec![false; texts.dictionary.len() + 1];
        for &code in &coded.codes {
            is_used[(code as usize).min(texts.dictionary.len())] = true;
        }
        let mut own_codes = Vec::with_capacity(texts.dictionary.len());
        for (text, is_used) in texts.dictionary.iter().zip(is_used) {
            own_codes.push(if is_used { coded.add(text) } else { NO_CODE });
        }
        if (coded.n_texts as usize) < texts.dictionary.len() {
            for code in coded.codes.iter_mut().filter(|code| **code != NO_CODE) {
                *code = own_codes[*code as usize];
            }
        }
        Some(coded)
    }

    /// The texts that numbers at some positions stand for; `None` when there are too many.
    pub(crate) fn of_numbers(numbers: &[i64], positions: &[u32]) -> Option<Self> {
        let mut coded = Coded { codes: Vec::with_capacity(positions.len()), dictionary: Vec::new(), n_texts: 0 };
        let (mut digits, mut sparse) = (Digits::default(), FxHashMap::default());
        let greatest = positions.iter().map(|&position| numbers[position as usize]).max().unwrap_or(MISSING);
        let mut dense = vec![NO_CODE; usize::try_from(greatest.saturating_add(1)).unwrap_or(0).min(DENSE)];
        for &position in positions {
            let number = numbers[position as usize];
            if number == MISSING {
                coded.codes.push(NO_CODE);
                continue;
            }
            let place = dense.get_mut(number as usize).unwrap_or_else(|| sparse.entry(number).or_insert(NO_CODE));
            if *place == NO_CODE {
                if coded.n_texts as usize == MOST_TEXTS {
                    return None;
                }
                *place = coded.add(digits.of(number));
            }
            coded.codes.push(*place);
        }
        Some(coded)
    }

    fn add(&mut self, text: &str) -> u32 {
        self.dictionary.extend_from_slice(&(text.len() as u32).to_le_bytes());
        self.dictionary.extend_from_slice(text.as_bytes());
        self.n_texts += 1;
        self.n_texts - 1
    }
}

/// Encodes texts as a chunk of a column, which is optional and in no list.
pub(crate) fn encode(column: ColumnDescPtr, texts: &Coded) -> Result<CodedChunk, ParquetError> {
    let Coded { codes, dictionary, n_texts } = texts;
    let n_texts = *n_texts;
    let mut output = TrackedWrite::new(Vec::new());
    let mut writer = SerializedPageWriter::new(&mut output);
    let mut sizes = Sizes::default();
    sizes.add(
        &mut writer,
        Page::DictionaryPage {
            buf: Bytes::copy_from_slice(dictionary),
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
        .set_num_values(codes.len() as i64)
        .set_dictionary_page_offset(Some(0))
        .set_data_page_offset(dictionary_end as i64)
        .build()?;
    let close = ColumnCloseResult {
        bytes_written: sizes.written,
        rows_written: codes.len() as u64,
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
    use crate::part::writing;

    /// What any reader of Parquet finds of some texts, all of them or from a row on.
    fn read_again(texts: Cells<'_>, positions: &[u32], from: usize) -> Vec<Option<String>> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("1.parquet");
        let customers = vec![0; positions.len()];
        let cells = vec![("customer".to_owned(), Cells::Customers(&customers)), ("page".to_owned(), texts)];
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
            let column = Column::Text(texts);
            for from in [0, 17, 16_384, 39_999] {
                let found = read_again(Cells::FieldAt(&column, Type::Category), &positions, from);
                assert_eq!(found, expected[from..], "{n_texts} texts from {from}");
            }
        }
    }

    #[test]
    fn numbers_come_back_as_the_texts_of_their_digits_however_many_are_distinct() {
        let positions: Vec<u32> = (0..40_000).rev().collect();
        for (distinct, step, missing) in [(7, 1, true), (9_000, 1 << 40, false), (9_999, 3, true), (40_000, 5, true)] {
            let number = |row: i64| if missing && row % 3 == 1 { MISSING } else { row % distinct * step };
            let numbers: Vec<i64> = (0..40_000).map(number).collect();
            let written = |&row: &u32| numbers[row as usize];
            let text = |number: i64| (number != MISSING).then(|| number.to_string());
            let expected: Vec<Option<String>> = positions.iter().map(written).map(text).collect();
            let found = read_again(Cells::DigitsAt(&numbers), &positions, 17);
            assert_eq!(found, expected[17..], "{distinct} numbers {step} apart");
        }
    }
}
