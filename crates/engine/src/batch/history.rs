//! Past values of attributes: the instants at which a customer's profile changed, and what held between them.

use std::collections::BTreeSet;
use std::ops::Range;

use model::columns::AttributeColumn;
use model::columns::timelines::value_at;
use model::evaluate::are_equal;
use model::forms::Bounds;
use model::plan::{Framed, Level, NodeId, Op, Plan};
use model::time::Instant;
use model::value::Value;

use crate::columns::Columns;

use super::frame::Frame;
use super::read;
use super::unit::Unit;
use super::vector::Vector;

/// The instants in a window at which the profile of each customer of a unit may come to look otherwise: the first
/// one, and each change of a value.
#[derive(Default)]
pub(super) struct Spans {
    /// Instants of customer `c` of the unit are `offsets[c]..offsets[c + 1]`.
    offsets: Vec<usize>,
    at: Vec<i64>,
}

/// The windows in whose instants nodes are computed, each with the attributes read there.
pub(super) fn windows(plan: &Plan) -> Vec<(&Framed, BTreeSet<&str>)> {
    let mut windows: Vec<(&Framed, BTreeSet<&str>)> = Vec::new();
    for node in &plan.nodes {
        let Level::History(window) = &node.level else { continue };
        let known = windows.iter().position(|(known, _)| *known == window).unwrap_or_else(|| {
            windows.push((window, BTreeSet::new()));
            windows.len() - 1
        });
        if let Op::Attribute(name) = &node.op {
            windows[known].1.insert(name);
        }
    }
    windows
}

impl Spans {
    /// The instants of some customers.
    pub(super) fn new(unit: &Unit<'_, '_>, window: &Framed, names: &BTreeSet<&str>) -> Self {
        let run = unit.prepared.run;
        let frame = Frame::new(unit, Some(window));
        let histories: Vec<(&[u32], &[i64])> = names
            .iter()
            .filter_map(|name| match run.base.attributes.get(*name).map(|column| &**column) {
                Some(AttributeColumn::History { offsets, from, .. }) => Some((offsets.as_slice(), from.as_slice())),
                _ => None,
            })
            .collect();
        let mut spans = Spans { offsets: vec![0], at: Vec::new() };
        let mut instants: Vec<i64> = Vec::new();
        for (position, customer) in unit.customers.clone().enumerate() {
            let span = frame.span(position);
            let Bounds { start, end } = frame.bounds(position);
            let start = start.max(run.base.present_from[customer]);
            instants.clear();
            if start < end {
                instants.push(start);
                for (offsets, from) in &histories {
                    let of_customer = &from[offsets[customer] as usize..offsets[customer + 1] as usize];
                    instants.extend(of_customer.iter().filter(|&&at| start < at && at < end));
                }
                if span.times.is_some() {
                    instants.iter_mut().for_each(|at| *at = span.opens_from(Instant(*at), run.zone).0);
                    instants.retain(|&at| at < end);
                }
                instants.sort_unstable();
                instants.dedup();
            }
            spans.at.extend(&instants);
            spans.offsets.push(spans.at.len());
        }
        spans
    }

    /// How many instants there are.
    pub(super) fn len(&self) -> usize {
        self.at.len()
    }

    /// The values of an attribute in force at each instant.
    pub(super) fn attribute<'a>(&self, base: &'a Columns, name: &str, customers: Range<usize>) -> Vector<'a> {
        let position = |customer: usize, at: i64| match &**base.attributes.get(name)? {
            AttributeColumn::Constant(_) => Some(customer as u32),
            AttributeColumn::History { offsets, from, .. } => {
                let (start, end) = (offsets[customer] as usize, offsets[customer + 1] as usize);
                let known = from[start..end].partition_point(|&from| from <= at);
                known.checked_sub(1).map(|last| (start + last) as u32)
            }
        };
        let mut positions = Vec::with_capacity(self.at.len());
        for (customer, span) in customers.zip(self.offsets.windows(2)) {
            positions.extend(self.at[span[0]..span[1]].iter().map(|&at| position(customer, at)));
        }
        read::attribute_column(base, name)
            .map_or(Vector::Same(Value::Missing), |values| read::slice(values, 0..values.len()).picked(&positions))
    }

    /// Whether a test of the instants holds at one of each customer's at least.
    pub(super) fn any(&self, test: &Vector<'_>) -> Vector<'static> {
        let any = |span: &[usize]| (span[0]..span[1]).any(|position| test.truth(position));
        Vector::Mask(self.offsets.windows(2).map(any).collect())
    }
}

/// What a change is from and to, where that matters.
pub(super) struct Sides<'v> {
    pub(super) from: Option<&'v Value>,
    pub(super) to: Option<&'v Value>,
}

/// Whether an attribute of each customer took another value in a window.
pub(super) fn changed(
    unit: &Unit<'_, '_>,
    (name, node): (&str, NodeId),
    sides: &Sides<'_>,
    window: &Framed,
) -> Vector<'static> {
    let prepared = unit.prepared;
    let run = prepared.run;
    let frame = Frame::new(unit, Some(window));
    let Some(AttributeColumn::History { offsets, from, values }) =
        run.base.attributes.get(name).map(|column| &**column)
    else {
        // Values without dates came at no time.
        return Vector::Same(Value::Bool(false));
    };
    let held =
        |position: Option<usize>| position.map_or(Value::Missing, |at| value_at(values, prepared.kind(node), at));
    let is = |held: &Value, side: Option<&Value>| side.is_none_or(|side| are_equal(held, side, run.zone));
    let changed = |(place, customer): (usize, usize)| {
        let (span, Bounds { start: opens, end }) = (frame.span(place), frame.bounds(place));
        let (start, after) = (offsets[customer] as usize, offsets[customer + 1] as usize);
        let first = start + from[start..after].partition_point(|&at| at < opens.max(i64::MIN + 1));
        (first..after).take_while(|&position| from[position] < end).any(|position| {
            // Of several values of one instant the last one is in force, before and after.
            let is_last = position + 1 == after || from[position + 1] > from[position];
            let same_instant = from[start..position].iter().rev().take_while(|&&at| at == from[position]).count();
            let before = held((position - same_instant).checked_sub(1).filter(|&before| before >= start));
            let value = held(Some(position));
            let is_open = span.contains(Instant(from[position]), run.zone);
            is_last && is_open && value != before && is(&before, sides.from) && is(&value, sides.to)
        })
    };
    Vector::Mask(unit.customers.clone().enumerate().map(changed).collect())
}
