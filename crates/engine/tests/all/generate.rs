//! Random bases and definitions: whatever the words of the schema below allow.
//!
//! Instants, numbers and texts come from small pools, so that edges of windows, ties and equalities are met often.

use std::collections::{BTreeMap, BTreeSet};

use model::columns::TableColumns;
use model::columns::timelines::ColumnBuilder;
use model::computed::{AttributeFile, Attributes};
use model::forms::Test;
use model::schema::{Schema, Settings};
use model::text::printer::text_of_value;
use model::time::{Day, Instant, Zone};
use model::value::{Type, Value};
use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestError, TestRng, TestRunner};

use crate::verdicts::Base;

pub(crate) mod columns;
mod counted;
pub(crate) mod definitions;
mod folds;
pub(crate) mod literals;
mod past;
mod places;
mod relations;
mod rhythm;
mod sequences;
pub(crate) mod sets;
mod timelines;
mod words;

/// Attributes of every type and streams with keys, status, versions, parents and returns.
const WORDS: &str = r#"
[attributes]
country = { type = "category" }
"address.city" = { type = "text" }
points = { type = "number" }
spend = { type = "money" }
vip = { type = "bool" }
email = { type = "text" }
accepts_email = { type = "bool" }
accepts_fax = { type = "bool" }
birth_date = { type = "date" }
signed_up_at = { type = "instant" }
patience = { type = "duration" }
interests = { type = "text_list" }
shop = { type = "text", table = "shops" }
home = { type = "point" }
company = { type = "text" }
household = { type = "category" }
[streams.order]
key = "order_id"
status = "status"
[streams.order.fields]
order_id = { type = "text" }
status = { type = "category" }
amount = { type = "money" }
channel = { type = "category" }
gift = { type = "bool" }
wait = { type = "duration" }
ready_on = { type = "date" }
paid_at = { type = "instant" }
tags = { type = "text_list" }
shop = { type = "text", table = "shops" }
[streams.line]
parent = "order"
[streams.line.fields]
order_id = { type = "text" }
product = { type = "text", table = "products" }
quantity = { type = "number" }
returned_quantity = { type = "number" }
amount = { type = "money" }
[streams.visit]
[streams.visit.fields]
pages = { type = "number" }
worth = { type = "money" }
"device.os" = { type = "category" }
[streams.consent.fields]
channel = { type = "category" }
purpose = { type = "category" }
given = { type = "bool" }
worth = { type = "money" }
[streams.message.fields]
channel = { type = "category" }
kind = { type = "category" }
worth = { type = "money" }
[tables.products]
key = "code"
[tables.products.fields]
category = { type = "category" }
price = { type = "money" }
weight = { type = "number" }
launched_on = { type = "date" }
tags = { type = "text_list" }
[tables.calendars]
key = "calendar"
[tables.calendars.fields]
name = { type = "text" }
kind = { type = "category" }
country = { type = "category" }
zone = { type = "category" }
starts_on = { type = "date" }
ends_on = { type = "date" }
[tables.shops]
key = "code"
[tables.shops.fields]
city = { type = "text" }
point = { type = "point" }
opened_at = { type = "instant" }
big = { type = "bool" }
parent = { type = "text", table = "shops" }
"#;

/// Calendars that definitions may name, whether or not a base has days of them.
pub(crate) const CALENDARS: [&str; 5] = ["p1", "FR", "FR/BE/paris", "Paris/FR", "10"];

/// Attributes that the bases made here compute.
const COMPUTED: [(&str, &str); 6] = [
    ("n_orders", "count(order)"),
    ("mean_worth", "avg(visit.worth over last 90 days)"),
    ("usual_channel", "most_common(order.channel)"),
    ("last_seen", "last(visit.at)"),
    ("rank_of_orders", "percentile(n_orders among (n_orders > 0))"),
    ("channels_used", "list(order.channel)"),
];

/// The words of the bases made here.
pub(crate) fn schema() -> Schema {
    let mut schema: Schema = toml::from_str(WORDS).expect("the words above are a schema");
    let found = computed(&COMPUTED, &schema);
    assert!(found.wrong.is_empty(), "{:?}", found.wrong);
    schema.computed = found.computed;
    let (columns, wrong) = columns::computed_columns(&columns::COLUMNS, &schema);
    assert!(wrong.is_empty(), "{wrong:?}");
    schema.columns = columns;
    schema.calendars = Some(CALENDARS.iter().map(|calendar| (*calendar).to_owned()).collect());
    schema.lists = sets::LISTS.iter().map(|list| (*list).to_owned()).collect();
    schema
}

/// Computed attributes out of names and expressions, and the problems of those that are wrong. Those of the schema may be
/// named.
pub(crate) fn computed(attributes: &[(&str, &str)], schema: &Schema) -> Attributes {
    let file = |(name, value): &(&str, &str)| {
        let value = toml::Value::from(*value);
        AttributeFile::parse(name, &format!("name.en = 'computed'\nvalue = {value}")).expect("a file of an attribute")
    };
    let mut files: Vec<AttributeFile> = attributes.iter().map(file).collect();
    let known = schema.computed.iter().map(|(name, known)| (name.clone(), text_of_value(&known.value)));
    files.extend(known.map(|(name, value)| file(&(&name, &value))));
    model::computed::attributes(&files, schema, &BTreeSet::new())
}

/// Runs a property on so many cases, always the same ones; on fifty times as many, always others, when `TRANCHE_LONG`
/// is set.
fn runner(cases: u32, max_shrink_iters: u32) -> TestRunner {
    let config = |cases| Config { cases, failure_persistence: None, max_shrink_iters, ..Config::default() };
    match std::env::var_os("TRANCHE_LONG") {
        Some(_) => TestRunner::new(config(cases * 50)),
        None => TestRunner::new_with_rng(config(cases), TestRng::deterministic_rng(RngAlgorithm::ChaCha)),
    }
}

/// Holds a property on so many cases. Only the reason of a failure is told, so it must say all there is to know.
pub(crate) fn property<T: std::fmt::Debug>(
    cases: u32,
    strategy: impl Strategy<Value = T>,
    test: impl Fn(T) -> Result<(), TestCaseError>,
) {
    hold(runner(cases, 3_000), strategy, test);
}

/// Holds a property whose cases take long: a failure is made a little simpler only.
pub(crate) fn slow_property<T: std::fmt::Debug>(
    cases: u32,
    strategy: impl Strategy<Value = T>,
    test: impl Fn(T) -> Result<(), TestCaseError>,
) {
    hold(runner(cases, 20), strategy, test);
}

fn hold<T: std::fmt::Debug>(
    mut runner: TestRunner,
    strategy: impl Strategy<Value = T>,
    test: impl Fn(T) -> Result<(), TestCaseError>,
) {
    match runner.run(&strategy, test) {
        Ok(()) => {}
        Err(TestError::Fail(reason, _)) => panic!("{reason}"),
        Err(TestError::Abort(reason)) => panic!("{reason}"),
    }
}

/// Ids of the segments that definitions may name.
pub(crate) const SEGMENTS: [&str; 2] = ["first", "second"];

/// A base: a zone, a first day of the week, tables, two segments and some customers.
pub(crate) fn base(customers: usize) -> impl Strategy<Value = Base> {
    let zone = prop::sample::select(vec!["Europe/Paris", "America/New_York", "America/Sao_Paulo", "UTC"]);
    let segments = prop::collection::vec(definitions::segment(), SEGMENTS.len());
    let timelines = prop::collection::vec(timelines::timeline(), customers);
    let starts = (0..7, 1i8..13);
    (zone, starts, tables(), segments, timelines).prop_map(|(zone, starts, tables, segments, mut timelines)| {
        let (week_start, fiscal_start) = starts;
        for (number, timeline) in timelines.iter_mut().enumerate() {
            timeline.id = format!("c{number}");
        }
        let settings = Settings { week_start, fiscal_start, timezone: zone.to_owned(), ..Settings::default() };
        let ids = SEGMENTS.iter().map(|id| (*id).to_owned());
        let segments: BTreeMap<String, Test> = ids.zip(segments).collect();
        let zone = Zone::named(zone).expect("a known zone");
        Base { schema: schema(), settings, zone, tables, segments, timelines }
    })
}

/// Codes that rows may carry; the last one is in no table.
pub(crate) const CODES: [&str; 4] = ["p1", "p2", "p3", "p9"];

fn tables() -> impl Strategy<Value = BTreeMap<String, TableColumns>> {
    let (schema, names) = (schema(), ["products", "shops", "calendars"]);
    let columns: Vec<_> = names
        .iter()
        .flat_map(|table| {
            schema.tables[*table].fields.iter().map(|(field, words)| ((*table).to_owned(), field.clone(), words.kind))
        })
        .collect();
    let cells: Vec<_> =
        columns.iter().map(|(_, _, kind)| prop::collection::vec(value(*kind), CODES.len() - 1)).collect();
    cells.prop_map(move |cells| {
        let mut tables: BTreeMap<String, TableColumns> = BTreeMap::new();
        for ((table, field, kind), values) in columns.iter().zip(cells) {
            let mut column = ColumnBuilder::new(*kind);
            values.iter().for_each(|value| column.push(value));
            let table = tables.entry(table.clone()).or_default();
            table.rows = CODES[..CODES.len() - 1].iter().zip(0..).map(|(code, row)| ((*code).into(), row)).collect();
            table.fields.insert(field.clone(), column.finish());
        }
        tables
    })
}

/// Days around changes of the clocks, ends of months and years, and a leap day.
const DAYS: [&str; 14] = [
    "2026-03-01",
    "2026-02-28",
    "2026-02-27",
    "2026-03-28",
    "2026-03-29",
    "2026-03-30",
    "2026-03-31",
    "2026-03-08",
    "2025-11-02",
    "2025-10-26",
    "2025-12-31",
    "2026-01-01",
    "2024-02-29",
    "2018-11-04",
];

/// Days, many of them close to one another.
pub(crate) fn day() -> impl Strategy<Value = Day> {
    let pool: Vec<Day> = DAYS.iter().map(|day| Day::parse(day).expect("a day")).collect();
    prop_oneof![3 => prop::sample::select(pool), 1 => (20_485i32..20_545).prop_map(Day)]
}

/// Instants on whole hours, or one microsecond before or after.
pub(crate) fn instant() -> impl Strategy<Value = Instant> {
    let hour = prop_oneof![Just(0i64), Just(4), Just(5), Just(10), Just(12), 0i64..24];
    let near = prop_oneof![6 => Just(0i64), 1 => Just(-1), 1 => Just(1)];
    (day(), hour, near).prop_map(|(day, hour, near)| Instant((i64::from(day.0) * 24 + hour) * 3_600_000_000 + near))
}

/// Texts that differ by case, accents, or not at all, and paths of a tree.
pub(crate) const TEXTS: [&str; 11] =
    ["Paris", "paris", "Pàris", "FR", "BE", "l'été", "10", "Éclair au café", "FR > Paris", "FR > Paris > 10", "FR/10"];

/// Points, some of them near one another.
pub(crate) const POINTS: [&str; 4] = ["48.8566,2.3522", "48.8584,2.2945", "45.764,4.8357", "-33.8688,151.2093"];

/// A value of a type, or none.
pub(crate) fn value(kind: Type) -> BoxedStrategy<Value> {
    let known = match kind {
        Type::Text | Type::Category => text().prop_map(|text| Value::text(&text)).boxed(),
        Type::Number | Type::Money | Type::Duration => literals::decimal(kind.scale()).prop_map(Value::Number).boxed(),
        Type::Bool => any::<bool>().prop_map(Value::Bool).boxed(),
        Type::Date => day().prop_map(Value::Date).boxed(),
        Type::Instant => instant().prop_map(Value::Instant).boxed(),
        Type::TextList => {
            let texts = prop::collection::vec(text().prop_map(|text| Value::text(&text)), 0..4);
            texts.prop_map(Value::list).boxed()
        }
        Type::Point => prop::sample::select(POINTS.to_vec()).prop_map(Value::text).boxed(),
    };
    prop_oneof![5 => known, 1 => Just(Value::Missing)].boxed()
}

/// One of the texts.
pub(crate) fn text() -> impl Strategy<Value = String> {
    prop::sample::select(TEXTS.to_vec()).prop_map(str::to_owned)
}
