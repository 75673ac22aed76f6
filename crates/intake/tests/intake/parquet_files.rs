//! Parquet files: each type of column into each type of field.

use std::fs::File;
use std::sync::Arc;

use arrow_array::builder::{ListBuilder, StringBuilder};
use arrow_array::types::{Int8Type, Int32Type};
use arrow_array::{
    Array, ArrayRef, BooleanArray, Date32Array, Decimal128Array, DictionaryArray, Float64Array, Int32Array, Int64Array,
    LargeStringArray, RecordBatch, StringArray, StringViewArray, StructArray, Time64MicrosecondArray,
    TimestampMicrosecondArray, TimestampNanosecondArray, UInt64Array,
};
use arrow_schema::{DataType, Field};
use intake::Intake;
use model::value::Type;
use parquet::arrow::ArrowWriter;

use super::{Base, feed, kind, refusals, values, whens};

const EVENTS: &str = "stream = \"event\"\ncustomer = \"customer\"\nat = \"when\"\n";

fn read(base: &Base, mapping: &str, columns: Vec<(&str, ArrayRef)>) -> Intake {
    let rows = columns[0].1.len();
    let mut all: Vec<(&str, ArrayRef)> = Vec::new();
    if columns.iter().all(|(name, _)| *name != "customer") {
        all.push(("customer", Arc::new(Int64Array::from_iter_values(1..=rows as i64))));
    }
    if columns.iter().all(|(name, _)| *name != "when") {
        all.push(("when", Arc::new(Date32Array::from(vec![20_000; rows]))));
    }
    all.extend(columns);
    let batch =
        RecordBatch::try_from_iter_with_nullable(all.into_iter().map(|(name, array)| (name, array, true))).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("e.parquet");
    let mut writer = ArrowWriter::try_new(File::create(&path).unwrap(), batch.schema(), None).unwrap();
    writer.write(&batch).unwrap();
    writer.close().unwrap();
    base.read_path(&path, mapping).unwrap_or_else(|error| panic!("{error:?}"))
}

#[test]
fn columns_keep_the_type_they_have() {
    let utc = || TimestampMicrosecondArray::from(vec![Some(0), None, Some(-1)]).with_timezone("UTC");
    let mut lists = ListBuilder::new(StringBuilder::new());
    lists.append_value([Some("a"), None, Some("b")]);
    lists.append_null();
    lists.append_value([] as [Option<&str>; 0]);
    let coded: DictionaryArray<Int32Type> = [Some("red"), None, Some("red")].into_iter().collect();
    let inner: ArrayRef = Arc::new(Int32Array::from(vec![1, 2, 3]));
    let structure = StructArray::new(
        vec![Field::new("Inner", DataType::Int32, false)].into(),
        vec![inner],
        Some(vec![true, false, true].into()),
    );
    let intake = read(
        &Base::new(),
        &feed(EVENTS),
        vec![
            ("whole", Arc::new(Int32Array::from(vec![Some(1), None, Some(-3)]))),
            ("big", Arc::new(UInt64Array::from(vec![Some(u64::MAX), Some(2), None]))),
            ("double", Arc::new(Float64Array::from(vec![Some(0.1), Some(f64::NAN), None]))),
            (
                "price",
                Arc::new(
                    Decimal128Array::from(vec![Some(12_345), None, Some(1)]).with_precision_and_scale(10, 2).unwrap(),
                ),
            ),
            ("truth", Arc::new(BooleanArray::from(vec![Some(true), None, Some(false)]))),
            ("day", Arc::new(Date32Array::from(vec![Some(0), None, Some(20_000)]))),
            ("moment", Arc::new(utc())),
            ("naive", Arc::new(TimestampNanosecondArray::from(vec![Some(0), None, Some(-1)]))),
            ("digits", Arc::new(StringArray::from(vec![Some("1"), Some("2"), Some(" ")]))),
            ("color", Arc::new(coded)),
            ("blank", Arc::new(StringArray::from(vec![Some(" "), Some(" "), Some("a")]))),
            ("twice", Arc::new(StringArray::from(vec![Some("a"), Some(" "), Some("a")]))),
            ("shop_id", Arc::new(Int64Array::from(vec![Some(75), None, Some(1 << 40)]))),
            ("tags", Arc::new(lists.finish())),
            ("outer", Arc::new(structure)),
        ],
    );
    let check = |field: &str, expected: Type, expected_values: [&str; 3]| {
        assert_eq!(kind(&intake, field), expected, "{field}");
        assert_eq!(values(&intake, field), expected_values, "{field}");
    };
    check("whole", Type::Number, ["1000000", "-", "-3000000"]);
    check("big", Type::Number, ["-", "2000000", "-"]);
    check("double", Type::Number, ["100000", "-", "-"]);
    check("price", Type::Number, ["123450000", "-", "10000"]);
    check("truth", Type::Bool, ["1", "-", "0"]);
    check("day", Type::Date, ["1970-01-01", "-", "2024-10-04"]);
    check("moment", Type::Instant, ["1970-01-01T00:00:00Z", "-", "1969-12-31T23:59:59.999999Z"]);
    check("naive", Type::Instant, ["1969-12-31T23:00:00Z", "-", "1969-12-31T22:59:59.999999Z"]);
    check("digits", Type::Text, ["1", "2", "-"]);
    check("color", Type::Category, ["red", "-", "red"]);
    check("blank", Type::Text, ["-", "-", "a"]);
    check("twice", Type::Category, ["a", "-", "a"]);
    check("shop_id", Type::Text, ["75", "-", "1099511627776"]);
    check("tags", Type::TextList, [r#"["a","b"]"#, "-", "-"]);
    check("outer.inner", Type::Number, ["1000000", "-", "3000000"]);
    assert_eq!(
        refusals(&intake),
        ["1 big \"18446744073709551615\" refused-number-too-large", "2 double \"NaN\" refused-not-a-number"]
    );
    assert_eq!(whens(&intake.batches[0])[0], "1 2024-10-03T22:00:00Z");
}

#[test]
fn columns_meet_the_type_that_is_said() {
    let base = Base::knowing(
        "[streams.event.fields]\nids = { type = \"text\" }\namount = { type = \"money\" }\nday = { type = \"date\" }\n\
         truth = { type = \"bool\" }\nmoment = { type = \"instant\" }\nwrong = { type = \"date\" }\n\
         spent = { type = \"duration\" }\nname = { type = \"number\" }",
    );
    let late = 23 * 3_600_000_000;
    let intake = read(
        &base,
        &feed(EVENTS),
        vec![
            ("ids", Arc::new(Int32Array::from(vec![Some(1234), None]))),
            ("amount", Arc::new(StringArray::from(vec![Some("22.22"), Some("x")]))),
            ("day", Arc::new(TimestampMicrosecondArray::from(vec![Some(late), None]).with_timezone("UTC"))),
            ("truth", Arc::new(Int64Array::from(vec![Some(1), Some(2)]))),
            ("moment", Arc::new(Date32Array::from(vec![Some(0), None]))),
            ("wrong", Arc::new(Int64Array::from(vec![Some(20_000), None]))),
            ("spent", Arc::new(Float64Array::from(vec![Some(1.5), None]))),
            ("name", Arc::new(BooleanArray::from(vec![Some(true), None]))),
        ],
    );
    assert_eq!(values(&intake, "ids"), ["1234", "-"]);
    assert_eq!(values(&intake, "amount"), ["222200", "-"]);
    assert_eq!(values(&intake, "day"), ["1970-01-02", "-"]);
    assert_eq!(values(&intake, "truth"), ["1", "-"]);
    assert_eq!(values(&intake, "moment"), ["1969-12-31T23:00:00Z", "-"]);
    assert_eq!(values(&intake, "spent"), ["1500000", "-"]);
    assert_eq!(
        refusals(&intake),
        [
            "1 wrong \"20000\" refused-not-a-date",
            "1 name \"true\" refused-not-a-number",
            "2 amount \"x\" refused-not-an-amount",
            "2 truth \"2\" refused-not-a-bool",
        ]
    );
}

#[test]
fn texts_are_read_however_they_are_laid_out() {
    let narrow: DictionaryArray<Int8Type> = [Some("12"), None, Some("12")].into_iter().collect();
    let nothing: DictionaryArray<Int8Type> = [None::<&str>; 3].into_iter().collect();
    let large = LargeStringArray::from(vec![Some("a"), None, Some("a")]);
    let viewed = StringViewArray::from(vec![Some("b"), None, Some("e\u{301}")]);
    let hours = Time64MicrosecondArray::from(vec![Some(0), None, Some(37_800_000_000)]);
    let intake = read(
        &Base::knowing("[streams.event.fields]\nn = { type = \"number\" }"),
        &feed(EVENTS),
        vec![
            ("n", Arc::new(narrow.clone())),
            ("narrow", Arc::new(narrow)),
            ("nothing", Arc::new(nothing)),
            ("large", Arc::new(large)),
            ("viewed", Arc::new(viewed)),
            ("hour", Arc::new(hours)),
        ],
    );
    assert_eq!(values(&intake, "n"), ["12000000", "-", "12000000"]);
    assert_eq!(values(&intake, "narrow"), ["12", "-", "12"]);
    assert_eq!(values(&intake, "nothing"), ["-", "-", "-"]);
    assert_eq!(values(&intake, "large"), ["a", "-", "a"]);
    assert_eq!(values(&intake, "viewed"), ["b", "-", "\u{e9}"]);
    assert_eq!(values(&intake, "hour"), ["00:00:00", "-", "10:30:00"]);
    assert!(intake.refused.is_empty());
}

#[test]
fn refused_rows_of_a_long_file_leave_the_others_aligned() {
    let rows = 150_000;
    let odd = |n: i64| n % 2 == 1;
    let customers = Int64Array::from_iter((0..rows).map(|n| (!odd(n)).then_some(n % 1_000)));
    let words = StringArray::from_iter_values((0..rows).map(|n| format!("w{n}")));
    let numbers = Int64Array::from_iter_values(0..rows);
    let intake = read(
        &Base::new(),
        &feed(EVENTS),
        vec![("customer", Arc::new(customers)), ("word", Arc::new(words)), ("n", Arc::new(numbers))],
    );
    assert_eq!((intake.rows, intake.refused.len(), intake.batches[0].at.len()), (150_000, 75_000, 75_000));
    assert_eq!(intake.refused[0].row, 2);
    let (words, numbers) = (values(&intake, "word"), values(&intake, "n"));
    for row in (0..75_000).step_by(997) {
        assert_eq!(words[row], format!("w{}", 2 * row));
        assert_eq!(numbers[row], (2_000_000 * row).to_string());
        assert_eq!(intake.batches[0].customers.get(row).unwrap(), (2 * row % 1_000).to_string());
    }
}

#[test]
fn what_is_no_parquet_is_an_error_of_the_file() {
    let error = Base::new().try_read("e.parquet", b"PAR1 not really", &feed(EVENTS)).unwrap_err();
    assert_eq!(error.phrase().key, "intake-not-parquet");
    let error = Base::new().try_read("e.xyz", b"", &feed(EVENTS)).unwrap_err();
    assert_eq!(error.phrase().key, "intake-unknown-format");
}
