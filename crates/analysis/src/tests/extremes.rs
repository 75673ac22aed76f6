//! Columns that no customer base should have, and some that every one has: figures or a named obstacle, never a number
//! that is none.

use std::fmt::Debug;

use crate::abc::{By, Crossing, concentration, cut, held_by_best, parts};
use crate::arms::{adjusted, amount_lift, sample_ratio, share_lift};
use crate::btyd::bg_nbd::{BgNbd, MbgNbd};
use crate::btyd::gamma_gamma::{self, Spend};
use crate::btyd::pareto_nbd::ParetoNbd;
use crate::btyd::{History, Model, fit};
use crate::comparison;
use crate::coupons::Shares;
use crate::hours::{HOURS, Profile};
use crate::questionnaires::{Item, Scale, answered};
use crate::replenishment::{self, Rhythm};
use crate::rfm;
use crate::screening::screen;
use crate::statistics::interval::CONFIDENCE;
use crate::statistics::multiplicity::Correction;
use crate::statistics::proportions::{self, Share};
use crate::statistics::shrinkage::shrink;
use crate::statistics::survival::{Curve, Times, log_rank};
use crate::statistics::tables::{Fourfold, associate};
use crate::statistics::{counts, logistic, means, ranks};
use crate::traits::{Column, Explained};

/// Fails when anything that is told holds a number that is none.
#[track_caller]
fn sound(name: &str, told: &dyn Debug) {
    let text = format!("{told:?}");
    assert!(!text.contains("NaN") && !text.contains("inf,") && !text.contains("inf }"), "{name}: {text}");
}

/// Nobody, one customer, everybody alike, nothing at all, ties, one against all, far apart, and refunds.
fn columns() -> Vec<Vec<f64>> {
    let mut one_apart = vec![0.0; 60];
    one_apart[7] = 1e9;
    vec![
        vec![],
        vec![3.0],
        vec![3.0; 60],
        vec![0.0; 60],
        (0..60).map(|i| f64::from(i % 2)).collect(),
        one_apart,
        (0..60).map(|i| 10f64.powi(i % 12 - 6)).collect(),
        (0..60).map(|i| f64::from(i - 30)).collect(),
    ]
}

#[test]
fn amounts_of_any_kind_have_an_answer() {
    for amounts in columns() {
        for crossing in [Crossing::Kept, Crossing::Excluded] {
            sound("tranches", &cut(&amounts, &[0.8, 0.95], By::Amount, crossing));
            sound("tranches of customers", &cut(&amounts, &[0.2], By::Customers, crossing));
        }
        sound("parts", &parts(&amounts, 10));
        sound("concentration", &concentration(&amounts));
        sound("best", &held_by_best(&amounts, 0.2));
        sound("shrinkage", &shrink(&amounts, 1.0));
        let happened: Vec<bool> = amounts.iter().map(|x| *x > 1.0).collect();
        let times: Vec<f64> = amounts.iter().map(|x| x.abs()).collect();
        let times = Times { times: &times, happened: &happened };
        sound("waiting", &Curve::of(times));
        sound("waiting of two", &log_rank(&[times, times]));
        let buyers = rfm::Buyers { recency: &amounts, frequency: &amounts, monetary: &amounts };
        sound("cuts", &rfm::Cuts::of_values(buyers, 5));
        sound("ranks", &rfm::ranked(buyers, 5));
    }
}

#[test]
fn any_two_columns_can_be_compared() {
    for first in columns() {
        for second in columns() {
            sound("means", &means::compare(&first, &second, CONFIDENCE));
            sound("ranks", &ranks::compare(&first, &second, CONFIDENCE));
            sound("numbers", &comparison::numbers(&first, &second));
            sound("lift", &amount_lift(&first, &second, 1, CONFIDENCE));
            sound("correlation", &ranks::correlate(&first, &second));
            let outcome: Vec<bool> = second.iter().map(|x| *x > 1.0).collect();
            sound("adjusted", &adjusted(&first, &second, &outcome, CONFIDENCE));
            // Of one column against itself the outcome is separated.
            for ridge in [0.0, 1.0] {
                sound("logistic", &logistic::fit(&[&first], &outcome, ridge, CONFIDENCE));
            }
            let counted: Vec<f64> = second.iter().map(|x| x.abs().min(1e6).round()).collect();
            sound("counts", &counts::fit(&[&first], &counted, &vec![1.0; counted.len()], CONFIDENCE));
            if first.len() == outcome.len() {
                let columns = [Column::Numbers(&first)];
                sound("screening", &screen(&columns, Explained::YesNo(&outcome), Correction::BenjaminiHochberg));
                sound("screening", &screen(&columns, Explained::Amount(&second), Correction::BenjaminiHochberg));
            }
        }
    }
}

#[test]
fn shares_and_tables_of_nothing_and_of_all_have_an_answer() {
    let shares = [(0, 0), (0, 1), (1, 1), (0, 1000), (1000, 1000), (1, 1_000_000_000)];
    for (successes, n) in shares {
        let first = Share { successes, n };
        for (successes, n) in shares {
            let second = Share { successes, n };
            sound("shares", &proportions::compare(first, second, CONFIDENCE));
            sound("lift", &share_lift(first, second, CONFIDENCE));
            sound("sizes", &sample_ratio(&[first.n, second.n], &[0.5, 0.5]));
            let table = Fourfold {
                both: first.successes,
                only_trait: first.n - first.successes,
                only_outcome: second.successes,
                neither: second.n - second.successes,
            };
            if first.n > 0 && second.n > 0 && first.n + second.n < 10_000 {
                sound("table", &table.measure(CONFIDENCE));
            }
            sound("association", &associate(&table.rows()));
        }
    }
}

fn of_model<M: Model + Debug>(histories: &[History]) {
    let Ok(fitted) = fit::<M>(histories) else { return };
    sound("model", &fitted);
    for history in histories {
        let told =
            (fitted.model.alive(*history), fitted.model.expected(*history, 39.0), fitted.model.none_in(*history, 39.0));
        sound("forecast", &told);
    }
}

#[test]
fn buyers_of_any_kind_have_a_forecast_or_a_reason() {
    let once = History { repeats: 0, last: 0.0, age: 30.0 };
    let often = History { repeats: 500, last: 9_999.0, age: 1e4 };
    let gone = History { repeats: 500, last: 1.0, age: 1e4 };
    let alike = History { repeats: 2, last: 5.0, age: 20.0 };
    let today = History { repeats: 0, last: 0.0, age: 0.0 };
    for histories in [
        vec![],
        vec![often],
        vec![once; 40],
        vec![often; 40],
        vec![alike; 40],
        vec![today; 40],
        [once, often, gone, alike, today].repeat(12),
    ] {
        of_model::<ParetoNbd>(&histories);
        of_model::<BgNbd>(&histories);
        of_model::<MbgNbd>(&histories);
        let spends: Vec<Spend> = histories
            .iter()
            .map(|history| Spend { repeats: history.repeats, mean: f64::from(history.repeats) })
            .collect();
        sound("spend", &gamma_gamma::fit(&spends));
        sound("spend of all alike", &gamma_gamma::fit(&vec![Spend { repeats: 3, mean: 20.0 }; 50]));
    }
}

#[test]
fn habits_of_any_kind_have_a_rhythm_or_a_reason() {
    let rhythm = |gap: f64, open: f64| Rhythm::of(&[(gap, 1.0); 6], open, 1.0);
    for rhythms in [
        vec![],
        vec![rhythm(7.0, 3.0)],
        vec![rhythm(7.0, 3.0); 30],
        vec![rhythm(0.0, 0.0); 30],
        [rhythm(1.0, 1e6), rhythm(1e6, 0.0), rhythm(30.0, 30.0)].repeat(10),
    ] {
        let product = replenishment::fit(&rhythms);
        sound("rhythm", &product);
        if let Ok(product) = product {
            sound("next", &product.next_of_each(&rhythms));
        }
    }
    sound("hours", &Profile::of(&[0.0; HOURS]));
    for (with, all) in [(0, 5), (5, 5), (0, 0), (1_000_000, 1_000_001)] {
        sound("coupons", &Shares::fit(&[with; 40], &[all; 40]));
    }
    let same = vec![3.0; 40];
    let none = vec![f64::NAN; 40];
    for answers in [&same, &none] {
        let items = [Item { answers, is_reversed: false }, Item { answers, is_reversed: true }];
        sound("answers", &answered(&items, Scale { low: 1.0, high: 5.0 }));
    }
}
