//! The files of the repository, as text.

use std::fs;
use std::path::{Path, PathBuf};

/// What the tools make and is no part of the repository.
const MADE: [&str; 7] = [".git", ".venv", "target", "node_modules", "demo-base", "tranche-base", "__pycache__"];

/// A text file: its path from the root, with slashes, and what it holds.
pub(crate) struct TextFile {
    pub(crate) path: String,
    pub(crate) text: String,
}

impl TextFile {
    pub(crate) fn is_rust(&self) -> bool {
        self.path.ends_with(".rs")
    }

    /// The name without folder and ending.
    pub(crate) fn stem(&self) -> &str {
        let name = self.path.rsplit('/').next().unwrap_or_default();
        name.split('.').next().unwrap_or_default()
    }

    /// Whether it holds tests and nothing else.
    pub(crate) fn is_test(&self) -> bool {
        self.path.split('/').any(|part| part == "tests" || part == "tests.rs")
    }
}

/// The root of the repository.
pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().unwrap()
}

/// Every text file under a folder of the repository, in order of path.
pub(crate) fn files_under(folder: &str) -> Vec<TextFile> {
    let root = root();
    let mut files = Vec::new();
    collect(&root, &root.join(folder), &mut files);
    files.sort_by(|a, b| a.path.cmp(&b.path));
    files
}

/// Every Rust file of the crates.
pub(crate) fn rust_files() -> Vec<TextFile> {
    files_under("crates").into_iter().filter(TextFile::is_rust).collect()
}

/// Every template of a page.
pub(crate) fn template_files() -> Vec<TextFile> {
    files_under("crates/tranche/templates")
}

/// What a file of the repository holds; fails when it is absent.
pub(crate) fn text_of(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

fn collect(root: &Path, folder: &Path, files: &mut Vec<TextFile>) {
    for entry in fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display())) {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap();
        let relative = path.strip_prefix(root).unwrap().to_str().unwrap().replace('\\', "/");
        if MADE.contains(&name) || relative == "bench/out" {
            continue;
        }
        if path.is_dir() {
            collect(root, &path, files);
        } else if let Ok(text) = fs::read_to_string(&path) {
            // What is not UTF-8 is no text; files that vanish meanwhile are of no interest.
            files.push(TextFile { path: relative, text });
        }
    }
}
