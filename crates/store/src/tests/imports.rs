//! Rows without a key: what is imported is there once, in its order, whatever the way it came.

use super::*;

fn visits() -> Vec<Given> {
    vec![
        given("b", 30, &[("page", text("/")), ("seconds", number("1.5"))]),
        given("a", 20, &[("page", text("/x")), ("ok", Value::Bool(false))]),
        given("b", 10, &[("page", text("/")), ("seconds", number("-0.000001"))]),
    ]
}

#[test]
fn rows_come_back_by_customer_and_time_with_their_values() {
    let mut base = Base::new();
    let tags = Value::list(vec![text("eco"), text("bio, frais")]);
    let day = Value::Date(model::time::Day(-40));
    let mut rows = visits();
    rows[1].fields.extend([
        ("tags", tags),
        ("day", day),
        ("length", number("90")),
        ("until", Value::Instant(Instant(-5))),
    ]);
    assert_eq!(base.import(100, &stream("visit"), &rows), (3, 0, 0));
    assert_eq!(base.store.customer_ids().unwrap(), ["b", "a"]);
    assert_eq!(base.store.version(), 1);
    assert_eq!(base.store.row_counts(), [("visit".to_owned(), 3)].into());
    let found = base.timelines();
    let at = |id: &str| found[id].streams["visit"].iter().map(|row| row.at.0).collect::<Vec<_>>();
    assert_eq!((at("a"), at("b")), (vec![20], vec![10, 30]));
    let expected: BTreeMap<String, Value> =
        rows[1].fields.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect();
    assert_eq!(found["a"].streams["visit"][0].fields, expected);
    assert_eq!(base.everything().present_from, [10, 20]);
}

#[test]
fn importing_again_changes_nothing() {
    let mut base = Base::new();
    base.import(100, &stream("visit"), &visits());
    let before = base.everything();
    assert_eq!(base.import(200, &stream("visit"), &visits()), (0, 3, 0));
    assert_eq!(base.everything(), before);
    // A new row beside known ones is taken, for a new customer too.
    let mut rows = visits();
    rows.push(given("c", 5, &[("page", text("/y"))]));
    rows.push(given("b", 20, &[("page", text("/y"))]));
    assert_eq!(base.import(300, &stream("visit"), &rows), (2, 3, 0));
    let found = base.timelines();
    let at: Vec<i64> = found["b"].streams["visit"].iter().map(|row| row.at.0).collect();
    assert_eq!(at, [10, 20, 30]);
    assert_eq!(found["c"].streams["visit"].len(), 1);
}

#[test]
fn equal_rows_of_one_file_all_count_and_again_none() {
    let mut base = Base::new();
    let row = given("a", 20, &[("page", text("/"))]);
    let two = [row.clone(), row.clone()];
    assert_eq!(base.import(100, &stream("visit"), &two), (2, 0, 0));
    assert_eq!(base.import(200, &stream("visit"), &two), (0, 2, 0));
    assert_eq!(base.import(300, &stream("visit"), &[row.clone(), row.clone(), row]), (1, 2, 0));
    assert_eq!(base.timelines()["a"].streams["visit"].len(), 3);
}

#[test]
fn one_message_counts_once_and_the_first_content_stays() {
    let mut base = Base::new();
    let row = |page: &str| given("a", 20, &[("page", text(page))]).with_message("m1");
    assert_eq!(base.import(100, &stream("visit"), &[row("/x"), row("/y")]), (1, 1, 0));
    assert_eq!(base.import(200, &stream("visit"), &[row("/z")]), (0, 1, 0));
    assert_eq!(base.timelines()["a"].streams["visit"][0].field("page"), &text("/x"));
}

#[test]
fn several_batches_of_one_file_are_one_file() {
    let mut base = Base::new();
    let row = given("a", 20, &[("page", text("/"))]);
    let one = || batch(&stream("visit"), std::slice::from_ref(&row));
    let committed = base.commit(100, vec![one(), one()]);
    assert_eq!(committed.new_customers, 1);
    assert_eq!(committed.targets[0].new_rows, 2);
}

#[test]
fn a_timeline_is_the_same_out_of_columns_and_alone() {
    let mut base = Base::new();
    base.import(100, &stream("visit"), &visits());
    base.import(200, &stream("visit"), &[given("b", 20, &[("page", text("/y"))]).with_message("m")]);
    base.import(300, &Target::Profile, &[given("b", 0, &[("country", text("FR"))]).undated()]);
    for (id, mut expected) in base.timelines() {
        let customer = base.store.find_customer(&id).unwrap().unwrap();
        let mut found = base.store.timeline(customer).unwrap();
        assert_eq!(found.id, id);
        for rows in found.streams.values_mut().chain(expected.streams.values_mut()) {
            for row in rows {
                // Columns leave out what only tells rows apart.
                (row.identity, row.message) = (0, String::new());
            }
        }
        assert_eq!(found, expected);
    }
    assert_eq!(base.store.timeline(99).unwrap(), Timeline::default());
    assert_eq!(base.store.find_customer("nobody").unwrap(), None);
}

/// A small generator of numbers with a fixed seed, so that a failure comes again.
pub(super) struct Dice(pub(super) u64);

impl Dice {
    pub(super) fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) % limit as u64) as usize
    }
}

#[test]
fn order_splitting_and_repetition_of_rows_with_ids_change_nothing() {
    for seed in 0..6 {
        let mut dice = Dice(seed);
        let mut rows: Vec<(Target, Given)> = Vec::new();
        for number in 0..60 {
            let (customer, at) = (format!("c{}", dice.below(5)), dice.below(8) as i64);
            let page = text(["/", "/x", "/y"][dice.below(3)]);
            rows.push((stream("visit"), given(&customer, at, &[("page", page)]).with_message(&format!("m{number}"))));
            let key = format!("o{}-{customer}", dice.below(3));
            let status = text(["paid", "sent", "refunded"][dice.below(3)]);
            let order = given(&customer, at, &[("order_id", text(&key)), ("status", status)]);
            rows.push((stream("order"), order.updated(10 + dice.below(6) as i64)));
        }
        let mut whole = Base::new();
        let of = |rows: &[(Target, Given)], name: &str| -> Vec<Given> {
            rows.iter().filter(|(target, _)| *target == stream(name)).map(|(_, row)| row.clone()).collect()
        };
        whole.import(100, &stream("visit"), &of(&rows, "visit"));
        whole.import(100, &stream("order"), &of(&rows, "order"));
        let mut pieces = Base::new();
        let mut rest = rows.clone();
        rest.extend((0..20).map(|_| rows[dice.below(rows.len())].clone()));
        for last in (1..rest.len()).rev() {
            rest.swap(last, dice.below(last + 1));
        }
        for (number, piece) in rest.chunks(10 + dice.below(50)).enumerate() {
            let batches = ["visit", "order"].map(|name| batch(&stream(name), &of(piece, name)));
            pieces.commit(200 + number as i64, batches.into());
        }
        let alone = |base: &Base| -> BTreeMap<String, Timeline> {
            let timeline = |customer| base.store.timeline(customer).unwrap();
            (0..base.store.n_customers() as u32).map(timeline).map(|timeline| (timeline.id.clone(), timeline)).collect()
        };
        assert_eq!(alone(&whole), alone(&pieces), "seed {seed}");
        assert!(whole.everything().streams["order"].versions.is_some());
    }
}
