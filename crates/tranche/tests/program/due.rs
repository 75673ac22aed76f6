//! Scheduled imports: what is due, what waits, what fails, and what the log says.

use std::fs::File;
use std::time::{Duration, SystemTime};

use serde_json::{Value, json};

use crate::shop::{MAPPING, Shop};

/// Makes a file old enough to be read.
fn leave_alone(shop: &Shop, name: &str) {
    let long_ago = SystemTime::now() - Duration::from_secs(3_600);
    File::options().write(true).open(shop.path(name)).unwrap().set_modified(long_ago).unwrap();
}

fn shop() -> Shop {
    let shop = Shop::with_base();
    shop.write("shop.toml", MAPPING);
    shop.write(
        "sources/customers.toml",
        "path = \"../in/customers*.csv\"\nmapping = \"../shop.toml\"\nevery = \"1 hour\"\n",
    );
    shop.write("in/customers-1.csv", "id,age\nanna,30\nbob,old\n");
    leave_alone(&shop, "in/customers-1.csv");
    shop
}

fn run(shop: &Shop) -> (i32, Value) {
    let sources = shop.path("sources").display().to_string();
    let answer = shop.ask(&["--json", "import", "--due", "--sources", &sources]);
    (answer.status, serde_json::from_str(&answer.out).unwrap_or_else(|_| panic!("{}{}", answer.out, answer.err)))
}

fn outcomes(source: &Value) -> Vec<Value> {
    source["imports"].as_array().unwrap().iter().map(|one| json!([one["outcome"], one["rows"]])).collect()
}

#[test]
fn what_is_due_is_taken_once() {
    let shop = shop();
    shop.write("sources/orders.toml", "path = \"../in/orders.csv\"\nmapping = \"../shop.toml\"\nat = \"00:00\"\n");
    let (status, told) = run(&shop);
    assert_eq!(status, 0, "{told:#}");
    assert_eq!(outcomes(&told["sources"][0]), [json!(["taken", 2])]);
    assert_eq!(outcomes(&told["sources"][1]), [json!(["nothing", 0])]);
    // An hour has not passed, nor a midnight.
    let (status, told) = run(&shop);
    assert_eq!(status, 0);
    for source in told["sources"].as_array().unwrap() {
        assert_eq!((&source["due"], outcomes(source).len()), (&json!(false), 0), "{source}");
    }
    let log = shop.ask(&["--json", "imports", "--source", "customers"]).json();
    assert_eq!(log["imports"].as_array().unwrap().len(), 1);
}

#[test]
fn a_file_still_being_written_is_left_for_later() {
    let shop = shop();
    shop.write("in/customers-2.csv", "id,age\ncarl,40\n");
    shop.write("in/customers-3.csv.part", "id,age\nd");
    leave_alone(&shop, "in/customers-3.csv.part");
    let (status, told) = run(&shop);
    assert_eq!(status, 0, "{told:#}");
    let expected = [json!(["taken", 2]), json!(["waiting", 0]), json!(["waiting", 0])];
    assert_eq!(outcomes(&told["sources"][0]), expected);
    assert!(told["sources"][0]["imports"][1]["detail"].as_str().unwrap().contains("60"), "{told:#}");
    // What waited makes the source due again at once; what was taken in is not read again.
    leave_alone(&shop, "in/customers-2.csv");
    let (_, told) = run(&shop);
    assert_eq!(outcomes(&told["sources"][0]), [json!(["taken", 1]), json!(["waiting", 0])]);
}

#[test]
fn a_source_that_fails_does_not_stop_the_others() {
    let shop = shop();
    shop.write("sources/a-broken.toml", "path = \"../in/*.csv\"\nmapping = \"../none.toml\"\nevery = \"1 day\"\n");
    shop.write("sources/b-wrong.toml", "path = \"../in/*.csv\"\nevery = \"often\"\n");
    shop.write(
        "sources/c-nowhere.toml",
        "path = \"../nowhere/*.csv\"\nmapping = \"../shop.toml\"\nevery = \"1 day\"\n",
    );
    let (status, told) = run(&shop);
    assert_eq!(status, 1, "{told:#}");
    for failed in 0..3 {
        assert_eq!(told["sources"][failed]["imports"][0]["outcome"], "failed", "{told:#}");
    }
    assert_eq!(outcomes(&told["sources"][3]), [json!(["taken", 2])]);
}

#[test]
fn refusals_are_told_by_the_exit_status_and_an_empty_folder_by_name() {
    let shop = shop();
    shop.write("sources/orders.toml", "path = \"../in/orders.csv\"\nmapping = \"../shop.toml\"\nevery = \"1 day\"\n");
    shop.write("in/orders.csv", "order_id,customer,placed_at\n1,,2026-01-01T10:00:00\n");
    leave_alone(&shop, "in/orders.csv");
    assert_eq!(run(&shop).0, 3);
    std::fs::create_dir(shop.path("none")).unwrap();
    let answer = shop.ask(&["import", "--due", "--sources", &shop.path("none").display().to_string()]);
    assert_eq!(answer.status, 1);
    assert!(answer.err.contains("none"), "{}", answer.err);
}
