//! The column cache: never another answer than that of the parts, whatever befalls its files.

use std::fs;
use std::path::{Path, PathBuf};

use super::chunks::{Dice, batches, rows};
use super::*;
use crate::{Disk, Harm, Operation, Watch};

/// All timelines, read from the parts.
fn of_parts(base: &mut Base) -> BTreeMap<String, Timeline> {
    base.store.sizes.cached_rows = u64::MAX;
    let found = base.timelines();
    base.store.sizes.cached_rows = 0;
    found
}

/// The files of the cache of a base.
fn cached(dir: &Path) -> Vec<PathBuf> {
    let folders = fs::read_dir(dir.join("cache")).into_iter().flatten().flatten();
    let files = folders.flat_map(|folder| fs::read_dir(folder.path()).unwrap().flatten());
    let mut paths: Vec<PathBuf> = files.map(|file| file.path()).collect();
    paths.sort();
    paths
}

/// A base opened anew, which caches whatever it reads.
fn reopened(dir: &Path) -> Store {
    let mut store = Store::open(dir).unwrap();
    store.sizes.cached_rows = 0;
    store
}

fn timelines_of(store: &Store) -> BTreeMap<String, Timeline> {
    let ids = store.customer_ids().unwrap();
    let found = timelines(&store.columns(&everything()).unwrap(), &schema(), &ids);
    found.into_iter().map(|timeline| (timeline.id.clone(), timeline)).collect()
}

#[test]
fn cached_columns_are_those_of_the_parts_after_each_import() {
    for seed in 0..6 {
        let mut dice = Dice(seed);
        let mut base = Base::new();
        for round in 1..4 {
            base.commit(100 * round, batches(&rows(&mut dice, 120, 10 * round as usize)));
            let expected = of_parts(&mut base);
            assert_eq!(base.timelines(), expected, "seed {seed}, made");
            let files = cached(base.dir.path());
            assert!(!files.is_empty());
            assert_eq!(timelines_of(&reopened(base.dir.path())), expected, "seed {seed}, found");
            assert_eq!(cached(base.dir.path()), files, "what is there is not made again, nor is anything older left");
            assert_eq!(base.store.verify().unwrap().damages, []);
        }
    }
}

#[test]
fn a_run_of_customers_is_cut_out_of_blocks() {
    let mut base = Base::new();
    let everyone: Vec<Given> = (0..9_000)
        .flat_map(|customer| (0..customer % 3).map(move |row| (customer, row)))
        .map(|(customer, row)| {
            given(&format!("c{customer}"), row, &[("page", text(["/", "/x"][customer as usize % 2]))])
        })
        .collect();
    base.import(100, &stream("visit"), &everyone);
    base.import(100, &Target::Profile, &[given("c7", 0, &[("country", text("FR"))]).undated()]);
    let read = |store: &Store, range: std::ops::Range<u32>| store.columns_of(&everything(), range).unwrap();
    for range in [0..6_000, 5..4_096, 4_095..4_097, 4_096..5_000, 5_999..6_000, 10..10, 5_000..100_000] {
        base.store.sizes.cached_rows = u64::MAX;
        let expected = read(&base.store, range.clone());
        base.store.sizes.cached_rows = 0;
        let found = read(&base.store, range.clone());
        let ids = vec![String::new(); found.n_customers];
        let timelines = |columns: &BaseColumns| timelines(columns, &schema(), &ids);
        assert_eq!(timelines(&found), timelines(&expected), "{range:?}");
        assert_eq!(found.present_from, expected.present_from);
    }
}

#[test]
fn a_damaged_file_gives_no_other_answer_and_is_made_again() {
    let mut base = Base::new();
    base.commit(100, batches(&rows(&mut Dice(3), 80, 9)));
    let expected = of_parts(&mut base);
    assert_eq!(base.timelines(), expected);
    let files = cached(base.dir.path());
    for file in &files {
        let whole = fs::read(file).unwrap();
        let mut damaged: Vec<Vec<u8>> = (0..whole.len()).step_by(7).map(|place| flipped(&whole, place)).collect();
        damaged.extend([0, 1, whole.len() / 2, whole.len() - 1].map(|length| whole[..length].to_vec()));
        for bytes in damaged {
            fs::write(file, &bytes).unwrap();
            let harms: Vec<Harm> =
                reopened(base.dir.path()).verify().unwrap().damages.into_iter().map(|damage| damage.harm).collect();
            assert_eq!(harms, [Harm::Cached], "{}", file.display());
            assert_eq!(timelines_of(&reopened(base.dir.path())), expected, "{}", file.display());
            // A file whose damage is found while it is read is gone; the next question makes it.
            assert_eq!(timelines_of(&reopened(base.dir.path())), expected);
            assert_eq!(fs::read(file).unwrap(), whole, "{}", file.display());
        }
    }
    assert_eq!(cached(base.dir.path()), files);
}

fn flipped(bytes: &[u8], place: usize) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    bytes[place] ^= 1 << (place % 8);
    bytes
}

/// Lets a number of operations on the cache be done, then none.
#[derive(Debug)]
struct Full(std::sync::atomic::AtomicUsize);

impl Watch for Full {
    fn before(&self, operation: Operation<'_>) -> std::io::Result<()> {
        let (Operation::Create(path) | Operation::Write(path, _) | Operation::MakeFolder(path)) = operation else {
            return Ok(());
        };
        let is_cache = path.components().any(|part| part.as_os_str() == "cache");
        let left = std::sync::atomic::Ordering::Relaxed;
        if !is_cache || self.0.fetch_update(left, left, |room| room.checked_sub(1)).is_ok() {
            return Ok(());
        }
        Err(std::io::ErrorKind::StorageFull.into())
    }
}

#[test]
fn a_full_disk_fails_no_question_and_no_import() {
    for room in [0, 1, 3, 9] {
        let dir = tempfile::tempdir().unwrap();
        let disk = Disk::watched(Full(room.into()));
        let store = Store::init_on(disk, dir.path(), &Settings::default(), &schema()).unwrap();
        let mut base = Base { dir, store, files: 0 };
        for round in 1..3 {
            base.commit(100 * round, batches(&rows(&mut Dice(8), 80, 9)));
            let expected = of_parts(&mut base);
            assert_eq!(base.timelines(), expected, "room for {room}");
        }
        let unfinished = |file: &PathBuf| file.to_string_lossy().ends_with(".unfinished");
        assert!(!cached(base.dir.path()).iter().any(unfinished), "nothing half written stays");
    }
}

#[test]
fn what_is_not_known_yet_is_not_cached() {
    let mut base = Base::new();
    base.store.sizes.cached_rows = 0;
    base.commit(100, batches(&rows(&mut Dice(1), 60, 9)));
    base.commit(200, batches(&rows(&mut Dice(2), 60, 9)));
    let now = base.timelines();
    let before = |cached_rows| {
        let mut store = Store::open(base.dir.path()).unwrap().as_known_at(Instant(150)).unwrap();
        store.sizes.cached_rows = cached_rows;
        timelines_of(&store)
    };
    assert_eq!(before(0), before(u64::MAX));
    assert_ne!(before(0), now);
}
