//! `anniversary of value window`: a date's day and month, whatever the year.

use serde::{Deserialize, Serialize};

use crate::check::Checker;
use crate::evaluate::Moment;
use crate::forms::{Form, Part, Reading, Span, Test, TestForm, Value, Window};
use crate::plan::{Lowering, NodeId, Op};
use crate::sentence::Said;
use crate::text::parser::{Parser, Read};
use crate::text::printer::Printer;
use crate::time::{Day, Instant, Zone};

/// An anniversary inside a window.
///
/// # What it tests
/// Whether a date's day and month, in any year, fall in a window of local days; 29 February falls on the 28th in ordinary
/// years. Windows may cross the end of the year. With `within next 7 days`, today and the seventh day are both in; with
/// weekdays, it is the weekday of the anniversary that counts.
/// # When a marketer uses it
/// For birthdays, and for a year (or ten) since the first order or the sign-up.
/// # Example
/// `anniversary of birth_date within next 7 days`
/// # Missing data
/// False when the date is missing.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Anniversary {
    /// The date or moment.
    pub of: Box<Value>,
    /// The window.
    pub window: Window,
}

/// The day on which a date's anniversary falls in a year.
fn in_year(date: Day, year: i16) -> Day {
    date.plus_months(12 * i64::from(year - date.civil().year()))
}

/// Whether an anniversary of a date falls on a day whose local midnight lies inside a span.
pub fn is_anniversary(date: Day, span: Span, zone: &Zone) -> bool {
    let (first, last) = (zone.day(Instant(span.bounds.start)), zone.day(Instant(span.bounds.end)));
    // Each stretch of a year and a day, leap or not, has every anniversary; each of forty years has it on every weekday.
    let enough = if span.times.is_some() { 40 * 366 } else { 400 };
    if last.0.saturating_sub(first.0) > enough {
        return true;
    }
    let years = first.civil().year()..=last.civil().year();
    years.into_iter().any(|year| span.contains(zone.midnight(in_year(date, year)), zone))
}

impl Anniversary {
    /// Its line in the registry.
    pub const FORM: Form = Form {
        id: "anniversary",
        example: "anniversary of birth_date within next 7 days",
        reading: Reading::Test(Anniversary::read),
        said: &[
            Said::of("birthday", r#"{"anniversary":{"of":{"named":"birth_date"},"window":"$w:window"}}"#),
            Said::of("anniversary", r#"{"anniversary":{"of":"$v:value","window":"$w:window"}}"#),
        ],
    };

    fn read(parser: &mut Parser) -> Option<Read<Test>> {
        parser.take_words(&["anniversary", "of"]).then(|| Anniversary::window(parser))
    }

    fn window(parser: &mut Parser) -> Read<Test> {
        let of = Box::new(parser.nested_primary()?);
        match Window::read(parser) {
            Some(window) => Ok(Anniversary { of, window: window? }.into()),
            None => Err(parser.unexpected(&["within next", "within last", "today", "this month", "over last"])),
        }
    }
}

impl TestForm for Anniversary {
    fn print(&self, printer: &mut Printer) {
        printer.write("anniversary of ");
        printer.primary(&self.of);
        printer.write(" ");
        self.window.print(printer);
    }

    fn check(&self, checker: &mut Checker<'_>) {
        checker.refuse_in_history("anniversary of", self.of.place());
        checker.date(&self.of);
        self.window.check(checker, self.of.place());
        self.window.check_days(checker, self.of.place());
    }

    fn holds(&self, moment: &Moment<'_>) -> bool {
        let zone = moment.world.zone;
        moment.day(&self.of).is_some_and(|day| is_anniversary(day, self.window.span(moment), zone))
    }

    fn holds_until(&self, moment: &Moment<'_>) -> Instant {
        let zone = moment.world.zone;
        let own = self.window.own().map_or(Instant::NEVER, |own| moment.value_until(own));
        let until = moment.value_until(&self.of).min(own);
        let Span { bounds, times } = self.window.span(moment);
        let (first, last) = (zone.day(Instant(bounds.start)), zone.day(Instant(bounds.end)));
        let Some(date) = moment.day(&self.of).filter(|_| last.0.saturating_sub(first.0) <= 400) else {
            // In a longer window with weekdays, each day may bring the year in which the anniversary falls on one.
            let day = if times.is_some() { zone.next_midnight(moment.at) } else { Instant::NEVER };
            return until.min(day);
        };
        // The next one to come in falls within a year after the window.
        let years = first.civil().year().saturating_sub(1)..=last.civil().year().saturating_add(2);
        let passes = years.map(|year| self.window.changes_after(zone.midnight(in_year(date, year)), moment));
        passes.min().unwrap_or(Instant::NEVER).min(until)
    }

    fn parts(&self) -> Vec<Part> {
        vec![Part::value(&self.of)]
    }

    fn lower(&self, lowering: &mut Lowering<'_>) -> NodeId {
        let value = lowering.value(&self.of);
        let window = lowering.window(&self.window);
        lowering.node(Op::Anniversary { value, window }, None)
    }
}
