//! `stopped (rows window)`: rows before the window, none in it.

use serde::{Deserialize, Serialize};

use super::first_time::{check_window, read_rows};
use crate::check::Checker;
use crate::evaluate::Moment;
use crate::forms::{Form, Part, Reading, Rows, Test, TestForm};
use crate::plan::{Lapse, Lowering, NodeId, Op};
use crate::sentence::Said;
use crate::text::parser::{Parser, Read};
use crate::text::printer::Printer;
use crate::time::Instant;

/// Rows before the window, none in it.
///
/// # What it tests
/// Whether there is a row before the window starts, and none inside it. With weekdays or hours, only rows of those times
/// count, before as inside.
/// # When a marketer uses it
/// For who has gone silent: bought before, but not in the last 90 days.
/// # Example
/// `stopped (order over last 90 days)`
/// # Missing data
/// False of who never had such a row, and while the date is missing that the window hangs on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Stopped {
    /// The rows, with a window.
    pub rows: Rows,
}

impl Stopped {
    /// Its line in the registry.
    pub const FORM: Form = Form {
        id: "stopped",
        example: "stopped (order over last 90 days)",
        reading: Reading::Test(Stopped::read),
        said: &[Said::of_customers("stopped", r#"{"stopped":"rows(s f? c? t? w?)"}"#)],
    };

    fn read(parser: &mut Parser) -> Option<Read<Test>> {
        read_rows(parser, &["stopped"]).map(|rows| rows.map(|rows| Stopped { rows }.into()))
    }
}

impl TestForm for Stopped {
    fn print(&self, printer: &mut Printer) {
        printer.write("stopped (");
        self.rows.print(printer);
        printer.write(")");
    }

    fn check(&self, checker: &mut Checker<'_>) {
        if !check_window(checker, &self.rows, "stopped") {
            return;
        }
        self.rows.check(checker, "stopped");
        super::check_stretch(checker, &self.rows, "stopped");
    }

    fn holds(&self, moment: &Moment<'_>) -> bool {
        let Some(window) = &self.rows.window else { return false };
        let bounds = window.span(moment).bounds;
        let ever = super::instants(&super::at_any_time(&self.rows), moment);
        let is_before = !bounds.are_empty() && ever.iter().any(|&at| at < bounds.start);
        is_before && super::instants(&self.rows, moment).is_empty()
    }

    fn holds_until(&self, moment: &Moment<'_>) -> Instant {
        let ever = super::at_any_time(&self.rows);
        let until = self.rows.holds_until(moment).min(ever.holds_until(moment));
        let Some(window) = &self.rows.window else { return until };
        let instants = super::instants(&ever, moment);
        let passes = instants.into_iter().map(|at| window.changes_after(Instant(at), moment)).min();
        until.min(passes.unwrap_or(Instant::NEVER))
    }

    fn parts(&self) -> Vec<Part> {
        vec![Part::rows(&self.rows)]
    }

    fn lower(&self, lowering: &mut Lowering<'_>) -> NodeId {
        let rows = super::lower_rows(&super::at_any_time(&self.rows), lowering);
        let window = lowering.window(self.rows.window.as_ref().expect("checked rows have a window"));
        lowering.node(Op::Lapse { rows, window, lapse: Lapse::Stopped }, None)
    }
}
