//! The fields of a window: when rows or dates lie, or when something held.

use model::forms::{Direction, Period, Side, Weekday, Window};
use model::text::printer::Printer;

use super::editor::own_dates;
use crate::ops::base::Base;
use crate::pages::frame::Frame;

/// What lies in a window.
#[derive(Clone, Copy)]
pub(super) enum WindowOf {
    /// Rows, at any time when there is none.
    Rows,
    /// Dates, to come too.
    Dates,
    /// A stretch in which something held or changed.
    Spans,
}

/// Windows of rows.
const ROWS: &[&str] = &[
    "ever",
    "last",
    "ago",
    "this",
    "previous",
    "calendar",
    "this_fiscal",
    "previous_fiscal",
    "fiscal",
    "since",
    "until",
    "between",
    "on",
    "today",
    "yesterday",
    "after",
    "before",
    "since_own",
    "until_own",
];
/// Windows of dates.
const DATES: &[&str] = &[
    "last",
    "next",
    "past",
    "this",
    "previous",
    "calendar",
    "this_fiscal",
    "previous_fiscal",
    "fiscal",
    "since",
    "until",
    "between",
    "on",
    "today",
];

/// The fields of a window.
pub(super) struct WindowFields {
    pub(super) prefix: String,
    pub(super) ways: Vec<(&'static str, String, bool)>,
    pub(super) number: String,
    pub(super) other: String,
    pub(super) units: Vec<(&'static str, String, bool)>,
    pub(super) periods: Vec<(&'static str, String, bool)>,
    /// The quarters or years of the business.
    pub(super) fiscals: Vec<(&'static str, String, bool)>,
    pub(super) from: String,
    pub(super) to: String,
    pub(super) own: Vec<(String, String, bool)>,
    /// The days of the week, and whether each is chosen.
    pub(super) weekdays: Vec<(&'static str, String, bool)>,
    /// The hours of the day, from and to.
    pub(super) hours: (String, String),
    /// Whether it is open on some days or at some hours only.
    pub(super) is_local: bool,
}

impl WindowFields {
    /// The fields of a window.
    pub(super) fn of(base: &Base, f: &Frame, prefix: &str, window: Option<&Window>, of: WindowOf) -> Self {
        let (mut number, mut other, mut unit, mut period) = ("30".to_owned(), "90".to_owned(), "days", "month");
        let today = f.zone().day(f.as_of.at);
        let (mut from, mut to) = (today.plus_months(-1).to_string(), today.to_string());
        let mut own = String::new();
        let mut fiscal = "year";
        let (window, local) = match window {
            Some(Window::Local(local)) => (local.window.as_deref(), Some(local)),
            window => (window, None),
        };
        let chosen = match window {
            None => "ever",
            Some(Window::Last { count, unit: of }) => {
                (number, unit) = (count.to_string(), of.word(false));
                "last"
            }
            Some(Window::Ago { from, to, unit: of }) => {
                (number, other, unit) = (from.max(to).to_string(), from.min(to).to_string(), of.word(false));
                "ago"
            }
            Some(Window::Within { side, count, unit: of }) => {
                (number, unit) = (count.to_string(), of.word(false));
                if *side == Side::Next { "next" } else { "past" }
            }
            Some(Window::Today) => "today",
            Some(Window::Yesterday) => "yesterday",
            Some(Window::Period { which, unit: of }) => {
                period = of.word(true);
                if *which == Period::This { "this" } else { "previous" }
            }
            Some(Window::LastCalendar { count, unit: of }) => {
                (number, period) = (count.to_string(), of.word(true));
                "calendar"
            }
            Some(Window::Since(when)) => {
                from = when.written().to_owned();
                "since"
            }
            Some(Window::Until(when)) => {
                to = when.written().to_owned();
                "until"
            }
            Some(Window::On(when)) => {
                from = when.written().to_owned();
                "on"
            }
            Some(Window::FromTo { from: start, to: end }) => {
                (from, to) = (start.written().to_owned(), end.written().to_owned());
                "between"
            }
            Some(Window::Own(around)) => match around.within {
                Some(within) => {
                    (number, unit) = (within.count.to_string(), within.unit.word(false));
                    own = model::text::printer::text_of_value(&around.of);
                    if around.direction == Direction::After { "after" } else { "before" }
                }
                None => {
                    own = model::text::printer::text_of_value(&around.of);
                    if around.direction == Direction::After { "since_own" } else { "until_own" }
                }
            },
            Some(Window::Fiscal { which, unit: of }) => {
                fiscal = of.word(true);
                if *which == Period::This { "this_fiscal" } else { "previous_fiscal" }
            }
            Some(Window::LastFiscal { count, unit: of }) => {
                (number, fiscal) = (count.to_string(), of.word(true));
                "fiscal"
            }
            Some(Window::Local(_)) => "kept",
        };
        let known = match of {
            WindowOf::Dates => DATES,
            WindowOf::Rows => ROWS,
            WindowOf::Spans => &ROWS[1..],
        };
        let way =
            |name: &'static str| (name, f.t(&format!("builder-window-{}", name.replace('_', "-"))), name == chosen);
        let mut ways: Vec<_> = known.iter().map(|name| way(name)).collect();
        if local.is_some() && !known.contains(&chosen) && chosen == "ever" {
            ways.insert(0, way(chosen));
        } else if window.is_none() && !known.contains(&chosen) {
            ways.iter_mut().filter(|(name, ..)| *name == "last").for_each(|(.., is_chosen)| *is_chosen = true);
        }
        if !known.contains(&chosen)
            && let Some(window) = window
        {
            let mut printer = Printer::default();
            window.print(&mut printer);
            ways.insert(0, ("kept", printer.finish(), true));
        }
        // A rare unit is offered where it is the one that stands there.
        let units = with(&["hours", "days", "weeks", "months", "years"], unit);
        let periods = with(&["week", "month", "quarter", "year"], period);
        let own_dates = own_dates(base, f).into_iter().map(|(text, label)| (text.clone(), label, text == own));
        let mut own_dates: Vec<_> = own_dates.collect();
        if !own.is_empty() && !own_dates.iter().any(|(.., is_chosen)| *is_chosen) {
            own_dates.insert(0, (own.clone(), own, true));
        }
        WindowFields {
            prefix: prefix.to_owned(),
            ways,
            number,
            other,
            units: units.map(|name| (name, f.t(&format!("builder-unit-{name}")), name == unit)).collect(),
            periods: periods.map(|name| (name, f.t(&format!("builder-period-{name}")), name == period)).collect(),
            fiscals: ["quarter", "year"]
                .map(|name| (name, f.t(&format!("builder-period-{name}")), name == fiscal))
                .into(),
            from,
            to,
            own: own_dates,
            weekdays: Weekday::WORDS
                .map(|(word, day)| {
                    let is_chosen = local.is_some_and(|local| local.weekdays.contains(&day));
                    (word, f.t(&format!("builder-weekday-{word}")), is_chosen)
                })
                .into(),
            hours: local
                .and_then(|local| local.hours)
                .map_or((String::new(), String::new()), |hours| (hours.from.to_string(), hours.to.to_string())),
            is_local: local.is_some(),
        }
    }
}

/// What is offered, and what stands there where it is none of that.
fn with<'a>(known: &'a [&'static str], chosen: &'static str) -> impl Iterator<Item = &'static str> + 'a {
    known.iter().copied().chain((!known.contains(&chosen)).then_some(chosen))
}

impl WindowFields {
    /// How a day or moment is typed: a field for days cannot hold a moment.
    pub(super) fn kind_of(&self, written: &str) -> &'static str {
        day_or_text(written)
    }
}

/// The kind of field that a day or moment fits.
pub(super) fn day_or_text(written: &str) -> &'static str {
    if model::time::Day::parse(written).is_some() { "date" } else { "text" }
}
