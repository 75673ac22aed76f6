//! Windows of the local calendar: `today`, `this month`, `previous quarter`, `last 3 calendar months`.

use serde::{Deserialize, Serialize};

use super::{Bounds, Unit, Window, fixed};
use crate::phrase::{Phrase, Problem};
use crate::text::parser::{Parser, Read};
use crate::time::{Day, Instant, Zone};

/// Which period is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Period {
    /// The one that holds the instant.
    This,
    /// The one before.
    Previous,
}

impl Period {
    pub(super) fn word(self) -> &'static str {
        match self {
            Period::This => "this",
            Period::Previous => "previous",
        }
    }
}

pub(super) fn read(parser: &mut Parser) -> Option<Read<Window>> {
    let ahead = usize::from(parser.is_word_at(0, "over"));
    let starts = ["today", "yesterday", "on", "this", "previous"].iter().any(|word| parser.is_word_at(ahead, word));
    let starts = starts && !parser.is_words(&["on", "weekdays"]);
    starts.then(|| {
        parser.take_word("over");
        if parser.take_word("today") {
            return Ok(Window::Today);
        }
        if parser.take_word("yesterday") {
            return Ok(Window::Yesterday);
        }
        if parser.take_word("on") {
            return fixed::read_day(parser).map(Window::On);
        }
        let which = if parser.take_word("this") { Period::This } else { Period::Previous };
        if which == Period::Previous {
            parser.advance();
        }
        let fiscal = parser.take_word("fiscal");
        let place = parser.peek().place;
        match Unit::take(parser) {
            Some(unit) if fiscal && unit.is_fiscal() => Ok(Window::Fiscal { which, unit }),
            _ if fiscal => Err(Problem::new(Phrase::new("problem-not-fiscal"), place)),
            Some(unit) if unit.is_period() => Ok(Window::Period { which, unit }),
            Some(unit) => Err(Problem::new(Phrase::new("problem-not-a-period").with("unit", unit.word(true)), place)),
            None => Err(parser.unexpected(&["week", "month", "quarter", "year"])),
        }
    })
}

/// `count` whole local days from a day on.
pub(super) fn days(zone: &Zone, first: Day, count: i32) -> Bounds {
    Bounds { start: zone.midnight(first).0, end: zone.midnight(Day(first.0 + count)).0 }
}

/// What periods start on: a day of the week, 0 for Monday, and a month of the year, 1 for January.
pub(super) type Starts = (i32, i8);

pub(super) fn period(at: Instant, zone: &Zone, starts: Starts, which: Period, unit: Unit) -> Bounds {
    let this = first_day(zone.day(at), starts, unit);
    let (first, after) = match which {
        Period::This => (this, shifted(this, unit, 1)),
        Period::Previous => (shifted(this, unit, -1), this),
    };
    Bounds { start: zone.midnight(first).0, end: zone.midnight(after).0 }
}

pub(super) fn last(at: Instant, zone: &Zone, starts: Starts, count: u32, unit: Unit) -> Bounds {
    let this = first_day(zone.day(at), starts, unit);
    Bounds { start: zone.midnight(shifted(this, unit, -i64::from(count))).0, end: zone.midnight(this).0 }
}

/// The first day of the period that holds a day.
fn first_day(day: Day, (week_start, first_month): Starts, unit: Unit) -> Day {
    let date = day.civil();
    let months_into = |length: i8| i64::from((date.month() - first_month).rem_euclid(length));
    match unit {
        Unit::Week => Day(day.0 - (day.weekday() - week_start).rem_euclid(7)),
        Unit::Month => Day::from_civil(date.first_of_month()),
        Unit::Quarter => Day::from_civil(date.first_of_month()).plus_months(-months_into(3)),
        Unit::Year => Day::from_civil(date.first_of_month()).plus_months(-months_into(12)),
        _ => day,
    }
}

fn shifted(day: Day, unit: Unit, periods: i64) -> Day {
    match unit.months() {
        0 => {
            let length = if unit == Unit::Week { 7 } else { 1 };
            Day(day.0.saturating_add(i32::try_from(periods * length).unwrap_or(i32::MIN / 2)))
        }
        months => day.plus_months(periods * months),
    }
}
