//! Cells: pieces of the values that something may take, such that a comparison holds for all of a piece or for none of it.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use crate::decimal::Decimal;
use crate::forms::{Comparison, Test, Value, constant};
use crate::text::printer::{text_of, text_of_value};
use crate::time::Zone;
use crate::value::Value as Held;

/// A piece of the values that something may take.
#[derive(Clone, Debug)]
pub(super) enum Cell {
    Missing,
    /// Exactly this number.
    Number(Decimal),
    /// Between two numbers, or beyond one.
    Between(Option<Decimal>, Option<Decimal>),
    /// Exactly this text, or another one than those named.
    Text(Option<String>),
    /// What a value of the type yes or no is.
    Bool(bool),
    /// Whether a test that is no comparison with constants holds.
    Truth(bool),
}

/// A value compared with constants, if that is what a test is.
pub(super) fn compared(test: &Test) -> Option<(&Value, Vec<Held>)> {
    let constants = |value, list: &[&Value]| {
        let held: Option<Vec<Held>> = list.iter().map(|value| constant(value, &Zone::utc())).collect();
        let has_cells = |held: &Held| matches!(held, Held::Number(_) | Held::Text(_) | Held::Date(_) | Held::Bool(_));
        held.filter(|held| held.iter().all(has_cells)).map(|held| (value, held))
    };
    match test {
        Test::Compare(compare) => constants(&*compare.left, &[&compare.right]).filter(|(_, held)| {
            // Texts have no cells between them.
            let is_equality = matches!(compare.comparison, Comparison::Equal | Comparison::NotEqual);
            is_equality || number_of(&held[0]).is_some()
        }),
        Test::Between(between) => constants(&*between.value, &[&between.low, &between.high])
            .filter(|(_, held)| held.iter().all(|held| number_of(held).is_some())),
        Test::OneOf(one_of) => constants(&*one_of.value, &one_of.list.iter().collect::<Vec<_>>()),
        Test::Known(known) => Some((&*known.value, Vec::new())),
        _ => None,
    }
}

/// Where a constant lies on an axis of numbers: days are counted.
pub(super) fn number_of(held: &Held) -> Option<Decimal> {
    match held {
        Held::Number(number) => Some(*number),
        Held::Date(day) => Some(Decimal::whole(i64::from(day.0))),
        _ => None,
    }
}

/// Whether a test holds for a cell of each thing that is compared.
pub(super) fn holds(test: &Test, at: &BTreeMap<&str, &Cell>) -> bool {
    let cell = |value: &Value| at.get(text_of_value(value).as_str()).copied();
    match test {
        Test::And(and) => and.tests.iter().all(|test| holds(test, at)),
        Test::Or(or) => or.tests.iter().any(|test| holds(test, at)),
        Test::Not(not) => !holds(&not.test, at),
        Test::Known(known) => cell(&known.value).is_some_and(|cell| matches!(cell, Cell::Missing) == known.negated),
        Test::Compare(compare) if compared(test).is_some() => {
            let constant = constant(&compare.right, &Zone::utc());
            compare.comparison.holds(order(cell(&compare.left), constant))
        }
        Test::Between(between) if compared(test).is_some() => {
            let against = |bound: &Value| order(cell(&between.value), constant(bound, &Zone::utc()));
            let inside =
                Comparison::AtLeast.holds(against(&between.low)) && Comparison::AtMost.holds(against(&between.high));
            inside != between.negated
        }
        Test::OneOf(one_of) if compared(test).is_some() => {
            let is_one =
                |value: &Value| order(cell(&one_of.value), constant(value, &Zone::utc())) == Some(Ordering::Equal);
            one_of.list.iter().any(is_one) != one_of.negated
        }
        test => matches!(at.get(text_of(test).as_str()), Some(Cell::Truth(true))),
    }
}

/// The order of any value of a cell and a constant; cells are cut so that there is but one.
fn order(cell: Option<&Cell>, constant: Option<Held>) -> Option<Ordering> {
    use Ordering::{Greater, Less};
    let constant = constant?;
    let constant = number_of(&constant).map_or(constant, Held::Number);
    match (cell?, constant) {
        (Cell::Bool(truth), Held::Bool(constant)) => Some(truth.cmp(&constant)),
        (Cell::Number(number), Held::Number(constant)) => Some(number.cmp(&constant)),
        (Cell::Between(low, high), Held::Number(constant)) => {
            let is_above = low.is_some_and(|low| low >= constant);
            let is_below = high.is_some_and(|high| high <= constant);
            if is_above {
                Some(Greater)
            } else if is_below {
                Some(Less)
            } else {
                None
            }
        }
        (Cell::Text(Some(text)), Held::Text(constant)) => Some(text.as_str().cmp(&constant)),
        _ => None,
    }
}
