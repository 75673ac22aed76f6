//! Dates: ages, days between, windows of a customer's own dates.

use model::columns::{MISSING, NO_CODE};
use std::sync::LazyLock;

use model::forms::{Bounds, Calendar, SEASONS, is_anniversary, season};
use model::plan::{Framed, NodeId};
use model::time::{Day, Instant, Zone};
use model::value::{Type, Value};

use super::compare::local_days;
use super::frame::Frame;
use super::prepare::Prepared;
use super::unit::Unit;
use super::vector::Vector;

/// Completed years at the instant's local day.
pub(super) fn age(prepared: &Prepared<'_>, node: NodeId, births: &Vector<'_>, length: usize) -> Vector<'static> {
    let today = prepared.run.zone.day(prepared.at);
    let birth = local_days(prepared.run.zone, births, prepared.kind(node));
    let years = |position| Some(today.years_since(Day(birth(position)? as i32)));
    Vector::Integer((0..length).map(|position| years(position).unwrap_or(MISSING)).collect())
}

/// Local midnights from one date to another.
pub(super) fn days_between(
    prepared: &Prepared<'_>,
    (from_node, from): (NodeId, &Vector<'_>),
    (to_node, to): (NodeId, &Vector<'_>),
    length: usize,
) -> Vector<'static> {
    let start = local_days(prepared.run.zone, from, prepared.kind(from_node));
    let end = local_days(prepared.run.zone, to, prepared.kind(to_node));
    let same_end = matches!(to, Vector::Same(_)).then(|| end(0));
    let days = |position| Some(same_end.unwrap_or_else(|| end(position))? - start(position)?);
    Vector::Integer((0..length).map(|position| days(position).unwrap_or(MISSING)).collect())
}

/// Whether each date or moment lies in a window.
pub(super) fn within(zone: &Zone, bounds: Bounds, value: &Vector<'_>, kind: Type, length: usize) -> Vector<'static> {
    let bounds = if kind == Type::Date { days(zone, bounds) } else { bounds };
    let inside = |position| value.whole(position).is_some_and(|at| bounds.contain(Instant(at)));
    match value {
        Vector::Same(_) => Vector::Same(Value::Bool(length > 0 && inside(0))),
        _ => Vector::Mask((0..length).map(inside).collect()),
    }
}

/// Whether an anniversary of each date lies in a window: where there are many, decided once for each day of a leap year.
pub(super) fn anniversary(
    unit: &Unit<'_, '_>,
    node: NodeId,
    window: &Framed,
    dates: &Vector<'_>,
    length: usize,
) -> Vector<'static> {
    let prepared = unit.prepared;
    let zone = prepared.run.zone;
    let day = local_days(prepared.run.zone, dates, prepared.kind(node));
    let frame = Frame::new(unit, Some(window));
    if window.own.is_some() || length < DAYS_OF_LEAP_YEAR as usize {
        let holds =
            |position| day(position).is_some_and(|day| is_anniversary(Day(day as i32), frame.span(position), zone));
        return Vector::Mask((0..length).map(holds).collect());
    }
    let (first, span) = (LEAP_YEAR.civil(), frame.span(0));
    let by_day: Vec<bool> =
        (0..DAYS_OF_LEAP_YEAR).map(|day| is_anniversary(Day(LEAP_YEAR.0 + day), span, zone)).collect();
    let holds = |position| {
        let date = day(position).map(|day| Day(day as i32).civil());
        let in_leap_year = date.and_then(|date| date.with().year(first.year()).build().ok());
        in_leap_year.is_some_and(|date| by_day[date.day_of_year() as usize - 1])
    };
    Vector::Mask((0..length).map(holds).collect())
}

/// Whether each date lies on a day of a named calendar.
pub(super) fn during(
    prepared: &Prepared<'_>,
    node: NodeId,
    calendar: &str,
    dates: &Vector<'_>,
    length: usize,
) -> Vector<'static> {
    let calendar = Calendar::named(calendar, &prepared.run.base.tables);
    let day = local_days(prepared.run.zone, dates, prepared.kind(node));
    let holds = |position| day(position).is_some_and(|day| calendar.has(Day(day as i32)));
    Vector::Mask((0..length).map(holds).collect())
}

/// The first of January 2024, a leap year.
const LEAP_YEAR: Day = Day(19_723);
const DAYS_OF_LEAP_YEAR: i32 = 366;

/// The names of the seasons as a dictionary of texts.
pub(super) fn season_names() -> &'static [Box<str>] {
    static NAMES: LazyLock<Vec<Box<str>>> = LazyLock::new(|| SEASONS.iter().map(|name| Box::from(*name)).collect());
    &NAMES
}

/// The season of each date, by code.
pub(super) fn season_of(prepared: &Prepared<'_>, node: NodeId, dates: &Vector<'_>, length: usize) -> Vector<'static> {
    let (day, hemisphere) =
        (local_days(prepared.run.zone, dates, prepared.kind(node)), prepared.run.settings.hemisphere);
    let code = |position| Some(season(Day(day(position)? as i32), hemisphere) as u32);
    Vector::Code((0..length).map(|position| code(position).unwrap_or(NO_CODE)).collect())
}

/// The days whose local midnights lie in a window, as bounds of day numbers.
fn days(zone: &Zone, bounds: Bounds) -> Bounds {
    let first = |at: i64| match at {
        i64::MIN | i64::MAX => at,
        at => {
            let day = zone.day(Instant(at));
            i64::from(day.0) + i64::from(zone.midnight(day).0 < at)
        }
    };
    Bounds { start: first(bounds.start), end: first(bounds.end) }
}
