//! The demo shop, through the real import.

use crate::shop::Shop;

#[test]
fn the_demo_makes_a_base_worth_looking_at() {
    let shop = Shop::new();
    let answer = shop.ask(&["--json", "demo", "--customers", "400", "--until", "2026-03-01"]);
    assert_eq!(answer.status, 0, "{}", answer.err);
    let segments = answer.json();
    let segments = segments.as_array().unwrap();
    assert!(segments.len() >= 15, "{} segments", segments.len());
    let with_members =
        segments.iter().filter(|segment| segment["count"].as_u64().is_some_and(|count| count > 0)).count();
    assert!(with_members >= 15, "only {with_members} segments have members");
    // The three tranches part the customers who ordered.
    let count = |id: &str| segments.iter().find(|segment| segment["id"] == id).unwrap()["count"].as_u64().unwrap();
    let buyers = shop.count("any(order)", "2026-02-28T22:59:59.999999Z");
    assert_eq!(count("tranche-a") + count("tranche-b") + count("tranche-c"), buyers);
    assert!(count("tranche-a") < count("tranche-b") + count("tranche-c"));
    // The same settings make the same shop.
    let again = Shop::new();
    assert_eq!(again.ask(&["--json", "demo", "--customers", "400", "--until", "2026-03-01"]).out, answer.out);
    // A second demo in the same place is refused.
    assert_eq!(shop.ask(&["demo"]).status, 1);
}

#[test]
fn one_customer_is_shown_whole() {
    let shop = Shop::new();
    assert_eq!(shop.ask(&["--json", "demo", "--customers", "60", "--until", "2026-03-01"]).status, 0);
    let seen = shop.ask(&["--json", "customer", "C000007", "--as-of", "2026-03-01"]).json();
    assert_eq!(seen["id"], "C000007");
    // What the one customer is said to be in is what the whole base says: two evaluators, one answer.
    let all = shop.ask(&["--json", "segments", "--as-of", "2026-03-01"]).json();
    for segment in all.as_array().unwrap() {
        let id = segment["id"].as_str().unwrap();
        let members = shop.ask(&["--json", "members", id, "--as-of", "2026-03-01"]).json();
        let listed = members["members"].as_array().unwrap().iter().any(|member| member == "C000007");
        let said = seen["segments"].as_array().unwrap().iter().any(|other| other == id);
        assert_eq!(listed, said, "{id}");
    }
    assert_eq!(shop.ask(&["customer", "nobody"]).status, 1);
}

#[test]
fn less_memory_than_is_needed_is_refused() {
    let shop = Shop::new();
    let demo = ["--json", "demo", "--customers", "60", "--until", "2026-03-01"];
    let refused = shop.ask_with(&[("TRANCHE_MEMORY", "8")], &demo);
    assert_eq!(refused.status, 1);
    assert!(refused.out.contains("600"), "{}", refused.out);
    assert_eq!(shop.ask_with(&[("TRANCHE_MEMORY", "600")], &demo).status, 0, "the refusal left nothing");
    let question = ["--json", "segments", "--as-of", "2026-03-01"];
    assert_eq!(shop.ask_with(&[("TRANCHE_MEMORY", "much")], &question).status, 1);
    assert_eq!(shop.ask_with(&[("TRANCHE_MEMORY", "600")], &question).out, shop.ask(&question).out);
}

#[test]
fn no_ready_made_segment_is_unavailable_empty_or_everybody() {
    let shop = Shop::new();
    let answer = shop.ask(&["--json", "demo", "--customers", "1500", "--until", "2026-03-01"]);
    assert_eq!(answer.status, 0, "{}", answer.err);
    let segments = answer.json();
    for segment in segments.as_array().unwrap() {
        let share = segment["share"].as_f64().unwrap_or_default();
        assert!(share > 0.0 && share < 0.95, "{segment}");
    }
}
