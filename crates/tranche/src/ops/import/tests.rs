//! Files that are longer than a chunk: what comes of them is what comes of them read at once.

use std::fs;

use tempfile::TempDir;

use super::*;
use crate::ops::base::Choices;
use crate::ops::memory::Memory;

const MAPPING: &str = "\
[[file]]
match = \"*.csv\"
[[file.feed]]
stream = \"visit\"
customer = \"id\"
at = \"at\"
";

/// A base of its own that reads so little at once.
fn base(memory: Option<Memory>) -> (TempDir, Base) {
    let folder = tempfile::tempdir().unwrap();
    let base = Base::init(&folder.path().join("base"), Choices::default()).unwrap();
    let base = if let Some(memory) = memory { base.with_memory(memory) } else { base };
    (folder, base)
}

fn import(folder: &TempDir, base: &mut Base, name: &str, content: &str) -> Imported {
    let (mapping, path) = (folder.path().join("mapping.toml"), folder.path().join(name));
    fs::write(&mapping, MAPPING).unwrap();
    fs::write(&path, content).unwrap();
    Request::new(&mapping, &[path.clone()]).unwrap().import(base, &path, Instant(1), &|_| {}).unwrap()
}

/// Forty usual rows, one that is refused among them, and another behind them.
fn visits(last: &str) -> String {
    let row = |n: usize| {
        let at = if n == 5 { "never".to_owned() } else { format!("2026-03-{:02}", 1 + n % 28) };
        format!("c{},{at},{n}\n", n % 7)
    };
    format!("id,at,n\n{}{last}\n", (0..40).map(row).collect::<String>())
}

#[test]
fn a_long_file_whose_last_row_shows_otherwise_is_read_as_it_is() {
    for last in ["c1,2026-03-09,7", "c1,2026-03-09,seven", "c99,2026-03-09,\"7,5\"", "c1,soon,7"] {
        let outcome = |memory: Option<Memory>| {
            let (folder, mut base) = base(memory);
            let imported = import(&folder, &mut base, "visits.csv", &visits(last));
            let taken = imported.taken.unwrap();
            let timelines: Vec<_> =
                (0..base.store.n_customers() as u32).map(|number| base.store.timeline(number).unwrap()).collect();
            (imported.rows, taken.added, taken.notes, taken.refused, taken.n_refused, timelines)
        };
        assert_eq!(outcome(Some(Memory::of_tests())), outcome(None), "{last}");
    }
}

#[test]
fn a_file_that_was_imported_before_is_not_whatever_its_name() {
    let (folder, mut base) = base(Some(Memory::of_tests()));
    let content = visits("c1,2026-03-09,7");
    assert!(import(&folder, &mut base, "visits.csv", &content).taken.is_some());
    let known = base.store.version();
    for name in ["visits.csv", "other.csv"] {
        let again = import(&folder, &mut base, name, &content);
        assert!(again.taken.is_none() && again.rows == 41, "{name}");
    }
    assert_eq!(base.store.version(), known);
    assert!(import(&folder, &mut base, "visits.csv", &visits("c1,2026-03-09,8")).taken.is_some());
}
