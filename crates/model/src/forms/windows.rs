//! Windows of time: which rows, or which dates, are meant.
//!
//! A window comes down to two instants, the first included and the second not ([`Bounds`]), and maybe to parts of the
//! local week and day between them ([`Span`]).

use serde::{Deserialize, Serialize};

use crate::check::Checker;
use crate::evaluate::Moment;
use crate::forms::Value;
use crate::phrase::{Phrase, Place, Problem};
use crate::schema::Settings;
use crate::text::parser::{Parser, Read};
use crate::text::printer::Printer;
use crate::time::{Instant, Zone};
use crate::value::Value as Held;

mod calendar;
mod changes;
mod delay;
mod fixed;
mod local;
mod own;
mod relative;
mod unit;
mod within;

pub use calendar::Period;
pub use delay::Delay;
pub use fixed::When;
pub use local::{Hours, Local, LocalTimes, Weekday};
pub use own::{Direction, Own};
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
    /// `this fiscal year`, `previous fiscal quarter`: from the base's first fiscal month on.
    Fiscal {
        /// Which.
        which: Period,
        /// Quarter or year.
        unit: Unit,
    },
    /// `last 2 fiscal quarters`: the whole ones before the current one.
    LastFiscal {
        /// How many units.
        count: u32,
        /// Quarter or year.
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
    /// `within 30 days after first(order.at)`, `until first(order.at)`.
    Own(Own),
    /// `on weekdays (saturday)`, `at hours 18 to 22`, maybe inside another window.
    Local(Local),
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
    /// No instant at all.
    pub const NONE: Bounds = Bounds { start: 0, end: 0 };

    /// Whether no instant lies inside.
    pub fn are_empty(self) -> bool {
        self.start >= self.end
    }

    /// Whether an instant lies inside.
    pub fn contain(self, at: Instant) -> bool {
        self.start <= at.0 && at.0 < self.end
    }
}

/// When a window is open: between two instants and, of these, at some local times only.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    /// The two instants.
    pub bounds: Bounds,
    /// The local times; all of them when absent.
    pub times: Option<LocalTimes>,
}

impl Span {
    /// Whether an instant lies inside.
    pub fn contains(self, at: Instant, zone: &Zone) -> bool {
        self.bounds.contain(at) && self.times.is_none_or(|times| times.contain(zone.local(at)))
    }

    /// The first instant from `at` on at which it is open, whatever its two instants; [`Instant::NEVER`] when there is
    /// none.
    pub fn opens_from(self, at: Instant, zone: &Zone) -> Instant {
        self.times.map_or(at, |times| times.first_open(at, zone))
    }
}

impl Window {
    /// Reads a window if one stands at the cursor.
    pub fn read(parser: &mut Parser) -> Option<Read<Window>> {
        let window = relative::read(parser)
            .or_else(|| own::read(parser))
            .or_else(|| calendar::read(parser))
            .or_else(|| fixed::read(parser))
            .or_else(|| within::read(parser));
        match window.transpose() {
            Ok(window) => local::read(parser, window).transpose(),
            Err(problem) => Some(Err(problem)),
        }
    }

    /// Writes the window.
    pub fn print(&self, printer: &mut Printer) {
        let words = match self {
            Window::Last { count, unit } => format!("over last {count} {}", unit.word(*count == 1)),
            Window::Ago { from, to, unit } => format!("between {from} and {to} {} ago", unit.word(false)),
            Window::Today => "today".to_owned(),
            Window::Yesterday => "yesterday".to_owned(),
            Window::On(day) => format!("on {}", day.written()),
            Window::Period { which, unit } => format!("{} {}", which.word(), unit.word(true)),
            Window::LastCalendar { count, unit } => format!("last {count} calendar {}", unit.word(*count == 1)),
            Window::Fiscal { which, unit } => format!("{} fiscal {}", which.word(), unit.word(true)),
            Window::LastFiscal { count, unit } => format!("last {count} fiscal {}", unit.word(*count == 1)),
            Window::Since(when) => format!("since {}", when.written()),
            Window::Until(when) => format!("until {}", when.written()),
            Window::FromTo { from, to } => format!("from {} to {}", from.written(), to.written()),
            Window::Within { side, count, unit } => {
                format!("within {} {count} {}", side.word(), unit.word(*count == 1))
            }
            Window::Own(own) => return own.print(printer),
            Window::Local(local) => {
                if let Some(window) = &local.window {
                    window.print(printer);
                    printer.write(" ");
                }
                local.text()
            }
        };
        printer.write(&words);
    }

    /// Notes what is wrong in a window that did not come from text, or in the date that it hangs on.
    pub fn check(&self, checker: &mut Checker<'_>, place: Place) {
        let right = match self {
            Window::Last { count, .. } | Window::Within { count, .. } => *count > 0,
            Window::Ago { from, to, .. } => from != to,
            Window::Today | Window::Yesterday => true,
            Window::On(day) => day.is_day(),
            Window::Period { unit, .. } => unit.is_period(),
            Window::LastCalendar { count, unit } => *count > 0 && (unit.is_period() || *unit == Unit::Day),
            Window::Fiscal { unit, .. } => unit.is_fiscal(),
            Window::LastFiscal { count, unit } => *count > 0 && unit.is_fiscal(),
            Window::Since(when) | Window::Until(when) => when.is_readable(),
            Window::FromTo { from, to } => from.is_readable() && to.is_readable(),
            Window::Own(own) => {
                own.check(checker, place);
                true
            }
            Window::Local(local) => local.is_right(),
        };
        if !right {
            let mut printer = Printer::default();
            self.print(&mut printer);
            checker.note(Problem::new(Phrase::new("problem-bad-window").with("window", printer.finish()), place));
        }
        if let Window::FromTo { from, to } = self {
            let bounds = fixed::from_to(&Zone::utc(), from, to);
            if right && bounds.start >= bounds.end {
                checker.note(Problem::new(Phrase::new("problem-window-backwards"), place));
            }
        }
        if let Window::Local(Local { window: Some(window), .. }) = self {
            window.check(checker, place);
        }
    }

    /// Notes hours of the day where whole days are meant.
    pub fn check_days(&self, checker: &mut Checker<'_>, place: Place) {
        if matches!(self, Window::Local(local) if local.hours.is_some()) {
            checker.note(Problem::new(Phrase::new("problem-hours-of-a-day"), place));
        }
    }

    /// The part of the window that says where it begins and ends; `None` where only local times are said.
    pub fn stretch(&self) -> Option<&Window> {
        match self {
            Window::Local(local) => local.window.as_deref(),
            window => Some(window),
        }
    }

    /// Whether the window has a length: it both begins and ends.
    pub fn has_length(&self) -> bool {
        match self.stretch() {
            None | Some(Window::Since(_) | Window::Until(_)) => false,
            Some(Window::Own(own)) => own.within.is_some(),
            Some(_) => true,
        }
    }

    /// The same window at any time: what is left of it are its local times.
    pub fn at_any_time(&self) -> Option<Window> {
        match self {
            Window::Local(local) => Some(Window::Local(Local { window: None, ..local.clone() })),
            _ => None,
        }
    }

    /// Notes a window in which no row can lie yet.
    pub fn check_for_rows(&self, checker: &mut Checker<'_>, place: Place) {
        match self {
            Window::Within { side: Side::Next, .. } => {
                checker.note(Problem::new(Phrase::new("problem-rows-to-come"), place));
            }
            Window::Local(Local { window: Some(window), .. }) => window.check_for_rows(checker, place),
            _ => {}
        }
    }

    /// The date or moment that the window hangs on, when it is one of the customer's (or the row's) own.
    pub fn own(&self) -> Option<&Value> {
        match self {
            Window::Own(own) => Some(&own.of),
            Window::Local(local) => local.window.as_ref()?.own(),
            _ => None,
        }
    }

    /// When the window is open for a customer, or for the row that a filter is about.
    pub fn span(&self, moment: &Moment<'_>) -> Span {
        let own = self.own().map_or(Held::Missing, |own| moment.value(own));
        Span {
            bounds: self.bounds_around(&own, moment.at, moment.world.zone, moment.world.settings),
            times: self.times(),
        }
    }

    /// The same for a moment, as [`Window::bounds_of_moments`] says.
    pub fn span_of_moments(&self, moment: &Moment<'_>) -> Span {
        let span = self.span(moment);
        Span { bounds: self.of_moments(span.bounds, moment.at), ..span }
    }

    /// The local times at which the window is open; all of them when absent.
    pub fn times(&self) -> Option<LocalTimes> {
        if let Window::Local(local) = self { Some(local.times()) } else { None }
    }

    /// The instants of the window, seen from `at`; those of a window around a date of one's own are none.
    pub fn bounds(&self, at: Instant, zone: &Zone, settings: &Settings) -> Bounds {
        self.bounds_around(&Held::Missing, at, zone, settings)
    }

    /// The bounds in which a moment must lie: those of the window, without what lies on the other side of `at` in a
    /// window of days around today. (A date is a whole day: today is in.)
    pub fn bounds_of_moments(&self, at: Instant, zone: &Zone, settings: &Settings) -> Bounds {
        self.of_moments(self.bounds(at, zone, settings), at)
    }

    /// The part of the window's bounds in which a moment must lie.
    pub fn of_moments(&self, bounds: Bounds, at: Instant) -> Bounds {
        match self {
            Window::Within { side: Side::Next, .. } => Bounds { start: bounds.start.max(at.0), ..bounds },
            Window::Within { side: Side::Last, .. } => Bounds { end: bounds.end.min(at.0.saturating_add(1)), ..bounds },
            Window::Local(Local { window: Some(window), .. }) => window.of_moments(bounds, at),
            _ => bounds,
        }
    }

    /// The instants of the window, seen from `at`, given the date or moment of [`Window::own`].
    pub fn bounds_around(&self, own: &Held, at: Instant, zone: &Zone, settings: &Settings) -> Bounds {
        let week_start = settings.week_start;
        match self {
            Window::Last { count, unit } => relative::ago(at, zone, *count, 0, *unit),
            Window::Ago { from, to, unit } => relative::ago(at, zone, *from.max(to), *from.min(to), *unit),
            Window::Today => calendar::days(zone, zone.day(at), 1),
            Window::Yesterday => calendar::days(zone, crate::time::Day(zone.day(at).0 - 1), 1),
            Window::On(day) => fixed::from_to(zone, day, day),
            Window::Period { which, unit } => calendar::period(at, zone, (week_start, 1), *which, *unit),
            Window::LastCalendar { count, unit } => calendar::last(at, zone, (week_start, 1), *count, *unit),
            Window::Fiscal { which, unit } => {
                calendar::period(at, zone, (week_start, settings.fiscal_start), *which, *unit)
            }
            Window::LastFiscal { count, unit } => {
                calendar::last(at, zone, (week_start, settings.fiscal_start), *count, *unit)
            }
            Window::Since(when) => Bounds { start: when.start(zone).0, end: i64::MAX },
            Window::Until(when) => Bounds { start: i64::MIN, end: when.start(zone).0 },
            Window::FromTo { from, to } => fixed::from_to(zone, from, to),
            Window::Within { side, count, unit } => within::bounds(at, zone, *side, *count, *unit),
            Window::Own(window) => window.bounds(own, zone),
            Window::Local(local) => match &local.window {
                Some(window) => window.bounds_around(own, at, zone, settings),
                None => Bounds { start: i64::MIN, end: i64::MAX },
            },
        }
    }
}
