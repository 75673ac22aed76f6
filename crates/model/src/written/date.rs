//! Days and times in the ISO writing, in local ones, and as counts since 1970.

use crate::time::{DAY, Day, Instant, SECOND, Zone};

use super::notation::DayOrder;

/// A day or time as written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Moment {
    /// A day, since 1970-01-01.
    Day(i64),
    /// A local time without zone, in microseconds since the local 1970-01-01T00:00.
    Local(i64),
    /// A moment, in microseconds.
    Instant(i64),
}

impl Moment {
    /// The local day: as written when no zone is, else the day in `zone`.
    pub fn day(self, zone: &Zone) -> i64 {
        match self {
            Moment::Day(day) => day,
            Moment::Local(local) => local.div_euclid(DAY),
            Moment::Instant(at) => i64::from(zone.day(Instant(at)).0),
        }
    }

    /// The moment: local times and midnights are those of `zone`.
    pub fn instant(self, zone: &Zone) -> i64 {
        match self {
            Moment::Day(day) => zone.midnight(Day(day as i32)).0,
            Moment::Local(local) => zone.instant_of_local(local).0,
            Moment::Instant(at) => at,
        }
    }
}

/// Reads `2026-03-01`, `2026-03-01T10:00`, `2026-03-01 10:00:00.123456789+01:00`, `…Z` and the like. `None` for
/// anything else. Parts of a microsecond are dropped.
pub fn parse_moment(text: &str) -> Option<Moment> {
    let mut rest = Scanner { bytes: text.as_bytes() };
    let year = rest.digits(4)?;
    rest.expect(b'-')?;
    let month = rest.digits(2)?;
    rest.expect(b'-')?;
    let day = days_since_1970(year, month, rest.digits(2)?)?;
    if rest.bytes.is_empty() {
        return Some(Moment::Day(day));
    }
    if !matches!(rest.next()?, b'T' | b't' | b' ') {
        return None;
    }
    let hour = rest.digits(2)?;
    rest.expect(b':')?;
    let minute = rest.digits(2)?;
    let (mut second, mut fraction) = (0, 0);
    if rest.bytes.first() == Some(&b':') {
        rest.expect(b':')?;
        second = rest.digits(2)?;
        if matches!(rest.bytes.first(), Some(b'.' | b',')) {
            rest.next()?;
            fraction = rest.microseconds()?;
        }
    }
    // A leap second is told as the one before it, as clocks that know none do.
    if hour > 23 || minute > 59 || second > 60 {
        return None;
    }
    let local = day * DAY + ((hour * 60 + minute) * 60 + second.min(59)) * SECOND + fraction;
    match rest.offset()? {
        None => Some(Moment::Local(local)),
        Some(offset) => Some(Moment::Instant(local - offset * SECOND)),
    }
}

/// What a text in no ISO writing is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Local {
    /// A day or time, with the order of its parts when only one is possible.
    Moment(Moment, Option<DayOrder>),
    /// A day that could be two, such as 03/04/2025.
    Ambiguous,
}

/// Reads `31/12/2025`, `31.12.2025 23:59`, `12/31/2025 11:59 PM` and the like, given the order of days that can be
/// read in two ways. `None` for anything else.
pub fn parse_local(text: &str, order: Option<DayOrder>) -> Option<Local> {
    let day_end = text.find(' ').unwrap_or(text.len());
    let (day, time) = text.split_at(day_end);
    let between = day.chars().find(|letter| !letter.is_ascii_digit())?;
    if !matches!(between, '/' | '.' | '-') {
        return None;
    }
    let mut parts = day.split(between);
    let (first, second, third) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() {
        return None;
    }
    let number = |part: &str, longest: usize| -> Option<i64> {
        let is_short = !part.is_empty() && part.len() <= longest;
        (is_short && part.bytes().all(|byte| byte.is_ascii_digit())).then(|| part.parse().ok())?
    };
    let time = if time.is_empty() { None } else { Some(parse_clock(time.trim())?) };
    let moment = |day: i64| time.map_or(Moment::Day(day), |time| Moment::Local(day * DAY + time));
    if first.len() == 4 {
        let day = days_since_1970(number(first, 4)?, number(second, 2)?, number(third, 2)?)?;
        return Some(Local::Moment(moment(day), None));
    }
    if third.len() != 4 {
        return None;
    }
    let (first, second, year) = (number(first, 2)?, number(second, 2)?, number(third, 4)?);
    let day_first = days_since_1970(year, second, first);
    let month_first = days_since_1970(year, first, second);
    Some(match (day_first, month_first, order) {
        (Some(day), Some(other), _) if day == other => Local::Moment(moment(day), None),
        (Some(day), Some(_), Some(DayOrder::DayFirst)) | (Some(_), Some(day), Some(DayOrder::MonthFirst)) => {
            Local::Moment(moment(day), None)
        }
        (Some(_), Some(_), None) => Local::Ambiguous,
        // An order that is known does not bend for a value that it does not fit.
        (Some(day), None, Some(DayOrder::DayFirst) | None) => Local::Moment(moment(day), Some(DayOrder::DayFirst)),
        (None, Some(day), Some(DayOrder::MonthFirst) | None) => Local::Moment(moment(day), Some(DayOrder::MonthFirst)),
        _ => return None,
    })
}

/// Microseconds since midnight of `23:59`, `23:59:59` or `11:59 PM`.
fn parse_clock(text: &str) -> Option<i64> {
    let lower = text.to_ascii_lowercase();
    let (clock, half) = match (lower.strip_suffix("am"), lower.strip_suffix("pm")) {
        (Some(clock), _) => (clock.trim_end(), Some(0)),
        (_, Some(clock)) => (clock.trim_end(), Some(12)),
        _ => (lower.as_str(), None),
    };
    let mut parts = clock.split(':').map(|part| {
        let is_part = matches!(part.len(), 1 | 2) && part.bytes().all(|byte| byte.is_ascii_digit());
        if is_part { part.parse::<i64>().ok() } else { None }
    });
    let (hour, minute) = (parts.next()??, parts.next()??);
    let second = parts.next().unwrap_or(Some(0))?;
    let hour = match half {
        Some(_) if !(1..=12).contains(&hour) => return None,
        Some(half) => hour % 12 + half,
        None => hour,
    };
    let fits = parts.next().is_none() && hour <= 23 && minute <= 59 && second <= 60;
    fits.then_some(((hour * 60 + minute) * 60 + second.min(59)) * SECOND)
}

/// Reads a moment as spreadsheets count them: days since 1899-12-30, the time of day as their fraction.
pub fn parse_serial(text: &str) -> Option<Moment> {
    const DAYS_BEFORE_1970: i64 = 25_569;
    // The last is 9999-12-31; those up to 60 are off by one, for a day that never was.
    let serial: f64 = text.parse().ok().filter(|serial| (61.0..2_958_466.0).contains(serial))?;
    let day = serial.floor() as i64 - DAYS_BEFORE_1970;
    let milliseconds = (serial.fract() * 86_400_000.0).round() as i64;
    if milliseconds == 0 {
        return Some(Moment::Day(day));
    }
    Some(Moment::Local(day * DAY + milliseconds * (SECOND / 1_000)))
}

/// Reads an instant counted since 1970: in seconds, milliseconds or microseconds, told by the number of digits.
pub fn parse_epoch(text: &str) -> Option<i64> {
    if !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let count: i64 = text.parse().ok()?;
    match text.len() {
        9 | 10 => Some(count * SECOND),
        12 | 13 => Some(count * (SECOND / 1_000)),
        15 | 16 => Some(count),
        _ => None,
    }
}

/// Days from 1970-01-01 to a date of the Gregorian calendar; `None` when there is no such date.
fn days_since_1970(year: i64, month: i64, day: i64) -> Option<i64> {
    let leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    let length = match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if leap => 29,
        2 => 28,
        _ => return None,
    };
    if day < 1 || day > length || year < 1 {
        return None;
    }
    // Years are counted from March, so that the leap day comes last.
    let year = if month <= 2 { year - 1 } else { year };
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    Some(year * 365 + year / 4 - year / 100 + year / 400 + day_of_year - 719_468)
}

struct Scanner<'t> {
    bytes: &'t [u8],
}

impl Scanner<'_> {
    fn next(&mut self) -> Option<u8> {
        let (first, rest) = self.bytes.split_first()?;
        self.bytes = rest;
        Some(*first)
    }

    fn expect(&mut self, byte: u8) -> Option<()> {
        (self.next()? == byte).then_some(())
    }

    fn digits(&mut self, count: usize) -> Option<i64> {
        let mut number = 0;
        for _ in 0..count {
            let digit = self.next().filter(u8::is_ascii_digit)?;
            number = number * 10 + i64::from(digit - b'0');
        }
        Some(number)
    }

    /// Up to nine digits after the point.
    fn microseconds(&mut self) -> Option<i64> {
        let count = self.bytes.iter().take_while(|byte| byte.is_ascii_digit()).count();
        if count == 0 || count > 9 {
            return None;
        }
        let kept = self.digits(count.min(6))?;
        self.digits(count - count.min(6))?;
        Some(kept * 10i64.pow(6 - count.min(6) as u32))
    }

    /// What follows a time: nothing, or an offset in seconds.
    fn offset(&mut self) -> Option<Option<i64>> {
        if self.bytes.first() == Some(&b' ') {
            self.next()?;
            if self.bytes.is_empty() {
                return None;
            }
        }
        if self.bytes.is_empty() {
            return Some(None);
        }
        if matches!(self.bytes, b"Z" | b"z" | b"UTC") {
            return Some(Some(0));
        }
        let sign = match self.next()? {
            b'+' => 1,
            b'-' => -1,
            _ => return None,
        };
        let hours = self.digits(2)?;
        if self.bytes.first() == Some(&b':') {
            self.next()?;
        }
        let minutes = if self.bytes.is_empty() { 0 } else { self.digits(2)? };
        let known = hours <= 18 && minutes <= 59 && self.bytes.is_empty();
        known.then_some(Some(sign * (hours * 60 + minutes) * 60))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_read_as_written() {
        let local = |text: &str| {
            let at = Instant::parse(&format!("{text}Z")).unwrap_or_else(|| panic!("{text} is no time"));
            Some(Moment::Local(at.0))
        };
        let instant = |text: &str| {
            Some(Moment::Instant(Instant::parse(text).unwrap_or_else(|| panic!("{text} is no instant")).0))
        };
        for (text, expected) in [
            ("1970-01-01", Some(Moment::Day(0))),
            ("2024-02-29", Some(Moment::Day(19_782))),
            ("1900-03-01", Some(Moment::Day(-25_508))),
            ("2023-02-29", None),
            ("2026-13-01", None),
            ("2026-3-1", None),
            ("01/03/2026", None),
            ("2026-03-01T10:00", local("2026-03-01T10:00:00")),
            ("2026-03-01 10:00:07.5", local("2026-03-01T10:00:07.5")),
            ("2026-03-01 10:00:07.123456999", local("2026-03-01T10:00:07.123456")),
            ("1969-12-31T23:59:59.999999999Z", Some(Moment::Instant(-1))),
            ("2026-03-01T10:00:00Z", instant("2026-03-01T10:00:00Z")),
            ("2026-03-01T10:00:00+01:00", instant("2026-03-01T10:00:00+01:00")),
            ("2026-03-01 10:00:00 -0530", instant("2026-03-01T10:00:00-05:30")),
            ("2026-03-01 10:00:00 UTC", instant("2026-03-01T10:00:00Z")),
            ("2026-03-01T24:00:00", None),
            ("2026-03-01T10", None),
            ("2026-03-01T10:00:00 ", None),
            ("2026-03-01T10:00:00.", None),
            ("2026-03-01é", None),
        ] {
            assert_eq!(parse_moment(text), expected, "{text}");
        }
    }

    #[test]
    fn local_days_have_one_order_or_are_ambiguous() {
        use DayOrder::{DayFirst, MonthFirst};
        let check = |text: &str, order: Option<DayOrder>, expected: Option<&str>| {
            let written = parse_local(text, order).map(|local| match local {
                Local::Ambiguous => "two days".to_owned(),
                Local::Moment(moment, _) => Instant(moment.instant(&Zone::utc())).to_string(),
            });
            assert_eq!(written.as_deref(), expected, "{text} {order:?}");
        };
        check("31/12/2025", None, Some("2025-12-31T00:00:00Z"));
        check("12/31/2025", None, Some("2025-12-31T00:00:00Z"));
        check("12/31/2025", Some(DayFirst), None);
        check("03/04/2025", None, Some("two days"));
        check("03/04/2025", Some(DayFirst), Some("2025-04-03T00:00:00Z"));
        check("3/4/2025", Some(MonthFirst), Some("2025-03-04T00:00:00Z"));
        check("04/04/2025", None, Some("2025-04-04T00:00:00Z"));
        check("2025/04/03", None, Some("2025-04-03T00:00:00Z"));
        check("31.12.2025 23:59", None, Some("2025-12-31T23:59:00Z"));
        check("12/31/2025 12:05 AM", None, Some("2025-12-31T00:05:00Z"));
        check("12/31/2025 1:05:09 pm", None, Some("2025-12-31T13:05:09Z"));
        for text in ["31/02/2025", "31/12/25", "1/2", "31/12/2025x", "31/12/2025 25:00", "31/12/2025 13:00 PM", "1.5"] {
            check(text, None, None);
        }
    }

    #[test]
    fn counts_since_1970_are_told_by_their_digits() {
        let second = Some(1_767_225_600_000_000);
        for (text, expected) in [
            ("1767225600", second),
            ("1767225600000", second),
            ("1767225600000000", second),
            ("999999999", Some(999_999_999_000_000)),
            ("20260101", None),
            ("-1767225600", None),
            ("", None),
        ] {
            assert_eq!(parse_epoch(text), expected, "{text}");
        }
    }

    #[test]
    fn days_agree_with_the_calendar() {
        for day in (-700_000..700_000).step_by(37) {
            let written = Day(day).to_string();
            assert_eq!(parse_moment(&written), Some(Moment::Day(i64::from(day))), "{written}");
        }
    }
}
