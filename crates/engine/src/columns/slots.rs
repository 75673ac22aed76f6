//! Event times once more, coarse: the slot of time that each row lies in, in two bytes, so that windows are found with
//! few looks at memory. Only rows in the slot of a bound need their exact times.

use std::ops::Range;

use crate::which::which;

/// The slots of the rows of one stream. All are equally long: so long that there are at most 65 536.
#[derive(Clone, Debug)]
pub struct Slots {
    /// Where the first one starts, in microseconds.
    origin: i64,
    /// A slot lasts two to this power microseconds.
    power: u32,
    /// Of each row.
    of_rows: Vec<u16>,
    /// Of each customer's last row; 0 without rows.
    of_last: Vec<u16>,
}

impl Slots {
    /// The slots of rows at such times: those of customer `c` are `offsets[c]..offsets[c + 1]`, in order of time.
    pub(super) fn new(at: &[i64], offsets: &[u32]) -> Self {
        let (origin, latest) = (at.iter().min().copied().unwrap_or(0), at.iter().max().copied().unwrap_or(0));
        let power = (u64::BITS - latest.abs_diff(origin).leading_zeros()).saturating_sub(u16::BITS);
        let of_rows: Vec<u16> = at.iter().map(|at| (at.abs_diff(origin) >> power) as u16).collect();
        let last = |rows: &[u32]| if rows[0] < rows[1] { of_rows[rows[1] as usize - 1] } else { 0 };
        let of_last = offsets.windows(2).map(last).collect();
        Slots { origin, power, of_rows, of_last }
    }

    /// The bytes that they take.
    pub(super) fn bytes(&self) -> usize {
        size_of::<u16>() * (self.of_rows.len() + self.of_last.len())
    }

    /// How many rows of each of some customers are before a bound.
    pub(super) fn n_before_each(&self, customers: Range<usize>, rows: (&[u32], &[i64]), bound: i64) -> Vec<u32> {
        let (offsets, at) = (&rows.0[customers.start..=customers.end], rows.1);
        let mut before: Vec<u32> = offsets.windows(2).map(|rows| rows[1] - rows[0]).collect();
        let last = &self.of_last[customers.clone()];
        // Of those whose last row is before the bound no row is looked at, and the others one after the other.
        let slot = if bound <= self.origin { 0 } else { bound.abs_diff(self.origin) >> self.power };
        for place in which(last.iter().map(|&last| u64::from(last) >= slot)) {
            let place = place as usize;
            let rows = offsets[place] as usize..offsets[place + 1] as usize;
            before[place] = self.n_before(customers.start + place, rows.start, &at[rows], bound) as u32;
        }
        before
    }

    /// How many of the first rows of a customer, which lie from `first` on at times `at`, are before a bound.
    #[inline]
    pub(super) fn n_before(&self, customer: usize, first: usize, at: &[i64], bound: i64) -> usize {
        if bound <= self.origin {
            return 0;
        }
        let slot = bound.abs_diff(self.origin) >> self.power;
        if u64::from(self.of_last[customer]) < slot {
            // No row of the customer is looked at.
            return at.len();
        }
        let (slots, slot) = (&self.of_rows[..first + at.len()], slot as u16);
        let before = match slots.last_chunk().map(|last| n_from(last, slot).min(at.len())) {
            Some(near) if near < NEAR => at.len() - near,
            Some(_) => n_below(&slots[first..slots.len() - NEAR], slot),
            None => n_below(&slots[first..], slot),
        };
        if slots.get(first + before) != Some(&slot) {
            return before;
        }
        let of_bound = slots[first + before..].iter().zip(&at[before..]);
        before + of_bound.take_while(|&(&of_row, &at)| of_row == slot && at < bound).count()
    }
}

/// Slots at the end that are looked at together. Most customers have fewer rows in a window, and this way the processor
/// need not foresee how many.
const NEAR: usize = 16;

/// How many of the last slots one after the other are not before a slot; those of the customers before may be among them.
#[inline]
fn n_from(last: &[u16; NEAR], slot: u16) -> usize {
    let is_from = |(place, &of_row): (usize, &u16)| u16::from(of_row >= slot) << place;
    last.iter().enumerate().map(is_from).fold(0, |all, one| all | one).leading_ones() as usize
}

/// How many of some values, in order, lie below a bound. Most bounds lie near the recent end: it is looked for from there.
pub(super) fn n_below<T: Copy + Ord>(values: &[T], bound: T) -> usize {
    let (mut end, mut step) = (values.len(), 1);
    while end > 0 {
        let probe = end.saturating_sub(step);
        if values[probe] < bound {
            return probe + 1 + values[probe + 1..end].partition_point(|&value| value < bound);
        }
        (end, step) = (probe, 2 * step);
    }
    0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_before_a_bound_are_counted_from_the_recent_end() {
        let times: Vec<i64> = (0..60).map(|number| number * number / 20).collect();
        for length in 0..=times.len() {
            let times = &times[..length];
            for bound in (-1..180).chain([i64::MIN, i64::MAX]) {
                assert_eq!(n_below(times, bound), times.iter().filter(|&&at| at < bound).count(), "{times:?} {bound}");
            }
        }
    }

    #[test]
    fn slots_tell_rows_before_a_bound_to_the_microsecond() {
        let long = i64::from(u16::MAX) + 1;
        // Slots of one microsecond, of some, and the longest there are.
        for (origin, step) in [(-3, 1), (1_700_000_000_000_000, 1_000), (i64::MIN, 1 << 40), (i64::MIN, 1 << 47)] {
            let some = [0, 1, 2, 2, 3, 900, 901, long - 2, long - 1, long, long, long + 1];
            let many = (0..40).map(|number| 5_000 + number * number / 9);
            let at: Vec<i64> = some
                .into_iter()
                .chain(many)
                .map(|steps: i64| origin.saturating_add(steps.saturating_mul(step)))
                .collect();
            let offsets = [0, 5, 5, 12, 52];
            let slots = Slots::new(&at, &offsets);
            let bounds = at.iter().flat_map(|at| [at.saturating_sub(1), *at, at.saturating_add(1)]);
            for bound in bounds.chain([i64::MIN, i64::MAX]) {
                let of_rows = |rows: &[u32]| {
                    at[rows[0] as usize..rows[1] as usize].iter().filter(|&&at| at < bound).count() as u32
                };
                let each: Vec<u32> = offsets.windows(2).map(of_rows).collect();
                assert_eq!(slots.n_before_each(1..4, (&offsets, &at), bound), each[1..]);
                for (customer, rows) in offsets.windows(2).enumerate() {
                    for end in rows[0]..=rows[1] {
                        let first = rows[0] as usize;
                        let times = &at[first..end as usize];
                        let before = times.iter().filter(|&&at| at < bound).count();
                        assert_eq!(slots.n_before(customer, first, times, bound), before, "{times:?} {bound}");
                    }
                }
            }
        }
    }
}
