//! Do intervals hold the truth as often as they say, and does nothing become something as seldom as it should?
//!
//! Quick runs draw few samples and allow for that; with `TRANCHE_LONG` set there are two thousand, and a 95 % interval
//! must hold the truth in 93 to 97 of a hundred. The figures of a long run are in docs/reference/statistics.md.

use rayon::iter::{IntoParallelIterator, ParallelIterator};

use crate::abc::concentration;
use crate::arms::{adjusted, amount_lift, sample_ratio, share_lift};
use crate::btyd::gamma_gamma::{self, Spend};
use crate::replenishment;
use crate::screening::screen;
use crate::statistics::chance::Chance;
use crate::statistics::interval::{CONFIDENCE, Interval};
use crate::statistics::means::{Moments, Resampling, mean_interval, resampled};
use crate::statistics::multiplicity::Correction;
use crate::statistics::proportions::{Share, compare};
use crate::statistics::survival::{Curve, Times, log_rank};
use crate::statistics::tables::Fourfold;
use crate::statistics::{counts, logistic, means, ranks};
use crate::traits::{Column, Explained};

/// Samples of a quick run.
const FEW: u64 = 240;
/// Samples of a quick run of what takes long.
const FEWER: u64 = 40;
/// Samples of a long one.
const MANY: u64 = 2000;

pub(crate) fn is_long() -> bool {
    std::env::var_os("TRANCHE_LONG").is_some()
}

/// The share of samples in which something holds.
fn share(runs: u64, holds: impl Fn(&mut Chance) -> bool + Sync) -> f64 {
    let held = (0..runs).into_par_iter().filter(|run| holds(&mut Chance::of(0x636F_7665_7261_6765, *run)));
    held.count() as f64 / runs as f64
}

/// Fails unless something holds as often as it should, give or take two in a hundred and what few samples leave open.
#[track_caller]
fn holds_in(name: &str, expected: f64, holds: impl Fn(&mut Chance) -> bool + Sync) {
    holds_in_runs(name, expected, if is_long() { MANY } else { FEW }, holds);
}

#[track_caller]
fn holds_in_runs(name: &str, expected: f64, runs: u64, holds: impl Fn(&mut Chance) -> bool + Sync) {
    let found = share(runs, holds);
    let chance = if is_long() { 0.0 } else { 3.0 * (expected * (1.0 - expected) / runs as f64).sqrt() };
    println!("| {name} | {:.1} % |", found * 100.0);
    assert!((found - expected).abs() <= 0.02 + chance, "{name}: {found} of {runs}, not {expected}");
}

fn covers(name: &str, holds: impl Fn(&mut Chance) -> bool + Sync) {
    holds_in(name, CONFIDENCE, holds);
}

/// The same for what takes long.
fn covers_slowly(name: &str, holds: impl Fn(&mut Chance) -> bool + Sync) {
    holds_in_runs(name, CONFIDENCE, if is_long() { MANY } else { FEWER }, holds);
}

fn normals(chance: &mut Chance, n: usize, mean: f64, deviation: f64) -> Vec<f64> {
    (0..n).map(|_| mean + deviation * chance.normal()).collect()
}

fn exponentials(chance: &mut Chance, n: usize, mean: f64) -> Vec<f64> {
    (0..n).map(|_| mean * chance.exponential()).collect()
}

fn successes(chance: &mut Chance, n: u64, rate: f64) -> Share {
    Share { successes: chance.binomial(n, rate), n }
}

#[test]
fn shares_are_covered() {
    covers("share (Wilson)", |c| successes(c, 80, 0.2).interval(CONFIDENCE).holds(0.2));
    covers("difference of shares (Newcombe)", |c| {
        compare(successes(c, 60, 0.3), successes(c, 90, 0.2), CONFIDENCE).unwrap().interval.holds(0.1)
    });
    covers("ratio of shares (logarithm)", |c| {
        let compared = compare(successes(c, 200, 0.3), successes(c, 250, 0.2), CONFIDENCE).unwrap();
        compared.ratio_interval.unwrap().holds(1.5)
    });
    covers("customers gained by a treatment", |c| {
        share_lift(successes(c, 400, 0.12), successes(c, 400, 0.1), CONFIDENCE).unwrap().gained_interval.holds(8.0)
    });
    covers("odds ratio (Woolf)", |c| {
        let (with, without) = (successes(c, 120, 0.4), successes(c, 130, 0.25));
        let table = Fourfold {
            both: with.successes,
            only_trait: with.n - with.successes,
            only_outcome: without.successes,
            neither: without.n - without.successes,
        };
        table.measure(CONFIDENCE).interval.holds((0.4 / 0.6) / (0.25 / 0.75))
    });
}

#[test]
fn means_and_ranks_are_covered() {
    covers("mean (Student)", |c| mean_interval(Moments::of(&normals(c, 25, 3.0, 2.0)), CONFIDENCE).unwrap().holds(3.0));
    covers("difference of means (Welch)", |c| {
        let (a, b) = (normals(c, 30, 1.0, 2.0), normals(c, 60, 0.0, 1.0));
        means::compare(&a, &b, CONFIDENCE).unwrap().interval.holds(1.0)
    });
    covers_slowly("difference of skewed means (resampled)", |c| {
        let (a, b) = (exponentials(c, 150, 2.0), exponentials(c, 120, 1.0));
        let plan = Resampling { replicates: 400, seed: c.bits() };
        resampled(&a, &b, plan, CONFIDENCE).unwrap().holds(1.0)
    });
    covers("chance of ranking above (Brunner and Munzel)", |c| {
        // The difference of both is normal around one half with a variance of five.
        let (a, b) = (normals(c, 40, 0.5, 1.0), normals(c, 50, 0.0, 2.0));
        ranks::compare(&a, &b, CONFIDENCE).unwrap().interval.holds(0.588_468_4)
    });
    covers_slowly("ratio of amounts (logarithm)", |c| {
        let (a, b) = (exponentials(c, 300, 1.2), exponentials(c, 300, 1.0));
        amount_lift(&a, &b, 1, CONFIDENCE).unwrap().ratio_interval.unwrap().holds(1.2)
    });
    covers("difference with earlier values taken off", |c| {
        let before = normals(c, 200, 10.0, 3.0);
        let treated: Vec<bool> = (0..200).map(|_| c.unit() < 0.5).collect();
        let values: Vec<f64> = before
            .iter()
            .zip(&treated)
            .map(|(x, is)| 0.6 * x + 2.0 * c.normal() + if *is { 0.5 } else { 0.0 })
            .collect();
        adjusted(&values, &before, &treated, CONFIDENCE).unwrap().compared.interval.holds(0.5)
    });
}

#[test]
fn concentration_curves_and_waiting_times_are_covered() {
    covers("Gini coefficient", |c| {
        let [low, high] = concentration(&exponentials(c, 200, 30.0)).unwrap().interval;
        Interval { low, high }.holds(0.5)
    });
    covers("share still waiting (Kaplan and Meier)", |c| {
        let pairs: Vec<(f64, f64)> = (0..120).map(|_| (c.exponential(), 3.0 * c.unit())).collect();
        let times: Vec<f64> = pairs.iter().map(|(at, end)| at.min(*end)).collect();
        let happened: Vec<bool> = pairs.iter().map(|(at, end)| at <= end).collect();
        let curve = Curve::of(Times { times: &times, happened: &happened }).unwrap();
        let [low, high] = curve.step_at(0.7).unwrap().interval;
        Interval { low, high }.holds((-0.7_f64).exp())
    });
}

#[test]
fn coefficients_are_covered() {
    covers("odds ratio of a logistic model", |c| {
        let x = normals(c, 300, 0.0, 1.0);
        let outcome: Vec<bool> = x.iter().map(|x| c.unit() < 1.0 / (1.0 + (0.5 - 0.8 * x).exp())).collect();
        logistic::fit(&[&x], &outcome, 0.0, CONFIDENCE).unwrap().coefficients[1].interval.holds(0.8_f64.exp())
    });
    covers("rate ratio of counts that vary more than Poisson's", |c| {
        let x: Vec<f64> = (0..400).map(|_| f64::from(u8::from(c.unit() < 0.5))).collect();
        let exposure = vec![2.0; 400];
        let counts: Vec<f64> = x
            .iter()
            .map(|x| {
                let rate = c.gamma(2.0) / 2.0 * (0.2 + 0.4 * x).exp();
                c.poisson(2.0 * rate) as f64
            })
            .collect();
        counts::fit(&[&x], &counts, &exposure, CONFIDENCE).unwrap().coefficients[1].interval.holds(0.4_f64.exp())
    });
    covers_slowly("shape of spend (Gamma-Gamma)", |c| {
        let spends: Vec<Spend> = (0..600)
            .map(|place| {
                let (repeats, rate) = (1 + place % 6, c.gamma(4.0) / 15.0);
                let mean = c.gamma(6.0 * f64::from(repeats)) / rate / f64::from(repeats);
                Spend { repeats, mean }
            })
            .collect();
        gamma_gamma::fit(&spends).unwrap().fitted.interval(1, CONFIDENCE).unwrap().holds(4.0)
    });
}

#[test]
fn next_purchases_come_within_their_window() {
    let product =
        replenishment::Product { mean: 3.4, between: 0.15, within: 0.3, ln_likelihood: 0.0, gaps: 0, customers: 0 };
    holds_in("window of the next purchase, four in five", 0.8, |c| {
        let own = product.mean + product.between.sqrt() * c.normal();
        let gap = |c: &mut Chance| (own + product.within.sqrt() * c.normal()).exp();
        let gaps: Vec<(f64, f64)> = (0..4).map(|_| (gap(c), 1.0)).collect();
        let (open, next) = loop {
            // Who waits has waited for less than the whole gap.
            let next = gap(c);
            let open = 60.0 * c.unit();
            if next > open {
                break (open, next);
            }
        };
        product.next(&replenishment::Rhythm::of(&gaps, open, 1.0)).window.holds(next - open)
    });
}

#[test]
fn nothing_is_found_where_nothing_is() {
    let level = 0.05_f64;
    holds_in("equal amounts told apart (Welch)", level, |c| {
        let (a, b) = (exponentials(c, 200, 1.0), exponentials(c, 200, 1.0));
        means::compare(&a, &b, CONFIDENCE).unwrap().ln_p <= level.ln()
    });
    holds_in("equal shares told apart", level, |c| {
        compare(successes(c, 500, 0.3), successes(c, 500, 0.3), CONFIDENCE).unwrap().ln_p <= level.ln()
    });
    holds_in("equal ranks told apart (Mann and Whitney)", level, |c| {
        ranks::compare(&normals(c, 60, 0.0, 1.0), &normals(c, 80, 0.0, 1.0), CONFIDENCE).unwrap().ln_p <= level.ln()
    });
    holds_in("equal waiting told apart (log-rank)", level, |c| {
        let times: Vec<Vec<f64>> = (0..2).map(|_| exponentials(c, 80, 1.0)).collect();
        let happened = vec![true; 80];
        let groups: Vec<Times<'_>> = times.iter().map(|times| Times { times, happened: &happened }).collect();
        log_rank(&groups).unwrap().p_value <= level
    });
    holds_in("arms of the planned sizes refused (0.1 %)", 0.001, |c| {
        let treated = c.binomial(2000, 0.5);
        sample_ratio(&[treated, 2000 - treated], &[0.5, 0.5]).unwrap().is_broken
    });
    holds_in("any of thirty unrelated traits told (Benjamini and Hochberg, 5 %)", level, |c| {
        let columns: Vec<Vec<f64>> = (0..30).map(|_| normals(c, 200, 0.0, 1.0)).collect();
        let outcome: Vec<bool> = (0..200).map(|_| c.unit() < 0.4).collect();
        let columns: Vec<Column> = columns.iter().map(|column| Column::Numbers(column)).collect();
        let (found, _) = screen(&columns, Explained::YesNo(&outcome), Correction::BenjaminiHochberg).unwrap();
        found.iter().any(|one| one.corrected_ln_p <= level.ln())
    });
}
