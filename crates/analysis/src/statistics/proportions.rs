//! Shares: of one group, and the difference and ratio of two.

use serde::Serialize;

use crate::Error;
use crate::obstacle::at_least;
use crate::statistics::interval::Interval;
use crate::statistics::tails::{ln_normal_beyond, normal_quantile};

/// So many of so many.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Share {
    /// Those for whom it holds.
    pub successes: u64,
    /// All of them.
    pub n: u64,
}

impl Share {
    /// Counts those for whom it holds.
    #[must_use]
    pub fn of(holds: &[bool]) -> Self {
        Self { successes: holds.iter().filter(|is| **is).count() as u64, n: holds.len() as u64 }
    }

    /// The share, 0 to 1; 0 of nobody.
    #[must_use]
    pub fn rate(&self) -> f64 {
        if self.n == 0 { 0.0 } else { self.successes as f64 / self.n as f64 }
    }

    /// The interval of the share (Wilson 1927, <https://doi.org/10.1080/01621459.1927.10502953>); 0 to 1 of nobody.
    #[must_use]
    pub fn interval(&self, confidence: f64) -> Interval {
        if self.n == 0 {
            return Interval { low: 0.0, high: 1.0 };
        }
        let z = normal_quantile(0.5 + confidence / 2.0);
        let (n, p) = (self.n as f64, self.rate());
        let middle = (p + z * z / (2.0 * n)) / (1.0 + z * z / n);
        let reach = z / (1.0 + z * z / n) * (p * (1.0 - p) / n + z * z / (4.0 * n * n)).sqrt();
        let (low, high) = (middle - reach, middle + reach);
        // At the ends rounding would leave a bound of 1e-17 where the formula has 0 or 1.
        let low = if self.successes == 0 { 0.0 } else { low.max(0.0) };
        let high = if self.successes == self.n { 1.0 } else { high.min(1.0) };
        Interval { low, high }
    }
}

/// How two shares differ.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SharesCompared {
    /// First share minus second.
    pub difference: f64,
    /// Its interval (Newcombe 1998, method 10, <https://pubmed.ncbi.nlm.nih.gov/9595617/>).
    pub interval: Interval,
    /// First share divided by second; `None` when the second is 0.
    pub ratio: Option<f64>,
    /// Its interval, from the logarithm; `None` when either share is 0.
    pub ratio_interval: Option<Interval>,
    /// The difference in standard errors of the pooled share.
    pub z: f64,
    /// The logarithm of the two-sided p-value of `z`.
    pub ln_p: f64,
}

/// Compares two shares of different customers.
///
/// # Errors
///
/// [`Error::TooFewInGroup`] when a group is empty.
pub fn compare(first: Share, second: Share, confidence: f64) -> Result<SharesCompared, Error> {
    for (group, share) in [first, second].iter().enumerate() {
        at_least(1, share.n as usize).map_err(|_| Error::TooFewInGroup { group, minimum: 1, found: 0 })?;
    }
    let (p, q) = (first.rate(), second.rate());
    let (n, m) = (first.n as f64, second.n as f64);
    let difference = p - q;
    let (around_p, around_q) = (first.interval(confidence), second.interval(confidence));
    let interval = Interval {
        low: difference - (p - around_p.low).hypot(around_q.high - q),
        high: difference + (around_p.high - p).hypot(q - around_q.low),
    };
    let pooled = (first.successes + second.successes) as f64 / (n + m);
    let error = (pooled * (1.0 - pooled) * (1.0 / n + 1.0 / m)).sqrt();
    let z = if error > 0.0 { difference / error } else { 0.0 };
    let ratio = (second.successes > 0).then(|| p / q);
    let ratio_interval = ratio.filter(|ratio| *ratio > 0.0).map(|ratio| {
        // Katz et al. 1978, <https://doi.org/10.2307/2530610>.
        let spread = (1.0 / first.successes as f64 - 1.0 / n + 1.0 / second.successes as f64 - 1.0 / m).sqrt();
        let reach = (normal_quantile(0.5 + confidence / 2.0) * spread).exp();
        Interval { low: ratio / reach, high: ratio * reach }
    });
    Ok(SharesCompared { difference, interval, ratio, ratio_interval, z, ln_p: ln_normal_beyond(z) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::statistics::chance::Chance;
    use crate::statistics::interval::CONFIDENCE;
    use crate::tests::close;

    #[test]
    fn a_campaign_is_compared_as_published() {
        let (treated, held) = (Share { successes: 620, n: 10_000 }, Share { successes: 250, n: 5_000 });
        let compared = compare(treated, held, CONFIDENCE).unwrap();
        close(compared.z, 2.964_020, 1e-6);
        close(compared.ln_p.exp(), 0.003_036_5, 1e-5);
        close(compared.interval.low, 0.004_146, 1e-4);
        close(compared.interval.high, 0.019_517, 1e-4);
        close(compared.ratio.unwrap(), 1.24, 1e-12);
        close(compared.ratio_interval.unwrap().low, 1.074_924, 1e-6);
        close(compared.ratio_interval.unwrap().high, 1.430_426, 1e-6);
        close(treated.interval(CONFIDENCE).low, 0.057_440, 1e-5);
        close(treated.interval(CONFIDENCE).high, 0.066_897, 1e-5);
    }

    #[test]
    fn newcombes_own_example_comes_out() {
        let compared = compare(Share { successes: 56, n: 70 }, Share { successes: 48, n: 80 }, CONFIDENCE).unwrap();
        assert!((compared.interval.low - 0.0524).abs() < 5e-5 && (compared.interval.high - 0.3339).abs() < 5e-5);
    }

    #[test]
    fn none_and_all_have_bounds() {
        let compared = compare(Share { successes: 0, n: 5 }, Share { successes: 5, n: 5 }, CONFIDENCE).unwrap();
        assert!(compared.ratio == Some(0.0) && compared.ratio_interval.is_none() && compared.interval.low >= -1.0);
        assert!(compare(Share { successes: 0, n: 0 }, Share { successes: 0, n: 1 }, CONFIDENCE).is_err());
        assert_eq!(compare(Share { successes: 0, n: 3 }, Share { successes: 0, n: 3 }, CONFIDENCE).unwrap().ln_p, 0.0);
    }

    #[test]
    fn intervals_hold_the_truth_as_often_as_they_say() {
        let mut chance = Chance::new(11);
        let mut draw = |n: u64, p: f64| Share { successes: chance.binomial(n, p), n };
        let held = (0..2000).filter(|_| {
            let compared = compare(draw(300, 0.12), draw(200, 0.08), CONFIDENCE).unwrap();
            compared.interval.holds(0.04)
        });
        let coverage = held.count() as f64 / 2000.0;
        assert!((0.93..=0.97).contains(&coverage), "{coverage}");
    }
}
