//! Folders, patterns and archives as the files in them, in one order.

use std::fs::File;
use std::io::Write;

use zip::write::{SimpleFileOptions, ZipWriter};

use super::*;

fn write(folder: &TempDir, name: &str) -> PathBuf {
    let path = folder.path().join(name);
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(&path, name).unwrap();
    path
}

fn archive(path: &Path, members: &[(&str, &str)]) {
    let mut writer = ZipWriter::new(File::create(path).unwrap());
    for (name, content) in members {
        writer.start_file(*name, SimpleFileOptions::default()).unwrap();
        writer.write_all(content.as_bytes()).unwrap();
    }
    writer.finish().unwrap();
}

fn is_csv(name: &str) -> bool {
    name.ends_with(".csv")
}

/// What is found and what is left with the reason, without the folder.
fn told(folder: &TempDir, arguments: &[PathBuf]) -> (Vec<String>, Vec<String>) {
    let found = Found::of(arguments, &is_csv).unwrap();
    let inside = |name: &str| name.replace(&format!("{}/", folder.path().display()), "");
    let left = found.left.iter().map(|left| format!("{} {}", inside(&left.file), left.reason.key));
    (found.files.iter().map(|file| inside(&file.shown)).collect(), left.collect())
}

#[test]
fn folders_and_patterns_are_their_files_in_order() {
    let folder = tempfile::tempdir().unwrap();
    for name in ["b.csv", "a.csv", "in/z.csv", "in/deep/y.csv", ".hidden.csv", "c.txt"] {
        write(&folder, name);
    }
    let check = |arguments: &[&str], expected: &[&str], expected_left: &[&str]| {
        let arguments: Vec<PathBuf> = arguments.iter().map(|name| folder.path().join(name)).collect();
        let (files, left) = told(&folder, &arguments);
        assert_eq!((files, left), (owned(expected), owned(expected_left)), "{arguments:?}");
    };
    check(&["b.csv", "a.csv"], &["b.csv", "a.csv"], &[]);
    check(&["*.csv"], &["a.csv", "b.csv"], &[]);
    check(&["in"], &["in/deep/y.csv", "in/z.csv"], &[]);
    check(&["**/[yz].csv", "b.csv", "*.csv"], &["in/deep/y.csv", "in/z.csv", "b.csv", "a.csv"], &[]);
    check(&["in", "?.*"], &["in/deep/y.csv", "in/z.csv", "a.csv", "b.csv"], &["c.txt left-not-known"]);
    // A file that is named itself is somebody else's to judge.
    check(&["c.txt"], &["c.txt"], &[]);
    assert!(Found::of(&[folder.path().join("*.parquet")], &is_csv).is_err());
}

fn owned(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|text| (*text).to_owned()).collect()
}

#[test]
fn archives_are_the_files_in_them_and_write_nowhere_else() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("export.zip");
    archive(
        &path,
        &[
            ("2026/orders.csv", "orders"),
            ("../../evil.csv", "evil"),
            ("__MACOSX/._orders.csv", ""),
            (".DS_Store", ""),
            ("old.zip", ""),
            ("read me.txt", ""),
        ],
    );
    let (files, left) = told(&folder, std::slice::from_ref(&path));
    assert_eq!(files, ["export.zip/orders.csv", "export.zip/evil.csv"]);
    assert_eq!(left, ["export.zip/old.zip left-archive-within", "export.zip/read me.txt left-not-known"]);
    let found = Found::of(&[path], &is_csv).unwrap();
    let paths = found.paths();
    assert_eq!(paths.iter().map(|path| name_of(path)).collect::<Vec<_>>(), ["orders.csv", "evil.csv"]);
    assert_eq!(std::fs::read_to_string(&paths[1]).unwrap(), "evil");
    drop(found);
    assert!(paths.iter().all(|path| !path.exists()), "nothing is left behind");

    // An archive with one file in it may go by its own name.
    let path = folder.path().join("orders.csv.zip");
    archive(&path, &[("export_2026", "")]);
    let paths = Found::of(&[path], &is_csv).unwrap().paths();
    assert_eq!(name_of(&paths[0]), "orders.csv");
}

#[test]
fn what_cannot_be_read_ends_the_import_only_when_it_was_named() {
    let folder = tempfile::tempdir().unwrap();
    let broken = write(&folder, "cut.zip");
    let good = write(&folder, "a.csv");
    assert!(matches!(Found::of(&[broken], &is_csv), Err(Failure::Unreadable(_))));
    let (files, left) = told(&folder, &[folder.path().to_owned()]);
    assert_eq!((files, left), (owned(&["a.csv"]), owned(&["cut.zip intake-not-archive"])));
    let fault = || Failure::Unreadable(Phrase::new("intake-not-csv").with("file", "elsewhere"));
    let mut found = Found::of(&[folder.path().to_owned()], &is_csv).unwrap();
    assert!(found.failed(&good, fault()).is_ok());
    assert_eq!(found.left[1].reason.words[0].1, good.display().to_string());
    let mut named = Found::of(std::slice::from_ref(&good), &is_csv).unwrap();
    assert!(named.failed(&good, fault()).is_err());
}
