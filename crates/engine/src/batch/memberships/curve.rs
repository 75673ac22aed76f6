//! How a number goes over time: stretches of instants in which it is the same, out of rows that come and go and of the
//! averages of midnights.

use model::decimal::quotient;
use model::forms::{Function, Measure};
use model::plan::{Level, NodeId, Op, Over, RowSet};

use super::super::arithmetic;
use super::super::chosen::{Chosen, places};
use super::super::over_dates::is_steady;
use super::super::prepare::Prepared;
use super::super::unit::Unit;
use super::super::vector::{Shape, Vector};
use super::base::{Base, BaseOf};
use super::passage::Passage;
use super::sought::Sought;
use model::forms::Operator;

/// A number over time: since when it is what, the first of them from the beginning on. Consecutive ones may be the same.
pub(super) type Curve = Vec<(i64, Option<i128>)>;

/// A number as it goes over time.
pub(super) enum Number<'a> {
    /// The same at all instants.
    Steady(NodeId),
    /// A number, sum or mean of rows.
    Total(Total<'a>),
    /// The average of the base, as of each midnight.
    Average(Box<Base<'a>>),
    /// Arithmetic of two.
    Both { left: Box<Number<'a>>, right: Box<Number<'a>>, operator: Operator, scales: (u8, u8), scale: u8 },
    /// With its sign turned.
    Negated(Box<Number<'a>>),
}

/// A number of rows, or the sum or mean of their values.
pub(super) struct Total<'a> {
    rows: &'a RowSet,
    value: Option<NodeId>,
    function: Function,
    passage: Passage,
}

impl<'a> Number<'a> {
    /// Understands a node of numbers as one that goes over time, if it is.
    pub(super) fn of(prepared: &Prepared<'a>, node: NodeId, sought: &Sought) -> Option<Self> {
        let Shape::Number { scale } = prepared.shape(node) else { return None };
        if is_steady(prepared, node) {
            return Some(Number::Steady(node));
        }
        match prepared.op(node) {
            Op::Fold { function, rows, value, over: Over::Rows }
                if matches!((function, value), (Function::Count, _) | (Function::Sum | Function::Avg, Some(_))) =>
            {
                let is_followed = rows.holder == Level::Customer
                    && rows.uses().chain(*value).all(|used| is_steady(prepared, used))
                    && prepared.stream_of(rows).1.standings().is_steady();
                let is_number = value.is_none_or(|value| {
                    *function == Function::Count || matches!(prepared.shape(value), Shape::Number { .. })
                });
                let passage = Passage::new(prepared.run, rows.window.as_ref(), (sought.from, sought.at));
                let passage = passage.filter(|_| is_followed && is_number)?;
                Some(Number::Total(Total { rows, value: *value, function: *function, passage }))
            }
            Op::Compared { measure: Measure::Average, cut_off } => {
                Some(Number::Average(Box::new(Base::of(prepared, *cut_off, sought)?)))
            }
            Op::Arithmetic { left, operator, right } => {
                let side = |node: NodeId| Number::of(prepared, node, sought).map(Box::new);
                let scales = (prepared.scale(*left), prepared.scale(*right));
                Some(Number::Both { left: side(*left)?, right: side(*right)?, operator: *operator, scales, scale })
            }
            Op::Negated(inner) => Some(Number::Negated(Box::new(Number::of(prepared, *inner, sought)?))),
            _ => None,
        }
    }

    /// The number for the customers of a unit.
    pub(super) fn of_unit<'u>(&'u self, unit: &'u Unit<'_, '_>) -> NumberOf<'u> {
        match self {
            Number::Steady(node) => NumberOf::Steady(unit.vector(*node), unit.prepared.scale(*node)),
            Number::Total(total) => {
                let is_count = total.function == Function::Count;
                NumberOf::Total(TotalOf {
                    total,
                    rows: Chosen::at_any_time(unit, total.rows, total.value),
                    values: total.value.filter(|_| !is_count).map(|value| unit.vector(value)),
                    scale: total.value.map_or(0, |value| unit.prepared.scale(value)),
                })
            }
            Number::Average(base) => NumberOf::Average(Box::new(base.of_unit(unit))),
            Number::Both { left, right, operator, scales, scale } => NumberOf::Both {
                left: Box::new(left.of_unit(unit)),
                right: Box::new(right.of_unit(unit)),
                operator: *operator,
                scales: *scales,
                scale: *scale,
            },
            Number::Negated(inner) => NumberOf::Negated(Box::new(inner.of_unit(unit))),
        }
    }
}

/// A number as it goes over time for the customers of a unit.
pub(super) enum NumberOf<'u> {
    Steady(&'u Vector<'u>, u8),
    Total(TotalOf<'u>),
    Average(Box<BaseOf<'u>>),
    Both { left: Box<NumberOf<'u>>, right: Box<NumberOf<'u>>, operator: Operator, scales: (u8, u8), scale: u8 },
    Negated(Box<NumberOf<'u>>),
}

/// A number of rows, or the sum or mean of their values, with what it is made of.
pub(super) struct TotalOf<'u> {
    total: &'u Total<'u>,
    rows: Chosen<'u>,
    values: Option<&'u Vector<'u>>,
    scale: u8,
}

impl NumberOf<'_> {
    /// The number of a customer of the unit.
    pub(super) fn curve(&self, customer: usize, sought: &Sought) -> Curve {
        match self {
            NumberOf::Steady(vector, scale) => vec![(i64::MIN, vector.number(customer, *scale))],
            NumberOf::Total(total) => total.curve(customer, sought),
            NumberOf::Average(base) => base.averages(customer, sought),
            NumberOf::Both { left, right, operator, scales, scale } => {
                let (left, right) = (left.curve(customer, sought), right.curve(customer, sought));
                joined(&left, &right, |left, right| {
                    arithmetic::number(*operator, (left?, scales.0), (right?, scales.1), *scale)
                })
            }
            NumberOf::Negated(inner) => {
                let turned = |(from, number): (i64, Option<i128>)| (from, number.map(|number| -number));
                inner.curve(customer, sought).into_iter().map(turned).collect()
            }
        }
    }
}

/// What two numbers give together at each instant.
fn joined(
    left: &[(i64, Option<i128>)],
    right: &[(i64, Option<i128>)],
    apply: impl Fn(Option<i128>, Option<i128>) -> Option<i128>,
) -> Curve {
    let mut joined = Vec::with_capacity(left.len() + right.len());
    meet(left, right, |from, left, right| joined.push((from, apply(left, right))));
    joined
}

/// Goes through the instants at which one of two numbers changes, with both.
pub(super) fn meet(
    left: &[(i64, Option<i128>)],
    right: &[(i64, Option<i128>)],
    mut visit: impl FnMut(i64, Option<i128>, Option<i128>),
) {
    let (mut one, mut other) = (0, 0);
    while let (Some(&(left_from, left_number)), Some(&(right_from, right_number))) = (left.get(one), right.get(other)) {
        visit(left_from.max(right_from), left_number, right_number);
        let next = |curve: &[(i64, Option<i128>)], place: usize| curve.get(place + 1).map(|(from, _)| *from);
        match (next(left, one), next(right, other)) {
            (Some(on_left), Some(on_right)) => {
                one += usize::from(on_left <= on_right);
                other += usize::from(on_right <= on_left);
            }
            (Some(_), None) => one += 1,
            (None, Some(_)) => other += 1,
            (None, None) => break,
        }
    }
}

impl TotalOf<'_> {
    fn number(&self, sum: i128, count: i64) -> Option<i128> {
        match self.total.function {
            Function::Count => Some(i128::from(count)),
            Function::Sum => Some(sum),
            _ => quotient(sum, self.scale, i128::from(count), 0),
        }
    }

    fn curve(&self, customer: usize, sought: &Sought) -> Curve {
        let passage = &self.total.passage;
        let run = places(&self.rows.runs[customer]);
        // Rows that had left before are not looked at.
        let gone = self.rows.at[run.clone()].partition_point(|&at| passage.leaves(at) <= sought.from);
        let run = (run.start + gone) as u32..run.end as u32;
        let (mut sum, mut count) = (0, 0);
        let (mut comes, mut leaves) = (Vec::new(), Vec::new());
        for row in self.rows.positions(&run) {
            let (arrival, departure) = passage.of(self.rows.at[row]);
            if arrival >= departure || arrival > sought.at {
                continue;
            }
            let amount = self.values.map_or(Some(0), |values| values.number(row, self.scale)).unwrap_or(0);
            if arrival <= sought.from {
                (sum, count) = (sum + amount, count + 1);
            } else {
                comes.push((arrival, amount));
            }
            if departure <= sought.at {
                leaves.push((departure, amount));
            }
        }
        let mut curve = Vec::with_capacity(1 + comes.len() + leaves.len());
        curve.push((i64::MIN, self.number(sum, count)));
        // Both are in order: who came first leaves first.
        let (mut comes, mut leaves) = (comes.into_iter().peekable(), leaves.into_iter().peekable());
        while let Some(now) = [comes.peek(), leaves.peek()].into_iter().flatten().map(|(at, _)| *at).min() {
            while let Some((_, amount)) = comes.next_if(|(at, _)| *at == now) {
                (sum, count) = (sum + amount, count + 1);
            }
            while let Some((_, amount)) = leaves.next_if(|(at, _)| *at == now) {
                (sum, count) = (sum - amount, count - 1);
            }
            curve.push((now, self.number(sum, count)));
        }
        curve
    }
}
