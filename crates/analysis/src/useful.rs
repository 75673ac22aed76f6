//! How many segments are useful: what each further one tells about customers' worth beyond those before it.

use serde::Serialize;

use crate::obstacle::{Error, at_least, finite};
use crate::statistics::bits::Bits;

/// Least number of customers.
const LEAST: usize = 10;

/// A segment taken in, and what is told with it.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Taken {
    /// Its place.
    pub segment: usize,
    /// Groups that customers are in by now: by exactly which of the segments taken they are in.
    pub groups: usize,
    /// Share of the variance of the values that groups explain by now, corrected for their number.
    pub explained: f64,
    /// By how much it grew.
    pub gain: f64,
}

/// Takes in segments one after the other, each time the one that tells most of what is left to tell, for as long as one
/// adds at least `least_gain`. The share explained is corrected for the number of groups (ω², as adjusted R²), so that
/// segments of chance add nothing.
///
/// # Errors
///
/// [`Error::TooFew`] below ten customers, [`Error::Constant`] when all are worth the same.
pub fn gains(values: &[f64], segments: &[Bits], least_gain: f64) -> Result<Vec<Taken>, Error> {
    at_least(LEAST, values.len())?;
    finite(0, values)?;
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    let total: f64 = values.iter().map(|x| (x - mean) * (x - mean)).sum();
    if total <= 0.0 {
        return Err(Error::Constant { column: 0 });
    }
    let mut group_of = vec![0_u32; values.len()];
    let (mut n_groups, mut explained) = (1_usize, 0.0);
    let mut taken: Vec<Taken> = Vec::new();
    loop {
        let left = (0..segments.len()).filter(|place| taken.iter().all(|one| one.segment != *place));
        let tried = left.map(|place| {
            let mut sums = vec![(0.0, 0.0); 2 * n_groups];
            for (row, value) in values.iter().enumerate() {
                let cell = &mut sums[2 * group_of[row] as usize + usize::from(segments[place].has(row))];
                *cell = (cell.0 + 1.0, cell.1 + (value - mean));
            }
            let filled = sums.iter().filter(|(count, _)| *count > 0.0);
            let (groups, between) =
                filled.fold((0_usize, 0.0), |(groups, sum), (count, of)| (groups + 1, sum + of * of / count));
            let freedom = n - groups as f64;
            let corrected = if freedom > 0.0 { 1.0 - (total - between) / freedom * (n - 1.0) / total } else { 0.0 };
            (place, groups, corrected)
        });
        // Of equal ones the first is taken.
        let best = tried.reduce(|best, one| if one.2 > best.2 { one } else { best });
        let Some((segment, groups, corrected)) = best.filter(|(_, _, corrected)| corrected - explained >= least_gain)
        else {
            return Ok(taken);
        };
        taken.push(Taken { segment, groups, explained: corrected, gain: corrected - explained });
        explained = corrected;
        let mut numbers = vec![None; 2 * n_groups];
        let mut next = 0_u32;
        for (row, group) in group_of.iter_mut().enumerate() {
            let number = &mut numbers[2 * *group as usize + usize::from(segments[segment].has(row))];
            *group = *number.get_or_insert_with(|| {
                next += 1;
                next - 1
            });
        }
        n_groups = next as usize;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::statistics::chance::Chance;

    #[test]
    fn r_d11_a_segment_that_tells_is_taken_and_those_of_chance_are_not() {
        let mut chance = Chance::new(11);
        let n = 4_000;
        let is_good: Vec<bool> = (0..n).map(|_| chance.unit() < 0.3).collect();
        let values: Vec<f64> =
            is_good.iter().map(|good| if *good { 100.0 } else { 20.0 } + 10.0 * chance.normal()).collect();
        let mut segments: Vec<Bits> = (0..10)
            .map(|_| {
                let members: Vec<bool> = (0..n).map(|_| chance.unit() < 0.4).collect();
                Bits::of(n, |row| members[row])
            })
            .collect();
        segments.push(Bits::of(n, |row| is_good[row]));
        // The same again says nothing more.
        segments.push(Bits::of(n, |row| !is_good[row]));
        let taken = gains(&values, &segments, 0.01).unwrap();
        assert_eq!(taken.iter().map(|one| (one.segment, one.groups)).collect::<Vec<_>>(), [(10, 2)]);
        assert!(taken[0].explained > 0.9 && taken[0].explained < 0.95, "{}", taken[0].explained);
        assert_eq!(gains(&[1.0; 20], &segments, 0.01), Err(Error::Constant { column: 0 }));
    }
}
