//! The values that customers are compared with: averages, ranks and shares of the whole base, per group.
//!
//! A distribution is computed beforehand, dated, stored, and handed to evaluation (LANGUAGE, *The base*).

mod edges;

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::decimal::{Decimal, compare, quotient, rescale};

pub use edges::Asked;

/// The values of the customers compared, by group (`""` where there is no `per`).
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Distribution {
    /// The ranked values of each group.
    pub groups: BTreeMap<Box<str>, Ranked>,
}

/// The values of one group, in increasing order. A copy shares them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Ranked {
    scale: u8,
    /// Distinct values, increasing, in `10^-scale`.
    values: Arc<Vec<i128>>,
    /// How many customers have at most each value.
    at_most: Arc<Vec<u64>>,
    /// Sum of the positive values up to each value, included.
    positive: Arc<Vec<i128>>,
    /// Sum of all values.
    total: i128,
}

/// A number and its scale: `units × 10^-scale`.
pub type Scaled = (i128, u8);

impl Ranked {
    /// Ranks values given in `10^-scale`.
    pub fn new(mut units: Vec<i128>, scale: u8) -> Self {
        sort(&mut units);
        let (mut values, mut at_most, mut positives) = (Vec::new(), Vec::new(), Vec::new());
        let (mut positive, mut total) = (0i128, 0i128);
        for (position, &value) in units.iter().enumerate() {
            positive = positive.saturating_add(value.max(0));
            total = total.saturating_add(value);
            if values.last() != Some(&value) {
                values.push(value);
                at_most.push(0);
                positives.push(0);
            }
            let last = values.len() - 1;
            at_most[last] = position as u64 + 1;
            positives[last] = positive;
        }
        Ranked { scale, values: values.into(), at_most: at_most.into(), positive: positives.into(), total }
    }

    /// Ranks distinct values given in `10^-scale`, in increasing order, with how many customers have each.
    pub fn counted(counted: &[(i128, u64)], scale: u8) -> Self {
        let (mut n, mut positive, mut total) = (0, 0i128, 0i128);
        let (mut values, mut at_most, mut positives) = (Vec::new(), Vec::new(), Vec::new());
        for &(value, count) in counted {
            n += count;
            positive = positive.saturating_add(value.max(0).saturating_mul(i128::from(count)));
            total = total.saturating_add(value.saturating_mul(i128::from(count)));
            values.push(value);
            at_most.push(n);
            positives.push(positive);
        }
        Ranked { scale, values: values.into(), at_most: at_most.into(), positive: positives.into(), total }
    }

    /// Number of customers compared.
    pub fn count(&self) -> u64 {
        self.at_most.last().copied().unwrap_or(0)
    }

    /// The mean, in `10^-8`; `None` when nobody is compared.
    pub fn average(&self) -> Option<i128> {
        quotient(self.total, self.scale, i128::from(self.count()), 0)
    }

    /// The share of customers with a value at most `x`, in `10^-8`; `None` when nobody is compared.
    pub fn percentile(&self, x: Scaled) -> Option<i128> {
        quotient(i128::from(self.n_at_most(x)), 0, i128::from(self.count()), 0)
    }

    /// 1 + the number of customers with a greater value; `None` when nobody is compared.
    pub fn rank(&self, x: Scaled) -> Option<i128> {
        (self.count() > 0).then(|| i128::from(self.n_above(x)) + 1)
    }

    /// 1 + the number of type-7 edges of `n` equal parts that lie strictly below `x` (Hyndman and Fan, "Sample
    /// quantiles in statistical packages", 1996: the edge at p is at position (N − 1)p); `None` when nobody is compared.
    pub fn quantile(&self, x: Scaled, n: u32) -> Option<i128> {
        let last = self.count().checked_sub(1)?;
        let scale = self.scale.max(x.1);
        let x = rescale(x.0, x.1, scale)?;
        let below = (1..u64::from(n)).filter(|&k| self.whole_edge_at(last, k, n, scale).is_some_and(|edge| edge < x));
        Some(1 + below.count() as i128)
    }

    /// The edge number `k` of `n` equal parts, rounded down in `10^-scale`, given the position of the last customer.
    fn whole_edge_at(&self, last: u64, k: u64, n: u32, scale: u8) -> Option<i128> {
        let (position, rest) = (last * k / u64::from(n), last * k % u64::from(n));
        let low = rescale(self.value_at(position), self.scale, scale);
        let high = rescale(self.value_at((position + 1).min(last)), self.scale, scale);
        low.zip(high).map(|(low, high)| whole_edge(low, high, rest, n))
    }

    /// The share of the total of positive values held by customers with a value strictly greater than `x`, in
    /// `10^-8`; `None` when there is no positive value.
    pub fn cumulative_share(&self, x: Scaled) -> Option<i128> {
        let total = self.positive.last().copied().unwrap_or(0);
        let held = self.distinct_at_most(x).checked_sub(1).map_or(0, |last| self.positive[last]);
        quotient(total - held, self.scale, total, self.scale)
    }

    /// The number of distinct values at most `x`.
    fn distinct_at_most(&self, (units, scale): Scaled) -> usize {
        self.values.partition_point(|&value| compare(value, self.scale, units, scale).is_le())
    }

    /// The number of customers with a value greater than `x`.
    pub fn n_above(&self, x: Scaled) -> u64 {
        self.count() - self.n_at_most(x)
    }

    fn n_at_most(&self, x: Scaled) -> u64 {
        self.distinct_at_most(x).checked_sub(1).map_or(0, |last| self.at_most[last])
    }

    /// The value of the customer at a position from 0 in increasing order.
    fn value_at(&self, position: u64) -> i128 {
        self.values[self.at_most.partition_point(|&at_most| at_most <= position)]
    }
}

/// Puts numbers in order; those of 64 bits, which most are, as such.
fn sort(units: &mut [i128]) {
    let narrow: Result<Vec<i64>, _> = units.iter().map(|&number| i64::try_from(number)).collect();
    match narrow {
        Ok(mut narrow) => {
            narrow.sort_unstable();
            units.iter_mut().zip(narrow).for_each(|(number, sorted)| *number = i128::from(sorted));
        }
        Err(_) => units.sort_unstable(),
    }
}

/// The edge `low + (high − low) × rest / n`, rounded down: a whole number is above the edge when it is above this.
fn whole_edge(low: i128, high: i128, rest: u64, n: u32) -> i128 {
    let (span, rest, n) = (high.saturating_sub(low), i128::from(rest), i128::from(n));
    // Divided before it is multiplied, so that large numbers stay within 128 bits.
    low + span / n * rest + (span % n * rest).div_euclid(n)
}

impl Distribution {
    /// Ranks the numbers of each group.
    pub fn of(values: impl IntoIterator<Item = (Box<str>, Decimal)>) -> Self {
        let mut groups: BTreeMap<Box<str>, Vec<Decimal>> = BTreeMap::new();
        for (group, number) in values {
            groups.entry(group).or_default().push(number);
        }
        let ranked = groups.into_iter().map(|(group, numbers)| {
            let scale = numbers.iter().map(|number| number.scale()).max().unwrap_or(0);
            let units = numbers.iter().filter_map(|number| number.units_at(scale)).collect();
            (group, Ranked::new(units, scale))
        });
        Distribution { groups: ranked.collect() }
    }

    /// The distribution as bytes, for keeping.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::new();
        for (group, ranked) in &self.groups {
            bytes.extend((group.len() as u64).to_le_bytes());
            bytes.extend(group.as_bytes());
            bytes.push(ranked.scale);
            bytes.extend((ranked.values.len() as u64).to_le_bytes());
            let mut before = 0;
            for (value, at_most) in ranked.values.iter().zip(ranked.at_most.iter()) {
                bytes.extend(value.to_le_bytes());
                bytes.extend((at_most - before).to_le_bytes());
                before = *at_most;
            }
        }
        bytes
    }

    /// Reads what [`Distribution::to_bytes`] wrote; `None` for anything else.
    pub fn from_bytes(mut bytes: &[u8]) -> Option<Self> {
        let mut groups = BTreeMap::new();
        while !bytes.is_empty() {
            let length = usize::try_from(u64::from_le_bytes(take(&mut bytes)?)).ok()?;
            let group = std::str::from_utf8(bytes.get(..length)?).ok()?.into();
            bytes = &bytes[length..];
            let [scale] = take(&mut bytes)?;
            let n_values = u64::from_le_bytes(take(&mut bytes)?);
            let (mut values, mut counts, mut positives) = (Vec::new(), Vec::new(), Vec::new());
            let (mut at_most, mut positive, mut total) = (0u64, 0i128, 0i128);
            for _ in 0..n_values {
                let value = i128::from_le_bytes(take(&mut bytes)?);
                let count = u64::from_le_bytes(take(&mut bytes)?);
                at_most = at_most.checked_add(count)?;
                positive = positive.saturating_add(value.max(0).saturating_mul(i128::from(count)));
                total = total.saturating_add(value.saturating_mul(i128::from(count)));
                values.push(value);
                counts.push(at_most);
                positives.push(positive);
            }
            let (values, at_most, positive) = (values.into(), counts.into(), positives.into());
            groups.insert(group, Ranked { scale, values, at_most, positive, total });
        }
        Some(Distribution { groups })
    }
}

fn take<const N: usize>(bytes: &mut &[u8]) -> Option<[u8; N]> {
    let (first, rest) = bytes.split_first_chunk::<N>()?;
    *bytes = rest;
    Some(*first)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ranked(values: &[i128]) -> Ranked {
        Ranked::new(values.to_vec(), 0)
    }

    #[test]
    fn ranks_and_percentiles_share_the_better_place_among_ties() {
        let base = ranked(&[10, 20, 20, 40]);
        let ranks: Vec<_> = [10, 20, 40, 50].map(|x| base.rank((x, 0)).unwrap()).to_vec();
        assert_eq!(ranks, [4, 2, 1, 1]);
        assert_eq!(base.percentile((20, 0)), Some(75_000_000));
        assert_eq!(base.average(), Some(2_250_000_000));
        assert_eq!(ranked(&[]).rank((1, 0)), None);
    }

    #[test]
    fn quantile_edges_are_of_type_seven() {
        // numpy.quantile(range(1, 11), [.2, .4, .6, .8]) = [2.8, 4.6, 6.4, 8.2]
        let base = ranked(&(1..=10).collect::<Vec<_>>());
        let fifths: Vec<_> = (1..=10).map(|x| base.quantile((x, 0), 5).unwrap()).collect();
        assert_eq!(fifths, [1, 1, 2, 2, 3, 3, 4, 4, 5, 5]);
        // An edge equal to the value is not strictly below it.
        let base = ranked(&[1, 2, 3, 4, 5]);
        let halves: Vec<_> = (1..=5).map(|x| base.quantile((x, 0), 2).unwrap()).collect();
        assert_eq!(halves, [1, 1, 1, 2, 2]);
    }

    #[test]
    fn quantiles_of_very_large_numbers_are_exact() {
        let large = 10i128.pow(37);
        let base = ranked(&[large, 2 * large, 3 * large]);
        let parts: Vec<_> = [large, 2 * large, 3 * large].map(|x| base.quantile((x, 0), 1_000).unwrap()).to_vec();
        assert_eq!(parts, [1, 500, 1_000]);
    }

    #[test]
    fn the_crossing_customer_and_its_ties_are_kept() {
        let base = ranked(&[50, 30, 30, 10, 0, -5]);
        let share = |x: i128| base.cumulative_share((x, 0)).unwrap();
        assert_eq!([share(50), share(10), share(0), share(-5)], [0, 91_666_667, 100_000_000, 100_000_000]);
        assert_eq!(share(30), 41_666_667);
    }

    #[test]
    fn bytes_give_the_distribution_back() {
        let mut distribution = Distribution::default();
        distribution.groups.insert("FR".into(), Ranked::new(vec![5, -2, 5, 9], 4));
        distribution.groups.insert("".into(), Ranked::new(vec![], 0));
        assert_eq!(Distribution::from_bytes(&distribution.to_bytes()), Some(distribution.clone()));
        let bytes = distribution.to_bytes();
        assert_eq!(Distribution::from_bytes(&bytes[..bytes.len() - 1]), None);
    }
}
