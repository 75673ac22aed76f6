//! The power is cut before each operation of a scripted workload in turn. What the disk then holds is any of three
//! images: all that was written (the process was killed), only what was synced, or what was not synced torn.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use store::{Disk, Error, Import, Operation, Store, Watch};
use tempfile::TempDir;

use crate::shop::{self, file, whole_files};

/// What becomes of what was not synced.
#[derive(Clone, Copy, Debug)]
enum Image {
    Killed,
    Lost,
    Torn,
}

/// The power, and what is known of the files when it goes.
#[derive(Debug, Default)]
struct Power {
    /// Operations until it goes.
    left: Option<usize>,
    n_operations: usize,
    /// The last operation let through.
    last: String,
    files: BTreeMap<PathBuf, Written>,
    folders: BTreeMap<PathBuf, bool>,
    /// Removed files that may come back, with what they held.
    removed: BTreeMap<PathBuf, Vec<u8>>,
    /// Length of the catalogue's log when its last commit began.
    log_before: u64,
}

#[derive(Debug, Default)]
struct Written {
    is_synced: bool,
    is_named: bool,
}

#[derive(Clone, Debug, Default)]
struct Plug(Arc<Mutex<Power>>);

impl Watch for Plug {
    fn before(&self, operation: Operation<'_>) -> io::Result<()> {
        let mut power = self.0.lock().unwrap();
        if power.left == Some(0) {
            return Err(io::Error::other("the power is gone"));
        }
        power.left = power.left.map(|left| left - 1);
        power.n_operations += 1;
        power.last = format!("{operation:?}");
        match operation {
            Operation::MakeFolder(path) => {
                power.folders.insert(path.to_owned(), false);
            }
            Operation::Create(path) => {
                power.files.insert(path.to_owned(), Written::default());
            }
            Operation::Write(path, _) => power.files.entry(path.to_owned()).or_default().is_synced = false,
            Operation::Sync(path) => power.files.entry(path.to_owned()).or_default().is_synced = true,
            Operation::SyncFolder(folder) => {
                let within = |path: &Path| path.parent() == Some(folder);
                power.files.iter_mut().filter(|(path, _)| within(path)).for_each(|(_, file)| file.is_named = true);
                power.folders.iter_mut().filter(|(path, _)| within(path)).for_each(|(_, named)| *named = true);
                power.removed.retain(|path, _| !within(path));
            }
            Operation::Rename(from, to) => {
                let file = power.files.remove(from).unwrap_or_default();
                power.files.insert(to.to_owned(), Written { is_named: false, ..file });
            }
            Operation::Remove(path) => {
                power.files.remove(path);
                if let Ok(bytes) = fs::read(path) {
                    power.removed.insert(path.to_owned(), bytes);
                }
            }
            Operation::Commit => {
                let parts = power.folders.keys().find(|path| path.ends_with("parts"));
                let folder = parts.and_then(|path| path.parent()).map(Path::to_owned);
                let log = folder.map(|folder| folder.join("catalogue.sqlite-wal"));
                power.log_before = log.and_then(|log| fs::metadata(log).ok()).map_or(0, |log| log.len());
            }
        }
        Ok(())
    }
}

/// The files imported, in order; the fourth is the first again under another name.
fn workload() -> Vec<Import> {
    let mut again = file(1);
    again.file.content_hash = 2001;
    vec![file(1), file(2), file(3), again, file(4)]
}

/// Does what of the workload is not done; says how many imports were acknowledged. Before the last one, parts are put
/// together.
fn work(store: &mut Store) -> (u64, Result<(), Error>) {
    let mut acknowledged = 0;
    for import in workload() {
        if acknowledged == 4
            && let Err(error) = store.compact()
        {
            return (acknowledged, Err(error));
        }
        if store.imported(import.file.content_hash).unwrap().is_none()
            && let Err(error) = store.commit(import)
        {
            return (acknowledged, Err(error));
        }
        acknowledged += 1;
    }
    (acknowledged, Ok(()))
}

/// A base in a folder of its own, and the power it hangs on.
fn cut_after(operations: Option<usize>) -> (TempDir, Plug, Option<Store>, u64) {
    let dir = shop::folder();
    let plug = Plug::default();
    plug.0.lock().unwrap().left = operations;
    let base = dir.path().join("base");
    let Ok(mut store) = shop::init(Disk::watched(plug.clone()), &base) else {
        return (dir, plug, None, 0);
    };
    let (acknowledged, _) = work(&mut store);
    (dir, plug, Some(store), acknowledged)
}

/// What the disk holds after the cut.
fn image(from: &Path, to: &Path, power: &Power, image: Image) {
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let target = to.join(path.file_name().unwrap());
        let is_lost = matches!(image, Image::Lost);
        if path.is_dir() {
            if is_lost && power.folders.get(&path) == Some(&false) {
                continue;
            }
            fs::create_dir_all(&target).unwrap();
            self::image(&path, &target, power, image);
            continue;
        }
        let mut bytes = fs::read(&path).unwrap();
        if let Some(file) = power.files.get(&path) {
            if is_lost && !file.is_named {
                continue;
            }
            match image {
                Image::Lost if !file.is_synced => bytes.clear(),
                Image::Torn if !file.is_synced => {
                    let half = bytes.len() / 2;
                    bytes[half..].fill(0);
                }
                _ => {}
            }
        }
        fs::write(target, bytes).unwrap();
    }
    if !matches!(image, Image::Killed) {
        for (path, bytes) in power.removed.iter().filter(|(path, _)| path.parent() == Some(from)) {
            fs::write(to.join(path.file_name().unwrap()), bytes).unwrap();
        }
    }
}

/// Opens what is left: whole files only, all that were acknowledged, nothing damaged; and goes on to the same end.
fn check(dir: &Path, acknowledged: u64, digest: u64, when: &str) {
    let opened = Store::open_to_write(dir);
    let mut store = match opened {
        Err(Error::NoBase { .. }) if acknowledged == 0 => shop::init(Disk::default(), dir).unwrap(),
        other => other.unwrap_or_else(|error| panic!("{when}: {error}")),
    };
    let verified = store.verify().unwrap();
    assert_eq!((verified.damages, verified.left_over), (vec![], vec![]), "{when}");
    let imported =
        workload().iter().filter(|import| store.imported(import.file.content_hash).unwrap().is_some()).count();
    assert!((acknowledged..=acknowledged + 1).contains(&(imported as u64)), "{when}: {imported} files are there");
    // The fourth import brings nothing that the first has not brought.
    let expected = (1..=4u64).filter(|n| store.imported(1000 + n).unwrap().is_some()).collect();
    assert_eq!(whole_files(&store), expected, "{when}");
    let (done, outcome) = work(&mut store);
    outcome.unwrap();
    assert_eq!(done, workload().len() as u64);
    assert_eq!(store.verify().unwrap().digest, digest, "{when}: what came after differs");
}

#[test]
fn r_d02_r_d03_a_power_cut_before_any_operation_loses_no_acknowledged_file_and_leaves_no_half_file() {
    let (_dir, plug, store, acknowledged) = cut_after(None);
    let n_operations = plug.0.lock().unwrap().n_operations;
    assert_eq!(acknowledged, workload().len() as u64);
    let digest = store.unwrap().verify().unwrap().digest;
    assert_ne!(digest, 0);
    for operations in 0..n_operations {
        let (dir, plug, store, acknowledged) = cut_after(Some(operations));
        let power = plug.0.lock().unwrap();
        for kind in [Image::Killed, Image::Lost, Image::Torn] {
            let copy = dir.path().join(format!("{kind:?}"));
            fs::create_dir(&copy).unwrap();
            let base = dir.path().join("base");
            if base.exists() {
                image(&base, &copy, &power, kind);
            }
            let when = format!("{kind:?} after {operations} operations, the last being {}", power.last);
            check(&copy, acknowledged, digest, &when);
        }
        drop(store);
    }
    println!("{n_operations} operations cut, three images each");
}

#[test]
fn putting_parts_together_changes_no_digest_and_leaves_nothing_behind() {
    let dir = shop::folder();
    let mut store = shop::filled(dir.path(), 4);
    let before = store.verify().unwrap();
    let compacted = store.compact().unwrap();
    assert!(compacted.parts_before > compacted.parts_after, "{compacted:?}");
    drop(store);
    let after = Store::open_to_write(dir.path()).unwrap().verify().unwrap();
    assert_eq!((after.damages, after.left_over), (vec![], vec![]));
    assert_eq!((after.digest, after.rows), (before.digest, before.rows));
}

#[test]
fn r_d02_a_commit_torn_in_the_catalogues_log_is_there_or_not() {
    let (_dir, plug, store, _) = cut_after(None);
    let n_operations = plug.0.lock().unwrap().n_operations;
    let digest = store.unwrap().verify().unwrap().digest;
    let mut n_torn = 0;
    for operations in 1..=n_operations {
        let (dir, plug, store, acknowledged) = cut_after(Some(operations));
        let power = plug.0.lock().unwrap();
        if power.last != "Commit" {
            continue;
        }
        let base = dir.path().join("base");
        let log = fs::read(base.join("catalogue.sqlite-wal")).unwrap();
        for tenth in 0..10 {
            let copy = dir.path().join(format!("torn-{tenth}"));
            fs::create_dir(&copy).unwrap();
            image(&base, &copy, &power, Image::Lost);
            let before = power.log_before as usize;
            let kept = before + (log.len() - before) * tenth / 10;
            let mut torn = log[..kept].to_vec();
            // What lies beyond was never written, or is anything at all.
            torn.resize(if tenth % 2 == 0 { kept } else { log.len() }, 0xa5);
            fs::write(copy.join("catalogue.sqlite-wal"), torn).unwrap();
            fs::remove_file(copy.join("catalogue.sqlite-shm")).unwrap();
            // The last commit had not returned when the power went.
            check(&copy, acknowledged - 1, digest, &format!("{tenth} tenths of the log of commit {acknowledged}"));
            n_torn += 1;
        }
        drop(store);
    }
    assert!(n_torn >= 10 * workload().len());
}
