//! Lists of records in the rows of a file: each element makes a row of a stream of its own.

use model::columns::{Batch, Column, FIRST_OF_LIST};
use model::schema::Whole;
use model::time::Instant;

use intake::Error;

use super::{Base, feed};

const ORDERS: &str = r#"{"id":"o1","who":"c","at":"2026-03-01","lines":[{"sku":"a","n":2},{"sku":"b","gift":true}]}
{"id":"o2","who":"c","at":"2026-03-02","lines":[]}
{"id":"o3","who":"d","at":"2026-03-03"}
{"id":"o4","who":"d","at":"2026-03-04","lines":[{"sku":"c","n":1}]}
"#;
const MAPPING: &str = "stream = \"order\"\ncustomer = \"who\"\nat = \"at\"\nkey = \"order_id\"\nfields.order_id = \"id\"\n\
    [[file.feed]]\nstream = \"order_line\"\neach = \"lines\"\nparent = \"order\"\ncustomer = \"who\"\nat = \"at\"\n";

fn texts(batch: &Batch, field: &str) -> Vec<String> {
    let Column::Text(column) = &batch.fields[field] else { panic!("{field} is no text") };
    (0..column.codes.len()).map(|row| column.get(row).unwrap_or("-").to_owned()).collect()
}

#[test]
fn each_element_is_a_row_of_what_it_belongs_to() {
    let read = Base::new().read("o.ndjson", ORDERS, &feed(MAPPING));
    let [orders, lines] = read.batches.as_slice() else { panic!("{:?}", read.batches.len()) };
    assert_eq!((orders.at.len(), read.rows, read.refused.len()), (4, 4, 0));
    assert_eq!(orders.fields.keys().collect::<Vec<_>>(), ["order_id"]);
    assert_eq!(lines.fields.keys().collect::<Vec<_>>(), ["gift", "n", "order_id", "sku"]);
    assert_eq!(texts(lines, "order_id"), ["o1", "o1", "o2", "o4"]);
    assert_eq!(texts(lines, "sku"), ["a", "b", "-", "c"]);
    assert_eq!(lines.fields["n"], Column::Integer(vec![2_000_000, i64::MIN, i64::MIN, 1_000_000]));
    let messages = lines.messages.as_ref().unwrap();
    let places: Vec<Option<&str>> = (0..4).map(|row| messages.get(row)).collect();
    assert_eq!(places, [Some(FIRST_OF_LIST), Some("#000002"), None, Some(FIRST_OF_LIST)]);
    // The empty list says that there are no lines; where there is no list, nothing is said.
    assert_eq!(lines.at[2], Instant::NEVER.0);
    assert_eq!(lines.at[..2], [orders.at[0], orders.at[0]]);
    let stream = &read.schema.streams["order_line"];
    assert_eq!(stream.parent.as_deref(), Some("order"));
    assert_eq!(stream.whole, Some(Whole::Field("order_id".to_owned())));
    assert_eq!(read.schema.streams["order"].whole, None);
}

#[test]
fn a_list_of_the_profile_belongs_to_the_customer() {
    let people = r#"{"who":"c","since":"2026-01-01","home":{"pets":[{"name":"rex","born":"2020-05-01"},{"name":"tom"}]}}
{"who":"d","since":"2026-01-02","home":{"pets":{"name":"kim"}}}
{"who":"e","since":"2026-01-03","home":{"pets":["bo", 7]}}
"#;
    let mapping = "attributes = true\ncustomer = \"who\"\nfields.signed_up_at = \"since\"\n[[file.feed]]\n\
        stream = \"pet\"\neach = \"home.pets\"\ncustomer = \"who\"\nat = \"since\"\n";
    let read = Base::new().read("p.ndjson", people, &feed(mapping));
    let [profiles, pets] = read.batches.as_slice() else { panic!("{:?}", read.batches.len()) };
    assert_eq!(profiles.fields.keys().collect::<Vec<_>>(), ["signed_up_at"]);
    assert_eq!(texts(pets, "name"), ["rex", "tom", "kim", "-", "-"]);
    assert_eq!(texts(pets, "pets"), ["-", "-", "-", "bo", "7"]);
    assert_eq!(read.schema.streams["pet"].whole, Some(Whole::Customer));
    assert_eq!(read.schema.streams["pet"].parent, None);
}

#[test]
fn lists_that_cannot_be_are_problems() {
    let problem = |name: &str, content: &str, mapping: &str, base: &Base| match base.try_read(
        name,
        content.as_bytes(),
        &feed(mapping),
    ) {
        Err(Error::Mapping { problems, .. }) => problems[0].phrase.to_string(),
        other => panic!("{other:?}"),
    };
    let new = Base::new();
    assert_eq!(problem("o.csv", "id,who,at\n1,c,2026-03-01\n", MAPPING, &new), "mapping-each-flat list=lines");
    let without_key = MAPPING.replace("key = \"order_id\"\n", "");
    assert_eq!(problem("o.ndjson", ORDERS, &without_key, &new), "mapping-each-without-key stream=order");
    let knowing = |words: &str| Base::knowing(&format!("[streams.order_line]\n{words}\nfields = {{}}\n"));
    assert_eq!(
        problem("o.ndjson", ORDERS, MAPPING, &knowing("key = \"line\"")),
        "mapping-each-keyed stream=order_line"
    );
    assert_eq!(
        problem("o.ndjson", ORDERS, MAPPING, &knowing("parent = \"basket\"")),
        "mapping-each-otherwise stream=order_line"
    );
    let message = format!("{MAPPING}message = \"id\"\n");
    assert!(problem_of_text(&message).starts_with("mapping-unknown-key"), "{}", problem_of_text(&message));
}

fn problem_of_text(mapping: &str) -> String {
    intake::Mapping::parse(&feed(mapping)).unwrap_err()[0].phrase.to_string()
}
