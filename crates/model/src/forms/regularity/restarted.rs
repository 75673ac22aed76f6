//! `restarted (rows window) after 6 months`: a row in the window that ends a silence.

use serde::{Deserialize, Serialize};

use super::first_time::{check_window, read_rows};
use crate::check::Checker;
use crate::evaluate::Moment;
use crate::forms::{Bounds, Delay, Form, Part, Reading, Rows, Test, TestForm, Unit, Window};
use crate::phrase::{Phrase, Problem};
use crate::plan::{Lapse, Lowering, NodeId, Op};
use crate::schema::Settings;
use crate::sentence::Said;
use crate::text::parser::{Parser, Read};
use crate::text::printer::Printer;
use crate::time::{Instant, Zone};

/// A row in the window that ends a silence.
///
/// # What it tests
/// Whether some row in the window comes after a silence: the row before it is at least so long ago as `after` says or,
/// where it says nothing, as the window is long. Months go by local dates. With weekdays or hours, only rows of those
/// times count.
/// # When a marketer uses it
/// For customers won back: an order in the last 30 days after six months without any.
/// # Example
/// `restarted (order over last 30 days) after 6 months`
/// # Missing data
/// False of who had no such row before: the first one ever ends no silence.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Restarted {
    /// The rows, with a window.
    pub rows: Rows,
    /// How long the silence is at least; as long as the window where nothing is said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<Delay>,
}

/// Whether a row ends a silence after the row before it, given the window and the base's zone and settings.
pub fn ends_silence(before: i64, row: i64, silence: Option<Delay>, window: Bounds, base: (&Zone, &Settings)) -> bool {
    match silence {
        Some(Delay { count, unit }) => before < Window::Last { count, unit }.bounds(Instant(row), base.0, base.1).start,
        None => row.saturating_sub(before) >= window.end.saturating_sub(window.start),
    }
}

impl Restarted {
    /// Its line in the registry.
    pub const FORM: Form = Form {
        id: "restarted",
        example: "restarted (order over last 30 days) after 6 months",
        reading: Reading::Test(Restarted::read),
        said: &[
            Said::of_customers("restarted", r#"{"restarted":{"rows":"rows(s f? c? t? w?)"}}"#),
            Said::of_customers(
                "restarted-after",
                r#"{"restarted":{"rows":"rows(s f? c? t? w?)","after":{"count":"$n:count","unit":"$u:unit"}}}"#,
            ),
        ],
    };

    fn read(parser: &mut Parser) -> Option<Read<Test>> {
        read_rows(parser, &["restarted"]).map(|rows| {
            let rows = rows?;
            if !parser.take_word("after") {
                return Ok(Restarted { rows, after: None }.into());
            }
            let count = parser.expect_count()?;
            match Unit::take(parser) {
                Some(unit) => Ok(Restarted { rows, after: Some(Delay { count, unit }) }.into()),
                None => Err(parser.unexpected(&["days", "weeks", "months", "years"])),
            }
        })
    }
}

impl TestForm for Restarted {
    fn print(&self, printer: &mut Printer) {
        printer.write("restarted (");
        self.rows.print(printer);
        printer.write(")");
        if let Some(Delay { count, unit }) = self.after {
            printer.write(&format!(" after {count} {}", unit.word(count == 1)));
        }
    }

    fn check(&self, checker: &mut Checker<'_>) {
        if !check_window(checker, &self.rows, "restarted") {
            return;
        }
        self.rows.check(checker, "restarted");
        super::check_stretch(checker, &self.rows, "restarted");
        match (&self.after, &self.rows.window) {
            (None, Some(window)) if window.stretch().is_some() && !window.has_length() => {
                checker.note(Problem::new(Phrase::new("problem-how-long"), self.rows.place));
            }
            (Some(silence), _) => silence.check(checker, self.rows.place),
            _ => {}
        }
    }

    fn holds(&self, moment: &Moment<'_>) -> bool {
        let Some(window) = &self.rows.window else { return false };
        let (zone, settings) = (moment.world.zone, moment.world.settings);
        let bounds = window.span(moment).bounds;
        let inside = super::instants(&self.rows, moment);
        let ever = super::instants(&super::at_any_time(&self.rows), moment);
        ever.windows(2).any(|pair| {
            inside.contains(&pair[1]) && ends_silence(pair[0], pair[1], self.after, bounds, (zone, settings))
        })
    }

    fn holds_until(&self, moment: &Moment<'_>) -> Instant {
        let ever = super::at_any_time(&self.rows);
        let until = self.rows.holds_until(moment).min(ever.holds_until(moment));
        let Some(window) = self.rows.window.as_ref().filter(|_| self.after.is_none()) else { return until };
        // A window of months grows through the day: a silence as long as it comes to be too short.
        let start = window.span(moment).bounds.start;
        let instants = super::instants(&ever, moment);
        let gaps = instants.windows(2).map(|pair| start.saturating_add(pair[1] - pair[0]));
        let passes = gaps.flat_map(|at| [at.saturating_sub(1), at]).filter(|at| *at > moment.at.0).min();
        until.min(moment.world.zone.next_midnight(moment.at)).min(passes.map_or(Instant::NEVER, Instant))
    }

    fn parts(&self) -> Vec<Part> {
        vec![Part::rows(&self.rows)]
    }

    fn lower(&self, lowering: &mut Lowering<'_>) -> NodeId {
        let rows = super::lower_rows(&super::at_any_time(&self.rows), lowering);
        let window = lowering.window(self.rows.window.as_ref().expect("checked rows have a window"));
        lowering.node(Op::Lapse { rows, window, lapse: Lapse::Restarted(self.after) }, None)
    }
}
