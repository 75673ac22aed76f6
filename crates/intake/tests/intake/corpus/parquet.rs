//! Parquet files that are hardly files.

use std::sync::Arc;

use arrow_array::{ArrayRef, Date32Array, RecordBatch, StringArray, TimestampMicrosecondArray};
use parquet::arrow::ArrowWriter;

use super::{case, check};

fn parquet(columns: Vec<(&str, ArrayRef)>) -> Vec<u8> {
    let batch = RecordBatch::try_from_iter_with_nullable(columns.into_iter().map(|(name, array)| (name, array, true)));
    let batch = batch.unwrap();
    let mut bytes = Vec::new();
    let mut writer = ArrowWriter::try_new(&mut bytes, batch.schema(), None).unwrap();
    writer.write(&batch).unwrap();
    writer.close().unwrap();
    bytes
}

fn texts(texts: &[Option<&str>]) -> ArrayRef {
    Arc::new(StringArray::from(texts.to_vec()))
}

#[test]
fn parquet_files() {
    // 2026-03-29T02:30 by the clocks of nowhere in particular.
    let naive = TimestampMicrosecondArray::from(vec![1_774_751_400_000_000]);
    let whole = parquet(vec![("id", texts(&[Some("A")])), ("at", texts(&[Some("2026-03-01")]))]);
    check(vec![
        case(
            "texts and missing values",
            "v.parquet",
            parquet(vec![
                ("id", texts(&[Some("A"), None])),
                ("at", texts(&[Some("2026-03-01"), Some("2026-03-01")])),
                ("note", texts(&[None, Some("x")])),
            ]),
        )
        .rows(&["A 2026-02-28T23:00:00Z"])
        .refused(&["2! id \"\" refused-no-customer"]),
        case(
            "times without a zone, one that never was",
            "v.parquet",
            parquet(vec![
                ("id", texts(&[Some("A")])),
                ("at", Arc::new(naive.clone())),
                ("same", Arc::new(naive.with_timezone("UTC"))),
                ("born", Arc::new(Date32Array::from(vec![-25_567]))),
            ]),
        )
        .rows(&["A 2026-03-29T01:30:00Z born=1900-01-01 same=2026-03-29T02:30:00Z"]),
        case("no rows", "v.parquet", parquet(vec![("id", texts(&[])), ("at", texts(&[]))])),
        case("cut short", "v.parquet", whole[..whole.len() - 5].to_vec()).fails(&["intake-not-parquet"]),
        case("CSV named as Parquet", "v.parquet", "id,at\nA,2026-03-01\n").fails(&["intake-not-parquet"]),
        case("nothing", "v.parquet", "").fails(&["intake-not-parquet"]),
        case("no format at all", "v.pdf", "%PDF-1.4").fails(&["intake-unknown-format"]),
    ]);
}
