//! Values looked up in another file, or in a reference table of the base.

use model::columns::{Column, TableColumns};
use model::value::Type;

use super::{Base, feed, kind, refusals, values, whens};

const LOOKUP: &str = "[lookup.campaigns]\nfile = \"campaigns.csv\"\nkey = \"campaign_id\"\n";
const CAMPAIGNS: &str = "campaign_id,kind,start_date,cost\n1,A,2026-03-01,2.5\n2,B,,4\n";

/// Reads a file beside the campaigns.
fn read(content: &str, mapping: &str) -> Result<intake::Intake, intake::Error> {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("campaigns.csv"), CAMPAIGNS).unwrap();
    let path = folder.path().join("mailings.csv");
    std::fs::write(&path, content).unwrap();
    Base::new().read_path(&path, mapping)
}

const MAILINGS: &str = "campaign_id,household,n\n1,105,2\n2,106,1\n3,107,1\n,108,1\n";

#[test]
fn times_and_values_are_looked_up_in_another_file() {
    let mapping = format!(
        "{LOOKUP}{}",
        feed(
            "stream = \"mailing\"\ncustomer = \"household\"\nat = \"campaigns.start_date\"\n\
             [file.feed.fields]\nkind = \"campaigns.kind\"\ncost = \"n * campaigns.cost\"\n"
        )
    );
    let intake = read(MAILINGS, &mapping).unwrap();
    assert_eq!(whens(&intake.batches[0]), ["105 2026-02-28T23:00:00Z"]);
    assert_eq!((values(&intake, "kind"), values(&intake, "cost")), (vec!["A".to_owned()], vec!["5000000".to_owned()]));
    assert_eq!(kind(&intake, "cost"), Type::Number);
    assert_eq!(
        refusals(&intake),
        [
            "2! campaigns.start_date \"campaigns = 2\" refused-unknown-code code=2 table=campaigns field=start_date",
            "3! campaigns.start_date \"campaigns = 3\" refused-unknown-code code=3 table=campaigns field=start_date",
            "4! campaigns.start_date \"\" refused-part-missing name=campaigns.start_date",
        ]
    );
}

#[test]
fn rows_are_chosen_by_what_is_looked_up() {
    let mapping = format!(
        "[lookup.campaigns]\nfile = \"campaigns.csv\"\nkey = \"campaign_id\"\nby = \"camp\"\n{}",
        feed("attributes = true\ncustomer = \"household\"\nwhere = \"campaigns.kind = 'B' or campaigns.cost < 3\"\n")
    );
    let intake = read(&MAILINGS.replace("campaign_id", "camp"), &mapping).unwrap();
    assert_eq!(whens(&intake.batches[0]), ["105 -", "106 -"]);
}

#[test]
fn the_file_is_read_as_its_own_section_says() {
    let mapping = format!(
        "{LOOKUP}[[file]]\nmatch = \"campaigns.csv\"\ndelimiter = \";\"\n[[file.feed]]\ntable = \"t\"\nkey = \"k\"\n{}",
        feed("attributes = true\ncustomer = \"household\"\n")
    );
    let Err(intake::Error::Mapping { problems, .. }) = read(MAILINGS, &mapping) else {
        panic!("read by another delimiter")
    };
    assert_eq!(problems[0].phrase.to_string(), "mapping-unknown-column column=campaign_id");
}

#[test]
fn a_table_of_the_base_is_looked_up_in_too() {
    let mut base = Base::knowing("[tables.products]\nkey = \"sku\"\nfields.price = { type = \"money\" }");
    let fields = [("price".to_owned(), Column::Integer(vec![25_000]))].into_iter().collect();
    base.tables.insert("products".to_owned(), TableColumns { rows: [("7".into(), 0)].into_iter().collect(), fields });
    let content = "id,at,sku,n\nc,2026-03-01,7,3\nc,2026-03-01,8,3\n";
    let of = |lookup: &str| {
        format!(
            "{lookup}{}",
            feed("stream = \"line\"\ncustomer = \"id\"\nat = \"at\"\nfields.amount = \"n * products.price\"\n")
        )
    };
    let intake = base.read("l.csv", content, &of("[lookup.products]\ntable = \"products\"\n"));
    assert_eq!(values(&intake, "amount"), ["75000", "-"]);
    assert_eq!(kind(&intake, "amount"), Type::Money);
    let problems = base.problems("l.csv", content, &of("[lookup.products]\ntable = \"product\"\n"));
    assert_eq!(problems[0].phrase.to_string(), "mapping-unknown-table table=product");
    assert_eq!(problems[0].suggestions, ["products"]);
}

#[test]
fn misspelt_lookups_are_answered() {
    let mapping =
        format!("{LOOKUP}{}", feed("stream = \"m\"\ncustomer = \"household\"\nat = \"campaigns.start_dat\"\n"));
    let Err(intake::Error::Mapping { problems, .. }) = read(MAILINGS, &mapping) else {
        panic!("there is no such field")
    };
    assert_eq!(problems[0].phrase.to_string(), "mapping-unknown-column column=campaigns.start_dat");
    assert_eq!(problems[0].suggestions[0], "campaigns.start_date");
    let text =
        "[lookup.a]\nfile = \"f\"\n[lookup.b]\nkey = \"k\"\n[lookup.c]\nfile = \"f\"\nkey = \"k\"\nby_ = \"x\"\n";
    let problems: Vec<String> =
        intake::Mapping::parse(text).unwrap_err().iter().map(|problem| problem.phrase.to_string()).collect();
    assert_eq!(problems, ["mapping-missing-key key=key", "mapping-one-lookup", "mapping-unknown-key key=by_"]);
}
