//! Windows, settled for a unit: their two instants, the same for all or hanging on each one's own date, and the local
//! times at which they are open.

use std::cell::Cell;

use model::forms::{Bounds, LocalTimes, Span};
use model::plan::{Framed, NodeId};
use model::time::{Day, Instant, Zone};
use model::value::{Type, Value};

use super::prepare::Prepared;
use super::unit::Unit;
use super::vector::Vector;

/// A window settled for a unit, up to the instant.
pub(super) struct Frame<'u, 'a> {
    prepared: &'u Prepared<'a>,
    window: Option<&'u Framed>,
    /// The dates that the window hangs on.
    own: Option<(&'u Vector<'u>, Type)>,
    /// The instants of a window that hangs on none, whole.
    all: Bounds,
}

impl<'u, 'a> Frame<'u, 'a> {
    /// Settles what can be before any customer or row.
    pub(super) fn new(unit: &'u Unit<'_, 'a>, window: Option<&'u Framed>) -> Self {
        let prepared = unit.prepared;
        let own = window.and_then(|window| window.own);
        let own = own.map(|own: NodeId| (unit.vector(own), prepared.kind(own)));
        let all = window.map_or(Bounds { start: i64::MIN, end: i64::MAX }, |window| {
            window.window.bounds(prepared.at, prepared.run.zone, prepared.run.settings)
        });
        Frame { prepared, window, own, all }
    }

    /// The instants for all, up to the instant of evaluation; `None` when they hang on each one's own date.
    pub(super) fn same(&self) -> Option<Bounds> {
        self.own.is_none().then(|| until(self.all, self.prepared.at))
    }

    /// The instants for the customer or row at a position, up to the instant of evaluation.
    pub(super) fn bounds(&self, position: usize) -> Bounds {
        until(self.whole(position), self.prepared.at)
    }

    /// The same with the instants to come.
    pub(super) fn whole(&self, position: usize) -> Bounds {
        match (self.window, self.own) {
            (Some(window), Some(own)) => around(self.prepared, window, own, position),
            _ => self.all,
        }
    }

    /// The span for the customer or row at a position, with the instants to come.
    pub(super) fn span(&self, position: usize) -> Span {
        let times = self.window.and_then(|window| window.window.times());
        Span { bounds: self.whole(position), times }
    }
}

/// Tells whether a window is open at the local time of an instant; `None` when it is at any.
pub(super) fn local_times<'a>(
    prepared: &Prepared<'a>,
    window: Option<&Framed>,
) -> Option<impl Fn(i64) -> bool + use<'a>> {
    window.and_then(|window| window.window.times()).map(|times| is_open(prepared.run.zone, times))
}

fn until(bounds: Bounds, at: Instant) -> Bounds {
    Bounds { start: bounds.start, end: bounds.end.min(at.0.saturating_add(1)) }
}

/// The instants of a window around the date at a position.
fn around(prepared: &Prepared<'_>, window: &Framed, (dates, kind): (&Vector<'_>, Type), position: usize) -> Bounds {
    let own = dates.whole(position).map_or(Value::Missing, |date| match kind {
        Type::Date => Value::Date(Day(date as i32)),
        _ => Value::Instant(Instant(date)),
    });
    window.window.bounds_around(&own, prepared.at, prepared.run.zone, prepared.run.settings)
}

/// Tells the local time of instants. Those that follow one another mostly lie between the same two changes of the clocks,
/// whose offset is looked up once.
pub(super) fn clock(zone: &Zone) -> impl Fn(i64) -> i64 + use<'_> {
    let known = Cell::new((0..0, 0));
    move |at: i64| {
        let (range, offset) = known.take();
        let (range, offset) = if range.contains(&at) { (range, offset) } else { zone.offset(Instant(at)) };
        known.set((range, offset));
        at.saturating_add(offset)
    }
}

/// Tells whether local times hold the local time of an instant.
fn is_open(zone: &Zone, times: LocalTimes) -> impl Fn(i64) -> bool + use<'_> {
    let local = clock(zone);
    move |at| times.contain(local(at))
}

/// Whether each date or moment lies in a window, for the windows that are more than two instants.
pub(super) fn within(
    unit: &Unit<'_, '_>,
    window: &Framed,
    (value, kind): (&Vector<'_>, Type),
    length: usize,
) -> Vector<'static> {
    let prepared = unit.prepared;
    let own = window.own.map(|own| (unit.vector(own), prepared.kind(own)));
    let all = window.window.bounds(prepared.at, prepared.run.zone, prepared.run.settings);
    let is_open = window.window.times().map(|times| is_open(prepared.run.zone, times));
    let is_in = |position| {
        let Some(date) = value.whole(position) else { return false };
        let at = if kind == Type::Date { prepared.run.zone.midnight(Day(date as i32)).0 } else { date };
        let bounds = own.map_or(all, |own| around(prepared, window, own, position));
        let bounds = if kind == Type::Date { bounds } else { window.window.of_moments(bounds, prepared.at) };
        bounds.contain(Instant(at)) && is_open.as_ref().is_none_or(|is_open| is_open(at))
    };
    Vector::Mask((0..length).map(is_in).collect())
}
