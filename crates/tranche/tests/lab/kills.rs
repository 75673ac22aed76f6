//! The program is killed at random moments of an import, again and again: each time the base holds whole files only,
//! those of before among them, and the same import run again brings it to its end.

use std::collections::BTreeSet;
use std::fs;
use std::process::Stdio;
use std::thread::sleep;
use std::time::{Duration, Instant};

use store::{Refusals, Store};

use crate::shop::{ROWS, Shop, rows_by_file};

/// Kills of the quick tier; `TRANCHE_LONG` asks for ten times as many.
const KILLS: usize = 60;

#[test]
fn r_d01_r_d03_r_i14_killed_at_any_moment_an_import_leaves_whole_files_and_goes_on_when_run_again() {
    let kills = if std::env::var_os("TRANCHE_LONG").is_some() { 10 * KILLS } else { KILLS };
    // So many that parts are put together on the way.
    let shop = Shop::new(6);
    let started = Instant::now();
    assert!(shop.run(&["init"]).status.success());
    assert_eq!(shop.import().output().unwrap().status.code(), Some(3), "an amount of each file of orders is refused");
    let whole = started.elapsed();
    let expected = state(&shop);
    assert_eq!(expected.files.len(), shop.files.len());
    assert!(
        expected.parts < shop.files.len() as u64,
        "parts are put together on the way, so that kills fall into that too"
    );
    let mut chance = 0x2545_f491_4f6c_dd1d_u64;
    let (mut done, mut finished, mut in_between) = (0, 0, 0);
    while done < kills {
        fs::remove_dir_all(shop.base()).unwrap();
        assert!(shop.run(&["init"]).status.success());
        let mut before = BTreeSet::new();
        while before.len() < shop.files.len() && done < kills {
            let mut child = shop.import().stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
            chance ^= chance << 13;
            chance ^= chance >> 7;
            chance ^= chance << 17;
            // A part of the time that all of it takes, so that several kills fall within one round.
            let share = (chance % 1000) as f64 / 1000.0;
            sleep(Duration::from_secs_f64(whole.as_secs_f64() * 0.6 * share));
            child.kill().unwrap();
            let killed = child.wait().unwrap().code().is_none();
            done += usize::from(killed);
            let now = state(&shop).files;
            assert!(now.is_superset(&before), "files are gone: {before:?}, then {now:?}");
            in_between += usize::from(killed && now.len() > before.len() && now.len() < shop.files.len());
            before = now;
        }
        let outcome = shop.import().output().unwrap();
        assert!([0, 3].contains(&outcome.status.code().unwrap()), "{}", String::from_utf8_lossy(&outcome.stderr));
        let after = state(&shop);
        assert_eq!(
            (&after.files, after.refused, after.customers),
            (&expected.files, expected.refused, expected.customers)
        );
        finished += 1;
    }
    println!(
        "{done} kills, {in_between} of them after some file of the run had gone in; {finished} imports brought to their end"
    );
    assert!(in_between > 0);
}

/// What is in the base, after making sure that it is whole.
struct State {
    files: BTreeSet<String>,
    parts: u64,
    refused: u64,
    customers: usize,
}

fn state(shop: &Shop) -> State {
    let store = Store::open_to_write(&shop.base()).unwrap();
    let verified = store.verify().unwrap();
    assert_eq!((verified.damages, verified.left_over), (vec![], vec![]));
    let mut files = BTreeSet::new();
    for (stream, name) in [("order", "orders"), ("visit_page", "visits")] {
        for (file, rows) in rows_by_file(&store, stream) {
            assert_eq!(rows, ROWS, "half of {name}-{file}");
            files.insert(format!("{name}-{file}"));
        }
    }
    // Profiles do not say their file; the catalogue does.
    let n_profiles = verified.files - files.len() as u64;
    files.extend((0..n_profiles).map(|n| format!("customers-{n}")));
    State {
        files,
        parts: verified.parts,
        refused: store.n_refused(&Refusals::default()).unwrap(),
        customers: store.n_customers(),
    }
}
