//! A file read in chunks is the file read at once. Every file that another test reads is held to it as well.

use std::fs::File;
use std::sync::Arc;

use arrow_array::types::Int32Type;
use arrow_array::{ArrayRef, DictionaryArray, Int64Array, RecordBatch, StringArray};
use intake::{Error, Intake, Look, Reading, Stopped, read, read_in_chunks};
use model::columns::{Batch, Column, TextColumn};
use model::value::Type;
use parquet::arrow::ArrowWriter;
use parquet::file::properties::WriterProperties;

use super::{Base, feed, kind, refusals, values};

/// More chunks than this of one file would show nothing new.
const MOST_CHUNKS: usize = 60;
/// A file of more rows is read in one size of chunks only.
const MANY_ROWS: usize = 1_000_000;

/// Reads a file in chunks of several sizes, and asserts that they are what the file read at once is.
pub(crate) fn same_in_chunks(reading: &Reading<'_>, at_once: &Result<Intake, Error>) {
    for rows in [1, 2, 3, 7, 100, 10_007, 65_536, 500_000] {
        let n_rows = at_once.as_ref().map_or(0, |intake| intake.rows as usize);
        if n_rows / rows < MOST_CHUNKS && (n_rows < MANY_ROWS || rows == 500_000) {
            assert!(same(reading, at_once, rows, Look::Whole));
            same(reading, at_once, rows, Look::First);
        }
    }
}

/// Reads a file in chunks and asserts that they are what the file read at once is; says whether it could be read so.
fn same(reading: &Reading<'_>, at_once: &Result<Intake, Error>, rows: usize, look: Look) -> bool {
    let mut chunks: Vec<Vec<Batch>> = Vec::new();
    let mut schemas = Vec::new();
    let told = read_in_chunks(reading, rows, look, &mut |schema, batches| {
        schemas.push(schema.clone());
        chunks.push(batches);
        Ok::<(), String>(())
    });
    let (at_once, told) = match (at_once, told) {
        (Ok(at_once), Ok(Some(told))) => (at_once, told),
        (_, Ok(None)) => return false,
        (Err(at_once), Err(Stopped::Reading(told))) => {
            assert_eq!(at_once.phrase(), told.phrase());
            return true;
        }
        (at_once, told) => panic!("at once {at_once:?}, by {rows} rows {told:?}"),
    };
    assert!(schemas.iter().all(|schema| *schema == told.schema));
    assert_eq!(at_once.schema, told.schema, "by {rows} rows");
    assert_eq!(at_once.added, told.added, "by {rows} rows");
    assert_eq!(at_once.refused, told.refused, "by {rows} rows");
    assert_eq!(at_once.rows, told.rows, "by {rows} rows");
    assert_eq!(at_once.notes, told.notes, "by {rows} rows");
    assert!(told.batches.is_empty());
    // Elements of lists come in chunks of their own.
    let is_nested = chunks.iter().any(|batches| batches.len() != at_once.batches.len());
    assert!(chunks.len() >= (told.rows as usize).div_ceil(rows), "{} chunks of {rows}", chunks.len());
    for (feed, whole) in at_once.batches.iter().enumerate() {
        let parts: Vec<&Batch> = if is_nested {
            chunks.iter().flatten().filter(|batch| batch.target == whole.target).collect()
        } else {
            chunks.iter().map(|batches| &batches[feed]).collect()
        };
        same_batch(whole, &parts);
    }
    true
}

fn same_batch(whole: &Batch, parts: &[&Batch]) {
    for part in parts {
        assert_eq!((&part.target, &part.source, &part.id_kind), (&whole.target, &whole.source, &whole.id_kind));
        assert!(part.fields.keys().eq(whole.fields.keys()));
        assert_eq!(part.messages.is_some(), whole.messages.is_some());
        assert_eq!(part.updated_at.is_some(), whole.updated_at.is_some());
    }
    let same_texts = |of: &dyn Fn(&Batch) -> Option<TextColumn>| {
        let parts: Vec<TextColumn> = parts.iter().filter_map(|part| of(part)).collect();
        let together: Vec<Option<&str>> =
            parts.iter().flat_map(|part| (0..part.codes.len()).map(|row| part.get(row))).collect();
        let whole = of(whole).unwrap_or_default();
        let whole: Vec<Option<&str>> = (0..whole.codes.len()).map(|row| whole.get(row)).collect();
        assert!(together == whole, "texts differ");
    };
    let same_integers = |of: &dyn Fn(&Batch) -> Option<Vec<i64>>| {
        let together: Vec<i64> = parts.iter().filter_map(|part| of(part)).flatten().collect();
        assert!(together == of(whole).unwrap_or_default(), "integers differ");
    };
    same_texts(&|batch| Some(batch.customers.clone().into_texts()));
    same_texts(&|batch| batch.messages.clone());
    same_integers(&|batch| Some(batch.at.clone()));
    same_integers(&|batch| batch.updated_at.clone());
    for name in whole.fields.keys() {
        match whole.fields[name] {
            Column::Text(_) => same_texts(&|batch| match &batch.fields[name] {
                Column::Text(texts) => Some(texts.clone()),
                Column::Integer(_) => None,
            }),
            Column::Integer(_) => same_integers(&|batch| match &batch.fields[name] {
                Column::Integer(values) => Some(values.clone()),
                Column::Text(_) => None,
            }),
        }
    }
}

#[test]
fn types_are_told_by_all_chunks() {
    let mut content = String::from("id,at,n,late,color\n");
    for row in 0..500 {
        let late = if row == 499 { "x".to_owned() } else { row.to_string() };
        content += &format!("c{},2026-03-01,{row},{late},{}\n", row % 7, ["red", "blue"][row % 2]);
    }
    let mapping = feed("stream = \"visit\"\ncustomer = \"id\"\nat = \"at\"\n");
    let intake = Base::new().read("v.csv", &content, &mapping);
    assert_eq!(
        (kind(&intake, "n"), kind(&intake, "late"), kind(&intake, "color")),
        (Type::Number, Type::Text, Type::Category)
    );
}

#[test]
fn a_file_is_read_once_while_its_rows_are_as_the_first_ones_told() {
    let base = Base::new();
    let mapping = feed("stream = \"visit\"\ncustomer = \"id\"\nat = \"at\"\n");
    let mapping = intake::Mapping::parse(&mapping).unwrap();
    let folder = tempfile::tempdir().unwrap();
    // A usual row, eight of it, then another: whether what the first rows told is true of it too.
    let check = |name: &str, header: &str, usual: &str, last: &str, is_as_told: bool| {
        let path = folder.path().join(name);
        std::fs::write(&path, format!("{header}{}{last}", usual.repeat(8)).as_bytes()).unwrap();
        let reading = base.reading(&path, &mapping.files[0]);
        assert_eq!(same(&reading, &read(&reading), 3, Look::First), is_as_told, "{last}");
    };
    let csv = |usual: &str, last: &str, is_as_told: bool| check("v.csv", "id,at,n,word\n", usual, last, is_as_told);
    csv("c,2026-03-01,1,red\n", "c,2026-03-02,2,blue\n", true);
    csv("c,2026-03-01,1,red\n", "c,,,\n", true);
    csv("c,2026-03-01,1,red\n", "c,2026-03-02\n", true);
    // A number that is none, a comma in one, words in a column that had none.
    csv("c,2026-03-01,1,red\n", "c,2026-03-02,x,blue\n", false);
    csv("c,2026-03-01,1,red\n", "c,2026-03-02,\"1,5\",blue\n", false);
    csv("c,2026-03-01,1,\n", "c,2026-03-02,1,blue\n", false);
    // The order of days is told by the last row only.
    csv("c,01/02/2026,1,red\n", "c,13/02/2026,1,red\n", false);
    csv("c,14/02/2026,1,red\n", "c,13/02/2026,1,red\n", true);
    csv("c,14/02/2026,1,red\n", "c,01/31/2026,1,red\n", false);
    let json = |usual: &str, last: &str, is_as_told: bool| check("v.ndjson", "", usual, last, is_as_told);
    json("{\"id\": \"c\", \"at\": \"2026-03-01\"}\n", "{\"id\": \"c\"}\n", true);
    json("{\"id\": \"c\", \"at\": \"2026-03-01\"}\n", "{\"id\": \"c\", \"n\": 1}\n", false);
}

#[test]
fn an_encoding_that_a_late_line_tells_is_that_of_all_lines() {
    let base = Base::new();
    let mapping = feed("stream = \"visit\"\ncustomer = \"id\"\nat = \"at\"\n");
    let mapping = intake::Mapping::parse(&mapping).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("v.csv");
    let lines = [b"id,at,word\n".to_vec(), b"c,2026-03-01,rouge\n".repeat(8), b"c,2026-03-01,\xe9t\xe9\n".to_vec()];
    std::fs::write(&path, lines.concat()).unwrap();
    let reading = base.reading(&path, &mapping.files[0]);
    let at_once = read(&reading);
    assert!(!same(&reading, &at_once, 3, Look::First));
    assert_eq!(values(&at_once.unwrap(), "word").last().map(String::as_str), Some("\u{e9}t\u{e9}"));
}

#[test]
fn columns_that_come_late_in_a_file_are_columns_of_each_chunk() {
    let mut content = String::new();
    for row in 0..40 {
        let late = if row > 30 { format!(", \"late\": {{\"n\": {row}}}") } else { String::new() };
        content += &format!("{{\"id\": \"c{row}\", \"at\": \"2026-03-01\"{late}}}\n\n");
    }
    let intake = Base::new().read("v.ndjson", &content, &feed("stream = \"visit\"\ncustomer = \"id\"\nat = \"at\"\n"));
    assert_eq!(values(&intake, "late.n")[30..32], ["-", "31000000"]);
}

#[test]
fn the_last_row_of_a_tables_key_counts_whichever_chunk_it_is_in() {
    let mut content = String::from("sku,price,name\n");
    for row in 0..50 {
        content += &format!("p{},{},n{row}\n", row % 20, if row == 3 { "oops".to_owned() } else { row.to_string() });
    }
    let mapping =
        feed("table = \"products\"\nkey = \"sku\"\nfields.price = { column = \"price\", type = \"money\" }\n");
    let intake = Base::new().read("p.csv", &content, &mapping);
    assert_eq!(values(&intake, "name").len(), 20);
    assert_eq!(values(&intake, "name")[0], "n30");
    assert!(refusals(&intake).is_empty(), "a row that another replaces says nothing");
}

#[test]
fn chunks_of_parquet_cross_row_groups() {
    let rows = 1_000;
    let customers = Int64Array::from_iter((0..rows).map(|n| (n % 10 != 3).then_some(n % 50)));
    let texts = StringArray::from_iter((0..rows).map(|n| (n % 4 != 0).then(|| format!("w{}", n % 300))));
    let free = StringArray::from_iter_values((0..rows).map(|n| format!("w{n}")));
    let coded: DictionaryArray<Int32Type> = (0..rows).map(|n| Some(["a", "b", "c"][n as usize % 3])).collect();
    let columns: Vec<(&str, ArrayRef)> = vec![
        ("customer", Arc::new(customers)),
        ("text", Arc::new(texts)),
        ("free", Arc::new(free)),
        ("coded", Arc::new(coded)),
        ("n", Arc::new(Int64Array::from_iter_values(0..rows))),
        ("when", Arc::new(StringArray::from_iter_values((0..rows).map(|_| "2026-03-01")))),
    ];
    let batch = RecordBatch::try_from_iter(columns).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("e.parquet");
    let properties = WriterProperties::builder().set_max_row_group_row_count(Some(130)).build();
    let mut writer = ArrowWriter::try_new(File::create(&path).unwrap(), batch.schema(), Some(properties)).unwrap();
    writer.write(&batch).unwrap();
    writer.close().unwrap();
    let mapping = feed("stream = \"event\"\ncustomer = \"customer\"\nat = \"when\"\n");
    let intake = Base::new().read_path(&path, &mapping).unwrap();
    assert_eq!((intake.rows, intake.refused.len()), (1_000, 100));
    assert_eq!(
        (kind(&intake, "text"), kind(&intake, "free"), kind(&intake, "coded")),
        (Type::Category, Type::Text, Type::Category)
    );
}

#[test]
fn what_takes_the_chunks_may_stop_the_reading() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("v.csv");
    std::fs::write(&path, "id,at\n".to_owned() + &"c,2026-03-01\n".repeat(10)).unwrap();
    let base = Base::new();
    let mapping = intake::Mapping::parse(&feed("stream = \"visit\"\ncustomer = \"id\"\nat = \"at\"\n")).unwrap();
    let reading = base.reading(&path, &mapping.files[0]);
    let mut chunks = 0;
    let told = read_in_chunks(&reading, 3, Look::First, &mut |_, batches| {
        chunks += 1;
        assert_eq!(batches[0].at.len(), 3);
        if chunks == 2 { Err("enough") } else { Ok(()) }
    });
    assert!(matches!(told, Err(Stopped::Taking("enough"))));
    assert_eq!(chunks, 2);
    assert_eq!(read(&reading).unwrap().rows, 10);
}
