//! Sums over sets of customers are those of their numbers, one by one.

use engine::batch::{Members, Run, Sums};
use engine::columns::Columns;
use model::columns::timelines::columns_of;
use model::plan::plan_values;
use model::text::parser::parse_value;
use proptest::prelude::*;

use crate::generate::{base, instant, property};

#[test]
fn sums_over_sets_are_those_of_their_customers() {
    property(48, (base(12), instant(), 0..5_usize), |(base, at, first)| {
        let values = ["sum(visit.worth)", "count(visit over last 90 days)", "last(visit.pages)"];
        let values = values.map(|text| parse_value(text).0.expect("a value"));
        let plan = plan_values(&values, &base.schema, &base.zone, &base.segments);
        let columns = Columns::in_full(columns_of(&base.timelines, &base.schema, base.tables.clone()));
        let run = Run { plan: &plan, base: &columns, schema: &base.schema, settings: &base.settings, zone: &base.zone };
        let n_customers = base.timelines.len();
        let sets: [Members; 3] =
            [(0..first + n_customers).collect(), (first..first + n_customers).step_by(2).collect(), Members::default()];
        let found = run.sums(at, &[], (&sets.each_ref(), first));
        for (found, &root) in found.into_iter().zip(&plan.roots) {
            let (numbers, scale) = run.numbers(at, &[], root);
            let sum = |is_in: &dyn Fn(usize) -> bool| -> i128 {
                let of_set = numbers.iter().enumerate().filter(|(customer, _)| is_in(first + customer));
                of_set.filter_map(|(_, number)| *number).sum()
            };
            let of_sets = sets.iter().map(|set| sum(&|customer| set.contains(customer))).collect();
            prop_assert_eq!(found, Sums { all: sum(&|_| true), of_sets, scale });
        }
        Ok(())
    });
}
