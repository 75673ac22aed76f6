//! One customer against the whole library, as when something just happened to them: 200 rows, all definitions together.

use std::collections::BTreeMap;
use std::path::Path;

use criterion::{Criterion, criterion_group, criterion_main};
use engine::batch::{Run, wanted};
use engine::columns::Columns;
use model::columns::timelines::wanted_columns_of;
use model::forms::Test;
use model::plan::plan;
use model::schema::Vocabulary;
use model::segment::Segment;
use model::text::parser::parse;
use model::time::{DAY, Instant, Zone};
use model::timeline::{DatedValue, Row, Timeline};
use model::value::Value;

const NOW: Instant = Instant(1_767_225_600_000_000);

/// The definitions of the library.
fn library() -> BTreeMap<String, Test> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../segments");
    let files = std::fs::read_dir(folder).expect("the library").map(|entry| entry.expect("a file").path());
    let definition = |path: std::path::PathBuf| {
        let id = path.file_stem()?.to_str()?.to_owned();
        let segment = Segment::parse(&id, &std::fs::read_to_string(&path).ok()?).ok()?;
        Some((id, parse(&segment.definition()).test?))
    };
    files.filter_map(definition).collect()
}

/// A customer with 200 rows over a year and a half.
fn timeline() -> Timeline {
    let rows = |count: i64, fields: &dyn Fn(i64) -> Vec<(&'static str, Value)>| {
        let row = |number: i64| {
            let at = Instant(NOW.0 - (count - number) * 500 * DAY / count);
            let fields = fields(number).into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
            Row { at, message: String::new(), identity: number as u64, valid_from: at, valid_to: None, fields }
        };
        (0..count).map(row).collect::<Vec<_>>()
    };
    let text = |text: &str| Value::Text(text.into());
    let whole = |number: i64| Value::Number(model::decimal::Decimal::whole(number));
    let orders = rows(30, &|number| {
        let channel = text(if number % 3 == 0 { "store" } else { "web" });
        vec![("order_id", text(&number.to_string())), ("amount", whole(20 + number)), ("channel", channel)]
    });
    let lines = rows(60, &|number| {
        vec![("order_id", text(&(number / 2).to_string())), ("quantity", whole(1)), ("amount", whole(10 + number))]
    });
    let views = rows(60, &|_| vec![("path", text("/"))]);
    let messages = rows(50, &|number| {
        vec![("channel", text("email")), ("kind", text(if number % 4 == 0 { "open" } else { "sent" }))]
    });
    let attribute = |value: Value| vec![DatedValue { from: None, value }];
    Timeline {
        id: "c1".to_owned(),
        attributes: [("email", text("c1@example.org")), ("address.country", text("FR"))]
            .map(|(name, value)| (name.to_owned(), attribute(value)))
            .into(),
        streams: [("order", orders), ("order_line", lines), ("page_view", views), ("message", messages)]
            .map(|(name, rows)| (name.to_owned(), rows))
            .into(),
        ..Timeline::default()
    }
}

fn one_customer(criterion: &mut Criterion) {
    let Vocabulary { settings, schema } = Vocabulary::shipped();
    let zone = Zone::named("Europe/Paris").expect("every time zone database has Paris");
    let library = library();
    let plan = plan(library.values(), &schema, &zone, &library);
    let timeline = timeline();
    assert_eq!(timeline.streams.values().map(Vec::len).sum::<usize>(), 200);
    let wanted = wanted(&plan, &schema);
    let timelines = std::slice::from_ref(&timeline);
    let read = || Columns::from(wanted_columns_of(timelines, &schema, BTreeMap::new(), &wanted));
    let columns = read();
    let run = Run { plan: &plan, base: &columns, schema: &schema, settings: &settings, zone: &zone };
    let cut_offs = run.cut_offs(NOW, NOW);
    let mut group = criterion.benchmark_group("one-customer");
    group.bench_function("library-200-rows", |bencher| bencher.iter(|| run.members(NOW, &cut_offs)));
    group.bench_function("columns-of-200-rows", |bencher| bencher.iter(read));
    group.bench_function("timeline-to-answers", |bencher| {
        bencher.iter(|| Run { base: &read(), ..run }.members(NOW, &cut_offs));
    });
    group.finish();
}

criterion_group!(benches, one_customer);
criterion_main!(benches);
