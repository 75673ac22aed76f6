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
        let place = parser.peek().place;
        match Unit::take(parser) {
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

pub(super) fn period(at: Instant, zone: &Zone, week_start: i32, which: Period, unit: Unit) -> Bounds {
    let this = first_day(zone.day(at), week_start, unit);
    let (first, after) = match which {
        Period::This => (this, shifted(this, unit, 1)),
        Period::Previous => (shifted(this, unit, -1), this),
    };
    Bounds { start: zone.midnight(first).0, end: zone.midnight(after).0 }
}

pub(super) fn last(at: Instant, zone: &Zone, week_start: i32, count: u32, unit: Unit) -> Bounds {
    let this = first_day(zone.day(at), week_start, unit);
    Bounds { start: zone.midnight(shifted(this, unit, -i64::from(count))).0, end: zone.midnight(this).0 }
}

/// The first day of the period that holds a day.
fn first_day(day: Day, week_start: i32, unit: Unit) -> Day {
    let date = day.civil();
    match unit {
        Unit::Week => Day(day.0 - (day.weekday() - week_start).rem_euclid(7)),
        Unit::Month => Day::from_civil(date.first_of_month()),
        Unit::Quarter => Day::from_civil(date.first_of_month()).plus_months(-i64::from((date.month() - 1) % 3)),
        Unit::Year => Day::from_civil(date.first_of_year()),
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
