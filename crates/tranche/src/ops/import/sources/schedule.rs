//! When a source is run: every so often, or at a time of the day.

use model::time::{DAY, Instant, SECOND, Zone};

/// When a source is run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Schedule {
    /// How long after the last run it is due again, in microseconds.
    every: i64,
    /// Minutes after midnight, in the business's zone, when it is run at a time of the day.
    at: Option<i64>,
    /// How long a file must have been left alone before it is read, in microseconds.
    pub(super) quiet: i64,
}

/// A file is read when it has not changed for this long, unless the source says otherwise.
const QUIET: i64 = 60 * SECOND;
const MINUTE: i64 = 60 * SECOND;

impl Schedule {
    /// Reads `every = "2 hours"`, `at = "06:30"` and `quiet = "5 minutes"`; what cannot be read is given back.
    pub(super) fn read<'t>(
        every: Option<&'t str>,
        at: Option<&'t str>,
        quiet: Option<&'t str>,
    ) -> Result<Self, &'t str> {
        let at = at.map(|text| time_of_day(text).ok_or(text)).transpose()?;
        let every = every.map(|text| length(text).ok_or(text)).transpose()?;
        let every = match (every, at) {
            (Some(every), Some(_)) if every % DAY != 0 => return Err("every"),
            (Some(every), _) => every,
            (None, Some(_)) => DAY,
            (None, None) => return Err("every"),
        };
        let quiet = quiet.map_or(Ok(QUIET), |text| length(text).ok_or(text))?;
        Ok(Schedule { every, at, quiet })
    }

    /// When it is due after its last run; `None` for at once.
    pub(super) fn next(&self, last: Option<Instant>, zone: &Zone) -> Option<Instant> {
        let last = last?;
        let Some(minutes) = self.at else { return Some(Instant(last.0 + self.every)) };
        let midnight = |instant: Instant| zone.last_midnight(instant).0;
        // A run that came late for its day belongs to that day.
        let of_day = |start: i64| zone.instant_of_local(zone.local(Instant(start)) + minutes * MINUTE);
        let today = midnight(last);
        let belongs_to = if of_day(today) <= last { today } else { midnight(Instant(today - 1)) };
        // Noon of the day to come, so that a day of 23 or 25 hours is passed over by neither.
        Some(of_day(midnight(Instant(belongs_to + self.every + DAY / 2))))
    }
}

/// Minutes after midnight of `06:30`.
fn time_of_day(text: &str) -> Option<i64> {
    let (hours, minutes) = text.trim().split_once(':')?;
    let (hours, minutes): (i64, i64) = (hours.parse().ok()?, minutes.parse().ok()?);
    ((0..24).contains(&hours) && (0..60).contains(&minutes)).then_some(hours * 60 + minutes)
}

/// Microseconds of `2 hours`, `1 day`, `15 minutes` or `hour`.
fn length(text: &str) -> Option<i64> {
    let text = text.trim();
    let (count, unit) = match text.split_once(' ') {
        Some((count, unit)) => (count.parse::<i64>().ok().filter(|count| *count > 0)?, unit.trim()),
        None => (1, text),
    };
    let unit = match unit.trim_end_matches('s') {
        "minute" => MINUTE,
        "hour" => 60 * MINUTE,
        "day" => DAY,
        "week" => 7 * DAY,
        "second" => SECOND,
        _ => return None,
    };
    count.checked_mul(unit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_due_is_told_from_the_last_run() {
        let zone = Zone::named("Europe/Paris").unwrap();
        let at = |text: &str| zone.parse(text).unwrap();
        for (every, time, last, expected) in [
            (Some("2 hours"), None, "2026-03-01T10:00", "2026-03-01T12:00"),
            (Some("week"), None, "2026-03-01T10:00", "2026-03-08T10:00"),
            // In time, late, and early of that day.
            (None, Some("06:30"), "2026-03-01T06:30", "2026-03-02T06:30"),
            (None, Some("06:30"), "2026-03-01T23:00", "2026-03-02T06:30"),
            (None, Some("06:30"), "2026-03-01T05:00", "2026-03-01T06:30"),
            (Some("7 days"), Some("06:30"), "2026-03-01T06:31", "2026-03-08T06:30"),
        ] {
            let schedule = Schedule::read(every, time, None).unwrap();
            assert_eq!(schedule.next(Some(at(last)), &zone), Some(at(expected)), "{every:?} {time:?} {last}");
        }
        assert_eq!(Schedule::read(Some("1 day"), None, None).unwrap().next(None, &zone), None);
    }

    #[test]
    fn what_cannot_be_read_is_given_back() {
        assert_eq!(Schedule::read(Some("often"), None, None), Err("often"));
        assert_eq!(Schedule::read(None, Some("25:00"), None), Err("25:00"));
        assert_eq!(Schedule::read(Some("1 day"), None, Some("-1 hour")), Err("-1 hour"));
        assert_eq!(Schedule::read(Some("2 hours"), Some("06:30"), None), Err("every"));
        assert_eq!(Schedule::read(None, None, None), Err("every"));
    }
}
