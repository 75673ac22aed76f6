//! Bases of every format written so far open; those of later ones are refused by name. With UPDATE=1 the fixture of
//! today's format is written anew, which is right only before that format is released.

use std::fs;
use std::path::{Path, PathBuf};

use model::time::Instant;
use rusqlite::Connection;
use store::{Defined, DefinitionChange, Error, Store};

use crate::shop::{self, whole_files};

fn fixture(format: u32) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/fixtures/format-{format}"))
}

fn copy_folder(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let target = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copy_folder(&path, &target);
        } else {
            fs::copy(&path, &target).unwrap();
        }
    }
}

#[test]
fn r_d10_a_base_of_format_1_opens_and_is_written_to() {
    if std::env::var_os("UPDATE").is_some() {
        let dir = shop::folder();
        let mut store = shop::filled(dir.path(), 2);
        let text = Some("definition = \"country = 'FR'\"\n".to_owned());
        let segment = DefinitionChange { defined: Defined::Segment, id: "french".into(), text };
        store.change_definitions(&[segment], Instant(1)).unwrap();
        drop(store);
        let _ = fs::remove_dir_all(fixture(1));
        Store::copy(dir.path(), &fixture(1)).unwrap();
    }
    let dir = shop::folder();
    let base = dir.path().join("base");
    copy_folder(&fixture(1), &base);
    let mut store = Store::open_to_write(&base).unwrap();
    assert_eq!(whole_files(&store), [1, 2].into());
    assert_eq!(store.segments().unwrap()[0].id, "french");
    assert_eq!(store.verify().unwrap().damages, []);
    store.commit(shop::file(3)).unwrap();
    assert_eq!(whole_files(&store), [1, 2, 3].into());
}

#[test]
fn r_d10_a_base_of_a_later_format_is_refused_by_name() {
    let dir = shop::folder();
    drop(shop::filled(dir.path(), 1));
    let catalogue = Connection::open(dir.path().join("catalogue.sqlite")).unwrap();
    catalogue.execute("UPDATE meta SET value = '999' WHERE name = 'format'", []).unwrap();
    drop(catalogue);
    for opened in [Store::open(dir.path()), Store::open_to_write(dir.path())] {
        assert!(matches!(opened, Err(Error::NewerFormat { found: 999, .. })));
    }
}
