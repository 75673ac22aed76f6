//! Ids of new rows' customers, as a source writes them: texts, or whole numbers where all of them are.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::{MISSING, NO_CODE, TextColumn};

/// The id of each row's customer.
#[derive(Clone, Debug, PartialEq)]
pub enum Ids {
    /// Texts by code.
    Texts(TextColumn),
    /// Whole numbers, none negative, each of which stands for the text of its digits; [`MISSING`] for none.
    Numbers(Vec<i64>),
}

impl Default for Ids {
    fn default() -> Self {
        Ids::Texts(TextColumn::default())
    }
}

impl From<TextColumn> for Ids {
    fn from(texts: TextColumn) -> Self {
        Ids::Texts(texts)
    }
}

impl Ids {
    /// Number of rows.
    pub fn len(&self) -> usize {
        match self {
            Ids::Texts(texts) => texts.codes.len(),
            Ids::Numbers(numbers) => numbers.len(),
        }
    }

    /// Whether there is no row.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The id of a row, if it has one.
    pub fn get(&self, row: usize) -> Option<Cow<'_, str>> {
        match self {
            Ids::Texts(texts) => texts.get(row).map(Cow::Borrowed),
            Ids::Numbers(numbers) => (numbers[row] != MISSING).then(|| Cow::Owned(numbers[row].to_string())),
        }
    }

    /// The first row without an id, if there is one.
    pub fn first_missing(&self) -> Option<usize> {
        match self {
            Ids::Texts(texts) => texts.codes.iter().position(|&code| code == NO_CODE),
            Ids::Numbers(numbers) => numbers.iter().position(|&number| number == MISSING),
        }
    }

    /// The ids as texts, each distinct one once, in order of first appearance when they were numbers.
    pub fn into_texts(self) -> TextColumn {
        let numbers = match self {
            Ids::Texts(texts) => return texts,
            Ids::Numbers(numbers) => numbers,
        };
        let (mut known, mut dictionary) = (BTreeMap::new(), Vec::new());
        let mut code = |number: i64| match number {
            MISSING => NO_CODE,
            number => *known.entry(number).or_insert_with(|| {
                dictionary.push(number.to_string().into_boxed_str());
                dictionary.len() as u32 - 1
            }),
        };
        TextColumn { codes: numbers.into_iter().map(&mut code).collect(), dictionary }
    }
}

/// The number that a text writes in digits and nothing else, so that its digits are this very text.
pub fn written_whole(text: &str) -> Option<i64> {
    let is_written_so = match text.as_bytes() {
        [b'0'] => true,
        [b'1'..=b'9', rest @ ..] => rest.iter().all(u8::is_ascii_digit),
        _ => false,
    };
    if is_written_so { text.parse().ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_the_texts_of_their_digits() {
        let ids = Ids::Numbers(vec![70, MISSING, 0, 70]);
        assert_eq!(ids.get(0).as_deref(), Some("70"));
        assert_eq!((ids.len(), ids.first_missing()), (4, Some(1)));
        let texts = ids.into_texts();
        assert_eq!(texts.codes, [0, NO_CODE, 1, 0]);
        assert_eq!(texts.dictionary, ["70".into(), "0".into()] as [Box<str>; 2]);
    }

    #[test]
    fn only_one_writing_of_a_number_is_its_digits() {
        assert_eq!(written_whole("0"), Some(0));
        assert_eq!(written_whole("9223372036854775807"), Some(i64::MAX));
        for other in ["", "00", "07", "-1", "+1", "1.0", " 1", "9223372036854775808", "１"] {
            assert_eq!(written_whole(other), None, "{other}");
        }
    }
}
