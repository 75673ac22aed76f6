//! A length of time from a moment on, or back from it: `within 30 days after …`, `followed by … within 1 hour`.

use serde::{Deserialize, Serialize};

use super::{Bounds, Unit};
use crate::check::Checker;
use crate::phrase::{Phrase, Place, Problem};
use crate::text::lexer::TokenKind;
use crate::text::parser::{MAX_COUNT, Parser, Read};
use crate::time::{Day, Instant, SECOND, Zone};

/// A length of time, in units of the clock or of the calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Delay {
    /// How many units, from 1.
    pub count: u32,
    /// The unit.
    pub unit: Unit,
}

impl Delay {
    /// Whether `within N unit` stands at the cursor, and nothing after it makes it a window around a date.
    pub(crate) fn stands(parser: &Parser) -> bool {
        parser.is_word_at(0, "within") && !Delay::is_around_a_date(parser)
    }

    /// Whether `within N unit after` (or `before`) stands at the cursor.
    pub(super) fn is_around_a_date(parser: &Parser) -> bool {
        parser.is_word_at(0, "within")
            && matches!(parser.peek_at(1).kind, TokenKind::Number(_))
            && Unit::at(parser, 2).is_some()
            && (parser.is_word_at(3, "after") || parser.is_word_at(3, "before"))
    }

    /// Reads `within N unit`.
    pub(crate) fn read(parser: &mut Parser) -> Read<Delay> {
        parser.expect_word("within")?;
        let count = parser.expect_count()?;
        let Some(unit) = Unit::take(parser) else { return Err(parser.unexpected(&Unit::words())) };
        Ok(Delay { count, unit })
    }

    /// Reads `within N unit` if it stands at the cursor.
    pub(crate) fn read_if(parser: &mut Parser) -> Read<Option<Delay>> {
        if Delay::stands(parser) { Delay::read(parser).map(Some) } else { Ok(None) }
    }

    /// `within N unit`.
    pub(crate) fn text(self) -> String {
        format!("within {} {}", self.count, self.unit.word(self.count == 1))
    }

    /// Notes a count that no text says.
    pub(crate) fn check(self, checker: &mut Checker<'_>, place: Place) {
        if !(1..=MAX_COUNT).contains(&self.count) {
            let phrase = Phrase::new("problem-not-a-count").with("number", self.count).with("limit", MAX_COUNT);
            checker.note(Problem::new(phrase, place));
        }
    }

    /// The instants strictly after one, up to the length of time later. Months and longer units go by local dates: the
    /// whole last day is in.
    pub fn after(self, from: Instant, zone: &Zone) -> Bounds {
        let end = match self.unit.seconds() {
            Some(seconds) => from.0.saturating_add(self.microseconds(seconds)).saturating_add(1),
            None => zone.midnight(Day(self.months_from(zone.day(from), 1).0.saturating_add(1))).0,
        };
        Bounds { start: from.0.saturating_add(1), end }
    }

    /// The instants strictly before one, back to the length of time earlier, which is in.
    pub fn before(self, until: Instant, zone: &Zone) -> Bounds {
        let start = match self.unit.seconds() {
            Some(seconds) => until.0.saturating_sub(self.microseconds(seconds)),
            None => zone.midnight(self.months_from(zone.day(until), -1)).0,
        };
        Bounds { start, end: until.0 }
    }

    /// The same after a local day, which is itself in. Units of days and longer count local days, the last one whole.
    pub(super) fn after_day(self, day: Day, zone: &Zone) -> Bounds {
        let start = zone.midnight(day).0;
        let end = match self.days_from(day, 1) {
            Some(last) => zone.midnight(Day(last.0.saturating_add(1))).0,
            None => self.after(Instant(start), zone).end,
        };
        Bounds { start, end }
    }

    /// The same before a local day, which is not in.
    pub(super) fn before_day(self, day: Day, zone: &Zone) -> Bounds {
        let end = zone.midnight(day).0;
        let start = match self.days_from(day, -1) {
            Some(first) => zone.midnight(first).0,
            None => self.before(Instant(end), zone).start,
        };
        Bounds { start, end }
    }

    fn microseconds(self, seconds: i64) -> i64 {
        i64::from(self.count).saturating_mul(seconds).saturating_mul(SECOND)
    }

    fn months_from(self, day: Day, sign: i64) -> Day {
        day.plus_months(sign * i64::from(self.count) * self.unit.months())
    }

    /// The day so many units later (or earlier); `None` for units shorter than a day.
    fn days_from(self, day: Day, sign: i64) -> Option<Day> {
        let days = |length: i64| {
            let moved = i64::from(day.0) + sign * i64::from(self.count) * length;
            Day(moved.clamp(i64::from(i32::MIN / 2), i64::from(i32::MAX / 2)) as i32)
        };
        match self.unit {
            Unit::Day => Some(days(1)),
            Unit::Week => Some(days(7)),
            Unit::Month | Unit::Quarter | Unit::Year => Some(self.months_from(day, sign)),
            Unit::Second | Unit::Minute | Unit::Hour => None,
        }
    }
}
