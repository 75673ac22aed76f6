//! Integrals by fixed nodes.

use std::f64::consts::{FRAC_PI_2, PI};
use std::sync::LazyLock;

/// Nodes of Gauss and Legendre on -1 to 1.
pub(super) const NODES: usize = 32;

/// Nodes and weights for smooth integrands on -1 to 1.
pub(super) static LEGENDRE: LazyLock<[(f64, f64); NODES]> = LazyLock::new(|| {
    let mut nodes = [(0.0, 0.0); NODES];
    let n = NODES as f64;
    for (place, node) in nodes.iter_mut().enumerate() {
        let mut x = (PI * (place as f64 + 0.75) / (n + 0.5)).cos();
        let mut slope = 1.0;
        for _ in 0..100 {
            let (mut before, mut value) = (1.0, x);
            for k in 2..=NODES {
                let k = k as f64;
                (before, value) = (value, ((2.0 * k - 1.0) * x * value - (k - 1.0) * before) / k);
            }
            slope = n * (x * value - before) / (x * x - 1.0);
            let step = value / slope;
            x -= step;
            if step.abs() < 1e-16 {
                break;
            }
        }
        *node = (x, 2.0 / ((1.0 - x * x) * slope * slope));
    }
    nodes
});

/// A node of the unit interval: the logarithms of its distances from 0 and from 1, and of its weight.
pub(super) struct EndNode {
    pub(super) ln_from_zero: f64,
    pub(super) ln_from_one: f64,
    pub(super) ln_weight: f64,
}

/// Nodes for integrands on 0 to 1 that have no bound at the ends: doubly exponential (Takahasi and Mori 1974,
/// <https://doi.org/10.2977/prims/1195192451>).
pub(super) static DOUBLY_EXPONENTIAL: LazyLock<Vec<EndNode>> = LazyLock::new(|| {
    const STEP: f64 = 1.0 / 16.0;
    (-96..=96)
        .map(|place| {
            let t = f64::from(place) * STEP;
            let bent = 2.0 * FRAC_PI_2 * t.sinh();
            // p = 1/(1 + exp(-bent)), told by logarithms so that neither end is rounded away.
            let ln_from_zero = -softplus(-bent);
            let ln_from_one = -softplus(bent);
            let ln_weight = (2.0 * FRAC_PI_2 * t.cosh() * STEP).ln() + ln_from_zero + ln_from_one;
            EndNode { ln_from_zero, ln_from_one, ln_weight }
        })
        .collect()
});

/// ln(1 + eˣ).
fn softplus(x: f64) -> f64 {
    x.max(0.0) + (-x.abs()).exp().ln_1p()
}

/// ln(eᵃ + eᵇ).
pub(super) fn ln_sum(a: f64, b: f64) -> f64 {
    let (low, high) = if a < b { (a, b) } else { (b, a) };
    if high == f64::NEG_INFINITY { high } else { high + (low - high).exp().ln_1p() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use statrs::function::gamma::ln_gamma;

    #[test]
    fn polynomials_and_exponentials_are_integrated() {
        let sum: f64 = LEGENDRE.iter().map(|(x, weight)| weight * x.powi(10)).sum();
        assert!((sum - 2.0 / 11.0).abs() < 1e-14);
        let sum: f64 = LEGENDRE.iter().map(|(x, weight)| weight * (-22.5 * (x + 1.0)).exp()).sum();
        assert!((sum * 22.5 - 1.0).abs() < 1e-12, "{sum}");
    }

    #[test]
    fn beta_functions_with_unbounded_ends_are_integrated() {
        for (a, b) in [(0.05, 0.3), (1.0, 1.0), (0.8, 500.0), (3.0, 0.2)] {
            let beta = (ln_gamma(a) + ln_gamma(b) - ln_gamma(a + b)).exp();
            let term =
                |node: &EndNode| ((a - 1.0) * node.ln_from_zero + (b - 1.0) * node.ln_from_one + node.ln_weight).exp();
            let sum: f64 = DOUBLY_EXPONENTIAL.iter().map(term).sum();
            assert!((sum / beta - 1.0).abs() < 1e-9, "{a} {b}: {sum} {beta}");
        }
    }
}
