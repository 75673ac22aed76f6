//! Several periods of time in a row: `last 6 months`, `last 6 calendar months`.

use serde::{Deserialize, Serialize};

use crate::check::Checker;
use crate::decimal::Decimal;
use crate::evaluate::Moment;
use crate::forms::{Bounds, Comparison, Rows, Unit, Window};
use crate::phrase::{Phrase, Place, Problem};
use crate::plan::{Lowering, NodeId, Op};
use crate::schema::Settings;
use crate::text::parser::{Parser, Read};
use crate::text::printer::Printer;
use crate::time::{Instant, Zone};
use crate::value::{Type, Value as Held};

/// Greatest number of periods.
const MAX_PERIODS: u32 = 1_000;

/// So many periods one after the other, the last one up to the instant, or, of the calendar, up to the start of the
/// current one.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Periods {
    /// How many.
    pub count: u32,
    /// How long each is: a day, week, month, quarter or year.
    pub unit: Unit,
    /// Whether they are whole periods of the calendar.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub calendar: bool,
}

/// How many rows make a period active, unless it is said.
pub(super) fn one() -> u32 {
    1
}

/// Whether so many rows are what is meant when nothing is said.
#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes fields by reference")]
pub(super) fn is_one(least: &u32) -> bool {
    *least == 1
}

impl Periods {
    /// Reads `last 6 [calendar] months`.
    pub(super) fn read(parser: &mut Parser) -> Read<Periods> {
        parser.expect_word("last")?;
        let count = parser.expect_count()?;
        let calendar = parser.take_word("calendar");
        match Unit::take(parser) {
            Some(unit) => Ok(Periods { count, unit, calendar }),
            None => Err(parser.unexpected(&["days", "weeks", "months", "quarters", "years"])),
        }
    }

    pub(super) fn print(&self, printer: &mut Printer) {
        let calendar = if self.calendar { "calendar " } else { "" };
        printer.write(&format!("last {} {calendar}{}", self.count, self.unit.word(self.count == 1)));
    }

    pub(super) fn check(&self, checker: &mut Checker<'_>, place: Place) {
        if !self.unit.is_period() && self.unit != Unit::Day {
            checker.note(Problem::new(Phrase::new("problem-not-a-period").with("unit", self.unit.word(true)), place));
        }
        if self.count == 0 || self.count > MAX_PERIODS {
            let phrase = Phrase::new("problem-not-a-count").with("number", self.count).with("limit", MAX_PERIODS);
            checker.note(Problem::new(phrase, place));
        }
    }

    /// The periods, from the earliest to the latest. Each ends where the next one starts.
    pub fn bounds(&self, at: Instant, zone: &Zone, settings: &Settings) -> Vec<Bounds> {
        let unit = self.unit;
        let mut bounds: Vec<Bounds> = Vec::new();
        for away in (0..self.count).rev() {
            let window = match self.calendar {
                false => Window::Ago { from: away, to: away + 1, unit },
                true => Window::LastCalendar { count: away + 1, unit },
            };
            let Bounds { start, end } = window.bounds(at, zone, settings);
            if let Some(before) = bounds.last_mut() {
                before.end = start;
            }
            bounds.push(Bounds { start, end });
        }
        bounds
    }
}

/// Reads `[with at least m] (rows)`.
pub(super) fn read_rows(parser: &mut Parser) -> Read<(u32, Rows)> {
    let least = if parser.take_words(&["with", "at", "least"]) { parser.expect_count()? } else { 1 };
    parser.expect_symbol("(")?;
    let rows = Rows::read(parser)?;
    parser.expect_symbol(")")?;
    Ok((least, rows))
}

pub(super) fn print_rows(least: u32, rows: &Rows, printer: &mut Printer) {
    if least != 1 {
        printer.write(&format!(" with at least {least}"));
    }
    printer.write(" (");
    rows.print(printer);
    printer.write(")");
}

/// In how many of the periods there are so many rows.
pub(super) fn active(periods: &Periods, least: u32, rows: &Rows, moment: &Moment<'_>) -> u32 {
    let instants = super::instants(rows, moment);
    let bounds = periods.bounds(moment.at, moment.world.zone, moment.world.settings);
    let rows_in = |bounds: &Bounds| instants.iter().filter(|at| bounds.contain(Instant(**at))).count();
    bounds.iter().filter(|bounds| rows_in(bounds) >= least as usize).count() as u32
}

/// An instant before which no row comes into a period or leaves it, if nothing happens.
pub(super) fn active_until(periods: &Periods, rows: &Rows, moment: &Moment<'_>) -> Instant {
    let unit = periods.unit;
    let edges = |away: u32| match periods.calendar {
        false => Window::Ago { from: away, to: away + 1, unit },
        true => Window::LastCalendar { count: away + 1, unit },
    };
    let windows: Vec<Window> = (0..periods.count).map(edges).collect();
    let instants = super::instants(rows, moment);
    let passes = instants.iter().flat_map(|at| windows.iter().map(|window| window.changes_after(Instant(*at), moment)));
    passes.min().unwrap_or(Instant::NEVER).min(rows.holds_until(moment))
}

/// The node of "in at least so many of the periods".
pub(super) fn lower_active(
    periods: &Periods,
    least: u32,
    rows: &Rows,
    at_least: u32,
    lowering: &mut Lowering<'_>,
) -> NodeId {
    let rows = super::lower_rows(rows, lowering);
    let number = Some(Type::Number);
    let active = lowering.node(Op::ActivePeriods { rows, periods: periods.clone(), least }, number);
    let wanted = Held::Number(Decimal::whole(i64::from(at_least)));
    let wanted = lowering.node(Op::Constant(wanted), number);
    lowering.node(Op::Compare { left: active, comparison: Comparison::AtLeast, right: wanted }, None)
}
