//! Tests that are evaluated customer by customer in plain code: each customer's timeline is made of the columns, and the
//! naive evaluator asked.

use std::collections::{BTreeMap, BTreeSet};

use model::columns::timelines::part_of_timeline;
use model::distribution::Distribution;
use model::evaluate::{Moment, World};
use model::plan::{NodeId, Op, Plain};
use model::time::Instant;
use model::timeline::Timeline;
use model::value::Value;

use super::unit::Unit;
use super::vector::Vector;
use super::{Run, used, wanted};

/// A test to be evaluated in plain code.
pub(super) struct PlainTest<'a> {
    plain: &'a Plain,
    run: Run<'a>,
    at: Instant,
    /// The streams that it reads, with those that decide about their rows.
    streams: BTreeSet<String>,
    cut_offs: BTreeMap<String, Distribution>,
}

impl<'a> PlainTest<'a> {
    /// Finds out what a test of the plan reads.
    pub(super) fn new(run: Run<'a>, at: Instant, cut_offs: &[Distribution], place: usize) -> Self {
        let plain = &run.plan.plain[place];
        let nodes = below(run, &plain.reads);
        let mut streams: BTreeSet<String> =
            wanted::of_nodes(run.plan, run.schema, nodes.iter().copied()).streams.into_keys().collect();
        let parent = |stream: &String| run.schema.streams.get(stream)?.parent.clone();
        streams.extend(streams.iter().filter_map(parent).collect::<Vec<_>>());
        let compared = nodes.iter().filter_map(|node| match &run.plan.nodes[*node].op {
            Op::Compared { cut_off, .. } | Op::AmongRelatives { cut_off, .. } | Op::CountRelatives { cut_off } => {
                Some((run.plan.cut_offs[*cut_off].key.clone(), cut_offs.get(*cut_off)?.clone()))
            }
            _ => None,
        });
        PlainTest { plain, run, at, streams, cut_offs: compared.collect() }
    }

    /// Whether the test holds for each customer of a unit; outside the population it is not asked.
    pub(super) fn holds(&self, unit: &Unit<'_, '_>) -> Vector<'static> {
        let Run { plan, base, schema, settings, zone } = self.run;
        let Some(read) = &base.in_full else { return Vector::Same(Value::Bool(false)) };
        let world =
            World { schema, settings, zone, tables: &base.tables, segments: &plan.segments, cut_offs: &self.cut_offs };
        let holds = |customer: usize| {
            if !unit.is_present(customer) {
                return false;
            }
            let part = part_of_timeline(read, schema, customer, |stream| self.streams.contains(stream));
            let id = base.ids.get(customer).map(ToString::to_string).unwrap_or_default();
            let timeline = Timeline { id, known_from: Some(Instant(base.present_from[customer])), ..part };
            Moment { world, timeline: &timeline, at: self.at, row: None }.holds(&self.plain.test)
        };
        Vector::Mask(unit.customers.clone().map(holds).collect())
    }
}

/// Some nodes and all that they use, tests in plain code included.
fn below(run: Run<'_>, nodes: &[NodeId]) -> BTreeSet<NodeId> {
    let mut found = BTreeSet::new();
    let mut waiting = nodes.to_vec();
    while let Some(node) = waiting.pop() {
        if found.insert(node) {
            let op = &run.plan.nodes[node].op;
            waiting.extend(used(run.plan, op));
            if let Op::Plain(place) = op {
                waiting.extend(&run.plan.plain[*place].reads);
            }
        }
    }
    found
}
