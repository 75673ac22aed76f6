//! Files taken in a chunk at a time: the outcome is that of taking them at once.

use std::fs;

use super::*;
use crate::arriving::run::Sizes;

/// A small generator of numbers with a fixed seed, so that a failure comes again.
pub(super) struct Dice(pub(super) u64);

impl Dice {
    pub(super) fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) % limit as u64) as usize
    }
}

/// Rows of all sorts, many of them alike.
pub(super) fn rows(dice: &mut Dice, length: usize, n_customers: usize) -> Vec<(Target, Given)> {
    let row = |number: usize, dice: &mut Dice| {
        let (customer, at) = (format!("c{}", dice.below(n_customers)), dice.below(4) as i64);
        let page = text(["/", "/x", "/y"][dice.below(3)]);
        match dice.below(6) {
            0 | 1 => (stream("visit"), given(&customer, at, &[("page", page)])),
            2 => {
                let seconds = number_of(dice);
                let message = format!("m{}", number % 7);
                (stream("visit"), given(&customer, at, &[("seconds", seconds)]).with_message(&message))
            }
            3 => {
                let key = format!("o{}-{customer}", dice.below(3));
                let status = text(["paid", "sent", "refunded"][dice.below(3)]);
                let order = given(&customer, at, &[("order_id", text(&key)), ("status", status)]);
                (stream("order"), if dice.below(2) == 0 { order.updated(10 + dice.below(6) as i64) } else { order })
            }
            4 => (Target::Profile, given(&customer, 0, &[("country", page)]).undated()),
            _ => (Target::Profile, given(&customer, at, &[("points", number_of(dice))])),
        }
    };
    (0..length).map(|number| row(number, dice)).collect()
}

fn number_of(dice: &mut Dice) -> Value {
    number(&format!("{}", dice.below(3)))
}

/// The rows as batches of one target each, those of one target in their order.
pub(super) fn batches(rows: &[(Target, Given)]) -> Vec<Batch> {
    let mut by_target: BTreeMap<Target, Vec<Given>> = BTreeMap::new();
    for (target, row) in rows {
        by_target.entry(target.clone()).or_default().push(row.clone());
    }
    by_target.iter().map(|(target, rows)| batch(target, rows)).collect()
}

/// Takes rows in, in chunks.
fn in_chunks(base: &mut Base, received_at: i64, chunks: &[&[(Target, Given)]]) -> Committed {
    base.files += 1;
    let file = ImportedFile { name: "chunks.csv".into(), content_hash: base.files, rows: 0 };
    let mut run = base.store.begin_import(file).unwrap();
    for chunk in chunks {
        run.add(&schema(), batches(chunk)).unwrap();
    }
    run.commit(schema(), Vec::new(), Instant(received_at)).unwrap()
}

/// Everything known of each customer, by id.
pub(super) fn alone(store: &Store) -> BTreeMap<String, Timeline> {
    let timeline = |customer| store.timeline(customer).unwrap();
    (0..store.n_customers() as u32).map(timeline).map(|timeline| (timeline.id.clone(), timeline)).collect()
}

#[test]
fn any_split_is_as_good_as_none() {
    for seed in 0..8 {
        let mut dice = Dice(seed);
        let files = [rows(&mut dice, 150, 12), rows(&mut dice, 150, 30)];
        let (mut whole, mut split) = (Base::new(), Base::new());
        // Rows are put away after each batch, or after some; on disk, or in memory while there is room, or all.
        let (waiting_bytes, packed_bytes) = (dice.below(3) * 4_000, [0, 3_000, 1 << 30][seed as usize % 3]);
        split.store.sizes = Sizes { waiting_bytes, packed_bytes, part_rows: 1, ..Sizes::default() };
        for (number, file) in files.iter().enumerate() {
            let mut chunks = Vec::new();
            let mut rest = file.as_slice();
            while !rest.is_empty() {
                let (chunk, others) = rest.split_at((1 + dice.below(60)).min(rest.len()));
                chunks.push(chunk);
                rest = others;
            }
            let received_at = 100 * (number as i64 + 1);
            let expected = in_chunks(&mut whole, received_at, &[file]);
            assert_eq!(in_chunks(&mut split, received_at, &chunks), expected, "seed {seed}");
        }
        assert_eq!(alone(&split.store), alone(&whole.store), "seed {seed}");
        assert_eq!(split.store.row_counts(), whole.store.row_counts());
        assert_eq!(fs::read_dir(split.dir.path().join("spill")).map_or(0, Iterator::count), 0);
    }
}

#[test]
fn an_import_that_is_dropped_leaves_nothing() {
    let mut base = Base::new();
    base.store.sizes = Sizes { waiting_bytes: 0, packed_bytes: 0, ..Sizes::default() };
    let file = ImportedFile { name: "x.csv".into(), content_hash: 1, rows: 0 };
    let mut run = base.store.begin_import(file).unwrap();
    run.add(&schema(), batches(&rows(&mut Dice(1), 50, 9))).unwrap();
    drop(run);
    assert_eq!((base.store.version(), base.store.n_customers()), (0, 0));
    assert_eq!(base.store.imported(1).unwrap(), None);
    let left: Vec<_> = fs::read_dir(base.dir.path().join("spill")).unwrap().collect();
    assert_eq!(left.len(), 0);
}

#[test]
fn an_import_that_begins_again_keeps_nothing_of_what_was_added() {
    let mut dice = Dice(3);
    let (void, kept) = (rows(&mut dice, 80, 15), rows(&mut dice, 80, 9));
    let (mut base, mut plain) = (Base::new(), Base::new());
    base.store.sizes = Sizes { waiting_bytes: 1_000, packed_bytes: 500, ..Sizes::default() };
    let expected = in_chunks(&mut plain, 100, &[&kept]);
    let file = ImportedFile { name: "x.csv".into(), content_hash: 0, rows: 0 };
    let mut run = base.store.begin_import(file).unwrap();
    run.add(&schema(), batches(&void)).unwrap();
    run.begin_again();
    run.add(&schema(), batches(&kept)).unwrap();
    assert_eq!(run.set_content(1).unwrap(), None);
    assert_eq!(run.commit(schema(), Vec::new(), Instant(100)).unwrap(), expected);
    assert_eq!(alone(&base.store), alone(&plain.store));
    assert_eq!(base.store.imported(1).unwrap().map(|file| file.name), Some("x.csv".to_owned()));
    assert!(base.store.has_imported("x.csv").unwrap() && !base.store.has_imported("y.csv").unwrap());
}

#[test]
fn what_a_crash_left_of_an_import_is_removed_by_the_next_writer() {
    let Base { dir, store, .. } = Base::new();
    drop(store);
    let spill = dir.path().join("spill");
    fs::create_dir(&spill).unwrap();
    fs::write(spill.join("rows"), "half a row").unwrap();
    Store::open_to_write(dir.path()).unwrap();
    assert_eq!(fs::read_dir(spill).unwrap().count(), 0);
}

#[test]
fn runs_of_customers_are_the_whole_in_pieces() {
    let mut base = Base::new();
    base.store.sizes = Sizes { waiting_bytes: 0, part_rows: 1_000, ..Sizes::default() };
    let mut dice = Dice(5);
    // More than one shard.
    let everyone: Vec<(Target, Given)> = (0..70_000)
        .map(|customer| (stream("visit"), given(&format!("c{customer}"), 7, &[("page", text("/"))])))
        .collect();
    in_chunks(&mut base, 100, &everyone.chunks(40_000).collect::<Vec<_>>());
    in_chunks(&mut base, 200, &[&rows(&mut dice, 400, 70_000)]);
    assert!(base.store.parts_of("visit").len() >= 3, "a part ends with its shard");
    let whole = base.timelines();
    let ids = base.store.customer_ids().unwrap();
    for range in [0..1_000, 4_095..4_097, 65_000..66_000, 69_990..80_000, 80_000..90_000, 0..70_000] {
        let columns = base.store.columns_of(&everything(), range.clone()).unwrap();
        let end = (range.end as usize).min(ids.len()).max((range.start as usize).min(ids.len()));
        let own = &ids[(range.start as usize).min(end)..end];
        assert_eq!((columns.n_customers, columns.present_from.len()), (own.len(), own.len()));
        for timeline in timelines(&columns, &schema(), own) {
            let Some(expected) = whole.get(&timeline.id) else { panic!("{} is a customer", timeline.id) };
            assert_eq!(timeline.attributes, expected.attributes);
            // Out of columns, rows bear their places as identities.
            let rows = |timeline: &Timeline| -> Vec<_> {
                let rows = timeline.streams.values().flatten();
                rows.map(|row| (row.at, row.valid_from, row.fields.clone())).collect()
            };
            assert_eq!(rows(&timeline), rows(expected));
        }
    }
}
