//! What a plan asks of each of its cut-offs: most comparisons with the base are held against a constant, and few values
//! of a distribution decide them.

use std::collections::BTreeMap;

use model::decimal::Decimal;
use model::distribution::{Asked, Distribution};
use model::forms::Measure;
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
            for used in used(plan, &node.op) {
                let Some((measure, cut_off)) = comparison(plan, used) else { continue };
                let question = match constant_beside(plan, user, used) {
                    Some(constant) => Asked::Against(measure, constant),
                    None => Asked::Itself(measure),
                };
                let asked = asked.entry(cut_off).or_default();
                if !asked.contains(&question) {
                    asked.push(question);
                }
            }
        }
        for (measure, cut_off) in plan.roots.iter().filter_map(|&root| comparison(plan, root)) {
            asked.entry(cut_off).or_default().push(Asked::Itself(measure));
        }
        Questions(asked)
    }

    /// Whether few values decide all that is asked of a cut-off.
    pub fn need_little(&self, cut_off: usize) -> bool {
        let is_little = |asked: &Asked| {
            !matches!(asked, Asked::Itself(Measure::Percentile | Measure::Rank | Measure::CumulativeShare))
        };
        self.0.get(&cut_off).is_none_or(|asked| asked.iter().all(is_little))
    }

    /// What matters of the distribution of a cut-off.
    pub fn reduced(&self, cut_off: usize, distribution: &Distribution) -> Distribution {
        distribution.reduced(self.0.get(&cut_off).map_or(&[], Vec::as_slice))
    }
}

/// A node that compares with the base, its measure, and its cut-off.
fn comparison(plan: &Plan, node: NodeId) -> Option<(Measure, usize)> {
    match plan.nodes[node].op {
        Op::Compared { measure, cut_off } => Some((measure, cut_off)),
        _ => None,
    }
}

/// The constant that a node holds another one against, if that is what it does.
fn constant_beside(plan: &Plan, user: NodeId, node: NodeId) -> Option<Decimal> {
    let Op::Compare { left, right, .. } = plan.nodes[user].op else { return None };
    let other = if left == node { right } else { left };
    match plan.nodes[other].op {
        Op::Constant(Value::Number(constant)) => Some(constant),
        _ => None,
    }
}
