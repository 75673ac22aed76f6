//! Points near one another, where both depend on the customer or the row.

use model::decimal::Decimal;
use model::forms::are_near;

use super::vector::Vector;

/// Whether the two points of each position, given with their dictionaries, lie within so many metres.
pub(super) fn near(
    left: (&Vector<'_>, &[Box<str>]),
    right: (&Vector<'_>, &[Box<str>]),
    metres: Decimal,
    length: usize,
) -> Vector<'static> {
    let holds = |position: usize| {
        let points = left.0.text(position, left.1).zip(right.0.text(position, right.1));
        points.is_some_and(|(left, right)| are_near(left, right, metres))
    };
    Vector::Mask((0..length).map(holds).collect())
}
