//! What people can ask on a page, programs can ask too: a file of use cases that a page names is named by the JSON API.

use std::collections::BTreeSet;

use crate::check;
use crate::tree::{TextFile, root, rust_files};

/// Where use cases lie.
const OPS: &str = "crates/tranche/src/ops";

/// Files of use cases that pages alone name, each with the reason.
const OF_PAGES: [(&str, &str); 2] = [
    ("building", "menus and editors draw a definition; a program writes it, and asks `/builder` what it comes to"),
    ("export", "files for spreadsheets, of what `/segments/{id}/members` answers"),
];

fn of_folder(name: &str) -> impl Fn(&TextFile) -> bool {
    let (folder, file) = (format!("crates/tranche/src/{name}/"), format!("crates/tranche/src/{name}.rs"));
    move |one| (one.path.starts_with(&folder) || one.path == file) && !one.is_test()
}

/// The files of use cases that some files name, as paths of modules under `ops`.
fn named_by(files: &[TextFile]) -> BTreeSet<String> {
    let mut named = BTreeSet::new();
    for rest in files.iter().flat_map(|file| file.text.split("crate::ops::").skip(1)) {
        let end = rest.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_' || c == ':')).unwrap_or(rest.len());
        let mut path: Vec<&str> = rest[..end].split("::").filter(|piece| !piece.is_empty()).collect();
        while !path.is_empty() && !root().join(OPS).join(format!("{}.rs", path.join("/"))).exists() {
            path.pop();
        }
        named.insert(path.join("::"));
    }
    named
}

#[test]
fn what_pages_ask_programs_can_ask() {
    let files = rust_files();
    let (pages, mut api): (Vec<_>, Vec<_>) = files.into_iter().partition(of_folder("pages"));
    // The house takes files in, for pages and programs alike.
    api.retain(|file| of_folder("api")(file));
    let (of_pages, of_api) = (named_by(&pages), named_by(&api));
    assert!(of_pages.len() > 20 && of_api.len() > 20, "the files are found");
    let is_stated = |path: &String| OF_PAGES.iter().any(|(of, _)| path == of || path.starts_with(&format!("{of}::")));
    let only = of_pages.iter().filter(|path| !of_api.contains(*path) && !is_stated(path));
    check(
        "Pages ask these use cases and no route of `api/` does (or say why in `OF_PAGES`):",
        only.map(|path| format!("{OPS}/{}.rs", path.replace("::", "/"))).collect(),
    );
}
