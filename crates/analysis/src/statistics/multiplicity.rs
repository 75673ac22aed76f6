//! Many tests at once: p-values corrected for how many were made, on logarithms throughout.

use serde::Serialize;

/// How to correct.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Correction {
    /// Times the number of tests: not one false finding, whatever the tests.
    Bonferroni,
    /// The same assurance with more power (Holm 1979, <https://www.jstor.org/stable/4615733>).
    Holm,
    /// The share of false findings among the findings, for tests that are independent or rise together
    /// (Benjamini and Hochberg 1995, <https://doi.org/10.1111/j.2517-6161.1995.tb02031.x>).
    BenjaminiHochberg,
    /// The same share, however tests depend on one another (Benjamini and Yekutieli 2001,
    /// <https://doi.org/10.1214/aos/1013699998>).
    BenjaminiYekutieli,
}

/// Returns the corrected logarithms of p-values, in the order given, each at most 0: a finding at level q has
/// a corrected p-value of at most q.
#[must_use]
pub fn corrected(ln_ps: &[f64], correction: Correction) -> Vec<f64> {
    let m = ln_ps.len() as f64;
    let mut order: Vec<usize> = (0..ln_ps.len()).collect();
    order.sort_by(|a, b| ln_ps[*a].total_cmp(&ln_ps[*b]));
    let harmonic: f64 = (1..=ln_ps.len()).map(|i| 1.0 / i as f64).sum();
    let factor = |place: usize| match correction {
        Correction::Bonferroni => m,
        Correction::Holm => m - place as f64,
        Correction::BenjaminiHochberg => m / (place + 1) as f64,
        Correction::BenjaminiYekutieli => m * harmonic / (place + 1) as f64,
    };
    let mut out = vec![0.0; ln_ps.len()];
    let raised = |place: usize| (ln_ps[order[place]] + factor(place).ln()).min(0.0);
    match correction {
        Correction::Bonferroni | Correction::Holm => {
            let mut highest = f64::NEG_INFINITY;
            for place in 0..order.len() {
                highest = raised(place).max(highest);
                out[order[place]] = highest;
            }
        }
        Correction::BenjaminiHochberg | Correction::BenjaminiYekutieli => {
            let mut lowest = 0.0_f64;
            for place in (0..order.len()).rev() {
                lowest = raised(place).min(lowest);
                out[order[place]] = lowest;
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Table of Benjamini and Hochberg 1995, section 4.
    const PUBLISHED: [f64; 15] = [
        0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.324, 0.4262, 0.5719, 0.6528, 0.759,
        1.0,
    ];

    #[test]
    fn the_published_example_has_its_findings() {
        let lns = PUBLISHED.map(f64::ln);
        let found = |correction| corrected(&lns, correction).iter().filter(|p| **p <= 0.05_f64.ln()).count();
        assert_eq!(found(Correction::Bonferroni), 3);
        assert_eq!(found(Correction::Holm), 3);
        assert_eq!(found(Correction::BenjaminiHochberg), 4);
        assert_eq!(found(Correction::BenjaminiYekutieli), 3);
    }

    proptest::proptest! {
        #[test]
        fn order_is_kept_and_nothing_gets_likelier(ln_ps in proptest::collection::vec(-800.0..0.0_f64, 1..40)) {
            for correction in [Correction::Holm, Correction::BenjaminiHochberg, Correction::BenjaminiYekutieli] {
                let out = corrected(&ln_ps, correction);
                for i in 0..out.len() {
                    proptest::prop_assert!(out[i] >= ln_ps[i] && out[i] <= 0.0);
                    for j in 0..out.len() {
                        proptest::prop_assert!(ln_ps[i] > ln_ps[j] || out[i] <= out[j]);
                    }
                }
            }
        }
    }
}
