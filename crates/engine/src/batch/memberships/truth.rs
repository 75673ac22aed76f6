//! Tests as they go over time, customer by customer: what is the same at all instants, numbers compared with each other,
//! places in the base, lists, and what is made of these.

use model::columns::{AttributeColumn, Column};
use model::decimal::compare;
use model::forms::Comparison;
use model::forms::Measure;
use model::plan::{NodeId, Op};
use model::value::Value;

use super::super::over_dates::is_steady;
use super::super::prepare::Prepared;
use super::super::unit::Unit;
use super::super::vector::Vector;
use super::base::{Standing, StandingOf};
use super::course::Course;
use super::curve::{Number, NumberOf, meet};
use super::sought::Sought;

/// A test as it goes over time.
pub(super) enum Truth<'a> {
    /// The same at all instants.
    Steady(NodeId),
    All(Vec<Truth<'a>>),
    Not(Box<Truth<'a>>),
    Count {
        tests: Vec<Truth<'a>>,
        comparison: Comparison,
        count: u32,
    },
    Compare(Box<Comparing<Number<'a>>>),
    Standing(Box<Standing<'a>>),
    /// Being in a list, which nobody may ever have been in.
    Listed(Option<&'a AttributeColumn>),
}

/// Two numbers that are compared, of these decimal places.
pub(super) struct Comparing<N> {
    left: N,
    comparison: Comparison,
    right: N,
    scales: (u8, u8),
}

impl<'a> Truth<'a> {
    /// Understands a test of customers as one that goes over time, if it is.
    pub(super) fn of(prepared: &Prepared<'a>, node: NodeId, sought: &Sought<'_>) -> Option<Self> {
        if is_steady(prepared, node) {
            return Some(Truth::Steady(node));
        }
        let all =
            |nodes: &[NodeId]| nodes.iter().map(|&node| Truth::of(prepared, node, sought)).collect::<Option<Vec<_>>>();
        let not = |truth| Truth::Not(Box::new(truth));
        match prepared.op(node) {
            Op::And(nodes) => Some(Truth::All(all(nodes)?)),
            Op::Or(nodes) => Some(not(Truth::All(all(nodes)?.into_iter().map(not).collect()))),
            Op::Not(inner) => Some(not(Truth::of(prepared, *inner, sought)?)),
            Op::CountOf { tests, comparison, count } => {
                Some(Truth::Count { tests: all(tests)?, comparison: *comparison, count: *count })
            }
            Op::InList(list) => Some(Truth::Listed(prepared.run.base.lists.get(list).map(|column| &**column))),
            Op::Compare { left, comparison, right } => {
                let comparison = *comparison;
                match (prepared.op(*left), prepared.op(*right)) {
                    (Op::Compared { measure, cut_off }, Op::Constant(Value::Number(constant)))
                        if *measure != Measure::Average =>
                    {
                        let held =
                            Standing::of(prepared, (*measure, *cut_off), (comparison, *constant, false), sought)?;
                        return Some(Truth::Standing(Box::new(held)));
                    }
                    (Op::Constant(Value::Number(constant)), Op::Compared { measure, cut_off })
                        if *measure != Measure::Average =>
                    {
                        let held = Standing::of(prepared, (*measure, *cut_off), (comparison, *constant, true), sought)?;
                        return Some(Truth::Standing(Box::new(held)));
                    }
                    _ => {}
                }
                let (scales, side) =
                    ((prepared.scale(*left), prepared.scale(*right)), |node| Number::of(prepared, node, sought));
                Some(Truth::Compare(Box::new(Comparing {
                    left: side(*left)?,
                    comparison,
                    right: side(*right)?,
                    scales,
                })))
            }
            _ => None,
        }
    }

    /// The test for the customers of a unit.
    pub(super) fn of_unit<'u>(&'u self, unit: &'u Unit<'_, '_>) -> TruthOf<'u> {
        let all = |tests: &'u [Truth<'a>]| tests.iter().map(|test| test.of_unit(unit)).collect();
        match self {
            Truth::Steady(node) => TruthOf::Steady(unit.vector(*node)),
            Truth::All(tests) => TruthOf::All(all(tests)),
            Truth::Not(test) => TruthOf::Not(Box::new(test.of_unit(unit))),
            Truth::Count { tests, comparison, count } => {
                TruthOf::Count { tests: all(tests), comparison: *comparison, count: *count }
            }
            Truth::Compare(numbers) => TruthOf::Compare(Box::new(Comparing {
                left: numbers.left.of_unit(unit),
                comparison: numbers.comparison,
                right: numbers.right.of_unit(unit),
                scales: numbers.scales,
            })),
            Truth::Standing(standing) => TruthOf::Standing(Box::new(standing.of_unit(unit))),
            Truth::Listed(column) => TruthOf::Listed(*column, unit.customers.start),
        }
    }
}

/// A test as it goes over time, for the customers of a unit.
pub(super) enum TruthOf<'u> {
    Steady(&'u Vector<'u>),
    All(Vec<TruthOf<'u>>),
    Not(Box<TruthOf<'u>>),
    Count { tests: Vec<TruthOf<'u>>, comparison: Comparison, count: u32 },
    Compare(Box<Comparing<NumberOf<'u>>>),
    Standing(Box<StandingOf<'u>>),
    Listed(Option<&'u AttributeColumn>, usize),
}

impl TruthOf<'_> {
    /// How it goes for a customer of the unit.
    pub(super) fn course(&self, customer: usize, sought: &Sought<'_>) -> Course {
        match self {
            TruthOf::Steady(vector) => Course::always(vector.truth(customer)),
            TruthOf::All(tests) => {
                let mut all = Course::always(true);
                for test in tests {
                    if all.is_always(false) {
                        break;
                    }
                    all = all.and(test.course(customer, sought));
                }
                all
            }
            TruthOf::Not(test) => test.course(customer, sought).contrary(),
            TruthOf::Count { tests, comparison, count } => {
                let courses: Vec<Course> = tests.iter().map(|test| test.course(customer, sought)).collect();
                Course::joined(&courses, |truths| {
                    let n_true = truths.iter().filter(|truth| **truth).count() as u32;
                    comparison.holds(Some(n_true.cmp(count)))
                })
            }
            TruthOf::Compare(numbers) => {
                let Comparing { left, comparison, right, scales } = &**numbers;
                let mut course = Course::default();
                let mut is_first = true;
                let (left, right) = (left.curve(customer, sought), right.curve(customer, sought));
                meet(&left, &right, |from, left, right| {
                    let order = left.zip(right).map(|(left, right)| compare(left, scales.0, right, scales.1));
                    course.says(is_first, from, comparison.holds(order));
                    is_first = false;
                });
                course
            }
            TruthOf::Standing(standing) => standing.course(customer, sought),
            TruthOf::Listed(column, first) => {
                column.map_or(Course::always(false), |column| listed(column, first + customer))
            }
        }
    }
}

/// When a customer is in a list.
fn listed(column: &AttributeColumn, customer: usize) -> Course {
    let is_in = |values: &Column, place: usize| matches!(values, Column::Integer(values) if values[place] == 1);
    match column {
        AttributeColumn::Constant(values) => Course::always(is_in(values, customer)),
        AttributeColumn::History { offsets, from, values } => {
            let mut course = Course::always(false);
            let places = offsets[customer] as usize..offsets[customer + 1] as usize;
            for (place, &since) in places.clone().zip(&from[places]) {
                course.says(since == i64::MIN, since, is_in(values, place));
            }
            course
        }
    }
}
