//! The time of the demo: days and seconds counted from the first midnight of its history, written as local times.

use std::fmt;

use model::time::Day;

/// Days of history.
pub(super) const DAYS: i64 = 730;
/// Seconds in a day.
pub(super) const DAY: i64 = 86_400;
/// The end of history, exclusive.
pub(super) const END: i64 = DAYS * DAY;

/// Turns the demo's days into dates.
pub(super) struct Clock {
    first: Day,
    /// Writing of each day of history.
    dates: Vec<String>,
}

impl Clock {
    /// The clock of a history that ends at a day's midnight.
    pub(super) fn ending(until: Day) -> Self {
        let first = Day(until.0 - DAYS as i32);
        let dates = (0..DAYS as i32).map(|day| Day(first.0 + day).to_string()).collect();
        Clock { first, dates }
    }

    /// The date of a day of history, which may lie before its beginning.
    pub(super) fn date(&self, day: i64) -> Date<'_> {
        match usize::try_from(day).ok().and_then(|day| self.dates.get(day)) {
            Some(date) => Date::Known(date),
            None => Date::Other(Day(self.first.0 + day as i32)),
        }
    }

    /// The local date and time of a moment.
    pub(super) fn moment(&self, seconds: i64) -> Moment<'_> {
        Moment { date: self.date(seconds.div_euclid(DAY)), second: seconds.rem_euclid(DAY) }
    }

    /// The years in which history begins and ends.
    pub(super) fn years(&self) -> (i16, i16) {
        (self.first.civil().year(), Day(self.first.0 + DAYS as i32).civil().year())
    }

    /// Month and day of the month.
    pub(super) fn month_day(&self, day: i64) -> (i8, i8) {
        let date = Day(self.first.0 + day as i32).civil();
        (date.month(), date.day())
    }
}

/// The writing of a date.
pub(super) enum Date<'a> {
    /// A day of history, written already.
    Known(&'a str),
    /// Any other day.
    Other(Day),
}

impl fmt::Display for Date<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Date::Known(date) => formatter.write_str(date),
            Date::Other(day) => write!(formatter, "{day}"),
        }
    }
}

/// The writing of a local date and time.
pub(super) struct Moment<'a> {
    date: Date<'a>,
    second: i64,
}

impl fmt::Display for Moment<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (hour, minute, second) = (self.second / 3600, self.second / 60 % 60, self.second % 60);
        write!(formatter, "{}T{hour:02}:{minute:02}:{second:02}", self.date)
    }
}
