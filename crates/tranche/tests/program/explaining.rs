//! Why a customer is, or is not, in a segment.

use serde_json::json;

use crate::shop::{MAPPING, Shop};

fn shop() -> Shop {
    let shop = Shop::with_base();
    let mapping = shop.write("mapping.toml", MAPPING);
    let customers = shop.write("customers.csv", "id,address.country,points\nbob,BE,10\nanna,FR,50\nzoe,FR,\n");
    assert_eq!(shop.ask(&["import", "--mapping", &mapping, &customers]).status, 0);
    shop.write("segments/french.toml", "name = { en = 'French' }\ndefinition = \"country = 'FR'\"\n");
    let rich = "name = { en = 'Rich' }\ndefinition = \"in segment 'french' and points > 20 and not points > 90\"\n";
    shop.write("segments/rich.toml", rich);
    let applied = shop.ask(&["apply", &shop.path("segments").display().to_string()]);
    assert_eq!(applied.status, 0, "{}{}", applied.out, applied.err);
    shop
}

#[test]
fn a_member_is_explained_with_values_and_segments_named_inside() {
    let shop = shop();
    let explained = shop.ask(&["--json", "explain", "rich", "anna"]).json();
    assert_eq!((&explained["member"], &explained["missing"]), (&json!(true), &json!(null)));
    let conditions = explained["conditions"]["conditions"].as_array().unwrap();
    let truths: Vec<&serde_json::Value> = conditions.iter().map(|condition| &condition["holds"]).collect();
    assert_eq!(truths, [&json!(true), &json!(true), &json!(true)]);
    // The segment named inside is opened with its own condition.
    assert_eq!(conditions[0]["conditions"][0]["text"], "country = 'FR'");
    assert_eq!(conditions[1]["values"], json!([{ "text": "points", "value": 50 }]));
    assert_eq!(conditions[2]["conditions"][0]["holds"], json!(false));
    let told = shop.ask(&["explain", "rich", "anna"]);
    assert_eq!(told.status, 0, "{}", told.err);
    assert!(told.out.starts_with("anna is in “Rich”, as of "), "{}", told.out);
    assert!(told.out.contains("50"), "{}", told.out);
}

#[test]
fn who_is_no_member_is_told_what_is_missing() {
    let shop = shop();
    let missing = |customer: &str| shop.ask(&["--json", "explain", "rich", customer]).json()["missing"].clone();
    let of_bob = json!(["country = 'FR'", "points > 20"]);
    assert_eq!(missing("bob"), json!({ "conditions": of_bob, "smallest": true, "others": 0 }));
    assert_eq!(missing("zoe")["conditions"], json!(["points > 20"]));
    let definition = ["--json", "explain", "--where", "country = 'FR' and not country = 'FR'", "bob"];
    assert_eq!(shop.ask(&definition).json()["missing"]["conditions"], json!(null));
    let told = shop.ask(&["--lang", "fr", "explain", "rich", "zoe"]);
    assert!(told.out.contains("Pour être membre, une condition doit changer"), "{}", told.out);
}

#[test]
fn since_when_and_until_when_are_told() {
    let shop = shop();
    let mapping = shop.write("mapping.toml", MAPPING);
    let orders = shop.write("orders.csv", "order_id,customer,placed_at,amount\no1,bob,2026-01-10T09:00:00Z,12.50\n");
    let imported = shop.ask(&["import", "--mapping", &mapping, &orders]);
    assert_eq!(imported.status, 0, "{}{}", imported.out, imported.err);
    let recent = ["--where", "any(order over last 30 days)", "bob", "--as-of", "2026-01-20"];
    let explained = shop.ask(&[&["--json", "explain"], &recent[..]].concat()).json();
    assert_eq!(explained["since"], "2026-01-10T09:00:00Z");
    assert_eq!(explained["next_change"], "2026-02-09T09:00:00Z");
    assert_eq!(explained["conditions"]["evidence"][0]["count"], 1);
    let later = ["--json", "explain", "--where", "any(order over last 30 days)", "bob", "--as-of", "2026-03-01"];
    let explained = shop.ask(&later).json();
    assert_eq!((&explained["member"], &explained["since"]), (&json!(false), &json!("2026-02-09T09:00:00Z")));
}

#[test]
fn unknown_names_are_told() {
    let shop = shop();
    assert_eq!(shop.ask(&["explain", "rich", "nobody"]).status, 1);
    assert_eq!(shop.ask(&["explain", "rihc", "bob"]).status, 2);
    assert_eq!(shop.ask(&["explain", "rich"]).status, 2);
}
