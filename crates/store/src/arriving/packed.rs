//! Columns as few bytes, for rows that wait on disk for their commit: written and read again by one process only.
//!
//! Rows are brought to their places while they are packed: read in their order and written at several places in turn,
//! which the processor's cache bears better than the reverse. Integers are kept as their distance from the least one, in
//! as few whole bytes as the greatest needs; texts that come again and again as codes, others as they are spelled.

use model::columns::{Column, MISSING, NO_CODE, TextColumn};

/// Distances are counted in so many bytes; all of them set stands for a missing value.
const WIDTHS: [u8; 7] = [1, 2, 3, 4, 5, 6, 7];
/// Widths that processors read at once.
const ALIGNED: [u8; 3] = [1, 2, 4];
/// Rows for each text of a dictionary that is kept as one.
const ROWS_A_TEXT: usize = 256;

/// How integers are packed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Integers {
    /// Bytes of each: 0 when all are the least, 8 when they are as they are.
    pub(crate) width: u8,
    pub(crate) least: i64,
}

/// How texts are packed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Texts {
    /// As codes into a dictionary of so many bytes, which stands before them.
    Coded { codes: Integers, dictionary: u64 },
    /// The lengths, then the texts one after the other; where those of each run of rows begin is kept here.
    Spelled { lengths: Integers, starts: Vec<u64> },
}

/// How a column is packed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Packing {
    Integers(Integers),
    Texts(Texts),
}

/// Packs integers, missing ones among them, each at its place.
pub(crate) fn integers(values: &[i64], places: &[u32]) -> (Integers, Vec<u8>) {
    packed(values.iter().copied(), places)
}

/// Packs integers that are told one by one, as short as they get.
pub(crate) fn packed(values: impl Iterator<Item = i64> + Clone, places: &[u32]) -> (Integers, Vec<u8>) {
    packed_in(&WIDTHS, values, places)
}

/// Packs integers that are told one by one, in widths that are read at once.
pub(crate) fn aligned(values: impl Iterator<Item = i64> + Clone, places: &[u32]) -> (Integers, Vec<u8>) {
    packed_in(&ALIGNED, values, places)
}

fn packed_in(widths: &[u8], values: impl Iterator<Item = i64> + Clone, places: &[u32]) -> (Integers, Vec<u8>) {
    let (mut least, mut greatest, mut any_missing) = (i64::MAX, MISSING, false);
    for value in values.clone() {
        // A missing value is the smallest integer: it never is the greatest.
        greatest = greatest.max(value);
        least = least.min(if value == MISSING { i64::MAX } else { value });
        any_missing |= value == MISSING;
    }
    if greatest == MISSING || (least == greatest && !any_missing) {
        return (Integers { width: 0, least: greatest }, Vec::new());
    }
    let span = greatest.wrapping_sub(least) as u64;
    let width = widths.iter().copied().find(|width| span < (1 << (8 * width)) - 1).unwrap_or(8);
    let distances =
        values.clone().map(|value| if value == MISSING { u64::MAX } else { value.wrapping_sub(least) as u64 });
    // A fixed number of bytes a value is several times as quick as one told by a variable.
    let bytes = match width {
        1 => scattered(distances.map(first_bytes::<1>), places),
        2 => scattered(distances.map(first_bytes::<2>), places),
        3 => scattered(distances.map(first_bytes::<3>), places),
        4 => scattered(distances.map(first_bytes::<4>), places),
        5 => scattered(distances.map(first_bytes::<5>), places),
        6 => scattered(distances.map(first_bytes::<6>), places),
        7 => scattered(distances.map(first_bytes::<7>), places),
        _ => scattered(values.map(i64::to_le_bytes), places),
    };
    (Integers { width, least }, bytes)
}

fn first_bytes<const WIDTH: usize>(distance: u64) -> [u8; WIDTH] {
    let bytes = distance.to_le_bytes();
    std::array::from_fn(|place| bytes[place])
}

/// The number whose first bytes these are.
fn widened<const WIDTH: usize>(bytes: &[u8; WIDTH]) -> u64 {
    let mut all = [0; 8];
    all[..WIDTH].copy_from_slice(bytes);
    u64::from_le_bytes(all)
}

fn scattered<const WIDTH: usize>(values: impl Iterator<Item = [u8; WIDTH]>, places: &[u32]) -> Vec<u8> {
    let mut bytes = vec![0; places.len() * WIDTH];
    let (slots, _) = bytes.as_chunks_mut::<WIDTH>();
    for (value, &place) in values.zip(places) {
        slots[place as usize] = value;
    }
    bytes
}

/// Packs texts, each at its place; `starts` says at which places runs begin that are read by themselves.
pub(crate) fn texts(column: &TextColumn, places: &[u32], starts: &[u32]) -> (Texts, Vec<u8>) {
    if column.dictionary.len() <= (places.len() / ROWS_A_TEXT).max(16) {
        let mut bytes = dictionary_bytes(&column.dictionary);
        let dictionary = bytes.len() as u64;
        let code = |&code: &u32| if code == NO_CODE { MISSING } else { i64::from(code) };
        let (codes, packed) = packed(column.codes.iter().map(code), places);
        bytes.extend(packed);
        return (Texts::Coded { codes, dictionary }, bytes);
    }
    let mut in_place = vec![NO_CODE; places.len()];
    for (&code, &place) in column.codes.iter().zip(places) {
        in_place[place as usize] = code;
    }
    let length = |&code: &u32| column.dictionary.get(code as usize).map_or(MISSING, |text| text.len() as i64);
    let unmoved: Vec<u32> = (0..places.len() as u32).collect();
    let (lengths, mut bytes) = packed(in_place.iter().map(length), &unmoved);
    let begin = bytes.len();
    let mut starts_of_text = Vec::with_capacity(starts.len());
    for run in starts.windows(2) {
        starts_of_text.push((bytes.len() - begin) as u64);
        for &code in &in_place[run[0] as usize..run[1] as usize] {
            bytes.extend_from_slice(column.dictionary.get(code as usize).map_or(b"", |text| text.as_bytes()));
        }
    }
    starts_of_text.push((bytes.len() - begin) as u64);
    (Texts::Spelled { lengths, starts: starts_of_text }, bytes)
}

/// Packs a column.
pub(crate) fn column(column: &Column, places: &[u32], starts: &[u32]) -> (Packing, Vec<u8>) {
    match column {
        Column::Integer(values) => {
            let (integers, bytes) = integers(values, places);
            (Packing::Integers(integers), bytes)
        }
        Column::Text(column) => {
            let (texts, bytes) = texts(column, places, starts);
            (Packing::Texts(texts), bytes)
        }
    }
}

impl Integers {
    /// Adds so many integers out of their bytes.
    pub(crate) fn unpack(self, bytes: &[u8], length: usize, into: &mut Vec<i64>) {
        let begin = into.len();
        into.resize(begin + length, self.least);
        self.unpack_into(bytes, &mut into[begin..], |value| value);
    }

    /// Puts integers out of their bytes where they are wanted, as what `make` makes of each.
    pub(crate) fn unpack_into<T>(self, bytes: &[u8], into: &mut [T], make: impl Fn(i64) -> T) {
        let least = self.least;
        match self.width {
            0 => into.iter_mut().for_each(|slot| *slot = make(least)),
            1 => fill::<T, 1>(into, bytes, least, make),
            2 => fill::<T, 2>(into, bytes, least, make),
            3 => fill::<T, 3>(into, bytes, least, make),
            4 => fill::<T, 4>(into, bytes, least, make),
            5 => fill::<T, 5>(into, bytes, least, make),
            6 => fill::<T, 6>(into, bytes, least, make),
            7 => fill::<T, 7>(into, bytes, least, make),
            _ => {
                for (slot, eight) in into.iter_mut().zip(bytes.as_chunks().0) {
                    *slot = make(i64::from_le_bytes(*eight));
                }
            }
        }
    }
}

fn fill<T, const WIDTH: usize>(into: &mut [T], bytes: &[u8], least: i64, make: impl Fn(i64) -> T) {
    let missing = u64::MAX >> (64 - 8 * WIDTH);
    for (slot, bytes) in into.iter_mut().zip(bytes.as_chunks::<WIDTH>().0) {
        let distance = widened(bytes);
        *slot = make(if distance == missing { MISSING } else { least.wrapping_add(distance as i64) });
    }
}

/// The bytes of a dictionary: each text after its length.
pub(crate) fn dictionary_bytes(dictionary: &[Box<str>]) -> Vec<u8> {
    let mut bytes = Vec::new();
    for text in dictionary {
        bytes.extend_from_slice(&(text.len() as u64).to_le_bytes());
        bytes.extend_from_slice(text.as_bytes());
    }
    bytes
}

/// The texts of a dictionary; `None` when the bytes are none.
pub(crate) fn dictionary(mut bytes: &[u8]) -> Option<Vec<Box<str>>> {
    let mut dictionary = Vec::new();
    while !bytes.is_empty() {
        let (length, rest) = bytes.split_first_chunk::<8>()?;
        let (text, rest) = rest.split_at_checked(u64::from_le_bytes(*length) as usize)?;
        dictionary.push(std::str::from_utf8(text).ok()?.into());
        bytes = rest;
    }
    Some(dictionary)
}

#[cfg(test)]
mod tests {
    use model::value::Type;

    use super::*;
    use crate::part::joining::{self, Piece, Spelled};

    #[test]
    fn integers_come_back_in_their_places_whatever_their_span() {
        let cases: [&[i64]; 12] = [
            &[],
            &[MISSING, MISSING],
            &[5, 5, 5],
            &[5, MISSING, 5],
            &[7, MISSING, 7 + 253],
            &[-40_000, 0, MISSING, 25_000],
            &[7, MISSING, 7 + (1 << 24) - 2, 7 + (1 << 23)],
            &[-5, MISSING, 1 << 39],
            &[1, MISSING, 1 << 47, (1 << 48) - 1],
            &[-(1 << 54), MISSING, 1 << 54],
            &[0, i64::from(u32::MAX) - 2, MISSING],
            &[MISSING + 1, i64::MAX, MISSING, 0],
        ];
        for values in cases {
            let places: Vec<u32> = (0..values.len() as u32).rev().collect();
            let (packing, bytes) = integers(values, &places);
            assert_eq!(bytes.len(), values.len() * usize::from(packing.width));
            let mut found = Vec::new();
            packing.unpack(&bytes, values.len(), &mut found);
            assert_eq!(found, values.iter().rev().copied().collect::<Vec<_>>());
        }
    }

    #[test]
    fn texts_come_back_in_their_places_coded_or_spelled() {
        let few = TextColumn { codes: vec![2, NO_CODE, 0, 2], dictionary: vec!["a".into(), "b".into(), "é".into()] };
        let (Texts::Coded { codes, dictionary: length }, bytes) = texts(&few, &[1, 0, 3, 2], &[0, 4]) else {
            panic!("few texts are coded")
        };
        let mut found = Vec::new();
        codes.unpack(&bytes[length as usize..], 4, &mut found);
        assert_eq!(found, [MISSING, 2, 2, 0]);
        assert_eq!(dictionary(&bytes[..length as usize]), Some(few.dictionary));

        let names: Vec<Box<str>> = (0..40).map(|number| format!("text {}", number / 2).into()).collect();
        let mut many = TextColumn { codes: (0..40).collect(), dictionary: names.clone() };
        many.codes[3] = NO_CODE;
        let places: Vec<u32> = (0..40).rev().collect();
        let (Texts::Spelled { lengths, starts }, bytes) = texts(&many, &places, &[0, 10, 40]) else {
            panic!("many texts are spelled")
        };
        let split = 40 * usize::from(lengths.width);
        let mut found = Vec::new();
        lengths.unpack(&bytes[..split], 40, &mut found);
        let second = &bytes[split..][starts[1] as usize..starts[2] as usize];
        let spelled = |bytes: &[u8]| Spelled::new(found[10..].to_vec(), bytes.to_vec().into());
        let Some(texts) = spelled(second) else { panic!("the bytes are the texts") };
        let Column::Text(column) = joining::join(Type::Text, vec![Piece::Spelled(texts)]) else {
            panic!("texts are texts")
        };
        let expected: Vec<Option<&str>> = (0..30).rev().map(|row| (row != 3).then(|| &*names[row])).collect();
        assert_eq!((0..30).map(|row| column.get(row)).collect::<Vec<_>>(), expected);
        assert_eq!(column.dictionary.len(), 15, "a text is kept once");
        assert!(spelled(&second[1..]).is_none());
    }
}
