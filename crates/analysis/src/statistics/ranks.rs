//! Comparisons by rank: they ask who comes before whom, and no outlier can carry them.

use serde::Serialize;

use crate::Error;
use crate::obstacle::{finite, same_length};
use crate::statistics::interval::Interval;
use crate::statistics::tails::{ln_chi_squared_above, ln_normal_beyond, ln_student_beyond, student_quantile};

/// Ranks from 1, equal values sharing the mean of theirs.
#[derive(Debug, Clone)]
pub struct Ranks {
    /// The rank of each value, in the order given.
    pub of: Vec<f64>,
    /// Σ(t³ - t) over groups of t equal values.
    pub ties: f64,
}

impl Ranks {
    /// Ranks finite values.
    #[must_use]
    pub fn of(values: &[f64]) -> Self {
        let mut order: Vec<u32> = (0..values.len() as u32).collect();
        order.sort_unstable_by(|a, b| values[*a as usize].total_cmp(&values[*b as usize]));
        let mut of = vec![0.0; values.len()];
        let (mut ties, mut start) = (0.0, 0);
        while start < order.len() {
            let value = values[order[start] as usize];
            let end =
                order[start..].iter().position(|i| values[*i as usize] != value).map_or(order.len(), |n| start + n);
            let rank = (start + 1 + end) as f64 / 2.0;
            order[start..end].iter().for_each(|i| of[*i as usize] = rank);
            let equal = (end - start) as f64;
            ties += equal * equal * equal - equal;
            start = end;
        }
        Self { of, ties }
    }
}

/// How two groups compare by rank.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RanksCompared {
    /// The pairs in which the first group's value is the higher, a tie counting half (Mann and Whitney's U).
    pub u: f64,
    /// U as a share of all pairs: the chance that a random one of the first group is above a random one of the second.
    pub superiority: f64,
    /// Its interval (Brunner and Munzel 2000), within 0 to 1.
    pub interval: Interval,
    /// Chance above minus chance below (Cliff's delta), -1 to 1.
    pub delta: f64,
    /// The logarithm of the two-sided p-value of U: normal law, corrected for ties and continuity.
    pub ln_p: f64,
    /// Brunner and Munzel's statistic, for groups that need not vary alike,
    /// <https://doi.org/10.1002/(SICI)1521-4036(200001)42:1%3C17::AID-BIMJ17%3E3.0.CO;2-U>; negative when the first
    /// group is above; `None` when the groups do not overlap at all.
    pub brunner_munzel: Option<f64>,
    /// The logarithm of its two-sided p-value.
    pub brunner_munzel_ln_p: Option<f64>,
}

/// Compares two groups by rank.
///
/// # Errors
///
/// [`Error::TooFewInGroup`] below two values; [`Error::BadValue`]; [`Error::Constant`] when all values are equal.
pub fn compare(first: &[f64], second: &[f64], confidence: f64) -> Result<RanksCompared, Error> {
    for (group, values) in [first, second].into_iter().enumerate() {
        if values.len() < 2 {
            return Err(Error::TooFewInGroup { group, minimum: 2, found: values.len() });
        }
        finite(group, values)?;
    }
    let together: Vec<f64> = first.iter().chain(second).copied().collect();
    let ranks = Ranks::of(&together);
    let (n, m) = (first.len() as f64, second.len() as f64);
    let total = n + m;
    let (ranks_first, ranks_second) = ranks.of.split_at(first.len());
    let u = ranks_first.iter().sum::<f64>() - n * (n + 1.0) / 2.0;
    let variance = n * m / 12.0 * (total + 1.0 - ranks.ties / (total * (total - 1.0)));
    if variance <= 0.0 {
        return Err(Error::Constant { column: 0 });
    }
    let z = ((u - n * m / 2.0).abs() - 0.5).max(0.0) / variance.sqrt();
    let superiority = u / (n * m);
    // Placements: how far a value's rank among all exceeds its rank within its own group.
    let spread = |among_all: &[f64], values: &[f64]| {
        let size = values.len() as f64;
        let within = Ranks::of(values).of;
        let middle = among_all.iter().sum::<f64>() / size - (size + 1.0) / 2.0;
        let squares: f64 = among_all.iter().zip(&within).map(|(all, own)| (all - own - middle).powi(2)).sum();
        squares / (size - 1.0)
    };
    let (spread_first, spread_second) = (spread(ranks_first, first), spread(ranks_second, second));
    let pooled = n * spread_first + m * spread_second;
    let difference = m.recip() * ranks_second.iter().sum::<f64>() - n.recip() * ranks_first.iter().sum::<f64>();
    let overlaps = pooled > 0.0;
    let statistic = overlaps.then(|| n * m * difference / (total * pooled.sqrt()));
    let freedom = pooled * pooled
        / ((n * spread_first).powi(2) / (n - 1.0) + (m * spread_second).powi(2) / (m - 1.0)).max(f64::MIN_POSITIVE);
    let reach = if overlaps {
        student_quantile(0.5 + confidence / 2.0, freedom)
            * (spread_first / (n * m * m) + spread_second / (m * n * n)).sqrt()
    } else {
        0.0
    };
    let interval = Interval { low: (superiority - reach).max(0.0), high: (superiority + reach).min(1.0) };
    Ok(RanksCompared {
        u,
        superiority,
        interval,
        delta: 2.0 * superiority - 1.0,
        ln_p: ln_normal_beyond(z),
        brunner_munzel: statistic,
        brunner_munzel_ln_p: statistic.map(|t| ln_student_beyond(t, freedom)),
    })
}

/// Whether the values of several groups lie at different heights.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct GroupsCompared {
    /// Kruskal and Wallis's H, corrected for ties, <https://doi.org/10.1080/01621459.1952.10483441>.
    pub h: f64,
    /// Degrees of freedom: groups less one.
    pub freedom: usize,
    /// The logarithm of the p-value.
    pub ln_p: f64,
    /// The share of the variation of ranks that lies between groups, (H - k + 1)/(n - k), from 0.
    pub epsilon_squared: f64,
    /// The mean rank of each group divided by n: above one half, it is above the middle.
    pub heights: Vec<f64>,
}

/// Compares several groups: `group[i]` is the group of `values[i]`, from 0 to `groups` - 1.
///
/// # Errors
///
/// [`Error::LengthsDiffer`]; [`Error::BadValue`]; [`Error::TooFewDistinct`] below two groups that hold a value;
/// [`Error::Constant`] when all values are equal.
pub fn compare_groups(values: &[f64], group: &[u32], groups: usize) -> Result<GroupsCompared, Error> {
    same_length(values.len(), group.len())?;
    finite(0, values)?;
    let mut sums = vec![0.0; groups];
    let mut sizes = vec![0.0_f64; groups];
    let ranks = Ranks::of(values);
    for (rank, group) in ranks.of.iter().zip(group) {
        sums[*group as usize] += rank;
        sizes[*group as usize] += 1.0;
    }
    let filled = sizes.iter().filter(|size| **size > 0.0).count();
    if filled < 2 {
        return Err(Error::TooFewDistinct { minimum: 2, found: filled });
    }
    let n = values.len() as f64;
    let correction = 1.0 - ranks.ties / (n * n * n - n);
    if correction <= 0.0 {
        return Err(Error::Constant { column: 0 });
    }
    let squares: f64 =
        sums.iter().zip(&sizes).filter(|(_, size)| **size > 0.0).map(|(sum, size)| sum * sum / size).sum();
    let h = ((12.0 / (n * (n + 1.0)) * squares - 3.0 * (n + 1.0)) / correction).max(0.0);
    let freedom = filled - 1;
    let heights = sums.iter().zip(&sizes).map(|(sum, size)| if *size > 0.0 { sum / size / n } else { 0.5 }).collect();
    let spare = n - filled as f64;
    let epsilon_squared = if spare > 0.0 { ((h - freedom as f64) / spare).clamp(0.0, 1.0) } else { 0.0 };
    Ok(GroupsCompared { h, freedom, ln_p: ln_chi_squared_above(h, freedom as f64), epsilon_squared, heights })
}

/// How far two columns rise together.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Correlation {
    /// Spearman's correlation of ranks, -1 to 1.
    pub rho: f64,
    /// The logarithm of the two-sided p-value, by Student's law.
    pub ln_p: f64,
}

/// Correlates two columns by rank.
///
/// # Errors
///
/// [`Error::LengthsDiffer`]; [`Error::TooFew`] below three; [`Error::BadValue`]; [`Error::Constant`].
pub fn correlate(x: &[f64], y: &[f64]) -> Result<Correlation, Error> {
    same_length(x.len(), y.len())?;
    crate::obstacle::at_least(3, x.len())?;
    finite(0, x)?;
    finite(1, y)?;
    let (x, y) = (Ranks::of(x).of, Ranks::of(y).of);
    let n = x.len() as f64;
    let middle = (n + 1.0) / 2.0;
    let product = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(a, b)| (a - middle) * (b - middle)).sum::<f64>();
    let (xx, yy) = (product(&x, &x), product(&y, &y));
    for (column, squares) in [xx, yy].into_iter().enumerate() {
        if squares <= 0.0 {
            return Err(Error::Constant { column });
        }
    }
    let rho = (product(&x, &y) / (xx * yy).sqrt()).clamp(-1.0, 1.0);
    let rest = (1.0 - rho * rho).max(1e-300);
    Ok(Correlation { rho, ln_p: ln_student_beyond(rho * ((n - 2.0) / rest).sqrt(), n - 2.0) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::statistics::interval::CONFIDENCE;
    use crate::tests::recipe::customers;
    use crate::tests::{big_and_other, close};

    #[test]
    fn big_businesses_come_before_others() {
        let (big, other) = big_and_other();
        let compared = compare(&big, &other, CONFIDENCE).unwrap();
        assert_eq!(compared.u, 83_155.5);
        close(compared.ln_p.exp(), 5.572_65e-52, 1e-5);
        close(compared.superiority, 0.850_748, 1e-6);
        close(compared.delta, 0.701_496, 1e-6);
        close(compared.brunner_munzel.unwrap(), -22.566_954, 1e-6);
        assert!(compared.interval.holds(compared.superiority) && compared.interval.low > 0.8);
    }

    #[test]
    fn channels_differ() {
        let customers = customers();
        let values: Vec<f64> = customers.iter().map(|c| c.euros()).collect();
        let channels = ["seo", "ads", "social", "email"];
        let place = |channel| channels.iter().position(|c| *c == channel).unwrap() as u32;
        let group: Vec<u32> = customers.iter().map(|c| place(c.channel)).collect();
        close(compare_groups(&values, &group, 4).unwrap().h, 43.855_853, 1e-6);
    }

    #[test]
    fn groups_apart_or_equal_have_an_answer() {
        let apart = compare(&[5.0, 6.0], &[1.0, 2.0], CONFIDENCE).unwrap();
        assert!(apart.superiority == 1.0 && apart.brunner_munzel.is_none());
        assert_eq!(compare(&[1.0; 3], &[1.0; 3], CONFIDENCE), Err(Error::Constant { column: 0 }));
        assert_eq!(correlate(&[1.0, 2.0, 3.0], &[10.0, 20.0, 30.0]).unwrap().rho, 1.0);
    }

    proptest::proptest! {
        #[test]
        fn ranks_do_not_care_about_scale(values in proptest::collection::vec(-50_i32..50, 2..60)) {
            let plain: Vec<f64> = values.iter().map(|x| f64::from(*x)).collect();
            let bent: Vec<f64> = plain.iter().map(|x| (x / 20.0).exp()).collect();
            proptest::prop_assert_eq!(Ranks::of(&plain).of, Ranks::of(&bent).of);
        }
    }
}
