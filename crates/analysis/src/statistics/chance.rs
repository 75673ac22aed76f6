//! Chance from a seed: the same seed gives the same numbers on every machine, in every order of threads.
//!
//! The mixing function is SplitMix64's finaliser (Steele, Lea and Flood 2014, <https://doi.org/10.1145/2660193.2660195>).

use std::f64::consts::TAU;

/// The step between two states of a sequence: 2⁶⁴ divided by the golden ratio, made odd.
const STEP: u64 = 0x9E37_79B9_7F4A_7C15;
/// The factor of the index in numbers addressed by stream and index.
const INDEX_STEP: u64 = 0xD1B5_4A32_D192_ED03;
/// What turns 53 random bits into a number of [0, 1).
const UNIT: f64 = 1.0 / 9_007_199_254_740_992.0;

/// Returns the number of [0, 1) that belongs to this stream and index, without a state.
///
/// It serves where a customer must keep its number whatever is asked about the others: halves, samples, bootstraps.
#[must_use]
pub fn unit_at(stream: u64, index: u64) -> f64 {
    unit_of(bits_at(stream, index))
}

/// Returns the 64 bits that belong to this stream and index.
#[must_use]
pub fn bits_at(stream: u64, index: u64) -> u64 {
    mixed(stream.wrapping_mul(STEP).wrapping_add(index.wrapping_add(1).wrapping_mul(INDEX_STEP)))
}

/// A sequence of random numbers.
#[derive(Debug, Clone)]
pub struct Chance {
    state: u64,
}

impl Chance {
    /// Starts the sequence of this seed.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        Self { state: seed }
    }

    /// Starts one of many unrelated sequences of a seed, such as the one of a replicate or of a customer.
    #[must_use]
    pub fn of(seed: u64, stream: u64) -> Self {
        Self { state: bits_at(seed, stream) }
    }

    /// Returns the next 64 bits.
    pub fn bits(&mut self) -> u64 {
        self.state = self.state.wrapping_add(STEP);
        mixed(self.state)
    }

    /// Returns the next number of [0, 1).
    pub fn unit(&mut self) -> f64 {
        unit_of(self.bits())
    }

    /// Returns a whole number below `bound`, each as likely as the others to within 2⁻⁶⁴ × `bound`; 0 when `bound` is 0.
    pub fn below(&mut self, bound: usize) -> usize {
        let wide = u128::from(self.bits()) * bound as u128;
        usize::try_from(wide >> 64).expect("the high half of bits × bound is below bound")
    }

    /// Returns a number of the standard normal law (Box and Muller).
    pub fn normal(&mut self) -> f64 {
        let radius = (-2.0 * self.above_zero().ln()).sqrt();
        radius * (TAU * self.unit()).cos()
    }

    /// Returns a number of the exponential law of mean 1.
    pub fn exponential(&mut self) -> f64 {
        -self.above_zero().ln()
    }

    /// Returns a number of the gamma law with this shape (above 0) and rate 1.
    ///
    /// Marsaglia and Tsang 2000, <https://doi.org/10.1145/358407.358414>; shapes below 1 by the boost of its section 6.
    pub fn gamma(&mut self, shape: f64) -> f64 {
        if shape < 1.0 {
            let boosted = self.gamma(shape + 1.0);
            return boosted * self.above_zero().powf(1.0 / shape);
        }
        let d = shape - 1.0 / 3.0;
        let c = 1.0 / (9.0 * d).sqrt();
        loop {
            let x = self.normal();
            let v = (1.0 + c * x).powi(3);
            if v <= 0.0 {
                continue;
            }
            let u = self.above_zero();
            if u.ln() < 0.5 * x * x + d - d * v + d * v.ln() {
                return d * v;
            }
        }
    }

    /// Returns a number of the beta law with these shapes (above 0).
    pub fn beta(&mut self, a: f64, b: f64) -> f64 {
        let x = self.gamma(a);
        let y = self.gamma(b);
        if x + y > 0.0 { x / (x + y) } else { 0.5 }
    }

    /// Returns a count of the Poisson law with this mean; 0 when the mean is 0 or below.
    ///
    /// A large mean is cut by the median of its order statistics (Ahrens and Dieter 1974), so time grows with its logarithm.
    pub fn poisson(&mut self, mean: f64) -> u64 {
        let mut rest = mean;
        let mut count = 0_u64;
        while rest > 16.0 {
            let half = (rest * 0.875).floor();
            let waited = self.gamma(half);
            if waited > rest {
                return count + self.binomial(half as u64 - 1, rest / waited);
            }
            count += half as u64;
            rest -= waited;
        }
        let floor = (-rest).exp();
        let mut product = self.above_zero();
        while product > floor {
            count += 1;
            product *= self.above_zero();
        }
        count
    }

    /// Returns how many of `trials` succeed, each with this probability.
    pub fn binomial(&mut self, trials: u64, probability: f64) -> u64 {
        let mut left = trials;
        let mut chance = probability;
        let mut successes = 0;
        // A beta number is the place of the middle success among uniform numbers: it halves what is left to draw.
        while left > 32 {
            let middle = left / 2 + 1;
            let place = self.beta(middle as f64, (left + 1 - middle) as f64);
            if place <= chance {
                successes += middle;
                left -= middle;
                chance = (chance - place) / (1.0 - place);
            } else {
                left = middle - 1;
                chance /= place;
            }
        }
        (0..left).fold(successes, |sum, _| sum + u64::from(self.unit() < chance))
    }

    /// Puts the items into a random order.
    pub fn shuffle<T>(&mut self, items: &mut [T]) {
        for last in (1..items.len()).rev() {
            items.swap(last, self.below(last + 1));
        }
    }

    /// A number of (0, 1), whose logarithm is finite.
    fn above_zero(&mut self) -> f64 {
        self.unit() + UNIT / 2.0
    }
}

fn unit_of(bits: u64) -> f64 {
    (bits >> 11) as f64 * UNIT
}

fn mixed(bits: u64) -> u64 {
    let first = (bits ^ (bits >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let second = (first ^ (first >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    second ^ (second >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Mean and variance of many draws lie where the law has them, within five standard errors.
    fn check(name: &str, mean: f64, variance: f64, mut draw: impl FnMut(&mut Chance) -> f64) {
        let n = 40_000_u32;
        let mut chance = Chance::new(7);
        let draws: Vec<f64> = (0..n).map(|_| draw(&mut chance)).collect();
        let found = draws.iter().sum::<f64>() / f64::from(n);
        let spread = draws.iter().map(|x| (x - found).powi(2)).sum::<f64>() / f64::from(n);
        assert!(
            (found - mean).abs() < 5.0 * (variance / f64::from(n)).sqrt() + 1e-12,
            "{name}: mean {found}, not {mean}"
        );
        assert!((spread / variance - 1.0).abs() < 0.08, "{name}: variance {spread}, not {variance}");
    }

    #[test]
    fn addressed_numbers_are_those_of_the_recipe() {
        assert_eq!(unit_at(1, 0), 0.17601256256594233);
    }

    #[test]
    fn laws_have_their_means_and_variances() {
        check("unit", 0.5, 1.0 / 12.0, Chance::unit);
        check("normal", 0.0, 1.0, Chance::normal);
        check("exponential", 1.0, 1.0, Chance::exponential);
        check("gamma 0.3", 0.3, 0.3, |c| c.gamma(0.3));
        check("gamma 4", 4.0, 4.0, |c| c.gamma(4.0));
        check("beta", 0.4, 0.04, |c| c.beta(2.0, 3.0));
        check("poisson 1", 1.0, 1.0, |c| c.poisson(1.0) as f64);
        check("poisson 200", 200.0, 200.0, |c| c.poisson(200.0) as f64);
        check("binomial", 120.0, 84.0, |c| c.binomial(400, 0.3) as f64);
        check("below", 4.5, 8.25, |c| c.below(10) as f64);
    }

    #[test]
    fn a_shuffle_keeps_every_item() {
        let mut items: Vec<u32> = (0..100).collect();
        Chance::new(3).shuffle(&mut items);
        assert_ne!(items, (0..100).collect::<Vec<_>>());
        items.sort_unstable();
        assert_eq!(items, (0..100).collect::<Vec<_>>());
    }
}
