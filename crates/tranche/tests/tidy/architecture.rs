//! What the documents name exists: crates and folders of ARCHITECTURE.md, and targets of links.

use std::path::Path;

use crate::check;
use crate::tree::{files_under, root, text_of};

const MAP: &str = "ARCHITECTURE.md";

/// The pieces of a text that stand in back-quotes.
fn in_quotes(text: &str) -> impl Iterator<Item = &str> {
    text.lines().flat_map(|line| line.split('`').skip(1).step_by(2))
}

#[test]
fn the_map_names_what_exists() {
    let map = text_of(MAP);
    let looks_like_path = |piece: &&str| {
        piece.contains('/') && !piece.contains([' ', '<', '*', '{', ':', '(']) && !piece.starts_with('/')
    };
    let absent = in_quotes(&map).filter(looks_like_path).filter(|path| !root().join(path).exists());
    check(&format!("{MAP} names these, which do not exist:"), absent.map(str::to_owned).collect());
}

#[test]
fn the_map_names_every_crate() {
    let map = text_of(MAP);
    let folders = std::fs::read_dir(root().join("crates")).unwrap().map(|entry| entry.unwrap().file_name());
    let names = folders.map(|name| name.into_string().unwrap());
    let is_named = |name: &String| in_quotes(&map).any(|piece| piece.trim_end_matches('/') == format!("crates/{name}"));
    let unnamed = names.filter(|name| !is_named(name));
    check(&format!("{MAP} does not name these crates as `crates/…`:"), unnamed.collect());
}

#[test]
fn links_lead_somewhere() {
    let mut violations = Vec::new();
    for file in files_under("").into_iter().filter(|file| file.path.ends_with(".md")) {
        let folder = Path::new(&file.path).parent().unwrap_or(Path::new(""));
        for target in file.text.split("](").skip(1).filter_map(|rest| rest.split_once(')')).map(|(target, _)| target) {
            let path = target.split('#').next().unwrap_or_default();
            let outside = target.contains("://") || target.starts_with("mailto:") || path.is_empty();
            if !outside && !root().join(folder).join(path).exists() {
                violations.push(format!("{}: {target}", file.path));
            }
        }
    }
    check("These links lead nowhere:", violations);
}
