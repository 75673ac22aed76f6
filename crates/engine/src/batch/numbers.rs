//! Whole numbers of a node, wide or narrow, and which of them lie between two.

use std::borrow::Cow;
use std::ops::Range;

use model::columns::{MISSING, NO_CODE};

use crate::columns::{Frame, Integers as Stored, Narrow};

use super::bits::Bits;

/// Narrow numbers from 0 on; the greatest that their bytes hold stands for none.
#[derive(Clone)]
pub(super) enum Few<'a> {
    U8(&'a [u8]),
    U16(&'a [u16]),
    U32(Cow<'a, [u32]>),
}

/// Integers; a missing one is [`MISSING`].
#[derive(Clone)]
pub(super) enum Integers<'a> {
    Wide(Cow<'a, [i64]>),
    Narrow { frame: Frame, steps: Few<'a> },
}

impl<'a> Few<'a> {
    /// Some of those that are stored.
    pub(super) fn stored(numbers: &'a Narrow, positions: Range<usize>) -> Self {
        match numbers {
            Narrow::U8(values) => Few::U8(&values[positions]),
            Narrow::U16(values) => Few::U16(&values[positions]),
            Narrow::U32(values) => Few::U32(Cow::Borrowed(&values[positions])),
        }
    }

    /// How many there are.
    pub(super) fn len(&self) -> usize {
        match self {
            Few::U8(values) => values.len(),
            Few::U16(values) => values.len(),
            Few::U32(values) => values.len(),
        }
    }

    /// The number at a position; [`NO_CODE`] where there is none.
    pub(super) fn get(&self, position: usize) -> u32 {
        match self {
            Few::U8(values) => wide(u32::from(values[position]), u8::MAX.into()),
            Few::U16(values) => wide(u32::from(values[position]), u16::MAX.into()),
            Few::U32(values) => values[position],
        }
    }

    /// Which of them lie between two, both included.
    pub(super) fn between(&self, low: u32, high: u32) -> Bits {
        let top = match self {
            Few::U8(_) => u32::from(u8::MAX) - 1,
            Few::U16(_) => u32::from(u16::MAX) - 1,
            Few::U32(_) => NO_CODE - 1,
        };
        let high = high.min(top);
        let Some(span) = high.checked_sub(low) else { return Bits::same(false, self.len()) };
        // What lies below the low end wraps around to far above it: one comparison tells both.
        match self {
            Few::U8(values) => Bits::of(values, |value| value.wrapping_sub(low as u8) <= span as u8),
            Few::U16(values) => Bits::of(values, |value| value.wrapping_sub(low as u16) <= span as u16),
            Few::U32(values) => Bits::of(values, |value| value.wrapping_sub(low) <= span),
        }
    }

    /// The truth of each by a table; false where there is none.
    pub(super) fn by(&self, truths: &[bool]) -> Bits {
        match self {
            Few::U8(values) => {
                let mut all = [false; 256];
                all.iter_mut().zip(truths).take(usize::from(u8::MAX)).for_each(|(all, &truth)| *all = truth);
                Bits::of(values, |value| all[usize::from(value)])
            }
            Few::U16(values) => Bits::of(values, |value| truths.get(usize::from(value)).copied().unwrap_or(false)),
            Few::U32(values) => Bits::of(values, |value| truths.get(value as usize).copied().unwrap_or(false)),
        }
    }

    /// The sum of some of them, all of which are there.
    pub(super) fn sum(&self, positions: Range<usize>) -> u64 {
        match self {
            Few::U8(values) => sum(&values[positions]),
            Few::U16(values) => sum(&values[positions]),
            Few::U32(values) => sum(&values[positions]),
        }
    }
}

fn sum<T: Copy + Into<u64>>(values: &[T]) -> u64 {
    values.iter().map(|&value| value.into()).sum()
}

fn wide(value: u32, none: u32) -> u32 {
    if value == none { NO_CODE } else { value }
}

impl<'a> Integers<'a> {
    /// Some of those that are stored.
    pub(super) fn stored(integers: &'a Stored, positions: Range<usize>) -> Self {
        match integers {
            Stored::Wide(values) => Integers::Wide(Cow::Borrowed(&values[positions])),
            Stored::Narrow { frame, steps } => Integers::Narrow { frame: *frame, steps: Few::stored(steps, positions) },
        }
    }

    /// Numbers of rows.
    pub(super) fn counts(counts: Vec<u32>) -> Self {
        Integers::Narrow { frame: Frame { least: 0, step: 1 }, steps: Few::U32(counts.into()) }
    }

    /// How many there are.
    pub(super) fn len(&self) -> usize {
        match self {
            Integers::Wide(values) => values.len(),
            Integers::Narrow { steps, .. } => steps.len(),
        }
    }

    /// The integer at a position, or [`MISSING`].
    pub(super) fn get(&self, position: usize) -> i64 {
        match self {
            Integers::Wide(values) => values[position],
            Integers::Narrow { frame, steps } => match steps.get(position) {
                NO_CODE => MISSING,
                steps => frame.integer(steps),
            },
        }
    }

    /// All of them.
    pub(super) fn iter(&self) -> impl Iterator<Item = i64> + '_ {
        (0..self.len()).map(|position| self.get(position))
    }

    /// All of them, in 64 bits.
    pub(super) fn wide(&self) -> Cow<'_, [i64]> {
        match self {
            Integers::Wide(values) => Cow::Borrowed(values),
            Integers::Narrow { frame, steps: Few::U32(steps) } => {
                let integer = |&steps: &u32| if steps == NO_CODE { MISSING } else { frame.integer(steps) };
                steps.iter().map(integer).collect()
            }
            Integers::Narrow { .. } => self.iter().collect(),
        }
    }

    /// Which of them are there and lie between two, both included.
    pub(super) fn between(&self, low: i64, high: i64) -> Bits {
        let low = low.max(MISSING + 1);
        if low > high {
            return Bits::same(false, self.len());
        }
        match self {
            Integers::Wide(values) => {
                let span = high.wrapping_sub(low) as u64;
                Bits::of(values, |value| value.wrapping_sub(low) as u64 <= span)
            }
            Integers::Narrow { frame, steps } => {
                let (least, step) = (i128::from(frame.least), i128::from(frame.step));
                let low = (i128::from(low) - least).max(0);
                let (first, last) = ((low + step - 1) / step, (i128::from(high) - least).div_euclid(step));
                match (u32::try_from(first), u32::try_from(last.min(i128::from(u32::MAX)))) {
                    (Ok(first), Ok(last)) => steps.between(first, last),
                    _ => Bits::same(false, self.len()),
                }
            }
        }
    }

    /// Which of them are there.
    pub(super) fn known(&self) -> Bits {
        match self {
            Integers::Wide(_) => self.between(i64::MIN, i64::MAX),
            Integers::Narrow { steps, .. } => steps.between(0, NO_CODE),
        }
    }
}

impl FromIterator<i64> for Integers<'_> {
    fn from_iter<I: IntoIterator<Item = i64>>(values: I) -> Self {
        Integers::Wide(values.into_iter().collect())
    }
}

impl FromIterator<u32> for Few<'_> {
    fn from_iter<I: IntoIterator<Item = u32>>(values: I) -> Self {
        Few::U32(values.into_iter().collect())
    }
}
