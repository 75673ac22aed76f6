//! Figures of many, each known by little, drawn towards their common mean by as much as chance explains of their spread.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::Error;
use crate::obstacle::{at_least, finite};

/// Fewer figures than this cannot be drawn together.
const LEAST: usize = 4;

/// Figures drawn together.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Shrunk {
    /// Their mean.
    pub mean: f64,
    /// How much of a figure's distance from the mean stays, 0 to 1.
    pub stays: f64,
    /// The figures, drawn towards the mean.
    pub figures: Vec<f64>,
}

/// Draws figures of equal error variance together (James and Stein; Efron and Morris 1975,
/// <https://doi.org/10.1080/01621459.1975.10479864>).
///
/// # Errors
///
/// [`Error::TooFew`] below four figures; [`Error::BadValue`]; [`Error::BadSetting`] for a variance below 0.
pub fn shrink(figures: &[f64], variance: f64) -> Result<Shrunk, Error> {
    at_least(LEAST, figures.len())?;
    finite(0, figures)?;
    if !(0.0..=f64::MAX).contains(&variance) {
        return Err(Error::BadSetting { setting: "variance", low: 0.0, high: f64::MAX, found: variance });
    }
    let n = figures.len() as f64;
    let mean = figures.iter().sum::<f64>() / n;
    let squares: f64 = figures.iter().map(|x| (x - mean) * (x - mean)).sum();
    let stays = if squares > 0.0 { (1.0 - (n - 3.0) * variance / squares).clamp(0.0, 1.0) } else { 0.0 };
    Ok(Shrunk { mean, stays, figures: figures.iter().map(|x| mean + stays * (x - mean)).collect() })
}

/// Several figures of one customer: how many, their mean, and the squares around it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Repeated {
    /// How many.
    pub n: f64,
    /// Their mean.
    pub mean: f64,
    /// The sum of their squared distances from it.
    pub around: f64,
}

/// How figures vary between customers, and of one customer.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct OneWay {
    /// The mean of customers' own means.
    pub mean: f64,
    /// Their variance.
    pub between: f64,
    /// The variance of figures around their customer's own mean.
    pub within: f64,
    /// The logarithm of the restricted likelihood.
    pub ln_likelihood: f64,
    /// Number of figures.
    pub n: f64,
}

/// Customers with the same number of figures, summed: how many, their mean, and the squares around it.
#[derive(Clone, Copy)]
struct Alike {
    n: f64,
    customers: f64,
    mean: f64,
    around: f64,
}

fn alike(sums: &[Repeated]) -> Vec<Alike> {
    let mut of_size: BTreeMap<u64, Alike> = BTreeMap::new();
    for sum in sums {
        let none = Alike { n: sum.n, customers: 0.0, mean: 0.0, around: 0.0 };
        let alike = of_size.entry(sum.n as u64).or_insert(none);
        // Welford's update keeps the digits of the squares.
        alike.customers += 1.0;
        let off = sum.mean - alike.mean;
        alike.mean += off / alike.customers;
        alike.around += off * (sum.mean - alike.mean);
    }
    of_size.into_values().collect()
}

/// Restricted maximum likelihood of a one-way layout: the ratio of both variances is searched, all else follows. A
/// customer's weight hangs on the number of figures alone.
///
/// # Errors
///
/// [`Error::TooFewDistinct`] below two customers; [`Error::Constant`] when all figures are equal.
pub fn one_way(sums: &[Repeated]) -> Result<OneWay, Error> {
    if sums.len() < 2 {
        return Err(Error::TooFewDistinct { minimum: 2, found: sums.len() });
    }
    let n: f64 = sums.iter().map(|sum| sum.n).sum();
    let within: f64 = sums.iter().map(|sum| sum.around).sum();
    let alike = alike(sums);
    let at = |ratio: f64| {
        let weight = |one: &Alike| one.n / (1.0 + one.n * ratio);
        let weights: f64 = alike.iter().map(|one| one.customers * weight(one)).sum();
        let mean = alike.iter().map(|one| one.customers * weight(one) * one.mean).sum::<f64>() / weights;
        let squares = |one: &Alike| one.around + one.customers * (one.mean - mean).powi(2);
        let between: f64 = alike.iter().map(|one| weight(one) * squares(one)).sum();
        let variance = (within + between) / (n - 1.0);
        let ln_determinant: f64 = alike.iter().map(|one| one.customers * (one.n * ratio).ln_1p()).sum();
        let ln_likelihood =
            -0.5 * ((n - 1.0) * ((std::f64::consts::TAU * variance).ln() + 1.0) + ln_determinant + weights.ln());
        (ln_likelihood, mean, variance)
    };
    if at(0.0).2 <= 0.0 {
        return Err(Error::Constant { column: 0 });
    }
    // Golden section on the logarithm of the ratio.
    let step = (5_f64.sqrt() - 1.0) / 2.0;
    let (mut low, mut high) = (-20.0_f64, 8.0_f64);
    while high - low > 1e-9 {
        let (a, b) = (high - step * (high - low), low + step * (high - low));
        if at(a.exp()).0 < at(b.exp()).0 { low = a } else { high = b }
    }
    let mut ratio = f64::midpoint(low, high).exp();
    if at(0.0).0 >= at(ratio).0 {
        ratio = 0.0;
    }
    let (ln_likelihood, mean, variance) = at(ratio);
    Ok(OneWay { mean, between: ratio * variance, within: variance, ln_likelihood, n })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tests::close;

    #[test]
    fn batting_averages_are_those_of_efron_and_morris() {
        let hits = [18, 17, 16, 15, 14, 14, 13, 12, 11, 11, 10, 10, 10, 10, 10, 9, 8, 7];
        let averages = hits.map(|hits| f64::from(hits) / 45.0);
        let mean = averages.iter().sum::<f64>() / 18.0;
        let shrunk = shrink(&averages, mean * (1.0 - mean) / 45.0).unwrap();
        close(shrunk.mean, 0.265_432, 1e-5);
        close(shrunk.stays, 0.211_653, 1e-5);
        close(shrunk.figures[0], 0.293_914, 1e-5);
        close(shrunk.figures[17], 0.242_176, 1e-5);
    }
}
