//! Arithmetic of numbers, in wide integers of a scale known beforehand.

use std::borrow::Cow;

use model::columns::MISSING;
use model::decimal::{Decimal, bounded, quotient, rescale};
use model::forms::Operator;
use model::value::Value;

use super::numbers::Integers;
use super::vector::{MISSING_WIDE, Vector};

/// The result of an operator at each position: numbers in `10^-scale` of sides in their own scales.
pub(super) fn arithmetic(
    left: (&Vector<'_>, u8),
    operator: Operator,
    right: (&Vector<'_>, u8),
    scale: u8,
    length: usize,
) -> Vector<'static> {
    if let Some(quick) = quick(left, operator, right, scale, length) {
        return Vector::Integer(quick);
    }
    let one = |position: usize| {
        let (l, r) = (left.0.number(position, left.1)?, right.0.number(position, right.1)?);
        number(operator, (l, left.1), (r, right.1), scale)
    };
    Vector::Wide((0..length).map(|position| one(position).unwrap_or(MISSING_WIDE)).collect())
}

/// The result of an operator: a number in `10^-scale` of two in their own scales.
pub(super) fn number(operator: Operator, left: (i128, u8), right: (i128, u8), scale: u8) -> Option<i128> {
    // Beyond 128 bits at these scales the shortest writing of the numbers may still fit.
    units(operator, left, right, scale)
        .or_else(|| operator.apply(Decimal::new(left.0, left.1), Decimal::new(right.0, right.1))?.units_at(scale))
}

/// The results where no scale changes and all are of 64 bits: most.
fn quick(
    left: (&Vector<'_>, u8),
    operator: Operator,
    right: (&Vector<'_>, u8),
    scale: u8,
    length: usize,
) -> Option<Integers<'static>> {
    let apply: fn(i64, i64) -> Option<i64> = match operator {
        Operator::Times if left.1 + right.1 == scale => i64::checked_mul,
        Operator::Plus if (left.1, right.1) == (scale, scale) => i64::checked_add,
        Operator::Minus if (left.1, right.1) == (scale, scale) => i64::checked_sub,
        _ => return None,
    };
    let (left, right) = (side(left, length)?, side(right, length)?);
    let one = |(&left, &right): (&i64, &i64)| match (left, right) {
        (MISSING, _) | (_, MISSING) => Some(MISSING),
        (left, right) => apply(left, right).filter(|&result| result != MISSING),
    };
    left.iter().zip(&*right).map(one).collect::<Option<Vec<i64>>>().map(|results| Integers::Wide(results.into()))
}

/// The integers of one side, if they are such.
fn side<'v>((values, scale): (&'v Vector<'_>, u8), length: usize) -> Option<Cow<'v, [i64]>> {
    match values {
        Vector::Integer(values) => Some(values.wide()),
        Vector::Same(Value::Number(number)) => {
            let units = i64::try_from(number.units_at(scale)?).ok()?;
            Some(vec![units; length].into())
        }
        _ => None,
    }
}

fn units(operator: Operator, left: (i128, u8), right: (i128, u8), scale: u8) -> Option<i128> {
    let units = match operator {
        Operator::Plus => rescale(left.0, left.1, scale)?.checked_add(rescale(right.0, right.1, scale)?),
        Operator::Minus => rescale(left.0, left.1, scale)?.checked_sub(rescale(right.0, right.1, scale)?),
        Operator::Times => rescale(left.0.checked_mul(right.0)?, left.1 + right.1, scale),
        Operator::Over => quotient(left.0, left.1, right.0, right.1),
    };
    units.and_then(|units| bounded(units, scale))
}

/// The numbers with their signs turned.
pub(super) fn negated(value: &Vector<'_>, scale: u8, length: usize) -> Vector<'static> {
    let one = |position: usize| value.number(position, scale).map_or(MISSING_WIDE, |number| -number);
    Vector::Wide((0..length).map(one).collect())
}
