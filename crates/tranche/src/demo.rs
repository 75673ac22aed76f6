//! The demo shop: a French shop of sport, outdoor and home goods that exists nowhere, written as the export files
//! and the mapping that any shop would bring, so that it goes through the ordinary import.
//!
//! The same settings always write the same bytes: chance is drawn from the seed and the customer's number, with
//! whole numbers only. Everything is placed relative to the last day, so that the demo tells the same story whenever
//! it is run.

mod catalogue;
mod chance;
mod clock;
mod customer;
mod messages;
mod people;
mod persona;
mod purchases;
mod relations;
mod satisfaction;
mod sheets;
mod visits;

use std::collections::BTreeMap;
use std::path::Path;

use model::time::Day;

use self::catalogue::Catalogue;
use self::chance::Chance;
use self::clock::Clock;
use self::customer::Customer;
use self::sheets::Sheets;

/// How the imports are told what the files hold.
const MAPPING: &str = include_str!("demo/mapping.toml");
const WORDS: &str = include_str!("demo/words.toml");

/// What the shop calls one of its own attributes.
#[derive(serde::Deserialize)]
pub(crate) struct Word {
    pub(crate) en: String,
    pub(crate) fr: String,
}

/// What the shop calls the attributes of its own, by their names.
pub(crate) fn words() -> BTreeMap<String, Word> {
    toml::from_str(WORDS).expect("a test reads the same words")
}

/// What the demo shop depends on, and nothing else.
#[derive(Clone, Copy, Debug)]
pub(crate) struct DemoSettings {
    /// How many customers it has.
    pub(crate) customers: usize,
    /// The day whose midnight ends its history; nothing happens on that day or later.
    pub(crate) until: Day,
    /// What chance is drawn from.
    pub(crate) seed: u64,
}

/// Writes the shop's export files and their `mapping.toml` into an existing folder, telling the progress in
/// customers (done, of how many).
pub(crate) fn write_shop(dir: &Path, settings: &DemoSettings, progress: &dyn Fn(u64, u64)) -> std::io::Result<()> {
    let clock = Clock::ending(settings.until);
    let catalogue = Catalogue::drawn(&mut Chance::new(settings.seed, u64::MAX), settings.customers);
    let mut sheets = Sheets::create(dir)?;
    std::fs::write(dir.join("mapping.toml"), MAPPING)?;
    catalogue.write(&mut sheets, &clock)?;
    people::write_postal_codes(&mut sheets)?;
    relations::write_calendars(&clock, &mut sheets)?;

    let total = settings.customers as u64;
    for number in 0..total {
        if number % 256 == 0 {
            progress(number, total);
        }
        let mut chance = Chance::new(settings.seed, number);
        let mut customer = Customer::drawn(number, &mut chance, &catalogue);
        purchases::live(&mut customer, &mut chance, &catalogue, &clock, &mut sheets)?;
        visits::live(&customer, &mut chance, &catalogue, &clock, &mut sheets)?;
        messages::live(&mut customer, &mut chance, &catalogue, &clock, &mut sheets)?;
        relations::live(&customer, &mut Chance::new(!settings.seed, number), &clock, &mut sheets)?;
        // Chance of its own again: whoever is asked, the rest of the shop stays as it is.
        let asked = &mut Chance::new(settings.seed.rotate_left(32), number);
        satisfaction::live(&customer, asked, &clock, &mut sheets)?;
        customer.write(&mut chance, &catalogue, &clock, &mut sheets)?;
    }
    sheets.finish()?;
    progress(total, total);
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use super::*;

    fn shop(until: &str, customers: usize) -> BTreeMap<String, Vec<u8>> {
        let dir = tempfile::tempdir().unwrap();
        let settings = DemoSettings { customers, until: Day::parse(until).unwrap(), seed: 1 };
        write_shop(dir.path(), &settings, &|_, _| ()).unwrap();
        let files = std::fs::read_dir(dir.path()).unwrap().map(|entry| entry.unwrap());
        files.map(|file| (file.file_name().into_string().unwrap(), std::fs::read(file.path()).unwrap())).collect()
    }

    fn rows(files: &BTreeMap<String, Vec<u8>>, name: &str) -> Vec<BTreeMap<String, String>> {
        let mut reader = csv::Reader::from_reader(files[name].as_slice());
        reader.deserialize().map(|row| row.unwrap()).collect()
    }

    fn cents(text: &str) -> i64 {
        text.replace('.', "").parse().unwrap()
    }

    #[test]
    fn the_same_settings_write_the_same_bytes() {
        assert!(shop("2026-03-01", 60) == shop("2026-03-01", 60));
    }

    #[test]
    fn every_file_is_mapped_and_every_mapped_file_exists() {
        let files = shop("2026-03-01", 60);
        let mapping: toml::Table = toml::from_str(MAPPING).unwrap();
        let mapped: BTreeSet<&str> =
            mapping["file"].as_array().unwrap().iter().map(|file| file["match"].as_str().unwrap()).collect();
        let written: BTreeSet<&str> = files.keys().map(String::as_str).filter(|name| *name != "mapping.toml").collect();
        assert_eq!(mapped, written);
    }

    #[test]
    fn orders_add_up_and_nothing_happens_after_the_end() {
        let files = shop("2026-03-01", 400);
        let mut sums: BTreeMap<String, i64> = BTreeMap::new();
        for line in rows(&files, "order_lines.csv") {
            *sums.entry(line["order_id"].clone()).or_default() += cents(&line["amount"]);
        }
        let orders = rows(&files, "orders.csv");
        assert!(orders.len() > 800, "{} orders", orders.len());
        for order in &orders {
            assert_eq!(sums[&order["order_id"]], cents(&order["gross"]), "{order:?}");
            assert!(order["placed_at"].as_str() < "2026-03-01", "{order:?}");
            assert!(cents(&order["amount"]) <= cents(&order["gross"]) - cents(&order["discount"]), "{order:?}");
        }
        for (name, column) in
            [("sessions.csv", "started_at"), ("messages.csv", "happened_at"), ("refunds.csv", "refunded_at")]
        {
            let latest = rows(&files, name).into_iter().map(|row| row[column].clone()).max();
            assert!(latest.as_deref() < Some("2026-03-01"), "{name}: {latest:?}");
        }
    }

    /// The correlation of two columns of the questionnaire, of those who answered both.
    fn together(answers: &[BTreeMap<String, String>], [first, second]: [&str; 2]) -> f64 {
        let both = answers.iter().filter_map(|row| Some((row[first].parse().ok()?, row[second].parse().ok()?)));
        let both: Vec<(f64, f64)> = both.collect();
        let n = both.len() as f64;
        let mean = both.iter().fold((0.0, 0.0), |(a, b), (first, second)| (a + first / n, b + second / n));
        let sum = |of: fn(f64, f64) -> f64| both.iter().map(|(a, b)| of(a - mean.0, b - mean.1)).sum::<f64>();
        sum(|a, b| a * b) / (sum(|a, _| a * a) * sum(|_, b| b * b)).sqrt()
    }

    #[test]
    fn answers_are_of_two_things_and_one_counts_the_other_way() {
        let answers = rows(&shop("2026-03-01", 1500), "satisfaction.csv");
        assert!(answers.len() > 300, "{} answers", answers.len());
        assert!(answers.iter().any(|row| row["satisfied_price"].is_empty()), "some are missing");
        let service = together(&answers, ["satisfied_delivery", "satisfied_advice"]);
        let reversed = together(&answers, ["satisfied_delivery", "waited_too_long"]);
        let goods = together(&answers, ["satisfied_quality", "satisfied_choice"]);
        let across = together(&answers, ["satisfied_delivery", "satisfied_quality"]);
        assert!(service > 0.4 && goods > 0.4 && reversed < -0.4, "{service} {goods} {reversed}");
        assert!(across < service.min(goods) - 0.15, "{across} beside {service} and {goods}");
    }

    #[test]
    fn rows_point_to_what_exists() {
        let files = shop("2026-03-01", 400);
        let keys = |name: &str, key: &str| -> BTreeSet<String> {
            rows(&files, name).into_iter().map(|mut row| row.remove(key).unwrap()).collect()
        };
        let check = |name: &str, column: &str, table: &str, key: &str| {
            let known = keys(table, key);
            for value in keys(name, column) {
                assert!(value.is_empty() || known.contains(&value), "{name}: {column} {value}");
            }
        };
        check("order_lines.csv", "product", "products.csv", "product_id");
        check("product_views.csv", "product", "products.csv", "product_id");
        check("orders.csv", "store", "stores.csv", "store_id");
        check("orders.csv", "customer_id", "customers.csv", "customer_id");
        check("messages.csv", "campaign", "campaigns.csv", "campaign_id");
        check("customers.csv", "company", "companies.csv", "company_id");
        check("customers.csv", "postal_code", "postal_codes.csv", "postal_code");
    }
}
