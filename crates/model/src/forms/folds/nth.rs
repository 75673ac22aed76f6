//! `nth(rows.field, k)`: the value of the kth row.

use serde::{Deserialize, Serialize};

use crate::check::Checker;
use crate::evaluate::Moment;
use crate::forms::{Form, Part, Reading, Rows, Value, ValueForm};
use crate::names::Kind;
use crate::phrase::{Phrase, Problem};
use crate::plan::{Lowering, NodeId, Op};
use crate::sentence::Said;
use crate::text::parser::{MAX_COUNT, Parser, Read};
use crate::text::printer::Printer;
use crate::time::Instant;
use crate::value::Value as Held;

/// The value of the kth row.
///
/// # What it tests
/// Nothing by itself: it is a field of the kth row, from 1, in order of event time, then message id.
/// # When a marketer uses it
/// For the second order, the third visit: when, how much, by which channel.
/// # Example
/// `nth(order.amount, 2)`
/// # Missing data
/// Missing when there are fewer rows, or when that row has no such value.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Nth {
    /// The rows and the field.
    pub rows: Rows,
    /// Which row, from 1.
    pub position: u32,
}

impl Nth {
    /// Its line in the registry.
    pub const FORM: Form = Form {
        id: "nth",
        example: "nth(order.amount, 2)",
        reading: Reading::Value(Nth::read),
        said: &[Said::of("nth", r#"{"nth":{"rows":"rows(s f c? t? w?)","position":"$k:nth"}}"#)],
    };

    fn read(parser: &mut Parser) -> Option<Read<Value>> {
        parser.take_call("nth").then(|| Nth::rows(parser))
    }

    fn rows(parser: &mut Parser) -> Read<Value> {
        let rows = Rows::read(parser)?;
        parser.expect_symbol(",")?;
        let position = parser.expect_count()?;
        parser.expect_symbol(")")?;
        Ok(Nth { rows, position }.into())
    }
}

impl ValueForm for Nth {
    fn print(&self, printer: &mut Printer) {
        printer.write("nth(");
        self.rows.print(printer);
        printer.write(&format!(", {})", self.position));
    }

    fn check(&self, checker: &mut Checker<'_>) -> Option<Kind> {
        let kind = self.rows.check(checker, "nth")?;
        if kind.is_none() {
            checker.note(self.rows.needs_field("nth"));
        }
        if self.position == 0 {
            checker.note(Problem::new(
                Phrase::new("problem-not-a-count").with("number", 0).with("limit", MAX_COUNT),
                self.rows.place,
            ));
        }
        kind
    }

    fn value(&self, moment: &Moment<'_>) -> Held {
        let values = self.rows.values(moment);
        values.into_iter().nth(self.position as usize - 1).unwrap_or(Held::Missing)
    }

    fn holds_until(&self, moment: &Moment<'_>) -> Instant {
        self.rows.holds_until(moment)
    }

    fn parts(&self) -> Vec<Part> {
        vec![Part::rows(&self.rows)]
    }

    fn lower(&self, lowering: &mut Lowering<'_>) -> NodeId {
        let (rows, value) = self.rows.lower(lowering);
        let value = value.expect("a checked nth has a field");
        let kind = lowering.kind(value);
        lowering.node(Op::Nth { rows, value, position: self.position }, Some(kind))
    }
}
