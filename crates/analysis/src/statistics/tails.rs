//! Tails of the usual laws as logarithms, so that a very small probability stays a number, and their quantiles.
//!
//! A p-value rounded to zero would be ranked with all others that were; its logarithm is not.

use std::f64::consts::{FRAC_1_SQRT_2, LN_2, PI};

use statrs::distribution::{ContinuousCDF, Normal, StudentsT};
use statrs::function::erf::erfc;
use statrs::function::gamma::ln_gamma;

/// Steps of a continued fraction: far more than any argument that comes up needs.
const STEPS: usize = 200_000;
/// What stands for zero in a continued fraction (Lentz's method).
const TINY: f64 = 1e-300;

/// Returns the logarithm of the probability that a standard normal number is above `z`.
#[must_use]
pub fn ln_normal_above(z: f64) -> f64 {
    if z < 0.0 {
        return (-ln_normal_above(-z).exp()).ln_1p();
    }
    // Far out, half of what the square, a chi-squared number, leaves above itself.
    if z < 25.0 { erfc(z * FRAC_1_SQRT_2).ln() - LN_2 } else { ln_chi_squared_above(z * z, 1.0) - LN_2 }
}

/// Returns the number that a standard normal one exceeds with a probability whose logarithm is given; within ±40.
#[must_use]
pub fn normal_with_ln_above(ln_probability: f64) -> f64 {
    if ln_probability > -600.0 {
        return -normal_quantile(ln_probability.exp()).clamp(-40.0, 40.0);
    }
    // The inverse of the normal law ends at 1e-300: beyond, by halving.
    let (mut low, mut high) = (0.0_f64, 40.0_f64);
    for _ in 0..80 {
        let middle = f64::midpoint(low, high);
        if ln_normal_above(middle) > ln_probability { low = middle } else { high = middle }
    }
    f64::midpoint(low, high)
}

/// Returns the logarithm of the probability that a standard normal number is farther from 0 than `z`.
#[must_use]
pub fn ln_normal_beyond(z: f64) -> f64 {
    ln_chi_squared_above(z * z, 1.0)
}

/// Returns the logarithm of the probability that Student's number is farther from 0 than `t`.
#[must_use]
pub fn ln_student_beyond(t: f64, freedom: f64) -> f64 {
    if freedom > 1e8 {
        return ln_normal_beyond(t);
    }
    ln_beta_below(freedom / 2.0, 0.5, freedom / (freedom + t * t), t * t / (freedom + t * t))
}

/// Returns the logarithm of the probability that Student's number is above `t`.
#[must_use]
pub fn ln_student_above(t: f64, freedom: f64) -> f64 {
    let half = ln_student_beyond(t, freedom) - LN_2;
    if t >= 0.0 { half } else { (-half.exp()).ln_1p() }
}

/// Returns the logarithm of the probability that a chi-squared number is above `x`.
#[must_use]
pub fn ln_chi_squared_above(x: f64, freedom: f64) -> f64 {
    if x <= 0.0 {
        return 0.0;
    }
    ln_gamma_above(freedom / 2.0, x / 2.0)
}

/// Returns the number that a standard normal one exceeds with probability `1 - probability`.
#[must_use]
pub fn normal_quantile(probability: f64) -> f64 {
    Normal::standard().inverse_cdf(probability)
}

/// Returns the number that Student's exceeds with probability `1 - probability`.
#[must_use]
pub fn student_quantile(probability: f64, freedom: f64) -> f64 {
    match StudentsT::new(0.0, 1.0, freedom) {
        Ok(law) if freedom < 1e8 => {
            let start = law.inverse_cdf(probability);
            // One step of Newton against our own tail removes what the library's inverse leaves over.
            let above = 0.5 * ln_student_beyond(start, freedom).exp();
            let reached = if start >= 0.0 { 1.0 - above } else { above };
            let ln_density = ln_gamma((freedom + 1.0) / 2.0)
                - ln_gamma(freedom / 2.0)
                - 0.5 * (freedom * PI).ln()
                - (freedom + 1.0) / 2.0 * (start * start / freedom).ln_1p();
            let step = (reached - probability) / ln_density.exp();
            if step.is_finite() { start - step } else { start }
        }
        _ => normal_quantile(probability),
    }
}

/// ln of the regularised incomplete beta function at `x`, whose complement `rest` = 1 - x is given for its digits.
fn ln_beta_below(a: f64, b: f64, x: f64, rest: f64) -> f64 {
    if x <= 0.0 {
        return f64::NEG_INFINITY;
    }
    if rest <= 0.0 {
        return 0.0;
    }
    let front = ln_gamma(a + b) - ln_gamma(a) - ln_gamma(b) + a * x.ln() + b * rest.ln();
    if x < (a + 1.0) / (a + b + 2.0) {
        return (front - a.ln() + beta_fraction(a, b, x).ln()).min(0.0);
    }
    let above = (front - b.ln() + beta_fraction(b, a, rest).ln()).exp();
    (-above.min(1.0)).ln_1p()
}

/// The continued fraction of the incomplete beta function (Numerical Recipes, 6.4.5).
fn beta_fraction(a: f64, b: f64, x: f64) -> f64 {
    let far = |value: f64| if value.abs() < TINY { TINY } else { value };
    let mut c = 1.0;
    let mut d = 1.0 / far(1.0 - (a + b) * x / (a + 1.0));
    let mut fraction = d;
    for step in 1..STEPS {
        let m = step as f64;
        let even = m * (b - m) * x / ((a + 2.0 * m - 1.0) * (a + 2.0 * m));
        d = 1.0 / far(1.0 + even * d);
        c = far(1.0 + even / c);
        fraction *= d * c;
        let odd = -(a + m) * (a + b + m) * x / ((a + 2.0 * m) * (a + 2.0 * m + 1.0));
        d = 1.0 / far(1.0 + odd * d);
        c = far(1.0 + odd / c);
        fraction *= d * c;
        if (d * c - 1.0).abs() < 1e-15 {
            break;
        }
    }
    fraction
}

/// ln of the regularised upper incomplete gamma function.
fn ln_gamma_above(a: f64, x: f64) -> f64 {
    let front = a * x.ln() - x - ln_gamma(a);
    if x < a + 1.0 {
        let (mut term, mut sum, mut place) = (1.0 / a, 1.0 / a, a);
        for _ in 0..STEPS {
            place += 1.0;
            term *= x / place;
            sum += term;
            if term < sum * 1e-16 {
                break;
            }
        }
        let below = (front + sum.ln()).exp();
        return (-below.min(1.0)).ln_1p();
    }
    // Numerical Recipes, 6.2.7, by Lentz's method.
    let mut b = x + 1.0 - a;
    let mut c = 1.0 / TINY;
    let mut d = 1.0 / b;
    let mut fraction = d;
    for step in 1..STEPS {
        let m = step as f64;
        let numerator = -m * (m - a);
        b += 2.0;
        d = numerator * d + b;
        d = 1.0 / if d.abs() < TINY { TINY } else { d };
        c = b + numerator / c;
        c = if c.abs() < TINY { TINY } else { c };
        fraction *= d * c;
        if (d * c - 1.0).abs() < 1e-15 {
            break;
        }
    }
    (front + fraction.ln()).min(0.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tests::close;

    #[test]
    fn tails_are_those_of_the_tables() {
        close(normal_quantile(0.975), 1.959_963_984_540_054, 1e-12);
        close(ln_normal_beyond(1.959_963_984_540_054).exp(), 0.05, 1e-12);
        close(student_quantile(0.975, 10.0), 2.228_138_851_964_939, 1e-10);
        close(student_quantile(0.025, 10.0), -2.228_138_851_964_939, 1e-10);
        close(ln_student_beyond(2.228_138_851_964_939, 10.0).exp(), 0.05, 1e-10);
        close(ln_chi_squared_above(3.841_458_820_694_124, 1.0).exp(), 0.05, 1e-10);
        close(ln_chi_squared_above(0.5, 10.0).exp(), 0.999_993_388_289, 1e-11);
    }

    #[test]
    fn far_tails_stay_numbers_and_go_on_smoothly() {
        assert!(ln_normal_above(200.0).is_finite() && ln_chi_squared_above(1e5, 3.0).is_finite());
        // Abramowitz and Stegun 26.2.12.
        close(ln_normal_above(200.0), -20_000.0 - 0.5 * (2.0 * PI).ln() - 200_f64.ln() - 2.5e-5, 1e-12);
        close(ln_student_beyond(5.0, 0.99e8), ln_normal_beyond(5.0), 1e-5);
    }
}
