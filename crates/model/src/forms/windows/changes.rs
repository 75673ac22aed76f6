//! When an instant that stands still next comes into a window that moves with time, or leaves it.

use super::{Period, Unit, Window, calendar};
use crate::evaluate::Moment;
use crate::time::{Day, Instant, SECOND};

impl Window {
    /// An instant after the moment's own before which `point` neither comes into the window nor leaves it.
    pub fn changes_after(&self, point: Instant, moment: &Moment<'_>) -> Instant {
        match self {
            Window::Last { count, unit } => {
                edge(point, *count, *unit, moment).min(edge(point, 0, Unit::Second, moment))
            }
            Window::Ago { from, to, unit } => {
                let near = if *from.min(to) == 0 { Unit::Second } else { *unit };
                edge(point, *from.max(to), *unit, moment).min(edge(point, *from.min(to), near, moment))
            }
            Window::Fiscal { unit, .. } | Window::LastFiscal { unit, .. } => {
                turn_from(moment.world.settings.fiscal_start, *unit, moment)
            }
            // Around a date of one's own, the bounds stand still as long as that does.
            Window::Own(_) => self.own().map_or(Instant::NEVER, |own| moment.value_until(own)),
            Window::Local(local) => {
                local.window.as_ref().map_or(Instant::NEVER, |window| window.changes_after(point, moment))
            }
            Window::Today | Window::Yesterday => turn_of(Unit::Day, moment),
            Window::Period { unit, .. } | Window::LastCalendar { unit, .. } => turn_of(*unit, moment),
            Window::Within { count, unit, .. } => {
                // A moment is in only as long as it is on its side of now; short windows move with every instant.
                let length = unit.seconds().map_or(0, |seconds| i64::from(*count).saturating_mul(seconds * SECOND));
                let near = [0, 1, -length, length, length.saturating_add(1)].map(|away| point.0.saturating_add(away));
                let itself = near.into_iter().filter(|at| *at > moment.at.0).min();
                turn_of(Unit::Day, moment).min(itself.map_or(Instant::NEVER, Instant))
            }
            Window::On(_) | Window::Since(_) | Window::Until(_) | Window::FromTo { .. } => Instant::NEVER,
        }
    }
}

impl Window {
    /// An instant after the moment's own before which no opening or closing of the window's local times comes into its
    /// stretch of time, nor leaves it.
    pub fn turns_after(&self, moment: &Moment<'_>) -> Instant {
        let Some(times) = self.times() else { return Instant::NEVER };
        let zone = moment.world.zone;
        let bounds = self.span(moment).bounds;
        let turns =
            [bounds.start, bounds.end, moment.at.0].into_iter().filter(|edge| ![i64::MIN, i64::MAX].contains(edge));
        let turns = turns.map(|edge| times.next_turn(Instant(edge.saturating_sub(1)), zone));
        let passes = turns.flat_map(|turn| [turn, Instant(turn.0.saturating_sub(1))]);
        let passes = passes.map(|turn| self.changes_after(turn, moment)).min().unwrap_or(Instant::NEVER);
        passes.min(times.next_turn(moment.at, zone))
    }
}

/// When the edge of a window that lies so far back passes a point.
fn edge(point: Instant, count: u32, unit: Unit, moment: &Moment<'_>) -> Instant {
    let zone = moment.world.zone;
    let Some(seconds) = unit.seconds() else {
        // The first day whose own day so many months before is the point's or later; a day cut to a month's end never
        // makes it earlier.
        let months = i64::from(count) * unit.months();
        let (today, day) = (zone.day(moment.at), zone.day(point));
        if today.plus_months(-months) >= day {
            // Shortly after midnight a change of the clock may bring the day before back.
            return zone.next_change(moment.at);
        }
        return zone.first_of(day.plus_months(months).max(Day(today.0 + 1)), moment.at);
    };
    let passes = point.0.saturating_add(i64::from(count).saturating_mul(seconds * SECOND));
    if passes > moment.at.0 { Instant(passes) } else { Instant::NEVER }
}

/// When the day, week, month… of the moment ends.
fn turn_of(unit: Unit, moment: &Moment<'_>) -> Instant {
    turn_from(1, unit, moment)
}

/// The same with years that start in a month.
fn turn_from(first_month: i8, unit: Unit, moment: &Moment<'_>) -> Instant {
    let (zone, week_start) = (moment.world.zone, moment.world.settings.week_start);
    if unit == Unit::Day {
        return zone.next_midnight(moment.at);
    }
    let period = calendar::period(moment.at, zone, (week_start, first_month), Period::This, unit);
    zone.first_of(zone.day(Instant(period.end)), moment.at)
}
