//! Orders computed from lines: intake enters them into the schema only.

use intake::Error;
use model::schema::Whole;
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
fn whole_orders_are_said_once_and_for_all() {
    let read = |rest: &str, base: &Base| base.try_read("l.csv", LINES.as_bytes(), &feed(&format!("{MAPPING}{rest}")));
    let whole = read("orders = \"whole\"\n", &Base::new()).unwrap();
    let lines = Some(Whole::Field("order_id".to_owned()));
    assert_eq!(whole.schema.streams["order_line"].whole, lines);
    assert_eq!(whole.schema.streams["order"].whole, None);
    // What later mappings leave out stays.
    let base = Base { schema: whole.schema, ..Base::new() };
    assert_eq!(read("", &base).unwrap().schema.streams["order_line"].whole, lines);
    let growing = read("orders = \"growing\"\n", &Base::new()).unwrap();
    assert_eq!(growing.schema.streams["order_line"].whole, None);
    let problems = |base: &Base, rest: &str| match read(rest, base) {
        Err(Error::Mapping { problems, .. }) => problems[0].phrase.to_string(),
        other => panic!("{other:?}"),
    };
    let base = Base { schema: growing.schema, ..Base::new() };
    assert_eq!(problems(&base, "orders = \"whole\"\n"), "mapping-orders-growing stream=order_line");
    let keyed = "[streams.order_line]\nkey = \"order_id\"\nfields = {}\n";
    assert_eq!(problems(&Base::knowing(keyed), "orders = \"whole\"\n"), "mapping-orders-keyed stream=order_line");
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
