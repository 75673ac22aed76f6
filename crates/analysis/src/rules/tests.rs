//! Rules on the invented customers, on noise, and on a planted effect.

use super::*;
use crate::statistics::bits::Bits;
use crate::statistics::chance::Chance;
use crate::tests::recipe::customers;
use crate::tests::top_decile;

fn keys(n: usize) -> Vec<u64> {
    (0..n as u64).collect()
}

#[test]
fn qualities_are_those_of_the_recipe() {
    let (customers, top) = (customers(), top_decile());
    let rows: Vec<usize> = (0..customers.len()).collect();
    let half = Half::new(Explained::YesNo(&top), &rows).unwrap();
    let quality = |holds: &dyn Fn(usize) -> bool| half.quality(half.tally(&Bits::of(rows.len(), holds)));
    for (found, expected) in [
        (quality(&|i| customers[i].big), 0.0686),
        (quality(&|i| customers[i].b2b), 0.0552),
        (quality(&|i| customers[i].big && customers[i].age as f64 > 32.75), 0.0548),
        (quality(&|i| customers[i].big && customers[i].age <= 62), 0.0513),
    ] {
        assert!((found - expected).abs() < 5e-5, "{found} {expected}");
    }
}

#[test]
fn the_best_customers_are_big_businesses_and_nothing_else_rides_along() {
    let customers = customers();
    let big: Vec<bool> = customers.iter().map(|c| c.big).collect();
    let b2b: Vec<bool> = customers.iter().map(|c| c.b2b).collect();
    let age: Vec<f64> = customers.iter().map(|c| c.age as f64).collect();
    let coupon: Vec<f64> = customers.iter().map(|c| c.coupon).collect();
    let channel: Vec<u32> = customers
        .iter()
        .map(|c| ["seo", "ads", "social", "email"].iter().position(|x| *x == c.channel).unwrap() as u32)
        .collect();
    let columns = [
        Column::Flags(&b2b),
        Column::Flags(&big),
        Column::Numbers(&age),
        Column::Numbers(&coupon),
        Column::Levels { codes: &channel, levels: 4 },
    ];
    let top = top_decile();
    let found = find(&columns, Explained::YesNo(&top), &keys(top.len()), Settings::default()).unwrap();
    let first = &found.confirmed[0];
    assert_eq!(first.conditions, [Condition { column: 1, asked: Asked::Is(true) }]);
    assert!(first.lift.unwrap() > 4.0 && first.interval.low > 0.3);
    // Age and coupons have nothing to do with it; whatever is refined by them must have fallen.
    assert!(found.confirmed.iter().flat_map(|rule| &rule.conditions).all(|c| c.column != 2 && c.column != 3));
    assert_eq!(found.searched_on + found.confirmed_on, top.len());
}

/// Sixty conditions on so many customers, a quarter of whom have each, and an outcome with a normal error.
fn simulated(seed: u64, n: usize, effect: f64) -> (Vec<Vec<bool>>, Vec<f64>) {
    let mut chance = Chance::new(seed);
    let flags: Vec<Vec<bool>> = (0..60).map(|_| (0..n).map(|_| chance.bits() & 3 == 0).collect()).collect();
    let outcome = (0..n).map(|i| {
        let is_in = flags[7][i] && flags[23][i];
        10.0 * chance.normal() + if is_in { effect } else { 0.0 }
    });
    let outcome = outcome.collect();
    (flags, outcome)
}

fn confirmed(seed: u64, n: usize, effect: f64) -> Vec<Rule> {
    let (flags, outcome) = simulated(seed, n, effect);
    let columns: Vec<Column> = flags.iter().map(|flags| Column::Flags(flags)).collect();
    let settings = Settings { depth: 2, seed, ..Settings::default() };
    find(&columns, Explained::Amount(&outcome), &keys(n), settings).unwrap().confirmed
}

/// Customers of a simulation; with `TRANCHE_LONG` set, as many as the design asks for.
fn size(few: usize) -> usize {
    if crate::tests::coverage::is_long() { 40_000 } else { few }
}

#[test]
fn noise_is_confirmed_at_most_once_in_ten() {
    let runs = 60;
    let false_runs = (0..runs).filter(|seed| !confirmed(1000 + seed, size(4000), 0.0).is_empty()).count();
    println!("noise confirmed in {false_runs} of {runs}");
    assert!(false_runs * 10 <= runs as usize, "{false_runs} of {runs}");
}

#[test]
fn a_true_effect_is_found_and_its_size_is_honest() {
    let (runs, effect) = (if crate::tests::coverage::is_long() { 20 } else { 10 }, 6.0);
    let (mut recovered, mut honest) = (0_u64, 0_usize);
    for seed in 0..runs {
        let rules = confirmed(2000 + seed, size(8000), effect);
        let is_pair = |rule: &&Rule| rule.conditions.iter().map(|c| c.column).collect::<Vec<_>>() == [7, 23];
        let Some(rule) = rules.iter().find(is_pair) else { continue };
        recovered += 1;
        honest += usize::from(rule.interval.holds(effect));
    }
    println!("a true effect found in {recovered} of {runs}, its size within the interval in {honest}");
    assert!(recovered * 10 >= runs * 9, "{recovered} of {runs}");
    assert!(honest as u64 * 10 + 9 >= recovered * 9, "{honest} of {recovered}");
}

#[test]
fn bad_settings_and_too_few_customers_are_errors() {
    let flags = vec![true; 10];
    assert!(matches!(
        find(&[], Explained::YesNo(&flags), &keys(10), Settings::default()),
        Err(Error::TooFew { minimum: LEAST_ROWS, found: 10 })
    ));
    let flags: Vec<bool> = (0..1000).map(|i| i % 5 == 0).collect();
    let settings = Settings { depth: 9, ..Settings::default() };
    assert!(matches!(find(&[], Explained::YesNo(&flags), &keys(1000), settings), Err(Error::BadSetting { .. })));
    let none = find(&[], Explained::YesNo(&flags), &keys(1000), Settings::default()).unwrap();
    assert!(none.confirmed.is_empty() && none.tried == 0);
}
