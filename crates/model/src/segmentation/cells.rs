//! What the definitions of a segmentation cover: the values they compare are cut into cells at the constants they are
//! compared with, and each combination of cells is tried. Of whole numbers and of quantiles only cells that hold a
//! possible value exist.

use std::collections::{BTreeMap, BTreeSet};

use crate::computed::Computed;
use crate::decimal::Decimal;
use crate::forms::{Comparison, Function, Measure, Test, Value, constant};
use crate::text::printer::{text_of, text_of_value};
use crate::time::{Day, Zone};
use crate::value::Value as Held;

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

/// A piece of the values that something may take.
#[derive(Clone, Debug)]
enum Cell {
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

/// Something that definitions compare, and its cells.
struct Axis {
    name: String,
    /// Whether its numbers are days.
    is_of_days: bool,
    cells: Vec<Cell>,
}

/// What definitions compare with constants, by the text of the value.
struct Axes<'c> {
    computed: &'c BTreeMap<String, Computed>,
    numbers: BTreeMap<String, (Vec<Decimal>, Whole)>,
    days: BTreeSet<String>,
    bools: BTreeSet<String>,
    texts: BTreeMap<String, Vec<String>>,
    opaque: BTreeMap<String, ()>,
}

/// No computed attributes: what holds whatever the data is told without looking into them.
static NONE_COMPUTED: BTreeMap<String, Computed> = BTreeMap::new();

/// Which numbers a value may have.
#[derive(Clone, Copy, Default)]
struct Whole {
    is_whole: bool,
    is_known: bool,
    least: Option<i64>,
    greatest: Option<i64>,
}

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

/// A value compared with constants, if that is what a test is.
fn compared(test: &Test) -> Option<(&Value, Vec<Held>)> {
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
fn number_of(held: &Held) -> Option<Decimal> {
    match held {
        Held::Number(number) => Some(*number),
        Held::Date(day) => Some(Decimal::whole(i64::from(day.0))),
        _ => None,
    }
}

impl<'c> Axes<'c> {
    fn new(computed: &'c BTreeMap<String, Computed>) -> Self {
        Axes {
            computed,
            numbers: BTreeMap::new(),
            days: BTreeSet::new(),
            bools: BTreeSet::new(),
            texts: BTreeMap::new(),
            opaque: BTreeMap::new(),
        }
    }

    fn take(&mut self, test: &Test) {
        match test {
            Test::And(and) => and.tests.iter().for_each(|test| self.take(test)),
            Test::Or(or) => or.tests.iter().for_each(|test| self.take(test)),
            Test::Not(not) => self.take(&not.test),
            test => match compared(test) {
                Some((value, held)) => {
                    let name = text_of_value(value);
                    let texts: Vec<String> = held.iter().filter_map(|held| held.as_text().map(str::to_owned)).collect();
                    if !texts.is_empty() {
                        self.texts.entry(name).or_default().extend(texts);
                        return;
                    }
                    if held.iter().any(|held| matches!(held, Held::Bool(_))) {
                        self.bools.insert(name);
                        return;
                    }
                    if held.iter().any(|held| matches!(held, Held::Date(_))) {
                        self.days.insert(name.clone());
                    }
                    let numbers = held.iter().filter_map(number_of);
                    let axis = self.numbers.entry(name).or_insert_with(|| (Vec::new(), whole(value, self.computed)));
                    axis.0.extend(numbers);
                }
                None => {
                    self.opaque.insert(text_of(test), ());
                }
            },
        }
    }

    fn names(&self) -> BTreeSet<String> {
        let named = self.numbers.keys().chain(self.texts.keys()).chain(&self.bools).chain(self.opaque.keys());
        named.cloned().collect()
    }

    fn cut(self) -> Vec<Axis> {
        let mut axes = Vec::new();
        for (name, (mut numbers, mut whole)) in self.numbers {
            // A value that is compared with texts elsewhere has its cells there.
            if !self.texts.contains_key(&name) && !self.bools.contains(&name) {
                let is_of_days = self.days.contains(&name);
                whole.is_whole |= is_of_days;
                numbers.extend([whole.least, whole.greatest].into_iter().flatten().map(Decimal::whole));
                numbers.sort_unstable();
                numbers.dedup();
                axes.push(Axis { name, is_of_days, cells: cells(&numbers, whole) });
            }
        }
        for (name, mut texts) in self.texts {
            texts.sort_unstable();
            texts.dedup();
            let named = texts.into_iter().map(|text| Cell::Text(Some(text)));
            let cells = named.chain([Cell::Text(None), Cell::Missing]).collect();
            axes.push(Axis { name, is_of_days: false, cells });
        }
        for name in self.bools {
            let cells = vec![Cell::Bool(true), Cell::Bool(false), Cell::Missing];
            axes.push(Axis { name, is_of_days: false, cells });
        }
        for (name, ()) in self.opaque {
            axes.push(Axis { name, is_of_days: false, cells: vec![Cell::Truth(true), Cell::Truth(false)] });
        }
        axes
    }
}

fn whole(value: &Value, computed: &BTreeMap<String, Computed>) -> Whole {
    match value {
        Value::Named(named) => match computed.get(&named.name.text) {
            // Computed attributes do not go in a circle.
            Some(computed_by) => whole(&computed_by.value, computed),
            None => Whole::default(),
        },
        Value::Fold(fold) => {
            let is_count = matches!(fold.function, Function::Count | Function::Distinct | Function::Days);
            Whole { is_whole: is_count, is_known: is_count, least: is_count.then_some(0), greatest: None }
        }
        Value::Compared(compared) => match compared.measure {
            Measure::Quantile(parts) => {
                Whole { is_whole: true, is_known: false, least: Some(1), greatest: Some(i64::from(parts)) }
            }
            Measure::Rank => Whole { is_whole: true, is_known: false, least: Some(1), greatest: None },
            Measure::Percentile | Measure::CumulativeShare => {
                Whole { least: Some(0), greatest: Some(1), ..Whole::default() }
            }
            Measure::Average => Whole::default(),
        },
        Value::Length(_) => Whole { is_whole: true, least: Some(0), ..Whole::default() },
        Value::DaysSince(_) | Value::Age(_) => Whole { is_whole: true, ..Whole::default() },
        _ => Whole::default(),
    }
}

fn cells(numbers: &[Decimal], whole: Whole) -> Vec<Cell> {
    let mut cells = Vec::new();
    let mut between = |low: Option<Decimal>, high: Option<Decimal>| {
        let outside = low.is_none() && whole.least.is_some() || high.is_none() && whole.greatest.is_some();
        let is_empty = whole.is_whole && low.zip(high).is_some_and(|(low, high)| next_whole(low) >= high);
        if !outside && !is_empty {
            cells.push(Cell::Between(low, high));
        }
    };
    between(None, numbers.first().copied());
    for pair in numbers.windows(2) {
        between(Some(pair[0]), Some(pair[1]));
    }
    if let Some(last) = numbers.last() {
        between(Some(*last), None);
    }
    let is_possible = |number: &&Decimal| {
        let bounds = whole.least.is_none_or(|least| **number >= Decimal::whole(least))
            && whole.greatest.is_none_or(|greatest| **number <= Decimal::whole(greatest));
        bounds && (!whole.is_whole || number.scale() == 0)
    };
    cells.extend(numbers.iter().filter(is_possible).map(|number| Cell::Number(*number)));
    if !whole.is_known {
        cells.push(Cell::Missing);
    }
    cells
}

/// The least whole number above one.
fn next_whole(number: Decimal) -> Decimal {
    let one = 10i128.pow(u32::from(number.scale()));
    let units = number.units_at(number.scale()).unwrap_or(0);
    Decimal::new(units.div_euclid(one) + 1, 0)
}

fn holds(test: &Test, at: &BTreeMap<&str, &Cell>) -> bool {
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
            let is_one = |value: &Value| {
                order(cell(&one_of.value), constant(value, &Zone::utc())) == Some(std::cmp::Ordering::Equal)
            };
            one_of.list.iter().any(is_one) != one_of.negated
        }
        test => matches!(at.get(text_of(test).as_str()), Some(Cell::Truth(true))),
    }
}

/// The order of any value of a cell and a constant; cells are cut so that there is but one.
fn order(cell: Option<&Cell>, constant: Option<Held>) -> Option<std::cmp::Ordering> {
    use std::cmp::Ordering::{Greater, Less};
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
