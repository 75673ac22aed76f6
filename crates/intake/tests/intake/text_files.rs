//! CSV files: types told by the values, names, zones, malformed lines.

use model::value::Type;

use super::{Base, feed, kind, refusals, values, whens};

const VISITS: &str = "stream = \"visit\"\ncustomer = \"Customer\"\nat = \"When\"\n";

#[test]
fn types_are_told_by_the_values_and_names_become_ours() {
    let content = "Customer,When,Amount Paid,vip,bornOn,seen,Shop Code,tel,color,note\n\
        c1,2026-03-01,1.5,true,2000-01-01,2026-01-01T10:00:00Z,75,+331,red,one\n\
        c2,2026-03-01,2,FALSE,,2026-01-02,76,+332,red,two\n\
        c1,2026-03-01,,true,1999-12-31,,77,,blue,three\n";
    let intake = Base::new().read("visits.csv", content, &feed(VISITS));
    let check = |field: &str, expected: Type, expected_values: [&str; 3]| {
        assert_eq!(kind(&intake, field), expected, "{field}");
        assert_eq!(values(&intake, field), expected_values, "{field}");
    };
    check("amount_paid", Type::Number, ["1500000", "2000000", "-"]);
    check("vip", Type::Bool, ["1", "0", "1"]);
    check("born_on", Type::Date, ["2000-01-01", "-", "1999-12-31"]);
    check("seen", Type::Instant, ["2026-01-01T10:00:00Z", "2026-01-01T23:00:00Z", "-"]);
    check("shop_code", Type::Text, ["75", "76", "77"]);
    check("tel", Type::Text, ["+331", "+332", "-"]);
    check("color", Type::Category, ["red", "red", "blue"]);
    check("note", Type::Text, ["one", "two", "three"]);
    assert!(intake.refused.is_empty(), "{:?}", intake.refused);
    assert_eq!(intake.added.len(), 8);
    assert_eq!(intake.rows, 3);
    let batch = &intake.batches[0];
    assert_eq!((batch.source.as_str(), batch.id_kind.as_str()), ("files", "customer_number"));
    assert!(batch.messages.is_none() && batch.updated_at.is_none());
}

#[test]
fn naive_times_are_those_of_the_zone_said() {
    let content = "Customer,When\nc,2026-07-01 10:00:00\nc,2026-07-01\nc,2026-07-01T10:00+05:00\n";
    let mapping = feed(VISITS);
    let check = |mapping: &str, expected: [&str; 3]| {
        assert_eq!(whens(&Base::new().read("v.csv", content, mapping).batches[0]), expected, "{mapping}");
    };
    let fixed = "c 2026-07-01T05:00:00Z";
    check(&mapping, ["c 2026-07-01T08:00:00Z", "c 2026-06-30T22:00:00Z", fixed]);
    let zoned = format!("zone = \"America/New_York\"\n{mapping}");
    check(&zoned, ["c 2026-07-01T14:00:00Z", "c 2026-07-01T04:00:00Z", fixed]);
    let zoned = zoned.replace("match", "zone = \"UTC\"\nmatch");
    check(&zoned, ["c 2026-07-01T10:00:00Z", "c 2026-07-01T00:00:00Z", fixed]);
}

#[test]
fn bad_rows_and_values_are_refused_and_the_rest_goes_in() {
    let base = Base::knowing(
        "[streams.visit.fields]\namount = { type = \"money\" }\nborn = { type = \"date\" }\nok = { type = \"bool\" }\n\
         seen = { type = \"instant\" }\nspent = { type = \"duration\" }\nplace = { type = \"point\" }",
    );
    let content = "Customer;When;amount;born;ok;seen;spent;place\n\
        c1;2026-03-01;12.34;2000-02-30;oui;x;1.5;48.85, 2.35\n\
        ;2026-03-01;oops;;;;;\n\
        NULL;2026-03-01;1;;;;;\n\
        \n\
        c2;;1;;;;;\n\
        c3;soon;1;;;;;\n\
        c4;2026-03-01;1\n\
        c5;2026-03-01;12,5;2026-03-01T23:59:59;0;2026-03-01;a;here\n\
        c6;2026-03-01;99999999999999999999;;peut-être;;;\n";
    let mapping = feed(VISITS).replace("match", "delimiter = \";\"\nmatch");
    let intake = base.read("v.csv", content, &mapping);
    assert_eq!(
        refusals(&intake),
        [
            "1 born \"2000-02-30\" refused-not-a-date",
            "1 seen \"x\" refused-not-an-instant",
            "2! Customer \"\" refused-no-customer",
            "3! Customer \"NULL\" refused-blocked-customer id=NULL",
            "4! When \"\" refused-no-time",
            "5! When \"soon\" refused-not-an-instant",
            "6! - \"c4;2026-03-01;1\" refused-cells found=3 expected=8",
            "7 amount \"12,5\" refused-not-an-amount",
            "7 spent \"a\" refused-not-a-duration",
            "7 place \"here\" refused-not-a-point",
            "8 amount \"99999999999999999999\" refused-number-too-large",
            "8 ok \"peut-être\" refused-not-a-bool",
        ]
    );
    let lines =
        |intake: &intake::Intake| intake.refused.iter().map(|refused| refused.line.unwrap()).collect::<Vec<u64>>();
    assert_eq!(lines(&intake), [2, 2, 3, 4, 6, 7, 8, 9, 9, 9, 10, 10]);
    let windows = base.read("v.csv", &content.replace('\n', "\r\n"), &mapping);
    assert_eq!(lines(&windows), lines(&intake));
    let unended = base.read("v.csv", content.trim_end(), &mapping);
    assert_eq!(lines(&unended), lines(&intake));
    assert_eq!(intake.rows, 8);
    let batch = &intake.batches[0];
    assert_eq!(batch.customers.clone().into_texts().dictionary, ["c1".into(), "c5".into(), "c6".into()]);
    assert_eq!(values(&intake, "amount"), ["123400", "-", "-"]);
    assert_eq!(values(&intake, "born"), ["-", "2026-03-01", "-"]);
    assert_eq!(values(&intake, "ok"), ["1", "0", "-"]);
    assert_eq!(values(&intake, "spent"), ["1500000", "-", "-"]);
    assert_eq!(values(&intake, "place"), ["48.85,2.35", "-", "-"]);
}

#[test]
fn quoted_cells_may_hold_line_ends_and_a_byte_order_mark_is_no_name() {
    let content = "\u{feff}Customer,When,note\nc,2026-03-01,\"a, \"\"b\"\"\nc\"\n,2026-03-01,\n";
    let intake = Base::new().read("v.csv", content, &feed(VISITS));
    assert_eq!(values(&intake, "note"), ["a, \"b\"\nc"]);
    assert_eq!((intake.refused[0].row, intake.refused[0].line), (2, Some(4)));
}

#[test]
fn lines_that_are_not_utf8_are_refused() {
    let content = b"Customer,When,city\nc1,2026-03-01,Orl\xe9ans\nc2,2026-03-01,Orl\xc3\xa9ans\n";
    let intake = Base::new().try_read("v.csv", content, &feed(VISITS)).unwrap();
    assert_eq!(refusals(&intake), ["1! - \"c1,2026-03-01,Orl\u{fffd}ans\" refused-not-utf8"]);
    assert_eq!(values(&intake, "city"), ["Orléans"]);
}

#[test]
fn columns_without_any_value_tell_no_type_unless_it_is_said() {
    let content = "Customer,When,empty,said\nc,2026-03-01,, \n";
    let mapping = feed(&format!("{VISITS}fields.said = {{ column = \"said\", type = \"money\" }}"));
    let intake = Base::new().read("v.csv", content, &mapping);
    assert_eq!(intake.batches[0].fields.keys().collect::<Vec<_>>(), ["said"]);
    assert_eq!(values(&intake, "said"), ["-"]);
}

#[test]
fn a_file_of_no_row_or_no_byte_is_answered() {
    let intake = Base::new().read("v.csv", "Customer,When\n", &feed(VISITS));
    assert_eq!((intake.rows, intake.batches[0].at.len()), (0, 0));
    let problems = Base::new().problems("v.csv", "", &feed(VISITS));
    assert_eq!(problems[0].phrase.to_string(), "mapping-unknown-column column=Customer");
}

#[test]
fn a_quote_that_nothing_closes_costs_its_line_only() {
    let mapping = feed("stream = \"visit\"\ncustomer = \"id\"\nat = \"at\"\n");
    let check = |content: &str, refused: &[&str], line: u64, customers: &[&str]| {
        for content in [content.to_owned(), content.replace('\n', "\r\n"), format!("\u{feff}{content}")] {
            for content in [content.trim_end(), content.as_str()] {
                let intake = Base::new().read("v.csv", content, &mapping);
                let told: Vec<String> = refusals(&intake).iter().map(|told| told.replace("\\r", "")).collect();
                assert_eq!(told, refused, "{content:?}");
                assert_eq!(intake.refused[0].line, Some(line), "{content:?}");
                let batch = &intake.batches[0];
                let ids: Vec<_> = (0..batch.at.len()).filter_map(|row| batch.customers.get(row)).collect();
                assert_eq!(ids, customers, "{content:?}");
            }
        }
    };
    check(
        "id,at,note\nA,2026-01-01,\"oops\nB,2026-01-01,ok\nC,2026-01-01,ok\n",
        &["1! - \"A,2026-01-01,\\\"oops\" refused-quote-not-closed"],
        2,
        &["B", "C"],
    );
    check(
        "id,at,note\nA,2026-01-01,x\n\n\n\"B\",2026-01-01,\"oops\n\nC,2026-01-01,\"\"\nD,soon,\"\"\n",
        &["2! - \"\\\"B\\\",2026-01-01,\\\"oops\" refused-quote-not-closed", "4! at \"soon\" refused-not-an-instant"],
        5,
        &["A", "C"],
    );
    check(
        "id,at,a,b\nA,2026-01-01,x,y\nB,2026-01-01,\"two\nlines\",\"oops, b\nC,2026-01-01,,\n",
        &["2! - \"B,2026-01-01,\\\"two\\nlines\\\",\\\"oops, b\" refused-quote-not-closed"],
        3,
        &["A", "C"],
    );
    check(
        "id,at,note\nA,2026-01-01,x\nB,2026-01-01,\"\n",
        &["2! - \"B,2026-01-01,\\\"\" refused-quote-not-closed"],
        3,
        &["A"],
    );
    let told = Base::new().try_read("v.csv", b"id,at,\"note\nA,2026-01-01,x\n", &mapping);
    assert!(matches!(told, Err(intake::Error::HeaderQuote { .. })), "{told:?}");
}

#[test]
fn what_follows_a_quote_that_nothing_closes_is_read_in_any_encoding() {
    let rows: String = (0..30_000).map(|row| format!("c{row},2026-01-01,some words of row {row}\n")).collect();
    let content = format!("id,at,note\n{rows}X,2026-01-01,\"é\n{rows}");
    let utf16: Vec<u8> = format!("\u{feff}{content}").encode_utf16().flat_map(u16::to_le_bytes).collect();
    let latin: Vec<u8> = content.chars().map(|letter| letter as u8).collect();
    let mapping = feed("stream = \"visit\"\ncustomer = \"id\"\nat = \"at\"\n");
    for bytes in [content.as_bytes(), &utf16, &latin] {
        let intake = Base::new().try_read("v.csv", bytes, &mapping).unwrap();
        assert_eq!(refusals(&intake), ["30001! - \"X,2026-01-01,\\\"é\" refused-quote-not-closed"]);
        assert_eq!((intake.refused[0].line, intake.batches[0].at.len()), (Some(30_002), 60_000));
        assert_eq!(values(&intake, "note")[30_000], "some words of row 0");
    }
}
