//! Each kernel of the batch engine by itself, over a small shop: one definition a kernel, evaluated for all customers.
//!
//! `bench/instructions` runs the same under callgrind, which counts instructions and needs no quiet machine.

use criterion::{Criterion, criterion_group, criterion_main};
use engine::batch::Run;
use engine::columns::Columns;
use model::plan::plan;
use model::schema::Settings;
use model::text::parser::parse;
use model::time::Zone;

#[path = "kernels/shop.rs"]
mod shop;

/// A definition for each kernel.
const KERNELS: [(&str, &str); 14] = [
    ("attribute", "country = 'FR'"),
    ("age", "age of birth_date >= 30"),
    ("count", "count(order) >= 3"),
    ("count-window", "count(order over last 90 days) >= 2"),
    ("count-text", "count(event where name = 'page_view') >= 10"),
    (
        "count-texts-window",
        "count(event where name = 'cart_add' and category in ('cat01', 'cat22') over last 30 days) >= 1",
    ),
    ("count-known", "count(order where discount_code is known) >= 2"),
    ("count-number", "any(order where amount > 300)"),
    ("count-arithmetic", "count(order where channel = 'mobile') * 2 > count(order)"),
    ("sum", "sum(order.amount) > 600"),
    ("average", "avg(order.amount where channel = 'store') > 60"),
    ("distinct", "distinct(event.category) >= 5"),
    ("last", "last(order.channel) = 'store'"),
    ("sequence", "sequence(event where name = 'cart_add', then order within 3 days)"),
];

fn kernels(criterion: &mut Criterion) {
    let (schema, settings) = (shop::schema(), Settings::default());
    let zone = Zone::named("UTC").expect("every time zone database has UTC");
    let columns = Columns::from(shop::columns()).narrowed();
    let mut group = criterion.benchmark_group("kernel");
    for (name, text) in KERNELS {
        let test = parse(text).test.unwrap_or_else(|| panic!("{text} is a definition"));
        let plan = plan([&test], &schema, &zone, &Default::default());
        let run = Run { plan: &plan, base: &columns, schema: &schema, settings: &settings, zone: &zone };
        group.bench_function(name, |bencher| bencher.iter(|| run.members(shop::NOW, &[])));
    }
    let test = parse("any(order) and never(order over last 180 days)").test.expect("a definition");
    let plan = plan([&test], &schema, &zone, &Default::default());
    let run = Run { plan: &plan, base: &columns, schema: &schema, settings: &settings, zone: &zone };
    let days: Vec<_> = shop::days().collect();
    group.bench_function("year-of-days", |bencher| bencher.iter(|| run.sizes(&days)));
    group.finish();
}

criterion_group!(benches, kernels);
criterion_main!(benches);
