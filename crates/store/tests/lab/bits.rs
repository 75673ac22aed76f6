//! Every file of a small base is cut short and has bits flipped all over it: whoever reads it gets the right answer or
//! the damage by name, never a panic or another answer.

use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

use model::columns::BaseColumns;
use store::{Error, Store};

use crate::shop::{self, everything};

/// Places of one file that are damaged; many more when the environment asks for it.
fn places(length: usize) -> Vec<usize> {
    let wanted = if std::env::var_os("TRANCHE_LONG").is_some() { 4000 } else { 120 };
    let step = (length / wanted).max(1);
    // Beginnings and ends are where what decides about all the rest lies.
    (0..length.min(24)).chain((24..length).step_by(step)).chain(length.saturating_sub(24)..length).collect()
}

fn files(dir: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { found.extend(files(&path)) } else { found.push(path) }
    }
    found.sort();
    found
}

/// Ids of customers, all columns, and the number of segments.
type Answer = (Vec<String>, BaseColumns, usize);

/// All that decides about members, out of a base.
fn answer(dir: &Path) -> Result<Answer, Error> {
    let store = Store::open(dir)?;
    Ok((store.customer_ids()?, store.columns(&everything())?, store.segments()?.len()))
}

/// What became of so many damages.
#[derive(Debug, Default)]
struct Seen {
    right: usize,
    named: usize,
}

fn damaged(dir: &Path, path: &Path, bytes: &[u8], expected: &Answer, what: &str, seen: &mut Seen) {
    fs::write(path, bytes).unwrap();
    let told = catch_unwind(AssertUnwindSafe(|| answer(dir)));
    match told.unwrap_or_else(|_| panic!("{what}: a panic")) {
        Ok(answer) => {
            assert!(&answer == expected, "{what}: another answer");
            seen.right += 1;
        }
        Err(error) => {
            assert!(!error.to_string().is_empty());
            seen.named += 1;
        }
    }
    let is_part = path.extension().is_some_and(|ending| ending == "parquet");
    if is_part {
        let store = Store::open(dir).unwrap();
        let verified = store.verify().unwrap();
        assert!(!verified.damages.is_empty(), "{what}: it is not found");
        assert!(verified.damages.iter().all(|damage| dir.join(&damage.file) == path), "{what}: {:?}", verified.damages);
    }
}

#[test]
fn r_d06_r_d08_damage_anywhere_is_named_or_changes_nothing() {
    let dir = shop::folder();
    drop(shop::filled(dir.path(), 2));
    // What the second file replaced goes when the next writer comes.
    drop(Store::open_to_write(dir.path()).unwrap());
    let expected = answer(dir.path()).unwrap();
    let mut seen = Seen::default();
    let hook = std::panic::take_hook();
    for path in files(dir.path()) {
        let whole = fs::read(&path).unwrap();
        let name = path.strip_prefix(dir.path()).unwrap().display().to_string();
        for place in places(whole.len()) {
            let mut bytes = whole.clone();
            bytes[place] ^= 1 << (place % 8);
            damaged(dir.path(), &path, &bytes, &expected, &format!("{name}, bit of byte {place}"), &mut seen);
            damaged(dir.path(), &path, &whole[..place], &expected, &format!("{name}, cut at {place}"), &mut seen);
        }
        fs::write(&path, whole).unwrap();
    }
    std::panic::set_hook(hook);
    assert_eq!(answer(dir.path()).unwrap(), expected);
    println!("{seen:?}");
    assert!(seen.named > 100);
}

#[test]
fn r_d06_damaged_profiles_leave_the_streams_usable() {
    let dir = shop::folder();
    drop(shop::filled(dir.path(), 2));
    let part = files(&dir.path().join("parts/@profile")).remove(0);
    let whole = fs::read(&part).unwrap();
    fs::write(&part, &whole[..whole.len() / 2]).unwrap();
    let store = Store::open(dir.path()).unwrap();
    let mut wanted = everything();
    assert!(matches!(store.columns(&wanted), Err(Error::Damaged { path, .. }) if path == part));
    wanted.attributes.clear();
    let columns = store.columns(&wanted).unwrap();
    assert_eq!(columns.streams["order"].at.len() as u64, 2 * shop::ROWS);
    let verified = store.verify().unwrap();
    assert_eq!((verified.damages.len(), &verified.damages[0].target), (1, &None));
    assert!(verified.rows >= 4 * shop::ROWS, "the rest was checked all the same");
}
