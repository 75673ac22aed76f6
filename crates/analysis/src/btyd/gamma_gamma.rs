//! Gamma-Gamma: what a customer spends per purchase, drawn towards what customers spend when little is known of it.
//!
//! Fader and Hardie 2013, <http://www.brucehardie.com/notes/025/>. It needs that how much and how often have nothing to do
//! with one another, so their correlation is told.

use rayon::iter::ParallelIterator;
use rayon::slice::ParallelSlice;
use serde::Serialize;
use statrs::function::gamma::{digamma, ln_gamma};

use super::PIECE;
use super::fitter::{Fitted, fit_mean};
use crate::Error;
use crate::obstacle::at_least;

/// Customers with repeats and a spend below which nothing is fitted.
pub const LEAST_ROWS: usize = 20;
/// A correlation of frequency and spend above this breaks what the model assumes.
pub const CORRELATED_ABOVE: f64 = 0.3;

/// The repeats of a customer, and their mean value.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Spend {
    /// Purchases after the first.
    pub repeats: u32,
    /// Mean value of these; 0 without any.
    pub mean: f64,
}

/// The model.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct GammaGamma {
    /// Shape of a customer's purchases.
    pub p: f64,
    /// Shape of the gamma law of customers' rates.
    pub q: f64,
    /// Its rate, in money.
    pub v: f64,
}

/// A fitted model of spend.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FittedSpend {
    /// The model.
    pub model: GammaGamma,
    /// What the fit says of the parameters.
    pub fitted: Fitted,
    /// Customers it was estimated on: those with repeats and a mean above 0.
    pub fitted_on: usize,
    /// The correlation of frequency and mean spend among these; 0 when either is constant.
    pub correlation: f64,
}

impl GammaGamma {
    /// What a purchase of this customer is worth on average; that of all customers without repeats of any value.
    #[must_use]
    pub fn expected(&self, spend: Spend) -> f64 {
        let Self { p, q, v } = *self;
        let x = if spend.mean > 0.0 { f64::from(spend.repeats) } else { 0.0 };
        p * (v + x * spend.mean) / (p * x + q - 1.0)
    }

    /// Draws what a purchase of this customer is worth on average.
    #[must_use]
    pub fn draw(&self, spend: Spend, chance: &mut crate::statistics::chance::Chance) -> f64 {
        let x = if spend.mean > 0.0 { f64::from(spend.repeats) } else { 0.0 };
        let rate = chance.gamma(self.p * x + self.q) / (self.v + x * spend.mean);
        if rate > 0.0 { self.p / rate } else { self.expected(spend) }
    }
}

/// Fits the model.
///
/// # Errors
///
/// [`Error::TooFew`] below [`LEAST_ROWS`] customers with repeats of some value; [`Error::BadValue`] for a mean that is not
/// finite; [`Error::Constant`] when all spend alike; [`Error::NotConverged`] also when the mean of all would be infinite
/// (q at most 1).
pub fn fit(spends: &[Spend]) -> Result<FittedSpend, Error> {
    if let Some(row) = spends.iter().position(|spend| !spend.mean.is_finite()) {
        return Err(Error::BadValue { column: 0, row, found: spends[row].mean });
    }
    let used: Vec<(f64, f64)> = spends
        .iter()
        .filter(|spend| spend.repeats > 0 && spend.mean > 0.0)
        .map(|spend| (f64::from(spend.repeats), spend.mean))
        .collect();
    at_least(LEAST_ROWS, used.len())?;
    if used.iter().all(|(_, mean)| *mean == used[0].1) {
        return Err(Error::Constant { column: 0 });
    }
    let n = used.len() as f64;
    // Means around one keep all logarithms of a size, whatever the currency.
    let unit = n / used.iter().map(|(_, mean)| mean).sum::<f64>();
    // Special functions hang on the number of repeats alone.
    let mut counts: Vec<f64> = used.iter().map(|(x, _)| *x).collect();
    counts.sort_unstable_by(f64::total_cmp);
    counts.dedup();
    let place = |x: f64| counts.partition_point(|count| *count < x);
    let scaled: Vec<(usize, f64, f64)> =
        used.iter().map(|(x, mean)| (place(*x), mean * unit, (mean * unit).ln())).collect();
    let mean = |ln: &[f64]| {
        let (p, q, v) = (ln[0].exp(), ln[1].exp(), ln[2].exp());
        let (ln_gamma_q, digamma_q, ln_v) = (ln_gamma(q), digamma(q), v.ln());
        let of_counts: Vec<(f64, f64, f64)> = counts
            .iter()
            .map(|x| {
                let (whole, rising) = (p * x + q, digamma(p * x + q));
                let value = ln_gamma(whole) - ln_gamma(p * x) - ln_gamma_q + q * ln_v + p * x * x.ln();
                (value, rising - digamma(p * x) + x.ln(), rising - digamma_q + ln_v)
            })
            .collect();
        let pieces: Vec<[f64; 4]> = scaled
            .par_chunks(PIECE)
            .map(|piece| {
                let mut sums = [0.0; 4];
                for (place, z, ln_z) in piece {
                    let (x, (value, of_p, of_q)) = (counts[*place], of_counts[*place]);
                    let (whole, ln_whole) = (p * x + q, (v + x * z).ln());
                    sums[0] += value + (p * x - 1.0) * ln_z - whole * ln_whole;
                    sums[1] += x * (of_p + ln_z - ln_whole);
                    sums[2] += of_q - ln_whole;
                    sums[3] += q / v - whole / (v + x * z);
                }
                sums
            })
            .collect();
        let sum = |i: usize| pieces.iter().map(|piece| piece[i]).sum::<f64>() / n;
        (sum(0), vec![sum(1) * p, sum(2) * q, sum(3) * v])
    };
    let mut fitted = fit_mean(&["p", "q", "v"], vec![1.0, 1.0, 0.0], n, mean)?;
    fitted.estimates[2] /= unit;
    // The density of a mean has the inverse of its unit.
    fitted.ln_likelihood += n * unit.ln();
    let model = GammaGamma { p: fitted.estimates[0], q: fitted.estimates[1], v: fitted.estimates[2] };
    if model.q <= 1.0 {
        return Err(Error::NotConverged { steps: fitted.steps });
    }
    Ok(FittedSpend { model, fitted_on: used.len(), correlation: correlation(&used), fitted })
}

fn correlation(pairs: &[(f64, f64)]) -> f64 {
    let n = pairs.len() as f64;
    let (x, y) = (pairs.iter().map(|p| p.0).sum::<f64>() / n, pairs.iter().map(|p| p.1).sum::<f64>() / n);
    let sum = |of: &dyn Fn(&(f64, f64)) -> f64| pairs.iter().map(of).sum::<f64>();
    let (xx, yy) = (sum(&|p| (p.0 - x).powi(2)), sum(&|p| (p.1 - y).powi(2)));
    let xy = sum(&|p| (p.0 - x) * (p.1 - y));
    if xx > 0.0 && yy > 0.0 { xy / (xx * yy).sqrt() } else { 0.0 }
}
