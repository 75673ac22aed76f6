//! Exports as they come: encodings, delimiters, decimals, days and truths as people and programs write them.

use std::io::Write;

use flate2::Compression;
use flate2::write::GzEncoder;
use intake::Intake;
use model::value::Type;

use super::{Base, feed, kind, refusals, values, whens};

const VISITS: &str = "stream = \"visit\"\ncustomer = \"id\"\nat = \"at\"\n";

fn notes(intake: &Intake) -> Vec<String> {
    // That times have no zone is said of nearly all files.
    let notes = intake.notes.iter().filter(|note| note.key != "intake-note-zone");
    notes.map(ToString::to_string).collect()
}

fn read_bytes(name: &str, content: &[u8], mapping: &str) -> Intake {
    Base::new().try_read(name, content, mapping).unwrap_or_else(|error| panic!("{error:?}"))
}

#[test]
fn files_are_read_in_the_encoding_they_are_in() {
    let content = "id,at,ville\nc,2026-03-01,Orléans\nc,2026-03-01,Œuf – 5 €\n";
    let utf16 = |bytes_of: fn(u16) -> [u8; 2], mark: bool| -> Vec<u8> {
        let marked = if mark { format!("\u{feff}{content}") } else { content.to_owned() };
        marked.encode_utf16().flat_map(bytes_of).collect()
    };
    let windows = encoding_rs::WINDOWS_1252.encode(content).0.into_owned();
    let check = |bytes: &[u8], mapping: &str, expected: &[&str]| {
        let intake = read_bytes("v.csv", bytes, mapping);
        assert_eq!(values(&intake, "ville"), ["Orléans", "Œuf – 5 €"]);
        assert!(intake.refused.is_empty());
        assert_eq!(notes(&intake), expected);
    };
    let mapping = feed(VISITS);
    check(content.as_bytes(), &mapping, &[]);
    check(format!("\u{feff}{content}").as_bytes(), &mapping, &[]);
    check(&utf16(u16::to_le_bytes, true), &mapping, &["intake-note-encoding encoding=UTF-16LE"]);
    check(&utf16(u16::to_be_bytes, true), &mapping, &["intake-note-encoding encoding=UTF-16BE"]);
    check(&utf16(u16::to_le_bytes, false), &mapping, &["intake-note-encoding encoding=UTF-16LE"]);
    check(&windows, &mapping, &["intake-note-encoding encoding=windows-1252"]);
    let said = mapping.replace("match", "encoding = \"latin1\"\nmatch");
    check(&windows, &said, &["intake-note-encoding encoding=windows-1252"]);
}

#[test]
fn only_the_header_may_tell_the_encoding() {
    let intake = read_bytes("v.csv", b"id,at,pr\xe9nom\nc,2026-03-01,Ana\n", &feed(VISITS));
    assert_eq!(values(&intake, "prénom"), ["Ana"]);
}

#[test]
fn compressed_files_are_read_as_what_they_hold() {
    let pressed = |text: &str| {
        let mut writer = GzEncoder::new(Vec::new(), Compression::fast());
        writer.write_all(text.as_bytes()).unwrap();
        writer.finish().unwrap()
    };
    let mut csv = pressed("id,at,n\nc,2026-03-01,1\n");
    // Several compressed files one after the other are one.
    csv.extend(pressed("c,2026-03-02,2\n"));
    assert_eq!(values(&read_bytes("v.csv.gz", &csv, &feed(VISITS)), "n"), ["1000000", "2000000"]);
    let json = pressed("{\"id\": \"c\", \"at\": \"2026-03-01\", \"n\": 3}\n");
    assert_eq!(values(&read_bytes("v.ndjson.gz", &json, &feed(VISITS)), "n"), ["3000000"]);
    let cut = &csv[..csv.len() - 12];
    assert!(Base::new().try_read("v.csv.gz", cut, &feed(VISITS)).is_err());
}

#[test]
fn delimiters_and_quotes_are_told_by_the_first_lines() {
    let check = |content: &str, expected: &[&str]| {
        let intake = Base::new().read("v.csv", content, &feed(VISITS));
        assert_eq!(whens(&intake.batches[0]), ["c 2026-02-28T23:00:00Z"]);
        assert_eq!(values(&intake, "note"), ["a, b; c"]);
        assert_eq!(notes(&intake), expected);
    };
    check("id,at,note\nc,2026-03-01,\"a, b; c\"\n", &[]);
    check("id;at;note\nc;2026-03-01;\"a, b; c\"\n", &["intake-note-delimiter delimiter=;"]);
    check("id\tat\tnote\nc\t2026-03-01\ta, b; c\n", &["intake-note-delimiter delimiter=\\t"]);
    check("id|at|note\nc|2026-03-01|a, b; c\n", &["intake-note-delimiter delimiter=|"]);
    check(
        "'id';'at';'note'\n'c';'2026-03-01';'a, b; c'\n",
        &["intake-note-delimiter delimiter=;", "intake-note-quote quote='"],
    );
}

#[test]
fn decimals_are_decided_by_the_column() {
    let check = |cells: &[&str], expected_kind: Type, expected: &[&str], expected_notes: &[&str]| {
        let rows: String = cells.iter().map(|cell| format!("c;2026-03-01;{cell}\n")).collect();
        let intake = Base::new().read("v.csv", &format!("id;at;n\n{rows}"), &feed(VISITS));
        assert_eq!(kind(&intake, "n"), expected_kind, "{cells:?}");
        assert_eq!(values(&intake, "n"), expected, "{cells:?}");
        assert_eq!(&notes(&intake)[1..], expected_notes, "{cells:?}");
    };
    let comma = &["intake-note-decimal-comma column=n"][..];
    check(
        &["1 234,56", "-2,5", "3", "1.234"],
        Type::Number,
        &["1234560000", "-2500000", "3000000", "1234000000"],
        comma,
    );
    check(&["1\u{202f}234,5", "1\u{a0}000"], Type::Number, &["1234500000", "1000000000"], comma);
    check(&["1,234.56", "2.5", "1,000"], Type::Number, &["1234560000", "2500000", "1000000000"], &[]);
    check(&["12,5 %", "5%"], Type::Number, &["125000", "50000"], comma);
    check(&["1,5", "1.5"], Type::Text, &["1,5", "1.5"], &[]);
    check(&["1,234", "1,235"], Type::Text, &["1,234", "1,235"], &[]);
}

#[test]
fn numbers_that_read_in_two_ways_are_refused_unless_the_mapping_says_which() {
    let base = Base::knowing("[streams.visit.fields]\namount = { type = \"money\" }");
    let content = "id;at;amount\nc;2026-03-01;1,234\nc;2026-03-01;12\n";
    let intake = base.read("v.csv", content, &feed(VISITS));
    assert_eq!(refusals(&intake), ["1 amount \"1,234\" refused-ambiguous-number"]);
    assert_eq!(values(&intake, "amount"), ["-", "120000"]);
    let check = |mark: &str, expected: [&str; 2]| {
        let said = feed(VISITS).replace("match", &format!("decimal = \"{mark}\"\nmatch"));
        assert_eq!(values(&base.read("v.csv", content, &said), "amount"), expected);
    };
    check(",", ["12340", "120000"]);
    check(".", ["12340000", "120000"]);
    let told = base.read("v.csv", &format!("{content}c;2026-03-01;2,5\nc;2026-03-01;x\n"), &feed(VISITS));
    assert_eq!(values(&told, "amount"), ["12340", "120000", "25000", "-"]);
    let mixed = base.read("v.csv", &format!("{content}c;2026-03-01;2,5\nc;2026-03-01;2.5\n"), &feed(VISITS));
    assert_eq!(refusals(&mixed), ["3 amount \"2,5\" refused-not-an-amount"]);
}

#[test]
fn days_are_decided_by_the_column_or_refused() {
    let check = |cells: &[&str], expected: &[&str], expected_refusals: &[&str], expected_notes: &[String]| {
        let rows: String = cells.iter().map(|cell| format!("c,2026-03-01,{cell}\n")).collect();
        let intake = Base::new().read("v.csv", &format!("id,at,born\n{rows}"), &feed(VISITS));
        assert_eq!(kind(&intake, "born"), Type::Date, "{cells:?}");
        assert_eq!(values(&intake, "born"), expected, "{cells:?}");
        assert_eq!(refusals(&intake), expected_refusals, "{cells:?}");
        assert_eq!(notes(&intake), expected_notes, "{cells:?}");
    };
    let dmy = |value: &str| vec![format!("intake-note-date-order column=born order=dmy value={value}")];
    let mdy = |value: &str| vec![format!("intake-note-date-order column=born order=mdy value={value}")];
    check(&["03/04/2025", "31/12/2025"], &["2025-04-03", "2025-12-31"], &[], &dmy("31/12/2025"));
    check(&["3/4/2025", "12/31/2025"], &["2025-03-04", "2025-12-31"], &[], &mdy("12/31/2025"));
    check(&["31.12.2025", "2025-04-03"], &["2025-12-31", "2025-04-03"], &[], &dmy("31.12.2025"));
    check(
        &["03/04/2025", "04/04/2025"],
        &["-", "2025-04-04"],
        &["1 born \"03/04/2025\" refused-ambiguous-date"],
        &["intake-note-date-undecided column=born".to_owned()],
    );
    check(
        &["03/04/2025", "31/12/2025", "12/31/2025"],
        &["-", "2025-12-31", "2025-12-31"],
        &["1 born \"03/04/2025\" refused-ambiguous-date"],
        &["intake-note-date-both column=born day_first=31/12/2025 month_first=12/31/2025".to_owned()],
    );
}

#[test]
fn event_times_may_be_local_or_counted_since_1970() {
    let mapping = feed(VISITS);
    let read = |cell: &str, mapping: &str| Base::new().read("v.csv", &format!("id,at\nc,{cell}\n"), mapping);
    let check = |cell: &str, expected: &str| {
        assert_eq!(whens(&read(cell, &mapping).batches[0]), [format!("c {expected}")], "{cell}");
    };
    check("31/12/2025 23:30", "2025-12-31T22:30:00Z");
    check("1767225600", "2026-01-01T00:00:00Z");
    check("1767225600123", "2026-01-01T00:00:00.123Z");
    let intake = read("03/04/2025", &mapping);
    assert_eq!(refusals(&intake), ["1! at \"03/04/2025\" refused-ambiguous-date"]);
    let said = mapping.replace("match", "date_order = \"mdy\"\nmatch");
    assert_eq!(whens(&read("03/04/2025", &said).batches[0]), ["c 2025-03-03T23:00:00Z"]);
}

#[test]
fn truths_are_read_in_both_languages() {
    let base = Base::knowing("[streams.visit.fields]\nok = { type = \"bool\" }");
    let words = ["Vrai", "FAUX", "oui", "Non", "yes", "no", "1", "0", "O", "n", "true", "off"];
    let rows: String = words.iter().map(|word| format!("c,2026-03-01,{word}\n")).collect();
    let intake = base.read("v.csv", &format!("id,at,ok\n{rows}"), &feed(VISITS));
    assert_eq!(values(&intake, "ok"), ["1", "0", "1", "0", "1", "0", "1", "0", "1", "0", "1", "0"]);
}
