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
    let line = [&["--json", "analyse"][..], &ASKED, &["--save", "ladder", "--customers", written.as_str()]].concat();
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
fn r_d12_the_channel_that_is_answered_on_is_found() {
    let shop = Shop::with_base();
    let mut messages = String::from("customer,at,channel,kind\n");
    for n in 0..120 {
        // Everybody gets six messages on each of two channels; odd customers answer by text message, even ones by e-mail.
        for (place, channel) in ["email", "sms"].iter().enumerate() {
            for day in 1..=6 {
                messages += &format!("c{n},2025-03-0{day}T08:00:00Z,{channel},sent\n");
                if n % 2 == place && day <= 2 + n % 4 {
                    messages += &format!("c{n},2025-03-0{day}T09:00:00Z,{channel},clicked\n");
                }
            }
        }
    }
    let mapping = "[[file]]\nmatch = \"messages*\"\n  [[file.feed]]\n  stream = \"message\"\n  customer = \"customer\"\n  at = \"at\"\n";
    let (mapping, messages) = (shop.write("mapping.toml", mapping), shop.write("messages.csv", &messages));
    let imported = shop.ask(&["import", "--mapping", &mapping, &messages]);
    assert_eq!(imported.status, 0, "{}{}", imported.out, imported.err);
    let as_of = "2026-01-01T00:00:00Z";
    let answer = shop.ask(&["--json", "analyse", "channels", "--as-of", as_of, "--save", "best"]);
    assert_eq!(answer.status, 0, "{}{}", answer.out, answer.err);
    let found = answer.json();
    assert_eq!(found["customers"], 120);
    for channel in found["channels"].as_array().unwrap() {
        assert_eq!((&channel["sent"], &channel["preferred_by"]), (&720.into(), &60.into()), "{channel}");
        let id = channel["name"].as_str().unwrap();
        assert_eq!(shop.count(&format!("in segment 'best/{id}'"), as_of), 60, "{id}");
    }
}

#[test]
fn a_shop_without_prices_is_told_what_is_missing() {
    let shop = Shop::with_base();
    let answer = shop.ask(&[&["analyse"][..], &ASKED].concat());
    assert_ne!(answer.status, 0, "{}", answer.out);
    assert!(!answer.err.is_empty() && !answer.out.contains("NaN"), "{}", answer.err);
}
