//! Names that say nothing.

use std::collections::BTreeSet;

use crate::check;
use crate::tree::{files_under, rust_files};

/// Names of files, folders and modules that tell a container or a stage instead of a subject.
const BANNED: [&str; 18] = [
    "util",
    "utils",
    "utilities",
    "common",
    "helper",
    "helpers",
    "manager",
    "managers",
    "data",
    "info",
    "type",
    "types",
    "error",
    "errors",
    "config",
    "misc",
    "part2",
    "stuff",
];

#[test]
fn files_and_folders_are_named_by_their_subject() {
    let mut violations = BTreeSet::new();
    for file in files_under("crates") {
        let folders = file.path.split('/').rev().skip(1);
        for name in folders.chain([file.stem()]) {
            if BANNED.contains(&name) {
                violations.insert(format!("{}: {name}", file.path));
            }
        }
    }
    check("Move these to the room that owns their subject:", violations.into_iter().collect());
}

#[test]
fn modules_are_named_by_their_subject() {
    let mut violations = Vec::new();
    for file in rust_files() {
        for (number, line) in file.text.lines().enumerate() {
            let words: Vec<&str> = line.split_whitespace().collect();
            let Some(position) = words.iter().position(|word| *word == "mod") else { continue };
            let only_visibility = words[..position].iter().all(|word| word.starts_with("pub"));
            let name = words.get(position + 1).map_or("", |name| name.trim_end_matches([';', '{']));
            if only_visibility && BANNED.contains(&name) {
                violations.push(format!("{}:{}: mod {name}", file.path, number + 1));
            }
        }
    }
    check("These modules are named by nothing that they are about:", violations);
}

#[test]
fn a_module_with_children_stands_beside_their_folder() {
    let files = rust_files().into_iter().filter(|file| file.stem() == "mod");
    check("`thing.rs` beside `thing/`, never `thing/mod.rs`:", files.map(|file| file.path).collect());
}
