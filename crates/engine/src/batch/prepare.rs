//! What is settled once for a run, whichever customer asks for it first: the shape of each node, the answer of a text test
//! for each distinct text, the row of a reference table for each code, the rows that count.

use std::collections::BTreeSet;
use std::sync::{Arc, OnceLock};

use model::columns::Column;
use model::decimal::{MAX_SCALE, QUOTIENT_SCALE};
use model::distribution::Distribution;
use model::forms::{Function, Operator};
use model::plan::{Framed, Level, NodeId, Op, Over, RowSet};
use model::time::Instant;
use model::value::{Type, Value};

use crate::columns::{Field, Rows};

use super::existing::Standings;
use super::family::Family;
use super::plain::PlainTest;
use super::read::{self, Lookup};
use super::tests_of_text::Truths;
use super::vector::Shape;
use super::{Run, dates, followed, history, tests_of_text};

/// A run with what is settled once for it.
pub(super) struct Prepared<'a> {
    pub(super) run: Run<'a>,
    pub(super) at: Instant,
    pub(super) cut_offs: &'a [Distribution],
    /// Shape of each node.
    shapes: Vec<OnceLock<Shape<'a>>>,
    /// What each node looks up.
    tables: Vec<OnceLock<Table>>,
    /// The tests that are evaluated in plain code, by their place in the plan.
    plain: Vec<OnceLock<PlainTest<'a>>>,
    /// The plan's streams, the same at all instants.
    streams: Arc<Vec<Stream<'a>>>,
    /// The windows in whose instants the profile's past is looked at, with the attributes read there.
    histories: OnceLock<Vec<(&'a Framed, BTreeSet<&'a str>)>>,
}

/// A stream whose rows are gone over or looked at.
pub(super) struct Stream<'a> {
    run: Run<'a>,
    name: &'a str,
    /// Its columns, when it has rows.
    pub(super) rows: Option<&'a Rows>,
    standings: OnceLock<Standings<'a>>,
    family: OnceLock<Option<Family<'a>>>,
}

impl<'a> Stream<'a> {
    fn new(run: Run<'a>, name: &'a str) -> Self {
        Stream { run, name, rows: run.base.streams.get(name), standings: OnceLock::new(), family: OnceLock::new() }
    }

    /// Which of its rows count.
    pub(super) fn standings(&self) -> &Standings<'a> {
        self.standings.get_or_init(|| Standings::new(self.run, self.name))
    }

    /// Its rows joined with their parents; `None` when they cannot be.
    pub(super) fn family(&self) -> Option<&Family<'a>> {
        self.family.get_or_init(|| Family::new(self.run, self.name)).as_ref()
    }
}

/// What a node looks up instead of computing it again.
pub(super) enum Table {
    /// Nothing.
    None,
    /// The truth of a test for each code of its value.
    Truths(Truths),
    /// The number for each code of its value.
    Numbers(Vec<i64>),
    /// The field of a reference table for each code.
    Lookup(Lookup),
}

impl<'a> Prepared<'a> {
    /// Prepares a run, of whose cut-offs these are computed.
    pub(super) fn new(run: Run<'a>, at: Instant, cut_offs: &'a [Distribution]) -> Self {
        let n_nodes = run.plan.nodes.len();
        Prepared {
            run,
            at,
            cut_offs,
            shapes: unsettled(n_nodes),
            tables: unsettled(n_nodes),
            plain: unsettled(run.plan.plain.len()),
            streams: Arc::new(run.plan.streams.iter().map(|name| Stream::new(run, name)).collect()),
            histories: OnceLock::new(),
        }
    }

    /// The same run at another instant: what is settled of its streams is so for both.
    pub(super) fn at_another(&self, at: Instant, cut_offs: &'a [Distribution]) -> Self {
        Prepared { streams: Arc::clone(&self.streams), ..Prepared::new(self.run, at, cut_offs) }
    }

    /// The operation of a node.
    pub(super) fn op(&self, node: NodeId) -> &'a Op {
        &self.run.plan.nodes[node].op
    }

    /// The type of a node's values.
    pub(super) fn kind(&self, node: NodeId) -> Type {
        self.run.plan.nodes[node].kind.unwrap_or(Type::Bool)
    }

    /// The shape of a node.
    pub(super) fn shape(&self, node: NodeId) -> Shape<'a> {
        *self.shapes[node].get_or_init(|| self.shape_of(node))
    }

    /// What a node looks up.
    pub(super) fn table(&self, node: NodeId) -> &Table {
        self.tables[node].get_or_init(|| self.table_of(node))
    }

    /// The decimal places of a node's numbers; 0 for other nodes.
    pub(super) fn scale(&self, node: NodeId) -> u8 {
        if let Shape::Number { scale } = self.shape(node) { scale } else { 0 }
    }

    /// One of the tests that are evaluated in plain code.
    pub(super) fn plain(&self, place: usize) -> &PlainTest<'a> {
        self.plain[place].get_or_init(|| PlainTest::new(self.run, self.at, self.cut_offs, place))
    }

    /// The stream of a row set, with its number.
    pub(super) fn stream_of(&self, set: &RowSet) -> (usize, &Stream<'a>) {
        let number = self.run.plan.slices[set.slice].stream;
        (number, &self.streams[number])
    }

    /// The stream whose rows a node is computed for, if it is.
    pub(super) fn stream(&self, node: NodeId) -> Option<&Stream<'a>> {
        let Level::Row(name) = &self.run.plan.nodes[node].level else { return None };
        self.streams.iter().find(|stream| stream.name == name)
    }

    /// The windows in whose instants the profile's past is looked at, with the attributes read there.
    pub(super) fn histories(&self) -> &[(&'a Framed, BTreeSet<&'a str>)] {
        self.histories.get_or_init(|| history::windows(self.run.plan))
    }

    /// The texts by code of a node's values; empty when they are not coded.
    pub(super) fn dictionary(&self, node: NodeId) -> &'a [Box<str>] {
        if let Shape::Code(dictionary) = self.shape(node) { dictionary } else { &[] }
    }

    fn shape_of(&self, node: NodeId) -> Shape<'a> {
        let number = |scale| Shape::Number { scale };
        match self.op(node) {
            Op::Constant(Value::Number(constant)) => number(constant.scale()),
            Op::Constant(_) | Op::RowTime | Op::Now | Op::NetQuantity => self.shape_of_column(node, None),
            Op::Attribute(name) => self.shape_of_column(node, read::attribute_column(self.run.base, name)),
            Op::Field(name) => {
                let stream = self.stream(node).and_then(|stream| stream.rows);
                match stream.and_then(|stream| stream.fields.get(name)).map(|field| &**field) {
                    Some(Field::Text(texts)) => Shape::Code(&texts.dictionary),
                    _ => self.shape_of_column(node, None),
                }
            }
            Op::Lookup { table, field, .. } => {
                let table = self.run.base.tables.get(table);
                self.shape_of_column(node, table.and_then(|table| table.fields.get(field)))
            }
            Op::And(_) | Op::Or(_) | Op::Not(_) | Op::Compare { .. } | Op::OneOf { .. } => Shape::Test,
            Op::During { .. } | Op::Lapse { .. } | Op::Was(_) | Op::Changed { .. } | Op::Sample { .. } => Shape::Test,
            Op::Permission(_) => Shape::Test,
            Op::ActivePeriods { .. } => number(0),
            Op::CountOf { .. } | Op::Under { .. } | Op::Near { .. } | Op::Anniversary { .. } => Shape::Test,
            Op::Season(_) => Shape::Code(dates::season_names()),
            Op::Match { .. } | Op::Known(_) | Op::Has { .. } | Op::Within { .. } => Shape::Test,
            Op::InList(_) | Op::Plain(_) | Op::AmongRelatives { .. } => Shape::Test,
            Op::CountRelatives { .. } => number(0),
            Op::Arithmetic { left, operator, right } => {
                let (left, right) = (self.scale(*left), self.scale(*right));
                number(match operator {
                    Operator::Plus | Operator::Minus => left.max(right),
                    Operator::Times => (left + right).min(MAX_SCALE),
                    Operator::Over => QUOTIENT_SCALE,
                })
            }
            Op::Followed { .. } | Op::IsOver(_) | Op::Sequence { .. } => Shape::Test,
            Op::Negated(inner) | Op::OfParent(inner) => self.shape(*inner),
            Op::Age(_) | Op::DaysBetween(..) | Op::Length(_) => number(0),
            Op::Fold { function, value, over, .. } => self.shape_of_fold(*function, *value, *over),
            Op::Nth { value, .. } => self.shape(*value),
            Op::Compared { measure, .. } => number(measure.scale()),
        }
    }

    fn shape_of_column(&self, node: NodeId, column: Option<&'a Column>) -> Shape<'a> {
        let kind = self.kind(node);
        match column {
            Some(Column::Text(text)) => Shape::Code(&text.dictionary),
            _ if kind.is_numeric() => Shape::Number { scale: kind.scale() },
            _ if kind.is_integer() => Shape::Whole,
            _ => Shape::Code(&[]),
        }
    }

    fn shape_of_fold(&self, function: Function, value: Option<NodeId>, over: Over) -> Shape<'a> {
        let gaps = matches!(over, Over::Gaps | Over::DayGaps);
        match (function, value) {
            (Function::List, _) => Shape::List,
            (Function::Count | Function::Distinct | Function::Days, _) => Shape::Number { scale: 0 },
            (Function::Span | Function::Gap | Function::Avg | Function::Median, _) => {
                Shape::Number { scale: QUOTIENT_SCALE }
            }
            _ if gaps => Shape::Number { scale: QUOTIENT_SCALE },
            (_, Some(value)) => self.shape(value),
            (_, None) => Shape::Number { scale: 0 },
        }
    }

    fn table_of(&self, node: NodeId) -> Table {
        match self.op(node) {
            Op::Lookup { pointer, table, field } => {
                Table::Lookup(Lookup::new(self.dictionary(*pointer), self.run.base.tables.get(table), field))
            }
            Op::Compare { .. }
            | Op::OneOf { .. }
            | Op::Match { .. }
            | Op::Under { .. }
            | Op::Near { .. }
            | Op::Has { .. }
            | Op::Length(_) => tests_of_text::table(self, node),
            Op::Followed { same: Some((here, there)), .. } => match (self.shape(*here), self.shape(*there)) {
                (Shape::Code(here), Shape::Code(there)) => Table::Numbers(followed::codes_in(there, here)),
                _ => Table::None,
            },
            _ => Table::None,
        }
    }
}

fn unsettled<T>(count: usize) -> Vec<OnceLock<T>> {
    std::iter::repeat_with(OnceLock::new).take(count).collect()
}
