//! What makes a row itself: 64-bit hashes of its message id, its key or its content.
//!
//! These hashes are stored: changing how they are made is a new format of the base.

use std::collections::BTreeMap;

use model::columns::{Column, MISSING, NO_CODE, TextColumn};
use rayon::iter::{IndexedParallelIterator, ParallelIterator};
use rayon::slice::ParallelSliceMut;
use xxhash_rust::xxh3::xxh3_64;

use crate::part::digits;

const LEFT: u64 = 0xa076_1d64_78bd_642f;
const RIGHT: u64 = 0xe703_7ed1_a0b4_28db;
/// Rows hashed as one unit of work.
const CHUNK: usize = 16_384;

/// The hash of a text.
pub(crate) fn text(text: &str) -> u64 {
    xxh3_64(text.as_bytes())
}

/// Two hashes as one; their order matters.
pub(crate) fn both(first: u64, second: u64) -> u64 {
    let product = u128::from(first ^ LEFT) * u128::from(second.rotate_left(32) ^ RIGHT);
    (product as u64) ^ ((product >> 64) as u64)
}

/// The identity of the subject that a key names, whatever source says it.
pub(crate) fn of_key(key: u64) -> u64 {
    both(text("key"), key)
}

/// The identity of a message of a source.
pub(crate) fn of_message(source: u64, message: u64) -> u64 {
    both(both(text("message"), source), message)
}

/// The identity of the `occurrence`th row of one content.
pub(crate) fn of_occurrence(content: u64, occurrence: u64) -> u64 {
    both(content, occurrence)
}

/// The hash of each text of a dictionary.
pub(crate) fn dictionary(column: &TextColumn) -> Vec<u64> {
    column.dictionary.iter().map(|entry| text(entry)).collect()
}

/// The hash of each text of a column, if it has texts.
fn texts_of(column: &Column) -> Vec<u64> {
    match column {
        Column::Text(texts) => dictionary(texts),
        Column::Integer(_) => Vec::new(),
    }
}

/// Values of a field.
#[derive(Clone, Copy)]
pub(crate) enum Values<'a> {
    Column(&'a Column),
    /// Texts, as the whole numbers that they write.
    Digits(&'a [i64]),
}

/// The hash of each value, `None` for a missing one.
pub(crate) fn value_hasher(values: Values<'_>) -> impl Fn(usize) -> Option<u64> + Sync + '_ {
    let texts = match values {
        Values::Column(column) => texts_of(column),
        Values::Digits(_) => Vec::new(),
    };
    move |position| match values {
        Values::Column(Column::Text(column)) => match column.codes[position] {
            NO_CODE => None,
            code => Some(texts[code as usize]),
        },
        Values::Column(Column::Integer(values)) => match values[position] {
            MISSING => None,
            value => Some(both(value as u64, 1)),
        },
        Values::Digits(numbers) => match numbers[position] {
            MISSING => None,
            number => Some(digits::hash(number)),
        },
    }
}

/// The hash of each row's content: its customer's id (`ids` has the hashes by customer), its event time and its fields by
/// name.
pub(crate) fn contents(customers: &[u32], ids: &[u64], at: &[i64], fields: &BTreeMap<&String, Values<'_>>) -> Vec<u64> {
    let hashed = |values: &Values<'_>| match values {
        Values::Column(column) => texts_of(column),
        Values::Digits(_) => Vec::new(),
    };
    let fields: Vec<(u64, Values<'_>, Vec<u64>)> =
        fields.iter().map(|(name, values)| (text(name), *values, hashed(values))).collect();
    let mut hashes = vec![0; at.len()];
    hashes.par_chunks_mut(CHUNK).enumerate().for_each(|(chunk, hashes)| {
        let rows = chunk * CHUNK..chunk * CHUNK + hashes.len();
        for ((hash, &customer), &at) in hashes.iter_mut().zip(&customers[rows.clone()]).zip(&at[rows.clone()]) {
            *hash = both(ids[customer as usize], at as u64);
        }
        for (name, values, texts_of) in &fields {
            match values {
                Values::Digits(numbers) => {
                    // A number often comes again at once.
                    let mut before = (MISSING, 0);
                    for (hash, &number) in hashes.iter_mut().zip(&numbers[rows.clone()]) {
                        if number != MISSING {
                            if before.0 != number {
                                before = (number, both(*name, digits::hash(number)));
                            }
                            *hash = both(*hash, before.1);
                        }
                    }
                }
                Values::Column(Column::Integer(values)) => {
                    for (hash, &value) in hashes.iter_mut().zip(&values[rows.clone()]) {
                        if value != MISSING {
                            *hash = both(*hash, both(*name, both(value as u64, 1)));
                        }
                    }
                }
                Values::Column(Column::Text(texts)) => {
                    for (hash, &code) in hashes.iter_mut().zip(&texts.codes[rows.clone()]) {
                        if code != NO_CODE {
                            *hash = both(*hash, both(*name, texts_of[code as usize]));
                        }
                    }
                }
            }
        }
    });
    hashes
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one_text(value: &str) -> TextColumn {
        TextColumn { codes: vec![0], dictionary: vec![value.into()] }
    }

    #[test]
    fn content_depends_on_names_and_values_but_not_on_missing_fields() {
        let hash = |fields: &[(&str, Column)]| {
            let names: Vec<String> = fields.iter().map(|(name, _)| (*name).to_owned()).collect();
            let fields = names.iter().zip(fields).map(|(name, (_, column))| (name, Values::Column(column))).collect();
            contents(&[0], &[text("c")], &[5], &fields)[0]
        };
        let x = || Column::Text(one_text("x"));
        assert_eq!(hash(&[("a", x())]), hash(&[("a", x()), ("b", Column::Integer(vec![MISSING]))]));
        assert_ne!(hash(&[("a", x())]), hash(&[("b", x())]));
        assert_ne!(hash(&[("a", x())]), hash(&[("a", Column::Integer(vec![0]))]));
        let digits = |values: &[i64]| {
            let name = "a".to_owned();
            contents(&[0], &[text("c")], &[5], &BTreeMap::from([(&name, Values::Digits(values))]))[0]
        };
        assert_eq!(hash(&[("a", Column::Text(one_text("120")))]), digits(&[120]));
        assert_eq!(hash(&[]), digits(&[MISSING]));
        assert_ne!(hash(&[]), contents(&[0], &[text("d")], &[5], &BTreeMap::new())[0]);
    }
}
