//! Arbitrary bytes to every reader: whatever a file holds, it is read or refused, and nothing panics.

use std::io::{Cursor, Read, Write};
use std::sync::Arc;

use arrow_array::{ArrayRef, RecordBatch, StringArray};
use parquet::arrow::ArrowWriter;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use zip::ZipArchive;
use zip::write::{SimpleFileOptions, ZipWriter};

use super::{Base, feed};

const NAMES: [&str; 9] =
    ["v.csv", "v.csv.gz", "v.tsv", "v.ndjson", "v.json", "v.xlsx", "v.ods", "v.parquet", "v.parquet.gz"];

const VISITS: &str = "stream = \"visit\"\ncustomer = \"id\"\nat = \"at\"\n";

/// Cases of a property, always the same ones; many more, always others, when `TRANCHE_LONG` is set.
fn check<S: Strategy>(cases: u32, strategy: S, property: impl Fn(S::Value) -> Result<(), TestCaseError>) {
    let is_long = std::env::var_os("TRANCHE_LONG").is_some();
    let config =
        Config { cases: if is_long { 100 * cases } else { cases }, failure_persistence: None, ..Config::default() };
    let mut runner = if is_long {
        TestRunner::new(config)
    } else {
        let seed = proptest::test_runner::TestRng::deterministic_rng(config.rng_algorithm);
        TestRunner::new_with_rng(config, seed)
    };
    runner.run(&strategy, property).unwrap_or_else(|error| panic!("{error}"));
}

/// Reads a file; what a row becomes or why it is refused does not matter here.
fn read(name: &str, bytes: &[u8]) {
    drop(Base::new().try_read(name, bytes, &feed(VISITS)));
}

/// Bytes that readers take for the start of something.
fn nearly() -> impl Strategy<Value = Vec<u8>> {
    let piece = prop_oneof![
        4 => prop::collection::vec(any::<u8>(), 0..24),
        1 => Just(b"id,at\n".to_vec()),
        1 => Just(b"A,2026-03-01\n".to_vec()),
        1 => Just(b"{\"id\":\"A\",\"at\":\"2026-03-01\"}".to_vec()),
        1 => Just(b"[{\"id\":".to_vec()),
        1 => Just(b"{\"data\":[".to_vec()),
        1 => prop::sample::select(vec![&b"\""[..], b"'", b"\r", b"\n", b",", b";", b"[", b"]", b"{", b"}", b":", b"\\", b"\0"])
            .prop_map(<[u8]>::to_vec),
        1 => prop::sample::select(vec![&b"\xef\xbb\xbf"[..], b"\xff\xfe", b"\xfe\xff", b"\x1f\x8b\x08", b"PK\x03\x04", b"PAR1"])
            .prop_map(<[u8]>::to_vec),
    ];
    prop::collection::vec(piece, 0..12).prop_map(|pieces| pieces.concat())
}

#[test]
fn arbitrary_bytes_are_read_or_refused() {
    check(400, (prop::sample::select(NAMES.to_vec()), nearly()), |(name, bytes)| {
        read(name, &bytes);
        Ok(())
    });
}

/// Some bytes of a file are others, and its end may be missing.
#[derive(Clone, Debug)]
struct Damage {
    bytes: Vec<(prop::sample::Index, u8)>,
    cut: Option<prop::sample::Index>,
}

fn damage() -> impl Strategy<Value = Damage> {
    let bytes = prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..8);
    (bytes, prop::option::weighted(0.2, any::<prop::sample::Index>())).prop_map(|(bytes, cut)| Damage { bytes, cut })
}

fn damaged(whole: &[u8], damage: &Damage) -> Vec<u8> {
    let mut bytes = whole.to_vec();
    for (index, byte) in &damage.bytes {
        bytes[index.index(whole.len())] = *byte;
    }
    if let Some(cut) = &damage.cut {
        bytes.truncate(cut.index(whole.len()));
    }
    bytes
}

fn workbook() -> Vec<u8> {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    for (row, (id, at, n)) in (0..).zip([("id", "at", "n"), ("A", "2026-03-01", "x"), ("B", "2026-03-02", "y")]) {
        sheet.write_string(row, 0, id).unwrap();
        sheet.write_string(row, 1, at).unwrap();
        sheet.write_string(row, 2, n).unwrap();
        sheet.write_number(row, 3, f64::from(row)).unwrap();
    }
    sheet.merge_range(3, 0, 4, 0, "C", &rust_xlsxwriter::Format::new()).unwrap();
    book.save_to_buffer().unwrap()
}

fn open_document() -> Vec<u8> {
    let row = "<table:table-row table:number-rows-repeated=\"2\"><table:table-cell office:value-type=\"string\"><text:p>A</text:p></table:table-cell><table:table-cell office:value-type=\"date\" office:date-value=\"2026-03-01\"/></table:table-row>";
    let header = row.replace(">A<", ">id<").replace("=\"2\"", "=\"1\"");
    let content = format!(
        "<office:document-content><table:table table:name=\"S\">{header}{row}</table:table></office:document-content>"
    );
    archive(&[
        ("mimetype".to_owned(), b"application/vnd.oasis.opendocument.spreadsheet".to_vec()),
        ("content.xml".to_owned(), content.into_bytes()),
    ])
}

fn archive(parts: &[(String, Vec<u8>)]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        writer.start_file(name, SimpleFileOptions::default()).unwrap();
        writer.write_all(content).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn parts(whole: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut archive = ZipArchive::new(Cursor::new(whole)).unwrap();
    (0..archive.len())
        .map(|position| {
            let mut part = archive.by_index(position).unwrap();
            let mut content = Vec::new();
            part.read_to_end(&mut content).unwrap();
            (part.name().unwrap().into_owned(), content)
        })
        .collect()
}

#[test]
fn damaged_workbooks_are_read_or_refused() {
    let books = [("v.xlsx", workbook()), ("v.ods", open_document())];
    let inside: Vec<Vec<(String, Vec<u8>)>> = books.iter().map(|(_, whole)| parts(whole)).collect();
    check(
        150,
        (0..books.len(), any::<prop::sample::Index>(), damage(), any::<bool>()),
        |(book, part, damage, within)| {
            let (name, whole) = &books[book];
            if within {
                // The parts are whole archives' again, so that the damage reaches those who read them.
                let mut parts = inside[book].clone();
                let position = part.index(parts.len());
                parts[position].1 = damaged(&parts[position].1, &damage);
                read(name, &archive(&parts));
            } else {
                read(name, &damaged(whole, &damage));
            }
            Ok(())
        },
    );
}

#[test]
fn damaged_parquet_is_read_or_refused() {
    let texts = |texts: &[&str]| -> ArrayRef { Arc::new(StringArray::from(texts.to_vec())) };
    let columns =
        [("id", texts(&["A", "B"])), ("at", texts(&["2026-03-01", "2026-03-02"])), ("note", texts(&["x", "x"]))];
    let batch = RecordBatch::try_from_iter(columns).unwrap();
    let mut whole = Vec::new();
    let mut writer = ArrowWriter::try_new(&mut whole, batch.schema(), None).unwrap();
    writer.write(&batch).unwrap();
    writer.close().unwrap();
    check(150, damage(), |damage| {
        read("v.parquet", &damaged(&whole, &damage));
        Ok(())
    });
}
