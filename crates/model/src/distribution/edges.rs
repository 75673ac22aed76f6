//! Where a comparison with a constant turns: the few values of a distribution that decide it, so that the cut-offs of many
//! midnights take next to no room.

use std::cmp::Ordering;
use std::collections::BTreeSet;

use super::{Distribution, Ranked};
use crate::decimal::{Decimal, compare};
use crate::forms::Measure;

/// What is asked of a distribution.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Asked {
    /// How a measure compares with a constant, whatever the comparison.
    Against(Measure, Decimal),
    /// The measure itself.
    Itself(Measure),
}

impl Distribution {
    /// The distribution with only the values that matter for what is asked; whole where everything does.
    #[must_use]
    pub fn reduced(&self, asked: &[Asked]) -> Distribution {
        let groups = self.groups.iter();
        Distribution { groups: groups.map(|(group, ranked)| (group.clone(), ranked.reduced(asked))).collect() }
    }

    /// About how many bytes it takes.
    pub fn bytes(&self) -> usize {
        let each = size_of::<i128>() + size_of::<u64>() + size_of::<i128>();
        self.groups.iter().map(|(group, ranked)| size_of::<Ranked>() + group.len() + each * ranked.values.len()).sum()
    }
}

impl Ranked {
    fn reduced(&self, asked: &[Asked]) -> Ranked {
        let Some(last) = self.values.len().checked_sub(1) else { return self.clone() };
        // The last value bears the number of customers and the sum of the positive values.
        let mut kept = BTreeSet::from([last]);
        for asked in asked {
            match *asked {
                Asked::Itself(Measure::Average) | Asked::Against(Measure::Average, _) => {}
                Asked::Itself(Measure::Quantile(parts)) | Asked::Against(Measure::Quantile(parts), _) => {
                    kept.extend(self.around_edges(parts));
                }
                Asked::Itself(_) => return self.clone(),
                Asked::Against(measure, constant) => kept.extend(self.turns(measure, constant)),
            }
        }
        let at = |values: &[i128]| kept.iter().map(|&place| values[place]).collect::<Vec<_>>();
        Ranked {
            scale: self.scale,
            values: at(&self.values).into(),
            at_most: kept.iter().map(|&place| self.at_most[place]).collect::<Vec<_>>().into(),
            positive: at(&self.positive).into(),
            total: self.total,
        }
    }

    /// The places of the values between which the edges of so many equal parts lie.
    fn around_edges(&self, parts: u32) -> Vec<usize> {
        let last = self.count().saturating_sub(1);
        let place = |position: u64| self.at_most.partition_point(|&at_most| at_most <= position);
        let around = |k: u64| {
            let position = last * k / u64::from(parts);
            [place(position), place((position + 1).min(last))]
        };
        (1..u64::from(parts)).flat_map(around).collect()
    }

    /// The places of the values from which on a measure that goes one way compares otherwise with a constant.
    fn turns(&self, measure: Measure, constant: Decimal) -> Vec<usize> {
        let units = constant.units_at(constant.scale()).unwrap_or(0);
        let order = |place: usize| {
            let measured = measure.of(self, self.values[place], self.scale)?;
            Some(compare(measured, measure.scale(), units, constant.scale()))
        };
        // Below all values, where nobody has at most as much, and among them the order goes one way.
        let n_values = self.values.len();
        if n_values == 0 {
            return Vec::new();
        }
        let mut turns = vec![0];
        let mut from = 0;
        while let Some(here) = order(from) {
            let (mut same, mut other) = (from, n_values);
            while same + 1 < other {
                let middle = same.midpoint(other);
                if order(middle) == Some(here) { same = middle } else { other = middle }
            }
            if other == n_values {
                break;
            }
            turns.push(other);
            from = other;
        }
        turns
    }

    /// The numbers in `10^-scale` from which on a measure compares otherwise with a constant, each with how it does; how it
    /// does below all of them comes first. `None` when nobody is compared.
    pub fn orders(&self, measure: Measure, constant: Decimal, scale: u8) -> Option<(Ordering, Vec<(i128, Ordering)>)> {
        let units = constant.units_at(constant.scale())?;
        let order = |number: i128| {
            let measured = measure.of(self, number, scale)?;
            Some(compare(measured, measure.scale(), units, constant.scale()))
        };
        let mut turns: Vec<i128> = match measure {
            Measure::Average => Vec::new(),
            Measure::Quantile(parts) => {
                let shared = self.scale.max(scale);
                let last = self.count().checked_sub(1)?;
                let above = |k: u64| Some(ceiling(self.whole_edge_at(last, k, parts, shared)? + 1, shared, scale));
                (1..u64::from(parts)).map(above).collect::<Option<_>>()?
            }
            _ => self
                .turns(measure, constant)
                .into_iter()
                .map(|at| ceiling(self.values[at], self.scale, scale))
                .collect(),
        };
        turns.sort_unstable();
        turns.dedup();
        let below = order(turns.first().map_or(0, |first| first.saturating_sub(1)))?;
        let mut before = below;
        let mut orders = Vec::new();
        for turn in turns {
            let here = order(turn)?;
            if here != before {
                orders.push((turn, here));
            }
            before = here;
        }
        Some((below, orders))
    }
}

/// The smallest number in `10^-to` that is no smaller than another one; the greatest of all where it is beyond 128 bits.
fn ceiling(units: i128, from: u8, to: u8) -> i128 {
    if to >= from {
        let factor = 10i128.checked_pow(u32::from(to - from));
        return factor.and_then(|factor| units.checked_mul(factor)).unwrap_or(i128::MAX);
    }
    let divisor = 10i128.saturating_pow(u32::from(from - to));
    units.div_euclid(divisor) + i128::from(units.rem_euclid(divisor) != 0)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const MEASURES: [Measure; 6] = [
        Measure::Average,
        Measure::Percentile,
        Measure::Rank,
        Measure::CumulativeShare,
        Measure::Quantile(4),
        Measure::Quantile(10),
    ];

    /// Constants that measures are compared with, some of them reached exactly.
    const CONSTANTS: [&str; 10] = ["0", "0.1", "0.5", "0.8", "0.9", "1", "2", "3", "7.5", "-1"];

    proptest! {
        #[test]
        fn the_values_that_are_kept_decide_as_all_of_them_do(
            values in prop::collection::vec(-20i128..60, 0..60),
            scale in 0u8..3,
        ) {
            let whole = Ranked::new(values, 1);
            for measure in MEASURES {
                for text in CONSTANTS {
                    let constant = Decimal::parse(text).unwrap();
                    let reduced = whole.reduced(&[Asked::Against(measure, constant)]);
                    let orders = whole.orders(measure, constant, scale);
                    let of_reduced = reduced.orders(measure, constant, scale);
                    for number in -300..700i128 {
                        let order = |ranked: &Ranked| {
                            let measured = measure.of(ranked, number, scale)?;
                            Some(Decimal::new(measured, measure.scale()).cmp(&constant))
                        };
                        let turned = |orders: &Option<(Ordering, Vec<(i128, Ordering)>)>| {
                            let (below, orders) = orders.as_ref()?;
                            let last = orders.iter().rev().find(|(from, _)| *from <= number);
                            Some(last.map_or(*below, |(_, order)| *order))
                        };
                        let meant = order(&whole);
                        prop_assert_eq!(order(&reduced), meant, "{:?} {} {}", measure, text, number);
                        prop_assert_eq!(turned(&orders), meant, "{:?} {} {}", measure, text, number);
                        prop_assert_eq!(turned(&of_reduced), meant, "{:?} {} {}", measure, text, number);
                    }
                }
            }
        }
    }

    #[test]
    fn next_to_nothing_is_kept_of_many() {
        let many = Ranked::new((0..10_000).collect(), 2);
        let top = Asked::Against(Measure::Percentile, Decimal::parse("0.9").unwrap());
        let reduced = many.reduced(&[top, Asked::Itself(Measure::Average), Asked::Itself(Measure::Quantile(5))]);
        assert!(reduced.values.len() < 16, "{}", reduced.values.len());
        assert_eq!((reduced.count(), reduced.average()), (many.count(), many.average()));
        assert_eq!(many.reduced(&[top, Asked::Itself(Measure::Rank)]), many, "a rank itself needs all");
    }
}
