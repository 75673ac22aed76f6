//! Days and times in the ISO writing.

use model::time::{DAY, Day, Instant, SECOND, Zone};

/// A day or time as written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Moment {
    /// A day, since 1970-01-01.
    Day(i64),
    /// A local time without zone, in microseconds since the local 1970-01-01T00:00.
    Local(i64),
    /// A moment, in microseconds.
    Instant(i64),
}

impl Moment {
    /// The local day: as written when no zone is, else the day in `zone`.
    pub(crate) fn day(self, zone: &Zone) -> i64 {
        match self {
            Moment::Day(day) => day,
            Moment::Local(local) => local.div_euclid(DAY),
            Moment::Instant(at) => i64::from(zone.day(Instant(at)).0),
        }
    }

    /// The moment: local times and midnights are those of `zone`.
    pub(crate) fn instant(self, zone: &Zone) -> i64 {
        match self {
            Moment::Day(day) => zone.midnight(Day(day as i32)).0,
            Moment::Local(local) => zone.instant_of_local(local).0,
            Moment::Instant(at) => at,
        }
    }
}

/// Reads `2026-03-01`, `2026-03-01T10:00`, `2026-03-01 10:00:00.123456789+01:00`, `…Z` and the like. `None` for
/// anything else. Parts of a microsecond are dropped.
pub(crate) fn parse_moment(text: &str) -> Option<Moment> {
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
    fn days_agree_with_the_calendar() {
        for day in (-700_000..700_000).step_by(37) {
            let written = Day(day).to_string();
            assert_eq!(parse_moment(&written), Some(Moment::Day(i64::from(day))), "{written}");
        }
    }
}
