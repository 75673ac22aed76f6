//! When a row comes into a window that moves on with time, and when it leaves it, to the instant.

use model::forms::{Bounds, Unit, Window};
use model::plan::Framed;
use model::time::{Instant, SECOND};

use super::super::Run;

/// The way of rows through a window.
pub(super) struct Passage {
    /// Rows before it have left.
    start: Edge,
    /// Rows from it on are still to come.
    end: Edge,
}

/// One end of a window, as time goes.
enum Edge {
    /// It stands still.
    Fixed(i64),
    /// It lies so many microseconds before the instant after now.
    Behind(i64),
    /// It lies somewhere from an instant on, until the next one.
    Steps { from: Vec<i64>, edges: Vec<i64> },
}

impl Edge {
    /// The first instant at which it lies after another one.
    fn passes(&self, at: i64) -> i64 {
        match self {
            Edge::Fixed(edge) => {
                if *edge > at {
                    i64::MIN
                } else {
                    i64::MAX
                }
            }
            Edge::Behind(length) => at.saturating_add(*length),
            Edge::Steps { from, edges } => match edges.partition_point(|&edge| edge <= at) {
                0 => i64::MIN,
                place => from.get(place).copied().unwrap_or(i64::MAX),
            },
        }
    }
}

impl Passage {
    /// Follows a window between two instants; `None` when it does not only move on.
    pub(super) fn new(run: Run<'_>, framed: Option<&Framed>, (from, until): (i64, i64)) -> Option<Self> {
        let never = Edge::Fixed(i64::MAX);
        let Some(framed) = framed else { return Some(Passage { start: Edge::Fixed(i64::MIN), end: never }) };
        if framed.own.is_some() || framed.window.own().is_some() {
            return None;
        }
        let length =
            |count: u32, unit: Unit| unit.seconds().map(|seconds| i64::from(count).saturating_mul(seconds * SECOND));
        let steps = |window: &Window| steps(run, window, (from, until));
        let window = match framed.window.stretch() {
            None => return Some(Passage { start: Edge::Fixed(i64::MIN), end: never }),
            Some(window) => window,
        };
        Some(match window {
            Window::Last { count, unit } => {
                let start = match length(*count, *unit) {
                    Some(length) => Edge::Behind(length),
                    None => steps(window)?.0,
                };
                Passage { start, end: never }
            }
            Window::Ago { from: one, to: other, unit } => {
                let (near, far) = (*one.min(other), *one.max(other));
                match (length(far, *unit), length(near, *unit)) {
                    (Some(far), Some(0)) => Passage { start: Edge::Behind(far), end: never },
                    (Some(far), Some(near)) => Passage { start: Edge::Behind(far), end: Edge::Behind(near) },
                    _ => {
                        let (start, end) = steps(window)?;
                        Passage { start, end: if near == 0 { never } else { end } }
                    }
                }
            }
            // Of short units it moves with every instant.
            Window::Within { unit: Unit::Second | Unit::Minute | Unit::Hour, .. } => return None,
            window => {
                let (start, end) = steps(window)?;
                Passage { start, end }
            }
        })
    }

    /// The instants between which a row lies in the window: the first one, and the first one after.
    pub(super) fn of(&self, at: i64) -> (i64, i64) {
        (self.end.passes(at).max(at), self.start.passes(at))
    }

    /// The first instant at which a row no longer lies in the window.
    pub(super) fn leaves(&self, at: i64) -> i64 {
        self.start.passes(at)
    }
}

/// The two ends of a window that moves with the local day; `None` where clocks bring a day back.
fn steps(run: Run<'_>, window: &Window, (from, until): (i64, i64)) -> Option<(Edge, Edge)> {
    let (mut instants, mut starts, mut ends) = (Vec::new(), Vec::new(), Vec::new());
    let mut at = Instant(from);
    while at.0 <= until {
        let Bounds { start, end } = window.bounds(at, run.zone, run.settings);
        if starts.last() != Some(&start) || ends.last() != Some(&end) {
            instants.push(at.0);
            starts.push(start);
            ends.push(end);
        }
        at = run.zone.next_midnight(at);
    }
    let is_moving_on = starts.is_sorted() && ends.is_sorted();
    let edge = |edges| Edge::Steps { from: instants.clone(), edges };
    is_moving_on.then(|| (edge(starts), edge(ends)))
}
