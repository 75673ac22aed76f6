//! Pareto/NBD: customers buy at a rate of their own until they leave, at any moment, with a rate of their own.
//!
//! Schmittlein, Morrison and Colombo 1987, <https://doi.org/10.1287/mnsc.33.1.1>. The likelihood's integral over the
//! moment of leaving is computed by nodes: no hypergeometric function, and no loss of digits for busy customers.

use serde::Serialize;
use statrs::function::gamma::{digamma, ln_gamma};

use super::quadrature::{LEGENDRE, ln_sum};
use super::{History, Model, Terms};
use crate::statistics::chance::Chance;

/// Where the integrand is e⁻⁴⁵ of its start, the rest is rounding.
const NOTHING: f64 = 45.0;

/// The model.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct ParetoNbd {
    /// Shape of the gamma law of buying rates: low when customers differ much.
    pub r: f64,
    /// Its rate, in units of time.
    pub alpha: f64,
    /// Shape of the gamma law of leaving rates.
    pub s: f64,
    /// Its rate, in units of time.
    pub beta: f64,
}

/// The logarithms of both ways to have a history: still there, and gone at some moment since; and the slopes of each.
struct Ways {
    alive: f64,
    gone: f64,
    /// Slopes of `gone` in r, α, s and β; empty unless asked for.
    slopes: [f64; 4],
}

impl ParetoNbd {
    /// (α+T)^-(r+x) (β+T)^-s, and s ∫ (α+y)^-(r+x) (β+y)^-(s+1) dy from t to T.
    fn ways(&self, shape: f64, from: f64, to: f64, with_slopes: bool) -> Ways {
        let Self { alpha, s, beta, .. } = *self;
        let alive = -shape * (alpha + to).ln() - s * (beta + to).ln();
        let shift = alpha.min(beta);
        let (start, end) = ((from + shift).ln(), (to + shift).ln());
        // In u = ln(y + shift) the logarithm of the integrand is concave.
        let apart = (alpha - beta).abs();
        // The lower of α + y and β + y is eᵘ itself.
        let (of_near, of_far) = if alpha <= beta { (shape, s + 1.0) } else { (s + 1.0, shape) };
        let height = |u: f64| u - of_near * u - of_far * (u.exp() + apart).ln();
        let top = height(start).max(height(end));
        let mut stop = end;
        if top - height(end) > NOTHING {
            let (mut low, mut high) = (start, end);
            for _ in 0..30 {
                let middle = (low + high) / 2.0;
                if top - height(middle) > NOTHING { high = middle } else { low = middle }
            }
            stop = high;
        }
        let half = (stop - start) / 2.0;
        let (mut sum, mut sums) = (0.0, [0.0; 4]);
        for (node, weight) in LEGENDRE.iter() {
            let u = start + half * (node + 1.0);
            let near = u.exp();
            let far = near + apart;
            let ln_far = far.ln();
            let part = weight * (u - of_near * u - of_far * ln_far - top).exp();
            sum += part;
            if with_slopes {
                sums[0] += part * u;
                sums[1] += part / near;
                sums[2] += part * ln_far;
                sums[3] += part / far;
            }
        }
        if alpha > beta {
            sums = [sums[2], sums[3], sums[0], sums[1]];
        }
        if sum <= 0.0 || half <= 0.0 {
            return Ways { alive, gone: f64::NEG_INFINITY, slopes: [0.0; 4] };
        }
        let slopes = if with_slopes {
            [-sums[0] / sum, -shape * sums[1] / sum, 1.0 / s - sums[2] / sum, -(s + 1.0) * sums[3] / sum]
        } else {
            [0.0; 4]
        };
        Ways { alive, gone: s.ln() + top + (half * sum).ln(), slopes }
    }

    fn shape(&self, history: History) -> f64 {
        self.r + f64::from(history.repeats)
    }
}

impl Model for ParetoNbd {
    const NAME: &'static str = "pareto-nbd";
    const PARAMETERS: [&'static str; 4] = ["r", "alpha", "s", "beta"];

    fn with([r, alpha, s, beta]: [f64; 4]) -> Self {
        Self { r, alpha, s, beta }
    }

    fn parameters(&self) -> [f64; 4] {
        [self.r, self.alpha, self.s, self.beta]
    }

    fn terms(&self, most: u32) -> Vec<Terms> {
        let Self { r, alpha, s, beta } = *self;
        let constant = r * alpha.ln() + s * beta.ln() - ln_gamma(r);
        let one = |x: u32| {
            let shape = r + f64::from(x);
            let slopes = [digamma(shape) - digamma(r) + alpha.ln(), r / alpha, beta.ln(), s / beta];
            Terms { value: ln_gamma(shape) + constant, slopes }
        };
        (0..=most).map(one).collect()
    }

    fn ln_likelihood(&self, history: History, terms: &Terms) -> (f64, [f64; 4]) {
        let shape = self.shape(history);
        let ways = self.ways(shape, history.last, history.age, true);
        let whole = ln_sum(ways.alive, ways.gone);
        let (alive, gone) = ((ways.alive - whole).exp(), (ways.gone - whole).exp());
        let (buying, leaving) = (self.alpha + history.age, self.beta + history.age);
        let of_alive = [-buying.ln(), -shape / buying, -leaving.ln(), -self.s / leaving];
        let slope = |i: usize| terms.slopes[i] + alive * of_alive[i] + gone * ways.slopes[i];
        (terms.value + whole, [slope(0), slope(1), slope(2), slope(3)])
    }

    fn alive(&self, history: History) -> f64 {
        let ways = self.ways(self.shape(history), history.last, history.age, false);
        1.0 / (1.0 + (ways.gone - ways.alive).exp())
    }

    fn expected_of_alive(&self, repeats: u32, age: f64, time: f64) -> f64 {
        (self.r + f64::from(repeats)) / (self.alpha + age) * stayed(self.s, self.beta + age, time)
    }

    fn expected_of_new(&self, time: f64) -> f64 {
        self.r / self.alpha * stayed(self.s, self.beta, time)
    }

    fn none_of_alive(&self, repeats: u32, age: f64, time: f64) -> f64 {
        // Of someone alive, both rates keep their laws with later parameters, so no purchase is a history like any other.
        let later = Self { r: self.r + f64::from(repeats), alpha: self.alpha + age, beta: self.beta + age, ..*self };
        let ways = later.ways(later.r, 0.0, time, false);
        (later.r * later.alpha.ln() + later.s * later.beta.ln() + ln_sum(ways.alive, ways.gone)).exp().min(1.0)
    }

    fn draw(&self, history: History, alive: f64, time: f64, chance: &mut Chance) -> u64 {
        if chance.unit() >= alive {
            return 0;
        }
        let rate = chance.gamma(self.shape(history)) / (self.alpha + history.age);
        let leaving = chance.gamma(self.s) / (self.beta + history.age);
        let left = if leaving > 0.0 { chance.exponential() / leaving } else { time };
        chance.poisson(rate * left.min(time))
    }

    fn in_unit(&self, factor: f64) -> Self {
        Self { alpha: self.alpha * factor, beta: self.beta * factor, ..*self }
    }
}

/// The time, out of `time` to come, that someone whose leaving rate has this gamma law is there on average:
/// b/(s-1) × (1 - (b/(b+t))^(s-1)), also at s = 1.
fn stayed(s: f64, b: f64, time: f64) -> f64 {
    let ln = (time / b).ln_1p();
    let power = (s - 1.0) * ln;
    // (1 - e^-p)/p × ln(1 + t/b) × b.
    let factor = if power.abs() < 1e-12 { 1.0 } else { -(-power).exp_m1() / power };
    b * ln * factor
}
