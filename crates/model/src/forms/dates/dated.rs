//! `value window`: a date or moment of the customer's own inside a window.

use serde::{Deserialize, Serialize};

use crate::check::Checker;
use crate::evaluate::Moment;
use crate::forms::{Form, Part, Reading, Test, TestForm, Value, Window};
use crate::plan::{Lowering, NodeId, Op};
use crate::sentence::Said;
use crate::text::parser::{Parser, Read};
use crate::text::printer::Printer;
use crate::time::Instant;
use crate::value::Value as Held;

/// A date or moment inside a window.
///
/// # What it tests
/// Whether a date (taken at its local midnight) or a moment lies in a window; a calendar window such as `this month`
/// includes the days to come. `within next 30 days` goes from today to the thirtieth day, both whole.
/// # When a marketer uses it
/// For dates of the profile: signed up in the last 14 days, contract to renew this month.
/// # Example
/// `signed_up_at over last 14 days`
/// # Missing data
/// False when the date is missing.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Dated {
    /// The date or moment.
    pub value: Box<Value>,
    /// The window.
    pub window: Window,
}

impl Dated {
    /// Its line in the registry.
    pub const FORM: Form = Form {
        id: "dated",
        example: "signed_up_at over last 14 days",
        reading: Reading::AfterValue(Dated::read),
        said: &[Said::of("dated", r#"{"dated":{"value":"$v:subject","window":"$w:window"}}"#)],
    };

    fn read(parser: &mut Parser, value: &mut Option<Value>) -> Option<Read<Test>> {
        let window = Window::read(parser)?;
        let value = Box::new(value.take()?);
        Some(window.map(|window| Dated { value, window }.into()))
    }
}

impl TestForm for Dated {
    fn print(&self, printer: &mut Printer) {
        printer.value(&self.value);
        printer.write(" ");
        self.window.print(printer);
    }

    fn check(&self, checker: &mut Checker<'_>) {
        checker.refuse_in_history("over last", self.value.place());
        checker.date(&self.value);
        self.window.check(checker, self.value.place());
    }

    fn holds(&self, moment: &Moment<'_>) -> bool {
        let zone = moment.world.zone;
        let span = self.window.span(moment);
        match moment.value(&self.value) {
            Held::Date(day) => span.contains(zone.midnight(day), zone),
            Held::Instant(at) => self.window.span_of_moments(moment).contains(at, zone),
            _ => false,
        }
    }

    fn holds_until(&self, moment: &Moment<'_>) -> Instant {
        let zone = moment.world.zone;
        let at = match moment.value(&self.value) {
            Held::Date(day) => Some(zone.midnight(day)),
            Held::Instant(at) => Some(at),
            _ => None,
        };
        let passes = at.map_or(Instant::NEVER, |at| self.window.changes_after(at, moment));
        passes.min(moment.value_until(&self.value))
    }

    fn parts(&self) -> Vec<Part> {
        vec![Part::value(&self.value)]
    }

    fn lower(&self, lowering: &mut Lowering<'_>) -> NodeId {
        let value = lowering.value(&self.value);
        let window = lowering.window(&self.window);
        lowering.node(Op::Within { value, window }, None)
    }
}
