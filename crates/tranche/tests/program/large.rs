//! A file larger than the memory that its import may take.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::process::Command;

use crate::shop::Shop;

/// Bytes of the file: few in the quick tests, which only show that the measure works, and 2 GB in the long ones.
const QUICK: u64 = 2 << 20;
const LONG: u64 = 2_000_000_000;
/// What the import may hold at most, in MiB, however long the file is; docs/reference/mapping.md says so.
const MOST_MIB: u64 = 1_024;

/// Runs a program and says the most memory that it held, in KiB.
const MEASURE: &str = "\
import os, subprocess, sys
child = subprocess.Popen(sys.argv[1:], stdout=subprocess.DEVNULL)
_, status, usage = os.wait4(child.pid, 0)
print(os.waitstatus_to_exitcode(status), usage.ru_maxrss)
";

#[test]
fn memory_does_not_grow_with_the_file() {
    let wanted = if std::env::var_os("TRANCHE_LONG").is_some() { LONG } else { QUICK };
    let shop = Shop::with_base();
    let mapping = shop.write(
        "mapping.toml",
        "[[file]]\nmatch = \"*\"\n[[file.feed]]\nstream = \"page_view\"\ncustomer = \"customer\"\nat = \"at\"\n",
    );
    let path = shop.path("views.csv");
    let mut file = BufWriter::new(File::create(&path).unwrap());
    let mut written = file.write(b"customer,at,url,seconds,referrer\n").unwrap() as u64;
    let mut row = 0_u64;
    while written < wanted {
        // Few rows in a row are alike, and no day has very many.
        let (customer, day, second) = (row * 7_919 % 400_000, row / 100_000 % 28 + 1, row % 86_400);
        let (hour, minute, second) = (second / 3_600, second / 60 % 60, second % 60);
        let line = format!(
            "C{customer:06},2026-02-{day:02}T{hour:02}:{minute:02}:{second:02},/shop/item-{:05}?from={},{},\"a, {}\"\n",
            row * 31 % 50_000,
            row % 17,
            row % 600,
            row % 1_000,
        );
        file.write_all(line.as_bytes()).unwrap();
        written += line.len() as u64;
        row += 1;
    }
    file.into_inner().unwrap();
    let measured = Command::new("python3")
        .args(["-c", MEASURE, env!("CARGO_BIN_EXE_tranche"), "--base"])
        .arg(shop.path("base"))
        .args(["import", "--mapping", &mapping])
        .arg(&path)
        .output()
        .unwrap();
    let told = String::from_utf8(measured.stdout).unwrap();
    let (status, peak) = told.trim().split_once(' ').unwrap();
    assert_eq!(status, "0", "{}", String::from_utf8_lossy(&measured.stderr));
    let peak: u64 = peak.parse::<u64>().unwrap() / 1_024;
    println!("{written} bytes, {row} rows: at most {peak} MiB");
    assert!(peak < MOST_MIB, "{peak} MiB for {written} bytes");
    assert_eq!(shop.ask(&["--json", "count", "any(page_view)", "--as-of", "2026-03-01"]).status, 0);
}
