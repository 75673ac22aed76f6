//! `first time (rows window)`: the first row ever lies in the window.

use serde::{Deserialize, Serialize};

use crate::check::Checker;
use crate::evaluate::Moment;
use crate::forms::{Comparison, Form, Function, Part, Reading, Rows, Test, TestForm};
use crate::phrase::{Phrase, Problem};
use crate::plan::{Lowering, NodeId, Op, Over};
use crate::sentence::Said;
use crate::text::parser::{Parser, Read};
use crate::text::printer::Printer;
use crate::time::Instant;
use crate::value::Type;

/// The first row ever lies in the window.
///
/// # What it tests
/// Whether the first of all rows that pass the filter lies in the window: none came before.
/// # When a marketer uses it
/// For new customers of a shop, a brand or a channel: the first order this month, the first one on mobile.
/// # Example
/// `first time (order where channel = 'mobile' over last 30 days)`
/// # Missing data
/// False when there is no such row.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct FirstTime {
    /// The rows, with a window.
    pub rows: Rows,
}

/// Reads rows in parentheses after words that stand at the cursor.
pub(super) fn read_rows(parser: &mut Parser, words: &[&str]) -> Option<Read<Rows>> {
    if !parser.is_words(words) || !parser.is_symbol_at(words.len(), "(") {
        return None;
    }
    parser.take_words(words);
    parser.advance();
    Some(Rows::read(parser).and_then(|rows| parser.expect_symbol(")").map(|()| rows)))
}

/// Notes rows without a window, where one is needed, and that the form cannot stand in a filter; says whether it can.
pub(super) fn check_window(checker: &mut Checker<'_>, rows: &Rows, form: &'static str) -> bool {
    if checker.refuse_in_rows(form, rows.place) {
        return false;
    }
    if rows.window.is_none() {
        let phrase = Phrase::new("problem-needs-window").with("form", form).with("stream", &rows.stream);
        checker.note(Problem::new(phrase, rows.place));
    }
    true
}

impl FirstTime {
    /// Its line in the registry.
    pub const FORM: Form = Form {
        id: "first_time",
        example: "first time (order where channel = 'mobile' over last 30 days)",
        reading: Reading::Test(FirstTime::read),
        said: &[Said::of_customers("first-time", r#"{"first_time":"rows(s f? c? t? w?)"}"#)],
    };

    fn read(parser: &mut Parser) -> Option<Read<Test>> {
        read_rows(parser, &["first", "time"]).map(|rows| rows.map(|rows| FirstTime { rows }.into()))
    }
}

impl TestForm for FirstTime {
    fn print(&self, printer: &mut Printer) {
        printer.write("first time (");
        self.rows.print(printer);
        printer.write(")");
    }

    fn check(&self, checker: &mut Checker<'_>) {
        if !check_window(checker, &self.rows, "first time") {
            return;
        }
        self.rows.check(checker, "first time");
    }

    fn holds(&self, moment: &Moment<'_>) -> bool {
        let ever = super::instants(&super::at_any_time(&self.rows), moment);
        let inside = super::instants(&self.rows, moment);
        !inside.is_empty() && inside.first() == ever.first()
    }

    fn holds_until(&self, moment: &Moment<'_>) -> Instant {
        self.rows.holds_until(moment).min(super::at_any_time(&self.rows).holds_until(moment))
    }

    fn parts(&self) -> Vec<Part> {
        vec![Part::rows(&self.rows)]
    }

    fn lower(&self, lowering: &mut Lowering<'_>) -> NodeId {
        let value = Some(super::lower_time(&self.rows, lowering));
        let mut first = |rows: &Rows| {
            let rows = super::lower_rows(rows, lowering);
            let op = Op::Fold { function: Function::Min, rows, value, over: Over::Rows };
            lowering.node(op, Some(Type::Instant))
        };
        let (inside, ever) = (first(&self.rows), first(&super::at_any_time(&self.rows)));
        lowering.node(Op::Compare { left: inside, comparison: Comparison::Equal, right: ever }, None)
    }
}
