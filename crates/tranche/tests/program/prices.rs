//! What customers pay beside what others pay for the same, on a shop where some pay a fifth more.

use crate::shop::Shop;

const MAPPING: &str = r#"
[[file]]
match = "lines*"
  [[file.feed]]
  stream = "order_line"
  customer = "customer"
  at = "placed_at"
"#;

/// Two hundred customers, every fourth of whom pays a fifth more than the others in each of three categories.
fn shop() -> Shop {
    let shop = Shop::with_base();
    let mut lines = String::from("customer,order_id,placed_at,category,quantity,amount\n");
    for n in 0..200 {
        for (place, category) in ["tea", "cups", "pots"].iter().enumerate().take(1 + n % 3) {
            // Prices of everybody vary a little, each in its own way.
            let cents = 400 * (place + 1) + (n * 37 + place * 11) % 40;
            let cents = if n % 4 == 0 { cents * 6 / 5 } else { cents };
            let (units, day) = (1 + n % 2, 1 + n % 28);
            let paid = cents * units;
            lines += &format!(
                "c{n},o{n}-{place},2025-03-{day:02}T10:00:00Z,{category},{units},{}.{:02}\n",
                paid / 100,
                paid % 100
            );
        }
    }
    let (mapping, lines) = (shop.write("mapping.toml", MAPPING), shop.write("lines.csv", &lines));
    let imported = shop.ask(&["import", "--mapping", &mapping, &lines]);
    assert_eq!(imported.status, 0, "{}{}", imported.out, imported.err);
    shop
}

const ASKED: [&str; 6] =
    ["prices", "--category", "category", "--most", "max(order_line.amount)", "--as-of=2026-01-01T00:00:00Z"];

#[test]
fn r_d10_who_pays_more_is_told_and_saved_as_a_ladder_that_says_the_same() {
    let shop = shop();
    let written = shop.path("levels.csv").display().to_string();
    let line = [&["--json", "analyse"][..], &ASKED, &["--save", "ladder", "--customers", &written]].concat();
    let answer = shop.ask(&line);
    assert_eq!(answer.status, 0, "{}{}", answer.out, answer.err);
    let found = answer.json();
    assert_eq!(found["ladder"]["buyers"], 200);
    assert_eq!(found["usual"].as_array().unwrap().len(), 3);
    let rungs = found["rungs"].as_array().unwrap();
    let level = |place: usize| rungs[place]["level"].as_f64().unwrap();
    assert!(level(4) > 1.1 && level(1) < 1.0, "{rungs:?}");
    for (place, id) in ["lowest", "lower", "higher", "highest"].iter().enumerate() {
        let saved = shop.count(&format!("in segment 'ladder/{id}'"), "2026-01-01T00:00:00Z");
        assert_eq!(Some(saved), rungs[place + 1]["customers"].as_u64(), "{id}");
    }
    let levels = std::fs::read_to_string(&written).unwrap();
    let dear = levels.lines().filter(|line| line.ends_with(",highest"));
    let is_dear = |line: &str| line[1..line.find(',').unwrap()].parse::<u32>().unwrap().is_multiple_of(4);
    assert!(dear.filter(|line| is_dear(line)).count() >= 45, "{levels}");
    let left: Vec<String> = std::fs::read_dir(shop.path("levels.csv").parent().unwrap())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().display().to_string())
        .filter(|name| name.starts_with(".levels"))
        .collect();
    assert!(left.is_empty(), "{left:?}");
    let words = shop.ask(&[&["analyse"][..], &ASKED].concat());
    assert!(words.out.contains("A quarter of the 200 buyers pay"), "{}", words.out);
}

#[test]
fn a_shop_without_prices_is_told_what_is_missing() {
    let shop = Shop::with_base();
    let answer = shop.ask(&[&["analyse"][..], &ASKED].concat());
    assert_ne!(answer.status, 0, "{}", answer.out);
    assert!(!answer.err.is_empty() && !answer.out.contains("NaN"), "{}", answer.err);
}
