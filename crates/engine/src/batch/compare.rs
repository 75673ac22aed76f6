//! Comparisons of two values, with quick ways for a column and a constant.

use std::cmp::Ordering;

use model::columns::MISSING;
use model::decimal::{compare, rescale};
use model::forms::Comparison;
use model::plan::NodeId;
use model::time::{DAY, Zone};
use model::value::{Type, Value};

use super::bits::Bits;
use super::frame::clock;
use super::numbers::Integers;
use super::prepare::Prepared;
use super::vector::{MISSING_WIDE, Shape, Vector};

/// Whether the comparison of two nodes holds at each position.
pub(super) fn compared(
    prepared: &Prepared<'_>,
    (left_node, left): (NodeId, &Vector<'_>),
    comparison: Comparison,
    (right_node, right): (NodeId, &Vector<'_>),
    length: usize,
) -> Vector<'static> {
    if let (Vector::Same(left), Vector::Same(right)) = (left, right) {
        let order = model::evaluate::compare(left, right, prepared.run.zone);
        return Vector::Same(Value::Bool(comparison.holds(order)));
    }
    let kinds = (prepared.kind(left_node), prepared.kind(right_node));
    match (prepared.shape(left_node), prepared.shape(right_node)) {
        (Shape::Number { scale: left_scale }, Shape::Number { scale: right_scale }) => {
            if let Some(mask) = with_constant(left, left_scale, comparison, right) {
                return mask;
            }
            if let (Vector::Integer(left), Vector::Integer(right)) = (left, right)
                && left_scale == right_scale
            {
                return both(left, comparison, right);
            }
            let order = |position| {
                let (left, right) = (left.number(position, left_scale)?, right.number(position, right_scale)?);
                Some(compare(left, left_scale, right, right_scale))
            };
            mask(length, comparison, order)
        }
        (Shape::Whole, Shape::Whole) if kinds.0 != kinds.1 => {
            // A day and a moment: the moment is taken at its local day.
            let (left, right) =
                (local_days(prepared.run.zone, left, kinds.0), local_days(prepared.run.zone, right, kinds.1));
            mask(length, comparison, |position| Some(left(position)?.cmp(&right(position)?)))
        }
        (Shape::Whole, Shape::Whole) => match (left, right) {
            (Vector::Integer(values), Vector::Same(_)) => match right.whole(0) {
                Some(constant) => integers(values, comparison, constant),
                None => Vector::Same(Value::Bool(comparison.holds(None))),
            },
            _ => mask(length, comparison, |position| Some(left.whole(position)?.cmp(&right.whole(position)?))),
        },
        (Shape::Code(left_texts), Shape::Code(right_texts)) => mask(length, comparison, |position| {
            Some(left.text(position, left_texts)?.cmp(right.text(position, right_texts)?))
        }),
        _ => Vector::Same(Value::Bool(comparison.holds(None))),
    }
}

/// A column of integers compared with another one.
fn both(left: &Integers<'_>, comparison: Comparison, right: &Integers<'_>) -> Vector<'static> {
    let of_missing = comparison.holds(None);
    let [less, equal, greater] =
        [Ordering::Less, Ordering::Equal, Ordering::Greater].map(|order| comparison.holds(Some(order)));
    let holds = |left: i64, right: i64| {
        let is_known = (left != MISSING) & (right != MISSING);
        let holds = ((left < right) & less) | ((left == right) & equal) | ((left > right) & greater);
        if is_known { holds } else { of_missing }
    };
    Vector::Mask(Bits::of_pairs(&left.wide(), &right.wide(), holds))
}

fn mask(length: usize, comparison: Comparison, order: impl Fn(usize) -> Option<Ordering>) -> Vector<'static> {
    Vector::Mask((0..length).map(|position| comparison.holds(order(position))).collect())
}

/// Tells the local day of the day or moment at a position.
pub(super) fn local_days(zone: &Zone, days: &Vector<'_>, kind: Type) -> impl Fn(usize) -> Option<i64> {
    let local = clock(zone);
    move |position| {
        let day = days.whole(position)?;
        Some(if kind == Type::Instant { local(day).div_euclid(DAY) } else { day })
    }
}

/// A column of numbers compared with a constant, without looking at scales again for each of them.
fn with_constant(left: &Vector<'_>, scale: u8, comparison: Comparison, right: &Vector<'_>) -> Option<Vector<'static>> {
    let Vector::Same(Value::Number(constant)) = right else { return None };
    // The constant must be exact in the column's scale; 0.5 is not among whole numbers.
    if constant.scale() > scale {
        return None;
    }
    let units = constant.units_at(constant.scale()).and_then(|units| rescale(units, constant.scale(), scale))?;
    match left {
        Vector::Integer(values) => i64::try_from(units).ok().map(|units| integers(values, comparison, units)),
        Vector::Wide(values) => Some(Vector::Mask(match comparison {
            Comparison::Equal => Bits::of(values, |value| value == units && value != MISSING_WIDE),
            Comparison::NotEqual => Bits::of(values, |value| value != units || value == MISSING_WIDE),
            Comparison::Less => Bits::of(values, |value| value < units && value != MISSING_WIDE),
            Comparison::AtMost => Bits::of(values, |value| value <= units && value != MISSING_WIDE),
            // The missing number is the smallest one.
            Comparison::Greater => Bits::of(values, |value| value > units),
            Comparison::AtLeast => Bits::of(values, |value| value >= units && value != MISSING_WIDE),
        })),
        _ => None,
    }
}

fn integers(values: &Integers<'_>, comparison: Comparison, constant: i64) -> Vector<'static> {
    let (below, above) = (constant.checked_sub(1), constant.checked_add(1));
    let none = || Bits::same(false, values.len());
    Vector::Mask(match comparison {
        Comparison::Equal => values.between(constant, constant),
        // What is missing differs.
        Comparison::NotEqual => values.between(constant, constant).contrary(),
        Comparison::Less => below.map_or_else(none, |below| values.between(i64::MIN, below)),
        Comparison::AtMost => values.between(i64::MIN, constant),
        Comparison::Greater => above.map_or_else(none, |above| values.between(above, i64::MAX)),
        Comparison::AtLeast => values.between(constant, i64::MAX),
    })
}
