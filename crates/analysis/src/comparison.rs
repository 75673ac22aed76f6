//! Two groups of different customers side by side: how far apart they are in numbers and in categories.

use serde::Serialize;

use crate::obstacle::Error;
use crate::statistics::interval::{CONFIDENCE, Interval};
use crate::statistics::means::{self, Moments};
use crate::statistics::proportions::{self, Share};
use crate::statistics::tables::associate;

/// Below this standardised difference two groups are the same for all purposes (Austin 2011,
/// <https://doi.org/10.1080/00273171.2011.568786>).
pub const NEGLIGIBLE: f64 = 0.1;

/// A number of customers of two groups.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Numbers {
    /// The first group's.
    pub first: Moments,
    /// The second group's.
    pub second: Moments,
    /// First mean minus second.
    pub difference: f64,
    /// Its 95 % interval; `None` where a group has fewer than two values or nothing varies.
    pub interval: Option<Interval>,
    /// The difference in standard deviations, their variances averaged; `None` where nothing varies.
    pub standardised: Option<f64>,
}

/// A category of customers of two groups.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Categories {
    /// Each category, in the order given.
    pub levels: Vec<Level>,
    /// Cramér's V: 0 when the groups are alike, 1 when the category tells the group; `None` of fewer than two categories.
    pub v: Option<f64>,
    /// The greatest standardised difference of the categories' shares.
    pub standardised: Option<f64>,
}

/// One category.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Level {
    /// Its share of the first group.
    pub first: Share,
    /// Its share of the second group.
    pub second: Share,
    /// First share minus second.
    pub difference: f64,
    /// Its 95 % interval.
    pub interval: Interval,
    /// The difference in standard deviations of a share; `None` where nothing varies.
    pub standardised: Option<f64>,
}

/// Compares a number in two groups.
///
/// # Errors
///
/// [`Error::TooFewInGroup`] for a group without values.
pub fn numbers(first: &[f64], second: &[f64]) -> Result<Numbers, Error> {
    for (group, values) in [first, second].into_iter().enumerate() {
        if values.is_empty() {
            return Err(Error::TooFewInGroup { group, minimum: 1, found: 0 });
        }
        crate::obstacle::finite(group, values)?;
    }
    let (a, b) = (Moments::of(first), Moments::of(second));
    let spread = ((a.variance + b.variance) / 2.0).sqrt();
    Ok(Numbers {
        first: a,
        second: b,
        difference: a.mean - b.mean,
        interval: means::compare(first, second, CONFIDENCE).ok().map(|compared| compared.interval),
        standardised: (spread > 0.0).then(|| (a.mean - b.mean) / spread),
    })
}

/// Compares the counts of categories in two groups.
///
/// # Errors
///
/// [`Error::LengthsDiffer`] for counts of different categories, [`Error::TooFewInGroup`] for a group without customers.
pub fn categories(first: &[u64], second: &[u64]) -> Result<Categories, Error> {
    crate::obstacle::same_length(first.len(), second.len())?;
    let (n, m): (u64, u64) = (first.iter().sum(), second.iter().sum());
    let mut levels = Vec::with_capacity(first.len());
    for (k, j) in first.iter().zip(second) {
        let (a, b) = (Share { successes: *k, n }, Share { successes: *j, n: m });
        let compared = proportions::compare(a, b, CONFIDENCE)?;
        let (p, q) = (a.rate(), b.rate());
        let spread = ((p * (1.0 - p) + q * (1.0 - q)) / 2.0).sqrt();
        let standardised = (spread > 0.0).then(|| (p - q) / spread);
        levels.push(Level {
            first: a,
            second: b,
            difference: compared.difference,
            interval: compared.interval,
            standardised,
        });
    }
    let greatest = levels.iter().filter_map(|level| level.standardised).map(f64::abs).reduce(f64::max);
    let v = associate(&[first.to_vec(), second.to_vec()]).ok().map(|association| association.v);
    Ok(Categories { levels, v, standardised: greatest })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tests::big_and_other;

    #[test]
    fn r_d05_big_businesses_beside_the_others() {
        let (big, other) = big_and_other();
        let found = numbers(&big, &other).unwrap();
        assert!((found.standardised.unwrap() - 1.379416).abs() < 1e-6, "{found:?}");
        assert!(found.interval.unwrap().holds(found.difference));
    }

    #[test]
    fn groups_that_are_alike_do_not_differ() {
        let found = categories(&[10, 30], &[20, 60]).unwrap();
        assert_eq!((found.standardised, found.levels[0].difference), (Some(0.0), 0.0));
        assert!(found.v.unwrap() < 1e-9);
        let apart = categories(&[10, 0], &[0, 10]).unwrap();
        assert!((apart.v.unwrap() - 1.0).abs() < 1e-9);
        // Each category is certain in its group: there is no spread to measure by.
        assert_eq!(apart.standardised, None);
        assert_eq!(numbers(&[1.0], &[]), Err(Error::TooFewInGroup { group: 1, minimum: 1, found: 0 }));
        assert_eq!(numbers(&[2.0], &[2.0, 2.0]).unwrap().standardised, None);
    }
}
