//! Windows of time: which rows, or which dates, are meant.
//!
//! Every window comes down to two instants, the first included and the second not ([`Bounds`]).

use serde::{Deserialize, Serialize};

use crate::check::Checker;
use crate::phrase::{Phrase, Place, Problem};
use crate::text::parser::{Parser, Read};
use crate::text::printer::Printer;
use crate::time::{Instant, Zone};

mod calendar;
mod changes;
mod fixed;
mod relative;
mod unit;
mod within;

pub use calendar::Period;
pub use fixed::When;
pub use unit::Unit;
pub use within::Side;

/// A window of time.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Window {
    /// `over last 90 days`: `(at − D, at]`.
    Last {
        /// How many units.
        count: u32,
        /// The unit.
        unit: Unit,
    },
    /// `between 30 and 90 days ago`: `(at − 90 d, at − 30 d]`.
    Ago {
        /// The nearer number of units as written first.
        from: u32,
        /// The other one.
        to: u32,
        /// The unit.
        unit: Unit,
    },
    /// `today`.
    Today,
    /// `yesterday`.
    Yesterday,
    /// `on 2026-03-01`.
    On(When),
    /// `this month`, `previous quarter`.
    Period {
        /// Which.
        which: Period,
        /// Week, month, quarter or year.
        unit: Unit,
    },
    /// `last 3 calendar months`: the whole ones before the current one.
    LastCalendar {
        /// How many units.
        count: u32,
        /// Day, week, month, quarter or year.
        unit: Unit,
    },
    /// `since 2026-01-01`, which is included.
    Since(When),
    /// `until 2026-01-01`, which is excluded.
    Until(When),
    /// `from A to B`: days whole, both included; instants up to the second, excluded.
    FromTo {
        /// The start.
        from: When,
        /// The end.
        to: When,
    },
    /// `within next 30 days`: local days, today and the last one included. Of moments only those not yet past.
    Within {
        /// To which side.
        side: Side,
        /// How many units.
        count: u32,
        /// The unit.
        unit: Unit,
    },
}

/// Two instants: the first is in, the second is out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bounds {
    /// First instant inside, in microseconds.
    pub start: i64,
    /// First instant after, in microseconds.
    pub end: i64,
}

impl Bounds {
    /// Whether an instant lies inside.
    pub fn contain(self, at: Instant) -> bool {
        self.start <= at.0 && at.0 < self.end
    }
}

impl Window {
    /// Reads a window if one stands at the cursor.
    pub fn read(parser: &mut Parser) -> Option<Read<Window>> {
        relative::read(parser)
            .or_else(|| calendar::read(parser))
            .or_else(|| fixed::read(parser))
            .or_else(|| within::read(parser))
    }

    /// Writes the window.
    pub fn print(&self, printer: &mut Printer) {
        let words = match self {
            Window::Last { count, unit } => format!("over last {count} {}", unit.word(*count == 1)),
            Window::Ago { from, to, unit } => format!("between {from} and {to} {} ago", unit.word(false)),
            Window::Today => "today".to_owned(),
            Window::Yesterday => "yesterday".to_owned(),
            Window::On(day) => format!("on {}", day.text()),
            Window::Period { which, unit } => format!("{} {}", which.word(), unit.word(true)),
            Window::LastCalendar { count, unit } => format!("last {count} calendar {}", unit.word(*count == 1)),
            Window::Since(when) => format!("since {}", when.text()),
            Window::Until(when) => format!("until {}", when.text()),
            Window::FromTo { from, to } => format!("from {} to {}", from.text(), to.text()),
            Window::Within { side, count, unit } => {
                format!("within {} {count} {}", side.word(), unit.word(*count == 1))
            }
        };
        printer.write(&words);
    }

    /// Notes what is wrong in a window that did not come from text.
    pub fn check(&self, checker: &mut Checker<'_>, place: Place) {
        let right = match self {
            Window::Last { count, .. } | Window::Within { count, .. } => *count > 0,
            Window::Ago { from, to, .. } => from != to,
            Window::Today | Window::Yesterday => true,
            Window::On(day) => day.is_day(),
            Window::Period { unit, .. } => unit.is_period(),
            Window::LastCalendar { count, unit } => *count > 0 && (unit.is_period() || *unit == Unit::Day),
            Window::Since(when) | Window::Until(when) => when.is_readable(),
            Window::FromTo { from, to } => from.is_readable() && to.is_readable(),
        };
        if !right {
            let mut printer = Printer::default();
            self.print(&mut printer);
            checker.note(Problem::new(Phrase::new("problem-bad-window").with("window", printer.finish()), place));
        }
        if let Window::FromTo { .. } = self {
            let bounds = self.bounds(Instant(0), &Zone::utc(), 0);
            if right && bounds.start >= bounds.end {
                checker.note(Problem::new(Phrase::new("problem-window-backwards"), place));
            }
        }
    }

    /// Notes a window in which no row can lie yet.
    pub fn check_for_rows(&self, checker: &mut Checker<'_>, place: Place) {
        if let Window::Within { side: Side::Next, .. } = self {
            checker.note(Problem::new(Phrase::new("problem-rows-to-come"), place));
        }
    }

    /// The instants of the window, seen from `at`. Weeks start on `week_start`, 0 for Monday.
    pub fn bounds(&self, at: Instant, zone: &Zone, week_start: i32) -> Bounds {
        match self {
            Window::Last { count, unit } => relative::ago(at, zone, *count, 0, *unit),
            Window::Ago { from, to, unit } => relative::ago(at, zone, *from.max(to), *from.min(to), *unit),
            Window::Today => calendar::days(zone, zone.day(at), 1),
            Window::Yesterday => calendar::days(zone, crate::time::Day(zone.day(at).0 - 1), 1),
            Window::On(day) => fixed::from_to(zone, day, day),
            Window::Period { which, unit } => calendar::period(at, zone, week_start, *which, *unit),
            Window::LastCalendar { count, unit } => calendar::last(at, zone, week_start, *count, *unit),
            Window::Since(when) => Bounds { start: when.start(zone).0, end: i64::MAX },
            Window::Until(when) => Bounds { start: i64::MIN, end: when.start(zone).0 },
            Window::FromTo { from, to } => fixed::from_to(zone, from, to),
            Window::Within { side, count, unit } => within::bounds(at, zone, *side, *count, *unit),
        }
    }

    /// The bounds in which a moment must lie: those of the window, without what lies on the other side of `at` in a
    /// window of days around today. (A date is a whole day: today is in.)
    pub fn bounds_of_moments(&self, at: Instant, zone: &Zone, week_start: i32) -> Bounds {
        let bounds = self.bounds(at, zone, week_start);
        match self {
            Window::Within { side: Side::Next, .. } => Bounds { start: bounds.start.max(at.0), ..bounds },
            Window::Within { side: Side::Last, .. } => Bounds { end: bounds.end.min(at.0.saturating_add(1)), ..bounds },
            _ => bounds,
        }
    }
}
