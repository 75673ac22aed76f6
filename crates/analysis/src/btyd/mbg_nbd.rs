//! MBG/NBD: as BG/NBD, but customers may leave right after their first purchase too.
//!
//! Batislam, Denizel and Filiztekin 2007, <https://doi.org/10.1016/j.ijresmar.2006.12.005>.

use serde::Serialize;
use statrs::function::gamma::{digamma, ln_gamma};

use super::bg_nbd::{made, purchases_until_gone};
use super::quadrature::ln_sum;
use super::{History, Model, Terms};
use crate::chance::Chance;

/// The model.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct MbgNbd {
    /// Shape of the gamma law of buying rates.
    pub r: f64,
    /// Its rate, in units of time.
    pub alpha: f64,
    /// First shape of the beta law of leaving after a purchase.
    pub a: f64,
    /// Its second shape.
    pub b: f64,
}

impl MbgNbd {
    fn ln_odds_gone(&self, history: History) -> f64 {
        let x = f64::from(history.repeats);
        let longer = ((self.alpha + history.age) / (self.alpha + history.last)).ln();
        self.a.ln() - (self.b + x).ln() + (self.r + x) * longer
    }
}

impl Model for MbgNbd {
    const NAME: &'static str = "mbg-nbd";
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
        let one = |x: u32| {
            let x = f64::from(x);
            let both = digamma(a + b) - digamma(a + b + x + 1.0);
            Terms {
                value: ln_gamma(r + x) + constant + ln_gamma(b + x + 1.0) - ln_gamma(a + b + x + 1.0),
                slopes: [
                    digamma(r + x) - digamma(r) + alpha.ln(),
                    r / alpha,
                    both,
                    both + digamma(b + x + 1.0) - digamma(b),
                ],
            }
        };
        (0..=most).map(one).collect()
    }

    fn ln_likelihood(&self, history: History, terms: &Terms) -> (f64, [f64; 4]) {
        let x = f64::from(history.repeats);
        let shape = self.r + x;
        let (until, last) = (self.alpha + history.age, self.alpha + history.last);
        let odds = self.ln_odds_gone(history);
        let gone = 1.0 / (1.0 + (-odds).exp());
        let slopes = [
            terms.slopes[0] - (1.0 - gone) * until.ln() - gone * last.ln(),
            terms.slopes[1] - shape * ((1.0 - gone) / until + gone / last),
            terms.slopes[2] + gone / self.a,
            terms.slopes[3] - gone / (self.b + x),
        ];
        (terms.value - shape * until.ln() + ln_sum(0.0, odds), slopes)
    }

    fn alive(&self, history: History) -> f64 {
        1.0 / (1.0 + self.ln_odds_gone(history).exp())
    }

    fn expected(&self, history: History, time: f64) -> f64 {
        let x = f64::from(history.repeats);
        // One more chance of leaving was survived than in BG/NBD.
        self.alive(history) * made(self.r + x, self.alpha + history.age, self.a, self.b + x + 1.0, time)
    }

    fn expected_of_new(&self, time: f64) -> f64 {
        // Whoever does not leave at once, which has the chance b/(a+b).
        self.b / (self.a + self.b) * made(self.r, self.alpha, self.a, self.b + 1.0, time)
    }

    fn none_in(&self, history: History, time: f64) -> f64 {
        let alive = self.alive(history);
        let shape = self.r + f64::from(history.repeats);
        (1.0 - alive) + alive * (-shape * (time / (self.alpha + history.age)).ln_1p()).exp()
    }

    fn draw(&self, history: History, alive: f64, time: f64, chance: &mut Chance) -> u64 {
        if chance.unit() >= alive {
            return 0;
        }
        let x = f64::from(history.repeats);
        let rate = chance.gamma(self.r + x) / (self.alpha + history.age);
        let leaving = chance.beta(self.a, self.b + x + 1.0);
        purchases_until_gone(rate, leaving, time, chance)
    }

    fn in_unit(&self, factor: f64) -> Self {
        Self { alpha: self.alpha * factor, ..*self }
    }
}
