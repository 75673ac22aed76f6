//! The models against published estimates, against `lifetimes`, and against customers drawn from themselves.

use super::bg_nbd::{BgNbd, MbgNbd};
use super::gamma_gamma::Spend;
use super::pareto_nbd::ParetoNbd;
use super::validation::validate;
use super::value::{Horizon, discounted_purchases};
use super::*;
use crate::statistics::chance::Chance;
use crate::tests::{close, reference};

const ONE: History = History { repeats: 2, last: 30.43, age: 38.86 };

const BG: BgNbd = BgNbd {
    r: 0.242_592_892_608_906_93,
    alpha: 4.413_531_266_606_541,
    a: 0.792_886_194_634_625,
    b: 2.425_753_573_408_617,
};
const PARETO: ParetoNbd = ParetoNbd {
    r: 0.553_275_501_352_607_2,
    alpha: 10.577_612_241_561_024,
    s: 0.606_213_471_735_921_3,
    beta: 11.667_908_077_040_09,
};

#[test]
fn one_customer_has_the_published_figures() {
    close(BG.alive(ONE), 0.726_609_1, 1e-6);
    close(BG.expected(ONE, 39.0), 1.225_910_4, 1e-6);
    close(BG.expected_of_new(39.0), 1.195_016_276_287_857_1, 1e-9);
    close(PARETO.alive(ONE), 0.869_119, 1e-5);
    close(PARETO.expected(ONE, 39.0), 1.455_113, 1e-6);
    close(PARETO.expected_of_new(39.0), 1.213_408_041_102_223, 1e-9);
    close(PARETO.expected_of_new(78.0), 1.909_880_757_874_731_9, 1e-9);
}

#[test]
fn extreme_customers_have_figures_too() {
    let histories = [
        History { repeats: 500, last: 9_999.0, age: 10_000.0 },
        History { repeats: 500, last: 10.0, age: 10_000.0 },
        History { repeats: 0, last: 0.0, age: 0.0 },
        History { repeats: 0, last: 0.0, age: 1e4 },
        History { repeats: 1, last: 1e-6, age: 1e-6 },
    ];
    let paretos = [
        PARETO,
        ParetoNbd { s: 1.0, ..PARETO },
        ParetoNbd { beta: 0.01, ..PARETO },
        ParetoNbd { r: 1e-3, alpha: 1e-3, s: 1e-3, beta: 1e3 },
    ];
    for history in histories {
        for model in paretos {
            finite(&model, history);
        }
        finite(&BG, history);
        finite(&BgNbd { a: 1.0, ..BG }, history);
        finite(&BgNbd { a: 0.05, b: 0.05, ..BG }, history);
        finite(&MbgNbd { r: 0.5, alpha: 6.0, a: 1.0, b: 1.6 }, history);
    }
}

fn finite<M: Model + std::fmt::Debug>(model: &M, history: History) {
    let terms = model.terms(history.repeats);
    let (likelihood, slopes) = model.ln_likelihood(history, &terms[history.repeats as usize]);
    assert!(
        likelihood.is_finite() && slopes.iter().all(|s| s.is_finite()),
        "{model:?} {history:?} {likelihood} {slopes:?}"
    );
    let (alive, none, expected) = (model.alive(history), model.none_in(history, 20.0), model.expected(history, 20.0));
    assert!((0.0..=1.0).contains(&alive) && (0.0..=1.0 + 1e-9).contains(&none), "{model:?} {history:?} {alive} {none}");
    assert!(
        expected >= 0.0 && expected.is_finite() && expected <= model.expected(history, 40.0),
        "{model:?} {history:?}"
    );
    // Whoever is expected to buy so often cannot be more certain than that not to buy.
    assert!(1.0 - none <= expected + 1e-9, "{model:?} {history:?} {none} {expected}");
    // Slopes are those of the likelihood itself.
    let parameters = model.parameters();
    for i in 0..4 {
        let moved = |by: f64| {
            let mut moved = parameters;
            moved[i] *= by.exp();
            let model = M::with(moved);
            model.ln_likelihood(history, &model.terms(history.repeats)[history.repeats as usize]).0
        };
        let numeric = (moved(1e-5) - moved(-1e-5)) / 2e-5;
        let exact = slopes[i] * parameters[i];
        assert!((numeric - exact).abs() <= 1e-4 * (1.0 + exact.abs()), "{model:?} {history:?} {i}: {numeric} {exact}");
    }
}

/// The customers of CDNOW with their purchases afterwards, and figures computed elsewhere.
struct Cdnow {
    histories: Vec<History>,
    spends: Vec<Spend>,
    happened: Vec<u32>,
    rows: Vec<Vec<f64>>,
}

fn cdnow() -> Option<Cdnow> {
    let text = reference("cdnow/reference/btyd_customers.csv")?;
    let row = |line: &str| -> Vec<f64> { line.split(',').map(|cell| cell.parse().unwrap()).collect() };
    let rows: Vec<Vec<f64>> = text.lines().skip(1).map(row).collect();
    let history = |row: &Vec<f64>| History { repeats: row[1] as u32, last: row[2], age: row[3] };
    Some(Cdnow {
        histories: rows.iter().map(history).collect(),
        spends: rows.iter().map(|row| Spend { repeats: row[1] as u32, mean: row[4] }).collect(),
        happened: rows.iter().map(|row| row[17] as u32).collect(),
        rows,
    })
}

fn estimates<M: Model>(fitted: &FittedModel<M>, expected: [f64; 4], ln_likelihood: f64) {
    for (estimate, expected) in fitted.fitted.estimates.iter().zip(expected) {
        close(*estimate, expected, 1e-4);
    }
    assert!((fitted.fitted.ln_likelihood - ln_likelihood).abs() < 1e-3, "{}", fitted.fitted.ln_likelihood);
}

#[test]
fn cdnow_has_the_published_estimates() {
    let Some(cdnow) = cdnow() else { return };
    let bg = fit::<BgNbd>(&cdnow.histories).unwrap();
    estimates(&bg, BG.parameters(), -9_582.425_560_567_36);
    for (error, expected) in bg.fitted.ln_errors.as_ref().unwrap().iter().zip([0.051_76, 0.085_70, 0.234_23, 0.290_78])
    {
        close(*error, expected, 1e-3);
    }
    let pareto = fit::<ParetoNbd>(&cdnow.histories).unwrap();
    estimates(&pareto, PARETO.parameters(), -9_594.973_929_826_861);
    // Errors of the parameters themselves, as published; ours are of their logarithms.
    let of_parameters = pareto.fitted.ln_errors.as_ref().unwrap().iter().zip(PARETO.parameters());
    for ((error, parameter), expected) in of_parameters.zip([0.0476, 0.8427, 0.1873, 6.2105]) {
        close(error * parameter, expected, 5e-3);
    }
    assert_eq!(cdnow.histories.iter().map(|history| history.repeats).sum::<u32>(), 2457);
    let mbg = fit::<MbgNbd>(&cdnow.histories).unwrap();
    estimates(&mbg, [0.524_84, 6.182_99, 0.891_36, 1.614_00], -9582.1327);
    let spend = gamma_gamma::fit(&cdnow.spends).unwrap();
    for (estimate, expected) in spend.fitted.estimates.iter().zip([6.248_803_8, 3.744_588_3, 15.447_743_9]) {
        close(*estimate, expected, 1e-4);
    }
    assert_eq!(spend.fitted_on, 946);
    assert!((spend.fitted.ln_likelihood + 4_055.923_243).abs() < 1e-3);
    close(spend.correlation, 0.113_883_9, 1e-6);
    close(spend.model.expected(Spend { repeats: 0, mean: 0.0 }), 35.171, 1e-4);
    close(spend.model.expected(Spend { repeats: 5, mean: 100.0 }), 94.765, 1e-4);
}

#[test]
fn every_customer_of_cdnow_has_the_figures_of_the_reference() {
    let Some(cdnow) = cdnow() else { return };
    let spend = gamma_gamma::fit(&cdnow.spends).unwrap().model;
    let year = Horizon { step: 4.345, steps: 12, discount: 0.01, margin: 1.0 };
    let mut sums = [0.0; 5];
    for (history, row) in cdnow.histories.iter().zip(&cdnow.rows) {
        assert!((BG.alive(*history) - row[5]).abs() < 1e-6 && (PARETO.alive(*history) - row[6]).abs() < 1e-6);
        assert!((BG.expected(*history, 39.0) - row[9]).abs() < 1e-5 * (1.0 + row[9]), "{history:?}");
        assert!((PARETO.expected(*history, 52.0) - row[12]).abs() < 1e-5 * (1.0 + row[12]));
        sums[0] += PARETO.alive(*history);
        sums[1] += PARETO.expected(*history, 39.0);
        sums[2] += BG.expected(*history, 13.0);
    }
    close(sums[0], 1_051.878_907_728_114_9, 1e-8);
    close(sums[1], 1_665.534_279_753_988, 1e-8);
    close(sums[2], 628.026_736_462_866_1, 1e-8);
    for (history, (spent, row)) in cdnow.histories.iter().zip(cdnow.spends.iter().zip(&cdnow.rows)).take(40) {
        let value = discounted_purchases(&BG, *history, year) * spend.expected(*spent);
        assert!((value - row[16]).abs() < 1e-3 * (1.0 + row[16]), "{value} {}", row[16]);
    }
}

#[test]
fn forecasts_of_cdnow_are_as_good_as_they_are() {
    let Some(cdnow) = cdnow() else { return };
    let pareto = validate(&PARETO, &cdnow.histories, &cdnow.happened, 39.0).unwrap();
    close(pareto.forecast, 1_665.534_28, 1e-6);
    assert_eq!(pareto.happened, 1882.0);
    assert!((pareto.auc.unwrap() - 0.7787).abs() < 6e-5, "{:?}", pareto.auc);
    close(pareto.mean_error, 0.754_527, 1e-5);
    assert!((pareto.auc_of_recency.unwrap() - 0.7714).abs() < 1e-3, "{:?}", pareto.auc_of_recency);
    assert!((pareto.mean_error_of_run_rate - 1.0237).abs() < 1e-4 && (pareto.run_rate - 2930.0).abs() < 1.0);
    let bg = validate(&BG, &cdnow.histories, &cdnow.happened, 39.0).unwrap();
    assert!((bg.auc.unwrap() - 0.7725).abs() < 6e-5 && (bg.mean_error - 0.7855).abs() < 6e-5);
    // Three figures a model of the 39 weeks after: purchases, the chance of ranking buyers first, the mean error.
    let mbg = fit::<MbgNbd>(&cdnow.histories).unwrap().model;
    let mbg_found = validate(&mbg, &cdnow.histories, &cdnow.happened, 39.0).unwrap();
    assert!(
        (bg.forecast - 1653.4).abs() < 0.06 && (mbg_found.forecast - 1576.7).abs() < 0.06,
        "{}",
        mbg_found.forecast
    );
    assert!((mbg_found.auc.unwrap() - 0.7728).abs() < 6e-5 && (mbg_found.mean_error - 0.7648).abs() < 6e-5);
    // The chance of still being a customer ranks badly where nobody can have left after the first purchase.
    let bought: Vec<bool> = cdnow.happened.iter().map(|count| *count > 0).collect();
    let ranked = |alive: &dyn Fn(&History) -> f64| {
        let alive: Vec<f64> = cdnow.histories.iter().map(alive).collect();
        (crate::statistics::logistic::auc(&alive, &bought).unwrap(), alive.iter().sum::<f64>() / alive.len() as f64)
    };
    for ((auc, mean), (auc_wanted, mean_wanted)) in [
        (ranked(&|h| BG.alive(*h)), (0.316, 0.81)),
        (ranked(&|h| mbg.alive(*h)), (0.687, 0.45)),
        (ranked(&|h| PARETO.alive(*h)), (0.726, 0.45)),
    ] {
        assert!((auc - auc_wanted).abs() < 6e-4 && (mean - mean_wanted).abs() < 6e-3, "{auc} {mean}");
    }
    assert_eq!(pareto.by_repeats.iter().map(|group| group.customers).sum::<usize>(), 2357);
    let total = forecast::total(&fit::<ParetoNbd>(&cdnow.histories).unwrap(), &cdnow.histories, 39.0, 1, 0.95);
    assert!(total.interval.low < 1665.0 && total.interval.high > 1700.0 && total.interval.high < 2100.0, "{total:?}");
}

/// Customers drawn from a model.
fn drawn(model: &ParetoNbd, n: usize, seed: u64) -> Vec<History> {
    let mut chance = Chance::new(seed);
    let one = |place: usize| {
        let age = 20.0 + 20.0 * (place % 7) as f64 / 7.0;
        let rate = chance.gamma(model.r) / model.alpha;
        let leaving = chance.gamma(model.s) / model.beta;
        let end = age.min(chance.exponential() / leaving);
        let (mut at, mut repeats, mut last) = (0.0, 0, 0.0);
        loop {
            at += chance.exponential() / rate;
            if at > end {
                return History { repeats, last, age };
            }
            (repeats, last) = (repeats + 1, at);
        }
    };
    (0..n).map(one).collect()
}

#[test]
fn a_model_finds_itself_again_in_any_unit_of_time() {
    let truth = ParetoNbd { r: 0.8, alpha: 6.0, s: 0.7, beta: 9.0 };
    let weeks = drawn(&truth, 4000, 17);
    let fitted = fit::<ParetoNbd>(&weeks).unwrap();
    for (i, parameter) in truth.parameters().into_iter().enumerate() {
        assert!(fitted.fitted.interval(i, 0.999).unwrap().holds(parameter), "{i} {:?}", fitted.fitted);
    }
    let days: Vec<History> = weeks.iter().map(|h| History { last: h.last * 7.0, age: h.age * 7.0, ..*h }).collect();
    let in_days = fit::<ParetoNbd>(&days).unwrap();
    close(in_days.model.alpha, fitted.model.alpha * 7.0, 1e-4);
    close(in_days.model.s, fitted.model.s, 1e-4);
    for (day, week) in days.iter().zip(&weeks).take(50) {
        close(in_days.model.expected(*day, 70.0), fitted.model.expected(*week, 10.0), 1e-4);
    }
}

/// A customer drawn from a model: the history until `age`, and the purchases in `ahead` after it.
fn one_drawn(model: &ParetoNbd, age: f64, ahead: f64, chance: &mut Chance) -> (History, u32) {
    let rate = chance.gamma(model.r) / model.alpha;
    let leaves = chance.exponential() / (chance.gamma(model.s) / model.beta);
    let (mut at, mut repeats, mut last, mut later) = (0.0, 0, 0.0, 0);
    loop {
        at += chance.exponential() / rate;
        if at > leaves.min(age + ahead) {
            return (History { repeats, last, age }, later);
        }
        if at > age {
            later += 1;
        } else {
            (repeats, last) = (repeats + 1, at);
        }
    }
}

/// Simulation-based calibration (Talts et al. 2018, <https://arxiv.org/abs/1804.06788>), of a fit: whatever the true
/// parameters, intervals of the parameters and of the purchases to come hold what was drawn.
#[test]
fn fits_of_drawn_customers_hold_the_truth() {
    use rayon::iter::IntoParallelIterator;
    let is_long = crate::tests::coverage::is_long();
    let (runs, n) = if is_long { (400_u64, 3000) } else { (16, 700) };
    let held: Vec<Option<[bool; 5]>> = (0..runs)
        .into_par_iter()
        .map(|run| {
            let mut chance = Chance::of(0x0053_4243, run);
            let mut between = |low: f64, high: f64| low * (high / low).powf(chance.unit());
            let truth = ParetoNbd {
                r: between(0.4, 2.0),
                alpha: between(3.0, 12.0),
                s: between(0.4, 1.5),
                beta: between(5.0, 20.0),
            };
            let drawn: Vec<(History, u32)> =
                (0..n).map(|place| one_drawn(&truth, 30.0 + f64::from(place % 20), 26.0, &mut chance)).collect();
            let histories: Vec<History> = drawn.iter().map(|one| one.0).collect();
            let later: u32 = drawn.iter().map(|one| one.1).sum();
            let fitted = fit::<ParetoNbd>(&histories).ok()?;
            fitted.fitted.ln_errors.as_ref()?;
            let of = |i: usize| fitted.fitted.interval(i, 0.95).is_some_and(|held| held.holds(truth.parameters()[i]));
            let total = forecast::total(&fitted, &histories, 26.0, run, 0.95);
            Some([of(0), of(1), of(2), of(3), total.interval.holds(f64::from(later))])
        })
        .collect();
    let fitted: Vec<[bool; 5]> = held.into_iter().flatten().collect();
    let least = if is_long { 0.92 } else { 0.7 };
    for (place, name) in ["r", "alpha", "s", "beta", "purchases of all"].iter().enumerate() {
        let share = fitted.iter().filter(|run| run[place]).count() as f64 / fitted.len() as f64;
        println!("| Pareto/NBD, {name} | {:.1} % |", share * 100.0);
        assert!(share >= least, "{name}: {share} of {}", fitted.len());
    }
    assert!(fitted.len() as f64 >= 0.9 * runs as f64, "{} of {runs}", fitted.len());
}

#[test]
fn longer_silence_makes_a_customer_less_likely_to_be_there() {
    for repeats in [0, 1, 5, 50] {
        let last = if repeats == 0 { 0.0 } else { 10.0 };
        let alive: Vec<f64> =
            (0..60).map(|weeks| PARETO.alive(History { repeats, last, age: last + f64::from(weeks) })).collect();
        assert!(alive.windows(2).all(|pair| pair[1] <= pair[0] + 1e-12), "{repeats}");
    }
}

#[test]
fn draws_agree_with_what_is_expected() {
    let mut chance = Chance::new(8);
    let history = History { repeats: 5, last: 25.0, age: 30.0 };
    let mut mean =
        |model: &dyn Fn(&mut Chance) -> u64| (0..20_000).map(|_| model(&mut chance) as f64).sum::<f64>() / 20_000.0;
    close(mean(&|c| PARETO.draw(history, PARETO.alive(history), 20.0, c)), PARETO.expected(history, 20.0), 0.05);
    close(mean(&|c| BG.draw(history, BG.alive(history), 20.0, c)), BG.expected(history, 20.0), 0.05);
    let mbg = MbgNbd { r: 0.52, alpha: 6.2, a: 0.9, b: 1.6 };
    close(mean(&|c| mbg.draw(history, mbg.alive(history), 20.0, c)), mbg.expected(history, 20.0), 0.05);
}

#[test]
fn too_little_is_said_to_be_too_little() {
    let few = vec![ONE; 10];
    assert_eq!(guard(&few, 365.0), Err(Error::TooFew { minimum: LEAST_BUYERS, found: 10 }));
    assert!(matches!(guard(&vec![ONE; 600], 30.0), Err(Error::TooShort { .. })));
    let once = vec![History { repeats: 0, last: 0.0, age: 30.0 }; 600];
    assert!(matches!(guard(&once, 365.0), Err(Error::TooFewEvents { .. })));
    assert!(matches!(fit::<ParetoNbd>(&once), Err(Error::TooFewEvents { .. })));
    let impossible = [History { repeats: 1, last: 40.0, age: 30.0 }];
    assert!(matches!(fit::<BgNbd>(&impossible), Err(Error::BadValue { .. })));
    // Everybody alike: nothing tells the spread of rates, and the answer is an error or figures, never a hang.
    let alike = vec![ONE; 600];
    if let Ok(fitted) = fit::<ParetoNbd>(&alike) {
        assert!(fitted.fitted.estimates.iter().all(|x| x.is_finite()));
    }
}

#[test]
fn days_become_histories() {
    let days = vec![vec![3, 3, 10, 40], vec![], vec![20], vec![45]];
    let found = histories_of(&days, 38, 7.0);
    assert_eq!(found[0], Some(History { repeats: 1, last: 1.0, age: 5.0 }));
    assert_eq!(found[1], None);
    assert_eq!(found[2], Some(History { repeats: 0, last: 0.0, age: 18.0 / 7.0 }));
    assert_eq!(found[3], None);
}
