//! Definitions as files: planned, applied, tried on examples, removed, and their versions.

use crate::shop::{MAPPING, Shop};

const GOOD: &str = "name.en = \"Good baskets\"\ndefinition = \"average_basket > 20\"\n";
const BASKET: &str =
    "name.en = \"average basket\"\nname.fr = \"panier moyen\"\nvalue = \"avg(order.amount over last 12 months)\"\n";

/// Three customers whose mean orders are 10, 30 and none.
fn shop() -> (Shop, String) {
    let shop = Shop::with_base();
    let mapping = shop.write("mapping.toml", MAPPING);
    let customers = shop.write("customers.csv", "id,country\nanna,FR\nbob,BE\ncarl,FR\n");
    let orders = shop.write(
        "orders.csv",
        "order_id,customer,placed_at,amount\n1,anna,2026-01-10,10\n2,bob,2026-02-10,20\n3,bob,2026-02-11,40\n",
    );
    assert_eq!(shop.ask(&["import", "--mapping", &mapping, &customers, &orders]).status, 0);
    shop.write("defs/attributes/average_basket.toml", BASKET);
    shop.write("defs/segments/good.toml", GOOD);
    let dir = shop.path("defs").display().to_string();
    (shop, dir)
}

#[test]
fn a_plan_says_what_applying_would_change_and_changes_nothing() {
    let (shop, dir) = shop();
    let plan = || shop.ask(&["--json", "plan", &dir, "--as-of", "2026-03-01"]).json();
    let first = plan();
    assert_eq!(first["changes"][0]["id"], "average_basket");
    assert_eq!(first["changes"][0]["users"], serde_json::json!(["good"]));
    assert_eq!(first["changes"][1]["change"], "added");
    assert_eq!(first["changes"][1]["members"]["some_gained"], serde_json::json!(["bob"]));
    assert_eq!(shop.ask(&["count", "in segment 'good'"]).status, 2);
    assert_eq!(shop.ask(&["apply", &dir]).status, 0);
    assert_eq!(plan()["changes"], serde_json::json!([]));
    // A changed attribute changes the members of a segment whose own file stays as it is.
    shop.write("defs/segments/generous.toml", "name.en = \"Generous\"\ndefinition = \"average_basket > 20\"\n");
    shop.write("defs/attributes/average_basket.toml", &BASKET.replace("12 months", "30 days"));
    let changed = plan();
    assert_eq!(changed["changes"][0]["change"], "changed");
    assert_eq!(changed["changes"][1]["alike"][0]["same"], true);
    assert_eq!(changed["touched"], serde_json::json!([]));
    shop.write("defs/attributes/average_basket.toml", &BASKET.replace("avg(", "5 * avg("));
    assert_eq!(plan()["touched"][0]["members"]["some_gained"], serde_json::json!(["anna"]));
}

#[test]
fn computed_attributes_are_attributes() {
    let (shop, dir) = shop();
    assert_eq!(shop.ask(&["apply", &dir]).status, 0);
    assert_eq!(shop.count("average_basket = 30", "2026-03-01"), 1);
    assert_eq!(shop.count("in segment 'good' and average_basket is known", "2026-03-01"), 1);
    assert_eq!(shop.count("average_basket is unknown", "2026-03-01"), 1);
    assert_eq!(shop.count("percentile(average_basket) = 50%", "2026-03-01"), 1);
    let file = shop.path("defs/segments/good.toml").display().to_string();
    assert!(shop.ask(&["apply", &file]).err.contains("is no folder"));
    // One that is wrong is told with its place, and nothing of the folder is taken.
    shop.write("defs/attributes/ratio.toml", "name.en = \"ratio\"\nvalue = \"averge_basket / 2\"\n");
    let answer = shop.ask(&["--json", "apply", &dir]);
    assert_eq!(answer.status, 2);
    assert_eq!(answer.json()["problems"][0]["suggestions"][0], "average_basket");
    shop.write("defs/attributes/ratio.toml", "name.en = \"ratio\"\nvalue = \"part / 2\"\n");
    shop.write("defs/attributes/part.toml", "name.en = \"part\"\nvalue = \"ratio * 2\"\n");
    let answer = shop.ask(&["apply", &dir]);
    assert_eq!(answer.status, 2);
    assert!(answer.err.contains("circle: part, ratio"), "{}", answer.err);
}

#[test]
fn what_others_use_stays_and_what_goes_keeps_its_versions() {
    let (shop, dir) = shop();
    assert_eq!(shop.ask(&["apply", &dir]).status, 0);
    let refused = shop.ask(&["remove", "average_basket"]);
    assert_eq!(refused.status, 1);
    assert!(refused.err.contains("good"), "{}", refused.err);
    assert_eq!(shop.ask(&["--json", "remove", "god"]).json()["problems"][0]["suggestions"][0], "good");
    shop.write("defs/segments/good.toml", &GOOD.replace("20", "25"));
    assert_eq!(shop.ask(&["apply", &dir]).status, 0);
    std::fs::remove_file(shop.path("defs/segments/good.toml")).unwrap();
    shop.write("defs/segments/other.toml", "name.en = \"Other\"\ndefinition = \"country = 'FR'\"\n");
    let pruned = shop.ask(&["--json", "apply", &dir, "--prune"]).json();
    assert_eq!(pruned["removed"], serde_json::json!(["good"]));
    let versions = shop.ask(&["--json", "versions", "good"]).json();
    assert_eq!(versions["versions"][0]["text"], GOOD);
    assert_eq!(versions["versions"][2]["text"], serde_json::Value::Null);
    assert_eq!(shop.ask(&["versions", "good", "--show", "1"]).out, GOOD);
    assert_eq!(shop.ask(&["remove", "average_basket", "other"]).status, 0);
}

#[test]
fn examples_beside_definitions_are_tried() {
    let (shop, dir) = shop();
    let examples = "
[[tests]]
about = 'two orders'
at = '2026-03-01'
member = true
rows.order = [{ at = '2026-02-01', amount = 30 }, { at = '2026-02-02T10:00', amount = 11.5 }]
[[tests]]
about = 'a cancelled order'
at = '2026-03-01'
member = false
rows.order = [{ at = '2026-02-01', amount = 30, status = 'cancelled' }]
";
    shop.write("defs/segments/good.toml", &format!("{GOOD}{examples}"));
    let answer = shop.ask(&["test", &dir]);
    assert_eq!((answer.status, answer.err.as_str()), (0, ""), "{}", answer.out);
    let wrong = examples.replace("member = false", "member = true").replace("amount = 11.5", "amont = 11.5");
    shop.write("defs/segments/good.toml", &format!("{GOOD}{wrong}"));
    let answer = shop.ask(&["--json", "test", &dir]);
    assert_eq!(answer.status, 1);
    let answer = answer.json();
    assert_eq!(answer["faults"], 2);
    assert!(answer["examples"][0]["fault"].as_str().unwrap().contains("amont"), "{answer}");
}
