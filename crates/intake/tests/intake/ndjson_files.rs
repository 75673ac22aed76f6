//! NDJSON files: nested names, lists, absent cells, lines that are no objects.

use model::value::Type;

use super::{Base, feed, kind, refusals, values, whens};

const EVENTS: &str = "stream = \"event\"\ncustomer = \"user.id\"\nat = \"at\"\n";

#[test]
fn nested_names_are_dotted_and_lists_are_kept() {
    let content = r#"{"user": {"id": 7}, "at": "2026-03-01T10:00:00Z", "tags": ["a", 1, null], "price": "22.22", "ok": true, "deep": {"shopName": "x"}}

{"user": {"id": "7"}, "at": "2026-03-01T11:00:00Z", "tags": [], "price": 3, "extra": 1.5e3, "deep": null}
"#;
    let intake = Base::new().read("e.ndjson", content, &feed(EVENTS));
    assert_eq!(whens(&intake.batches[0]), ["7 2026-03-01T10:00:00Z", "7 2026-03-01T11:00:00Z"]);
    assert_eq!(intake.batches[0].customers.clone().into_texts().dictionary, ["7".into()]);
    let check = |field: &str, expected: Type, expected_values: [&str; 2]| {
        assert_eq!(kind(&intake, field), expected, "{field}");
        assert_eq!(values(&intake, field), expected_values, "{field}");
    };
    check("tags", Type::TextList, [r#"["a","1"]"#, "-"]);
    check("price", Type::Number, ["22220000", "3000000"]);
    check("ok", Type::Bool, ["1", "-"]);
    check("deep.shop_name", Type::Text, ["x", "-"]);
    check("extra", Type::Number, ["-", "1500000000"]);
}

#[test]
fn what_is_no_row_is_refused() {
    let content = "{\"user\":{\"id\":1},\"at\":\"2026-03-01\",\"lines\":[{\"a\":1}],\"n\":[1]}\n[1]\n\n{\"user\":\n\
        {\"user\":{\"id\":1},\"user.id\":2,\"at\":\"2026-03-01\",\"n\":\"x\"}\n";
    let base = Base::knowing("[streams.event.fields]\nn = { type = \"number\" }\nlines = { type = \"text_list\" }");
    let intake = base.read("e.jsonl", content, &feed(EVENTS));
    assert_eq!(
        refusals(&intake),
        [
            "1 lines \"[{\\\"a\\\":1}]\" refused-nested-value",
            "1 n \"[\\\"1\\\"]\" refused-a-list type=number",
            "2! - \"[1]\" refused-not-an-object",
            "3! - \"{\\\"user\\\":\" refused-not-json position=8",
            "4 user.id \"2\" refused-name-twice",
            "4 n \"x\" refused-not-a-number",
        ]
    );
    assert_eq!(intake.refused[3].line, Some(4));
    assert_eq!(intake.rows, 4);
    assert_eq!(intake.batches[0].at.len(), 2);
}

#[test]
fn a_structure_is_left_aside_with_all_it_holds() {
    let content = "{\"user\":{\"id\":1,\"name\":\"x\"},\"at\":\"2026-03-01\",\"a\":{\"b\":{\"c\":1}},\"ab\":1}\n";
    let mapping = feed(&format!("{EVENTS}ignore = [\"a\", \"never_there\"]\n"));
    let intake = Base::new().read("e.jsonl", content, &mapping);
    assert_eq!(intake.batches[0].fields.keys().collect::<Vec<_>>(), ["ab", "user.name"]);
}

#[test]
fn a_file_of_no_row_lacks_no_column() {
    for content in ["", "\n\n"] {
        let intake = Base::new().read("e.ndjson", content, &feed(EVENTS));
        assert_eq!((intake.rows, intake.refused.len(), intake.batches[0].at.len()), (0, 0, 0));
        let mapping = feed("table = \"products\"\nkey = \"sku\"\n");
        assert_eq!(Base::new().read("e.ndjson", content, &mapping).rows, 0);
    }
    let problems = Base::new().problems("e.ndjson", "{\"at\":1}\n", &feed(EVENTS));
    assert_eq!(problems[0].phrase.to_string(), "mapping-unknown-column column=user.id");
}

#[test]
fn numbers_keep_all_their_digits() {
    let content = r#"{"user":{"id":1,"n":12345678901.123456},"at":"2026-03-01","tags":[12345678901.123456],"k":123456789012345678901234567890}
"#;
    let base = Base::knowing("[streams.event.fields]\nk = { type = \"number\" }");
    let intake = base.read("e.jsonl", content, &feed(EVENTS));
    assert_eq!(values(&intake, "user.n"), ["12345678901123456"]);
    assert_eq!(values(&intake, "tags"), [r#"["12345678901.123456"]"#]);
    assert_eq!(refusals(&intake), ["1 k \"123456789012345678901234567890\" refused-number-too-large"]);
}

#[test]
fn values_that_no_field_can_hold_are_refused_even_where_there_is_no_other() {
    let content = "{\"user\":{\"id\":1},\"at\":\"2026-03-01\",\"o\":{\"k\":[{\"z\":1}]}}\n\
        {\"user\":{\"id\":2},\"at\":\"2026-03-01\"}\n{\"user\":{},\"at\":\"2026-03-01\",\"o\":{\"k\":[{}]}}\n";
    let intake = Base::new().read("e.jsonl", content, &feed(EVENTS));
    assert_eq!(
        refusals(&intake),
        ["1 o.k \"[{\\\"z\\\":1}]\" refused-nested-value", "3! user.id \"\" refused-no-customer"]
    );
    assert!(!intake.refused[0].whole_row && intake.batches[0].fields.is_empty());
}
