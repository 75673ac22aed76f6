//! A small shop as columns, the same at every run: heavy-tailed like a real one.

use std::collections::BTreeMap;

use model::columns::{AttributeColumn, BaseColumns, Column, StreamColumns, TextColumn};
use model::schema::Schema;
use model::time::{DAY, Instant};

/// Customers: two units and a part of one.
pub(crate) const CUSTOMERS: usize = 10_000;
/// The instant of evaluation, after the last row.
pub(crate) const NOW: Instant = Instant(1_767_225_600_000_000);

const WORDS: &str = r#"
[attributes]
country = { type = "category" }
birth_date = { type = "date" }
[streams.order.fields]
amount = { type = "money" }
channel = { type = "category" }
discount_code = { type = "category" }
[streams.event.fields]
name = { type = "category" }
category = { type = "category" }
"#;

/// The words of the shop.
pub(crate) fn schema() -> Schema {
    toml::from_str(WORDS).expect("the words are a schema")
}

/// Chance, always the same: the numbers of Knuth's MMIX generator.
struct Chance(u64);

impl Chance {
    fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % end
    }

    fn texts(&mut self, words: &[&str], missing: u64, length: usize) -> Column {
        let code = |chance: &mut Chance| {
            if chance.below(100) < missing { u32::MAX } else { chance.below(words.len() as u64) as u32 }
        };
        let codes = (0..length).map(|_| code(self)).collect();
        Column::Text(TextColumn { codes, dictionary: words.iter().map(|&word| word.into()).collect() })
    }

    /// Rows of each customer: none of a third, few of most, many of some; over two years, in order of time.
    fn rows(&mut self, few: u64) -> StreamColumns {
        let (mut offsets, mut at) = (vec![0], Vec::new());
        for _ in 0..CUSTOMERS {
            let n_rows = match self.below(100) {
                ..33 => 0,
                33..90 => 1 + self.below(few),
                90..99 => 1 + self.below(4 * few),
                _ => 1 + self.below(40 * few),
            };
            let mut times: Vec<i64> =
                (0..n_rows).map(|_| NOW.0 - self.below(730 * 86_400) as i64 * 1_000_000).collect();
            times.sort_unstable();
            at.extend(times);
            offsets.push(at.len() as u32);
        }
        StreamColumns { offsets, at, ..StreamColumns::default() }
    }
}

/// The columns of the shop.
pub(crate) fn columns() -> BaseColumns {
    let mut chance = Chance(7);
    let mut orders = chance.rows(8);
    let n_orders = orders.at.len();
    let amounts = (0..n_orders).map(|_| 2_500 * (1 + chance.below(2_000) as i64)).collect();
    orders.fields.insert("amount".into(), Column::Integer(amounts));
    orders.fields.insert("channel".into(), chance.texts(&["mobile", "desktop", "store"], 0, n_orders));
    orders.fields.insert("discount_code".into(), chance.texts(&["SPRING", "SUMMER", "AUTUMN"], 70, n_orders));
    let mut events = chance.rows(80);
    let n_events = events.at.len();
    events.fields.insert("name".into(), chance.texts(&["page_view", "page_view", "cart_add", "chat"], 0, n_events));
    let categories: Vec<String> = (0..40).map(|number| format!("cat{number:02}")).collect();
    let categories: Vec<&str> = categories.iter().map(String::as_str).collect();
    events.fields.insert("category".into(), chance.texts(&categories, 5, n_events));
    let country = chance.texts(&["FR", "BE", "CH", "DE"], 2, CUSTOMERS);
    let births = (0..CUSTOMERS).map(|_| chance.below(13_000) as i64).collect();
    let attributes = [("country", country), ("birth_date", Column::Integer(births))];
    BaseColumns {
        n_customers: CUSTOMERS,
        present_from: vec![i64::MIN; CUSTOMERS],
        streams: BTreeMap::from([("order".to_owned(), orders), ("event".to_owned(), events)]),
        attributes: attributes.map(|(name, column)| (name.to_owned(), AttributeColumn::Constant(column))).into(),
        ..BaseColumns::default()
    }
}

/// The days of the last year.
pub(crate) fn days() -> impl Iterator<Item = Instant> {
    (0..365).rev().map(|ago| Instant(NOW.0 - ago * DAY))
}
