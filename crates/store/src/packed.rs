//! Columns as few bytes, for rows that wait on disk for their commit: written and read again by one process only.
//!
//! Integers are kept as their distance from the least one, in as few whole bytes as the greatest needs; texts as the
//! texts used and codes into them.

use model::columns::{Column, MISSING, NO_CODE, TextColumn};

/// Distances are counted in so many bytes; all of them set stands for a missing value.
const WIDTHS: [usize; 3] = [1, 2, 4];
/// All values are missing.
const ALL_MISSING: u8 = 0;
/// Values as they are.
const AS_THEY_ARE: u8 = 8;

/// Adds a number.
pub(crate) fn put_number(bytes: &mut Vec<u8>, number: u64) {
    bytes.extend_from_slice(&number.to_le_bytes());
}

/// Adds a text.
pub(crate) fn put_text(bytes: &mut Vec<u8>, text: &str) {
    put_number(bytes, text.len() as u64);
    bytes.extend_from_slice(text.as_bytes());
}

/// Adds integers, missing ones among them.
pub(crate) fn put_integers(bytes: &mut Vec<u8>, values: impl Iterator<Item = i64> + Clone) {
    let (mut least, mut greatest) = (i64::MAX, MISSING);
    for value in values.clone().filter(|&value| value != MISSING) {
        (least, greatest) = (least.min(value), greatest.max(value));
    }
    if greatest == MISSING {
        bytes.push(ALL_MISSING);
        return;
    }
    let span = greatest.wrapping_sub(least) as u64;
    let Some(width) = WIDTHS.into_iter().find(|width| span < (1 << (8 * width)) - 1) else {
        bytes.push(AS_THEY_ARE);
        values.for_each(|value| bytes.extend_from_slice(&value.to_le_bytes()));
        return;
    };
    bytes.push(width as u8);
    bytes.extend_from_slice(&least.to_le_bytes());
    let distances = values.map(|value| if value == MISSING { u64::MAX } else { value.wrapping_sub(least) as u64 });
    // A fixed number of bytes a value is several times as quick as one told by a variable.
    match width {
        1 => bytes.extend(distances.map(|distance| distance as u8)),
        2 => distances.for_each(|distance| bytes.extend_from_slice(&(distance as u16).to_le_bytes())),
        _ => distances.for_each(|distance| bytes.extend_from_slice(&(distance as u32).to_le_bytes())),
    }
}

/// Adds the texts at some positions.
pub(crate) fn put_texts(bytes: &mut Vec<u8>, texts: &TextColumn, positions: &[u32]) {
    let codes = || positions.iter().map(|&position| texts.codes[position as usize]);
    let mut used: Vec<u32> = codes().filter(|&code| code != NO_CODE).collect();
    used.sort_unstable();
    used.dedup();
    put_number(bytes, used.len() as u64);
    for &code in &used {
        put_text(bytes, &texts.dictionary[code as usize]);
    }
    let mut places = Vec::new();
    if texts.dictionary.len() <= 4 * positions.len() {
        places = vec![0; texts.dictionary.len()];
        for (place, &code) in used.iter().enumerate() {
            places[code as usize] = place as u32;
        }
    }
    let place = |code: u32| match code {
        NO_CODE => MISSING,
        code => match places.get(code as usize) {
            Some(&place) => i64::from(place),
            None => used.binary_search(&code).map_or(MISSING, |place| place as i64),
        },
    };
    put_integers(bytes, codes().map(place));
}

/// Adds the values of a column at some positions.
pub(crate) fn put_column(bytes: &mut Vec<u8>, column: &Column, positions: &[u32]) {
    match column {
        Column::Integer(values) => {
            bytes.push(0);
            put_integers(bytes, positions.iter().map(|&position| values[position as usize]));
        }
        Column::Text(texts) => {
            bytes.push(1);
            put_texts(bytes, texts, positions);
        }
    }
}

/// What is left to read of packed bytes; reading beyond them is `None`.
pub(crate) struct Packed<'a>(pub(crate) &'a [u8]);

impl<'a> Packed<'a> {
    fn take(&mut self, length: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        Some(taken)
    }

    /// The next byte.
    pub(crate) fn byte(&mut self) -> Option<u8> {
        Some(self.take(1)?[0])
    }

    /// A number.
    pub(crate) fn number(&mut self) -> Option<u64> {
        Some(u64::from_le_bytes(self.take(8)?.try_into().ok()?))
    }

    /// A text.
    pub(crate) fn text(&mut self) -> Option<&'a str> {
        let length = self.number()? as usize;
        std::str::from_utf8(self.take(length)?).ok()
    }

    /// So many integers.
    pub(crate) fn integers(&mut self, length: usize) -> Option<Vec<i64>> {
        let width = match self.byte()? {
            ALL_MISSING => return Some(vec![MISSING; length]),
            width => usize::from(width),
        };
        if width == usize::from(AS_THEY_ARE) {
            let values = self.take(length.checked_mul(8)?)?.as_chunks::<8>().0;
            return Some(values.iter().map(|bytes| i64::from_le_bytes(*bytes)).collect());
        }
        let least = self.number()? as i64;
        let distances = self.take(length.checked_mul(width)?)?;
        let value = |distance: u64, missing: u64| {
            if distance == missing { MISSING } else { least.wrapping_add(distance as i64) }
        };
        let of = |bytes: &[u8; 2]| value(u64::from(u16::from_le_bytes(*bytes)), 0xffff);
        let of_four = |bytes: &[u8; 4]| value(u64::from(u32::from_le_bytes(*bytes)), 0xffff_ffff);
        Some(match width {
            1 => distances.iter().map(|&byte| value(u64::from(byte), 0xff)).collect(),
            2 => distances.as_chunks::<2>().0.iter().map(of).collect(),
            4 => distances.as_chunks::<4>().0.iter().map(of_four).collect(),
            _ => return None,
        })
    }

    /// So many texts.
    pub(crate) fn texts(&mut self, length: usize) -> Option<TextColumn> {
        let n_texts = self.number()? as usize;
        let mut dictionary = Vec::with_capacity(n_texts.min(length));
        for _ in 0..n_texts {
            dictionary.push(self.text()?.into());
        }
        let code = |place: i64| if place == MISSING { NO_CODE } else { place as u32 };
        let codes: Vec<u32> = self.integers(length)?.into_iter().map(code).collect();
        codes
            .iter()
            .all(|&code| code == NO_CODE || (code as usize) < n_texts)
            .then_some(TextColumn { codes, dictionary })
    }

    /// So many values of a column.
    pub(crate) fn column(&mut self, length: usize) -> Option<Column> {
        match self.byte()? {
            0 => self.integers(length).map(Column::Integer),
            _ => self.texts(length).map(Column::Text),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn integers_come_back_whatever_their_span() {
        let cases: [&[i64]; 6] = [
            &[],
            &[MISSING, MISSING],
            &[7, MISSING, 7 + 253],
            &[-40_000, 0, MISSING, 25_000],
            &[0, i64::from(u32::MAX) - 2, MISSING],
            &[MISSING + 1, i64::MAX, MISSING, 0],
        ];
        for values in cases {
            let mut bytes = Vec::new();
            put_integers(&mut bytes, values.iter().copied());
            let mut packed = Packed(&bytes);
            assert_eq!(packed.integers(values.len()).as_deref(), Some(values));
            assert!(packed.0.is_empty());
            if !bytes.is_empty() && bytes[0] != ALL_MISSING && !values.is_empty() {
                assert_eq!(Packed(&bytes[..bytes.len() - 1]).integers(values.len()), None);
            }
        }
    }

    #[test]
    fn texts_come_back_with_those_they_use() {
        let texts = TextColumn { codes: vec![2, NO_CODE, 0, 2], dictionary: vec!["a".into(), "b".into(), "é".into()] };
        for positions in [vec![0, 1, 2, 3], vec![3], vec![1]] {
            let mut bytes = Vec::new();
            put_column(&mut bytes, &Column::Text(texts.clone()), &positions);
            let Some(Column::Text(found)) = Packed(&bytes).column(positions.len()) else { panic!("texts come back") };
            let expected: Vec<_> = positions.iter().map(|&position| texts.get(position as usize)).collect();
            assert_eq!((0..positions.len()).map(|row| found.get(row)).collect::<Vec<_>>(), expected);
        }
    }
}
