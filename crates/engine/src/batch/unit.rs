//! The evaluation of a plan for a unit of customers: each node that is asked for, once, over all its customers or rows.

use std::cell::OnceCell;
use std::ops::Range;

use model::columns::timelines::list;
use model::forms::Comparison;
use model::names::parent_of;
use model::plan::{Level, NodeId, Op, RowSet};
use model::value::{Type, Value};

use crate::columns::Rows;

use super::bits::Bits;
use super::chosen::{OneRun, runs};
use super::history::{self, Spans};
use super::numbers::Integers;
use super::prepare::{Prepared, Table};
use super::vector::Vector;
use super::{
    arithmetic, compare, compared, dates, fold, followed, frame, permission, places, read, regularity, relatives,
    sampling, sequence, tests_of_text,
};

/// A unit of customers and the values of nodes for it, each computed when it is first asked for: what no verdict needs
/// costs nothing, which is most of a plan where customers are few.
pub(super) struct Unit<'p, 'a> {
    pub(super) prepared: &'p Prepared<'a>,
    pub(super) customers: Range<usize>,
    values: Vec<OnceCell<Vector<'a>>>,
    /// Instants of each of the prepared histories.
    spans: OnceCell<Vec<OnceCell<Spans>>>,
    /// Rows of each customer in each of the plan's slices.
    runs: Vec<OnceCell<Vec<OneRun>>>,
    /// Which rows of each of the plan's streams count, and which do when cancelled ones are included.
    counting: Vec<[OnceCell<Option<Bits>>; 2]>,
    /// The same customers at another instant, and which nodes are the same there.
    beside: Option<(&'p Unit<'p, 'a>, &'p [bool])>,
}

impl<'p, 'a> Unit<'p, 'a> {
    /// Some customers, for whom nothing is computed yet.
    pub(super) fn new(prepared: &'p Prepared<'a>, customers: Range<usize>) -> Self {
        let plan = prepared.run.plan;
        Unit {
            prepared,
            customers,
            values: uncomputed(plan.nodes.len()),
            spans: OnceCell::new(),
            runs: uncomputed(plan.slices.len()),
            counting: plan.streams.iter().map(|_| Default::default()).collect(),
            beside: None,
        }
    }

    /// The customers of another unit at another instant, with what it has of the nodes that are the same there.
    pub(super) fn beside(other: &'p Unit<'p, 'a>, is_shared: &'p [bool], prepared: &'p Prepared<'a>) -> Self {
        Unit { beside: Some((other, is_shared)), ..Unit::new(prepared, other.customers.clone()) }
    }

    /// Whether a customer is in the population.
    pub(super) fn is_present(&self, customer: usize) -> bool {
        self.prepared.run.base.present_from[customer] <= self.prepared.at.0
    }

    /// Whether a test of customers holds for one.
    pub(super) fn holds(&self, node: NodeId, customer: usize) -> bool {
        self.vector(node).truth(customer - self.customers.start)
    }

    /// The number that a customer has for a node.
    pub(super) fn number(&self, node: NodeId, customer: usize) -> Option<i128> {
        self.vector(node).number(customer - self.customers.start, self.prepared.scale(node))
    }

    /// The text that a customer has for a node.
    pub(super) fn text(&self, node: NodeId, customer: usize) -> Option<&str> {
        self.vector(node).text(customer - self.customers.start, self.prepared.dictionary(node))
    }

    /// The value that a customer of the population has for a node.
    pub(super) fn held(&self, node: NodeId, customer: usize) -> Value {
        if !self.is_present(customer) {
            return Value::Missing;
        }
        let (shape, kind) = (self.prepared.shape(node), self.prepared.kind(node));
        match self.vector(node).held(customer - self.customers.start, shape, kind) {
            // Lists are kept as their writing; a list made by a fold is one already.
            Value::Text(text) if kind == Type::TextList => list(&text),
            held => held,
        }
    }

    /// The values of a node.
    pub(super) fn vector(&self, node: NodeId) -> &Vector<'a> {
        if let Some((other, is_shared)) = self.beside
            && is_shared[node]
        {
            return other.vector(node);
        }
        self.values[node].get_or_init(|| self.compute(node))
    }

    /// The columns of a stream, when it has rows.
    pub(super) fn stream(&self, name: &str) -> Option<&'a Rows> {
        self.prepared.run.base.streams.get(name)
    }

    /// The rows of the unit's customers in a stream.
    pub(super) fn rows(&self, name: &str) -> Range<usize> {
        self.stream(name).map_or(0..0, |stream| self.rows_of(stream))
    }

    /// The rows of the unit's customers.
    pub(super) fn rows_of(&self, stream: &Rows) -> Range<usize> {
        stream.offsets[self.customers.start] as usize..stream.offsets[self.customers.end] as usize
    }

    /// The rows of each customer that lie in the slice of a row set of customers.
    pub(super) fn runs(&self, set: &RowSet) -> &[OneRun] {
        self.runs[set.slice].get_or_init(|| runs(self, set))
    }

    /// Which rows of a row set's stream exist and count; `None` when all do.
    pub(super) fn counting(&self, set: &RowSet) -> Option<&Bits> {
        let (number, stream) = self.prepared.stream_of(set);
        let known = &self.counting[number][usize::from(set.including_cancelled)];
        let counting = || {
            let rows = self.rows_of(stream.rows?);
            stream.standings().mask(rows, self.prepared.at, set.including_cancelled)
        };
        known.get_or_init(counting).as_ref()
    }

    /// The customers of the population.
    pub(super) fn present(&self) -> Bits {
        let at = self.prepared.at.0;
        Bits::of(&self.prepared.run.base.present_from[self.customers.clone()], |from| from <= at)
    }

    /// The customers for whom a test holds.
    pub(super) fn holding(&self, node: NodeId) -> Bits {
        match self.vector(node) {
            Vector::Mask(mask) => mask.clone(),
            other => Bits::same(other.truth(0), self.customers.len()),
        }
    }

    /// How many customers, rows of a stream, or instants of a history, the unit has.
    pub(super) fn length_at(&self, level: &Level) -> usize {
        match level {
            Level::Customer => self.customers.len(),
            Level::Row(stream) => self.rows(stream).len(),
            Level::History(_) => self.spans(level).map_or(0, Spans::len),
        }
    }

    fn spans_of(&self, node: NodeId) -> Option<&Spans> {
        self.spans(&self.prepared.run.plan.nodes[node].level)
    }

    /// The instants of the history that a level is, if it is one.
    fn spans(&self, level: &Level) -> Option<&Spans> {
        let Level::History(window) = level else { return None };
        let histories = self.prepared.histories();
        let known = histories.iter().position(|(known, _)| *known == window)?;
        let (window, names) = &histories[known];
        let spans = &self.spans.get_or_init(|| uncomputed(histories.len()))[known];
        Some(spans.get_or_init(|| Spans::new(self, window, names)))
    }

    fn compute(&self, node: NodeId) -> Vector<'a> {
        let prepared = self.prepared;
        // Not all need it.
        let length = || self.length_at(&prepared.run.plan.nodes[node].level);
        let value = |node: &NodeId| self.vector(*node);
        match prepared.op(node) {
            Op::Constant(constant) => Vector::Same(constant.clone()),
            Op::Attribute(name) if let Some(spans) = self.spans_of(node) => {
                spans.attribute(prepared.run.base, name, self.customers.clone())
            }
            Op::Attribute(name) => read::dated(
                prepared.run.base.attributes.get(name).map(|column| &**column),
                self.customers.clone(),
                prepared.at.0,
            ),
            Op::Plain(place) => prepared.plain(*place).holds(self),
            Op::InList(list) => read::listed(prepared.run.base, list, self.customers.clone(), prepared.at.0),
            Op::Field(name) => self.on_rows(node, |stream, rows| read::field(stream, name, rows)),
            Op::NetQuantity => self.on_rows(node, read::net_quantity),
            Op::RowTime => self.on_rows(node, |stream, rows| match stream {
                Some(stream) => Vector::Integer(Integers::Wide((&stream.at[rows]).into())),
                None => Vector::Same(Value::Missing),
            }),
            Op::Now => Vector::Same(Value::Instant(prepared.at)),
            Op::Lookup { pointer, .. } => match prepared.table(node) {
                Table::Lookup(lookup) => lookup.gather(value(pointer)),
                _ => Vector::Same(Value::Missing),
            },
            Op::OfParent(inner) => self.of_parents(node, value(inner)),
            Op::And(nodes) => joined(nodes.iter().map(value), length(), true),
            Op::Or(nodes) => joined(nodes.iter().map(value), length(), false),
            Op::CountOf { tests, comparison, count } => counted(tests.iter().map(value), *comparison, *count, length()),
            Op::Not(inner) => match value(inner) {
                Vector::Mask(mask) => Vector::Mask(mask.contrary()),
                inner => Vector::Same(Value::Bool(!inner.truth(0))),
            },
            Op::Compare { left, comparison, right } => match prepared.table(node) {
                Table::Truths(truths) if matches!(value(left), Vector::Code(_)) => {
                    tests_of_text::by_code(truths, value(left))
                }
                Table::Truths(truths) => tests_of_text::by_code(truths, value(right)),
                _ => compare::compared(prepared, (*left, value(left)), *comparison, (*right, value(right)), length()),
            },
            Op::OneOf { value: inner, list } => match prepared.table(node) {
                Table::Truths(truths) => tests_of_text::by_code(truths, value(inner)),
                _ => tests_of_text::one_of(prepared, *inner, list, value(inner), length()),
            },
            op @ Op::Match { value: inner, .. } => match prepared.table(node) {
                Table::Truths(truths) => tests_of_text::by_code(truths, value(inner)),
                _ => tests_of_text::matches(op, value(inner)),
            },
            Op::Under { value: inner, node: path, tree } => match prepared.table(node) {
                Table::Truths(truths) => tests_of_text::by_code(truths, value(inner)),
                _ => tests_of_text::under(prepared, (path, tree.as_ref()), value(inner)),
            },
            Op::Near { value: inner, of, metres } => match prepared.table(node) {
                Table::Truths(truths) if matches!(value(inner), Vector::Code(_)) => {
                    tests_of_text::by_code(truths, value(inner))
                }
                Table::Truths(truths) => tests_of_text::by_code(truths, value(of)),
                _ => {
                    let point = |node: &NodeId| (value(node), prepared.dictionary(*node));
                    places::near(point(inner), point(of), *metres, length())
                }
            },
            op @ Op::Has { value: inner, .. } => match prepared.table(node) {
                Table::Truths(truths) => tests_of_text::by_code(truths, value(inner)),
                _ => tests_of_text::has(op, value(inner), length(), prepared.run.zone),
            },
            Op::Length(inner) => match prepared.table(node) {
                Table::Numbers(numbers) => tests_of_text::length(Some(numbers), value(inner)),
                _ => tests_of_text::length(None, value(inner)),
            },
            Op::Known(inner) => match value(inner) {
                Vector::Same(held) => Vector::Same(Value::Bool(!held.is_missing())),
                inner => inner.known().map_or(Vector::Same(Value::Bool(true)), Vector::Mask),
            },
            Op::Within { value: inner, window } => {
                let (zone, settings) = (prepared.run.zone, prepared.run.settings);
                let kind = prepared.kind(*inner);
                if window.own.is_some() || window.window.times().is_some() {
                    return frame::within(self, window, (value(inner), kind), length());
                }
                let bounds = match kind {
                    Type::Instant => window.window.bounds_of_moments(prepared.at, zone, settings),
                    _ => window.window.bounds(prepared.at, zone, settings),
                };
                dates::within(zone, bounds, value(inner), kind, length())
            }
            Op::Anniversary { value: inner, window } => {
                dates::anniversary(self, *inner, window, value(inner), length())
            }
            Op::ActivePeriods { rows, periods, least } => regularity::active_periods(self, rows, periods, *least),
            Op::Lapse { rows, window, lapse } => regularity::lapse(self, rows, window, *lapse),
            Op::Was(test) => match self.spans_of(*test) {
                Some(spans) => spans.any(value(test)),
                None => Vector::Same(Value::Bool(false)),
            },
            Op::Changed { attribute, value: inner, from, to, window } => {
                let sides = history::Sides { from: from.as_ref(), to: to.as_ref() };
                history::changed(self, (attribute, *inner), &sides, window)
            }
            Op::Sample { percent, seed } => sampling::sample(prepared.run.base, seed, *percent, self.customers.clone()),
            Op::During { value: inner, calendar } => dates::during(prepared, *inner, calendar, value(inner), length()),
            Op::Season(inner) => dates::season_of(prepared, *inner, value(inner), length()),
            Op::Arithmetic { left, operator, right } => {
                let side = |node: &NodeId| (value(node), prepared.scale(*node));
                arithmetic::arithmetic(side(left), *operator, side(right), prepared.scale(node), length())
            }
            Op::Negated(inner) => arithmetic::negated(value(inner), prepared.scale(*inner), length()),
            Op::Age(inner) => dates::age(prepared, *inner, value(inner), length()),
            Op::DaysBetween(from, to) => {
                dates::days_between(prepared, (*from, value(from)), (*to, value(to)), length())
            }
            Op::Fold { function, rows, value, over } => fold::fold(self, *function, rows, *value, *over),
            Op::Followed { direction, rows, same, within } => {
                followed::followed(self, node, (*direction, rows), *same, *within)
            }
            Op::IsOver(delay) => followed::is_over(self, node, *delay),
            Op::Permission(asked) => permission::permission(self, asked),
            Op::Sequence { first, then } => sequence::sequence(self, first, then),
            Op::Nth { rows, value, position } => fold::nth(self, rows, *value, *position),
            Op::Compared { measure, cut_off } => compared::measured(self, *measure, *cut_off),
            Op::AmongRelatives { how, cut_off } => relatives::among(self, *how, *cut_off),
            Op::CountRelatives { cut_off } => relatives::counted(self, *cut_off),
        }
    }

    /// What the parent of each row has.
    fn of_parents(&self, node: NodeId, of_parents: &Vector<'_>) -> Vector<'static> {
        let Level::Row(child) = &self.prepared.run.plan.nodes[node].level else {
            return Vector::Same(Value::Missing);
        };
        let family = self.prepared.stream(node).and_then(|stream| stream.family());
        let Some((family, (parent, _))) = family.zip(parent_of(self.prepared.run.schema, child)) else {
            return Vector::Same(Value::Missing);
        };
        let (first, at) = (self.rows(parent).start, self.prepared.at.0);
        let parent = |row: usize| family.parent_in_force(row, at).map(|parent| (parent - first) as u32);
        of_parents.picked(&self.rows(child).map(parent).collect::<Vec<_>>())
    }

    fn on_rows(&self, node: NodeId, read: impl FnOnce(Option<&'a Rows>, Range<usize>) -> Vector<'a>) -> Vector<'a> {
        let stream = self.prepared.stream(node).and_then(|stream| stream.rows);
        read(stream, stream.map_or(0..0, |stream| self.rows_of(stream)))
    }
}

fn uncomputed<T>(count: usize) -> Vec<OnceCell<T>> {
    std::iter::repeat_with(OnceCell::new).take(count).collect()
}

/// Whether the right number of several tests hold at each position.
fn counted<'v, 'a: 'v>(
    tests: impl Iterator<Item = &'v Vector<'a>>,
    comparison: Comparison,
    count: u32,
    length: usize,
) -> Vector<'static> {
    let mut holding = vec![0u32; length];
    for test in tests {
        match test {
            Vector::Mask(mask) => holding.iter_mut().zip(mask.iter()).for_each(|(n, truth)| *n += u32::from(truth)),
            other if other.truth(0) => holding.iter_mut().for_each(|n| *n += 1),
            _ => {}
        }
    }
    Vector::Mask(holding.into_iter().map(|n| comparison.holds(Some(n.cmp(&count)))).collect())
}

/// All (or some) of several tests at each position.
fn joined<'v, 'a: 'v>(tests: impl Iterator<Item = &'v Vector<'a>>, length: usize, all: bool) -> Vector<'static> {
    let mut joined = Bits::same(all, length);
    for test in tests {
        match test {
            Vector::Mask(mask) if all => joined.and(mask),
            Vector::Mask(mask) => joined.or(mask),
            // What is the same everywhere either decides alone or changes nothing.
            other if other.truth(0) != all => return Vector::Same(Value::Bool(!all)),
            _ => {}
        }
        // Where all is decided, the tests that are left need not be computed.
        if joined.are_all(!all) {
            return Vector::Same(Value::Bool(!all));
        }
    }
    Vector::Mask(joined)
}
