//! Time zones: local days and times of instants, and back.

use jiff::tz::TimeZone;
use jiff::{ToSpan, civil};

use super::{DAY, Day, Instant, SECOND};

/// The days, from 1900 to 2200, for which the changes of a zone are laid out.
pub(super) const LAID_OUT: std::ops::Range<i32> = -25_567..84_006;

/// A time zone, with its changes of offset laid out for quick conversion of many instants.
#[derive(Clone, Debug)]
pub struct Zone {
    name: String,
    zone: TimeZone,
    /// Instants from which each of `offsets` holds; the first is the beginning of time.
    changes: Vec<i64>,
    /// Microseconds to add to an instant for local time.
    offsets: Vec<i64>,
}

impl Zone {
    /// The zone of an IANA name such as `Europe/Paris`. `None` for an unknown name.
    pub fn named(name: &str) -> Option<Self> {
        let zone = TimeZone::get(name).ok()?;
        let start = Day(LAID_OUT.start).civil().to_zoned(TimeZone::UTC).ok()?.timestamp();
        let end = Day(LAID_OUT.end).civil().to_zoned(TimeZone::UTC).ok()?.timestamp();
        let mut changes = vec![i64::MIN];
        let mut offsets = vec![i64::from(zone.to_offset(start).seconds()) * SECOND];
        for change in zone.following(start) {
            if change.timestamp() > end {
                break;
            }
            changes.push(change.timestamp().as_microsecond());
            offsets.push(i64::from(change.offset().seconds()) * SECOND);
        }
        Some(Zone { name: name.to_owned(), zone, changes, offsets })
    }

    /// Coordinated Universal Time.
    pub fn utc() -> Self {
        Zone { name: "UTC".to_owned(), zone: TimeZone::UTC, changes: vec![i64::MIN], offsets: vec![0] }
    }

    /// The zone's IANA name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The local time of an instant, in microseconds since the local 1970-01-01T00:00.
    pub fn local(&self, at: Instant) -> i64 {
        let after = self.changes.partition_point(|&change| change <= at.0);
        at.0.saturating_add(self.offsets[after - 1])
    }

    /// What is added to an instant for local time, in microseconds, and the instants for which it is that.
    pub fn offset(&self, at: Instant) -> (std::ops::Range<i64>, i64) {
        let after = self.changes.partition_point(|&change| change <= at.0);
        let end = self.changes.get(after).copied().unwrap_or(i64::MAX);
        (self.changes[after - 1]..end, self.offsets[after - 1])
    }

    /// The local day of an instant.
    pub fn day(&self, at: Instant) -> Day {
        Day(self.local(at).div_euclid(DAY) as i32)
    }

    /// The first instant of a local day.
    pub fn midnight(&self, day: Day) -> Instant {
        if (LAID_OUT.start + 2..LAID_OUT.end - 2).contains(&day.0) {
            return self.instant_of_local(i64::from(day.0) * DAY);
        }
        match day.civil().to_zoned(self.zone.clone()) {
            Ok(start) => Instant(start.timestamp().as_microsecond()),
            Err(_) => Instant(i64::from(day.0) * DAY),
        }
    }

    /// The instant of a local date and time; in a gap or a fold of the clock, what clocks without the change would say
    /// first. `None` at the very ends of the calendar.
    pub fn instant(&self, local: civil::DateTime) -> Option<Instant> {
        let zoned = local.to_zoned(self.zone.clone()).ok()?;
        Some(Instant(zoned.timestamp().as_microsecond()))
    }

    /// The instant of a local time counted in microseconds since the local 1970-01-01T00:00.
    pub fn instant_of_local(&self, local: i64) -> Instant {
        // Away from a change of offset, both guesses agree; near one, the zone's own rules decide.
        let guess = |at: i64| {
            let after = self.changes.partition_point(|&change| change <= at);
            local.saturating_sub(self.offsets[after - 1])
        };
        let (early, late) = (guess(local.saturating_sub(DAY)), guess(local.saturating_add(DAY)));
        if early == late {
            return Instant(early);
        }
        let date = Day(local.div_euclid(DAY) as i32).civil();
        let nanoseconds = local.rem_euclid(DAY) * 1_000;
        let time = civil::Time::midnight().saturating_add(nanoseconds.nanoseconds());
        self.instant(date.to_datetime(time)).unwrap_or(Instant(early))
    }

    /// The first change of the zone's offset after an instant.
    pub fn next_change(&self, at: Instant) -> Instant {
        let after = self.changes.partition_point(|&change| change <= at.0);
        self.changes.get(after).map_or(Instant::NEVER, |&change| Instant(change))
    }

    /// An instant after `at` before which the local day, earlier than `day` at `at`, stays so. Not after the next change
    /// of offset: between two of them local time runs evenly.
    pub fn first_of(&self, day: Day, at: Instant) -> Instant {
        let wait = i64::from(day.0).saturating_mul(DAY).saturating_sub(self.local(at));
        Instant(at.0.saturating_add(wait.max(1))).min(self.next_change(at))
    }

    /// An instant after `at` before which the local day stays what it is.
    pub fn next_midnight(&self, at: Instant) -> Instant {
        self.first_of(Day(self.day(at).0.saturating_add(1)), at)
    }

    /// The last local midnight at or before an instant: the date of the cut-offs in force.
    pub fn last_midnight(&self, at: Instant) -> Instant {
        self.midnight(self.day(at))
    }

    /// The instant as local date, time and offset, for people: `2026-03-01T10:00:00+01:00`.
    pub fn display(&self, at: Instant) -> String {
        let zoned = at.timestamp().to_zoned(self.zone.clone());
        zoned.strftime("%Y-%m-%dT%H:%M:%S%.f%:z").to_string()
    }

    /// Reads a day (its local midnight), a local date and time, or an instant with its own offset. `None` for anything else.
    pub fn parse(&self, text: &str) -> Option<Instant> {
        if let Some(day) = Day::parse(text) {
            return Some(self.midnight(day));
        }
        if let Some(at) = Instant::parse(text) {
            return Some(at);
        }
        // A zone in brackets would be passed over: what is not understood is not read.
        let local = text.parse::<civil::DateTime>().ok().filter(|_| !text.contains('['))?;
        self.instant(local)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn midnights_are_those_of_the_zone() {
        for name in
            ["Europe/Paris", "America/Sao_Paulo", "Africa/Casablanca", "Australia/Lord_Howe", "Pacific/Apia", "UTC"]
        {
            let zone = Zone::named(name).unwrap();
            for day in (LAID_OUT.start - 10..LAID_OUT.end + 10).map(Day) {
                let start = day.civil().to_zoned(zone.zone.clone()).unwrap().timestamp().as_microsecond();
                assert_eq!(zone.midnight(day).0, start, "{day} in {name}");
            }
        }
    }
}
