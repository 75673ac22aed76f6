//! Tests that are evaluated customer by customer in plain code: each customer's timeline is made of the columns, and the
//! naive evaluator asked. Memberships that can be followed over time are told without ([`super::memberships`]).

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use model::columns::timelines::part_of_timeline;
use model::distribution::Distribution;
use model::evaluate::{Moment, World};
use model::past_cut_offs::dated_key;
use model::plan::{Op, Plain};
use model::time::Instant;
use model::timeline::Timeline;
use model::value::Value;

use super::memberships::Followed;
use super::past::{Past, below};
use super::unit::Unit;
use super::vector::Vector;
use super::{Run, wanted};

/// A test to be evaluated in plain code.
pub(super) struct PlainTest<'a> {
    plain: &'a Plain,
    run: Run<'a>,
    at: Instant,
    /// The streams that it reads, with those that decide about their rows.
    streams: BTreeSet<String>,
    cut_offs: BTreeMap<String, Distribution>,
    /// How it is followed over time, when it can be: then no timeline is made.
    followed: OnceLock<Option<Followed<'a>>>,
}

impl<'a> PlainTest<'a> {
    /// Finds out what a test of the plan reads.
    pub(super) fn new(run: Run<'a>, at: Instant, cut_offs: &[Distribution], place: usize) -> Self {
        let plain = &run.plan.plain[place];
        let nodes = below(run.plan, &plain.reads);
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
        let mut all: BTreeMap<String, Distribution> = compared.collect();
        all.extend(past_of(run, at, cut_offs));
        PlainTest { plain, run, at, streams, cut_offs: all, followed: OnceLock::new() }
    }

    /// Whether the test holds for each customer of a unit; outside the population it is not asked.
    pub(super) fn holds(&self, unit: &Unit<'_, 'a>) -> Vector<'static> {
        if let Some(followed) = self.followed.get_or_init(|| Followed::new(unit.prepared, self.plain)) {
            return Vector::Mask(followed.holds(unit));
        }
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

/// The cut-offs of past midnights, which follow those of the plan.
fn past_of(run: Run<'_>, at: Instant, cut_offs: &[Distribution]) -> Vec<(String, Distribution)> {
    let n_present = run.plan.cut_offs.len();
    let Some(past) = cut_offs.get(n_present..).filter(|past| !past.is_empty()) else { return Vec::new() };
    let Past { midnights, cut_offs } = Past::of(run.plan, at, run.zone, run.settings);
    let of_midnights = midnights.into_iter().zip(past.chunks(cut_offs.len().max(1)));
    let of_midnights = of_midnights.flat_map(|(midnight, of_midnight)| {
        let keys = cut_offs.iter().map(move |position| dated_key(&run.plan.cut_offs[*position].key, midnight));
        keys.zip(of_midnight.iter().cloned()).collect::<Vec<_>>()
    });
    of_midnights.collect()
}
