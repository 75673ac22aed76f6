//! CSV: quotes, ragged rows, headers, line ends, encodings, and files that are hardly files.

use std::io::Write;

use flate2::Compression;
use flate2::write::GzEncoder;

use super::{Case, case, check, feed};

const ONE: &str = "A 2026-02-28T23:00:00Z";
const SEMICOLON: &str = "intake-note-delimiter delimiter=;";

fn csv(name: &'static str, text: impl Into<Vec<u8>>) -> Case {
    case(name, "v.csv", text)
}

fn utf16(text: &str, bytes_of: fn(u16) -> [u8; 2]) -> Vec<u8> {
    text.encode_utf16().flat_map(bytes_of).collect()
}

fn pressed(text: &str) -> Vec<u8> {
    let mut writer = GzEncoder::new(Vec::new(), Compression::fast());
    writer.write_all(text.as_bytes()).unwrap();
    writer.finish().unwrap()
}

#[test]
fn quotes_and_rows() {
    check(vec![
        csv("quoted cells", "id,at,note\nA,2026-03-01,\"a, \"\"b\"\" c\"\n").rows(&[&format!("{ONE} note=a, \"b\" c")]),
        csv("line ends inside quotes", "id,at,note\r\nA,2026-03-01,\"one\r\ntwo\nthree\"\r\nB,2026-03-01,x\r\n")
            .rows(&[&format!("{ONE} note=one\r\ntwo\nthree"), "B 2026-02-28T23:00:00Z note=x"]),
        csv("a quote within a cell", "id,at,note\nA,2026-03-01,27\" screen\n")
            .rows(&[&format!("{ONE} note=27\" screen")]),
        csv("text behind a closed quote", "id,at,note\nA,2026-03-01,\"x\"y\n").rows(&[&format!("{ONE} note=xy")]),
        csv("a quote that nothing closes", "id,at,note\nA,2026-03-01,\"oops\nB,2026-03-01,x\n")
            .rows(&["B 2026-02-28T23:00:00Z note=x"])
            .refused(&["1! - \"A,2026-03-01,\\\"oops\" refused-quote-not-closed"]),
        csv("backslashes are letters", "id,at,note\nA,2026-03-01,a\\\"b\n").rows(&[&format!("{ONE} note=a\\\"b")]),
        csv("single quotes around cells", "'id';'at';'note'\n'A';'2026-03-01';'l''eau; x'\n")
            .rows(&[&format!("{ONE} note=l'eau; x")])
            .notes(&[SEMICOLON, "intake-note-quote quote='"]),
        csv("rows too short and too long", "id,at,note\nA,2026-03-01\nA,2026-03-01,x\nA,2026-03-01,x,y\n")
            .rows(&[&format!("{ONE} note=x")])
            .refused(&[
                "1! - \"A,2026-03-01\" refused-cells found=2 expected=3",
                "3! - \"A,2026-03-01,x,y\" refused-cells found=4 expected=3",
            ]),
        csv("blank lines between rows", "id,at\n\nA,2026-03-01\n\n\n").rows(&[ONE]),
        csv("rows of nothing but delimiters", "id,at,note\n,,\nA,2026-03-01,x\n,,\n")
            .rows(&[&format!("{ONE} note=x")])
            .refused(&["1! id \"\" refused-no-customer", "3! id \"\" refused-no-customer"]),
        csv("cells of white space", "id,at,note\n A ,2026-03-01,  \n").rows(&[ONE]),
        csv("no line end after the last row", "id,at\nA,2026-03-01").rows(&[ONE]),
        csv("carriage returns alone", "id,at\rA,2026-03-01\rB,2026-03-01\r").rows(&[ONE, "B 2026-02-28T23:00:00Z"]),
        csv("line ends of all kinds in one file", "id,at\r\nA,2026-03-01\nA,2026-03-01\rA,2026-03-01")
            .rows(&[ONE, ONE, ONE]),
        csv("NUL in a cell", "id,at,note\nA,2026-03-01,a\0b\n").rows(&[&format!("{ONE} note=a\0b")]),
        csv("a delimiter that only the mapping knows", "id^at^note\nA^2026-03-01^x\n")
            .saying("delimiter = \"^\"")
            .rows(&[&format!("{ONE} note=x")])
            .notes(&["intake-note-delimiter delimiter=^"]),
        csv("formulas that a spreadsheet would run are texts", "id,at,note\nA,2026-03-01,=HYPERLINK(1)\n")
            .rows(&[&format!("{ONE} note==HYPERLINK(1)")]),
        case("tabs", "v.tsv", "id\tat\tnote\nA\t2026-03-01\tx, y\n")
            .rows(&[&format!("{ONE} note=x, y")])
            .notes(&["intake-note-delimiter delimiter=\\t"]),
    ]);
}

#[test]
fn headers() {
    let wide = 1_000;
    let names: Vec<String> = (1..=wide).map(|column| format!("c{column}")).collect();
    let cells: Vec<String> = (1..=wide).map(|column| format!("v{column}")).collect();
    let header = names.join(",");
    let row = cells.join(",");
    let mut fields: Vec<String> = names.iter().zip(&cells).map(|(name, cell)| format!("{name}={cell}")).collect();
    fields.sort_by(|one, other| one.split('=').next().cmp(&other.split('=').next()));
    check(vec![
        csv("two columns of one name", "id,at,note,note\nA,2026-03-01,x,y\n")
            .rows(&[&format!("{ONE} note=x note_2=y")])
            .notes(&["intake-note-name-twice name=note own=note_2"]),
        csv("two columns whose names become one", "id,at,Note,note\nA,2026-03-01,x,y\n")
            .fails(&["mapping-collision first=Note second=note field=note"]),
        csv("columns without a name", "id,at,,\nA,2026-03-01,x,\n").rows(&[&format!("{ONE} column_3=x")]),
        csv("a column that is never filled", "id,at,note\nA,2026-03-01,\n").rows(&[ONE]),
        csv("names with accents, spaces and line ends", "id,at,\"Prénom du\nclient\"\nA,2026-03-01,Zoé\n")
            .rows(&[&format!("{ONE} prénom_du_client=Zoé")]),
        csv("a header alone", "id,at,note\n"),
        csv("a header alone, without line end", "id,at,note"),
        csv("a column that the mapping needs is missing", "id,when\nA,2026-03-01\n")
            .fails(&["mapping-unknown-column column=at"]),
        csv("a thousand columns", format!("id,at,{header}\nA,2026-03-01,{row}\n"))
            .rows(&[&format!("{ONE} {}", fields.join(" "))]),
        csv("a cell of a million letters", format!("id,at,note\nA,2026-03-01,{}\n", "x".repeat(1_000_000)))
            .rows(&[&format!("{ONE} note={}", "x".repeat(1_000_000))]),
        csv("nothing", "").fails(&["mapping-unknown-column column=id", "mapping-unknown-column column=at"]),
        csv("a byte order mark and nothing else", b"\xef\xbb\xbf")
            .fails(&["mapping-unknown-column column=id", "mapping-unknown-column column=at"]),
        csv("a quote of the header that nothing closes", "id,at,\"note\nA,2026-03-01,x\n")
            .fails(&["intake-header-quote"]),
    ]);
}

#[test]
fn encodings() {
    let text = "id,at,ville\nA,2026-03-01,Orléans\n";
    let expected = format!("{ONE} ville=Orléans");
    let latin: Vec<u8> = text.chars().map(|letter| letter as u8).collect();
    let mut mixed = text.as_bytes().to_vec();
    mixed.extend(b"B,2026-03-01,Orl\xe9ans\n");
    check(vec![
        csv("UTF-8 with a byte order mark", format!("\u{feff}{text}")).rows(&[&expected]),
        csv("a byte order mark before a quoted name", "\u{feff}\"id\",at,ville\nA,2026-03-01,Orléans\n")
            .rows(&[&expected]),
        csv("UTF-16, little end first", utf16(&format!("\u{feff}{text}"), u16::to_le_bytes))
            .rows(&[&expected])
            .notes(&["intake-note-encoding encoding=UTF-16LE"]),
        csv("UTF-16, big end first, no mark", utf16(text, u16::to_be_bytes))
            .rows(&[&expected])
            .notes(&["intake-note-encoding encoding=UTF-16BE"]),
        csv("Windows-1252", latin.clone()).rows(&[&expected]).notes(&["intake-note-encoding encoding=windows-1252"]),
        csv("two encodings in one file", mixed)
            .rows(&[&expected])
            .refused(&["2! - \"B,2026-03-01,Orl\u{fffd}ans\" refused-not-utf8"]),
        csv("letters put together from two are one", "id,at,ville\nA,2026-03-01,Orle\u{301}ans\n").rows(&[&expected]),
        case("compressed", "v.csv.gz", pressed(text)).rows(&[&expected]),
        case("compressed, and cut short", "v.csv.gz", {
            let whole = pressed(&format!("{text}{}", "A,2026-03-01,x\n".repeat(100)));
            whole[..whole.len() - 12].to_vec()
        })
        .fails(&["intake-unreadable"]),
        case("named as if it were compressed", "v.csv.gz", text).rows(&[&expected]),
        csv("compressed without being named so", pressed(text)).rows(&[&expected]),
    ]);
}

#[test]
fn numbers() {
    let known = "[streams.visit.fields]\nn = { type = \"money\" }\nok = { type = \"bool\" }";
    let column = |name: &'static str, cells: &[&str]| {
        let rows: String = cells.iter().map(|cell| format!("A;2026-03-01;{cell}\n")).collect();
        csv(name, format!("id;at;n\n{rows}")).knowing(known)
    };
    let money = |units: &[&str]| -> Vec<String> {
        units.iter().map(|units| if units.is_empty() { ONE.to_owned() } else { format!("{ONE} n={units}") }).collect()
    };
    let comma = &[SEMICOLON, "intake-note-decimal-comma column=n"];
    let with = |case: Case, units: &[&str]| Case { rows: money(units), ..case };
    check(vec![
        with(column("thousands apart by spaces of all kinds", &["1 234,5", "1\u{a0}234,5", "1\u{202f}234,5", "1\u{2009}234,5"]), &["12345000"; 4])
            .notes(comma),
        with(column("thousands apart by points", &["1.234,50", "1.234"]), &["12345000", "12340000"]).notes(comma),
        with(column("thousands apart by commas", &["1,234.50", "1,234"]), &["12345000", "12340000"]).notes(&[SEMICOLON]),
        with(column("thousands apart by apostrophes", &["1'234.50", "1’234.50"]), &["12345000", "12345000"]).notes(&[SEMICOLON]),
        with(column("thousands apart in no order", &["1.23.4,5", "12 34,5"]), &["", ""])
            .refused(&["1 n \"1.23.4,5\" refused-not-an-amount", "2 n \"12 34,5\" refused-not-an-amount"])
            .notes(&[SEMICOLON]),
        with(column("amounts below zero", &["-12,5", "\u{2212}12,5", "(12,5)", "12,5-", "- 12,5"]), &["-125000"; 5]).notes(comma),
        with(column("parentheses that do not fit", &["(12,5", "12,5)", "(-12,5)"]), &["", "", ""])
            .refused(&[
                "1 n \"(12,5\" refused-not-an-amount",
                "2 n \"12,5)\" refused-not-an-amount",
                "3 n \"(-12,5)\" refused-not-an-amount",
            ])
            .notes(&[SEMICOLON]),
        with(column("amounts with the base's currency", &["1 234,50 €", "€12,50", "12,50 EUR", "-3,5 €"]), &["12345000", "125000", "125000", "-35000"])
            .notes(comma),
        with(column("amounts in another currency", &["12,50 $", "USD 12,50", "1,5"]), &["", "", "15000"])
            .refused(&[
                "1 n \"12,50 $\" refused-currency currency=$ expected=EUR",
                "2 n \"USD 12,50\" refused-currency currency=USD expected=EUR",
            ])
            .notes(comma),
        with(column("shares", &["12,5 %", "100%", "\u{2212}5 %"]), &["1250", "10000", "-500"]).notes(comma),
        with(column("a comma that is either", &["1,234"]), &[""])
            .refused(&["1 n \"1,234\" refused-ambiguous-number"])
            .notes(&[SEMICOLON]),
        with(column("missing values written out", &["NULL", "n/a", "-"]), &["", "", ""])
            .refused(&["1 n \"NULL\" refused-not-an-amount", "2 n \"n/a\" refused-not-an-amount", "3 n \"-\" refused-not-an-amount"])
            .notes(&[SEMICOLON]),
        with(column("numbers beyond all measure", &["1e400", "99999999999999999999", "NaN", "inf"]), &["", "", "", ""])
            .refused(&[
                "1 n \"1e400\" refused-not-an-amount",
                "2 n \"99999999999999999999\" refused-number-too-large",
                "3 n \"NaN\" refused-not-an-amount",
                "4 n \"inf\" refused-not-an-amount",
            ])
            .notes(&[SEMICOLON]),
        csv("truths in both languages", "id,at,ok\nA,2026-03-01,oui\nA,2026-03-01,FAUX\nA,2026-03-01,O\nA,2026-03-01,x\nA,2026-03-01,0\nA,2026-03-01,peut-être\n")
            .knowing(known)
            .rows(&[&format!("{ONE} ok=1"), &format!("{ONE} ok=0"), &format!("{ONE} ok=1"), &format!("{ONE} ok=1"), &format!("{ONE} ok=0"), ONE])
            .refused(&["6 ok \"peut-être\" refused-not-a-bool"]),
        csv("ids with leading zeros stay texts", "id,at,code,ref\n007,2026-03-01,01500,007\n8,2026-03-01,75011,12\n")
            .rows(&["007 2026-02-28T23:00:00Z code=01500 ref=007", "8 2026-02-28T23:00:00Z code=75011 ref=12"]),
    ]);
}

#[test]
fn days_and_times() {
    let known = "[streams.visit.fields]\nborn = { type = \"date\" }";
    let at = |name: &'static str, cells: &[&str]| {
        let rows: String = cells.iter().map(|cell| format!("A,{cell}\n")).collect();
        csv(name, format!("id,at\n{rows}"))
    };
    let born = |name: &'static str, cells: &[&str]| {
        let rows: String = cells.iter().map(|cell| format!("A,2026-03-01T12:00:00Z,{cell}\n")).collect();
        csv(name, format!("id,at,born\n{rows}")).knowing(known)
    };
    check(vec![
        at("times that never were: the clocks go on by an hour", &["2026-03-29 01:59:59", "2026-03-29 02:30:00", "2026-03-29 03:00:00"])
            .rows(&["A 2026-03-29T00:59:59Z", "A 2026-03-29T01:30:00Z", "A 2026-03-29T01:00:00Z"]),
        at("times that were twice: the first counts", &["2026-10-25 02:30:00", "2026-10-25T02:30:00+02:00", "2026-10-25T02:30:00+01:00"])
            .rows(&["A 2026-10-25T00:30:00Z", "A 2026-10-25T00:30:00Z", "A 2026-10-25T01:30:00Z"]),
        at("the zone that the mapping says", &["2026-03-08 02:30:00", "2026-11-01 01:30:00"])
            .saying("zone = \"America/New_York\"")
            .rows(&["A 2026-03-08T07:30:00Z", "A 2026-11-01T05:30:00Z"])
            .notes(&["intake-note-zone zone=America/New_York columns=at"]),
        at("days whose midnight never was", &["2026-04-24"])
            .saying("zone = \"Africa/Cairo\"")
            .rows(&["A 2026-04-23T22:00:00Z"]),
        at("beyond 2038", &["2038-01-19T03:14:08Z", "2147483648"]).rows(&["A 2038-01-19T03:14:08Z", "A 2038-01-19T03:14:08Z"]),
        at("counts since 1970", &["1767225600", "1767225600123", "1767225600123456"])
            .rows(&["A 2026-01-01T00:00:00Z", "A 2026-01-01T00:00:00.123Z", "A 2026-01-01T00:00:00.123456Z"]),
        at("no times at all", &["soon", "2026-02-30", "0000-00-00", "", "24:00"])
            .refused(&[
                "1! at \"soon\" refused-not-an-instant",
                "2! at \"2026-02-30\" refused-not-an-instant",
                "3! at \"0000-00-00\" refused-not-an-instant",
                "4! at \"\" refused-no-time",
                "5! at \"24:00\" refused-not-an-instant",
            ]),
        born("1900 and before", &["1900-01-01", "1899-12-31", "01/01/1900", "0001-01-01"])
            .rows(&["1900-01-01", "1899-12-31", "1900-01-01", "0001-01-01"].map(|day| format!("A 2026-03-01T12:00:00Z born={day}")).each_ref().map(String::as_str)),
        born("29 February", &["2024-02-29", "1900-02-29", "2000-02-29"])
            .rows(&["A 2026-03-01T12:00:00Z born=2024-02-29", "A 2026-03-01T12:00:00Z", "A 2026-03-01T12:00:00Z born=2000-02-29"])
            .refused(&["2 born \"1900-02-29\" refused-not-a-date"]),
        born("days that another of the column decides", &["03/04/2025", "31/12/2025"])
            .rows(&["A 2026-03-01T12:00:00Z born=2025-04-03", "A 2026-03-01T12:00:00Z born=2025-12-31"])
            .notes(&["intake-note-date-order column=born order=dmy value=31/12/2025"]),
        born("days that nothing decides", &["03/04/2025", "05/06/2025"])
            .rows(&["A 2026-03-01T12:00:00Z", "A 2026-03-01T12:00:00Z"])
            .refused(&["1 born \"03/04/2025\" refused-ambiguous-date", "2 born \"05/06/2025\" refused-ambiguous-date"])
            .notes(&["intake-note-date-undecided column=born"]),
        born("days that contradict one another", &["03/04/2025", "31/12/2025", "12/31/2025"])
            .rows(&["A 2026-03-01T12:00:00Z", "A 2026-03-01T12:00:00Z born=2025-12-31", "A 2026-03-01T12:00:00Z born=2025-12-31"])
            .refused(&["1 born \"03/04/2025\" refused-ambiguous-date"])
            .notes(&["intake-note-date-both column=born day_first=31/12/2025 month_first=12/31/2025"]),
        born("days that the mapping decides", &["03/04/2025"])
            .saying("date_order = \"mdy\"")
            .rows(&["A 2026-03-01T12:00:00Z born=2025-03-04"]),
        born("serial numbers of a spreadsheet are no days in CSV", &["46082"])
            .rows(&["A 2026-03-01T12:00:00Z"])
            .refused(&["1 born \"46082\" refused-not-a-date"]),
        csv("all at once", {
            let text = "\u{feff}Code client;Date;Montant;Montant\r\n007;31/12/2025 23:30;\"1\u{a0}234,50 €\";12,5 %\r\n;01/02/2026;x\r\n8;03/04/2026;(3,5);\"\"\r\n\"9;05/06/2026;1;2\r\n10;06/07/2026;;";
            utf16(text, u16::to_le_bytes)
        })
        .knowing("[streams.visit.fields]\nmontant = { type = \"money\" }")
        .mapped(&feed("stream = \"visit\"\ncustomer = \"Code client\"\nat = \"Date\"\n"))
        .rows(&[
            "007 2025-12-31T22:30:00Z montant=12345000 montant_2=125000",
            "8 2026-04-02T22:00:00Z montant=-35000",
            "10 2026-07-05T22:00:00Z",
        ])
        .refused(&[
            "2! - \";01/02/2026;x\" refused-cells found=3 expected=4",
            "4! - \"\\\"9;05/06/2026;1;2\" refused-quote-not-closed",
        ])
        .notes(&[
            "intake-note-encoding encoding=UTF-16LE",
            SEMICOLON,
            "intake-note-name-twice name=Montant own=Montant_2",
            "intake-note-date-order column=Date order=dmy value=31/12/2025 23:30",
            "intake-note-decimal-comma column=Montant",
            "intake-note-decimal-comma column=Montant_2",
        ]),
    ]);
}
