//! Windows of local days around today: `within next 30 days`, `within last 7 days`.

use serde::{Deserialize, Serialize};

use super::{Bounds, Unit, Window};
use crate::text::parser::{Parser, Read};
use crate::time::{Day, Instant, SECOND, Zone};

/// To which side of the instant a window lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    /// What is to come.
    Next,
    /// What has been.
    Last,
}

impl Side {
    pub(super) fn word(self) -> &'static str {
        match self {
            Side::Next => "next",
            Side::Last => "last",
        }
    }
}

pub(super) fn read(parser: &mut Parser) -> Option<Read<Window>> {
    let sides = [Side::Next, Side::Last];
    let side = sides.into_iter().find(|side| parser.take_words(&["within", side.word()]))?;
    Some(read_count(parser, side))
}

fn read_count(parser: &mut Parser, side: Side) -> Read<Window> {
    let count = parser.expect_count()?;
    match Unit::take(parser) {
        Some(unit) => Ok(Window::Within { side, count, unit }),
        None => Err(parser.unexpected(&Unit::words())),
    }
}

/// From today to the local day so many days, weeks, months or years away, both whole; of shorter units, from the instant
/// itself, both ends included.
pub(super) fn bounds(at: Instant, zone: &Zone, side: Side, count: u32, unit: Unit) -> Bounds {
    let sign = if side == Side::Next { 1 } else { -1 };
    let count = sign * i64::from(count);
    let whole_days = |length: i64| i32::try_from(count * length).unwrap_or(sign as i32 * (i32::MAX / 2));
    let today = zone.day(at);
    let (first, last) = match unit {
        Unit::Second | Unit::Minute | Unit::Hour => {
            let away = at.0.saturating_add(count.saturating_mul(unit.seconds().unwrap_or(0) * SECOND));
            return Bounds { start: at.0.min(away), end: at.0.max(away).saturating_add(1) };
        }
        Unit::Day => (today, Day(today.0.saturating_add(whole_days(1)))),
        Unit::Week => (today, Day(today.0.saturating_add(whole_days(7)))),
        Unit::Month | Unit::Quarter | Unit::Year => (today, today.plus_months(count.saturating_mul(unit.months()))),
    };
    let (first, last) = (first.min(last), first.max(last));
    Bounds { start: zone.midnight(first).0, end: zone.midnight(Day(last.0.saturating_add(1))).0 }
}
