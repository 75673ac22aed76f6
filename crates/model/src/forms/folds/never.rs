//! `never(rows)`: not one row.

use serde::{Deserialize, Serialize};

use super::any::{is_any, lower_any, read_rows};
use crate::check::Checker;
use crate::evaluate::Moment;
use crate::forms::{Form, Part, Reading, Rows, Test, TestForm};
use crate::plan::{Lowering, NodeId, Op};
use crate::sentence::Said;
use crate::text::parser::{Parser, Read};
use crate::text::printer::Printer;
use crate::time::Instant;

/// Not one row.
///
/// # What it tests
/// Whether the customer has no row that passes the filter and lies in the window: the negation of `any`.
/// # When a marketer uses it
/// For what people did not do: prospects who never ordered, customers silent for 180 days.
/// # Example
/// `never(order over last 180 days)`
/// # Missing data
/// True when there is no such row, so also of customers without any.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Never {
    /// The rows.
    pub rows: Rows,
}

impl Never {
    /// Its line in the registry.
    pub const FORM: Form = Form {
        id: "never",
        example: "never(order over last 180 days)",
        reading: Reading::Test(Never::read),
        said: &[
            Said::of_customers("never-window-filter", r#"{"never":"rows(s f? c? t w)"}"#),
            Said::of_customers("never-window", r#"{"never":"rows(s f? c? w)"}"#),
            Said::of_customers("never", r#"{"never":"rows(s f? c? t?)"}"#),
            Said::of_rows("never-rows", r#"{"never":"rows(s f? c? t? w?)"}"#),
        ],
    };

    fn read(parser: &mut Parser) -> Option<Read<Test>> {
        parser.take_call("never").then(|| read_rows(parser).map(|rows| Never { rows }.into()))
    }
}

impl TestForm for Never {
    fn print(&self, printer: &mut Printer) {
        printer.write("never(");
        self.rows.print(printer);
        printer.write(")");
    }

    fn check(&self, checker: &mut Checker<'_>) {
        self.rows.check(checker, "never");
    }

    fn holds(&self, moment: &Moment<'_>) -> bool {
        !is_any(&self.rows, moment)
    }

    fn holds_until(&self, moment: &Moment<'_>) -> Instant {
        self.rows.holds_until(moment)
    }

    fn parts(&self) -> Vec<Part> {
        vec![Part::rows(&self.rows)]
    }

    fn lower(&self, lowering: &mut Lowering<'_>) -> NodeId {
        let any = lower_any(&self.rows, lowering);
        lowering.node(Op::Not(any), None)
    }
}
