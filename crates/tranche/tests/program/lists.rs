//! Lists of customers: from files and by hand, dated, with ids that wait for their customers.

use serde_json::json;

use crate::shop::{MAPPING, Shop};

fn shop() -> Shop {
    let shop = Shop::with_base();
    let mapping = shop.write("mapping.toml", MAPPING);
    let customers =
        shop.write("customers.csv", "id,address.country,birth_date\nbob,BE,1990-05-01\nanna,FR,1985-01-31\n");
    assert_eq!(shop.ask(&["import", "--mapping", &mapping, &customers]).status, 0);
    shop
}

#[test]
fn lists_are_filled_from_files_and_by_hand_and_keep_their_past() {
    let shop = shop();
    let file = shop.write("guests.csv", "name;customer_number\nAnna;anna\nZoé;zoe\n");
    let answer = shop.ask(&["--json", "list", "import", "guests", &file, "--at", "2026-01-01"]);
    assert_eq!(answer.status, 0, "{}{}", answer.out, answer.err);
    let expected = json!({ "list": "guests", "moved": 2, "unchanged": 0, "waiting": ["zoe"], "refused": [] });
    assert_eq!(answer.json(), expected);
    assert_eq!(shop.ask(&["list", "add", "guests", "bob", "anna", "--at", "2026-02-01"]).status, 0);
    assert_eq!(shop.ask(&["list", "remove", "guests", "anna", "--at", "2026-03-01"]).status, 0);
    let members =
        |at: &str| shop.ask(&["members", "--where", "in list 'guests'", "--format", "ids", "--as-of", at]).out;
    assert_eq!(members("2025-12-31"), "");
    assert_eq!(members("2026-01-01"), "anna\n");
    assert_eq!(members("2026-02-01"), "anna\nbob\n");
    assert_eq!(members("2026-03-01"), "bob\n");
    // Who comes later takes the place that was kept.
    let mapping = shop.path("mapping.toml").display().to_string();
    let customers = shop.write("customers-more.csv", "id,address.country,birth_date\nzoe,FR,1999-01-01\n");
    assert_eq!(shop.ask(&["import", "--mapping", &mapping, &customers]).status, 0);
    let shown = shop.ask(&["--json", "list", "show", "guests", "--as-of", "2026-03-01"]).json();
    assert_eq!((&shown["members"], &shown["waiting"]), (&json!(["bob", "zoe"]), &json!([])));
    let known = shop.ask(&["--json", "count", "in list 'guests'", "--known-at", "2026-01-01"]).json();
    assert_eq!(known["count"], 0);
    assert_eq!(shop.ask(&["verify"]).status, 0);
}

#[test]
fn mistakes_about_lists_are_told() {
    let shop = shop();
    assert_eq!(shop.ask(&["list", "add", "guests", "anna"]).status, 0);
    let answer = shop.ask(&["--json", "count", "in list 'gests'"]);
    assert_eq!((answer.status, &answer.json()["problems"][0]["suggestions"]), (2, &json!(["guests"])));
    assert_eq!(shop.ask(&["list", "remove", "gests", "anna"]).status, 2);
    let file = shop.write("guests.csv", "name,mail\nAnna,a@x.fr\n");
    let answer = shop.ask(&["list", "import", "guests", &file, "--by", "email"]);
    assert_eq!(answer.status, 1);
    assert!(answer.err.contains("name, mail"), "{}", answer.err);
    let file = shop.write("bad.csv", "email\na@x.fr\ntest@x.fr\n");
    let answer = shop.ask(&["--json", "list", "import", "guests", &file, "--by", "email"]);
    assert_eq!((answer.status, &answer.json()["refused"]), (3, &json!(["test@x.fr"])));
}
