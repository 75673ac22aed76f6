//! Rows followed or preceded by others: one pass over each customer's rows of both streams.

use model::columns::{MISSING, NO_CODE};
use model::decimal::rescale;
use model::forms::{Bounds, Delay, Direction};
use model::plan::{NodeId, RowSet};
use model::time::Instant;
use model::value::Value;
use rustc_hash::FxHashMap;

use super::chosen::Chosen;
use super::compare::local_days;
use super::prepare::{Prepared, Table};
use super::unit::Unit;
use super::vector::{Shape, Vector};

/// Whether each row of the node's stream is followed (or preceded) by one of some rows, with the same value of a pair of
/// nodes, within a length of time.
pub(super) fn followed(
    unit: &Unit<'_, '_>,
    node: NodeId,
    (direction, rows): (Direction, &RowSet),
    same: Option<(NodeId, NodeId)>,
    within: Option<Delay>,
) -> Vector<'static> {
    let Some(stream) = unit.prepared.stream(node).and_then(|stream| stream.rows) else {
        return Vector::Same(Value::Bool(false));
    };
    let own = unit.rows_of(stream);
    let zone = unit.prepared.run.zone;
    let times = &stream.at[own.clone()];
    let chosen = Chosen::new(unit, rows, None);
    if chosen.are_none() {
        return Vector::Same(Value::Bool(false));
    }
    let keys = same.map(|same| Keys::new(unit, node, same));
    let key_here = |position| keys.as_ref().map_or(Some(0), |keys| keys.here(position));
    let key_there = |position| keys.as_ref().map_or(Some(0), |keys| keys.there(position));
    let is_near = |at: i64, other: i64| {
        let bounds = within.map(|within| match direction {
            Direction::After => within.after(Instant(at), zone),
            Direction::Before => within.before(Instant(at), zone),
        });
        bounds.is_none_or(|bounds: Bounds| bounds.contain(Instant(other)))
    };
    let mut holds = vec![false; times.len()];
    // Of each value the nearest of the other rows met so far: none is as good as the nearest one.
    let mut nearest: FxHashMap<i128, i64> = FxHashMap::default();
    for (customer, run) in unit.customers.clone().zip(chosen.runs.iter()) {
        let here = stream.offsets[customer] as usize - own.start..stream.offsets[customer + 1] as usize - own.start;
        if here.is_empty() || run.is_empty() {
            continue;
        }
        nearest.clear();
        let mut meet = |position: usize, others: &mut dyn Iterator<Item = usize>| {
            for other in others {
                if let Some(key) = key_there(other) {
                    nearest.insert(key, chosen.at[other]);
                }
            }
            let found = key_here(position).and_then(|key| nearest.get(&key));
            holds[position] = found.is_some_and(|&other| is_near(times[position], other));
        };
        match direction {
            Direction::After => {
                let mut others = chosen.positions(run).rev().peekable();
                for position in here.rev() {
                    let at = times[position];
                    meet(position, &mut std::iter::from_fn(|| others.next_if(|&other| chosen.at[other] > at)));
                }
            }
            Direction::Before => {
                let mut others = chosen.positions(run).peekable();
                for position in here {
                    let at = times[position];
                    meet(position, &mut std::iter::from_fn(|| others.next_if(|&other| chosen.at[other] < at)));
                }
            }
        }
    }
    Vector::Mask(holds.into_iter().collect())
}

/// Whether the delay after each row of the node's stream is over.
pub(super) fn is_over(unit: &Unit<'_, '_>, node: NodeId, delay: Delay) -> Vector<'static> {
    let prepared = unit.prepared;
    let Some(stream) = prepared.stream(node).and_then(|stream| stream.rows) else {
        return Vector::Same(Value::Bool(false));
    };
    let rows = unit.rows_of(stream);
    let now = prepared.at.0.saturating_add(1);
    let is_over = |&at: &i64| delay.after(Instant(at), prepared.run.zone).end <= now;
    Vector::Mask(stream.at[rows].iter().map(is_over).collect())
}

/// Numbers that are equal where two nodes, of the rows at hand and of the others, have the same value.
struct Keys<'u, 'a> {
    prepared: &'u Prepared<'a>,
    /// The code of the rows at hand for each code of the others, when both are texts.
    codes: &'u [i64],
    here: (NodeId, &'u Vector<'u>),
    there: (NodeId, &'u Vector<'u>),
}

impl<'u, 'a> Keys<'u, 'a> {
    fn new(unit: &'u Unit<'_, 'a>, node: NodeId, (here, there): (NodeId, NodeId)) -> Self {
        let prepared = unit.prepared;
        let codes = if let Table::Numbers(codes) = prepared.table(node) { codes.as_slice() } else { &[] };
        Keys { prepared, codes, here: (here, unit.vector(here)), there: (there, unit.vector(there)) }
    }

    /// The number of a row at hand.
    fn here(&self, position: usize) -> Option<i128> {
        match self.here.1 {
            Vector::Code(codes) => Some(codes.get(position)).filter(|&code| code != NO_CODE).map(i128::from),
            _ => self.uncoded(self.here, self.there.0, position),
        }
    }

    /// The number of one of the others.
    fn there(&self, position: usize) -> Option<i128> {
        match self.there.1 {
            Vector::Code(codes) => self
                .codes
                .get(codes.get(position) as usize)
                .filter(|&&code| code != MISSING)
                .map(|&code| i128::from(code)),
            _ => self.uncoded(self.there, self.here.0, position),
        }
    }

    fn uncoded(&self, (node, values): (NodeId, &Vector<'_>), other: NodeId, position: usize) -> Option<i128> {
        let prepared = self.prepared;
        match (prepared.shape(node), prepared.shape(other)) {
            (Shape::Number { scale }, Shape::Number { scale: other }) => {
                rescale(values.number(position, scale)?, scale, scale.max(other))
            }
            // A day and a moment: the moment is taken at its local day.
            (Shape::Whole, Shape::Whole) if prepared.kind(node) != prepared.kind(other) => {
                local_days(prepared.run.zone, values, prepared.kind(node))(position).map(i128::from)
            }
            (Shape::Whole, Shape::Whole) => values.whole(position).map(i128::from),
            _ => None,
        }
    }
}

/// For each text of one dictionary its code in another one, or [`MISSING`].
pub(super) fn codes_in(texts: &[Box<str>], other: &[Box<str>]) -> Vec<i64> {
    let codes: FxHashMap<&str, i64> = other.iter().zip(0..).map(|(text, code)| (&**text, code)).collect();
    texts.iter().map(|text| codes.get(&**text).copied().unwrap_or(MISSING)).collect()
}
