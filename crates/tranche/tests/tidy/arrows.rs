//! The arrows between the crates: which may know which.

use std::collections::BTreeSet;
use std::fs;

use crate::check;
use crate::tree::{root, text_of};

/// Each crate and those it may depend on.
const ARROWS: [(&str, &[&str]); 6] = [
    ("model", &[]),
    ("intake", &["model"]),
    ("store", &["model"]),
    ("engine", &["model", "store"]),
    ("analysis", &["model"]),
    ("tranche", &["model", "intake", "store", "engine", "analysis"]),
];

/// Crates that would let time, chance or waiting into the meaning of definitions.
const NOT_IN_MODEL: [&str; 5] = ["tokio", "rand", "rayon", "rusqlite", "reqwest"];

fn crates() -> BTreeSet<String> {
    let folders = fs::read_dir(root().join("crates")).unwrap().map(|entry| entry.unwrap());
    let with_manifest = folders.filter(|folder| folder.path().join("Cargo.toml").exists());
    with_manifest.map(|folder| folder.file_name().into_string().unwrap()).collect()
}

fn dependencies(name: &str) -> BTreeSet<String> {
    let manifest: toml::Table = text_of(&format!("crates/{name}/Cargo.toml")).parse().unwrap();
    let section = |key: &str| manifest.get(key).and_then(toml::Value::as_table).cloned().unwrap_or_default();
    section("dependencies").into_iter().chain(section("build-dependencies")).map(|(name, _)| name).collect()
}

#[test]
fn crates_know_only_those_they_may_know() {
    let crates = crates();
    let mut violations = Vec::new();
    for name in &crates {
        let Some((_, allowed)) = ARROWS.iter().find(|(known, _)| known == name) else {
            violations.push(format!("{name} is a new crate: a new crate is architecture, enter its arrows here"));
            continue;
        };
        for other in dependencies(name).intersection(&crates) {
            if !allowed.contains(&other.as_str()) {
                violations.push(format!("{name} -> {other}"));
            }
        }
    }
    check("These arrows are not part of the architecture:", violations);
}

#[test]
fn the_model_needs_nothing_of_the_world() {
    let dependencies = dependencies("model");
    let found = NOT_IN_MODEL.iter().filter(|name| dependencies.contains(**name));
    check("The model reads no file, clock, network or chance:", found.map(|name| format!("model -> {name}")).collect());
}
