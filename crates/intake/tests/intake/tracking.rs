//! Messages of tracking libraries: what rows and links they make, and that a bad one costs no other.

use intake::{Told, Tracked, read_tracking};
use model::identity::{Link, Reason};
use model::schema::Vocabulary;

use super::*;

fn told(lines: &[&str]) -> Told {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("messages.ndjson");
    std::fs::write(&path, lines.join("\n")).unwrap();
    let Vocabulary { settings, schema } = Vocabulary::shipped();
    read_tracking(&Tracked { path: &path, schema: &schema, settings: &settings, progress: &|_| {} }).unwrap()
}

/// Rows of a stream, as `kind:id at field=value …`.
fn rows(told: &Told, target: &Target, fields: &[&str]) -> Vec<String> {
    let mut rows = Vec::new();
    for batch in told.intake.batches.iter().filter(|batch| batch.target == *target) {
        for row in 0..batch.at.len() {
            let mut text = format!("{}:{}", batch.id_kind, batch.customers.get(row).unwrap());
            text += &format!(" {}", Instant(batch.at[row]));
            for name in fields {
                let shown = match &batch.fields[*name] {
                    Column::Text(texts) => texts.get(row).unwrap_or("-").to_owned(),
                    Column::Integer(values) if values[row] == MISSING => "-".to_owned(),
                    Column::Integer(values) => values[row].to_string(),
                };
                text += &format!(" {name}={shown}");
            }
            rows.push(text);
        }
    }
    rows
}

fn stream(name: &str) -> Target {
    Target::Stream(name.to_owned())
}

fn said(link: &Link) -> String {
    format!("{} {} {} {}", link.first.value, link.reason.name(), link.second.kind, link.second.value)
}

#[test]
fn each_kind_of_message_has_its_rows() {
    let told = told(&[
        r#"{"type":"identify","userId":42,"anonymousId":"a1","messageId":"m1","timestamp":"2026-01-02T03:04:05Z","traits":{"firstName":"Ada","email":"Ada@X.fr","address":{"postalCode":"75011"}}}"#,
        r#"{"type":"page","anonymousId":"a1","messageId":"m2","timestamp":"2026-01-02T03:00:00Z","name":"Home","context":{"page":{"url":"https://x.fr/"}}}"#,
        r#"{"type":"track","userId":"42","event":"Rental Started","messageId":"m3","timestamp":"2026-01-03T00:00:00Z","properties":{"days":3,"at":"agency"}}"#,
        r#"{"type":"group","userId":"42","groupId":"acme","messageId":"m4","timestamp":"2026-01-03T00:00:00Z","traits":{"name":"Acme","employees":12}}"#,
        r#"{"type":"alias","userId":"42","previousId":"old","messageId":"m5","timestamp":"2026-01-04T00:00:00Z"}"#,
        r#"{"type":"screen","userId":"42","messageId":"m6","timestamp":"2026-01-04T00:00:00Z","name":"Cart"}"#,
    ]);
    assert_eq!(told.intake.refused, []);
    assert_eq!(
        rows(&told, &stream("page_view"), &["url", "name"]),
        ["anonymous_id:a1 2026-01-02T03:00:00Z url=https://x.fr/ name=Home"]
    );
    assert_eq!(
        rows(&told, &stream("rental_started"), &["days", "at_property"]),
        ["user_id:42 2026-01-03T00:00:00Z days=3000000 at_property=agency"]
    );
    assert_eq!(
        rows(&told, &Target::Profile, &["first_name", "address.postal_code", "company"]),
        [
            "user_id:42 2026-01-02T03:04:05Z first_name=Ada address.postal_code=75011 company=-",
            "user_id:42 2026-01-03T00:00:00Z first_name=- address.postal_code=- company=acme",
        ]
    );
    assert_eq!(rows(&told, &stream("screen_view"), &["name"]), ["user_id:42 2026-01-04T00:00:00Z name=Cart"]);
    assert!(told.intake.batches.iter().any(|batch| batch.target == Target::Table("companies".into())));
    assert_eq!(
        told.links.iter().map(said).collect::<Vec<_>>(),
        [
            "42 together anonymous_id a1",
            "42 contact email ada@x.fr",
            "42 alias user_id old",
            "old replaced anonymous_id old",
        ]
    );
    assert_eq!(told.links[2].reason, Reason::Alias);
}

#[test]
fn orders_have_lines_versions_and_refunds() {
    let told = told(&[
        r#"{"type":"track","userId":"u","event":"Order Cancelled","messageId":"m2","timestamp":"2026-01-05T00:00:00Z","properties":{"order_id":"o1","total":30}}"#,
        r#"{"type":"track","userId":"u","event":"Order Completed","messageId":"m1","timestamp":"2026-01-02T00:00:00Z","properties":{"orderId":"o1","total":30.5,"currency":"EUR","products":[{"product_id":"p1","price":10.25,"quantity":2},{"sku":"p2","price":"10"}]}}"#,
        r#"{"type":"track","userId":"u","event":"Order Refunded","messageId":"m3","timestamp":"2026-01-06T00:00:00Z","properties":{"order_id":"o1","total":30.5}}"#,
        r#"{"type":"track","userId":"u","event":"Product Added","messageId":"m4","timestamp":"2026-01-01T00:00:00Z","properties":{"product_id":"p1","price":10.25}}"#,
    ]);
    assert_eq!(told.intake.refused, []);
    assert_eq!(
        rows(&told, &stream("order"), &["order_id", "amount", "status"]),
        [
            "user_id:u 2026-01-05T00:00:00Z order_id=o1 amount=300000 status=cancelled",
            "user_id:u 2026-01-02T00:00:00Z order_id=o1 amount=305000 status=completed",
            "user_id:u 2026-01-06T00:00:00Z order_id=o1 amount=- status=refunded",
        ]
    );
    let orders = told.intake.batches.iter().find(|batch| batch.target == stream("order")).unwrap();
    assert_eq!(orders.updated_at.as_ref(), Some(&orders.at));
    assert_eq!(
        rows(&told, &stream("order_line"), &["order_id", "line", "product", "amount"]),
        [
            "user_id:u 2026-01-02T00:00:00Z order_id=o1 line=1 product=p1 amount=205000",
            "user_id:u 2026-01-02T00:00:00Z order_id=o1 line=2 product=p2 amount=100000",
        ]
    );
    assert_eq!(rows(&told, &stream("refund"), &["order_id", "amount"]).len(), 1);
    assert_eq!(rows(&told, &stream("cart_add"), &["product"]), ["user_id:u 2026-01-01T00:00:00Z product=p1"]);
}

#[test]
fn lists_of_records_are_rows_of_what_they_lie_in() {
    let told = told(&[
        r#"{"type":"track","userId":"u","event":"Rental Started","messageId":"m1","timestamp":"2026-01-02T00:00:00Z","properties":{"days":3,"extras":[{"kind":"seat","price":5},{"kind":"box"}]}}"#,
        r#"{"type":"track","userId":"u","event":"Rental Started","messageId":"m2","timestamp":"2026-01-03T00:00:00Z","properties":{"days":1}}"#,
        r#"{"type":"track","userId":"u","event":"Rental Ended","messageId":"m3","timestamp":"2026-01-04T00:00:00Z","properties":{"days":1,"notes":["a","b"]}}"#,
    ]);
    assert_eq!(told.intake.refused, []);
    assert_eq!(
        rows(&told, &stream("rental_started"), &["message_id", "days"]),
        [
            "user_id:u 2026-01-02T00:00:00Z message_id=m1 days=3000000",
            "user_id:u 2026-01-03T00:00:00Z message_id=m2 days=1000000",
        ]
    );
    assert_eq!(
        rows(&told, &stream("rental_started_extras"), &["message_id", "kind", "price"]),
        [
            "user_id:u 2026-01-02T00:00:00Z message_id=m1 kind=seat price=5000000",
            "user_id:u 2026-01-02T00:00:00Z message_id=m1 kind=box price=-",
        ]
    );
    let streams = &told.intake.schema.streams;
    assert_eq!(streams["rental_started_extras"].parent.as_deref(), Some("rental_started"));
    assert_eq!(
        (streams["rental_ended"].key.as_ref(), streams["rental_ended"].fields["notes"].kind),
        (None, Type::TextList)
    );
}

#[test]
fn r_i04_a_bad_message_costs_no_other() {
    let told = told(&[
        r#"{"type":"page","userId":"u","timestamp":"2026-01-01T00:00:00Z"}"#,
        r#"{"type":"page","userId":"u","timestamp":NaN}"#,
        "",
        r#"{"type":"page","userId":"null","anonymousId":null,"timestamp":"2026-01-01T00:00:00Z"}"#,
        r#"{"type":"track","userId":"u","timestamp":"2026-01-01T00:00:00Z"}"#,
        r#"{"type":"poke","userId":"u","timestamp":"2026-01-01T00:00:00Z"}"#,
        r#"{"type":"page","userId":"u","timestamp":"soon"}"#,
        r#"{"type":"page","userId":"u"}"#,
        r#"{"type":"track","userId":"u","event":"Order Completed","timestamp":"2026-01-01T00:00:00Z","properties":{"order_id":"o","total":"many"}}"#,
        r#"{"batch":[{"type":"page","userId":"u","originalTimestamp":"2026-01-01T00:00:10Z"},7],"sentAt":"2026-01-01T00:00:20Z","receivedAt":"2026-01-01T00:01:20Z"}"#,
    ]);
    let refused: Vec<(u64, Option<u64>, &str, bool)> = told
        .intake
        .refused
        .iter()
        .map(|refused| (refused.row, refused.line, refused.reason.key, refused.whole_row))
        .collect();
    assert_eq!(
        refused,
        [
            (2, Some(2), "refused-not-json", true),
            (3, Some(4), "refused-blocked-customer", true),
            (4, Some(5), "refused-no-event", true),
            (5, Some(6), "refused-message-type", true),
            (6, Some(7), "refused-message-time", true),
            (7, Some(8), "refused-no-time", true),
            (8, Some(9), "refused-not-an-amount", false),
            (10, Some(10), "refused-not-an-object", true),
        ]
    );
    assert_eq!(
        rows(&told, &stream("page_view"), &[]),
        [
            "user_id:u 2026-01-01T00:00:00Z",
            // The client's clock was a minute slow.
            "user_id:u 2026-01-01T00:01:10Z",
        ]
    );
    assert_eq!(told.intake.rows, 10);
}

#[test]
fn an_address_has_one_writing() {
    let mapping = "id_kind = 'email'\n[[file]]\nmatch = '*'\n[[file.feed]]\nattributes = true\ncustomer = 'mail'\n";
    let csv = b"mail,points\nA@X.fr ,1\na@x.fr,2\ntest@x.fr,3\n";
    let intake = Base::new().try_read("a.csv", csv, mapping).unwrap();
    assert_eq!(intake.batches[0].customers.clone().into_texts().dictionary, ["a@x.fr".into()]);
    assert_eq!(intake.batches[0].customers.clone().into_texts().codes, [0, 0]);
    assert_eq!(intake.refused[0].reason.key, "refused-blocked-customer");
}
