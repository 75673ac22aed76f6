//! Orders computed from lines: intake enters them into the schema only.

use model::value::Type;

use super::{Base, feed};

const LINES: &str = "id,at,order_id,amount,item\nc,2026-03-01,1,2.5,a\nc,2026-03-01,1,1,b\n";
const MAPPING: &str = "stream = \"order_line\"\ncustomer = \"id\"\nat = \"at\"\n[[file.feed]]\nstream = \"order\"\n\
    lines = \"order_line\"\nkey = \"order_id\"\n";

#[test]
fn a_stream_of_groups_has_the_fields_of_its_lines() {
    let intake = Base::new().read("l.csv", LINES, &feed(&format!("{MAPPING}sum = [\"amount\"]\n")));
    assert_eq!(intake.batches.len(), 1);
    let order = &intake.schema.streams["order"];
    let grouping = order.grouping.as_ref().unwrap();
    assert_eq!((grouping.lines.as_str(), grouping.key.as_str()), ("order_line", "order_id"));
    assert_eq!(grouping.sums, ["amount"]);
    assert_eq!(order.key.as_deref(), Some("order_id"));
    assert_eq!(order.fields.keys().collect::<Vec<_>>(), ["amount", "item", "order_id"]);
    assert_eq!(order.fields["amount"].kind, Type::Number);
    assert_eq!(intake.schema.streams["order_line"].parent.as_deref(), Some("order"));
}

#[test]
fn groups_of_what_is_not_there_are_problems() {
    let check = |rest: &str, expected: &str| {
        let problems = Base::new().problems("l.csv", LINES, &feed(rest));
        assert_eq!(problems[0].phrase.to_string(), expected);
    };
    check(&format!("{MAPPING}sum = [\"amont\"]\n"), "mapping-unknown-line-field field=amont stream=order_line");
    check(&format!("{MAPPING}sum = [\"item\"]\n"), "mapping-sum-of-no-number field=item stream=order_line");
    check(
        &MAPPING.replace("lines = \"order_line\"", "lines = \"orderline\""),
        "mapping-unknown-lines stream=orderline",
    );
}
