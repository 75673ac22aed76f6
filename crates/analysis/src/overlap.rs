//! How segments overlap: members in common of each two, and who is in exactly which of many.

use serde::Serialize;

use crate::obstacle::Error;
use crate::statistics::bits::Bits;

/// Most segments whose exact intersections are counted: one bit of a word each.
pub const MOST: usize = 64;

/// How two segments overlap. What would divide by nothing is `None`.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Overlap {
    /// Place of the first one.
    pub first: usize,
    /// Place of the second one.
    pub second: usize,
    /// Members of both.
    pub both: usize,
    /// Members of both over members of either (Jaccard).
    pub jaccard: Option<f64>,
    /// Share of the first one's members who are in the second one.
    pub of_first: Option<f64>,
    /// Share of the second one's members who are in the first one.
    pub of_second: Option<f64>,
    /// How many times as many are in both as if they had nothing to do with one another.
    pub lift: Option<f64>,
}

/// The overlaps of each two segments among so many customers, in order.
#[must_use]
pub fn pairs(segments: &[Bits], n_customers: usize) -> Vec<Overlap> {
    let sizes: Vec<usize> = segments.iter().map(|segment| segment.count() as usize).collect();
    let over = |part: usize, whole: usize| (whole > 0).then(|| part as f64 / whole as f64);
    let mut pairs = Vec::new();
    for first in 0..segments.len() {
        for second in first + 1..segments.len() {
            let both = segments[first].count_both(&segments[second]) as usize;
            let expected = sizes[first] as f64 * sizes[second] as f64 / n_customers.max(1) as f64;
            pairs.push(Overlap {
                first,
                second,
                both,
                jaccard: over(both, sizes[first] + sizes[second] - both),
                of_first: over(both, sizes[first]),
                of_second: over(both, sizes[second]),
                lift: (expected > 0.0).then(|| both as f64 / expected),
            });
        }
    }
    pairs
}

/// Customers who are in exactly these segments and in no others.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Exactly {
    /// Places of the segments.
    pub segments: Vec<usize>,
    /// Number of customers.
    pub customers: usize,
}

/// Counts customers by exactly which segments they are in, most first, then by the segments; those in none are left out.
///
/// # Errors
///
/// [`Error::BadSetting`] for more than 64 segments.
pub fn exactly(segments: &[Bits]) -> Result<Vec<Exactly>, Error> {
    if segments.len() > MOST {
        return Err(Error::BadSetting { setting: "segments", low: 1.0, high: 64.0, found: segments.len() as f64 });
    }
    let n_words = segments.iter().map(|segment| segment.words().len()).max().unwrap_or(0);
    let mut memberships: Vec<u64> = Vec::new();
    for place in 0..n_words {
        let mut of_customers = [0_u64; 64];
        for (bit, segment) in segments.iter().enumerate() {
            let mut word = segment.words().get(place).copied().unwrap_or(0);
            while word != 0 {
                of_customers[word.trailing_zeros() as usize] |= 1 << bit;
                word &= word - 1;
            }
        }
        memberships.extend(of_customers.iter().filter(|segments| **segments != 0));
    }
    memberships.sort_unstable();
    let mut found: Vec<Exactly> = memberships
        .chunk_by(|a, b| a == b)
        .map(|same| {
            let segments = (0..64).filter(|bit| same[0] >> bit & 1 == 1).collect();
            Exactly { segments, customers: same.len() }
        })
        .collect();
    found.sort_by(|a, b| b.customers.cmp(&a.customers).then_with(|| a.segments.cmp(&b.segments)));
    Ok(found)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::statistics::chance::Chance;

    /// Segments of chance, each as its list of members.
    fn segments(n_segments: usize, n_customers: usize, seed: u64) -> Vec<Vec<usize>> {
        let mut chance = Chance::new(seed);
        let one = |place: usize, chance: &mut Chance| {
            let share = 0.02 + 0.1 * (place % 5) as f64;
            (0..n_customers).filter(|_| chance.unit() < share).collect::<Vec<_>>()
        };
        (0..n_segments).map(|place| one(place, &mut chance)).collect()
    }

    #[test]
    fn r_d05_fifty_segments_are_counted_as_one_by_one() {
        let (n_customers, lists) = (3_000, segments(50, 3_000, 1));
        let bits: Vec<Bits> = lists.iter().map(|list| Bits::of_rows(n_customers, list.iter().copied())).collect();
        let mut by_hand: BTreeMap<Vec<usize>, usize> = BTreeMap::new();
        for customer in 0..n_customers {
            let of: Vec<usize> =
                (0..lists.len()).filter(|place| lists[*place].binary_search(&customer).is_ok()).collect();
            *by_hand.entry(of).or_default() += 1;
        }
        by_hand.remove(&Vec::new());
        let found = exactly(&bits).unwrap();
        assert_eq!(found.len(), by_hand.len());
        assert!(found.iter().all(|one| by_hand[&one.segments] == one.customers));
        assert!(found.windows(2).all(|pair| pair[0].customers >= pair[1].customers));
        for pair in pairs(&bits, n_customers) {
            let (a, b) = (&lists[pair.first], &lists[pair.second]);
            let both = a.iter().filter(|customer| b.contains(customer)).count();
            assert_eq!(pair.both, both);
            assert_eq!(pair.jaccard, Some(both as f64 / (a.len() + b.len() - both) as f64));
        }
    }

    #[test]
    fn shares_of_nothing_are_not_said() {
        let bits = [Bits::of_rows(70, [1, 2]), Bits::of_rows(70, []), Bits::of_rows(70, [2, 69])];
        let found = pairs(&bits, 70);
        assert_eq!((found[0].jaccard, found[0].of_second, found[0].lift), (Some(0.0), None, None));
        assert_eq!((found[1].both, found[1].of_first, found[1].lift), (1, Some(0.5), Some(17.5)));
        assert_eq!(bits[2].iter().collect::<Vec<_>>(), [2, 69]);
        assert!(bits[1].count() == 0 && bits[2].has(69) && !bits[2].has(68));
        assert!(exactly(&vec![bits[0].clone(); 65]).is_err());
    }
}
