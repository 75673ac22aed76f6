//! `was (test) window`: a test of the profile that held at some instant.

use serde::{Deserialize, Serialize};

use crate::check::Checker;
use crate::evaluate::Moment;
use crate::forms::{Form, Part, Reading, Test, TestForm, Window};
use crate::phrase::Place;
use crate::plan::{Lowering, NodeId, Op};
use crate::sentence::Said;
use crate::text::parser::{Parser, Read};
use crate::text::printer::Printer;
use crate::time::Instant;

/// A test of the profile that held at some instant.
///
/// # What it tests
/// Whether a test of attributes held at some instant of a window, with the values that were in force then. Instants
/// before the customer was one do not count.
/// # When a marketer uses it
/// For what people were: gold at some time this year, registered in another country last month.
/// # Example
/// `was (loyalty_tier = 'gold' and country = 'FR') over last 12 months`
/// # Missing data
/// A value that was missing then is missing to the test: a positive one is false, its negation true.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Was {
    /// The test.
    pub test: Box<Test>,
    /// The window.
    pub window: Window,
    /// Where it stands.
    #[serde(skip)]
    pub place: Place,
}

impl Was {
    /// Its line in the registry.
    pub const FORM: Form = Form {
        id: "was",
        example: "was (loyalty_tier = 'gold') over last 12 months",
        reading: Reading::Test(Was::read),
        said: &[Said::of_customers("was", r#"{"was":{"test":"$t:member","window":"$w:window"}}"#)],
    };

    fn read(parser: &mut Parser) -> Option<Read<Test>> {
        let place = parser.peek().place;
        parser.take_call("was").then(|| Was::inside(parser, place))
    }

    fn inside(parser: &mut Parser, place: Place) -> Read<Test> {
        let test = Box::new(parser.inner_test()?);
        parser.expect_symbol(")")?;
        match Window::read(parser) {
            Some(window) => Ok(Was { test, window: window?, place }.into()),
            None => Err(parser.unexpected(&["over last", "between", "this year", "since"])),
        }
    }

    /// The instants at which the test may have come to hold: the first of the window, and the first one at which the
    /// window is open after each change of a value.
    fn instants(&self, moment: &Moment<'_>) -> Vec<Instant> {
        let (zone, span) = (moment.world.zone, self.window.span(moment));
        let bounds = span.bounds;
        let present = moment.timeline.present_from().map_or(i64::MAX, |at| at.0);
        let start = bounds.start.max(present);
        let end = bounds.end.min(moment.at.0.saturating_add(1));
        let changes = moment.timeline.attributes.values().flatten().filter_map(|value| value.from);
        let all = [Instant(start)].into_iter().chain(changes);
        let all = all.filter(|at| start <= at.0 && at.0 < end).map(|at| span.opens_from(at, zone));
        all.filter(|at| at.0 < end).collect()
    }
}

impl TestForm for Was {
    fn print(&self, printer: &mut Printer) {
        printer.write("was (");
        printer.test(&self.test);
        printer.write(") ");
        self.window.print(printer);
    }

    fn check(&self, checker: &mut Checker<'_>) {
        if checker.refuse_in_rows("was", self.place) {
            return;
        }
        checker.in_history(|checker| checker.test(&self.test));
        self.window.check(checker, self.place);
        self.window.check_for_rows(checker, self.place);
    }

    fn holds(&self, moment: &Moment<'_>) -> bool {
        self.instants(moment).into_iter().any(|at| Moment { at, ..*moment }.holds(&self.test))
    }

    fn holds_until(&self, moment: &Moment<'_>) -> Instant {
        let bounds = self.window.span(moment).bounds;
        let own = self.window.own().map_or(Instant::NEVER, |own| moment.value_until(own));
        let present_from = moment.timeline.present_from().unwrap_or(Instant::NEVER);
        let start = Instant(bounds.start.max(present_from.0));
        let changes = moment.timeline.attributes.values().flatten().filter_map(|value| value.from);
        // The test at the first instant of the window changes when that one comes to where the test does.
        let turn = Moment { at: start, ..*moment }.test_until(&self.test);
        let points = changes.chain([present_from, turn]);
        let points = points.flat_map(|at| [at, Instant(at.0.saturating_sub(1))]);
        let passes = points.map(|at| self.window.changes_after(at, moment)).min().unwrap_or(Instant::NEVER);
        let comes = [bounds.start, present_from.0].into_iter().filter(|at| *at > moment.at.0).min();
        passes.min(comes.map_or(Instant::NEVER, Instant)).min(own).min(self.window.turns_after(moment))
    }

    fn parts(&self) -> Vec<Part> {
        self.test.form().parts()
    }

    fn lower(&self, lowering: &mut Lowering<'_>) -> NodeId {
        let window = lowering.window(&self.window);
        let test = lowering.in_history(&window, |lowering| lowering.test(&self.test));
        lowering.node(Op::Was(test), None)
    }
}
