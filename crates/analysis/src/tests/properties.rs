//! What must hold of figures whatever the customers: no order, no unit and no split of the rows changes them.

use proptest::collection::vec;
use proptest::prelude::*;

use crate::abc::{By, Crossing, concentration, cut};
use crate::arms::adjusted;
use crate::btyd::bg_nbd::{BgNbd, MbgNbd};
use crate::btyd::pareto_nbd::ParetoNbd;
use crate::btyd::{History, Model};
use crate::statistics::interval::CONFIDENCE;
use crate::statistics::means;
use crate::statistics::multiplicity::{Correction, corrected};
use crate::statistics::quantile::{at_share, sorted};
use crate::statistics::tails::{ln_normal_above, normal_with_ln_above};

fn histories() -> impl Strategy<Value = History> {
    (0_u32..60, 0.0..1.0_f64, 0.1..300.0_f64).prop_map(|(repeats, part, age)| {
        let last = if repeats == 0 { 0.0 } else { (age * part).max(1e-3) };
        History { repeats, last, age: age.max(last) }
    })
}

fn grows_and_falls<M: Model>(model: &M, history: History) {
    let alive = model.alive(history);
    assert!((0.0..=1.0).contains(&alive));
    let later = model.alive(History { age: history.age * 1.3, ..history });
    assert!(later <= alive + 1e-9, "{alive} {later}");
    let times = [1.0, 5.0, 20.0, 80.0];
    let expected = times.map(|time| model.expected(history, time));
    let none = times.map(|time| model.none_in(history, time));
    assert!(expected.windows(2).all(|pair| pair[0] <= pair[1] + 1e-12), "{expected:?}");
    assert!(none.windows(2).all(|pair| pair[0] + 1e-9 >= pair[1]), "{none:?}");
    let days = model.in_unit(7.0);
    let day = History { last: history.last * 7.0, age: history.age * 7.0, ..history };
    assert!((days.alive(day) - alive).abs() < 1e-9);
    assert!((days.expected(day, 140.0) - expected[2]).abs() < 1e-7 * (1.0 + expected[2]));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: if super::coverage::is_long() { 2000 } else { 60 }, ..ProptestConfig::default() })]

    #[test]
    fn order_and_unit_of_amounts_do_not_matter(amounts in vec(1_u32..100_000, 3..80), seed in any::<u64>()) {
        let amounts: Vec<f64> = amounts.into_iter().map(f64::from).collect();
        let mut other: Vec<f64> = amounts.iter().map(|x| x * 8.0).collect();
        crate::statistics::chance::Chance::new(seed).shuffle(&mut other);
        prop_assert!((concentration(&amounts).unwrap().gini - concentration(&other).unwrap().gini).abs() < 1e-9);
        let sizes = |amounts: &[f64]| -> Vec<usize> {
            let cut = cut(amounts, &[0.5, 0.9], By::Amount, Crossing::Kept).unwrap();
            cut.tranches.iter().map(|tranche| tranche.customers).collect()
        };
        prop_assert_eq!(sizes(&amounts), sizes(&other));
        let quantile = |amounts: &[f64]| at_share(&sorted(amounts), 0.3).unwrap();
        prop_assert!((quantile(&amounts) * 8.0 - quantile(&other)).abs() < 1e-6);
    }

    #[test]
    fn forecasts_grow_with_time_and_fall_with_silence(
        history in histories(),
        (r, rate, s, b) in (0.05..5.0_f64, 0.5..30.0_f64, 0.05..5.0_f64, 0.5..30.0_f64),
    ) {
        grows_and_falls(&ParetoNbd { r, alpha: rate, s, beta: b }, history);
        grows_and_falls(&BgNbd { r, alpha: rate, a: s, b }, history);
        grows_and_falls(&MbgNbd { r, alpha: rate, a: s, b }, history);
    }

    #[test]
    fn corrected_chances_keep_their_order_and_are_never_smaller(ln_ps in vec(-800.0..0.0_f64, 1..60)) {
        for how in [Correction::Holm, Correction::BenjaminiHochberg, Correction::BenjaminiYekutieli] {
            let all = corrected(&ln_ps, how);
            for (i, a) in ln_ps.iter().enumerate() {
                prop_assert!(all[i] >= *a - 1e-12 && all[i] <= 0.0);
                for (j, b) in ln_ps.iter().enumerate() {
                    prop_assert!(a > b || all[i] <= all[j] + 1e-12);
                }
            }
        }
    }

    #[test]
    fn earlier_values_that_say_nothing_change_nothing(values in vec(-100.0..100.0_f64, 8..60)) {
        let treated: Vec<bool> = (0..values.len()).map(|i| i % 2 == 0).collect();
        let of = |is: bool| -> Vec<f64> {
            values.iter().zip(&treated).filter(|(_, t)| **t == is).map(|(x, _)| *x).collect()
        };
        let plain = means::compare(&of(true), &of(false), CONFIDENCE);
        let adjusted = adjusted(&values, &vec![5.0; values.len()], &treated, CONFIDENCE);
        prop_assert_eq!(plain.map(|c| c.interval), adjusted.map(|a| a.compared.interval));
    }

    #[test]
    fn a_tail_and_its_inverse_agree(z in -6.0..39.0_f64) {
        prop_assert!((normal_with_ln_above(ln_normal_above(z)) - z).abs() < 1e-6 * (1.0 + z.abs()));
    }
}
