//! Questions about anonymous visitors, apart from customers or with them.

use serde_json::json;

use crate::shop::Shop;

/// Two visits of an unknown visitor, one of a visitor who is a customer's, one of a customer.
const MESSAGES: &str = r#"
{"type":"page","name":"Home","anonymousId":"a1","messageId":"m1","timestamp":"2026-01-10T10:00:00Z"}
{"type":"page","name":"Shoes","anonymousId":"a1","messageId":"m2","timestamp":"2026-01-11T10:00:00Z"}
{"type":"page","name":"Home","anonymousId":"a2","messageId":"m3","timestamp":"2026-01-10T10:00:00Z"}
{"type":"page","name":"Home","userId":"u1","anonymousId":"a2","messageId":"m4","timestamp":"2026-01-12T10:00:00Z"}
{"type":"page","name":"Home","userId":"u2","messageId":"m5","timestamp":"2026-01-12T10:00:00Z"}
{"type":"page","name":"Home","anonymousId":"a3","messageId":"m6","timestamp":"2026-01-20T10:00:00Z"}
"#;

#[test]
fn visitors_are_numbered_apart() {
    let shop = Shop::with_base();
    let messages = shop.write("messages.jsonl", MESSAGES.trim_start());
    let answer = shop.ask(&["import", "--as", "tracking", &messages]);
    assert_eq!(answer.status, 0, "{}{}", answer.out, answer.err);
    let count = |test: &str, among: &[&str]| {
        let answer = shop.ask(&[&["--json", "count", test, "--as-of", "2026-01-15"], among].concat()).json();
        (answer["count"].clone(), answer["of"].clone(), answer["among"].clone())
    };
    let twice = "count(page_view) >= 2";
    assert_eq!(count(twice, &[]), (json!(1), json!(2), json!(null)));
    assert_eq!(count(twice, &["--among", "customers"]), (json!(1), json!(2), json!(null)));
    // The third visitor is not there yet.
    assert_eq!(count(twice, &["--among", "visitors"]), (json!(1), json!(1), json!("visitors")));
    assert_eq!(count(twice, &["--among", "everyone"]), (json!(2), json!(3), json!("everyone")));
    // Comparisons are of those asked, whatever was stored of others.
    let mean = "count(page_view) = average(count(page_view))";
    for _ in 0..2 {
        assert_eq!(count(mean, &[]).0, 0);
        assert_eq!(count(mean, &["--among", "visitors"]).0, 1);
    }
    let members =
        |among: &str| shop.ask(&["members", "--where", "any(page_view)", "--format", "ids", "--among", among]).out;
    assert_eq!(members("customers"), "u1\nu2\n");
    assert_eq!(members("visitors"), "a1\na3\n");
    assert_eq!(members("everyone"), "a1\na3\nu1\nu2\n");
    let said = shop.ask(&["count", twice, "--among", "visitors", "--as-of", "2026-01-15"]).out;
    assert!(said.starts_with("1 visitor of 1 (100.0%)"), "{said}");
    assert_eq!(shop.ask(&["verify"]).status, 0);
}

#[test]
fn every_question_may_be_about_visitors() {
    let shop = Shop::with_base();
    let messages = shop.write("messages.jsonl", MESSAGES.trim_start());
    assert_eq!(shop.ask(&["import", "--as", "tracking", &messages]).status, 0);
    shop.write("segments/home.toml", "name.en = \"Home\"\ndefinition = \"any(page_view where name = 'Home')\"\n");
    let folder = shop.path("segments").display().to_string();
    assert_eq!(shop.ask(&["apply", &folder]).status, 0);
    assert_eq!(shop.ask(&["list", "add", "guests", "u1", "a1", "--at", "2026-01-12"]).status, 0);
    let asked = |arguments: &[&str], among: &str| {
        let answer = shop.ask(&[&["--json"], arguments, &["--among", among]].concat());
        assert_eq!(answer.status, 0, "{arguments:?} {among}: {}{}", answer.out, answer.err);
        answer.json()
    };
    let evaluated = |among: &str| asked(&["evaluate", "--as-of", "2026-01-15"], among)["counts"]["home"].clone();
    assert_eq!([evaluated("customers"), evaluated("visitors"), evaluated("everyone")], [json!(2), json!(1), json!(3)]);
    let went = |among: &str| {
        let days = ["history", "home", "--from", "2026-01-09", "--to", "2026-01-13", "--every", "day"];
        let sizes = asked(&days, among)["sizes"].clone();
        let sizes = sizes.as_array().unwrap_or_else(|| panic!("{sizes}"));
        sizes.iter().map(|day| day["count"].as_u64().unwrap()).collect::<Vec<_>>()
    };
    assert_eq!(went("customers"), [0, 0, 1, 1, 2]);
    assert_eq!(went("visitors"), [0, 0, 1, 1, 1]);
    assert_eq!(went("everyone"), [0, 0, 2, 2, 3]);
    let listed = |among: &str| {
        let lists = asked(&["list", "--as-of", "2026-01-15"], among)["lists"].clone();
        lists[0]["count"].clone()
    };
    assert_eq!([listed("customers"), listed("visitors"), listed("everyone")], [json!(1), json!(1), json!(2)]);
    let shown = |id: &str, among: &str| asked(&["customer", id, "--as-of", "2026-01-15"], among)["segments"].clone();
    assert_eq!(shown("a1", "visitors"), json!(["home"]));
    assert_eq!(shown("u1", "customers"), json!(["home"]));
    assert_eq!(shown("u1", "everyone"), json!(["home"]));
}

#[test]
fn a_plan_counts_who_is_added_by_hand() {
    let shop = Shop::with_base();
    let messages = shop.write("messages.jsonl", MESSAGES.trim_start());
    assert_eq!(shop.ask(&["import", "--as", "tracking", &messages]).status, 0);
    let plan = |rest: &str| {
        let definition = format!("name.en = \"Early\"\ndefinition = \"count(page_view) >= 2\"\n{rest}");
        shop.write("segments/early.toml", &definition);
        let folder = shop.path("segments").display().to_string();
        let answer = shop.ask(&["--json", "plan", &folder]);
        assert_eq!(answer.status, 0, "{}{}", answer.out, answer.err);
        (folder, answer.json()["changes"][0].clone())
    };
    let (folder, change) = plan("add = [\"u2\"]\n");
    assert_eq!(change["members"]["after"], 2);
    assert_eq!(change["members"]["some_gained"], json!(["u1", "u2"]));
    assert_eq!(shop.ask(&["apply", &folder]).status, 0);
    // Who is taken out by hand stays out, whatever the definition says.
    let (_, change) = plan("remove = [\"u1\"]\n");
    assert_eq!((&change["members"]["gained"], &change["members"]["lost"]), (&json!(0), &json!(2)));
    assert_eq!(change["members"]["some_lost"], json!(["u1", "u2"]));
}
