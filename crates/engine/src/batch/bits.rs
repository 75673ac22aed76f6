//! Truths as bits, 64 a word: what tests of customers and rows give.

use std::ops::Range;

/// Truths in a row.
#[derive(Clone, Debug, Default)]
pub(super) struct Bits {
    /// Bits beyond the length are 0.
    kept: Words,
    length: usize,
}

/// Words in a row: a single one, which is enough for one customer and most of their rows, takes no memory of its own.
#[derive(Clone, Debug)]
enum Words {
    One(u64),
    Many(Vec<u64>),
}

impl Default for Words {
    fn default() -> Self {
        Words::One(0)
    }
}

impl Bits {
    /// The same truth so many times.
    pub(super) fn same(truth: bool, length: usize) -> Self {
        let word = if truth { u64::MAX } else { 0 };
        let kept = if length <= 64 { Words::One(word) } else { Words::Many(vec![word; length.div_ceil(64)]) };
        let mut bits = Bits { kept, length };
        bits.cut();
        bits
    }

    /// The truth of each of some values.
    pub(super) fn of<T: Copy>(values: &[T], holds: impl Fn(T) -> bool) -> Self {
        let length = values.len();
        let (whole, rest) = values.as_chunks::<64>();
        let bit = |(place, &value): (usize, &T)| u64::from(holds(value)) << place;
        let rest = (!rest.is_empty()).then(|| rest.iter().enumerate().map(bit).sum());
        if whole.is_empty() {
            return Bits { kept: Words::One(rest.unwrap_or(0)), length };
        }
        let mut words: Vec<u64> = Vec::with_capacity(length.div_ceil(64));
        words.extend(whole.iter().map(|values| packed(&values.map(|value| u8::from(holds(value))))));
        words.extend(rest);
        Bits { kept: Words::Many(words), length }
    }

    /// The truth of each pair of values.
    pub(super) fn of_pairs<T: Copy>(left: &[T], right: &[T], holds: impl Fn(T, T) -> bool) -> Self {
        let length = left.len();
        let word = |(left, right): (&[T], &[T])| {
            let mut truths = [0; 64];
            let pairs = left.iter().zip(right);
            truths.iter_mut().zip(pairs).for_each(|(truth, (&left, &right))| *truth = u8::from(holds(left, right)));
            packed(&truths)
        };
        let mut words = left.chunks(64).zip(right.chunks(64)).map(word);
        let kept = if length <= 64 { Words::One(words.next().unwrap_or(0)) } else { Words::Many(words.collect()) };
        Bits { kept, length }
    }

    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.length
    }

    /// The truth at a position.
    pub(super) fn get(&self, position: usize) -> bool {
        debug_assert!(position < self.length);
        self.words()[position / 64] >> (position % 64) & 1 == 1
    }

    /// The truths, in order.
    pub(super) fn iter(&self) -> impl Iterator<Item = bool> + '_ {
        (0..self.length).map(|position| self.get(position))
    }

    /// Keeps true only what is true in others too.
    pub(super) fn and(&mut self, others: &Bits) {
        self.words_mut().iter_mut().zip(others.words()).for_each(|(word, other)| *word &= other);
    }

    /// Makes true what is true in others.
    pub(super) fn or(&mut self, others: &Bits) {
        self.words_mut().iter_mut().zip(others.words()).for_each(|(word, other)| *word |= other);
    }

    /// The contrary of each.
    pub(super) fn contrary(&self) -> Self {
        let mut bits = self.clone();
        bits.words_mut().iter_mut().for_each(|word| *word = !*word);
        bits.cut();
        bits
    }

    /// Whether each of them is a truth.
    pub(super) fn are_all(&self, truth: bool) -> bool {
        let all_of = |place: usize| u64::MAX >> (64 - (self.length - 64 * place).min(64));
        self.words().iter().enumerate().all(|(place, &word)| word == if truth { all_of(place) } else { 0 })
    }

    /// How many of a range are true.
    #[inline]
    pub(super) fn count(&self, range: Range<usize>) -> u32 {
        if range.len() > 64 { self.count_many(range) } else { self.few(range).count_ones() }
    }

    /// The bits of a range of at most 64. Whether it is empty, or lies in two words, is not asked: the processor would not
    /// foresee the answer.
    #[inline]
    fn few(&self, range: Range<usize>) -> u64 {
        let words = self.words();
        let word = |place: usize| words.get(place).copied().unwrap_or(0);
        let (place, shift) = (range.start / 64, range.start % 64);
        let bits = word(place) >> shift | word(place + 1) << 1 << (63 - shift);
        bits & u64::MAX.unbounded_shr(64 - range.len() as u32)
    }

    fn count_many(&self, range: Range<usize>) -> u32 {
        let words = self.words();
        let (first, last) = (range.start / 64, (range.end - 1) / 64);
        let from = u64::MAX << (range.start % 64);
        let to = u64::MAX >> (63 - (range.end - 1) % 64);
        let between: u32 = words[first + 1..last].iter().map(|word| word.count_ones()).sum();
        (words[first] & from).count_ones() + between + (words[last] & to).count_ones()
    }

    /// The positions of a range that are true, in order.
    pub(super) fn ones(&self, range: Range<usize>) -> Ones<'_> {
        Ones { words: self.words(), range }
    }

    /// Adds others behind.
    pub(super) fn append(&mut self, others: &Bits) {
        let (shift, length) = (self.length % 64, self.length + others.length);
        let words = self.growing();
        if shift == 0 {
            words.extend(others.words());
        } else {
            for &word in others.words() {
                // The last word has room for the first bits of the next one.
                *words.last_mut().expect("a length that is no multiple of 64 has a word") |= word << shift;
                words.push(word >> (64 - shift));
            }
        }
        words.truncate(length.div_ceil(64));
        self.length = length;
    }

    /// Adds what is false behind, up to a length.
    pub(super) fn lengthen(&mut self, length: usize) {
        let length = self.length.max(length);
        self.growing().resize(length.div_ceil(64), 0);
        self.length = length;
    }

    fn words(&self) -> &[u64] {
        match &self.kept {
            Words::One(word) => &std::slice::from_ref(word)[..self.length.min(1)],
            Words::Many(words) => words,
        }
    }

    fn words_mut(&mut self) -> &mut [u64] {
        match &mut self.kept {
            Words::One(word) => &mut std::slice::from_mut(word)[..self.length.min(1)],
            Words::Many(words) => words,
        }
    }

    /// The words as ones that others can be put behind.
    fn growing(&mut self) -> &mut Vec<u64> {
        if let Words::One(_) = self.kept {
            self.kept = Words::Many(self.words().to_vec());
        }
        let Words::Many(words) = &mut self.kept else { unreachable!("a single word was made many") };
        words
    }

    fn cut(&mut self) {
        let length = self.length;
        if let Some(last) = self.words_mut().last_mut().filter(|_| !length.is_multiple_of(64)) {
            *last &= (1 << (length % 64)) - 1;
        }
    }
}

impl PartialEq for Bits {
    fn eq(&self, other: &Self) -> bool {
        self.length == other.length && self.words() == other.words()
    }
}

impl FromIterator<bool> for Bits {
    fn from_iter<I: IntoIterator<Item = bool>>(truths: I) -> Self {
        let (mut words, mut last, mut length) = (Vec::new(), 0, 0);
        for truth in truths {
            last |= u64::from(truth) << (length % 64);
            length += 1;
            if length % 64 == 0 {
                words.push(std::mem::take(&mut last));
            }
        }
        if words.is_empty() {
            return Bits { kept: Words::One(last), length };
        }
        if length % 64 > 0 {
            words.push(last);
        }
        Bits { kept: Words::Many(words), length }
    }
}

/// 64 bytes, each 0 or 1, as bits.
fn packed(truths: &[u8; 64]) -> u64 {
    let (eights, _) = truths.as_chunks::<8>();
    let mut word = 0;
    for (place, eight) in eights.iter().enumerate() {
        // Multiplying brings byte number `n` to bit `56 + n`; no two meet.
        let bits = u64::from_le_bytes(*eight).wrapping_mul(0x0102_0408_1020_4080) >> 56;
        word |= bits << (8 * place);
    }
    word
}

/// Positions that are true.
pub(super) struct Ones<'b> {
    words: &'b [u64],
    range: Range<usize>,
}

impl Iterator for Ones<'_> {
    type Item = usize;

    fn next(&mut self) -> Option<usize> {
        while self.range.start < self.range.end {
            let ahead = self.words[self.range.start / 64] >> (self.range.start % 64);
            let position = self.range.start + ahead.trailing_zeros() as usize;
            if ahead != 0 {
                self.range.start = (position + 1).min(self.range.end);
                return (position < self.range.end).then_some(position);
            }
            self.range.start = (self.range.start / 64 + 1) * 64;
        }
        None
    }
}

impl DoubleEndedIterator for Ones<'_> {
    fn next_back(&mut self) -> Option<usize> {
        while self.range.start < self.range.end {
            let last = self.range.end - 1;
            let behind = self.words[last / 64] << (63 - last % 64);
            if behind != 0 {
                let position = last.checked_sub(behind.leading_zeros() as usize)?;
                self.range.end = position.max(self.range.start);
                return (position >= self.range.start).then_some(position);
            }
            self.range.end = last / 64 * 64;
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bits_are_the_truths_they_were_made_of() {
        for length in [0, 1, 63, 64, 65, 128, 200] {
            let values: Vec<u32> = (0..length).map(|number| number * number % 7).collect();
            let (small, truths): (Bits, Vec<bool>) =
                (Bits::of(&values, |value| value < 3), values.iter().map(|&value| value < 3).collect());
            assert_eq!(small, truths.iter().copied().collect());
            assert_eq!(small.iter().collect::<Vec<_>>(), truths);
            let threes = vec![3; values.len()];
            assert_eq!(Bits::of_pairs(&values, &threes, |value, three| value < three), small);
            assert_eq!(small.contrary(), truths.iter().map(|&truth| !truth).collect());
            let length = length as usize;
            for range in [0..length, 0..length / 2, length / 3..length, length / 4..length / 2, length..length] {
                let ones: Vec<usize> = range.clone().filter(|&position| truths[position]).collect();
                assert_eq!(small.ones(range.clone()).collect::<Vec<_>>(), ones);
                assert_eq!(
                    small.ones(range.clone()).rev().collect::<Vec<_>>(),
                    ones.iter().rev().copied().collect::<Vec<_>>()
                );
                assert_eq!(small.count(range.clone()) as usize, ones.len());
            }
            assert_eq!(Bits::same(true, length).count(0..length) as usize, length);
            for truth in [true, false] {
                assert!(Bits::same(truth, length).are_all(truth));
                assert_eq!(small.are_all(truth), truths.iter().all(|&one| one == truth));
            }
            for before in [0, 1, 63, 64, 130] {
                let mut both = Bits::same(true, before);
                both.append(&small);
                both.lengthen(before + length + 70);
                let expected = std::iter::repeat_n(true, before).chain(truths.iter().copied());
                assert_eq!(both, expected.chain(std::iter::repeat_n(false, 70)).collect());
            }
        }
    }
}
