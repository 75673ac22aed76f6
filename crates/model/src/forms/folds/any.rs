//! `any(rows)`: at least one row.

use serde::{Deserialize, Serialize};

use crate::check::Checker;
use crate::decimal::Decimal;
use crate::evaluate::Moment;
use crate::forms::{Comparison, Form, Function, Part, Reading, Rows, Test, TestForm};
use crate::plan::{Lowering, NodeId, Op, Over};
use crate::sentence::Said;
use crate::text::parser::{Parser, Read};
use crate::text::printer::Printer;
use crate::time::Instant;
use crate::value::{Type, Value as Held};

/// At least one row.
///
/// # What it tests
/// Whether the customer has a row that passes the filter and lies in the window.
/// # When a marketer uses it
/// For things done at least once: an order this year, a chat last week.
/// # Example
/// `any(order where channel = 'mobile' over last 12 months)`
/// # Missing data
/// False when there is no such row.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Any {
    /// The rows.
    pub rows: Rows,
}

impl Any {
    /// Its line in the registry.
    pub const FORM: Form = Form {
        id: "any",
        example: "any(order where channel = 'mobile' over last 12 months)",
        reading: Reading::Test(Any::read),
        said: &[
            Said::of_customers("any-window-filter", r#"{"any":"rows(s f? c? t w)"}"#),
            Said::of_customers("any-window", r#"{"any":"rows(s f? c? w)"}"#),
            Said::of_customers("any", r#"{"any":"rows(s f? c? t?)"}"#),
            Said::of_rows("any-rows", r#"{"any":"rows(s f? c? t? w?)"}"#),
        ],
    };

    fn read(parser: &mut Parser) -> Option<Read<Test>> {
        parser.take_call("any").then(|| read_rows(parser).map(|rows| Any { rows }.into()))
    }
}

/// Reads rows up to the closing parenthesis.
pub(super) fn read_rows(parser: &mut Parser) -> Read<Rows> {
    let rows = Rows::read(parser)?;
    parser.expect_symbol(")")?;
    Ok(rows)
}

/// The node of "there is a row", shared with `never` and with `count(rows) > 0`.
pub(super) fn lower_any(rows: &Rows, lowering: &mut Lowering<'_>) -> NodeId {
    let (rows, value) = rows.lower(lowering);
    let count =
        lowering.node(Op::Fold { function: Function::Count, rows, value, over: Over::Rows }, Some(Type::Number));
    let zero = lowering.node(Op::Constant(Held::Number(Decimal::ZERO)), Some(Type::Number));
    lowering.node(Op::Compare { left: count, comparison: Comparison::Greater, right: zero }, None)
}

/// Whether there is a row; with a field, one where it is known.
pub(super) fn is_any(rows: &Rows, moment: &Moment<'_>) -> bool {
    match rows.field {
        Some(_) => rows.values(moment).iter().any(|value| !value.is_missing()),
        None => !rows.rows(moment).is_empty(),
    }
}

impl TestForm for Any {
    fn print(&self, printer: &mut Printer) {
        printer.write("any(");
        self.rows.print(printer);
        printer.write(")");
    }

    fn check(&self, checker: &mut Checker<'_>) {
        self.rows.check(checker, "any");
    }

    fn holds(&self, moment: &Moment<'_>) -> bool {
        is_any(&self.rows, moment)
    }

    fn holds_until(&self, moment: &Moment<'_>) -> Instant {
        self.rows.holds_until(moment)
    }

    fn parts(&self) -> Vec<Part> {
        vec![Part::rows(&self.rows)]
    }

    fn lower(&self, lowering: &mut Lowering<'_>) -> NodeId {
        lower_any(&self.rows, lowering)
    }
}
