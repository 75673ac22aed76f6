//! Values that a mapping computes: arithmetic, constants, and texts made of several columns.

use model::value::Type;

use super::{Base, feed, kind, refusals, values, whens};

const VISIT: &str = "stream = \"visit\"\ncustomer = \"id\"\nat = \"at\"\n[file.feed.fields]\n";

/// The values of the field `x` that an expression makes of columns `a` and `b`, one row for each pair of cells, and
/// what was refused.
fn check(expression: &str, kind: &str, cells: &[&str], expected: &[&str], refused: &[&str]) {
    let rows: String = cells.iter().map(|cells| format!("c,2026-03-01,{cells}\n")).collect();
    let content = format!("id,at,a,b\n{rows}");
    let mapping = feed(&format!("{VISIT}x = {{ value = \"{expression}\", type = \"{kind}\" }}\n"));
    let intake = Base::new().read("v.csv", &content, &mapping);
    assert_eq!(values(&intake, "x"), expected, "{expression} of {cells:?}");
    assert_eq!(refusals(&intake), refused, "{expression} of {cells:?}");
}

#[test]
fn arithmetic_is_exact() {
    check("a * b", "money", &["3,0.1", "3,19.99", "-2,1.005"], &["3000", "599700", "-20100"], &[]);
    check("a * b", "number", &["0.000001,0.5"], &["0"], &[]);
    check("a * b", "number", &["0.000003,0.5"], &["2"], &[]);
    check("(a + b) / 2 - 1", "number", &["1,2"], &["500000"], &[]);
    check("a / b", "number", &["1,3"], &["333333"], &[]);
    check("-a", "number", &["5,"], &["-5000000"], &[]);
    check("12.5", "number", &["1,2"], &["12500000"], &[]);
}

#[test]
fn what_cannot_be_computed_is_refused_with_its_reason() {
    check(
        "a / b",
        "number",
        &["6,3", "1,0", "1,", ",", "x,2"],
        &["2000000", "-", "-", "-", "-"],
        &[
            "2 a / b \"a = 1, b = 0\" refused-division-by-zero",
            "3 a / b \"a = 1\" refused-part-missing name=b",
            "4 a / b \"\" refused-part-missing name=a",
            "5 a \"x\" refused-not-a-number",
        ],
    );
    // The greatest number kept is 9 223 372 036 854.775807.
    check(
        "a * b",
        "number",
        &["9223372036854.775807,1", "9223372036854.775807,2"],
        &["9223372036854775807", "-"],
        &["2 a * b \"a = 9223372036854.775807, b = 2\" refused-number-too-large"],
    );
}

#[test]
fn texts_are_put_together() {
    check("{a}-{b}", "text", &["x,1", "x,1", " y,02"], &["x-1", "x-1", " y-02"], &[]);
    check("{a}-{b}", "text", &["x,"], &["-"], &["1 {a}-{b} \"a = x\" refused-part-missing name=b"]);
    check("'web'", "text", &["1,2"], &["web"], &[]);
    check("{a} {b}", "instant", &["2026-03-01,10:00"], &["2026-03-01T09:00:00Z"], &[]);
    check(
        "{a} {b}",
        "instant",
        &["31/12/2025,10:00", "1/2/2026,8:00"],
        &["2025-12-31T09:00:00Z", "2026-02-01T07:00:00Z"],
        &[],
    );
    check("{a}", "number", &["1.5,", "x,"], &["1500000", "-"], &["2 {a} \"x\" refused-not-a-number"]);
}

#[test]
fn roles_are_computed_too() {
    let content =
        "shop,no,day,time,n,price\nlyon,1,2026-03-01,10:00,2,1.5\nnice,1,2026-03-01,11:30,1,4\n,2,2026-03-01,,1,4\n";
    let mapping = feed(
        "stream = \"order_line\"\ncustomer = \"{shop}/{no}\"\nat = \"{day}T{time}\"\nmessage = \"{shop}-{no}-{time}\"\n\
         only = []\nfields.amount = \"n * price\"\nfields.channel = \"'store'\"\n",
    );
    let intake = Base::new().read("t.csv", content, &mapping);
    assert_eq!(whens(&intake.batches[0]), ["lyon/1 2026-03-01T09:00:00Z", "nice/1 2026-03-01T10:30:00Z"]);
    assert_eq!(intake.batches[0].messages.as_ref().unwrap().get(1), Some("nice-1-11:30"));
    assert_eq!(values(&intake, "amount"), ["3000000", "4000000"]);
    assert_eq!((kind(&intake, "amount"), kind(&intake, "channel")), (Type::Number, Type::Category));
    assert_eq!(refusals(&intake), ["3! {shop}/{no} \"no = 2\" refused-part-missing name=shop"]);
}

#[test]
fn a_column_of_that_name_wins_unless_a_value_is_said() {
    let content = "id,at,a-b,a,b\nc,2026-03-01,9,5,3\n";
    let read = |field: &str| Base::new().read("v.csv", content, &feed(&format!("{VISIT}x = {field}\n")));
    assert_eq!(values(&read("\"a-b\""), "x"), ["9000000"]);
    assert_eq!(values(&read("{ value = \"a-b\" }"), "x"), ["2000000"]);
    assert_eq!(values(&read("{ value = \"`a-b` * 2\" }"), "x"), ["18000000"]);
}

#[test]
fn a_known_type_takes_what_is_computed() {
    let base = Base::knowing("[streams.visit.fields]\namount = { type = \"money\" }");
    let content = "id,at,n,price\nc,2026-03-01,3,\"1,255\"\nc,2026-03-02,1,\"0,10\"\n";
    let mapping = feed(&format!("{VISIT}amount = \"n * price\"\n"));
    let intake = base.read("v.csv", content, &mapping);
    assert_eq!(values(&intake, "amount"), ["37650", "1000"]);
}

#[test]
fn mistakes_are_answered_with_place_and_nearest_names() {
    let said = |field: &str, expected: &[(&str, &str, &[&str])]| {
        let mapping = feed(&format!("{VISIT}x = {field}\n"));
        let problems = Base::new().problems("v.csv", "id,at,quantity,price\nc,2026-03-01,1,2\n", &mapping);
        let found: Vec<(String, &str, Vec<&str>)> = problems
            .iter()
            .map(|problem| {
                let suggestions = problem.suggestions.iter().map(String::as_str).collect();
                (problem.phrase.to_string(), &mapping[problem.place.start..problem.place.end], suggestions)
            })
            .collect();
        let expected: Vec<_> =
            expected.iter().map(|(phrase, place, near)| ((*phrase).to_owned(), *place, near.to_vec())).collect();
        assert_eq!(found, expected, "{field}");
    };
    let misspelt = "mapping-unknown-column column=quantty";
    said("\"quantty * price\"", &[(misspelt, "quantty", &["quantity"])]);
    said("'''quantty * price'''", &[(misspelt, "quantty", &["quantity"])]);
    said("\"{quantty}/{price}\"", &[(misspelt, "quantty", &["quantity"])]);
    said("\"quantty\"", &[(misspelt, "\"quantty\"", &["quantity"])]);
    said("\"Unit price\"", &[("mapping-unknown-column column=Unit price", "\"Unit price\"", &["price"])]);
    said("\"un-known\"", &[("mapping-unknown-column column=un-known", "\"un-known\"", &[])]);
    said("\"{price\"", &[("mapping-template-not-closed", "\"{price\"", &[])]);
    said("\"price * 'a'\"", &[("problem-wrong-type found=@type-text expected=@type-number", "'a'", &[])]);
    said("\"days since at\"", &[("mapping-depends-on-now", "\"days since at\"", &[])]);
}

#[test]
fn a_column_that_is_never_filled_is_missing() {
    let content = "{\"id\":\"c\",\"at\":\"2026-03-01\",\"n\":2}\n";
    let mapping = feed(&format!("{VISIT}x = {{ value = \"n * price\", type = \"number\" }}\n"));
    let intake = Base::new().read("v.ndjson", content, &mapping);
    assert_eq!(values(&intake, "x"), ["-"]);
    assert_eq!(refusals(&intake), ["1 n * price \"n = 2\" refused-part-missing name=price"]);
}
