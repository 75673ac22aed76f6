//! Dates: ages, days between, windows of a customer's own dates.

use model::columns::MISSING;
use model::forms::Bounds;
use model::plan::NodeId;
use model::time::{Day, Instant, Zone};
use model::value::{Type, Value};

use super::compare::local_day;
use super::prepare::Prepared;
use super::vector::Vector;

/// Completed years at the instant's local day.
pub(super) fn age(prepared: &Prepared<'_>, node: NodeId, births: &Vector<'_>, length: usize) -> Vector<'static> {
    let today = prepared.run.zone.day(prepared.at);
    let kind = prepared.kind(node);
    let years = |position| {
        let birth = local_day(prepared, births, kind, position)?;
        Some(today.years_since(Day(birth as i32)))
    };
    Vector::Integer((0..length).map(|position| years(position).unwrap_or(MISSING)).collect())
}

/// Local midnights from one date to another.
pub(super) fn days_between(
    prepared: &Prepared<'_>,
    (from_node, from): (NodeId, &Vector<'_>),
    (to_node, to): (NodeId, &Vector<'_>),
    length: usize,
) -> Vector<'static> {
    let (from_kind, to_kind) = (prepared.kind(from_node), prepared.kind(to_node));
    let same_end = matches!(to, Vector::Same(_)).then(|| local_day(prepared, to, to_kind, 0));
    let days = |position| {
        let end = same_end.unwrap_or_else(|| local_day(prepared, to, to_kind, position))?;
        Some(end - local_day(prepared, from, from_kind, position)?)
    };
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
