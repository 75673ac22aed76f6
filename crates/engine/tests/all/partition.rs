//! A test and its negation part what they are asked about in two: the population, and the rows of a fold.

use model::forms::{
    Any, Arithmetic, Compare, Comparison, Fold, Function, Literal, Not, Operator, Or, Rows, Series, Test, Value,
    Written,
};
use model::time::Instant;
use proptest::prelude::*;

use crate::generate::definitions::{definition, filter};
use crate::generate::{base, instant, property};
use crate::verdicts::{Base, CutOffs, ENGINES, Verdicts};

#[test]
fn a_test_and_its_negation_part_the_population() {
    let cases = (base(16), prop::collection::vec(definition(), 6), instant());
    property(40, cases, |(base, tests, at)| {
        let negated = tests.iter().map(|test| Not { test: Box::new(test.clone()) }.into());
        let all: Vec<Test> = tests.iter().cloned().chain(negated).collect();
        let population: Verdicts = base.timelines.iter().map(|timeline| timeline.is_present(at)).collect();
        for (name, engine) in ENGINES {
            let verdicts = engine(&base, &all, at, CutOffs::Midnight);
            let (holds, fails) = verdicts.split_at(tests.len());
            for ((test, holds), fails) in tests.iter().zip(holds).zip(fails) {
                for customer in 0..population.len() {
                    let sides = usize::from(holds[customer]) + usize::from(fails[customer]);
                    prop_assert_eq!(
                        sides,
                        usize::from(population[customer]),
                        "{} on c{} at {}: {:?}",
                        name,
                        customer,
                        at,
                        test
                    );
                }
            }
        }
        Ok(())
    });
}

#[test]
fn rows_that_pass_and_rows_that_fail_are_all_rows() {
    let cases = (base(16), filter("order"), filter("line"), any::<bool>(), instant());
    property(120, cases, |(base, order, line, including_cancelled, at)| {
        let of = |stream: &str, field: Option<&str>| Rows {
            stream: stream.to_owned(),
            field: field.map(str::to_owned),
            including_cancelled,
            filter: None,
            window: None,
            place: Default::default(),
        };
        let tests = [
            parted(Function::Count, &of("order", None), &order),
            parted(Function::Count, &of("order", Some("wait")), &order),
            parted(Function::Sum, &of("order", Some("amount")), &order),
            parted(Function::Count, &of("line", None), &line),
            parted(Function::Sum, &of("line", Some("quantity")), &line),
            parted_any(&of("line", None), &line),
        ];
        whole(&base, &tests, at)
    });
}

fn folded(function: Function, rows: &Rows, filter: Option<Test>) -> Box<Value> {
    let rows = Rows { filter: filter.map(Box::new), ..rows.clone() };
    Box::new(Fold { function, of: Series::Rows(rows) }.into())
}

fn not(test: &Test) -> Test {
    Not { test: Box::new(test.clone()) }.into()
}

/// `f(rows where p) + f(rows where not p) = f(rows)`.
fn parted(function: Function, rows: &Rows, filter: &Test) -> Test {
    let (left, right) = (folded(function, rows, Some(filter.clone())), folded(function, rows, Some(not(filter))));
    let both = Arithmetic { left, operator: Operator::Plus, right };
    Compare { left: Box::new(both.into()), comparison: Comparison::Equal, right: folded(function, rows, None) }.into()
}

/// `any(rows where p) or any(rows where not p) or count(rows) = 0`.
fn parted_any(rows: &Rows, filter: &Test) -> Test {
    let any = |filter| Any { rows: Rows { filter: Some(Box::new(filter)), ..rows.clone() } }.into();
    let zero = Box::new(Literal::new(Written::Number(model::decimal::Decimal::ZERO)).into());
    let none = Compare { left: folded(Function::Count, rows, None), comparison: Comparison::Equal, right: zero };
    Or { tests: vec![any(filter.clone()), any(not(filter)), none.into()] }.into()
}

/// Every engine says that all of the population are members.
fn whole(base: &Base, tests: &[Test], at: Instant) -> Result<(), TestCaseError> {
    for (name, engine) in ENGINES {
        for (test, verdicts) in tests.iter().zip(engine(base, tests, at, CutOffs::Midnight)) {
            for (timeline, verdict) in base.timelines.iter().zip(verdicts) {
                let text = model::text::printer::text_of(test);
                prop_assert_eq!(verdict, timeline.is_present(at), "{} on {} at {}: {}", name, timeline.id, at, text);
            }
        }
    }
    Ok(())
}
