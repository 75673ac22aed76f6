//! Tests of texts and lists, decided once for each distinct text.

use std::ops::Range;

use model::evaluate::are_equal;
use model::forms::{CategoryTree, TextMatcher, are_near, is_under};
use model::plan::{NodeId, Op};
use model::time::Zone;
use model::value::{Type, Value};

use super::prepare::{Prepared, Table};
use super::vector::{Shape, Vector};

/// The truth of a test for each code.
pub(super) struct Truths {
    by_code: Vec<bool>,
    /// The codes for which it holds, where these follow one another: most tests hold for one text.
    run: Option<Range<u32>>,
}

impl Truths {
    fn new(by_code: Vec<bool>) -> Self {
        let first = by_code.iter().position(|&truth| truth).unwrap_or(0);
        let end = by_code.iter().rposition(|&truth| truth).map_or(0, |last| last + 1);
        let is_run = by_code[first..end].iter().all(|&truth| truth);
        Truths { run: is_run.then_some(first as u32..end as u32), by_code }
    }
}

/// The answer of a node for each code of the text it looks at; nothing when it does not look at coded texts.
pub(super) fn table(prepared: &Prepared<'_>, node: NodeId) -> Table {
    let coded = |value: NodeId| match (prepared.shape(value), prepared.op(value)) {
        (_, Op::Constant(_)) => None,
        (Shape::Code(dictionary), _) => Some(dictionary),
        _ => None,
    };
    match prepared.op(node) {
        Op::Compare { left, comparison, right } => {
            let sides = (coded(*left), prepared.op(*right), coded(*right), prepared.op(*left));
            match sides {
                (Some(dictionary), Op::Constant(Value::Text(constant)), _, _) => {
                    truths(dictionary, |text| comparison.holds(Some(text.cmp(constant))))
                }
                (_, _, Some(dictionary), Op::Constant(Value::Text(constant))) => {
                    truths(dictionary, |text| comparison.holds(Some((**constant).cmp(text))))
                }
                _ => Table::None,
            }
        }
        Op::OneOf { value, list } => match coded(*value) {
            Some(dictionary) => truths(dictionary, |text| list.iter().any(|constant| constant.as_text() == Some(text))),
            None => Table::None,
        },
        Op::Match { value, way, text, blind } => match coded(*value) {
            Some(dictionary) => {
                let matcher = TextMatcher::new(*way, text, *blind);
                if prepared.kind(*value) == Type::TextList {
                    return truths(dictionary, |text| elements(text).iter().any(|element| matcher.matches(element)));
                }
                truths(dictionary, |text| matcher.matches(text))
            }
            None => Table::None,
        },
        Op::Under { value, node, tree } => match coded(*value) {
            Some(dictionary) => truths(dictionary, |path| lies_under(prepared, path, node, tree.as_ref())),
            None => Table::None,
        },
        Op::Near { value, of, metres } => {
            let constant = |node: NodeId| match prepared.op(node) {
                Op::Constant(Value::Text(point)) => Some(point.clone()),
                _ => None,
            };
            match (coded(*value), constant(*of), coded(*of), constant(*value)) {
                (Some(dictionary), Some(point), _, _) | (_, _, Some(dictionary), Some(point)) => {
                    truths(dictionary, |text| are_near(text, &point, *metres))
                }
                _ => Table::None,
            }
        }
        Op::Has { value, quantity, list } => match coded(*value) {
            Some(dictionary) => truths(dictionary, |text| {
                let elements = elements(text);
                quantity
                    .holds(list, |constant| elements.iter().any(|element| Some(element.as_str()) == constant.as_text()))
            }),
            None => Table::None,
        },
        Op::Length(value) => match coded(*value) {
            Some(dictionary) if prepared.kind(*value) == Type::TextList => {
                Table::Numbers(dictionary.iter().map(|text| elements(text).len() as i64).collect())
            }
            Some(dictionary) => Table::Numbers(dictionary.iter().map(|text| text.chars().count() as i64).collect()),
            None => Table::None,
        },
        _ => Table::None,
    }
}

fn truths(dictionary: &[Box<str>], holds: impl Fn(&str) -> bool) -> Table {
    Table::Truths(Truths::new(dictionary.iter().map(|text| holds(text)).collect()))
}

/// The elements of a list as it is stored: a JSON array of texts.
fn elements(text: &str) -> Vec<String> {
    serde_json::from_str(text).unwrap_or_default()
}

/// Whether a constant text, or each list made by a fold, matches.
pub(super) fn matches(op: &Op, value: &Vector<'_>) -> Vector<'static> {
    let Op::Match { way, text, blind, .. } = op else { return Vector::Same(Value::Bool(false)) };
    let matcher = TextMatcher::new(*way, text, *blind);
    match value {
        Vector::Same(held) => Vector::Same(Value::Bool(matcher.match_held(held))),
        Vector::List(lists) => Vector::Mask(lists.iter().map(|list| matcher.match_held(list)).collect()),
        _ => Vector::Same(Value::Bool(false)),
    }
}

fn lies_under(prepared: &Prepared<'_>, path: &str, node: &str, tree: Option<&CategoryTree>) -> bool {
    tree.map_or_else(|| is_under(path, node), |tree| tree.is_under(path, node, &prepared.run.base.tables))
}

/// Whether a constant path lies under a node.
pub(super) fn under(
    prepared: &Prepared<'_>,
    (node, tree): (&str, Option<&CategoryTree>),
    value: &Vector<'_>,
) -> Vector<'static> {
    let holds = |held: &Value| held.as_text().is_some_and(|path| lies_under(prepared, path, node, tree));
    match value {
        Vector::Same(held) => Vector::Same(Value::Bool(holds(held))),
        Vector::List(values) => Vector::Mask(values.iter().map(holds).collect()),
        _ => Vector::Same(Value::Bool(false)),
    }
}

/// Whether each value is one of some constants, where it is not decided by code.
pub(super) fn one_of(
    prepared: &Prepared<'_>,
    node: NodeId,
    list: &[Value],
    value: &Vector<'_>,
    length: usize,
) -> Vector<'static> {
    let (shape, kind) = (prepared.shape(node), prepared.kind(node));
    let zone = prepared.run.zone;
    let is_one = |position: usize| {
        let held = value.held(position, shape, kind);
        list.iter().any(|constant| are_equal(&held, constant, zone))
    };
    Vector::Mask((0..length).map(is_one).collect())
}

/// Whether each list made by a fold has some constants.
pub(super) fn has(op: &Op, value: &Vector<'_>, length: usize, zone: &Zone) -> Vector<'static> {
    let Op::Has { quantity, list, .. } = op else { return Vector::Same(Value::Bool(false)) };
    let holds = |position: usize| {
        let elements = match value {
            Vector::List(values) => &values[position],
            Vector::Same(value) => value,
            _ => &Value::Missing,
        };
        let elements = if let Value::List(elements) = elements { elements.as_slice() } else { &[] };
        quantity.holds(list, |constant| elements.iter().any(|element| are_equal(element, constant, zone)))
    };
    Vector::Mask((0..length).map(holds).collect())
}

/// The truth of each code, by the table of a node; missing texts have none.
pub(super) fn by_code(truths: &Truths, value: &Vector<'_>) -> Vector<'static> {
    let Vector::Code(codes) = value else { return Vector::Same(Value::Bool(false)) };
    Vector::Mask(match &truths.run {
        Some(run) if run.is_empty() => return Vector::Same(Value::Bool(false)),
        Some(run) => codes.between(run.start, run.end - 1),
        None => codes.by(&truths.by_code),
    })
}

/// The length of each text or list.
pub(super) fn length(numbers: Option<&[i64]>, value: &Vector<'_>) -> Vector<'static> {
    let of = |value: &Value| match value {
        Value::List(elements) => elements.len() as i64,
        Value::Text(text) => text.chars().count() as i64,
        _ => model::columns::MISSING,
    };
    match (value, numbers) {
        (Vector::Code(codes), Some(numbers)) => Vector::Integer(
            (0..codes.len())
                .map(|at| numbers.get(codes.get(at) as usize).copied().unwrap_or(model::columns::MISSING))
                .collect(),
        ),
        (Vector::List(values), _) => Vector::Integer(values.iter().map(of).collect()),
        (Vector::Same(value), _) => match of(value) {
            model::columns::MISSING => Vector::Same(Value::Missing),
            length => Vector::Same(Value::Number(model::decimal::Decimal::whole(length))),
        },
        _ => Vector::Same(Value::Missing),
    }
}
