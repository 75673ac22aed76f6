//! What makes a row itself: 64-bit hashes of its message id, its key or its content.
//!
//! These hashes are stored: changing how they are made is a new format of the base.

use model::columns::{Column, MISSING, NO_CODE, TextColumn};
use rayon::iter::{IndexedParallelIterator, ParallelIterator};
use rayon::slice::ParallelSliceMut;
use xxhash_rust::xxh3::xxh3_64;

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

/// The hash of each value, `None` for a missing one.
pub(crate) fn value_hasher(column: &Column) -> impl Fn(usize) -> Option<u64> + Sync + '_ {
    let texts = match column {
        Column::Text(texts) => dictionary(texts),
        Column::Integer(_) => Vec::new(),
    };
    move |position| match column {
        Column::Text(column) => match column.codes[position] {
            NO_CODE => None,
            code => Some(texts[code as usize]),
        },
        Column::Integer(values) => match values[position] {
            MISSING => None,
            value => Some(both(value as u64, 1)),
        },
    }
}

/// The hash of each row's content: its customer's id (of which the hash is given), its event time and its fields by name.
pub(crate) fn contents<'a>(
    ids: &[u64],
    at: &[i64],
    fields: impl IntoIterator<Item = (&'a String, &'a Column)>,
) -> Vec<u64> {
    let hashers: Vec<_> = fields.into_iter().map(|(name, column)| (text(name), value_hasher(column))).collect();
    let mut hashes = vec![0; at.len()];
    hashes.par_chunks_mut(CHUNK).enumerate().for_each(|(chunk, hashes)| {
        for (offset, hash) in hashes.iter_mut().enumerate() {
            let row = chunk * CHUNK + offset;
            *hash = both(ids[row], at[row] as u64);
        }
        for (name, value) in &hashers {
            for (offset, hash) in hashes.iter_mut().enumerate() {
                if let Some(value) = value(chunk * CHUNK + offset) {
                    *hash = both(*hash, both(*name, value));
                }
            }
        }
    });
    hashes
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    fn one_text(value: &str) -> TextColumn {
        TextColumn { codes: vec![0], dictionary: vec![value.into()] }
    }

    #[test]
    fn content_depends_on_names_and_values_but_not_on_missing_fields() {
        let hash = |fields: &[(&str, Column)]| {
            let fields: BTreeMap<String, Column> =
                fields.iter().map(|(name, column)| ((*name).to_owned(), column.clone())).collect();
            contents(&[text("c")], &[5], &fields)[0]
        };
        let x = || Column::Text(one_text("x"));
        assert_eq!(hash(&[("a", x())]), hash(&[("a", x()), ("b", Column::Integer(vec![MISSING]))]));
        assert_ne!(hash(&[("a", x())]), hash(&[("b", x())]));
        assert_ne!(hash(&[("a", x())]), hash(&[("a", Column::Integer(vec![0]))]));
        assert_ne!(hash(&[]), contents(&[text("d")], &[5], &BTreeMap::new())[0]);
    }
}
