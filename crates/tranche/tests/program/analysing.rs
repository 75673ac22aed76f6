//! Analyses on the command line: their figures, and results saved as live definitions.

use calamine::{Data, DataType, Reader, Xlsx, open_workbook};
use serde_json::{Value, json};

use crate::shop::{MAPPING, Shop};

/// Forty customers, whose orders differ in number, date and amount by rule; the last four never ordered.
fn shop() -> Shop {
    let shop = Shop::with_base();
    let mapping = shop.write("mapping.toml", MAPPING);
    let customers: String = (0..40).map(|n| format!("c{n},{}\n", ["FR", "BE"][n % 2])).collect();
    let customers = shop.write("customers.csv", &format!("id,address.country\n{customers}"));
    let mut orders = String::from("customer,order_id,placed_at,amount\n");
    for n in 0..36_usize {
        for k in 0..=(n % 6) {
            let day = 1 + (n * 7 + k * 5) % 28;
            let month = 1 + (n * 5 + k * 3) % 12;
            orders += &format!("c{n},{n}-{k},2025-{month:02}-{day:02}T10:00:00Z,{}.{:02}\n", 10 + n * 3 + k * 11, n);
        }
    }
    let orders = shop.write("orders.csv", &orders);
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

fn sizes(groups: &Value) -> Vec<(String, u64)> {
    let size = |group: &Value| (group["id"].as_str().unwrap().to_owned(), group["customers"].as_u64().unwrap());
    groups.as_array().unwrap().iter().map(size).filter(|(_, customers)| *customers > 0).collect()
}

#[test]
fn r_d01_groups_are_saved_as_a_segmentation_that_says_the_same() {
    let shop = shop();
    for (name, scoring, grid) in
        [("one", "hybrid", "full"), ("two", "value", "first-match"), ("three", "value", "thirds")]
    {
        let found =
            asked(&shop, &["rfm", "--scoring", scoring, "--grid", grid, "--frozen-on", "2025-12-01", "--save", name]);
        assert_eq!((&found["prospects"], &found["customers"]), (&json!(4), &json!(40)));
        let shown = shop.ask(&["--json", "segmentation", "show", name, "--as-of", "2026-01-01"]).json();
        let parts = shown["parts"].as_array().unwrap();
        let mut wanted = sizes(&found["groups"]);
        wanted.insert(0, ("prospects".to_owned(), 4));
        let parts: Vec<(String, u64)> = parts
            .iter()
            .map(|part| (part["id"].as_str().unwrap().to_owned(), part["count"].as_u64().unwrap()))
            .filter(|(_, count)| *count > 0)
            .collect();
        assert_eq!(parts, wanted, "{scoring} {grid}");
        assert_eq!(shown["outside"], json!(0));
    }
    let again = shop.ask(&["analyse", "rfm", "--save", "one"]);
    assert_eq!(again.status, 1, "{}", again.out);
    assert!(again.err.contains("--replace"), "{}", again.err);
    assert_eq!(shop.ask(&["analyse", "rfm", "--save", "one", "--replace", "--as-of", "2026-01-01"]).status, 0);
}

#[test]
fn r_d01_recency_by_own_rhythm_is_saved_as_it_is_told() {
    let shop = shop();
    // The last four order at a rhythm of their own: every three and five days, every two and three months.
    let mut orders = String::from("customer,order_id,placed_at,amount\n");
    let mut order = |n: usize, k: usize, month: usize, day: usize| {
        orders += &format!("c{n},{n}-{k},2025-{month:02}-{day:02}T10:00:00Z,30.00\n");
    };
    (0..8).for_each(|k| order(36, k, 12, 1 + 3 * k));
    (0..5).for_each(|k| order(37, k, 12, 2 + 5 * k));
    (0..6).for_each(|k| order(38, k, 1 + 2 * k, 10));
    (0..4).for_each(|k| order(39, k, 2 + 3 * k, 5));
    let (mapping, orders) = (shop.write("mapping.toml", MAPPING), shop.write("orders-own.csv", &orders));
    assert_eq!(shop.ask(&["import", "--mapping", &mapping, &orders]).status, 0);
    let found = asked(&shop, &["rfm", "--scoring", "value", "--grid", "thirds", "--own-rhythm", "--save", "rhythm"]);
    let recency = found["expressions"]["recency"].as_str().unwrap();
    assert!(recency.starts_with("days since last(order.at) * "), "{recency}");
    let shown = shop.ask(&["--json", "segmentation", "show", "rhythm", "--as-of", "2026-01-01"]).json();
    let count = |part: &Value| part["count"].as_u64().unwrap();
    let saved: u64 = shown["parts"].as_array().unwrap().iter().map(count).sum();
    assert_eq!((saved, &shown["outside"]), (40, &json!(0)), "{shown}");
    let plain = asked(&shop, &["rfm", "--scoring", "value", "--grid", "thirds"]);
    assert_ne!(sizes(&found["groups"]), sizes(&plain["groups"]), "who comes often is missed sooner");
}

#[test]
fn r_d01_moves_go_by_the_same_cut_points_and_lose_nobody() {
    let shop = shop();
    let line = ["rfm", "--grid", "recency-frequency", "--since", "2025-07-01"];
    let found = asked(&shop, &line);
    assert_eq!(found, asked(&shop, &line), "the same question has the same answer");
    let moves = found["migration"]["moves"].as_array().unwrap();
    let to = |id: &Value| {
        moves.iter().filter(|one| one["to"] == *id).map(|one| one["customers"].as_u64().unwrap()).sum::<u64>()
    };
    for group in found["groups"].as_array().unwrap() {
        assert_eq!(to(&group["id"]), group["customers"].as_u64().unwrap(), "{group}");
    }
    let french = asked(&shop, &["rfm", "--among", "country = 'FR'"]);
    assert_eq!((&french["customers"], &french["among"]), (&json!(20), &json!("country = 'FR'")));
    let ranked = shop.ask(&["analyse", "rfm", "--scoring", "rank", "--since", "2025-07-01"]);
    assert_eq!(ranked.status, 1, "{}", ranked.out);
    let nobody = shop.ask(&["analyse", "rfm", "--as-of", "2020-01-01"]);
    assert_eq!(nobody.status, 1);
    assert!(nobody.err.contains("at least 5"), "{}", nobody.err);
}

#[test]
fn r_d02_tranches_are_saved_by_their_amounts() {
    let shop = shop();
    let found = asked(&shop, &["abc", "--cuts", "50,80", "--save", "value"]);
    let tranches = found["tranches"].as_array().unwrap();
    let wanted: Vec<u64> = tranches.iter().map(|tranche| tranche["customers"].as_u64().unwrap()).collect();
    assert_eq!((wanted.iter().sum::<u64>(), &found["nothing"]), (36, &json!(4)));
    let shown = shop.ask(&["--json", "segmentation", "show", "value", "--as-of", "2026-01-01"]).json();
    let parts = shown["parts"].as_array().unwrap().iter().map(|part| part["count"].as_u64().unwrap());
    assert_eq!(parts.collect::<Vec<_>>(), wanted);
    assert_eq!(shown["outside"], json!(4));
    let gini = found["gini"].as_f64().unwrap();
    assert!(gini > 0.0 && gini < 1.0, "{gini}");
    assert_eq!(shop.ask(&["analyse", "abc", "--cuts", "95,80"]).status, 1);
    let table = shop.ask(&["--lang", "fr", "analyse", "abc", "--as-of", "2026-01-01"]);
    assert!(table.out.contains("Tranche A\u{a0}:"), "{}", table.out);
    let csv = shop.ask(&["analyse", "abc", "--csv", "--as-of", "2026-01-01"]);
    assert_eq!(csv.out.lines().count(), 5, "a head, three tranches and those worth nothing: {}", csv.out);
}

#[test]
fn r_d05_overlaps_count_each_customer_once() {
    let shop = shop();
    let segments = ["country = 'FR'", "count(order) >= 3", "sum(order.amount) > 200"];
    let found = asked(&shop, &[&["overlap"], &segments[..], &["--save", "both", "--place", "1"]].concat());
    let exactly = found["exactly"].as_array().unwrap();
    let all = exactly.iter().map(|one| one["customers"].as_u64().unwrap()).sum::<u64>();
    assert_eq!(all + found["none"].as_u64().unwrap(), 40);
    let pair = &found["pairs"][0];
    let both = shop.count(&format!("{} and {}", segments[0], segments[1]), "2026-01-01");
    assert_eq!(pair["both"], json!(both));
    assert_eq!(json!(shop.count("in segment 'both'", "2026-01-01")), exactly[0]["customers"]);
    let unknown = shop.ask(&["analyse", "overlap", "country = 'FR'", "no_such_word > 1"]);
    assert_eq!(unknown.status, 2);
}

#[test]
fn r_d04_those_who_still_wait_are_counted_for_what_they_are() {
    let shop = shop();
    let found = asked(&shop, &["waiting", "--by", "country", "--save", "overdue"]);
    assert_eq!((&found["all"]["customers"], &found["all"]["events"]), (&json!(36), &json!(30)));
    let half = found["all"]["days_by_which"][1].as_f64().unwrap();
    assert!(half > 0.0, "{half}");
    let groups = found["groups"].as_array().unwrap();
    assert_eq!(groups.iter().map(|group| group["customers"].as_u64().unwrap()).sum::<u64>(), 36);
    assert!(found["difference"]["p_value"].as_f64().unwrap() <= 1.0);
    let overdue = shop.count("in segment 'overdue'", "2026-01-01");
    assert!(overdue <= shop.count("count(order) = 1", "2026-01-01"), "{overdue}");
}

#[test]
fn r_d04_cohorts_by_calendar_and_by_own_age() {
    let shop = shop();
    let found = asked(&shop, &["cohorts", "--periods", "13", "--save", "started"]);
    let cohorts = found["cohorts"].as_array().unwrap();
    let size = |cohort: &Value| cohort["customers"].as_u64().unwrap();
    assert_eq!(cohorts.iter().map(size).sum::<u64>() + found["before"].as_u64().unwrap(), 36);
    assert!(cohorts.iter().all(|cohort| cohort["cells"][0]["active"] == cohort["customers"]));
    let shown = shop.ask(&["--json", "segmentation", "show", "started", "--as-of", "2026-01-01"]).json();
    let parts = shown["parts"].as_array().unwrap().iter().map(|part| part["count"].as_u64().unwrap());
    assert_eq!(parts.collect::<Vec<_>>(), cohorts.iter().map(size).collect::<Vec<_>>());
    let own = asked(&shop, &["cohorts", "--periods", "13", "--own-age", "30"]);
    let amounts = |found: &Value| {
        let cells = found["cohorts"].as_array().unwrap().iter().flat_map(|cohort| cohort["cells"].as_array().unwrap());
        cells.map(|cell| cell["amount"].as_f64().unwrap()).sum::<f64>().round()
    };
    assert_eq!(amounts(&own), amounts(&found), "all orders of the year are within thirteen times thirty days");
    assert!(
        own["cohorts"].as_array().unwrap().iter().all(|cohort| cohort["cells"][0]["active"] == cohort["customers"])
    );
}

#[test]
fn r_d05_two_segments_side_by_side_and_customers_by_an_attribute() {
    let shop = shop();
    let found = asked(&shop, &["compare", "country = 'FR'", "count(order) > 3"]);
    let sizes: Vec<u64> = found["sizes"].as_array().unwrap().iter().map(|size| size.as_u64().unwrap()).collect();
    let both = shop.count("country = 'FR' and count(order) > 3", "2026-01-01");
    assert_eq!(sizes, [20 - both, shop.count("count(order) > 3", "2026-01-01") - both, both]);
    let compared = found["compared"].as_array().unwrap();
    assert!(compared.iter().any(|one| one["name"] == "comparison-orders"), "{compared:?}");
    assert!(compared.iter().all(|one| one["name"] != "address.country"), "it defines one of them: {compared:?}");
    let found = asked(&shop, &["compare", "count(order) > 3"]);
    let compared = found["compared"].as_array().unwrap();
    assert!(compared.iter().any(|one| one["name"] == "address.country"), "{compared:?}");
    assert_eq!(shop.ask(&["analyse", "compare", "count(order) > 3", "count(order) > 1000"]).status, 1);
    for (line, id) in [(["by", "country"], "countries"), (["by", "count(order)"], "frequencies")] {
        let found = asked(&shop, &[&line[..], &["--save", id]].concat());
        let groups = found["groups"].as_array().unwrap();
        let sizes: Vec<u64> = groups.iter().map(|group| group["customers"].as_u64().unwrap()).collect();
        assert_eq!(sizes.iter().sum::<u64>(), 40);
        let shown = shop.ask(&["--json", "segmentation", "show", id, "--as-of", "2026-01-01"]).json();
        let parts = shown["parts"].as_array().unwrap().iter().map(|part| part["count"].as_u64().unwrap());
        assert_eq!(parts.collect::<Vec<_>>(), sizes, "{id}");
    }
}

#[test]
fn r_d11_segments_that_say_the_same_and_those_that_are_too_small_are_told() {
    let shop = shop();
    for (id, definition) in
        [("french", "country = 'FR'"), ("from-france", "not country = 'BE'"), ("rare", "count(order) > 5")]
    {
        shop.write(
            &format!("segments/{id}.toml"),
            &format!("name = {{ en = '{id}' }}\ndefinition = \"{definition}\"\n"),
        );
    }
    assert_eq!(shop.ask(&["apply", &shop.path("segments").display().to_string()]).status, 0);
    let found = asked(&shop, &["useful", "--least", "7"]);
    let of = |place: usize| &found["segments"][place];
    assert_eq!((&of(0)["id"], &of(0)["same_as"]), (&json!("french"), &json!(["from-france"])));
    assert_eq!((&of(2)["id"], &of(2)["is_small"]), (&json!("rare"), &json!(true)));
    let coupons = shop.ask(&["analyse", "coupons", "--as-of", "2026-01-01"]);
    assert_eq!(coupons.status, 1, "no order has a coupon: {}", coupons.out);
}

#[test]
fn a_report_is_a_page_that_stands_alone_and_a_workbook() {
    let shop = shop();
    let (page, workbook) = (shop.path("report.html"), shop.path("report.xlsx"));
    let line =
        ["report", "--as-of", "2026-01-01", "--html", page.to_str().unwrap(), "--xlsx", workbook.to_str().unwrap()];
    let answer = shop.ask(&line);
    assert_eq!(answer.status, 0, "{}{}", answer.out, answer.err);
    let (text, bytes) = (std::fs::read_to_string(&page).unwrap(), std::fs::read(&workbook).unwrap());
    assert!(text.contains("Tranche A:") && !text.contains("src=\"http"), "it asks nothing of a network");
    assert_eq!(bytes[..2], *b"PK");
    assert_eq!(shop.ask(&line).status, 0);
    assert_eq!(std::fs::read(&workbook).unwrap(), bytes, "the same question makes the same file");
}

#[test]
fn a_workbook_holds_the_figures_as_numbers_with_charts_and_no_formula() {
    let shop = shop();
    let tranches = asked(&shop, &["abc"]);
    for (language, name) in [("en", "2 Tranches of customers"), ("fr", "2 Tranches de clients")] {
        let path = shop.path(&format!("{language}.xlsx"));
        let written =
            shop.ask(&["--lang", language, "report", "--as-of", "2026-01-01", "--xlsx", path.to_str().unwrap()]);
        assert_eq!(written.status, 0, "{}{}", written.out, written.err);
        let mut workbook: Xlsx<_> = open_workbook(&path).unwrap();
        let names = workbook.sheet_names();
        assert!(names.len() == 6 && names.iter().all(|name| name.chars().count() <= 31), "{names:?}");
        let sheet = workbook.worksheet_range(name).unwrap();
        let row = sheet.rows().find(|row| row[0] == Data::String("A".to_owned())).unwrap();
        let first = &tranches["tranches"][0];
        assert_eq!(row[1].as_f64(), first["customers"].as_f64());
        assert!((row[3].as_f64().unwrap() - first["amount"].as_f64().unwrap()).abs() < 0.005, "{row:?} {first}");
        for name in &names {
            assert!(workbook.worksheet_formula(name).unwrap().is_empty(), "{name}: text that runs as a formula");
        }
        let parts = zip::ZipArchive::new(std::fs::File::open(&path).unwrap()).unwrap();
        let is_chart = |name: &str| name.starts_with("xl/charts/chart");
        assert!(parts.file_names().flatten().filter(|name| is_chart(name)).count() >= 3);
    }
}

#[test]
fn r_d12_hours_are_those_of_the_clock_on_the_wall() {
    let shop = shop();
    let found = asked(&shop, &["hours", "--save", "parts-of-the-day"]);
    let counts = found["counts"].as_array().unwrap();
    let at = |hour: usize| counts.iter().map(|day| day[hour].as_f64().unwrap()).sum::<f64>();
    assert_eq!((at(10), at(9)), (126.0, 0.0), "all orders are of ten o'clock");
    assert_eq!((&found["preferred"][10], &found["active"]), (&json!(36), &json!(36)));
    let shown = shop.ask(&["--json", "segmentation", "show", "parts-of-the-day", "--as-of", "2026-01-01"]).json();
    assert_eq!((&shown["parts"][0]["count"], &shown["outside"]), (&json!(36), &json!(4)));
}
