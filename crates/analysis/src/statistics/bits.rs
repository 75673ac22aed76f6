//! Sets of rows as bits: who is in both is one machine instruction for sixty-four of them.

/// A set of the rows 0 to n - 1.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bits {
    words: Vec<u64>,
    rows: usize,
}

impl Bits {
    /// The rows for which something holds.
    pub fn of(rows: usize, holds: impl Fn(usize) -> bool) -> Self {
        let word = |place: usize| {
            let end = (place * 64 + 64).min(rows);
            (place * 64..end).fold(0, |word, row| word | (u64::from(holds(row)) << (row % 64)))
        };
        Self { words: (0..rows.div_ceil(64)).map(word).collect(), rows }
    }

    /// Some rows, by number; those beyond the end are left out.
    pub fn of_rows(rows: usize, are_in: impl IntoIterator<Item = usize>) -> Self {
        let mut words = vec![0; rows.div_ceil(64)];
        for row in are_in.into_iter().filter(|row| *row < rows) {
            words[row / 64] |= 1 << (row % 64);
        }
        Self { words, rows }
    }

    /// Sixty-four rows a word, the first one in its lowest bit.
    pub(crate) fn words(&self) -> &[u64] {
        &self.words
    }

    /// Number of rows that could be in.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// Number of rows that are in.
    #[must_use]
    pub fn count(&self) -> u64 {
        self.words.iter().map(|word| u64::from(word.count_ones())).sum()
    }

    /// Number of rows in both.
    #[must_use]
    pub fn count_both(&self, other: &Bits) -> u64 {
        self.words.iter().zip(&other.words).map(|(a, b)| u64::from((a & b).count_ones())).sum()
    }

    /// The rows in both.
    #[must_use]
    pub fn both(&self, other: &Bits) -> Bits {
        Bits { words: self.words.iter().zip(&other.words).map(|(a, b)| a & b).collect(), rows: self.rows }
    }

    /// Whether a row is in.
    #[must_use]
    pub fn has(&self, row: usize) -> bool {
        self.words.get(row / 64).is_some_and(|word| word >> (row % 64) & 1 == 1)
    }

    /// The rows that are in, ascending.
    pub fn iter(&self) -> impl Iterator<Item = usize> {
        self.words.iter().enumerate().flat_map(|(place, word)| {
            let mut rest = *word;
            std::iter::from_fn(move || {
                (rest != 0).then(|| {
                    let bit = rest.trailing_zeros() as usize;
                    rest &= rest - 1;
                    place * 64 + bit
                })
            })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    proptest::proptest! {
        #[test]
        fn a_set_of_bits_is_a_set(a in proptest::collection::vec(proptest::bool::ANY, 0..200), step in 1_usize..9) {
            let bits = Bits::of(a.len(), |row| a[row]);
            let every = Bits::of(a.len(), |row| row % step == 0);
            let rows: Vec<usize> = (0..a.len()).filter(|row| a[*row]).collect();
            proptest::prop_assert_eq!(bits.iter().collect::<Vec<_>>(), rows.clone());
            proptest::prop_assert_eq!(bits.count() as usize, rows.len());
            let both: Vec<usize> = rows.into_iter().filter(|row| row % step == 0).collect();
            proptest::prop_assert_eq!(bits.count_both(&every) as usize, both.len());
            proptest::prop_assert_eq!(bits.both(&every).iter().collect::<Vec<_>>(), both);
        }
    }
}
