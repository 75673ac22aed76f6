//! Opening, refusing and recovering: one writer, one commit point, nothing half done.

use std::fs;

use crate::{
    Defined, DefinitionChange, Error, Refusals, RefusedCells, RefusedRow, StoredCutOffs, StoredRefusal, StoredSegment,
    StoredVersion,
};

use super::*;

#[test]
fn a_base_is_made_once_and_opened_as_it_was() {
    let mut base = Base::new();
    base.import(100, &stream("visit"), &[given("a", 20, &[("page", text("/"))])]);
    assert!(matches!(Store::init(base.dir.path(), &Settings::default(), &schema()), Err(Error::Busy { .. })));
    let expected = base.everything();
    let Base { dir, store, .. } = base;
    drop(store);
    assert!(matches!(Store::init(dir.path(), &Settings::default(), &schema()), Err(Error::AlreadyThere { .. })));
    let opened = Store::open(dir.path()).unwrap();
    assert_eq!((opened.version(), opened.n_customers(), opened.schema()), (1, 1, &schema()));
    assert_eq!(opened.columns(&everything()).unwrap(), expected);
    assert_eq!(opened.settings(), &Settings::default());
    let elsewhere = tempfile::tempdir().unwrap();
    assert!(matches!(Store::open(elsewhere.path()), Err(Error::NoBase { .. })));
    assert_eq!(fs::read_dir(elsewhere.path()).unwrap().count(), 0);
}

#[test]
fn a_second_writer_is_refused_and_a_reader_does_not_write() {
    let base = Base::new();
    assert!(matches!(Store::open_to_write(base.dir.path()), Err(Error::Busy { .. })));
    let mut reader = Store::open(base.dir.path()).unwrap();
    assert!(matches!(reader.set_schema(&schema()), Err(Error::ReadOnly)));
    let Base { dir, store, .. } = base;
    drop(store);
    assert!(Store::open_to_write(dir.path()).is_ok());
}

#[test]
fn a_later_format_is_refused() {
    let Base { dir, store, .. } = Base::new();
    store.connection.execute("UPDATE meta SET value = '3' WHERE name = 'format'", []).unwrap();
    drop(store);
    assert!(matches!(Store::open(dir.path()), Err(Error::NewerFormat { found: 3, known: 2, .. })));
}

#[test]
fn parts_that_no_commit_made_live_are_removed_by_the_next_writer() {
    let mut base = Base::new();
    base.import(100, &stream("visit"), &[given("a", 20, &[])]);
    let expected = base.everything();
    let Base { dir, store, .. } = base;
    drop(store);
    let folder = dir.path().join("parts/visit");
    fs::write(folder.join("2.parquet"), "cut off in the middle").unwrap();
    let opened = Store::open_to_write(dir.path()).unwrap();
    let names: Vec<_> = fs::read_dir(folder).unwrap().map(|file| file.unwrap().file_name()).collect();
    assert_eq!(names, ["1.parquet"]);
    assert_eq!(opened.columns(&everything()).unwrap(), expected);
}

#[test]
fn a_commit_that_fails_leaves_nothing() {
    let mut base = Base::new();
    let mut misfit = batch(&stream("visit"), &[given("b", 20, &[])]);
    misfit.fields.insert("tags".into(), Column::Integer(vec![1]));
    let good = batch(&stream("order"), &[given("a", 20, &[("order_id", text("o"))])]);
    let file = ImportedFile { name: "x.csv".into(), content_hash: 9, rows: 2 };
    let import = Import {
        file,
        schema: schema(),
        batches: vec![good, misfit],
        links: vec![],
        refused: vec![],
        received_at: Instant(1),
    };
    assert!(matches!(base.store.commit(import), Err(Error::Misfit { .. })));
    assert_eq!((base.store.version(), base.store.n_customers()), (0, 0));
    assert_eq!(base.store.imported(9).unwrap(), None);
    // The number given in vain is given again.
    base.import(100, &stream("visit"), &[given("c", 20, &[])]);
    assert_eq!(base.store.customer_ids().unwrap(), ["c"]);
    assert!(!base.everything().streams.contains_key("order"));
}

#[test]
fn a_damaged_part_is_named() {
    let mut base = Base::new();
    base.import(100, &stream("visit"), &[given("a", 20, &[])]);
    let path = base.dir.path().join("parts/visit/1.parquet");
    fs::write(&path, "not a part").unwrap();
    let Err(Error::Damaged { path: named, .. }) = base.store.columns(&everything()) else {
        panic!("a damaged part is an error");
    };
    assert_eq!(named, path);
}

#[test]
fn files_and_what_was_refused_of_them_are_remembered() {
    let mut base = Base::new();
    let file = ImportedFile { name: "clients.csv".into(), content_hash: u64::MAX, rows: 12 };
    let refused = RefusedRow {
        row: 7,
        column: Some("age".into()),
        value: "douze".into(),
        reason_key: "refused-not-a-number".into(),
        reason_words: vec![("value".into(), "douze".into())],
        whole_row: false,
        ..RefusedRow::default()
    };
    let import = Import {
        file: file.clone(),
        schema: schema(),
        batches: Vec::new(),
        links: Vec::new(),
        refused: vec![refused.clone()],
        received_at: Instant(5),
    };
    base.store.commit(import).unwrap();
    assert_eq!(base.store.imported(u64::MAX).unwrap(), Some(file));
    let all = Refusals::default();
    let stored = StoredRefusal { file: 1, name: "clients.csv".into(), refused };
    assert_eq!(base.store.refused(&all, 10).unwrap(), [stored]);
    assert_eq!(base.store.n_refused(&all).unwrap(), 1);
    assert_eq!(base.store.refused(&all, 0).unwrap(), []);
}

#[test]
fn segments_and_cut_offs_are_kept() {
    let mut base = Base::new();
    let segment = |id: &str, text: &str| StoredSegment { id: id.into(), text: text.into() };
    let change = |defined, id: &str, text: Option<&str>| DefinitionChange {
        defined,
        id: id.into(),
        text: text.map(str::to_owned),
    };
    let of = |id: &str, text: Option<&str>| change(Defined::Segment, id, text);
    base.store.change_definitions(&[of("b", Some("1")), of("a", Some("2"))], Instant(1)).unwrap();
    base.store
        .change_definitions(&[of("b", Some("3")), change(Defined::Attribute, "b", Some("4"))], Instant(2))
        .unwrap();
    assert_eq!(base.store.segments().unwrap(), [segment("a", "2"), segment("b", "3")]);
    assert_eq!(base.store.attributes().unwrap(), [segment("b", "4")]);
    base.store.change_definitions(&[of("a", None)], Instant(3)).unwrap();
    assert_eq!(base.store.segments().unwrap(), [segment("b", "3")]);
    let version = |version, text: Option<&str>, at| StoredVersion {
        version,
        text: text.map(str::to_owned),
        saved_at: Instant(at),
    };
    let versions = |defined, id| base.store.versions(defined, id).unwrap();
    assert_eq!(versions(Defined::Segment, "a"), [version(1, Some("2"), 1), version(2, None, 3)]);
    assert_eq!(versions(Defined::Segment, "b"), [version(1, Some("1"), 1), version(2, Some("3"), 2)]);
    assert_eq!(versions(Defined::Attribute, "b"), [version(1, Some("4"), 2)]);
    base.store.save_cut_offs("k", Instant(1), 4, b"x").unwrap();
    assert_eq!(base.store.cut_offs("k", Instant(1)).unwrap(), Some(StoredCutOffs { version: 4, bytes: b"x".to_vec() }));
    assert_eq!(base.store.cut_offs("k", Instant(2)).unwrap(), None);
}

#[test]
fn what_is_refused_waits_on_disk_and_others_can_take_its_place() {
    let mut base = Base::new();
    let file = |hash: u64| ImportedFile { name: "a.csv".into(), content_hash: hash, rows: 3 };
    let refused = |row: u64| RefusedRow { row, column: Some("age".into()), ..RefusedRow::default() };
    let cells = |row: u64| RefusedCells { row, line: Some(row + 1), cells: vec![row.to_string(), "x".into()] };
    let mut run = base.store.begin_import(file(1)).unwrap();
    run.set_reading(&["id".into(), "age".into()], "mapping");
    run.refuse(&[refused(1), refused(2)], &[cells(1), cells(2)]).unwrap();
    run.refuse(&[refused(3)], &[cells(3)]).unwrap();
    drop(run);
    let all = Refusals::default();
    // Dropped before its commit, it leaves nothing; nor does it leave anything to the next.
    assert_eq!(base.store.n_refused(&all).unwrap(), 0);
    let mut run = base.store.begin_import(file(1)).unwrap();
    run.set_reading(&["id".into(), "age".into()], "mapping");
    run.refuse(&[refused(1), refused(3)], &[cells(1), cells(3)]).unwrap();
    run.commit(schema(), Vec::new(), Instant(1)).unwrap();
    let told = base.store.refused_files(&all).unwrap();
    assert_eq!((told[0].standing, told[0].columns.len(), told[0].mapping.as_str()), (2, 2, "mapping"));
    assert_eq!(base.store.refused_cells(1, 3).unwrap(), Some(cells(3)));
    let mut run = base.store.begin_import(file(2)).unwrap();
    let standing = run.standing(2..=9).unwrap();
    assert_eq!((standing.len(), standing[0].file, &standing[0].blamed), (1, 1, &vec!["age".to_owned()]));
    run.replace_refused(&[(1, 3)]).unwrap();
    run.commit(schema(), Vec::new(), Instant(2)).unwrap();
    assert_eq!(base.store.n_refused(&all).unwrap(), 1);
    assert_eq!(base.store.refused_cells(1, 3).unwrap(), None);
}
