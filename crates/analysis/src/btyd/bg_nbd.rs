//! BG/NBD and MBG/NBD: customers buy at a rate of their own and leave, if at all, right after a purchase.
//!
//! Fader, Hardie and Lee 2005, <https://doi.org/10.1287/mksc.1040.0098>: nobody leaves after the first purchase, so the
//! chance of still being a customer is 1 for whoever bought once and must not be shown as news. Batislam, Denizel and
//! Filiztekin 2007, <https://doi.org/10.1016/j.ijresmar.2006.12.005>: they may. Both are one model, which counts how often
//! a customer could have left: at each repeat, or at the first purchase too.

use serde::Serialize;
use statrs::function::gamma::{digamma, ln_gamma};

use super::quadrature::{DOUBLY_EXPONENTIAL, ln_sum};
use super::{History, Model, Terms};
use crate::statistics::chance::Chance;

/// The model; `AT_FIRST` says whether customers may leave right after their first purchase.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct LeavingAtPurchase<const AT_FIRST: bool> {
    /// Shape of the gamma law of buying rates.
    pub r: f64,
    /// Its rate, in units of time.
    pub alpha: f64,
    /// First shape of the beta law of leaving after a purchase.
    pub a: f64,
    /// Its second shape.
    pub b: f64,
}

/// BG/NBD.
pub type BgNbd = LeavingAtPurchase<false>;
/// MBG/NBD.
pub type MbgNbd = LeavingAtPurchase<true>;

impl<const AT_FIRST: bool> LeavingAtPurchase<AT_FIRST> {
    /// How often someone with so many repeats could have left.
    fn occasions(repeats: u32) -> f64 {
        f64::from(repeats) + if AT_FIRST { 1.0 } else { 0.0 }
    }

    /// The logarithm of the odds of having left: of the likelihood's second term to its first.
    fn ln_odds_gone(&self, history: History) -> f64 {
        let occasions = Self::occasions(history.repeats);
        if occasions == 0.0 {
            return f64::NEG_INFINITY;
        }
        let longer = ((self.alpha + history.age) / (self.alpha + history.last)).ln();
        self.a.ln() - (self.b + occasions - 1.0).ln() + (self.r + f64::from(history.repeats)) * longer
    }
}

impl<const AT_FIRST: bool> Model for LeavingAtPurchase<AT_FIRST> {
    const NAME: &'static str = if AT_FIRST { "mbg-nbd" } else { "bg-nbd" };
    const PARAMETERS: [&'static str; 4] = ["r", "alpha", "a", "b"];

    fn with([r, alpha, a, b]: [f64; 4]) -> Self {
        Self { r, alpha, a, b }
    }

    fn parameters(&self) -> [f64; 4] {
        [self.r, self.alpha, self.a, self.b]
    }

    fn terms(&self, most: u32) -> Vec<Terms> {
        let Self { r, alpha, a, b } = *self;
        let constant = r * alpha.ln() - ln_gamma(r) + ln_gamma(a + b) - ln_gamma(b);
        let one = |repeats: u32| {
            let (x, stayed) = (f64::from(repeats), b + Self::occasions(repeats));
            let both = digamma(a + b) - digamma(a + stayed);
            Terms {
                value: ln_gamma(r + x) + constant + ln_gamma(stayed) - ln_gamma(a + stayed),
                slopes: [
                    digamma(r + x) - digamma(r) + alpha.ln(),
                    r / alpha,
                    both,
                    both + digamma(stayed) - digamma(b),
                ],
            }
        };
        (0..=most).map(one).collect()
    }

    fn ln_likelihood(&self, history: History, terms: &Terms) -> (f64, [f64; 4]) {
        let shape = self.r + f64::from(history.repeats);
        let (until, last) = (self.alpha + history.age, self.alpha + history.last);
        let odds = self.ln_odds_gone(history);
        let gone = 1.0 / (1.0 + (-odds).exp());
        let of_b = if gone > 0.0 { gone / (self.b + Self::occasions(history.repeats) - 1.0) } else { 0.0 };
        let slopes = [
            terms.slopes[0] - (1.0 - gone) * until.ln() - gone * last.ln(),
            terms.slopes[1] - shape * ((1.0 - gone) / until + gone / last),
            terms.slopes[2] + gone / self.a,
            terms.slopes[3] - of_b,
        ];
        (terms.value - shape * until.ln() + ln_sum(0.0, odds), slopes)
    }

    fn alive(&self, history: History) -> f64 {
        1.0 / (1.0 + self.ln_odds_gone(history).exp())
    }

    fn expected_of_alive(&self, repeats: u32, age: f64, time: f64) -> f64 {
        made(self.r + f64::from(repeats), self.alpha + age, self.a, self.b + Self::occasions(repeats), time)
    }

    fn expected_of_new(&self, time: f64) -> f64 {
        let stays = if AT_FIRST { self.b / (self.a + self.b) } else { 1.0 };
        stays * self.expected_of_alive(0, 0.0, time)
    }

    fn none_of_alive(&self, repeats: u32, age: f64, time: f64) -> f64 {
        let shape = self.r + f64::from(repeats);
        (-shape * (time / (self.alpha + age)).ln_1p()).exp()
    }

    fn draw(&self, history: History, alive: f64, time: f64, chance: &mut Chance) -> u64 {
        if chance.unit() >= alive {
            return 0;
        }
        let rate = chance.gamma(self.r + f64::from(history.repeats)) / (self.alpha + history.age);
        let leaving = chance.beta(self.a, self.b + Self::occasions(history.repeats));
        purchases_until_gone(rate, leaving, time, chance)
    }

    fn in_unit(&self, factor: f64) -> Self {
        Self { alpha: self.alpha * factor, ..*self }
    }
}

/// Purchases within a time, each of which may be the last.
fn purchases_until_gone(rate: f64, leaving: f64, time: f64, chance: &mut Chance) -> u64 {
    let made = chance.poisson(rate * time);
    // Whether each purchase is the last does not depend on when it is made.
    (1..=made).find(|_| chance.unit() < leaving).unwrap_or(made)
}

/// Purchases to be expected within a time of someone still there:
/// ∫ (1 - (1 + pt/α)^-r)/p Beta(p; a, b) dp from 0 to 1.
fn made(shape: f64, rate: f64, a: f64, b: f64, time: f64) -> f64 {
    if time <= 0.0 {
        return 0.0;
    }
    let ln_ratio = (time / rate).ln();
    let ln_beta = ln_gamma(a) + ln_gamma(b) - ln_gamma(a + b);
    let term = |node: &super::quadrature::EndNode| {
        let bought = -(-shape * (node.ln_from_zero + ln_ratio).exp().ln_1p()).exp_m1();
        if bought <= 0.0 {
            return 0.0;
        }
        let ln_density = (a - 2.0) * node.ln_from_zero + (b - 1.0) * node.ln_from_one - ln_beta;
        (bought.ln() + ln_density + node.ln_weight).exp()
    };
    DOUBLY_EXPONENTIAL.iter().map(term).sum()
}
