//! Parts: few files, and the same answers however the rows lie in them.

use std::fs;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};

use model::timeline::Timeline;

use super::chunks::{Dice, alone, batches, rows};
use super::*;
use crate::{Disk, Operation, Watch};

fn n_files(dir: &Path) -> usize {
    let folders = fs::read_dir(dir.join("parts")).unwrap().map(|folder| folder.unwrap().path());
    folders.map(|folder| fs::read_dir(folder).unwrap().count()).sum()
}

/// What files hold, by customer.
fn all(base: &Base) -> (BTreeMap<String, Timeline>, BTreeMap<String, Timeline>) {
    (base.timelines(), alone(&base.store))
}

#[test]
fn putting_parts_together_changes_no_answer() {
    for seed in 0..4 {
        let mut base = Base::new();
        base.store.sizes.small_rows = [0, 1 << 16][seed as usize % 2];
        let mut dice = Dice(seed);
        for file in 1..5 {
            base.commit(100 * file, batches(&rows(&mut dice, 120, 20)));
        }
        let before = all(&base);
        let known: Vec<_> = [150, 250, 350].map(|at| known_at(&base, at)).into();
        let compacted = base.store.compact().unwrap();
        assert!(compacted.parts_before > compacted.parts_after, "{compacted:?}");
        assert_eq!(all(&base), before, "seed {seed}");
        for (at, expected) in [150, 250, 350].into_iter().zip(known) {
            assert_eq!(known_at(&base, at), expected, "seed {seed}, known at {at}");
        }
        // What comes later is told apart as before.
        let again = rows(&mut Dice(seed), 120, 20);
        let committed = base.commit(900, batches(&again));
        let visits = committed.targets.iter().find(|count| count.target == stream("visit")).unwrap();
        assert_eq!(visits.new_rows, 0);
        let Base { dir, store, .. } = base;
        let expected = alone(&store);
        drop(store);
        let store = Store::open_to_write(dir.path()).unwrap();
        assert_eq!(alone(&store), expected);
        let mut files: Vec<_> = store.parts.iter().map(|part| part.path(dir.path())).collect();
        files.sort();
        files.dedup();
        assert_eq!(n_files(dir.path()), files.len(), "what was put together is gone");
        assert!(store.verify().unwrap().damages.is_empty());
    }
}

fn known_at(base: &Base, at: i64) -> BTreeMap<String, Timeline> {
    let store = Store::open(base.dir.path()).unwrap().as_known_at(Instant(at)).unwrap();
    alone(&store)
}

#[test]
fn a_reader_goes_on_reading_what_was_put_together() {
    let mut base = Base::new();
    let mut dice = Dice(3);
    for file in 1..4 {
        base.commit(100 * file, batches(&rows(&mut dice, 50, 9)));
    }
    let reader = Store::open(base.dir.path()).unwrap();
    let expected = alone(&reader);
    base.store.compact().unwrap();
    assert_eq!(alone(&reader), expected);
}

#[test]
fn many_commits_keep_few_parts() {
    let mut base = Base::new();
    for file in 0..40 {
        base.import(file, &stream("visit"), &[given("a", file, &[("page", text("/"))])]);
        assert!(base.store.parts_of("visit").len() <= 6);
    }
    assert_eq!(base.timelines()["a"].streams["visit"].len(), 40);
}

/// A schema of many streams, each with a field of its own and one that all have.
fn wide(n_streams: usize) -> Schema {
    let stream = |number: usize| {
        let own = format!("own_{}", number % 50);
        let fields = [("page".to_owned(), Field::of(Type::Text)), (own, Field::of(Type::Number))].into();
        (format!("event_{number}"), Stream { fields, ..Stream::default() })
    };
    Schema { streams: (0..n_streams).map(stream).collect(), ..Schema::default() }
}

fn event(number: usize, file: u64) -> Batch {
    let rows = ["a", "b", "a"].map(|customer| given(customer, file as i64, &[("page", text("/"))]));
    let mut batch = batch(&stream("visit"), &rows);
    batch.target = stream(&format!("event_{number}"));
    batch.fields.retain(|name, _| name == "page");
    batch.fields.insert(format!("own_{}", number % 50), Column::Integer(vec![1_000_000 * number as i64; 3]));
    batch
}

#[test]
fn thousands_of_streams_make_few_files() {
    let dir = tempfile::tempdir().unwrap();
    let schema = wide(10_000);
    let mut store = Store::init(dir.path(), &Settings::default(), &schema).unwrap();
    let file = ImportedFile { name: "all.csv".into(), content_hash: 1, rows: 30_000 };
    let mut run = store.begin_import(file).unwrap();
    run.add(&schema, (0..10_000).map(|number| event(number, 1)).collect()).unwrap();
    run.commit(schema.clone(), Vec::new(), Instant(1)).unwrap();
    assert!(n_files(dir.path()) < 10, "{} files", n_files(dir.path()));
    let fields = BTreeSet::from(["page".to_owned(), "own_49".to_owned()]);
    let wanted = Wanted { streams: [("event_4999".to_owned(), fields)].into(), ..Wanted::default() };
    let columns = store.columns(&wanted).unwrap();
    let events = &columns.streams["event_4999"];
    assert_eq!((events.offsets.as_slice(), events.at.as_slice()), ([0, 2, 3].as_slice(), [1, 1, 1].as_slice()));
    assert_eq!(events.fields["own_49"], Column::Integer(vec![4_999_000_000; 3]));
    assert_eq!(store.row_counts().values().sum::<u64>(), 30_000);
}

#[test]
fn names_that_come_one_file_at_a_time_share_files_in_the_end() {
    let dir = tempfile::tempdir().unwrap();
    let schema = wide(200);
    let mut store = Store::init(dir.path(), &Settings::default(), &schema).unwrap();
    for number in 0..200 {
        let file = ImportedFile { name: format!("{number}.csv"), content_hash: number as u64, rows: 3 };
        let mut run = store.begin_import(file).unwrap();
        run.add(&schema, vec![event(number, 1)]).unwrap();
        run.commit(schema.clone(), Vec::new(), Instant(number as i64)).unwrap();
    }
    drop(store);
    let mut store = Store::open_to_write(dir.path()).unwrap();
    assert!(n_files(dir.path()) <= 40, "{} files", n_files(dir.path()));
    store.compact().unwrap();
    drop(store);
    let store = Store::open_to_write(dir.path()).unwrap();
    assert!(n_files(dir.path()) <= 2, "{} files", n_files(dir.path()));
    assert_eq!(store.row_counts().values().sum::<u64>(), 600);
    assert_eq!(store.timeline(0).unwrap().streams.len(), 200);
}

/// Lets so many operations be done, and none after.
#[derive(Debug)]
struct Cut(AtomicUsize);

impl Watch for Cut {
    fn before(&self, _: Operation<'_>) -> std::io::Result<()> {
        let left = self.0.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| left.checked_sub(1));
        left.map(|_| ()).map_err(|_| std::io::Error::other("cut"))
    }
}

#[test]
fn r_d02_putting_parts_together_cut_at_any_operation_changes_no_answer() {
    let mut base = Base::new();
    let mut dice = Dice(8);
    for file in 1..4 {
        base.commit(100 * file, batches(&rows(&mut dice, 60, 9)));
    }
    let expected = alone(&base.store);
    let Base { dir, store, .. } = base;
    drop(store);
    let mut operations = 0;
    loop {
        let disk = Disk::watched(Cut(AtomicUsize::new(operations)));
        let outcome = Store::open_to_write_on(disk, dir.path()).and_then(|mut store| store.compact());
        let after = Store::open(dir.path()).unwrap();
        assert_eq!(alone(&after), expected, "cut at operation {operations}");
        if outcome.is_ok() {
            break;
        }
        operations += 1;
    }
    assert!(operations > 5, "{operations}");
}
