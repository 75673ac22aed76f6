//! The batch engine says of every customer what the naive evaluator says.

use std::cell::Cell;

use model::forms::{And, Not, Test};
use model::time::Instant;
use proptest::prelude::*;

use crate::generate::definitions::definition;
use crate::generate::{base, instant, property};
use crate::verdicts::{Base, CutOffs, ENGINES, naive, one_by_one};

/// Verdicts that a quick run compares at least.
const ENOUGH: usize = 100_000;

#[test]
fn engines_agree_with_the_naive_evaluator() {
    let (n_verdicts, n_true) = (Cell::new(0), Cell::new(0));
    let cases = (base(24), prop::collection::vec(definition(), 10), prop::collection::vec(instant(), 2));
    property(96, cases, |(base, tests, instants)| {
        for at in instants {
            for cut_offs in [CutOffs::Midnight, CutOffs::Exact] {
                let (all, members) = agree(&base, &sharing(&tests), at, cut_offs)?;
                n_verdicts.set(n_verdicts.get() + all);
                n_true.set(n_true.get() + members);
            }
        }
        Ok(())
    });
    let (all, members) = (n_verdicts.get(), n_true.get());
    assert!(all >= ENOUGH, "only {all} verdicts");
    assert!(members * 10 > all && members * 10 < all * 9, "{members} of {all} are members: the definitions say little");
}

/// The definitions, and others made of them, so that parts of the plan are shared.
fn sharing(tests: &[Test]) -> Vec<Test> {
    let not = Not { test: Box::new(tests[0].clone()) }.into();
    let and = And { tests: vec![tests[1].clone(), tests[2].clone()] }.into();
    tests.iter().cloned().chain([not, and, tests[3].clone()]).collect()
}

fn agree(base: &Base, tests: &[Test], at: Instant, cut_offs: CutOffs) -> Result<(usize, usize), TestCaseError> {
    let meant = naive(base, tests, at, cut_offs);
    for (name, engine) in &ENGINES[1..] {
        let said = engine(base, tests, at, cut_offs);
        for ((test, meant), said) in tests.iter().zip(&meant).zip(&said) {
            let wrong = (0..meant.len()).find(|&customer| meant[customer] != said[customer]);
            let wrong = wrong.map(|customer| (meant[customer], &base.timelines[customer]));
            let text = model::text::printer::text_of(test);
            prop_assert!(wrong.is_none(), "{name} disagrees at {at} with {cut_offs:?} cut-offs: {text}\non {wrong:?}");
        }
    }
    let members = meant.iter().flatten().filter(|verdict| **verdict).count();
    Ok((meant.iter().map(Vec::len).sum(), members))
}

#[test]
fn a_customer_alone_is_who_they_are_among_all() {
    let cases = (base(6), prop::collection::vec(definition(), 20), instant());
    property(24, cases, |(base, tests, at)| {
        let (among_all, alone) = (naive(&base, &tests, at, CutOffs::Midnight), one_by_one(&base, &tests, at));
        for (test, (among_all, alone)) in tests.iter().zip(among_all.iter().zip(&alone)) {
            prop_assert_eq!(among_all, alone, "at {}: {}", at, model::text::printer::text_of(test));
        }
        Ok(())
    });
}

#[test]
fn engines_agree_across_units_of_customers() {
    // More customers than an engine evaluates at once; most of them are alike.
    let cases = (base(40), prop::collection::vec(definition(), 20), instant());
    property(1, cases, |(mut base, tests, at)| {
        let few = base.timelines.clone();
        base.timelines = few.iter().cycle().take(4_096 * 2 + 1).cloned().collect();
        for (number, timeline) in base.timelines.iter_mut().enumerate() {
            timeline.id = format!("c{number}");
        }
        agree(&base, &tests, at, CutOffs::Midnight).map(|_| ())
    });
}
