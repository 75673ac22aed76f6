//! Lists of records and orders that come whole, from file to answer.

use serde_json::json;

use crate::shop::Shop;

const ORDERS: &str = r#"
{"order_id":"o1","who":"anna","at":"2026-01-01","updated":"2026-01-01","lines":[{"sku":"beer","amount":20},{"sku":"soap","amount":10}]}
{"order_id":"o1","who":"anna","at":"2026-01-01","updated":"2026-02-01","lines":[{"sku":"beer","amount":20}]}
{"order_id":"o2","who":"bob","at":"2026-01-03","updated":"2026-01-03","lines":[{"sku":"soap","amount":5}]}
"#;
const MAPPING: &str = r#"
[[file]]
match = "orders.ndjson"
  [[file.feed]]
  stream = "order"
  customer = "who"
  at = "at"
  key = "order_id"
  updated_at = "updated"
  [[file.feed]]
  stream = "order_line"
  each = "lines"
  customer = "who"
  at = "at"
  updated_at = "updated"
  fields.product = "lines.sku"
[[file]]
match = "people*.ndjson"
  [[file.feed]]
  stream = "vehicle"
  each = "vehicles"
  customer = "who"
  at = "since"
[[file]]
match = "lines*.csv"
  [[file.feed]]
  stream = "basket_line"
  customer = "who"
  at = "at"
  [[file.feed]]
  stream = "basket"
  lines = "basket_line"
  key = "basket_id"
  sum = ["amount"]
  orders = "whole"
"#;

fn members(shop: &Shop, test: &str, at: &str) -> String {
    let answer = shop.ask(&["members", "--where", test, "--format", "ids", "--as-of", at]);
    assert_eq!(answer.status, 0, "{test}: {}{}", answer.out, answer.err);
    answer.out.replace('\n', " ").trim().to_owned()
}

fn import(shop: &Shop, files: &[(&str, &str)]) {
    let mapping = shop.write("mapping.toml", MAPPING);
    let paths: Vec<String> = files.iter().map(|(name, text)| shop.write(name, text.trim_start())).collect();
    let paths: Vec<&str> = paths.iter().map(String::as_str).collect();
    let answer = shop.ask(&[&["import", "--mapping", &mapping], &paths[..]].concat());
    assert_eq!(answer.status, 0, "{}{}", answer.out, answer.err);
}

#[test]
fn elements_come_and_go_with_what_they_lie_in() {
    let shop = Shop::with_base();
    let two =
        r#"{"who":"anna","since":"2025-05-05","vehicles":[{"brand":"Zoe","seats":5},{"brand":"Twingo","seats":4}]}"#;
    let none = r#"{"who":"anna","since":"2025-05-05","vehicles":[]}"#;
    import(&shop, &[("orders.ndjson", ORDERS), ("people1.ndjson", two)]);
    let soap = "any(order where any(line where product = 'soap'))";
    assert_eq!(members(&shop, soap, "2026-01-31"), "anna bob");
    assert_eq!(members(&shop, soap, "2026-02-01"), "bob");
    assert_eq!(members(&shop, "sum(order_line.amount) = 20 and count(order_line) = 1", "2026-03-01"), "anna");
    assert_eq!(members(&shop, "any(order_line where order.order_id = 'o1' and amount >= 20)", "2026-03-01"), "anna");
    let ask = |test: &str| shop.ask(&["--json", "count", test]).json()["count"].clone();
    assert_eq!(ask("first(vehicle.brand) = 'Zoe' and nth(vehicle.brand, 2) = 'Twingo' and sum(vehicle.seats) = 9"), 1);
    // The file again changes nothing; an empty list takes its elements away.
    import(&shop, &[("orders.ndjson", ORDERS), ("people1.ndjson", two)]);
    assert_eq!(ask("count(vehicle) = 2"), 1);
    import(&shop, &[("people2.ndjson", none)]);
    assert_eq!(ask("any(vehicle)"), 0);
    assert_eq!(members(&shop, "count(vehicle) = 2", "2026-01-01"), "anna");
    let why = shop.ask(&["--json", "explain", "--where", soap, "anna", "--as-of", "2026-01-31"]).json();
    assert_eq!(why["member"], json!(true), "{why}");
    assert_eq!(why["next_change"], json!(null), "{why}");
    assert_eq!(shop.ask(&["verify"]).status, 0);
}

#[test]
fn a_file_of_whole_orders_replaces_their_lines() {
    let shop = Shop::with_base();
    let lines = |rows: &str| format!("who,at,basket_id,product,amount\n{rows}");
    let first = lines("anna,2026-01-01,o1,beer,10\nanna,2026-01-01,o1,soap,5\nbob,2026-01-02,o2,beer,7\n");
    // Of two files of one import, the later one counts.
    let second = lines("anna,2026-01-01,o1,beer,10\nanna,2026-01-01,o1,salt,1\n");
    import(&shop, &[("lines1.csv", &first), ("lines2.csv", &second)]);
    let ask = |test: &str| shop.ask(&["--json", "count", test]).json()["count"].clone();
    assert_eq!(ask("sum(basket.amount) = 11"), 1);
    assert_eq!(ask("any(basket_line where product = 'soap')"), 0);
    assert_eq!(ask("count(basket) = 1"), 2);
    assert_eq!(members(&shop, "sum(basket.amount) = 15", "2026-02-01"), "anna");
}
