//! The plan: all definitions of a run as one graph in which equal parts are one node, so that an engine computes
//! each column test, row filter and fold once, however many segments use it.
//!
//! Nodes stand after the nodes they use. The plan knows no instant: windows stay as they were said.

mod lowering;
mod op;
mod permission;

use std::collections::BTreeMap;

use crate::forms::{Delay, Function, Test, Value, Window};
use crate::names::Kind;
use crate::schema::Schema;
use crate::time::Zone;
use crate::value::Type;

pub use lowering::Lowering;
pub use op::Op;
pub use permission::{Permission, Reach};

/// A node of the plan, by its position.
pub type NodeId = usize;

/// What a node is computed for.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Level {
    /// Once a customer.
    Customer,
    /// Once a row of a stream.
    Row(String),
    /// Once for each instant of a window at which the customer's profile may come to look otherwise, with the values in
    /// force then.
    History(Framed),
}

/// A node: what it computes, for what, and the type of the result (`None` for a test).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Node {
    /// What it is computed for.
    pub level: Level,
    /// What it computes.
    pub op: Op,
    /// The type of its values; `None` for a test.
    pub kind: Option<Type>,
}

/// Rows of a stream, chosen.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct RowSet {
    /// The stream.
    pub stream: String,
    /// Whose rows they are: the customer's, or the children of a row of this stream.
    pub holder: Level,
    /// Whether rows that do not count are taken too, and quantities as they came.
    pub including_cancelled: bool,
    /// The test that rows must pass.
    pub filter: Option<NodeId>,
    /// The window in which they must lie.
    pub window: Option<Framed>,
    /// Which of the plan's [`Slice`]s its stream and window are.
    pub slice: usize,
}

/// The rows of a stream inside a window: all row sets of one slice choose from the same rows.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Slice {
    /// Which of the plan's streams.
    pub stream: usize,
    /// The window.
    pub window: Option<Framed>,
}

/// A window as it was said, and the node of the date that it hangs on, if it does.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Framed {
    /// The window.
    pub window: Window,
    /// The date or moment of [`Window::own`], of the customer or row that the window is about.
    pub own: Option<NodeId>,
}

/// A step of a sequence, after the first.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Step {
    /// Its rows.
    pub rows: RowSet,
    /// How long after the step before at most.
    pub within: Option<Delay>,
    /// Rows of which none may lie between the step before and this one.
    pub without: Vec<RowSet>,
}

/// What a fold goes over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Over {
    /// The rows' values, or the rows themselves.
    Rows,
    /// The distinct local days of the rows.
    Days,
    /// The lengths of time between consecutive rows, in days.
    Gaps,
    /// The days between consecutive distinct local days.
    DayGaps,
}

/// What a silence is looked at for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Lapse {
    /// Rows before the window, none in it.
    Stopped,
    /// A row in the window that ends a silence, as long as the window unless it says otherwise.
    Restarted(Option<Delay>),
}

impl RowSet {
    /// The nodes that choose the rows.
    pub fn uses(&self) -> impl Iterator<Item = NodeId> {
        self.filter.into_iter().chain(self.window.as_ref().and_then(|window| window.own))
    }
}

/// What the cut-offs of a comparison are computed from, or what is counted of relatives.
#[derive(Clone, Debug, PartialEq)]
pub struct CutOff {
    /// Its key, under which it is stored.
    pub key: String,
    /// The value compared; the test put to relatives.
    pub value: NodeId,
    /// The group it is compared in.
    pub group: Option<NodeId>,
    /// Who is compared.
    pub among: Option<NodeId>,
    /// Whether it is about relatives: it has a 1 for each member of a group who passes the test and a 0 for each other
    /// one, as of the instant itself, and is never stored.
    pub of_relatives: bool,
}

/// A test that is evaluated customer by customer, as the naive evaluator does, on a timeline made of columns.
#[derive(Clone, Debug, PartialEq)]
pub struct Plain {
    /// The test.
    pub test: Test,
    /// The nodes whose columns and cut-offs it needs; they are not computed for it.
    pub reads: Vec<NodeId>,
}

/// A compiled set of definitions.
#[derive(Clone, Debug, Default)]
pub struct Plan {
    /// Nodes, each after those it uses.
    pub nodes: Vec<Node>,
    /// Cut-offs, each after those it uses.
    pub cut_offs: Vec<CutOff>,
    /// Tests that are evaluated in plain code.
    pub plain: Vec<Plain>,
    /// The segments that those may name; none where there are no such tests.
    pub segments: BTreeMap<String, Test>,
    /// The streams whose rows are gone over or looked at, each once.
    pub streams: Vec<String>,
    /// Their rows inside windows, each once.
    pub slices: Vec<Slice>,
    /// The node of each definition, in the order given.
    pub roots: Vec<NodeId>,
}

/// Compiles definitions that have no problems. `segments` are those they may name; a cycle among segments must have
/// been refused before.
pub fn plan<'t>(
    tests: impl IntoIterator<Item = &'t Test>,
    schema: &Schema,
    zone: &Zone,
    segments: &BTreeMap<String, Test>,
) -> Plan {
    let mut lowering = Lowering::new(schema, zone, segments);
    let roots = tests.into_iter().map(|test| lowering.test(test)).collect();
    Plan { roots, ..lowering.plan }
}

/// Compiles values, as [`plan`] does tests.
pub fn plan_values<'t>(
    values: impl IntoIterator<Item = &'t Value>,
    schema: &Schema,
    zone: &Zone,
    segments: &BTreeMap<String, Test>,
) -> Plan {
    let mut lowering = Lowering::new(schema, zone, segments);
    let roots = values.into_iter().map(|value| lowering.value(value)).collect();
    Plan { roots, ..lowering.plan }
}

/// Compiles tests and values that are read on the rows of a stream, as they came.
pub fn plan_of_row<'t>(
    tests: impl IntoIterator<Item = &'t Test>,
    values: impl IntoIterator<Item = &'t Value>,
    stream: &str,
    schema: &Schema,
    zone: &Zone,
) -> Plan {
    let segments = BTreeMap::new();
    let mut lowering = Lowering::new(schema, zone, &segments);
    let roots = lowering.on_rows(stream, true, |lowering| {
        let mut roots: Vec<NodeId> = tests.into_iter().map(|test| lowering.test(test)).collect();
        roots.extend(values.into_iter().map(|value| lowering.value(value)));
        roots
    });
    Plan { roots, ..lowering.plan }
}

/// The type of the results of a fold that goes over values of `kind`.
pub fn fold_kind(function: Function, value: Option<Kind>) -> Option<Kind> {
    let number = Some(Kind::one(Type::Number));
    match function {
        Function::Count | Function::Distinct | Function::Days | Function::Span | Function::Gap => number,
        Function::List => value.map(|kind| Kind { item: kind.item, list: true }),
        Function::Sum
        | Function::Avg
        | Function::Min
        | Function::Max
        | Function::Median
        | Function::First
        | Function::Last
        | Function::MostCommon => value,
    }
}
