//! How good the data are: what is found, in which order, and what it costs the segments.

use serde_json::{Value, json};

use crate::shop::{MAPPING, Shop};

const CUSTOMERS: &str = "\
id,email,phone,first_name,last_name,postal_code,birth_date,age
a,ada@example.com,06 12 34 56 78,Ada,Martin,75011,1980-01-02,46
b,ADA@example.com,06 12 34 56 79,Adda,Martin,75011,1980-01-02,46
c,not-an-address,0612,Jean,Dupont,7501,1990-05-06,36
d,,06 12 34 56 80,Jeanne,Durand,69001,2990-05-06,130
e,eve@example.com,,Louis,Petit,69001,,
";
const ORDERS: &str = "\
order_id,customer,placed_at,amount,status
1,a,2026-01-10T10:00:00,20.00,paid
2,a,2026-02-10T10:00:00,,paid
3,b,2026-02-11T09:00:00,12.00,weird
4,c,2030-02-11T09:00:00,12.00,paid
";

fn shop() -> Shop {
    let shop = Shop::new();
    assert_eq!(shop.ask(&["init", "--timezone", "Europe/Paris", "--name", "Cap <Garrigue>"]).status, 0);
    let mapping = MAPPING.replace(
        "customer = \"id\"",
        "customer = \"id\"\n  [file.feed.fields]\n  \"address.postal_code\" = \"postal_code\"",
    );
    let mapping = shop.write("mapping.toml", &mapping);
    let (customers, orders) = (shop.write("customers.csv", CUSTOMERS), shop.write("orders.csv", ORDERS));
    let answer = shop.ask(&["import", "--mapping", &mapping, &customers, &orders]);
    assert_eq!(answer.status, 0, "{}{}", answer.out, answer.err);
    for (id, definition) in [("old", "age > 40"), ("rich", "sum(order.amount) > 10"), ("shoppers", "any(order)")] {
        shop.write(
            &format!("segments/{id}.toml"),
            &format!("name = {{ en = \"{id}\" }}\ndefinition = \"{definition}\"\n"),
        );
    }
    let segments = shop.path("segments").display().to_string();
    assert_eq!(shop.ask(&["apply", &segments]).status, 0);
    shop
}

fn finding<'v>(told: &'v Value, fault: &str, field: &Value) -> &'v Value {
    let found = told["findings"].as_array().unwrap().iter().find(|one| one["fault"] == fault && one["field"] == *field);
    found.unwrap_or_else(|| panic!("no {fault} of {field}: {told:#}"))
}

#[test]
fn what_is_wrong_is_counted() {
    let told = shop().ask(&["--json", "quality", "--as-of", "2026-06-01"]).json();
    let count = |fault: &str, field: &str| finding(&told, fault, &json!(field))["count"].clone();
    assert_eq!(told["customers"], 5);
    assert_eq!(count("invalid", "email"), 1);
    assert_eq!(count("invalid", "phone"), 1);
    assert_eq!(count("invalid", "address.postal_code"), 1);
    assert_eq!(count("invalid", "birth_date"), 1);
    assert_eq!(count("invalid", "age"), 1);
    assert_eq!(count("invalid", "order.status"), 1);
    assert_eq!(finding(&told, "invalid", &json!("order.status"))["examples"], json!(["weird"]));
    // What is sensitive is counted and never shown.
    assert_eq!(finding(&told, "invalid", &json!("email"))["examples"], json!([]));
    assert_eq!(count("missing", "order.amount"), 1);
    assert_eq!(finding(&told, "future", &Value::Null)["count"], 1);
    assert_eq!(finding(&told, "no_consent", &Value::Null)["count"], 5);
    // One address in two writings; the two are also alike by name, which counts once.
    assert_eq!(finding(&told, "duplicates", &Value::Null)["customers"], 1);
}

#[test]
fn what_it_costs_the_segments_is_counted() {
    let told = shop().ask(&["--json", "quality", "--as-of", "2026-06-01"]).json();
    let cost = |id: &str| {
        let of = told["segments"].as_array().unwrap().iter().find(|segment| segment["id"] == id).unwrap();
        of["unjudged"].clone()
    };
    // One age is missing, one cannot be; one customer has an order without amount.
    assert_eq!((cost("old"), cost("rich"), cost("shoppers")), (json!(2), json!(1), json!(0)));
    let weights: Vec<u64> = told["findings"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["customers"].as_u64().unwrap() * one["segments"].as_array().unwrap().len() as u64)
        .collect();
    assert!(weights.is_sorted_by(|a, b| a >= b), "{weights:?}");
}

#[test]
fn the_page_stands_alone_in_both_languages() {
    let shop = shop();
    for (language, title) in [("en", "Data quality"), ("fr", "Qualité des données")] {
        let path = shop.path("quality.html");
        let answer = shop.ask(&["--lang", language, "quality", "--html", &path.display().to_string()]);
        assert_eq!(answer.status, 0, "{}", answer.err);
        let page = std::fs::read_to_string(&path).unwrap();
        assert!(page.contains(&format!("<h1>{title}</h1>")) && page.contains("Cap &#60;Garrigue&#62;"));
        for outside in ["http:", "https:", "<script", "url(", "@import", "src=", "<link"] {
            assert!(!page.contains(outside), "{outside}");
        }
        assert!(!page.contains("quality-") && !page.contains("ada@example.com"));
    }
}

#[test]
fn the_commonest_values_are_told_with_the_schema_but_not_sensitive_ones() {
    let told = shop().ask(&["--json", "schema", "--values"]).json();
    let of = |name: &str| told["values"].as_array().unwrap().iter().find(|one| one["name"] == name).cloned();
    assert_eq!(of("status").unwrap()["commonest"][0], json!(["paid", 2]));
    assert_eq!(of("email"), None);
}

#[test]
fn a_field_gets_its_names_and_is_marked_sensitive() {
    let shop = shop();
    let ask = |arguments: &[&str]| shop.ask(&[&["--json", "schema", "set"], arguments].concat());
    let told = ask(&["order.status", "--label-fr", "Étape", "--sensitive", "yes", "--check"]).json();
    assert_eq!((&told["changed"], &told["check"]), (&json!(true), &json!(true)));
    assert_eq!(ask(&["order.status", "--sensitive", "yes"]).json()["before"]["label"]["fr"], "statut");
    let told = ask(&["order.status", "--label-fr", "Étape"]).json();
    assert_eq!((&told["after"]["label"]["fr"], &told["after"]["sensitive"]), (&json!("Étape"), &json!(true)));
    // Its values are no longer shown.
    let quality = shop.ask(&["--json", "quality", "--as-of", "2026-06-01"]).json();
    assert_eq!(finding(&quality, "invalid", &json!("order.status"))["examples"], json!([]));
    // What would have to be converted is refused, and a misspelt name is told with the nearest one.
    assert_eq!(ask(&["age", "--type", "text"]).status, 1);
    let misspelt = ask(&["order.statu", "--family", "x"]);
    assert_eq!(misspelt.json()["problems"][0]["suggestions"][0], "order.status");
}

#[test]
fn numbers_that_were_rounded_are_told_at_the_import_and_after() {
    let shop = Shop::with_base();
    let mapping = shop.write("mapping.toml", MAPPING);
    let orders =
        "order_id,customer,placed_at,amount\n1,a,2026-01-10,20.123456\n2,a,2026-02-10,3.50\n3,b,2026-02-11,0.00009\n";
    let file = shop.write("orders.csv", orders);
    let answer = shop.ask(&["--json", "import", "--mapping", &mapping, &file]);
    assert_eq!(answer.status, 0, "{}", answer.err);
    let told = answer.json();
    let notes = told["files"][0]["notes"].as_array().unwrap();
    assert!(notes.iter().any(|note| note.as_str().unwrap().contains("20.123456")), "{told:#}");
    let told = shop.ask(&["--json", "quality", "--as-of", "2026-06-01"]).json();
    let rounded = finding(&told, "rounded", &json!("order.amount"));
    assert_eq!((&rounded["count"], &rounded["examples"]), (&json!(2), &json!(["20.123456"])));
}
