//! How much customers depend on coupons: the share of their orders with one, drawn towards what is usual where there are few
//! orders to tell from.

use std::collections::BTreeMap;

use serde::Serialize;
use statrs::function::beta::beta_reg;
use statrs::function::gamma::{digamma, ln_gamma};

use crate::obstacle::{Error, same_length};

/// Least number of customers with an order.
const LEAST: usize = 20;
/// Steps of the search for the best parameters.
const STEPS: usize = 500;

/// The law of the share of orders with a coupon from customer to customer: a beta law, fitted by maximum likelihood.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Shares {
    /// The weight of orders with a coupon.
    pub a: f64,
    /// The weight of orders without.
    pub b: f64,
    /// The logarithm of the likelihood, without the binomial constant.
    pub ln_likelihood: f64,
    /// Number of customers it was fitted to.
    pub customers: usize,
}

impl Shares {
    /// Fits the law to the numbers of orders with a coupon and of all orders; customers without orders do not count.
    ///
    /// # Errors
    ///
    /// [`Error::TooFew`] below twenty customers with an order, [`Error::TooFewEvents`] when no order has a coupon or none
    /// is without, [`Error::NotConverged`] when all customers have one share.
    pub fn fit(with: &[u64], all: &[u64]) -> Result<Shares, Error> {
        same_length(with.len(), all.len())?;
        let mut counts: BTreeMap<(u64, u64), f64> = BTreeMap::new();
        for (row, (k, n)) in with.iter().zip(all).enumerate().filter(|(_, (_, n))| **n > 0) {
            if k > n {
                return Err(Error::BadValue { column: 0, row, found: *k as f64 });
            }
            *counts.entry((*k, *n)).or_default() += 1.0;
        }
        let customers = counts.values().sum::<f64>() as usize;
        crate::obstacle::at_least(LEAST, customers)?;
        let sum = |of: fn(u64, u64) -> u64| counts.iter().map(|((k, n), times)| of(*k, *n) as f64 * times).sum::<f64>();
        let (coupons, without) = (sum(|k, _| k), sum(|k, n| n - k));
        if coupons < 1.0 || without < 1.0 {
            return Err(Error::TooFewEvents { minimum: 1, found: 0 });
        }
        let share = coupons / (coupons + without);
        let (mut a, mut b) = (2.0 * share, 2.0 * (1.0 - share));
        // Minka's fixed point (<https://tminka.github.io/papers/dirichlet/minka-dirichlet.pdf>, equation 55) never leaves the
        // domain and never makes the likelihood less; every third step leaps ahead by the last change's ratio.
        let step = |a: f64, b: f64| {
            let (mut of_a, mut of_b, mut of_both) = (0.0, 0.0, 0.0);
            for ((k, n), times) in &counts {
                let (k, n) = (*k as f64, *n as f64);
                of_a += times * (digamma(a + k) - digamma(a));
                of_b += times * (digamma(b + n - k) - digamma(b));
                of_both += times * (digamma(a + b + n) - digamma(a + b));
            }
            (a * of_a / of_both, b * of_b / of_both)
        };
        let ln_likelihood = |a: f64, b: f64| -> f64 {
            let ln_beta = |a: f64, b: f64| ln_gamma(a) + ln_gamma(b) - ln_gamma(a + b);
            let of = |((k, n), times): (&(u64, u64), &f64)| {
                times * (ln_beta(a + *k as f64, b + (*n - *k) as f64) - ln_beta(a, b))
            };
            counts.iter().map(of).sum()
        };
        for _ in 0..STEPS {
            let first = step(a, b);
            let second = step(first.0, first.1);
            let leap = |at: f64, one: f64, two: f64| {
                let (moved, again) = (one.ln() - at.ln(), two.ln() - one.ln());
                let ratio = if moved == 0.0 { 0.0 } else { (again / moved).clamp(0.0, 0.999) };
                (two.ln() + again * ratio / (1.0 - ratio)).exp()
            };
            let far = (leap(a, first.0, second.0), leap(b, first.1, second.1));
            let is_better =
                far.0 < 1e6 && far.1 < 1e6 && ln_likelihood(far.0, far.1) > ln_likelihood(second.0, second.1);
            let next = if is_better { far } else { second };
            let moved = (next.0 / a).ln().abs().max((next.1 / b).ln().abs());
            (a, b) = next;
            if moved < 1e-10 {
                return Ok(Shares { a, b, ln_likelihood: ln_likelihood(a, b), customers });
            }
        }
        Err(Error::NotConverged { steps: STEPS })
    }

    /// The share of orders with a coupon to expect of a customer.
    #[must_use]
    pub fn expected(&self, with: u64, all: u64) -> f64 {
        (self.a + with as f64) / (self.a + self.b + all as f64)
    }

    /// How sure it is that a customer's share is above a bound between 0 and 1.
    #[must_use]
    pub fn chance_above(&self, bound: f64, with: u64, all: u64) -> f64 {
        1.0 - beta_reg(self.a + with as f64, self.b + all.saturating_sub(with) as f64, bound.clamp(0.0, 1.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tests::recipe::customers;

    #[test]
    fn r_d10_coupons_of_the_recipe() {
        let all = customers();
        let with: Vec<u64> =
            all.iter().map(|one| one.orders.iter().filter(|order| order.coupon).count() as u64).collect();
        let orders: Vec<u64> = all.iter().map(|one| one.orders.len() as u64).collect();
        let fitted = Shares::fit(&with, &orders).unwrap();
        for (found, wanted) in [(fitted.a, 1.447764), (fitted.b, 3.502477), (fitted.ln_likelihood, -3646.670666)] {
            assert!((found / wanted - 1.0_f64).abs() < 1e-6, "{found} for {wanted}");
        }
        let rows = || with.iter().zip(&orders).filter(|(_, n)| **n >= 2);
        assert_eq!(rows().filter(|(k, n)| k == n).count(), 76);
        assert_eq!(rows().filter(|(k, n)| fitted.chance_above(0.5, **k, **n) > 0.8).count(), 6);
        assert!(fitted.expected(0, 0) < fitted.expected(1, 1) && fitted.expected(1, 1) < fitted.expected(5, 5));
    }

    #[test]
    fn what_cannot_be_fitted_is_refused() {
        assert_eq!(Shares::fit(&[1; 3], &[2; 3]), Err(Error::TooFew { minimum: 20, found: 3 }));
        assert_eq!(Shares::fit(&[0; 30], &[2; 30]), Err(Error::TooFewEvents { minimum: 1, found: 0 }));
        assert!(Shares::fit(&[3; 30], &[2; 30]).is_err());
        // Everybody has one share: the law narrows without end.
        assert!(Shares::fit(&[50; 30], &[100; 30]).is_err());
    }
}
