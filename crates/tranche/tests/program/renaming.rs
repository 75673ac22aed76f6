//! A field or stream given another name: all its names mean the same, in definitions and in mappings.

use serde_json::json;

use crate::shop::Shop;

const MAPPING: &str = "\
[[file]]
match = \"clients*.csv\"
  [[file.feed]]
  attributes = true
  customer = \"client\"
[[file]]
match = \"fittings*.csv\"
  [[file.feed]]
  stream = \"fitting\"
  customer = \"client\"
  at = \"at\"
";
const CLIENTS: &str = "client,crm_rank\na,7\nb,9\n";
const FITTINGS: &str = "client,at,size\na,2025-01-01,38\nb,2025-01-02,40\nb,2025-01-03,42\n";

fn shop() -> Shop {
    let shop = Shop::with_base();
    import(&shop, "mapping.toml", MAPPING);
    shop
}

/// Imports both files by a mapping; how many rows were new, or new versions.
fn import(shop: &Shop, name: &str, mapping: &str) -> u64 {
    let mapping = shop.write(name, mapping);
    let (clients, fittings) = (shop.write("clients.csv", CLIENTS), shop.write("fittings.csv", FITTINGS));
    let answer = shop.ask(&["--json", "import", "--mapping", &mapping, &clients, &fittings]);
    assert_eq!(answer.status, 0, "{}{}", answer.out, answer.err);
    let told = answer.json();
    let targets = told["files"].as_array().unwrap().iter().flat_map(|file| file["targets"].as_array().unwrap());
    targets.map(|target| target["new_rows"].as_u64().unwrap() + target["new_versions"].as_u64().unwrap()).sum()
}

fn count(shop: &Shop, definition: &str) -> u64 {
    shop.count(definition, "2026-01-01")
}

fn set(shop: &Shop, arguments: &[&str]) {
    let answer = shop.ask(&[&["schema", "set"], arguments].concat());
    assert_eq!(answer.status, 0, "{}{}", answer.out, answer.err);
}

#[test]
fn old_and_new_names_mean_the_same() {
    let shop = shop();
    shop.write(
        "segments/old.toml",
        "name = { en = \"Old\" }\ndefinition = \"crm_rank > 8 and any(fitting where size > 41)\"\n",
    );
    assert_eq!(shop.ask(&["apply", &shop.path("segments").display().to_string()]).status, 0);
    let told = shop.ask(&["--json", "schema", "set", "crm_rank", "--rename", "client_rank", "--check"]).json();
    assert_eq!((&told["read_by"], &told["broken"]), (&json!(["old"]), &json!([])));
    set(&shop, &["crm_rank", "--rename", "client_rank"]);
    set(&shop, &["fitting.size", "--rename", "shoe_size"]);
    set(&shop, &["fitting", "--rename", "try_on"]);
    assert_eq!(count(&shop, "client_rank = crm_rank and client_rank > 8"), 1);
    for definition in
        ["any(fitting where size > 41)", "any(try_on where shoe_size > 41)", "count(try_on where size > 39) = 2"]
    {
        assert_eq!(count(&shop, definition), 1, "{definition}");
    }
    let evaluated = shop.ask(&["--json", "evaluate"]);
    assert_eq!(evaluated.status, 0, "{}", evaluated.err);
    assert_eq!(count(&shop, "in segment 'old'"), 1);

    // The words are shown under their names of today.
    let shown = shop.ask(&["schema"]).out;
    assert!(shown.contains("client_rank (crm_rank)") && shown.contains("try_on"), "{shown}");
    let customer = shop.ask(&["--json", "customer", "b"]).json();
    assert_eq!(customer["attributes"]["client_rank"], 9);
    assert!(customer["attributes"]["crm_rank"].is_null() && customer["streams"]["fitting"].is_null(), "{customer:#}");
    assert_eq!(customer["streams"]["try_on"][1]["fields"], json!({ "shoe_size": 42 }));
}

#[test]
fn a_file_that_comes_again_changes_nothing_whatever_names_its_mapping_uses() {
    let shop = shop();
    set(&shop, &["crm_rank", "--rename", "client_rank"]);
    set(&shop, &["fitting.size", "--rename", "shoe_size"]);
    set(&shop, &["fitting", "--rename", "try_on"]);
    assert_eq!(import(&shop, "again.toml", &format!("# again\n{MAPPING}")), 0);
    let renamed = MAPPING.replace("\"fitting\"", "\"try_on\"\n  fields.shoe_size = \"size\"");
    assert_eq!(import(&shop, "renamed.toml", &renamed), 0);
    // A column that is new under the new name is known under both.
    let more = shop.write("fittings2.csv", "client,at,shoe_size,mood\na,2025-03-01,39,good\n");
    let renamed = shop.write("renamed2.toml", &renamed.replace("\n  fields.shoe_size = \"size\"", ""));
    assert_eq!(shop.ask(&["import", "--mapping", &renamed, &more]).status, 0);
    assert_eq!(count(&shop, "any(fitting where mood = 'good' and size = 39)"), 1);
    assert_eq!(count(&shop, "any(try_on where mood = 'good' and shoe_size = 39)"), 1);
    assert_eq!(shop.ask(&["verify"]).status, 0);
}

#[test]
fn a_type_is_changed_under_any_name_and_a_name_can_be_given_back() {
    let shop = shop();
    set(&shop, &["crm_rank", "--rename", "client_rank"]);
    set(&shop, &["client_rank", "--type", "text"]);
    assert_eq!(count(&shop, "crm_rank = '7' or client_rank = '9'"), 2);
    set(&shop, &["crm_rank", "--type", "number"]);
    assert_eq!(count(&shop, "client_rank > 8"), 1);
    set(&shop, &["client_rank", "--rename", "code"]);
    set(&shop, &["code", "--rename", "crm_rank"]);
    assert_eq!(count(&shop, "code = crm_rank and client_rank = crm_rank"), 2);
    let shown = shop.ask(&["schema"]).out;
    assert!(shown.contains("crm_rank") && !shown.contains("client_rank"), "{shown}");
}

#[test]
fn names_that_are_taken_or_none_are_refused() {
    let shop = shop();
    for (name, new) in [
        ("crm_rank", "email"),
        ("crm_rank", "CRM Code"),
        ("fitting.size", "at"),
        ("fitting", "order"),
        ("order", "sale"),
    ] {
        let answer = shop.ask(&["schema", "set", name, "--rename", new]);
        assert_eq!(answer.status, 1, "{name} to {new}: {}", answer.out);
    }
}
