//! The type that an expression wants of a column, by what it does with it: a CSV file knows texts only.

use std::collections::BTreeMap;

use model::plan::{NodeId, Op, Plan};
use model::value::Type;

/// The columns of which a plan wants another type than they have.
pub(super) fn demands(plan: &Plan) -> BTreeMap<String, Type> {
    let mut demands = BTreeMap::new();
    for node in &plan.nodes {
        for (wanted_of, kind) in wants(plan, &node.op) {
            if let Op::Field(name) = &plan.nodes[wanted_of].op
                && let Some(kind) = better(plan.nodes[wanted_of].kind, kind)
            {
                demands.insert(name.clone(), kind);
            }
        }
    }
    demands
}

/// What an operation wants of the nodes it uses.
fn wants(plan: &Plan, op: &Op) -> Vec<(NodeId, Type)> {
    let kind = |node: NodeId| plan.nodes[node].kind.unwrap_or(Type::Text);
    let is_field = |node: NodeId| matches!(plan.nodes[node].op, Op::Field(_));
    match op {
        Op::Match { value, .. } | Op::Lookup { pointer: value, .. } => vec![(*value, Type::Text)],
        Op::Arithmetic { left, right, .. } => vec![(*left, Type::Number), (*right, Type::Number)],
        Op::Negated(value) => vec![(*value, Type::Number)],
        Op::Compare { left, right, .. } if is_field(*left) != is_field(*right) => {
            if is_field(*left) {
                vec![(*left, kind(*right))]
            } else {
                vec![(*right, kind(*left))]
            }
        }
        Op::OneOf { value, list } => {
            use model::value::Value;
            let kind = list.first().and_then(|first| match first {
                Value::Text(_) => Some(Type::Text),
                Value::Number(_) => Some(Type::Number),
                Value::Bool(_) => Some(Type::Bool),
                Value::Date(_) => Some(Type::Date),
                Value::Instant(_) => Some(Type::Instant),
                Value::Missing | Value::List(_) => None,
            });
            kind.map(|kind| (*value, kind)).into_iter().collect()
        }
        Op::DaysBetween(from, to) => vec![(*from, Type::Instant), (*to, Type::Instant)],
        _ => Vec::new(),
    }
}

/// The type to read a column as instead of its own; `None` when its own does.
fn better(own: Option<Type>, wanted: Type) -> Option<Type> {
    let own = own.unwrap_or(Type::Text);
    let does = own == wanted
        || (own.is_numeric() && wanted.is_numeric())
        || (own.is_text() && wanted.is_text())
        || (own.is_temporal() && wanted.is_temporal());
    if does {
        return None;
    }
    // A day alone may stand where moments do.
    Some(if wanted == Type::Date { Type::Instant } else { wanted })
}
