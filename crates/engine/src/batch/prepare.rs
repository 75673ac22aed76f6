//! What is settled once for a run, before any customer: the shape of each node, the answer of a text test for each
//! distinct text, the row of a reference table for each code, the rows that count.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use model::columns::Column;
use model::decimal::{MAX_SCALE, QUOTIENT_SCALE};
use model::distribution::Distribution;
use model::forms::{Function, Operator};
use model::plan::{Framed, Level, Node, NodeId, Op, Over};
use model::time::Instant;
use model::value::{Type, Value};

use crate::columns::Field;

use super::existing::Standings;
use super::family::Family;
use super::plain::PlainTest;
use super::read::{self, Lookup};
use super::tests_of_text::Truths;
use super::vector::Shape;
use super::{Run, dates, followed, history, tests_of_text, used};

/// A run with everything that is settled beforehand.
pub(super) struct Prepared<'a> {
    pub(super) run: Run<'a>,
    pub(super) at: Instant,
    pub(super) cut_offs: &'a [Distribution],
    /// The nodes to compute, in order.
    pub(super) needed: Vec<NodeId>,
    /// Shape of each needed node.
    shapes: Vec<Shape<'a>>,
    /// What each needed node looks up.
    tables: Vec<Table>,
    /// The windows in whose instants the profile's past is looked at, with the attributes read there.
    pub(super) histories: Vec<(&'a Framed, BTreeSet<&'a str>)>,
    /// The needed tests that are evaluated in plain code, by their place in the plan.
    pub(super) plain: BTreeMap<usize, PlainTest<'a>>,
    /// The windows in which rows are looked for, those that hang on a date of their own left out, and their numbers.
    pub(super) frames: HashMap<(&'a str, Option<&'a Framed>), usize>,
    /// Which rows of each stream count.
    pub(super) standings: BTreeMap<&'a str, Standings<'a>>,
    /// Child streams joined with their parents, where some node needs it; `None` when they cannot be.
    pub(super) families: BTreeMap<&'a str, Option<Family<'a>>>,
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
    /// Prepares the nodes that `goals` need.
    pub(super) fn new(run: Run<'a>, at: Instant, cut_offs: &'a [Distribution], goals: &[NodeId]) -> Self {
        let n_nodes = run.plan.nodes.len();
        let mut prepared = Prepared {
            run,
            at,
            cut_offs,
            needed: needed(run, goals),
            shapes: vec![Shape::Test; n_nodes],
            tables: Vec::with_capacity(n_nodes),
            histories: Vec::new(),
            frames: HashMap::new(),
            standings: BTreeMap::new(),
            families: BTreeMap::new(),
            plain: BTreeMap::new(),
        };
        prepared.histories = history::windows(&prepared);
        prepared.tables.resize_with(n_nodes, || Table::None);
        for node in prepared.needed.clone() {
            prepared.tables[node] = prepared.table_of(node);
            prepared.shapes[node] = prepared.shape_of(node);
            prepared.join(node);
            if let Op::Plain(place) = &run.plan.nodes[node].op {
                prepared.plain.insert(*place, PlainTest::new(run, at, cut_offs, *place));
            }
        }
        prepared
    }

    /// Settles which rows count of the streams that a node goes over, and joins children with their parents.
    fn join(&mut self, node: NodeId) {
        let (run, Node { level, op, .. }) = (self.run, &self.run.plan.nodes[node]);
        for rows in op.row_sets() {
            self.standings.entry(rows.stream.as_str()).or_insert_with(|| Standings::new(run, &rows.stream));
            if rows.window.as_ref().is_none_or(|window| window.own.is_none()) {
                let n_known = self.frames.len();
                self.frames.entry((rows.stream.as_str(), rows.window.as_ref())).or_insert(n_known);
            }
        }
        let held = op.row_sets().into_iter().filter(|rows| rows.holder != Level::Customer);
        let mut children: Vec<&'a str> = held.map(|rows| rows.stream.as_str()).collect();
        if let (Op::OfParent(_), Level::Row(child)) = (op, level) {
            children.push(child);
        }
        for child in children {
            self.families.entry(child).or_insert_with(|| Family::new(run, child));
        }
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
        self.shapes[node]
    }

    /// What a node looks up.
    pub(super) fn table(&self, node: NodeId) -> &Table {
        &self.tables[node]
    }

    /// The decimal places of a node's numbers; 0 for other nodes.
    pub(super) fn scale(&self, node: NodeId) -> u8 {
        if let Shape::Number { scale } = self.shapes[node] { scale } else { 0 }
    }

    /// The stream whose rows a node is computed for, if it is.
    pub(super) fn stream(&self, node: NodeId) -> Option<&'a str> {
        match &self.run.plan.nodes[node].level {
            Level::Customer | Level::History(_) => None,
            Level::Row(stream) => Some(stream),
        }
    }

    /// The texts by code of a node's values; empty when they are not coded.
    pub(super) fn dictionary(&self, node: NodeId) -> &'a [Box<str>] {
        if let Shape::Code(dictionary) = self.shapes[node] { dictionary } else { &[] }
    }

    fn shape_of(&self, node: NodeId) -> Shape<'a> {
        let number = |scale| Shape::Number { scale };
        match self.op(node) {
            Op::Constant(Value::Number(constant)) => number(constant.scale()),
            Op::Constant(_) | Op::RowTime | Op::Now | Op::NetQuantity => self.shape_of_column(node, None),
            Op::Attribute(name) => self.shape_of_column(node, read::attribute_column(self.run.base, name)),
            Op::Field(name) => {
                let stream = self.stream(node).and_then(|stream| self.run.base.streams.get(stream));
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

/// The nodes that some goals need, in order.
fn needed(run: Run<'_>, goals: &[NodeId]) -> Vec<NodeId> {
    let mut is_needed = vec![false; run.plan.nodes.len()];
    for &goal in goals {
        is_needed[goal] = true;
    }
    for node in (0..is_needed.len()).rev() {
        if is_needed[node] {
            // A node stands after those it uses, so that one pass backwards finds them all.
            for used in used(run.plan, &run.plan.nodes[node].op) {
                is_needed[used] = true;
            }
        }
    }
    (0..is_needed.len()).filter(|&node| is_needed[node]).collect()
}
