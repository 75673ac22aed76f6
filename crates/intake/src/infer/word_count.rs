//! How many distinct words a column has, as far as that tells a category from free text.

use model::columns::{NO_CODE, TextColumn};
use model::value::Type;
use rustc_hash::FxHashSet;
use unicode_normalization::{UnicodeNormalization, is_nfc};
use xxhash_rust::xxh3::xxh3_64;

/// More distinct words than this are free text.
pub(super) const MOST_WORDS: usize = 65_536;

/// Distinct words, counted until they are free text.
#[derive(Debug, Default)]
pub(crate) struct WordCount {
    /// Hashes of the words: the count may be short by the few that share one, which changes nothing.
    distinct: FxHashSet<u64>,
    known: u64,
    full: bool,
}

impl WordCount {
    /// So many that no more need be counted.
    pub(crate) fn full() -> Self {
        WordCount { full: true, ..WordCount::default() }
    }

    /// Counts a value; white space is none.
    pub(crate) fn see(&mut self, text: &str) {
        if self.is_full() || text.trim().is_empty() {
            return;
        }
        self.known += 1;
        let hash = if text.is_ascii() || is_nfc(text) {
            xxh3_64(text.as_bytes())
        } else {
            xxh3_64(text.nfc().collect::<String>().as_bytes())
        };
        self.distinct.insert(hash);
        self.stop_when_full();
    }

    /// Counts a value that was seen before.
    pub(crate) fn see_again(&mut self) {
        self.known += 1;
    }

    /// Counts the values of a column.
    pub(crate) fn see_column(&mut self, column: &TextColumn) {
        if self.is_full() {
            return;
        }
        let mut used = vec![false; column.dictionary.len()];
        for &code in column.codes.iter().filter(|code| **code != NO_CODE) {
            self.known += 1;
            used[code as usize] = true;
        }
        let words = column.dictionary.iter().zip(used).filter(|(_, used)| *used);
        self.distinct.extend(words.map(|(word, _)| xxh3_64(word.as_bytes())));
        self.stop_when_full();
    }

    /// Whether there are so many that no more need be counted.
    pub(crate) fn is_full(&self) -> bool {
        self.full
    }

    /// Category for words that repeat and are not too many, else text.
    pub(crate) fn kind(&self) -> Type {
        if !self.is_full() && self.known > self.distinct.len() as u64 { Type::Category } else { Type::Text }
    }

    /// Whether these words, none of them white space, are those of a category with so many values. A word may be used by
    /// none of them.
    pub(crate) fn are_of_a_category(&self, n_values: u64) -> bool {
        !self.is_full() && n_values > self.known
    }

    /// Adds those of other values.
    pub(super) fn add(&mut self, other: WordCount) {
        self.known += other.known;
        self.full |= other.full;
        self.distinct.extend(other.distinct);
        self.stop_when_full();
    }

    fn stop_when_full(&mut self) {
        if self.full || self.distinct.len() > MOST_WORDS {
            self.full = true;
            self.distinct = FxHashSet::default();
        }
    }
}
