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
