//! Refused rows: listed with their reason, written out, corrected and taken in, by either way.

use serde_json::{Value, json};

use crate::shop::{MAPPING, Shop};

const VIEWS: &str =
    "\n[[file]]\nmatch = \"views*\"\n[[file.feed]]\nstream = \"page_view\"\ncustomer = \"customer\"\nat = \"at\"\n";
const ORDERS: &str = "\
order_id,customer,placed_at,amount,status
1,anna,2026-01-10T10:00:00,20.00,paid
2,anna,2026-02-30T10:00:00,30.50,paid
3,bob,2026-02-11T09:00:00,cheap,paid
4,bob,2026-02-11T09:00:00
5,,2026-02-11T09:00:00,7,paid
";

fn shop() -> (Shop, String, String) {
    let shop = Shop::with_base();
    let mapping = shop.write("mapping.toml", &format!("{MAPPING}{VIEWS}"));
    let orders = shop.write("orders.csv", ORDERS);
    assert_eq!(shop.ask(&["import", "--mapping", &mapping, &orders]).status, 3);
    (shop, mapping, orders)
}

/// File row, column and reason of what stands.
fn standing(shop: &Shop) -> Vec<Value> {
    let told = shop.ask(&["--json", "refused", "--rows", "100"]).json();
    let rows = told["rows"].as_array().unwrap().iter();
    let mut rows: Vec<Value> = rows.map(|row| json!([row["row"], row["column"], row["reason"]])).collect();
    rows.sort_by_key(|row| row[0].as_u64());
    assert_eq!(told["refused"], rows.len());
    rows
}

#[test]
fn refusals_are_told_with_line_and_reason_and_what_to_do() {
    let (shop, ..) = shop();
    let told = shop.ask(&["--json", "refused", "--rows"]).json();
    let groups: Vec<&str> =
        told["groups"].as_array().unwrap().iter().map(|group| group["reason"].as_str().unwrap()).collect();
    assert_eq!(groups, ["cells", "no-customer", "not-an-amount", "not-an-instant"]);
    assert!(told["groups"][0]["what_to_do"].as_str().unwrap().contains("quotes"), "{told}");
    let line =
        |row: u64| told["rows"].as_array().unwrap().iter().find(|one| one["row"] == row).unwrap()["line"].clone();
    assert_eq!((line(2), line(5)), (json!(3), json!(6)));
    let only = |arguments: &[&str]| shop.ask(&[&["--json", "refused"], arguments].concat()).json()["refused"].clone();
    assert_eq!(only(&["--reason", "cells"]), 1);
    assert_eq!(only(&["--stream", "order"]), 3);
    assert_eq!(only(&["--file", "orders.csv"]), 4);
    assert_eq!(only(&["--file", "other.csv"]), 0);
}

#[test]
fn a_corrected_export_is_taken_in_and_leaves_the_list() {
    let (shop, ..) = shop();
    let out = shop.path("out").display().to_string();
    assert_eq!(shop.ask(&["refused", "--export", &out]).status, 0);
    let path = shop.path("out/orders.csv");
    let written = std::fs::read_to_string(&path).unwrap();
    let mut lines = written.lines();
    assert_eq!(
        lines.next().unwrap().trim_start_matches('\u{feff}'),
        "order_id,customer,placed_at,amount,status,tranche_reason,tranche_refused"
    );
    assert!(lines.next().unwrap().starts_with("2,anna,2026-02-30T10:00:00,30.50,paid,placed_at: "));
    let corrected = written
        .replace("2026-02-30", "2026-02-28")
        .replace("cheap", "12")
        .replace("4,bob,2026-02-11T09:00:00,,", "4,bob,2026-02-11T09:00:00,9,paid");
    std::fs::write(&path, corrected).unwrap();
    let answer = shop.ask(&["--json", "import", "--corrected", &path.display().to_string()]);
    assert_eq!(answer.status, 3, "{}", answer.err);
    assert_eq!(answer.json()["files"][0]["corrected"], 4);
    // The last one is still wrong, now as row 4 of the corrected file.
    assert_eq!(standing(&shop), [json!([4, "customer", "no-customer"])]);
    // A new version of an order holds from its receipt on.
    assert_eq!(shop.count("sum(order.amount) = 21 and count(order) = 2", "2100-01-01"), 1);
    assert_eq!(shop.count("sum(order.amount) = 50.5", "2100-01-01"), 1);
    // No word of the two columns that tell of refusals comes into the base.
    let schema = shop.ask(&["--json", "schema"]).json();
    assert!(schema["schema"]["streams"]["order"]["fields"].get("tranche_refused").is_none());
}

#[test]
fn the_file_itself_corrected_and_imported_again_leaves_the_list() {
    let (shop, mapping, orders) = shop();
    std::fs::write(&orders, ORDERS.replace("cheap", "12").replace("5,,", "5,dora,")).unwrap();
    assert_eq!(shop.ask(&["import", "--mapping", &mapping, &orders]).status, 3);
    assert_eq!(standing(&shop), [json!([2, "placed_at", "not-an-instant"]), json!([4, null, "cells"])]);
    // Another row in the same place is no correction.
    let other = ORDERS.replace("2,anna,2026-02-30T10:00:00,30.50", "7,eve,2026-02-20T10:00:00,1");
    std::fs::write(&orders, other).unwrap();
    shop.ask(&["import", "--mapping", &mapping, &orders]);
    assert!(standing(&shop).contains(&json!([2, "placed_at", "not-an-instant"])));
    let log = shop.ask(&["--json", "imports"]).json();
    let log: Vec<Value> =
        log["imports"].as_array().unwrap().iter().map(|one| json!([one["outcome"], one["rows"]])).collect();
    assert_eq!(log, [json!(["taken", 5]), json!(["taken", 5]), json!(["taken", 5])]);
}

#[test]
fn a_value_of_a_row_that_counts_for_good_is_not_written_out() {
    let (shop, mapping, _) = shop();
    let views = shop
        .write("views.csv", "customer,at,duration\nanna,2026-01-01T10:00:00,x\nbob,,3\ncarl,2026-01-02T10:00:00,3\n");
    assert_eq!(shop.ask(&["import", "--mapping", &mapping, &views]).status, 3);
    let out = shop.path("out").display().to_string();
    let told = shop.ask(&["--json", "refused", "--file", "views.csv", "--export", &out]).json();
    assert_eq!((&told["already_counted"], &told["files"][0]["rows"]), (&json!(1), &json!(1)));
}

#[test]
fn a_failure_after_files_that_went_in_is_one_document() {
    let shop = Shop::with_base();
    let mapping = shop.write("mapping.toml", MAPPING);
    let good = shop.write("customers.csv", "id,age\nanna,30\n");
    let bad = shop.write("orders.csv", "order_id\n1\n");
    let answer = shop.ask(&["--json", "import", "--mapping", &mapping, &good, &bad]);
    assert_eq!(answer.status, 2, "{}", answer.err);
    let told = answer.json();
    assert_eq!(told["files"][0]["file"], "customers.csv");
    assert!(!told["problems"].as_array().unwrap().is_empty());
    let log = shop.ask(&["--json", "imports"]).json();
    assert_eq!((&log["imports"][0]["outcome"], &log["imports"][1]["outcome"]), (&json!("failed"), &json!("taken")));
}
