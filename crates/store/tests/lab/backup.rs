//! A backup taken while the base is written to is one state of it, whole; and it comes back as it was.

use std::fs;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use store::{Error, Store};

use crate::shop::{self, file, whole_files};

#[test]
fn r_d09_backups_taken_during_commits_are_whole_and_come_back_the_same() {
    let dir = shop::folder();
    let base = dir.path().join("base");
    let mut store = shop::filled(&base, 2);
    let is_done = AtomicBool::new(false);
    thread::scope(|scope| {
        scope.spawn(|| {
            for n in 3..=20 {
                store.commit(file(n)).unwrap();
            }
            is_done.store(true, Ordering::Relaxed);
        });
        let mut sizes = Vec::new();
        while !is_done.load(Ordering::Relaxed) {
            let (backup, restored) = (dir.path().join("backup"), dir.path().join("restored"));
            let copied = Store::copy(&base, &backup).unwrap();
            let taken = Store::open(&backup).unwrap();
            let verified = taken.verify().unwrap();
            assert_eq!((&verified.damages, &verified.left_over), (&vec![], &vec![]));
            assert_eq!(
                (copied.customers, copied.rows, copied.parts),
                (verified.customers, verified.rows, verified.parts)
            );
            let files = whole_files(&taken);
            // Files went in one after the other.
            assert_eq!(files, (1..=files.len() as u64).collect());
            sizes.push(files.len());
            Store::copy(&backup, &restored).unwrap();
            assert_eq!(Store::open(&restored).unwrap().verify().unwrap().digest, verified.digest);
            drop(taken);
            fs::remove_dir_all(backup).unwrap();
            fs::remove_dir_all(restored).unwrap();
        }
        println!("files in each backup: {sizes:?}");
        assert!(sizes.is_sorted());
    });
    let last = dir.path().join("last");
    Store::copy(&base, &last).unwrap();
    assert_eq!(
        Store::open(&base).unwrap().verify().unwrap().digest,
        Store::open(&last).unwrap().verify().unwrap().digest
    );
    // A restored base is written to like any other.
    Store::open_to_write(&last).unwrap().commit(file(21)).unwrap();
}

#[test]
fn a_copy_never_replaces_a_base_and_never_carries_damage_on() {
    let dir = shop::folder();
    let (base, other) = (dir.path().join("base"), dir.path().join("other"));
    drop(shop::filled(&base, 2));
    drop(shop::filled(&other, 1));
    assert!(matches!(Store::copy(&base, &other), Err(Error::AlreadyThere { .. })));
    let part = base.join("parts/@profile").read_dir().unwrap().next().unwrap().unwrap().path();
    let mut bytes = fs::read(&part).unwrap();
    bytes[40] ^= 1;
    fs::write(&part, bytes).unwrap();
    let copy = dir.path().join("copy");
    let Err(Error::Damaged { path, .. }) = Store::copy(&base, &copy) else { panic!("the part is damaged") };
    assert_eq!(path, part);
    assert!(matches!(Store::open(&copy), Err(Error::NoBase { .. })));
}
