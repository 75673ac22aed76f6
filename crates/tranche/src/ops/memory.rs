//! How much memory imports and evaluations may take: as the variable `TRANCHE_MEMORY` says, in MiB, unless that is less
//! than they need.

use model::phrase::Phrase;

use super::failure::Failure;

/// The variable that says how much, in MiB.
const VARIABLE: &str = "TRANCHE_MEMORY";
/// How much unless it says otherwise.
const USUAL: usize = 2_000;
/// The least, with which a file is read and its rows are put in order, and a question is answered.
const LEAST: usize = 600;
/// What a question needs beside the columns that it reads.
const BESIDE_COLUMNS: usize = 300;
/// Rows of a file that are read at once with the usual memory.
const CHUNK_ROWS: usize = 1 << 20;

/// The memory granted.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Memory {
    mib: usize,
    /// Bytes that columns of a question may take.
    pub(crate) columns: usize,
    /// Customers of a run of columns at least.
    pub(crate) run_customers: u32,
    /// Rows of a file that are read at once.
    pub(crate) chunk_rows: usize,
}

impl Memory {
    /// What is granted to this process.
    pub(crate) fn granted() -> Result<Self, Failure> {
        match std::env::var(VARIABLE) {
            Ok(text) => Self::written(&text),
            Err(_) => Ok(Self::of(USUAL)),
        }
    }

    fn written(text: &str) -> Result<Self, Failure> {
        let refused = |key| Failure::Failed(Phrase::new(key).with("text", text).with("least", LEAST));
        match text.trim().parse() {
            Ok(mib) if mib >= LEAST => Ok(Self::of(mib)),
            Ok(_) => Err(refused("failed-memory-too-little")),
            Err(_) => Err(refused("failed-memory-unreadable")),
        }
    }

    fn of(mib: usize) -> Self {
        let columns = (mib - BESIDE_COLUMNS).saturating_mul(1 << 20);
        Memory { mib, columns, run_customers: 256, chunk_rows: CHUNK_ROWS / USUAL * mib.min(USUAL) }
    }

    /// So little that a base of a few customers is gone through in several runs, and a short file in several chunks.
    #[cfg(test)]
    pub(crate) fn of_tests() -> Self {
        Memory { columns: 0, run_customers: 16, chunk_rows: 16, ..Memory::of(LEAST) }
    }

    /// Bytes that an import may take.
    pub(crate) fn import_bytes(self) -> usize {
        self.mib.saturating_mul(1 << 20)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ops::base::Base;
    use crate::ops::figures::of_segments;
    use crate::ops::history::tests::{END, shop};
    use crate::ops::membership::{AsOf, CutOffs};

    #[test]
    fn less_than_the_least_is_refused_and_named() {
        for (text, key) in [
            ("0", "failed-memory-too-little"),
            ("599", "failed-memory-too-little"),
            ("much", "failed-memory-unreadable"),
            ("-1", "failed-memory-unreadable"),
        ] {
            let Err(Failure::Failed(phrase)) = Memory::written(text) else { panic!("{text} is refused") };
            assert_eq!(phrase, Phrase::new(key).with("text", text).with("least", 600));
        }
        let (least, usual) = (Memory::written(" 600 ").unwrap(), Memory::of(USUAL));
        assert!(least.columns < usual.columns && least.chunk_rows < usual.chunk_rows);
        assert!(Memory::written("100000").unwrap().chunk_rows <= CHUNK_ROWS);
    }

    #[test]
    fn little_memory_gives_the_same_answers() {
        let dir = tempfile::tempdir().unwrap();
        let base = shop(dir.path());
        let as_of = AsOf { at: base.instant(END).unwrap(), cut_offs: CutOffs::Exact };
        let counts = |base: &Base| -> Vec<Option<usize>> {
            let figures = of_segments(base, as_of).unwrap();
            figures.segments.iter().map(|figures| figures.known.map(|known| known.count)).collect()
        };
        let expected = counts(&base);
        assert!(expected.iter().any(|&count| count > Some(0)));
        assert_eq!(counts(&base.with_memory(Memory::of_tests())), expected);
    }
}
