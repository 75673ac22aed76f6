//! What a plan asks of each of its cut-offs: most comparisons with the base are held against a constant, and few values
//! of a distribution decide them.

use std::collections::BTreeMap;

use model::distribution::{Asked, Distribution};
use model::plan::{NodeId, Op, Plan};
use model::value::Value;

use super::super::used;

/// What is asked of each cut-off of a plan, by its position.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Questions(BTreeMap<usize, Vec<Asked>>);

impl Questions {
    /// Finds them among all nodes of a plan.
    pub fn of(plan: &Plan) -> Self {
        let mut asked: BTreeMap<usize, Vec<Asked>> = BTreeMap::new();
        for (user, node) in plan.nodes.iter().enumerate() {
            for (measure, cut_off) in used(plan, &node.op).into_iter().filter_map(|node| comparison(plan, node)) {
                let question = match constant_beside(plan, user, measure) {
                    Some(constant) => Asked::Against(measure.1, constant),
                    None => Asked::Itself(measure.1),
                };
                let asked = asked.entry(cut_off).or_default();
                if !asked.contains(&question) {
                    asked.push(question);
                }
            }
        }
        for (measure, cut_off) in plan.roots.iter().filter_map(|&root| comparison(plan, root)) {
            asked.entry(cut_off).or_default().push(Asked::Itself(measure.1));
        }
        Questions(asked)
    }

    /// What matters of the distribution of a cut-off.
    pub fn reduced(&self, cut_off: usize, distribution: &Distribution) -> Distribution {
        distribution.reduced(self.0.get(&cut_off).map_or(&[], Vec::as_slice))
    }
}

/// A node that compares with the base, its measure, and its cut-off.
fn comparison(plan: &Plan, node: NodeId) -> Option<((NodeId, model::forms::Measure), usize)> {
    match plan.nodes[node].op {
        Op::Compared { measure, cut_off } => Some(((node, measure), cut_off)),
        _ => None,
    }
}

/// The constant that a node holds another one against, if that is what it does.
fn constant_beside(
    plan: &Plan,
    user: NodeId,
    (node, _): (NodeId, model::forms::Measure),
) -> Option<model::decimal::Decimal> {
    let Op::Compare { left, right, .. } = plan.nodes[user].op else { return None };
    let other = if left == node { right } else { left };
    match plan.nodes[other].op {
        Op::Constant(Value::Number(constant)) => Some(constant),
        _ => None,
    }
}
