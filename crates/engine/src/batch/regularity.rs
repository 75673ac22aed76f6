//! Rhythm: in how many periods a customer has rows, whether they stopped, whether they came back.

use model::decimal::Decimal;
use model::forms::{Bounds, Periods, ends_silence};
use model::plan::{Framed, Lapse, RowSet};
use model::time::Instant;
use model::value::Value;

use super::chosen::{Chosen, OneRun};
use super::frame::Frame;
use super::unit::Unit;
use super::vector::Vector;

/// In how many of some periods each customer has at least so many rows.
pub(super) fn active_periods(unit: &Unit<'_, '_>, rows: &RowSet, periods: &Periods, least: u32) -> Vector<'static> {
    let (run, at) = (unit.prepared.run, unit.prepared.at);
    let chosen = Chosen::new(unit, rows, None);
    if chosen.are_none() {
        return Vector::Same(Value::Number(Decimal::ZERO));
    }
    let bounds = periods.bounds(at, run.zone, run.settings);
    let active = |range: &OneRun| {
        // Rows and periods lie in order of time: one walk over both.
        let (mut period, mut in_period, mut active) = (0, 0, 0);
        for position in chosen.positions(range) {
            let at = Instant(chosen.at[position]);
            while bounds.get(period).is_some_and(|bounds| bounds.end <= at.0) {
                (period, in_period) = (period + 1, 0);
            }
            if bounds.get(period).is_some_and(|bounds| bounds.contain(at)) {
                in_period += 1;
                active += i64::from(in_period == least);
            }
        }
        active
    };
    Vector::Integer(chosen.runs.iter().map(active).collect())
}

/// Whether each customer stopped before a window, or came back in it.
pub(super) fn lapse(unit: &Unit<'_, '_>, rows: &RowSet, window: &Framed, lapse: Lapse) -> Vector<'static> {
    let run = unit.prepared.run;
    let chosen = Chosen::new(unit, rows, None);
    if chosen.are_none() {
        return Vector::Same(Value::Bool(false));
    }
    let frame = Frame::new(unit, Some(window));
    let times = |range| chosen.positions(range).map(|position| chosen.at[position]);
    let stopped = |range, bounds: Bounds| {
        let is_before = !bounds.are_empty() && times(range).next().is_some_and(|first| first < bounds.start);
        is_before && !times(range).any(|at| bounds.contain(Instant(at)))
    };
    let holds = |(customer, range)| match lapse {
        Lapse::Stopped => stopped(range, frame.whole(customer)),
        Lapse::Restarted(silence) => {
            let (mut before, bounds) = (None, frame.whole(customer));
            times(range).any(|row| {
                let came_back = bounds.contain(Instant(row))
                    && before
                        .is_some_and(|before| ends_silence(before, row, silence, bounds, (run.zone, run.settings)));
                before = Some(row);
                came_back
            })
        }
    };
    Vector::Mask(chosen.runs.iter().enumerate().map(holds).collect())
}
