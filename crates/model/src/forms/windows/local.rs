//! Parts of the local week and day: `on weekdays (saturday, sunday)`, `at hours 18 to 22`.

use serde::{Deserialize, Serialize};

use super::Window;
use crate::phrase::{Phrase, Problem};
use crate::text::lexer::TokenKind;
use crate::text::parser::{Parser, Read};
use crate::time::{DAY, Day, Instant, SECOND, Zone};

/// Days of the week and hours of the day, alone or inside another window.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Local {
    /// The window they are in; any time when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub window: Option<Box<Window>>,
    /// The days, Monday first, each once; all of them when empty.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub weekdays: Vec<Weekday>,
    /// The hours; all of them when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hours: Option<Hours>,
}

/// A day of the week.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "their names say it all")]
pub enum Weekday {
    Monday,
    Tuesday,
    Wednesday,
    Thursday,
    Friday,
    Saturday,
    Sunday,
}

impl Weekday {
    /// The days with their words, Monday first.
    pub const WORDS: [(&'static str, Weekday); 7] = [
        ("monday", Weekday::Monday),
        ("tuesday", Weekday::Tuesday),
        ("wednesday", Weekday::Wednesday),
        ("thursday", Weekday::Thursday),
        ("friday", Weekday::Friday),
        ("saturday", Weekday::Saturday),
        ("sunday", Weekday::Sunday),
    ];

    /// Its word.
    pub fn word(self) -> &'static str {
        Weekday::WORDS[self as usize].0
    }
}

/// Whole hours of the local day, `[from, to)`; past midnight when the end is smaller.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Hours {
    /// The first hour, 0 to 23.
    pub from: u32,
    /// The hour that ends them, 0 to 24.
    pub to: u32,
}

impl Hours {
    fn is_right(self) -> bool {
        self.from <= 23 && self.to <= 24 && self.from != self.to
    }
}

/// Which local times are in, ready to be asked of many.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LocalTimes {
    /// One bit a day of the week, Monday the lowest.
    weekdays: u8,
    hours: Hours,
}

impl LocalTimes {
    /// Whether a local time is in, in microseconds since the local 1970-01-01T00:00. Hours past midnight belong to the
    /// day on which they begin: 2 o'clock on Saturday is part of Friday's hours 22 to 6.
    pub fn contain(self, local: i64) -> bool {
        let (mut day, hour) = (local.div_euclid(DAY), local.rem_euclid(DAY) / (3_600 * SECOND));
        let (from, to) = (i64::from(self.hours.from), i64::from(self.hours.to));
        let is_in = if from < to { (from..to).contains(&hour) } else { hour >= from || hour < to };
        if from > to && hour < to {
            day -= 1;
        }
        is_in && self.weekdays & 1 << Day(day as i32).weekday() != 0
    }
}

/// An hour in microseconds.
const HOUR: i64 = 3_600 * SECOND;

/// Openings and closings of a week: three a day, and as many again for days on which the clocks change.
const TURNS_OF_A_WEEK: usize = 8 * 3 * 2;

impl LocalTimes {
    /// An instant after `at` before which the window neither opens nor closes.
    pub(super) fn next_turn(self, at: Instant, zone: &Zone) -> Instant {
        let local = zone.local(at);
        let midnight = local.saturating_sub(local.rem_euclid(DAY));
        let hours = [i64::from(self.hours.from), i64::from(self.hours.to), 24];
        let next =
            hours.into_iter().map(|hour| midnight.saturating_add(hour * HOUR)).filter(|turn| *turn > local).min();
        let turn = at.0.saturating_add(next.unwrap_or(midnight.saturating_add(DAY)).saturating_sub(local));
        Instant(turn).min(zone.next_change(at))
    }

    /// The first instant from `at` on at which the window is open.
    pub(super) fn first_open(self, at: Instant, zone: &Zone) -> Instant {
        let mut turn = at;
        for _ in 0..TURNS_OF_A_WEEK {
            if self.contain(zone.local(turn)) {
                return turn;
            }
            turn = self.next_turn(turn, zone);
        }
        Instant::NEVER
    }
}

/// Reads the parts that may follow a window or stand alone.
pub(super) fn read(parser: &mut Parser, window: Option<Window>) -> Read<Option<Window>> {
    let (mut weekdays, mut hours) = (Vec::new(), None);
    loop {
        if weekdays.is_empty() && parser.take_words(&["on", "weekdays"]) {
            weekdays = read_weekdays(parser)?;
        } else if hours.is_none() && parser.take_words(&["at", "hours"]) {
            hours = Some(read_hours(parser)?);
        } else {
            break;
        }
    }
    if weekdays.is_empty() && hours.is_none() {
        return Ok(window);
    }
    Ok(Some(Window::Local(Local { window: window.map(Box::new), weekdays, hours })))
}

fn read_weekdays(parser: &mut Parser) -> Read<Vec<Weekday>> {
    parser.expect_symbol("(")?;
    let mut weekdays = Vec::new();
    loop {
        let Some((_, weekday)) = Weekday::WORDS.iter().find(|(word, _)| parser.take_word(word)) else {
            return Err(parser.unexpected(&Weekday::WORDS.map(|(word, _)| word)));
        };
        if weekdays.contains(weekday) {
            let phrase = Phrase::new("problem-listed-twice").with("text", weekday.word());
            return Err(Problem::new(phrase, parser.previous_place()));
        }
        weekdays.push(*weekday);
        if !parser.take_symbol(",") {
            break;
        }
    }
    parser.expect_symbol(")")?;
    weekdays.sort_unstable();
    Ok(weekdays)
}

fn read_hours(parser: &mut Parser) -> Read<Hours> {
    let start = parser.peek().place;
    let from = read_hour(parser)?;
    parser.expect_word("to")?;
    let hours = Hours { from, to: read_hour(parser)? };
    let place = start.to(parser.previous_place());
    if hours.is_right() { Ok(hours) } else { Err(Problem::new(Phrase::new("problem-bad-hours"), place)) }
}

fn read_hour(parser: &mut Parser) -> Read<u32> {
    let TokenKind::Number(number) = parser.peek().kind else { return Err(parser.unexpected(&["@expected-number"])) };
    let hour = number.units_at(0).and_then(|hour| u32::try_from(hour).ok()).filter(|_| number.scale() == 0);
    let place = parser.advance().place;
    hour.filter(|hour| *hour <= 24).ok_or_else(|| Problem::new(Phrase::new("problem-bad-hours"), place))
}

impl Local {
    /// What the days and hours are called, as written.
    pub(super) fn text(&self) -> String {
        let weekdays: Vec<&str> = self.weekdays.iter().map(|weekday| weekday.word()).collect();
        let weekdays = (!weekdays.is_empty()).then(|| format!("on weekdays ({})", weekdays.join(", ")));
        let hours = self.hours.map(|hours| format!("at hours {} to {}", hours.from, hours.to));
        weekdays.into_iter().chain(hours).collect::<Vec<_>>().join(" ")
    }

    pub(super) fn is_right(&self) -> bool {
        let nested = matches!(self.window.as_deref(), Some(Window::Local(_)));
        let says_something = !self.weekdays.is_empty() || self.hours.is_some();
        !nested && says_something && self.hours.is_none_or(Hours::is_right) && self.weekdays.is_sorted()
    }

    /// Which local times are in.
    pub(super) fn times(&self) -> LocalTimes {
        let bits = self.weekdays.iter().fold(0, |bits, weekday| bits | 1 << *weekday as u8);
        let weekdays = if self.weekdays.is_empty() { 0x7f } else { bits };
        LocalTimes { weekdays, hours: self.hours.unwrap_or(Hours { from: 0, to: 24 }) }
    }
}
