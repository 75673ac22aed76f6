//! The past midnights whose cut-offs a plan asks for: memberships over time in segments that compare with the base.

mod asked;

use std::collections::BTreeSet;

use model::forms::Test;
use model::history::DAWN;
use model::plan::{NodeId, Op, Plan};
use model::schema::Settings;
use model::time::{Instant, Zone};

use super::used;

pub use asked::Questions;

/// What a plan asks of past midnights, seen from an instant.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Past {
    /// The midnights before the last one, the latest first.
    pub midnights: Vec<Instant>,
    /// Which of the plan's cut-offs are asked for, by their positions.
    pub cut_offs: BTreeSet<usize>,
}

impl Past {
    /// Finds them. Around a date of the customer's own, and before 2000, the cut-offs of the question hold.
    pub fn of(plan: &Plan, at: Instant, zone: &Zone, settings: &Settings) -> Past {
        let mut past = Past::default();
        // Where each test looks back to: a membership within a membership looks back from there.
        let mut seen_from = vec![at; plan.plain.len()];
        let mut earliest = at;
        for place in (0..plan.plain.len()).rev() {
            let Test::Membership(membership) = &plan.plain[place].test else { continue };
            if membership.window.own().is_some() {
                continue;
            }
            let start = membership.window.bounds(seen_from[place], zone, settings).start;
            let start = Instant(start.saturating_sub(1)).max(DAWN).min(seen_from[place]);
            let mut compares = false;
            for node in below(plan, &plan.plain[place].reads) {
                match &plan.nodes[node].op {
                    Op::Plain(inner) => seen_from[*inner] = seen_from[*inner].min(start),
                    Op::Compared { cut_off, .. } => {
                        past.cut_offs.insert(*cut_off);
                        compares = true;
                    }
                    _ => {}
                }
            }
            if compares {
                earliest = earliest.min(start);
            }
        }
        if !past.cut_offs.is_empty() {
            let before = |midnight: &Instant| Some(zone.last_midnight(Instant(midnight.0 - 1)));
            let first = zone.last_midnight(earliest);
            let all = std::iter::successors(Some(zone.last_midnight(at)), before);
            past.midnights = all.skip(1).take_while(|midnight| *midnight >= first).collect();
        }
        past
    }
}

/// Some nodes and all that they use, tests in plain code included.
pub(super) fn below(plan: &Plan, nodes: &[NodeId]) -> BTreeSet<NodeId> {
    let mut found = BTreeSet::new();
    let mut waiting = nodes.to_vec();
    while let Some(node) = waiting.pop() {
        if found.insert(node) {
            let op = &plan.nodes[node].op;
            waiting.extend(used(plan, op));
            if let Op::Plain(place) = op {
                waiting.extend(&plan.plain[*place].reads);
            }
        }
    }
    found
}
