//! Reference tables, and times that are looked up in them.

use model::columns::{Column, TableColumns, Target};
use model::value::Type;

use super::{Base, feed, kind, refusals, values, whens};

#[test]
fn tables_have_text_keys_and_the_last_row_of_a_key_counts() {
    let content = "Product ID,name,price\n1,a,1.5\n2,b,2\n,c,3\n1,d,oops\n";
    let intake = Base::new().read(
        "p.csv",
        content,
        &feed("table = \"products\"\nkey = \"Product ID\"\nfields.price = { column = \"price\", type = \"money\" }\n"),
    );
    let batch = &intake.batches[0];
    assert_eq!(batch.target, Target::Table("products".to_owned()));
    assert!(batch.at.is_empty() && batch.customers.is_empty());
    assert_eq!(values(&intake, "product_id"), ["2", "1"]);
    assert_eq!(values(&intake, "name"), ["b", "d"]);
    assert_eq!(values(&intake, "price"), ["20000", "-"]);
    assert_eq!(refusals(&intake), ["3! Product ID \"\" refused-no-key", "4 price \"oops\" refused-not-an-amount"]);
    let table = &intake.schema.tables["products"];
    assert_eq!(table.key, "product_id");
    assert_eq!(table.fields.keys().collect::<Vec<_>>(), ["name", "price"]);
    assert_eq!(kind(&intake, "price"), Type::Money);
}

#[test]
fn a_known_table_says_its_key() {
    let base = Base::knowing("[tables.products]\nkey = \"product_id\"");
    let intake = base.read("p.csv", "productId,name\n007,a\n", &feed("table = \"products\"\n"));
    assert_eq!(values(&intake, "product_id"), ["007"]);
    let intake = base.read("p.csv", "id,name\n7,a\n", &feed("table = \"products\"\nkey = \"id\"\n"));
    assert_eq!(values(&intake, "product_id"), ["7"]);
    let problems = Base::new().problems("p.csv", "id,name\n7,a\n", &feed("table = \"products\"\n"));
    assert_eq!(problems[0].phrase.to_string(), "mapping-table-without-key table=products");
}

#[test]
fn times_are_looked_up_by_code() {
    let mut base = Base::knowing("[tables.campaigns]\nkey = \"campaign_id\"\nfields.start_date = { type = \"date\" }");
    let rows = [("1".into(), 0), ("2".into(), 1)].into_iter().collect();
    let fields = [("start_date".to_owned(), Column::Integer(vec![17_228, i64::MIN]))].into_iter().collect();
    base.tables.insert("campaigns".to_owned(), TableColumns { rows, fields });
    let content = "campaign_id,household_id\n1,105\n2,106\n3,107\n,108\n";
    let mapping = feed(
        "stream = \"mailing\"\ncustomer = \"household_id\"\n\
         at = { lookup = \"campaigns.start_date\", by = \"campaign_id\" }\n",
    );
    let intake = base.read("m.csv", content, &mapping);
    assert_eq!(whens(&intake.batches[0]), ["105 2017-03-02T23:00:00Z"]);
    assert_eq!(values(&intake, "campaign_id"), ["1"]);
    assert_eq!(
        refusals(&intake),
        [
            "2! campaign_id \"2\" refused-unknown-code code=2 table=campaigns field=start_date",
            "3! campaign_id \"3\" refused-unknown-code code=3 table=campaigns field=start_date",
            "4! campaign_id \"\" refused-no-time",
        ]
    );
}
