//! Roles, fields, attributes, currencies, and several feeds of one file.

use model::columns::Target;
use model::value::Type;

use super::{Base, feed, kind, refusals, values, whens};

#[test]
fn role_columns_are_fields_only_when_named() {
    let content = "id,at,message,changed,week,product\n 7 ,2026-03-01,m1,2026-03-02T00:00Z,9,p1\n7,2026-03-01,,,9,p2\n";
    let mapping = feed(
        "stream = \"visit\"\ncustomer = \"id\"\nat = \"at\"\nmessage = \"message\"\nupdated_at = \"changed\"\n\
         key = \"visit_id\"\nignore = [\"week\"]\n[file.feed.fields]\nvisit_id = \"message\"\n\
         product = { column = \"product\", table = \"products\" }\n",
    );
    let intake = Base::new().read("v.csv", content, &mapping);
    let batch = &intake.batches[0];
    assert_eq!(batch.fields.keys().collect::<Vec<_>>(), ["product", "visit_id"]);
    assert_eq!(batch.customers.clone().into_texts().dictionary, ["7".into()]);
    assert_eq!(batch.messages.as_ref().unwrap().get(0), Some("m1"));
    assert_eq!(batch.messages.as_ref().unwrap().get(1), None);
    assert_eq!(batch.updated_at.as_ref().unwrap()[0], 1_772_409_600_000_000);
    let stream = &intake.schema.streams["visit"];
    assert_eq!(stream.key.as_deref(), Some("visit_id"));
    assert_eq!(stream.fields["product"].table.as_deref(), Some("products"));
    assert_eq!(kind(&intake, "product"), Type::Text);
}

#[test]
fn only_the_columns_said_are_kept() {
    let content = "id,at,a,b,c\n1,2026-03-01,1,2,3\n";
    let mapping = feed("stream = \"visit\"\ncustomer = \"id\"\nat = \"at\"\nonly = [\"a\"]\nfields.d = \"c\"\n");
    let intake = Base::new().read("v.csv", content, &mapping);
    assert_eq!(intake.batches[0].fields.keys().collect::<Vec<_>>(), ["a", "d"]);
}

#[test]
fn attributes_may_be_undated_and_dotted() {
    let content = "id,town,age,since\nc1,Lyon,30,2026-01-01\nc2,,007,\nc3,Nice,31,soon\n";
    let mapping = feed(
        "attributes = true\ncustomer = \"id\"\nat = \"since\"\nfields.\"address.city\" = \"town\"\n\
         fields.age = { column = \"age\", type = \"number\" }\n",
    );
    let intake = Base::new().read("c.csv", content, &mapping);
    assert_eq!(intake.batches[0].target, Target::Profile);
    assert_eq!(whens(&intake.batches[0]), ["c1 2025-12-31T23:00:00Z", "c2 -"]);
    assert_eq!(values(&intake, "address.city"), ["Lyon", "-"]);
    assert_eq!(values(&intake, "age"), ["30000000", "7000000"]);
    assert_eq!(refusals(&intake), ["3! since \"soon\" refused-not-an-instant"]);
    let undated = Base::new().read("c.csv", "id,a\nc1,1\n", &feed("attributes = true\ncustomer = \"id\"\n"));
    assert_eq!(whens(&undated.batches[0]), ["c1 -"]);
}

#[test]
fn one_file_feeds_several_targets() {
    let content = "id,at,town,item\nc1,2026-03-01,Lyon,x\nc2,bad,Nice,y\n";
    let mapping = feed("stream = \"visit\"\ncustomer = \"id\"\nat = \"at\"\nonly = [\"item\"]\n")
        + "[[file.feed]]\nattributes = true\ncustomer = \"id\"\nonly = [\"town\"]\n";
    let intake = Base::new().read("v.csv", content, &mapping);
    assert_eq!(whens(&intake.batches[0]), ["c1 2026-02-28T23:00:00Z"]);
    assert_eq!(whens(&intake.batches[1]), ["c1 -", "c2 -"]);
    assert_eq!(intake.refused.len(), 1);
    assert_eq!(intake.refused[0].target, Some(Target::Stream("visit".to_owned())));
    assert!(intake.schema.attributes.contains_key("town"));
}

#[test]
fn rows_in_another_currency_are_refused() {
    let content = "id,at,currency\nc1,2026-03-01,eur\nc1,2026-03-01,USD\nc1,2026-03-01,\n";
    let intake = Base::new().read("o.csv", content, &feed("stream = \"order\"\ncustomer = \"id\"\nat = \"at\"\n"));
    assert_eq!(refusals(&intake), ["2! currency \"USD\" refused-currency currency=USD expected=EUR"]);
    assert_eq!(values(&intake, "currency"), ["eur", "-"]);
}

#[test]
fn known_types_hold_against_the_values_and_the_mapping() {
    let base = Base::knowing("[streams.order.fields]\namount = { type = \"money\" }\nref = { type = \"text\" }");
    let content = "id,at,amount,ref\nc,2026-03-01,22.22,12\n";
    let mapping = feed(
        "stream = \"order\"\ncustomer = \"id\"\nat = \"at\"\nfields.amount = { column = \"amount\", type = \"text\" }\n",
    );
    let intake = base.read("o.csv", content, &mapping);
    assert_eq!(values(&intake, "amount"), ["222200"]);
    assert_eq!(values(&intake, "ref"), ["12"]);
    assert!(intake.added.is_empty());
}

#[test]
fn columns_that_collide_or_take_a_reserved_name_are_named() {
    let mapping = feed("stream = \"visit\"\ncustomer = \"id\"\nat = \"When\"\n");
    let content = "id,When,Order ID,order_id,at,€\nc,2026-03-01,1,2,3,4\n";
    let problems = Base::new().problems("v.csv", content, &mapping);
    let said: Vec<String> = problems.iter().map(|problem| problem.phrase.to_string()).collect();
    assert_eq!(
        said,
        [
            "mapping-collision first=Order ID second=order_id field=order_id",
            "mapping-reserved-name column=at field=at",
            "mapping-nameless-column column=€",
        ]
    );
    let told_apart =
        format!("{mapping}ignore = [\"at\", \"€\"]\nfields.first_id = \"Order ID\"\nfields.second_id = \"order_id\"\n");
    let intake = Base::new().read("v.csv", content, &told_apart);
    assert_eq!(
        (values(&intake, "first_id"), values(&intake, "second_id")),
        (vec!["1".to_owned()], vec!["2".to_owned()])
    );
}

#[test]
fn unknown_columns_are_answered_with_the_nearest() {
    let mapping = feed("stream = \"visit\"\ncustomer = \"custmer\"\nat = \"at\"\nkey = \"vist_id\"\n");
    let problems = Base::new().problems("v.csv", "customer,at,visit_id\nc,2026-03-01,1\n", &mapping);
    let said: Vec<(String, &[String])> =
        problems.iter().map(|problem| (problem.phrase.to_string(), problem.suggestions.as_slice())).collect();
    assert_eq!(said[0], ("mapping-unknown-column column=custmer".to_owned(), &["customer".to_owned()][..]));
    assert_eq!(said[1].0, "mapping-unknown-key-field field=vist_id");
    assert_eq!(said[1].1, ["visit_id"]);
    assert_eq!(&mapping[problems[0].place.start..problems[0].place.end], "\"custmer\"");
}
