//! Comparisons, experiments, drivers and forecasts on the command line, on customers whose difference is known.

use analysis::statistics::chance::Chance;
use serde_json::{Value, json};

use crate::shop::{MAPPING, Shop};

/// Customers of the shop: every fourth one is in Belgium, and those buy twice as often and for more.
const CUSTOMERS: usize = 1200;

/// A day of the year 2025, from 0.
fn day(place: usize) -> String {
    let months = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    let (mut rest, mut month) = (place % 365, 0);
    while rest >= months[month] {
        (rest, month) = (rest - months[month], month + 1);
    }
    format!("2025-{:02}-{:02}T10:00:00Z", month + 1, rest + 1)
}

fn shop() -> Shop {
    let shop = Shop::with_base();
    let mapping = shop.write("mapping.toml", MAPPING);
    let mut customers = String::from("id,address.country\n");
    let mut orders = String::from("customer,order_id,placed_at,amount\n");
    for n in 0..CUSTOMERS {
        let is_belgian = n % 4 == 0;
        customers += &format!("c{n},{}\n", if is_belgian { "BE" } else { "FR" });
        // A mixing of the number, so that nothing else goes with the country.
        let mixed = (n * 7919 + 13) % 1009;
        let often = 1 + mixed % 3 + if is_belgian { 2 } else { 0 };
        for k in 0..often {
            let at = (mixed * 31 + k * 67) % 360;
            let amount = 20 + (mixed * 7 + k * 11) % 40 + if is_belgian { 30 } else { 0 };
            orders += &format!("c{n},{n}-{k},{},{amount}.50\n", day(at));
        }
    }
    let (customers, orders) = (shop.write("customers.csv", &customers), shop.write("orders.csv", &orders));
    let imported = shop.ask(&["import", "--mapping", &mapping, &customers, &orders]);
    assert_eq!(imported.status, 0, "{}{}", imported.out, imported.err);
    shop
}

fn asked(shop: &Shop, arguments: &[&str]) -> Value {
    let line = [&["--json", "analyse"], arguments, &["--as-of", "2026-01-01"]].concat();
    let answer = shop.ask(&line);
    assert_eq!(answer.status, 0, "{}{}", answer.out, answer.err);
    answer.json()
}

fn refused(shop: &Shop, arguments: &[&str]) -> String {
    let line = [&["analyse"], arguments, &["--as-of", "2026-01-01"]].concat();
    let answer = shop.ask(&line);
    assert_ne!(answer.status, 0, "{}", answer.out);
    answer.err
}

#[test]
fn r_d05_a_hypothesis_has_a_verdict_in_words() {
    let shop = shop();
    let line = ["hypothesis", "--group", "country = 'BE'", "--outcome", "sum(order.amount)"];
    let found = asked(&shop, &line);
    assert_eq!(found["finding"]["verdict"], json!("more"));
    assert_eq!((&found["finding"]["test"], &found["is_money"]), (&json!("welch"), &json!(true)));
    assert_eq!(found["finding"]["n"], json!([300, 900]));
    assert_eq!(found, asked(&shop, &line), "the same question has the same answer");
    let words = shop.ask(&["analyse", "hypothesis", "--group", "country = 'BE'", "--outcome", "sum(order.amount)"]);
    assert!(words.out.contains("Yes. The first group has on average"), "{}", words.out);
    assert!(words.out.contains("An association, not proof of a cause."), "{}", words.out);
    let share = asked(&shop, &["hypothesis", "--group", "country = 'BE'", "--outcome", "count(order) >= 3"]);
    assert_eq!((&share["is_share"], &share["finding"]["test"]), (&json!(true), &json!("two-shares")));
    let everybody = refused(&shop, &["hypothesis", "--group", "count(order) >= 1", "--outcome", "sum(order.amount)"]);
    assert!(everybody.contains("group 2"), "{everybody}");
}

#[test]
fn r_f03_arms_are_measured_unless_their_sizes_are_wrong() {
    let shop = shop();
    let arms = ["arms", "--treated", "country = 'BE'", "--held", "country = 'FR'", "--outcome", "sum(order.amount)"];
    let found = asked(&shop, &[&arms[..], &["--planned", "0.25"]].concat());
    assert_eq!((&found["n"], &found["sizes"]["is_broken"]), (&json!([300, 900]), &json!(false)));
    assert!(found["lift"]["compared"]["interval"]["low"].as_f64().unwrap() > 0.0, "{found}");
    let broken = asked(&shop, &[&arms[..], &["--planned", "0.5"]].concat());
    assert_eq!((&broken["sizes"]["is_broken"], &broken["lift"]), (&json!(true), &Value::Null));
    let both = refused(
        &shop,
        &["arms", "--treated", "country = 'BE'", "--held", "count(order) > 0", "--outcome", "count(order)"],
    );
    assert!(both.contains("300 customers are in both groups"), "{both}");
    let size = shop.ask(&["--json", "analyse", "size", "--from", "0.05", "--to", "0.055"]).json();
    assert_eq!(size["per_arm"], json!(31_234));
}

#[test]
fn r_d04_drivers_are_found_confirmed_and_saved() {
    let shop = shop();
    let line = ["drivers", "--outcome", "sum(order.amount)", "--over", "180"];
    let found = asked(&shop, &line);
    let first = found["rules"][0]["definition"].as_str().unwrap_or_default().to_owned();
    assert!(first.contains("country = 'BE'"), "{found}");
    assert_eq!(found, asked(&shop, &line), "the same question has the same answer");
    let saved = asked(&shop, &[&line[..], &["--save", "promising"]].concat());
    let added = saved["saved"]["added"].as_array().unwrap();
    assert_eq!(added.len(), found["rules"].as_array().unwrap().len());
    let count = shop.ask(&["--json", "count", &first, "--as-of", "2026-01-01"]).json();
    assert!(count["count"].as_u64().unwrap() >= 200, "{count}");
    // Traits of now that define the group are left out.
    let of = asked(&shop, &["drivers", "--of", "sum(order.amount) > 150"]);
    assert!(of["left_out"].as_array().unwrap().contains(&json!("order")), "{of}");
    let uses_orders =
        of["traits"].as_array().unwrap().iter().any(|one| one["expression"].as_str().unwrap().contains("order"));
    assert!(!uses_orders, "{of}");
}

#[test]
fn r_d04_an_outcome_that_knows_of_before_is_refused() {
    let shop = shop();
    let known = refused(&shop, &["drivers", "--outcome", "country = 'FR' and any(order)"]);
    assert!(known.contains("may have been known before the 90 days"), "{known}");
    let earlier = refused(&shop, &["drivers", "--outcome", "sum(order.amount over last 2 years)", "--over", "90"]);
    assert!(earlier.contains("Rows of “order” may lie before"), "{earlier}");
}

/// Customers who buy at a rate of their own until they leave, drawn by a seed.
pub(crate) fn lively_shop() -> Shop {
    let shop = Shop::with_base();
    let mapping = shop.write("mapping.toml", MAPPING);
    let mut orders = String::from("customer,order_id,placed_at,amount\n");
    for n in 0..CUSTOMERS {
        let mut chance = Chance::of(5, n as u64);
        let (rate, leaving) = (chance.gamma(0.8) / 40.0, chance.gamma(0.7) / 80.0);
        let usual = 20.0 + 60.0 * chance.unit();
        let mut at = 120.0 * chance.unit();
        let end = at + chance.exponential() / leaving;
        for k in 0.. {
            let amount = usual * (0.5 + chance.unit());
            orders += &format!("c{n},{n}-{k},{},{amount:.2}\n", day(at as usize));
            at += chance.exponential() / rate;
            if at > end.min(364.0) {
                break;
            }
        }
    }
    let orders = shop.write("orders.csv", &orders);
    let imported = shop.ask(&["import", "--mapping", &mapping, &orders]);
    assert_eq!(imported.status, 0, "{}{}", imported.out, imported.err);
    shop
}

#[test]
fn r_d07_value_is_forecast_checked_and_written() {
    let shop = lively_shop();
    let file = shop.path("forecast.csv").display().to_string();
    let found = asked(&shop, &["value", "--horizon", "90", "--customers", &file]);
    let forecast = &found["forecast"];
    assert_eq!((&found["buyers"], &forecast["model"]), (&json!(CUSTOMERS), &json!("pareto-nbd")));
    let total = &forecast["purchases"];
    let (low, sum) = (total["interval"]["low"].as_f64().unwrap(), total["sum"].as_f64().unwrap());
    assert!(0.0 < low && low < sum, "{total}");
    let (said, made) =
        (forecast["checked"]["forecast"].as_f64().unwrap(), forecast["checked"]["happened"].as_f64().unwrap());
    assert!((said / made - 1.0).abs() < 0.25, "{said} {made}");
    assert_eq!(std::fs::read_to_string(file).unwrap().lines().count(), CUSTOMERS + 1);
}

#[test]
fn r_d07_without_enough_data_there_is_no_model_and_the_reason() {
    let shop = shop();
    let few = asked(&shop, &["value", "--among", "country = 'BE'"]);
    assert_eq!(few["forecast"], Value::Null);
    assert!(few["without_model"]["bought_again"]["n"].as_u64().unwrap() > 0, "{few}");
    let words = shop.ask(&["analyse", "value", "--among", "country = 'BE'", "--as-of", "2026-01-01"]);
    assert!(words.out.contains("300, and at least 500 are needed"), "{}", words.out);
}

#[test]
fn r_d08_whoever_is_due_to_buy_again_is_listed() {
    let shop = shop();
    let file = shop.path("due.csv").display().to_string();
    let found = asked(&shop, &["replenishment", "--where", "amount > 20", "--customers", &file]);
    assert_eq!((&found["buyers"], &found["rows"]), (&json!(CUSTOMERS), &json!("order where amount > 20")));
    let usual = found["usual_days"].as_f64().unwrap();
    assert!((40.0..400.0).contains(&usual), "{found}");
    let written = std::fs::read_to_string(file).unwrap();
    assert!(written.starts_with("id,days_since_last,usual_days,due_on"), "{written}");
    assert_eq!(written.lines().count(), CUSTOMERS + 1);
    let few = refused(&shop, &["replenishment", "--among", "address.country = 'XX'"]);
    assert!(few.contains("at least 30"), "{few}");
}

#[test]
fn r_d11_a_questionnaire_has_a_score_that_can_be_saved() {
    let shop = Shop::with_base();
    let mapping = shop.write("mapping.toml", MAPPING);
    let mut answers = String::from("id,q1,q2,q3\n");
    for n in 0..60 {
        let leaning = n % 4;
        answers += &format!("c{n},{},{},{}\n", 1 + leaning, 1 + leaning + n % 2, 5 - leaning);
    }
    let answers = shop.write("customers.csv", &answers);
    let imported = shop.ask(&["import", "--mapping", &mapping, &answers]);
    assert_eq!(imported.status, 0, "{}{}", imported.out, imported.err);
    let line = ["questionnaire", "--item", "q1", "--item", "q2", "--item", "q3", "--reversed", "q3"];
    let found = asked(&shop, &[&line[..], &["--save", "mood"]].concat());
    assert_eq!((&found["respondents"], &found["scored"]), (&json!(60), &json!(60)));
    assert!(found["alpha"].as_f64().unwrap() > 0.9, "{found}");
    assert_eq!(found["saved"]["added"], json!(["mood_score"]));
    let count = shop.ask(&["--json", "count", "mood_score >= 4", "--as-of", "2026-01-01"]).json();
    assert!(count["count"].as_u64().unwrap() > 0, "{count}");
    let wrong = asked(&shop, &line[..7]);
    assert!(wrong["alpha"].as_f64().unwrap() < 0.5, "{wrong}");
    let other = refused(&shop, &["questionnaire", "--item", "q1", "--reversed", "q2"]);
    assert!(other.contains("“q2” is reversed but is not among the items"), "{other}");
}

#[test]
fn the_same_question_has_the_same_bytes_whatever_the_number_of_threads() {
    let shop = shop();
    for line in [
        &["rfm"][..],
        &["abc"],
        &["cohorts"],
        &["waiting", "--by", "country"],
        &["compare", "country = 'BE'"],
        &["by", "country"],
        &["hours"],
        &["hypothesis", "--group", "country = 'BE'", "--outcome", "sum(order.amount)", "--seed", "7"],
        &["drivers", "--outcome", "sum(order.amount)", "--seed", "7"],
        &["value", "--seed", "7"],
        &["replenishment"],
    ] {
        let asked = [&["--json", "analyse"], line, &["--as-of", "2026-01-01"]].concat();
        let with_threads = |threads: &str| {
            let answer = shop.ask_with(&[("RAYON_NUM_THREADS", threads)], &asked);
            assert_eq!(answer.status, 0, "{line:?}: {}", answer.err);
            answer.out
        };
        let first = with_threads("1");
        assert!(first.contains("\"as_of\": \"2026-01-01") && !first.contains("NaN"), "{first}");
        assert_eq!(first, with_threads("1"), "{line:?}, again");
        assert_eq!(first, with_threads("3"), "{line:?}, on three threads");
    }
}
