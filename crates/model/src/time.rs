//! Instants, local days and the business's time zone.
//!
//! An instant counts microseconds since 1970-01-01T00:00Z; a day counts local days since 1970-01-01.

mod zone;

use std::fmt;

use jiff::Timestamp;
use jiff::civil;
use serde::{Deserialize, Serialize};

pub use zone::Zone;

/// Microseconds in a second.
pub const SECOND: i64 = 1_000_000;
/// Microseconds in a day of 24 hours.
pub const DAY: i64 = 86_400 * SECOND;

/// Microseconds since 1970-01-01T00:00Z.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Instant(pub i64);

/// Days farther from 1970 than the calendar has any.
const FAR: i32 = 7_000_000;

/// Days since 1970-01-01, in whatever zone the context says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Day(pub i32);

impl Day {
    /// The day of a calendar date.
    pub fn from_civil(date: civil::Date) -> Self {
        Day::of(i32::from(date.year()), i32::from(date.month()), i32::from(date.day()))
    }

    /// The day of a date in the calendar of leap years in all centuries, whose months are from 1 to 12.
    fn of(year: i32, month: i32, day: i32) -> Self {
        // Years from March on, so that the leap day is a year's last; from the start of 400 years, which are 146 097 days.
        // https://howardhinnant.github.io/date_algorithms.html#days_from_civil
        let year = if month <= 2 { year - 1 } else { year };
        let (of_400, year) = (year.div_euclid(400), year.rem_euclid(400));
        let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
        Day(of_400 * 146_097 + 365 * year + year / 4 - year / 100 + day_of_year - 719_468)
    }

    /// The year, month and day of its date.
    fn date(self) -> (i32, i32, i32) {
        // https://howardhinnant.github.io/date_algorithms.html#civil_from_days
        let since = self.0.clamp(-FAR, FAR) + 719_468;
        let (of_400, day) = (since.div_euclid(146_097), since.rem_euclid(146_097));
        let year = (day - day / 1_460 + day / 36_524 - day / 146_096) / 365;
        let day_of_year = day - (365 * year + year / 4 - year / 100);
        let from_march = (5 * day_of_year + 2) / 153;
        let month = if from_march < 10 { from_march + 3 } else { from_march - 9 };
        let year = 400 * of_400 + year + i32::from(month <= 2);
        (year, month, day_of_year - (153 * from_march + 2) / 5 + 1)
    }

    /// The calendar date of the day; days outside years ±9999 are brought to the nearest date.
    pub fn civil(self) -> civil::Date {
        let end = if self.0 < 0 { civil::Date::MIN } else { civil::Date::MAX };
        let (year, month, day) = self.date();
        i16::try_from(year).ok().and_then(|year| civil::Date::new(year, month as i8, day as i8).ok()).unwrap_or(end)
    }

    /// Reads `2026-03-01`. `None` for anything else.
    pub fn parse(text: &str) -> Option<Self> {
        if text.len() != 10 {
            return None;
        }
        text.parse::<civil::Date>().ok().map(Day::from_civil)
    }

    /// The day `months` later (earlier when negative), cut to the month's end.
    pub fn plus_months(self, months: i64) -> Self {
        // More months than the calendar has.
        let months = months.clamp(-500_000, 500_000) as i32;
        let date = self.civil();
        let months = 12 * i32::from(date.year()) + i32::from(date.month()) - 1 + months;
        let (year, month) = (months.div_euclid(12), months.rem_euclid(12) + 1);
        let length = match month {
            2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
            2 => 28,
            4 | 6 | 9 | 11 => 30,
            _ => 31,
        };
        let (first, last) = (Day::from_civil(civil::Date::MIN), Day::from_civil(civil::Date::MAX));
        Day::of(year, month, i32::from(date.day()).min(length)).clamp(first, last)
    }

    /// The Monday of 1970-01-05 is day 4: 0 for Monday … 6 for Sunday.
    pub fn weekday(self) -> i32 {
        (self.0 + 3).rem_euclid(7)
    }

    /// Completed years at this day for someone born on `birth`; 29 February falls on 28 February in ordinary years.
    pub fn years_since(self, birth: Day) -> i64 {
        let mut years = i64::from(self.civil().year()) - i64::from(birth.civil().year());
        if birth.plus_months(12 * years) > self {
            years -= 1;
        }
        years
    }
}

impl fmt::Display for Day {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}", self.civil())
    }
}

impl Instant {
    /// Later than anything that happens.
    pub const NEVER: Instant = Instant(i64::MAX);

    /// Reads an instant that names its zone or offset: `2026-03-01T10:00:00Z`, `…+01:00`. `None` for anything else.
    pub fn parse(text: &str) -> Option<Self> {
        text.parse::<Timestamp>().ok().map(|timestamp| Instant(timestamp.as_microsecond()))
    }

    /// The instant as the standard library of dates has it, brought to its range.
    pub fn timestamp(self) -> Timestamp {
        let bounded = self.0.clamp(Timestamp::MIN.as_microsecond(), Timestamp::MAX.as_microsecond());
        Timestamp::from_microsecond(bounded).unwrap_or(Timestamp::MAX)
    }
}

impl fmt::Display for Instant {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}", self.timestamp())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        Day::parse(text).unwrap_or_else(|| panic!("{text} is no day"))
    }

    #[test]
    fn ages_count_completed_years() {
        let check =
            |born: &str, on: &str, years: i64| assert_eq!(day(on).years_since(day(born)), years, "{born} on {on}");
        check("2000-03-15", "2026-03-14", 25);
        check("2000-03-15", "2026-03-15", 26);
        check("2004-02-29", "2025-02-27", 20);
        check("2004-02-29", "2025-02-28", 21);
        check("2004-02-29", "2024-02-28", 19);
    }

    #[test]
    fn midnights_follow_the_clock_changes() {
        let paris = Zone::named("Europe/Paris").unwrap();
        assert_eq!(paris.midnight(day("2026-03-29")).to_string(), "2026-03-28T23:00:00Z");
        assert_eq!(paris.midnight(day("2026-03-30")).to_string(), "2026-03-29T22:00:00Z");
        let at = Instant::parse("2026-03-28T23:00:00Z").unwrap();
        assert_eq!(paris.day(at), day("2026-03-29"));
        assert_eq!(paris.day(Instant(at.0 - 1)), day("2026-03-28"));
    }

    #[test]
    fn local_times_become_instants_around_a_change() {
        let paris = Zone::named("Europe/Paris").unwrap();
        for text in ["2026-03-29T01:59:59", "2026-03-29T03:00:00", "2026-10-25T02:30:00", "2026-07-01T12:00:00"] {
            let civil: civil::DateTime = text.parse().unwrap();
            let local = i64::from(Day::from_civil(civil.date()).0) * DAY
                + civil.time().duration_since(civil::Time::midnight()).as_micros() as i64;
            assert_eq!(Some(paris.instant_of_local(local)), paris.instant(civil), "{text}");
        }
    }

    #[test]
    fn days_beyond_the_calendar_are_brought_to_its_ends() {
        assert_eq!(Day(i32::MAX).civil(), civil::Date::MAX);
        assert_eq!(Day(i32::MIN).civil(), civil::Date::MIN);
        assert_eq!(Zone::named("Europe/Paris").unwrap().parse("2026-03-01T10:00[America/New_York]"), None);
    }

    #[test]
    fn days_are_those_of_the_calendar() {
        use jiff::{Span, ToSpan};
        use zone::LAID_OUT;
        let epoch = civil::date(1970, 1, 1);
        for number in (-4_371_587..2_932_896).step_by(997).chain(-800..800).chain([-4_371_587, 2_932_896]) {
            let (day, date) = (Day(number), epoch.saturating_add(number.days()));
            assert_eq!((day.civil(), Day::from_civil(date)), (date, day));
            for months in [-200_000, -13, -1, 0, 1, 11, 25, 200_000] {
                let later = date.saturating_add(Span::new().months(months));
                assert_eq!(day.plus_months(months).civil(), later, "{date} and {months} months");
            }
        }
        assert_eq!(
            (Day(LAID_OUT.start).to_string(), Day(LAID_OUT.end).to_string()),
            ("1900-01-01".into(), "2200-01-01".into())
        );
    }

    #[test]
    fn months_are_cut_to_their_end() {
        assert_eq!(day("2026-03-31").plus_months(-1), day("2026-02-28"));
        assert_eq!(day("2024-01-31").plus_months(1), day("2024-02-29"));
    }
}
