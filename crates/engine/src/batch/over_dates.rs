//! A definition at many instants at once: of each customer the stretches of instants in which it holds, found in one pass
//! over the rows instead of one a date.
//!
//! This works for what changes only as rows come into windows and leave them: numbers and sums of rows compared with
//! constants, tests of what has no date, and what is made of these. Of all else each date is asked by itself.

mod stretches;

use model::columns::AttributeColumn;
use model::forms::{Comparison, Function};
use model::plan::{Level, NodeId, Op, Over, RowSet};
use model::time::Instant;
use model::value::Value;

use super::Run;
use super::chosen::{Chosen, places};
use super::prepare::Prepared;
use super::unit::Unit;
use super::vector::{Shape, Vector};
use stretches::{Stretches, of_total};

/// How many members a definition has at a date, and who came and went since the date before.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SizeOn {
    /// Number of members.
    pub count: usize,
    /// Number of customers in the population.
    pub of: usize,
    /// Members who were none at the date before; 0 at the first date.
    pub entered: usize,
    /// Members at the date before who are none now.
    pub left: usize,
}

impl SizeOn {
    /// Adds the size among other customers.
    pub fn add(&mut self, others: SizeOn) {
        self.count += others.count;
        self.of += others.of;
        self.entered += others.entered;
        self.left += others.left;
    }
}

/// A test as it goes over dates.
enum Dated<'a> {
    /// The same at all dates.
    Steady(NodeId),
    All(Vec<Dated<'a>>),
    Not(Box<Dated<'a>>),
    Total(Total<'a>),
}

/// A number of rows, or a sum of their values, compared with a constant.
struct Total<'a> {
    rows: &'a RowSet,
    /// What is summed; the rows themselves when there is nothing.
    value: Option<NodeId>,
    /// Whether only rows where there is a value are taken, which then is summed.
    is_sum: bool,
    comparison: Comparison,
    constant: i128,
    /// First instant of the window at each date, and the one after its last.
    starts: Vec<i64>,
    ends: Vec<i64>,
}

impl Run<'_> {
    /// The sizes of the plan's first definition at instants in order; `None` when it is not one that can be followed from
    /// date to date.
    pub fn sizes(&self, dates: &[Instant]) -> Option<Vec<SizeOn>> {
        let (&root, &last) = (self.plan.roots.first()?, dates.last()?);
        if !self.plan.cut_offs.is_empty() || !dates.is_sorted() {
            return None;
        }
        let prepared = Prepared::new(*self, last, &[]);
        let test = dated(&prepared, root, dates)?;
        let units = self.units(|customers| sizes_of(&Unit::new(&prepared, customers), &test, dates));
        let mut all = vec![SizeOn::default(); dates.len()];
        for unit in units {
            all.iter_mut().zip(unit).for_each(|(all, one)| all.add(one));
        }
        Some(all)
    }
}

/// Understands a test as one that goes over dates, if it is.
fn dated<'a>(prepared: &Prepared<'a>, node: NodeId, dates: &[Instant]) -> Option<Dated<'a>> {
    if is_steady(prepared, node) {
        return Some(Dated::Steady(node));
    }
    let all = |nodes: &[NodeId]| nodes.iter().map(|&node| dated(prepared, node, dates)).collect::<Option<Vec<_>>>();
    let not = |test| Dated::Not(Box::new(test));
    match prepared.op(node) {
        Op::And(nodes) => Some(Dated::All(all(nodes)?)),
        Op::Or(nodes) => Some(not(Dated::All(all(nodes)?.into_iter().map(not).collect()))),
        Op::Not(inner) => Some(not(dated(prepared, *inner, dates)?)),
        Op::Compare { left, comparison, right } => {
            let Op::Fold { function, rows, value, over: Over::Rows } = prepared.op(*left) else { return None };
            let (Op::Constant(Value::Number(constant)), Shape::Number { scale }) =
                (prepared.op(*right), prepared.shape(*left))
            else {
                return None;
            };
            let is_sum = match function {
                Function::Count => false,
                Function::Sum => true,
                _ => return None,
            };
            let is_followed = rows.holder == Level::Customer
                && rows.uses().chain(*value).all(|used| is_steady(prepared, used))
                && prepared.stream_of(rows).1.standings().is_steady();
            let constant = constant.units_at(scale).filter(|_| constant.scale() <= scale && is_followed)?;
            let bounds = |at: &Instant| {
                let whole = (i64::MIN, i64::MAX);
                let (start, end) = rows.window.as_ref().map_or(whole, |window| {
                    let bounds = window.window.bounds(*at, prepared.run.zone, prepared.run.settings);
                    (bounds.start, bounds.end)
                });
                (start, end.min(at.0.saturating_add(1)))
            };
            let is_own =
                rows.window.as_ref().is_some_and(|window| window.own.is_some() || window.window.times().is_some());
            let (starts, ends): (Vec<i64>, Vec<i64>) = dates.iter().map(bounds).unzip();
            // A window that does not only move on in time lets rows come back.
            let moves_on = starts.is_sorted() && ends.is_sorted() && !is_own;
            let comparison = *comparison;
            moves_on.then_some(Dated::Total(Total { rows, value: *value, is_sum, comparison, constant, starts, ends }))
        }
        _ => None,
    }
}

/// Whether a node is the same at all instants.
pub(super) fn is_steady(prepared: &Prepared<'_>, node: NodeId) -> bool {
    let all = |nodes: &[NodeId]| nodes.iter().all(|&node| is_steady(prepared, node));
    match prepared.op(node) {
        Op::Constant(_) | Op::Field(_) | Op::NetQuantity | Op::RowTime | Op::Sample { .. } => true,
        Op::Attribute(name) => {
            let column = prepared.run.base.attributes.get(name).map(|column| &**column);
            !matches!(prepared.run.plan.nodes[node].level, Level::History(_))
                && !matches!(column, Some(AttributeColumn::History { .. }))
        }
        Op::And(nodes) | Op::Or(nodes) | Op::CountOf { tests: nodes, .. } => all(nodes),
        Op::Lookup { pointer: node, .. }
        | Op::Not(node)
        | Op::OneOf { value: node, .. }
        | Op::Match { value: node, .. }
        | Op::Under { value: node, .. }
        | Op::Has { value: node, .. }
        | Op::During { value: node, .. }
        | Op::Season(node)
        | Op::Negated(node)
        | Op::Length(node)
        | Op::Known(node) => is_steady(prepared, *node),
        Op::Near { value: left, of: right, .. }
        | Op::Compare { left, right, .. }
        | Op::Arithmetic { left, right, .. }
        | Op::DaysBetween(left, right) => all(&[*left, *right]),
        _ => false,
    }
}

/// The sizes among the customers of a unit. `bench/instructions` counts what happens in here.
#[inline(never)]
fn sizes_of(unit: &Unit<'_, '_>, test: &Dated<'_>, dates: &[Instant]) -> Vec<SizeOn> {
    let n_dates = dates.len() as u32;
    let looked_at = test.looked_at(unit);
    // What comes and goes at each date, and at the one after the last.
    let mut moves = vec![SizeOn::default(); dates.len() + 1];
    let (mut new, mut gone) = (vec![0_usize; dates.len() + 1], vec![0_usize; dates.len() + 1]);
    for customer in unit.customers.clone() {
        let from = unit.prepared.run.base.present_from[customer];
        let present = Stretches::one(dates.partition_point(|at| at.0 < from) as u32..n_dates);
        present.iter().for_each(|stretch| moves[stretch.start as usize].of += 1);
        for stretch in looked_at.stretches(customer - unit.customers.start, n_dates).and(&present).iter() {
            new[stretch.start as usize] += 1;
            gone[stretch.end as usize] += 1;
        }
    }
    let (mut count, mut of) = (0, 0);
    for date in 0..dates.len() {
        count = count + new[date] - gone[date];
        of += moves[date].of;
        let (entered, left) = if date == 0 { (0, 0) } else { (new[date], gone[date]) };
        moves[date] = SizeOn { count, of, entered, left };
    }
    moves.truncate(dates.len());
    moves
}

/// A test as it goes over dates, with what it looks at in a unit.
enum LookedAt<'u> {
    Steady(&'u Vector<'u>),
    All(Vec<LookedAt<'u>>),
    Not(Box<LookedAt<'u>>),
    Total { total: &'u Total<'u>, rows: Chosen<'u>, values: Option<&'u Vector<'u>>, scale: u8 },
}

impl Dated<'_> {
    fn looked_at<'u>(&'u self, unit: &'u Unit<'_, '_>) -> LookedAt<'u> {
        match self {
            Dated::Steady(node) => LookedAt::Steady(unit.vector(*node)),
            Dated::All(tests) => LookedAt::All(tests.iter().map(|test| test.looked_at(unit)).collect()),
            Dated::Not(test) => LookedAt::Not(Box::new(test.looked_at(unit))),
            Dated::Total(total) => {
                let summed = total.value.filter(|_| total.is_sum);
                LookedAt::Total {
                    total,
                    rows: Chosen::at_any_time(unit, total.rows, total.value),
                    values: summed.map(|value| unit.vector(value)),
                    scale: total.value.map_or(0, |value| unit.prepared.scale(value)),
                }
            }
        }
    }
}

impl LookedAt<'_> {
    /// The dates at which the test holds for a customer of the unit.
    fn stretches(&self, customer: usize, n_dates: u32) -> Stretches {
        match self {
            LookedAt::Steady(vector) => Stretches::one(if vector.truth(customer) { 0..n_dates } else { 0..0 }),
            LookedAt::Not(test) => test.stretches(customer, n_dates).contrary(n_dates),
            LookedAt::All(tests) => {
                let mut all = Stretches::one(0..n_dates);
                for test in tests {
                    if all == Stretches::default() {
                        break;
                    }
                    all = all.and(&test.stretches(customer, n_dates));
                }
                all
            }
            LookedAt::Total { total, rows, values, scale } => {
                let run = places(&rows.runs[customer]);
                // Rows before the first window of all come into none.
                let past = rows.at[run.clone()].partition_point(|&at| at < total.starts[0]);
                let run = (run.start + past) as u32..run.end as u32;
                let mut chosen = rows.positions(&run).peekable();
                if chosen.peek().is_none() {
                    let holds = total.comparison.holds(Some(0.cmp(&total.constant)));
                    return Stretches::one(if holds { 0..n_dates } else { 0..0 });
                }
                let (mut arrivals, mut departures) = (Vec::new(), Vec::new());
                for row in chosen {
                    let at = rows.at[row];
                    let amount = values.map_or(Some(1), |values| values.number(row, *scale)).unwrap_or(0);
                    let arrives = first_after(&total.ends, at);
                    let departs = first_after(&total.starts, at);
                    // A row that no date finds in the window arrives and departs at once.
                    arrivals.push((arrives.min(departs), amount));
                    departures.push((departs, amount));
                }
                let running = std::cell::Cell::new(0_i128);
                let change = |amount: &i128, arrives: bool| {
                    running.set(if arrives { running.get() + amount } else { running.get() - amount });
                };
                of_total(&arrivals, &departures, n_dates, change, || {
                    total.comparison.holds(Some(running.get().cmp(&total.constant)))
                })
            }
        }
    }
}

/// The position of the first of some instants, in order, that comes after another one. Dates mostly lie evenly: the place is
/// guessed, then looked for from there.
fn first_after(instants: &[i64], at: i64) -> u32 {
    let (Some(&first), Some(&last)) = (instants.first(), instants.last()) else { return 0 };
    if first > at {
        return 0;
    }
    if last <= at {
        return instants.len() as u32;
    }
    let span = i128::from(last) - i128::from(first);
    let share = (i128::from(at) - i128::from(first)) * (instants.len() as i128 - 1);
    let guess = match (i64::try_from(share), i64::try_from(span)) {
        (Ok(share), Ok(span)) => (share / span) as usize,
        _ => (share / span) as usize,
    };
    let before = instants[..guess].iter().rev().take_while(|&&instant| instant > at).count();
    let after = instants[guess..].iter().take_while(|&&instant| instant <= at).count();
    (guess - before + after) as u32
}

#[cfg(test)]
mod tests {
    use super::first_after;

    #[test]
    fn the_first_instant_after_another_is_found_wherever_it_lies() {
        for instants in [&[5][..], &[1, 2, 3, 4, 50], &[0, 10, 20, 30, 41], &[i64::MIN, 7, 7, 9], &[3, i64::MAX]] {
            for at in [i64::MIN, -1, 0, 1, 3, 4, 5, 7, 8, 9, 10, 25, 41, 49, 50, 51, i64::MAX] {
                let found = instants.iter().filter(|&&instant| instant <= at).count() as u32;
                assert_eq!(first_after(instants, at), found, "{instants:?} {at}");
            }
        }
    }
}
