//! Results of studies saved as definitions, on customers whose difference is known.

use serde_json::{Value, json};

use crate::shop::{MAPPING, Shop};
use crate::statistics::lively_shop;

const AS_OF: &str = "2026-01-01";

/// Customers of three countries who buy every thirty, sixty and ninety days, the last order some days before 2026.
fn shop() -> Shop {
    let shop = Shop::with_base();
    let mapping = shop.write("mapping.toml", MAPPING);
    let (mut customers, mut orders) =
        (String::from("id,address.country\n"), String::from("customer,order_id,placed_at,amount\n"));
    for n in 0..900_usize {
        let country = n % 3;
        customers += &format!("c{n},{}\n", ["BE", "DE", "FR"][country]);
        let (every, mixed) = (30 * (country + 1), n * 7919 % 97);
        let mut day = mixed % every + 1;
        for k in 0..(1 + mixed % 6) {
            let (month, of_month) = (12 - (day / 28).min(11), 28 - day % 28);
            let amount = 20 + 10 * country + (mixed * 13 + k * 7) % 30;
            orders += &format!("c{n},{n}-{k},2025-{month:02}-{of_month:02}T10:00:00Z,{amount}.00\n");
            day += every + (mixed + k * 5) % 9;
        }
    }
    let files = [shop.write("customers.csv", &customers), shop.write("orders.csv", &orders)];
    let imported = shop.ask(&["import", "--mapping", &mapping, &files[0], &files[1]]);
    assert_eq!(imported.status, 0, "{}{}", imported.out, imported.err);
    shop
}

fn asked(shop: &Shop, arguments: &[&str]) -> Value {
    let answer = shop.ask(&[&["--json", "analyse"], arguments, &["--as-of", AS_OF]].concat());
    assert_eq!(answer.status, 0, "{}{}", answer.out, answer.err);
    answer.json()
}

/// The sizes of a segmentation's parts, by id.
fn parts(shop: &Shop, id: &str) -> Vec<(String, u64)> {
    let shown = shop.ask(&["--json", "segmentation", "show", id, "--as-of", AS_OF]).json();
    let part = |part: &Value| (part["id"].as_str().unwrap().to_owned(), part["count"].as_u64().unwrap());
    shown["parts"].as_array().unwrap().iter().map(part).collect()
}

fn size_of(parts: &[(String, u64)], id: &str) -> u64 {
    parts.iter().find(|(part, _)| part.ends_with(id)).unwrap_or_else(|| panic!("{id}: {parts:?}")).1
}

#[test]
fn r_d05_a_group_is_held_against_several() {
    let shop = shop();
    let line = ["hypothesis", "--group", "country = 'FR'", "--outcome", "avg(order.amount)", "--claim", "less"];
    let against = ["--against", "country = 'BE'", "--against", "country = 'DE'", "--save", "countries"];
    let found = asked(&shop, &[&line[..], &against].concat());
    assert_eq!(
        (&found["against"], &found["others"][0]["against"]),
        (&json!("country = 'BE'"), &json!("country = 'DE'"))
    );
    assert_eq!((&found["overall"]["test"], &found["overall"]["groups"]), (&json!("kruskal-wallis"), &json!(3)));
    assert!(found["overall"]["ln_p"].as_f64().unwrap() < -20.0, "{found}");
    let (own, corrected) = (&found["finding"]["ln_p"], &found["corrected_ln_p"]);
    assert!(corrected.as_f64() >= own.as_f64(), "{found}");
    let parts = parts(&shop, "countries");
    assert_eq!(parts.iter().map(|(_, count)| *count).collect::<Vec<_>>(), [300, 300, 300, 0], "{parts:?}");
    let words = shop.ask(&[&["analyse"], &line[..], &against[..4], &["--as-of", AS_OF]].concat());
    assert!(words.out.contains("No, the opposite."), "{}", words.out);
    let shares = asked(&shop, &[&line[..3], &["--outcome", "count(order) >= 3"], &against[..4]].concat());
    assert_eq!(shares["overall"]["test"], json!("chi-squared"));
}

#[test]
fn r_f03_an_effect_is_measured_in_parts_of_the_arms() {
    let shop = shop();
    let line = ["arms", "--treated", "country = 'FR'", "--held", "country = 'BE'", "--outcome", "avg(order.amount)"];
    let within = ["--within", "count(order) >= 3", "--within", "count(order) > 100", "--save", "arms"];
    let found = asked(&shop, &[&line[..], &within].concat());
    let parts_found = found["within"].as_array().unwrap();
    assert!(parts_found[0]["lift"]["compared"]["difference"].as_f64().unwrap() > 10.0, "{found}");
    assert_eq!(parts_found[1]["lift"], Value::Null, "nobody is in it");
    assert_eq!(size_of(&parts(&shop, "arms"), "group-1"), 300);
}

#[test]
fn r_d08_who_is_due_is_saved_live() {
    let shop = shop();
    let found = asked(&shop, &["replenishment", "--save", "again"]);
    let agreement = found["agreement"].as_f64().unwrap();
    assert!(agreement > 0.9, "{agreement}");
    let parts = parts(&shop, "again");
    let (due, model) = (size_of(&parts, "due"), found["due"].as_u64().unwrap());
    let apart = (due as f64 - model as f64).abs() / 900.0;
    assert!(apart <= 1.0 - agreement + 1e-9, "{due} {model} {agreement}");
    assert_eq!(parts.iter().map(|(_, count)| count).sum::<u64>(), 900, "{parts:?}");
    let later = shop.count("in segment 'again/due'", "2026-02-15");
    assert_ne!(later, due, "who is due changes with the days");
}

#[test]
fn r_d07_a_forecast_is_saved_as_of_its_day() {
    let shop = lively_shop();
    let found = asked(&shop, &["value", "--horizon", "60", "--save", "worth"]);
    assert!(found["forecast"]["checked"]["tracking"]["happened"].as_array().unwrap().len() > 10, "{found}");
    let happened: Vec<f64> = found["forecast"]["checked"]["tracking"]["happened"]
        .as_array()
        .unwrap()
        .iter()
        .map(|number| number.as_f64().unwrap())
        .collect();
    assert!(happened.is_sorted(), "cumulated: {happened:?}");
    let fifths = |parts: Vec<(String, u64)>| parts.iter().map(|(_, count)| *count).collect::<Vec<_>>();
    assert_eq!(fifths(parts(&shop, "worth")), [240, 240, 240, 240, 240, 0]);
    let again = shop.ask(&["analyse", "value", "--horizon", "60", "--save", "worth", "--as-of", AS_OF]);
    assert!(again.err.contains("worth"), "{}", again.err);
    let anew = asked(&shop, &["value", "--horizon", "200", "--save", "worth", "--replace"]);
    assert_eq!(anew["saved"]["changed"], json!(["worth"]));
    assert_eq!(fifths(parts(&shop, "worth")), [240, 240, 240, 240, 240, 0]);
}

#[test]
fn compared_segments_are_saved_with_those_in_both() {
    let shop = shop();
    asked(&shop, &["compare", "country = 'FR'", "count(order) >= 3", "--save", "sides"]);
    let parts = parts(&shop, "sides");
    assert_eq!(parts.len(), 4);
    assert_eq!(size_of(&parts, "group-1") + size_of(&parts, "group-2"), 300, "{parts:?}");
}
