//! Texts that are whole numbers in digits, such as order numbers: they stay numbers until their part is written, so that
//! no text is made, hashed or kept for each.

use std::sync::Arc;

use arrow_array::ArrayRef;
use arrow_array::builder::StringBuilder;
use model::columns::{MISSING, NO_CODE, TextColumn};
use rustc_hash::{FxHashMap, FxHashSet};
use xxhash_rust::xxh3::xxh3_64;

/// Digits of the greatest number.
const MOST_DIGITS: usize = 20;

/// Room for the digits of one number.
#[derive(Default)]
pub(crate) struct Digits {
    bytes: [u8; MOST_DIGITS],
}

impl Digits {
    /// The digits of a number that is not negative.
    pub(crate) fn of(&mut self, number: i64) -> &str {
        let (mut rest, mut start) = (number.unsigned_abs(), MOST_DIGITS);
        loop {
            start -= 1;
            self.bytes[start] = b'0' + (rest % 10) as u8;
            rest /= 10;
            if rest == 0 {
                return std::str::from_utf8(&self.bytes[start..]).unwrap_or_default();
            }
        }
    }
}

/// The hash of the text of a number.
pub(crate) fn hash(number: i64) -> u64 {
    xxh3_64(Digits::default().of(number).as_bytes())
}

/// Numbers as the texts they stand for, each distinct one once.
pub(crate) fn spelled(numbers: impl IntoIterator<Item = i64>) -> TextColumn {
    let (mut known, mut dictionary) = (FxHashMap::default(), Vec::new());
    let mut code = |number: i64| match number {
        MISSING => NO_CODE,
        number => *known.entry(number).or_insert_with(|| {
            dictionary.push(number.to_string().into_boxed_str());
            dictionary.len() as u32 - 1
        }),
    };
    let codes = numbers.into_iter().map(&mut code).collect();
    TextColumn { codes, dictionary }
}

/// Numbers as an array of the texts they stand for.
pub(crate) fn array(numbers: impl ExactSizeIterator<Item = i64>) -> ArrayRef {
    let mut digits = Digits::default();
    let mut texts = StringBuilder::with_capacity(numbers.len(), 8 * numbers.len());
    for number in numbers {
        match number {
            MISSING => texts.append_null(),
            number => texts.append_value(digits.of(number)),
        }
    }
    Arc::new(texts.finish())
}

/// Whether numbers come again and again.
pub(crate) fn are_repeating(numbers: &[i64]) -> bool {
    let most = numbers.len() / 4;
    let mut distinct = FxHashSet::default();
    numbers.iter().all(|&number| {
        distinct.insert(number);
        distinct.len() <= most
    })
}

#[cfg(test)]
mod tests {
    use arrow_array::cast::AsArray;

    use super::*;

    #[test]
    fn a_number_is_the_text_of_its_digits() {
        let numbers = [0, 7, MISSING, 10, 1_234_567_890, i64::MAX, 7];
        let texts = spelled(numbers);
        let array = array(numbers.into_iter());
        for (row, &number) in numbers.iter().enumerate() {
            let expected = (number != MISSING).then(|| number.to_string());
            assert_eq!(texts.get(row), expected.as_deref());
            assert_eq!(array.as_string::<i32>().iter().nth(row).flatten(), expected.as_deref());
            if let Some(text) = expected {
                assert_eq!(hash(number), xxh3_64(text.as_bytes()));
            }
        }
        assert_eq!(texts.dictionary.len(), 5, "a text is kept once");
    }
}
