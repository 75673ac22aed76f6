//! Tests that say nothing, because they hold whatever the data or never do: contradictions, and what is always true.

use super::cells::constancy;
use crate::forms::{Compare, Test, Value, constant};
use crate::phrase::{Phrase, Place, Problem};
use crate::text::printer::text_of;
use crate::time::Zone;

/// What is wrong with a test whose parts make sense by themselves; `None` when it may hold of some and not of others, or
/// when that cannot be told by its comparisons with constants.
pub fn senseless(test: &Test) -> Option<Problem> {
    let key = match test {
        Test::Compare(compare) if says_nothing(compare) => "problem-compared-with-itself",
        test => match constancy(test)? {
            true => "problem-always",
            false if matches!(test, Test::And(_)) => "problem-contradiction",
            false => "problem-never",
        },
    };
    Some(Problem::new(Phrase::new(key).with("text", text_of(test)), place(test)))
}

/// Whether both sides are the same, or both are written out: nothing is asked of anybody.
fn says_nothing(compare: &Compare) -> bool {
    let is_constant = |value: &Value| constant(value, &Zone::utc()).is_some();
    compare.left == compare.right || is_constant(&compare.left) && is_constant(&compare.right)
}

/// From the first to the last value that a test compares; the start of the text when it compares none.
fn place(test: &Test) -> Place {
    values(test).into_iter().map(Value::place).reduce(|all, one| all.to(one)).unwrap_or_default()
}

/// The values compared in a test, in the order of the text.
fn values(test: &Test) -> Vec<&Value> {
    match test {
        Test::And(and) => and.tests.iter().flat_map(values).collect(),
        Test::Or(or) => or.tests.iter().flat_map(values).collect(),
        Test::Not(not) => values(&not.test),
        Test::Compare(compare) => vec![&compare.left, &compare.right],
        Test::Between(between) => vec![&between.value, &between.low, &between.high],
        Test::OneOf(one_of) => std::iter::once(&*one_of.value).chain(&one_of.list).collect(),
        Test::Known(known) => vec![&known.value],
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::parser::parse;

    fn told(text: &str) -> &'static str {
        senseless(&parse(text).test.unwrap()).map_or("sense", |problem| problem.phrase.key)
    }

    #[test]
    fn a_test_between_two_cells_makes_sense() {
        for text in [
            "points > 20 and points < 21",
            "count(order) > 1 and count(order) < 3",
            "country != 'FR' and country != 'BE'",
            "vip = true or vip = false",
            "points > 1 or points <= 1",
            "birth_date > 2000-01-01 and birth_date < 2000-01-03",
            "country = 'FR' and (vip = true or points > 3) and not any(order)",
        ] {
            assert_eq!(told(text), "sense", "{text}");
        }
    }

    #[test]
    fn what_no_value_can_be_is_told() {
        for (text, key) in [
            ("count(order) > 1 and count(order) < 2", "problem-contradiction"),
            ("birth_date > 2000-01-01 and birth_date < 2000-01-02", "problem-contradiction"),
            ("vip = true and vip = false", "problem-contradiction"),
            ("any(order) and not any(order)", "problem-contradiction"),
            ("points > 1 or not points > 1", "problem-always"),
            ("points between 9 and 3", "problem-never"),
            ("points = points", "problem-compared-with-itself"),
        ] {
            assert_eq!(told(text), key, "{text}");
        }
    }

    #[test]
    fn many_tests_of_other_values_do_not_hide_two_that_exclude_one_another() {
        let others: Vec<String> = (0..40).map(|number| format!("x{number} = 1")).collect();
        assert_eq!(told(&format!("a = 1 and {} and a = 2", others.join(" and "))), "problem-contradiction");
    }
}
