//! Small files of orders, visits and customers, and the program that imports them. Each row says its file.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use model::columns::{Column, Wanted};
use store::Store;
use tempfile::TempDir;

/// Orders in a file.
pub(crate) const ROWS: usize = 30;

const MAPPING: &str = r#"
zone = "Europe/Paris"
source = "shop"

[[file]]
match = "orders-*.csv"
  [[file.feed]]
  stream = "order"
  customer = "customer_id"
  at = "placed_at"
  key = "order_id"

[[file]]
match = "visits-*.csv"
  [[file.feed]]
  stream = "visit_page"
  customer = "customer_id"
  at = "seen_at"

[[file]]
match = "customers-*.csv"
  [[file.feed]]
  attributes = true
  customer = "customer_id"
"#;

/// A folder with files to import.
pub(crate) struct Shop {
    pub(crate) dir: TempDir,
    pub(crate) files: Vec<PathBuf>,
}

impl Shop {
    /// Makes `n` files of each sort. The first row of each file of orders has an amount that is none.
    pub(crate) fn new(n: usize) -> Shop {
        let memory = Path::new("/dev/shm");
        let place = if memory.is_dir() { memory.to_owned() } else { std::env::temp_dir() };
        let dir = tempfile::tempdir_in(place).unwrap();
        fs::write(dir.path().join("mapping.toml"), MAPPING).unwrap();
        let mut files = Vec::new();
        let mut write = |name: String, text: String| {
            let path = dir.path().join(name);
            fs::write(&path, text).unwrap();
            files.push(path);
        };
        for file in 0..n {
            let customer = |row: usize| format!("C{:03}", (file * 7 + row) % 90);
            let mut orders = "customer_id,placed_at,order_id,amount,file\n".to_owned();
            let mut visits = "customer_id,seen_at,page,file\n".to_owned();
            let mut customers = "customer_id,country\n".to_owned();
            for row in 0..ROWS {
                let amount = if row == 0 { "twelve".to_owned() } else { format!("{row}.50") };
                let day = 1 + (file + row) % 28;
                orders += &format!("{},2026-01-{day:02}T10:00,o{file}-{row},{amount},{file}\n", customer(row));
                visits += &format!("{},2026-02-{day:02}T10:{row:02},/p{row},{file}\n", customer(row));
                customers += &format!("{},{}\n", customer(row), ["FR", "BE"][row % 2]);
            }
            write(format!("orders-{file}.csv"), orders);
            write(format!("visits-{file}.csv"), visits);
            write(format!("customers-{file}.csv"), customers);
        }
        Shop { dir, files }
    }

    pub(crate) fn base(&self) -> PathBuf {
        self.dir.path().join("base")
    }

    /// The program, asked of the base.
    pub(crate) fn program(&self, base: &Path, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_tranche"));
        command.env("TRANCHE_LANG", "en").arg("--base").arg(base).args(arguments);
        command
    }

    pub(crate) fn run(&self, arguments: &[&str]) -> Output {
        self.program(&self.base(), arguments).output().unwrap()
    }

    /// The import of all files.
    pub(crate) fn import(&self) -> Command {
        let mut command = self.program(&self.base(), &["import", "--mapping"]);
        command.arg(self.dir.path().join("mapping.toml")).args(&self.files);
        command
    }
}

/// Rows of each file in a stream of a base.
pub(crate) fn rows_by_file(store: &Store, stream: &str) -> BTreeMap<i64, usize> {
    let wanted = Wanted { streams: [(stream.to_owned(), ["file".to_owned()].into())].into(), ..Wanted::default() };
    let columns = store.columns(&wanted).unwrap();
    let mut counts = BTreeMap::new();
    if let Some(Column::Integer(files)) = columns.streams.get(stream).and_then(|stream| stream.fields.get("file")) {
        for file in files {
            *counts.entry(*file).or_default() += 1;
        }
    }
    counts
}
