//! What the nodes of a plan compute.

use super::{Framed, Lapse, NodeId, Over, Permission, RowSet, Step};
use crate::decimal::Decimal;
use crate::forms::{
    CategoryTree, Comparison, Delay, Direction, Function, Measure, Operator, Periods, Quantifier, Quantity, TextWay,
};
use crate::value::Value as Held;

/// What a node computes.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Op {
    /// The same value everywhere.
    Constant(Held),
    /// An attribute of the customer.
    Attribute(String),
    /// A field of the row.
    Field(String),
    /// A line's quantity without what came back: `quantity − returned`, or `quantity` where nothing is said of returns.
    NetQuantity,
    /// The row's event time.
    RowTime,
    /// The instant of evaluation.
    Now,
    /// Whether the customer is in a list.
    InList(String),
    /// A test that is evaluated customer by customer in plain code: which of the plan's [`Plain`](super::Plain) ones.
    Plain(usize),
    /// A field of the row of a reference table that a code points to.
    Lookup {
        /// The code.
        pointer: NodeId,
        /// The table.
        table: String,
        /// The field.
        field: String,
    },
    /// What the version in force of the row's parent has; the node is one of the parent's rows.
    OfParent(NodeId),
    /// All of several tests.
    And(Vec<NodeId>),
    /// Some of several tests.
    Or(Vec<NodeId>),
    /// So many of several tests.
    CountOf {
        /// The tests.
        tests: Vec<NodeId>,
        /// How the number of those that hold is compared.
        comparison: Comparison,
        /// With how many.
        count: u32,
    },
    /// Not a test.
    Not(NodeId),
    /// A comparison of two values.
    Compare {
        /// Left side.
        left: NodeId,
        /// How they are compared.
        comparison: Comparison,
        /// Right side.
        right: NodeId,
    },
    /// Whether a value is one of some constants.
    OneOf {
        /// The value.
        value: NodeId,
        /// The constants.
        list: Vec<Held>,
    },
    /// Whether a text matches.
    Match {
        /// The text.
        value: NodeId,
        /// How.
        way: TextWay,
        /// What it is matched with.
        text: String,
        /// Whether case and accents are ignored.
        blind: bool,
    },
    /// Whether a path is a node of a tree or lies below it.
    Under {
        /// The path.
        value: NodeId,
        /// The node's path.
        node: String,
        /// The table that holds the tree; none when the value is a path itself.
        tree: Option<CategoryTree>,
    },
    /// Whether two points are so near one another.
    Near {
        /// One point.
        value: NodeId,
        /// The other one.
        of: NodeId,
        /// Greatest distance, in metres.
        metres: Decimal,
    },
    /// Whether there is a value.
    Known(NodeId),
    /// Whether a list has any or all of some constants.
    Has {
        /// The list.
        value: NodeId,
        /// How many of the constants; never [`Quantity::None`], which is the negation of `Any`.
        quantity: Quantity,
        /// The constants.
        list: Vec<Held>,
    },
    /// Whether a date or instant lies in a window.
    Within {
        /// The date or instant.
        value: NodeId,
        /// The window.
        window: Framed,
    },
    /// Whether an anniversary of a date lies in a window.
    Anniversary {
        /// The date or instant.
        value: NodeId,
        /// The window.
        window: Framed,
    },
    /// Whether a date lies on a day of a named calendar.
    During {
        /// The date or instant.
        value: NodeId,
        /// The calendar.
        calendar: String,
    },
    /// The season of a date.
    Season(NodeId),
    /// In how many of some periods there are so many rows.
    ActivePeriods {
        /// The rows.
        rows: RowSet,
        /// The periods.
        periods: Periods,
        /// How many rows make a period active.
        least: u32,
    },
    /// Whether rows stop before a window, or start again in it.
    Lapse {
        /// The rows, at any time.
        rows: RowSet,
        /// The window.
        window: Framed,
        /// Which.
        lapse: Lapse,
    },
    /// Whether a test of [`Level::History`](super::Level::History) holds at one of its instants.
    Was(NodeId),
    /// Whether an attribute took another value in a window.
    Changed {
        /// The attribute.
        attribute: String,
        /// Its value now, which tells its type.
        value: NodeId,
        /// The value before, when it matters.
        from: Option<Held>,
        /// The value after, when it matters.
        to: Option<Held>,
        /// The window.
        window: Framed,
    },
    /// Whether a draw chooses the customer.
    Sample {
        /// The share, in hundredths.
        percent: Decimal,
        /// What the draw is made from.
        seed: String,
    },
    /// Arithmetic of two numbers.
    Arithmetic {
        /// Left side.
        left: NodeId,
        /// The operator.
        operator: Operator,
        /// Right side.
        right: NodeId,
    },
    /// A number with its sign turned.
    Negated(NodeId),
    /// Completed years since a date.
    Age(NodeId),
    /// Local midnights from the first to the second.
    DaysBetween(NodeId, NodeId),
    /// Letters of a text or elements of a list.
    Length(NodeId),
    /// A fold over rows.
    Fold {
        /// The function.
        function: Function,
        /// The rows.
        rows: RowSet,
        /// What each row gives; `None` for the row itself.
        value: Option<NodeId>,
        /// What the fold goes over.
        over: Over,
    },
    /// Whether the row is followed or preceded by another one.
    Followed {
        /// Where the other one is.
        direction: Direction,
        /// The others, of the customer.
        rows: RowSet,
        /// What both must have the same value of: a node of the row at hand, and one of the others.
        same: Option<(NodeId, NodeId)>,
        /// How far.
        within: Option<Delay>,
    },
    /// Whether the delay after the row is over.
    IsOver(Delay),
    /// Whether the customer has rows one after another.
    Sequence {
        /// The first step.
        first: RowSet,
        /// The next ones.
        then: Vec<Step>,
    },
    /// The nth row's value.
    Nth {
        /// The rows.
        rows: RowSet,
        /// What each row gives.
        value: NodeId,
        /// From 1.
        position: u32,
    },
    /// Whether a channel is accepted, or the customer can be reached by it.
    Permission(Box<Permission>),
    /// A comparison with the base.
    Compared {
        /// What is measured.
        measure: Measure,
        /// Which of the plan's [`CutOff`](super::CutOff)s.
        cut_off: usize,
    },
    /// Whether relatives pass a test.
    AmongRelatives {
        /// How many of them.
        how: Quantifier,
        /// Which of the plan's [`CutOff`](super::CutOff)s.
        cut_off: usize,
    },
    /// How many relatives pass a test.
    CountRelatives {
        /// Which of the plan's [`CutOff`](super::CutOff)s.
        cut_off: usize,
    },
}

impl Op {
    /// The rows that an operation goes over.
    pub fn row_sets(&self) -> Vec<&RowSet> {
        match self {
            Op::Fold { rows, .. }
            | Op::Nth { rows, .. }
            | Op::ActivePeriods { rows, .. }
            | Op::Lapse { rows, .. }
            | Op::Followed { rows, .. } => vec![rows],
            Op::Sequence { first, then } => {
                let of_steps = then.iter().flat_map(|step| std::iter::once(&step.rows).chain(&step.without));
                std::iter::once(first).chain(of_steps).collect()
            }
            Op::Permission(permission) => permission.row_sets().collect(),
            _ => Vec::new(),
        }
    }
}
