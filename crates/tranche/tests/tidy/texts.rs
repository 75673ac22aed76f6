//! What no text of the repository may hold: traces of how or where it was made.

use crate::check;
use crate::tree::{TextFile, files_under};

/// Hosts of package registries: where packages come from is each machine's own choice.
const REGISTRIES: [&str; 8] = [
    "index.crates.io",
    "static.crates.io",
    "registry.npmjs",
    "registry.yarnpkg",
    "pypi.org",
    "pythonhosted.org",
    "proxy.golang.org",
    "/artifactory/",
];
/// Beginnings of paths that are those of one machine.
const MACHINE_PATHS: [&str; 5] = ["/work/", "/root/", "/home/", "/Users/", ":\\Users\\"];
/// Words of the workshop, which mean nothing to who uses or reads tranche.
const WORKSHOP: [&str; 6] = ["issue #", "issues show", "coding agent", "ai agent", "language model", "chat transcript"];

fn texts() -> impl Iterator<Item = TextFile> {
    // This folder has to name what it looks for; Cargo's lock file names its index in its own way.
    let exempt = |file: &TextFile| file.path.starts_with("crates/tranche/tests/tidy/") || file.path == "Cargo.lock";
    files_under("").into_iter().filter(move |file| !exempt(file))
}

/// Every line that holds one of some words, whatever its case.
fn lines_with(words: &[&str]) -> Vec<String> {
    let mut found = Vec::new();
    for file in texts() {
        for (number, line) in file.text.lines().enumerate() {
            let plain = line.to_lowercase();
            if words.iter().any(|word| plain.contains(&word.to_lowercase())) {
                found.push(format!("{}:{}: {}", file.path, number + 1, line.trim()));
            }
        }
    }
    found
}

#[test]
fn no_text_names_a_registry() {
    check("These lines name the host of a registry:", lines_with(&REGISTRIES));
}

#[test]
fn no_text_names_a_path_of_one_machine() {
    check("These lines name a path of one machine:", lines_with(&MACHINE_PATHS));
}

#[test]
fn texts_speak_of_tranche_alone() {
    check("These lines speak of how tranche was made:", lines_with(&WORKSHOP));
}

#[test]
fn npm_lock_files_name_no_host() {
    let locks = texts().filter(|file| file.path.ends_with("package-lock.json"));
    let resolved = locks.filter(|file| file.text.contains("\"resolved\""));
    check("Lock files are kept without `resolved`:", resolved.map(|file| file.path).collect());
}
