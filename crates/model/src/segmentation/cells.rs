//! What the definitions of a segmentation cover: the values they compare are cut into cells at the constants they are
//! compared with, and each combination of cells is tried. Of whole numbers and of quantiles only cells that hold a
//! possible value exist.

mod axes;
mod cell;

use std::collections::{BTreeMap, BTreeSet};

use crate::computed::Computed;
use crate::decimal::Decimal;
use crate::forms::Test;
use crate::time::Day;
use axes::{Axes, Axis};
use cell::{Cell, holds};

/// Most combinations that are tried.
const MOST: usize = 200_000;

/// What was found of a segmentation's definitions.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Coverage {
    /// Combinations of cells; `None` when there are too many to try.
    pub cells: Option<usize>,
    /// The combinations that no definition takes, in words of the language; at most a hundred are told.
    pub uncovered: Vec<String>,
    /// How many no definition takes.
    pub n_uncovered: usize,
    /// Pairs of definitions that hold together somewhere, by position: the order decides there.
    pub overlapping: Vec<(usize, usize)>,
    /// Definitions that come into no cell, because those before take all of theirs.
    pub idle: Vec<usize>,
    /// Tests that are not comparisons with constants: each is taken to be true or false by itself.
    pub opaque: Vec<String>,
}

/// Combinations told by name.
const TOLD: usize = 100;

/// No computed attributes: what holds whatever the data is told without looking into them.
static NONE_COMPUTED: BTreeMap<String, Computed> = BTreeMap::new();

/// What some definitions cover, and where they overlap. Attributes that the base computes have the cells of what computes
/// them.
pub fn coverage(definitions: &[Test], computed: &BTreeMap<String, Computed>) -> Coverage {
    let mut axes = Axes::new(computed);
    definitions.iter().for_each(|test| axes.take(test));
    let mut coverage = Coverage { opaque: axes.opaque.keys().cloned().collect(), ..Coverage::default() };
    let axes = axes.cut();
    let Some(total) =
        axes.iter().try_fold(1usize, |total, axis| total.checked_mul(axis.cells.len()).filter(|n| *n <= MOST))
    else {
        return coverage;
    };
    coverage.cells = Some(total);
    let mut takes = vec![false; definitions.len()];
    for combination in 0..total {
        let at = combination_at(&axes, combination);
        let holding: Vec<usize> = (0..definitions.len()).filter(|place| holds(&definitions[*place], &at)).collect();
        match holding.first() {
            Some(first) => takes[*first] = true,
            None => {
                coverage.n_uncovered += 1;
                if coverage.uncovered.len() < TOLD {
                    coverage.uncovered.push(words(&axes, &at));
                }
            }
        }
        for (place, first) in holding.iter().enumerate() {
            for second in &holding[place + 1..] {
                if !coverage.overlapping.contains(&(*first, *second)) {
                    coverage.overlapping.push((*first, *second));
                }
            }
        }
    }
    coverage.overlapping.sort_unstable();
    coverage.idle = (0..definitions.len()).filter(|place| !takes[*place]).collect();
    coverage
}

/// Most combinations that are tried of one test; more are left undecided.
const MOST_OF_ONE: usize = 20_000;

/// Whether a test holds whatever the data (`Some(true)`) or never does (`Some(false)`). `None` when it depends, or when
/// there is too much to try: what is said is certain, what is not said is not.
pub fn constancy(test: &Test) -> Option<bool> {
    let (operands, is_and): (&[Test], bool) = match test {
        Test::And(and) => (&and.tests, true),
        Test::Or(or) => (&or.tests, false),
        test => return constancy_of(std::slice::from_ref(test), true),
    };
    // Operands that share no value do not bear on one another: each group of those that do is tried by itself.
    let mut groups: Vec<(BTreeSet<String>, Vec<Test>)> = Vec::new();
    for operand in operands {
        let mut axes = Axes::new(&NONE_COMPUTED);
        axes.take(operand);
        let mut group: (BTreeSet<String>, Vec<Test>) = (axes.names(), vec![operand.clone()]);
        for position in (0..groups.len()).rev() {
            if !groups[position].0.is_disjoint(&group.0) {
                let (names, tests) = groups.remove(position);
                group.0.extend(names);
                group.1.extend(tests);
            }
        }
        groups.push(group);
    }
    let found: Vec<Option<bool>> = groups.iter().map(|(_, tests)| constancy_of(tests, is_and)).collect();
    let decisive = Some(!is_and);
    if found.contains(&decisive) {
        return decisive;
    }
    found.iter().all(|found| *found == Some(is_and)).then_some(is_and)
}

/// The same for all (or any) of several tests together.
fn constancy_of(tests: &[Test], is_and: bool) -> Option<bool> {
    let mut axes = Axes::new(&NONE_COMPUTED);
    tests.iter().for_each(|test| axes.take(test));
    let axes = axes.cut();
    let total = axes
        .iter()
        .try_fold(1usize, |total, axis| total.checked_mul(axis.cells.len()).filter(|n| *n <= MOST_OF_ONE))?;
    let mut first = None;
    for combination in 0..total {
        let at = combination_at(&axes, combination);
        let verdict =
            if is_and { tests.iter().all(|test| holds(test, &at)) } else { tests.iter().any(|test| holds(test, &at)) };
        if *first.get_or_insert(verdict) != verdict {
            return None;
        }
    }
    first
}

/// The combination of cells with a number.
fn combination_at(axes: &[Axis], number: usize) -> BTreeMap<&str, &Cell> {
    let (mut rest, mut at) = (number, BTreeMap::new());
    for axis in axes {
        at.insert(axis.name.as_str(), &axis.cells[rest % axis.cells.len()]);
        rest /= axis.cells.len();
    }
    at
}

/// A combination in words of the language.
fn words(axes: &[Axis], at: &BTreeMap<&str, &Cell>) -> String {
    let one = |axis: &Axis| {
        let name = &axis.name;
        let written = |number: &Decimal| match number.units_at(0).and_then(|day| i32::try_from(day).ok()) {
            Some(day) if axis.is_of_days => Day(day).to_string(),
            _ => number.to_string(),
        };
        match at[name.as_str()] {
            Cell::Missing => format!("{name} is unknown"),
            Cell::Number(number) => format!("{name} = {}", written(number)),
            Cell::Between(None, None) => format!("{name} is known"),
            Cell::Between(None, Some(high)) => format!("{name} < {}", written(high)),
            Cell::Between(Some(low), None) => format!("{name} > {}", written(low)),
            Cell::Between(Some(low), Some(high)) => format!("{name} > {} and {name} < {}", written(low), written(high)),
            Cell::Text(Some(text)) => format!("{name} = '{}'", text.replace('\'', "''")),
            Cell::Text(None) => format!("{name} is known"),
            Cell::Bool(truth) => format!("{name} = {truth}"),
            Cell::Truth(true) => name.clone(),
            Cell::Truth(false) => format!("not ({name})"),
        }
    };
    axes.iter().map(one).collect::<Vec<_>>().join(" and ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::parser::parse;

    fn of(definitions: &[&str]) -> Coverage {
        let tests: Vec<Test> = definitions.iter().map(|text| parse(text).test.unwrap()).collect();
        coverage(&tests, &BTreeMap::new())
    }

    #[test]
    fn counts_are_whole_and_never_missing() {
        let coverage = of(&["count(order) > 1", "count(order) = 1", "count(order) = 0"]);
        assert_eq!((coverage.n_uncovered, &coverage.overlapping[..], &coverage.idle[..]), (0, &[][..], &[][..]));
        let coverage = of(&["count(order) > 1", "count(order) >= 2", "count(order) = 0"]);
        assert_eq!(coverage.uncovered, ["count(order) = 1"]);
        assert_eq!((&coverage.overlapping[..], &coverage.idle[..]), (&[(0, 1)][..], &[1][..]));
    }

    #[test]
    fn amounts_have_cells_between_and_may_be_missing() {
        let coverage = of(&["points > 10", "points < 10"]);
        assert_eq!(coverage.uncovered, ["points = 10", "points is unknown"]);
        assert_eq!(of(&["points > 10", "not points > 10"]).n_uncovered, 0);
        assert_eq!(of(&["points between 1 and 2", "points not between 1 and 2"]).n_uncovered, 0);
    }

    #[test]
    fn a_map_of_quantiles_is_covered_square_by_square() {
        let (r, f) = ("quantile(sum(order.amount), 3)", "quantile(count(order), 3)");
        let square = |r_low: u32, f_low: u32| format!("{r} = {r_low} and {f} = {f_low}");
        let all: Vec<String> = (1..4).flat_map(|low| (1..4).map(move |f_low| square(low, f_low))).collect();
        let coverage = of(&all.iter().map(String::as_str).collect::<Vec<_>>());
        // A quantile may be missing, but is between 1 and 3 when it is not.
        assert_eq!((coverage.cells, coverage.n_uncovered, coverage.overlapping.len()), (Some(16), 7, 0));
        assert!(coverage.uncovered.iter().all(|cell| cell.contains("is unknown")), "{:?}", coverage.uncovered);
    }

    #[test]
    fn texts_and_other_tests_are_told_apart() {
        let coverage = of(&["country in ('FR', 'BE')", "country != 'FR' and any(order)"]);
        assert_eq!(coverage.opaque, ["any(order)"]);
        assert_eq!(
            coverage.uncovered,
            ["country is known and not (any(order))", "country is unknown and not (any(order))"]
        );
        assert_eq!(coverage.overlapping, [(0, 1)]);
    }
}
