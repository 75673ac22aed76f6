//! Distinct texts and their codes.

use std::borrow::Cow;
use std::collections::hash_map::Entry;

use model::columns::{NO_CODE, TextColumn};
use rustc_hash::FxHashMap;
use unicode_normalization::{UnicodeNormalization, is_nfc};
use xxhash_rust::xxh3::xxh3_64;

/// Whole numbers below this are looked up by position: customers and products are mostly numbered from one.
const DENSE: i64 = 1 << 24;

/// Distinct texts, NFC-normalised, each with a code in order of first appearance.
#[derive(Default)]
pub(crate) struct Words {
    dictionary: Vec<Box<str>>,
    /// Code by hash of the text; the dictionary tells whether it is really this text.
    by_hash: FxHashMap<u64, u32>,
    /// Texts that are not found by their hash: another has the same one, or they are written otherwise than they are kept.
    others: FxHashMap<Box<str>, u32>,
    dense: Vec<u32>,
    by_number: FxHashMap<i64, u32>,
}

impl Words {
    /// The code of a text; [`NO_CODE`] when it holds nothing but white space.
    pub(crate) fn code(&mut self, text: &str) -> u32 {
        if text.is_empty() {
            return NO_CODE;
        }
        let hash = xxh3_64(text.as_bytes());
        if let Some(&code) = self.by_hash.get(&hash)
            && *self.dictionary[code as usize] == *text
        {
            return code;
        }
        if let Some(&code) = self.others.get(text) {
            return code;
        }
        self.add(text, hash)
    }

    #[cold]
    fn add(&mut self, text: &str, hash: u64) -> u32 {
        let code = if text.trim().is_empty() {
            NO_CODE
        } else if text.is_ascii() || is_nfc(text) {
            let code = self.dictionary.len() as u32;
            self.dictionary.push(Box::from(text));
            match self.by_hash.entry(hash) {
                Entry::Vacant(entry) => drop(entry.insert(code)),
                Entry::Occupied(_) => drop(self.others.insert(Box::from(text), code)),
            }
            return code;
        } else {
            let kept: String = text.nfc().collect();
            self.code(&kept)
        };
        self.others.insert(Box::from(text), code);
        code
    }

    /// The code of a whole number's digits. A column holds either texts or numbers, so the two are not looked up in
    /// one another.
    pub(crate) fn code_of_number(&mut self, number: i64) -> u32 {
        if (0..DENSE).contains(&number) {
            let position = number as usize;
            if position >= self.dense.len() {
                self.dense.resize((position + 1).next_power_of_two(), NO_CODE);
            }
            if self.dense[position] == NO_CODE {
                self.dense[position] = self.dictionary.len() as u32;
                self.dictionary.push(number.to_string().into_boxed_str());
            }
            return self.dense[position];
        }
        *self.by_number.entry(number).or_insert_with(|| {
            let code = self.dictionary.len() as u32;
            self.dictionary.push(number.to_string().into_boxed_str());
            code
        })
    }

    /// The column of codes made with these words.
    pub(crate) fn column(self, codes: Vec<u32>) -> TextColumn {
        TextColumn { codes, dictionary: self.dictionary }
    }
}

/// The values of a text column at the kept positions; words that no kept value uses are dropped, so that a refused
/// row leaves no trace.
pub(crate) fn kept(column: &TextColumn, keep: &[bool]) -> TextColumn {
    let mut codes: Vec<u32> = Vec::new();
    let mut dictionary: Vec<Box<str>> = Vec::new();
    let mut new_codes = vec![NO_CODE; column.dictionary.len()];
    for (&code, _) in column.codes.iter().zip(keep).filter(|(_, keep)| **keep) {
        if code == NO_CODE {
            codes.push(NO_CODE);
            continue;
        }
        let new_code = &mut new_codes[code as usize];
        if *new_code == NO_CODE {
            *new_code = dictionary.len() as u32;
            dictionary.push(column.dictionary[code as usize].clone());
        }
        codes.push(*new_code);
    }
    TextColumn { codes, dictionary }
}

/// The same values with each distinct text changed by `change`; texts that become equal share a code, and texts that
/// become empty are missing.
pub(crate) fn changed(column: TextColumn, change: impl Fn(&str) -> Cow<'_, str>) -> TextColumn {
    if column.dictionary.iter().all(|text| change(text) == **text) {
        return column;
    }
    let mut words = Words::default();
    let new_codes: Vec<u32> = column.dictionary.iter().map(|text| words.code(&change(text))).collect();
    let new_code = |&code: &u32| if code == NO_CODE { NO_CODE } else { new_codes[code as usize] };
    let codes = column.codes.iter().map(new_code).collect();
    words.column(codes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_texts_share_a_code() {
        let mut words = Words::default();
        let codes: Vec<u32> =
            ["a", "b", "a", "  ", "", "e\u{301}", "\u{e9}", "e\u{301}"].iter().map(|text| words.code(text)).collect();
        assert_eq!(codes, [0, 1, 0, NO_CODE, NO_CODE, 2, 2, 2]);
        let column = words.column(codes);
        assert_eq!(column.dictionary, ["a".into(), "b".into(), "\u{e9}".into()]);
        let column = kept(&column, &[false, true, false, true, false, true, false, false]);
        assert_eq!(column.codes, [0, NO_CODE, 1]);
        assert_eq!(column.dictionary, ["b".into(), "\u{e9}".into()]);
    }

    #[test]
    fn numbers_are_their_digits() {
        let mut words = Words::default();
        let codes: Vec<u32> = [7, -1, 1 << 40, 7, 0].iter().map(|&number| words.code_of_number(number)).collect();
        assert_eq!(codes, [0, 1, 2, 0, 3]);
        let column = words.column(codes);
        assert_eq!(column.get(1), Some("-1"));
        assert_eq!(column.get(2), Some("1099511627776"));
    }

    #[test]
    fn texts_that_become_equal_share_a_code() {
        let mut words = Words::default();
        let codes = [" 5", "5", "6 "].iter().map(|text| words.code(text)).collect();
        let column = changed(words.column(codes), |text| text.trim().into());
        assert_eq!(column.codes, [0, 0, 1]);
        assert_eq!(column.get(2), Some("6"));
    }
}
