//! A base in a folder of its own, and the program asked about it.

use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;
use tempfile::TempDir;

/// The program's answer.
pub(crate) struct Answer {
    /// Exit status.
    pub(crate) status: i32,
    /// What it printed.
    pub(crate) out: String,
    /// What it complained of.
    pub(crate) err: String,
}

impl Answer {
    /// What it printed, as JSON.
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error}: {}{}", self.out, self.err))
    }
}

/// A folder for a base and files.
pub(crate) struct Shop {
    folder: TempDir,
}

impl Shop {
    /// A folder without a base.
    pub(crate) fn new() -> Self {
        Shop { folder: tempfile::tempdir().unwrap() }
    }

    /// A folder with an empty base, in UTC.
    pub(crate) fn with_base() -> Self {
        let shop = Shop::new();
        assert_eq!(shop.ask(&["init", "--timezone", "UTC"]).status, 0);
        shop
    }

    /// A path in the folder.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Writes a file into the folder.
    pub(crate) fn write(&self, name: &str, text: &str) -> String {
        let path = self.path(name);
        std::fs::create_dir_all(path.parent().unwrap_or(Path::new("."))).unwrap();
        std::fs::write(&path, text).unwrap();
        path.display().to_string()
    }

    /// Runs the program on the base, in English.
    pub(crate) fn ask(&self, arguments: &[&str]) -> Answer {
        self.ask_with(&[], arguments)
    }

    /// Runs the program on the base, in English, with variables of its own.
    pub(crate) fn ask_with(&self, variables: &[(&str, &str)], arguments: &[&str]) -> Answer {
        let output = Command::new(env!("CARGO_BIN_EXE_tranche"))
            .env_clear()
            .env("TRANCHE_LANG", "en")
            .envs(variables.iter().copied())
            .arg("--base")
            .arg(self.path("base"))
            .args(arguments)
            .output()
            .unwrap();
        Answer {
            status: output.status.code().unwrap_or(-1),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        }
    }

    /// The number of customers that a definition has at an instant.
    pub(crate) fn count(&self, definition: &str, as_of: &str) -> u64 {
        let answer = self.ask(&["--json", "count", definition, "--as-of", as_of]);
        answer.json()["count"].as_u64().unwrap()
    }
}

/// A mapping for orders and customers.
pub(crate) const MAPPING: &str = r#"
[[file]]
match = "customers*"
  [[file.feed]]
  attributes = true
  customer = "id"

[[file]]
match = "orders*"
  [[file.feed]]
  stream = "order"
  customer = "customer"
  at = "placed_at"
"#;
