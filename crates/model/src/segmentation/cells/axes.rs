//! What definitions compare, each cut into cells at the constants that it is compared with.

use std::collections::{BTreeMap, BTreeSet};

use super::cell::{Cell, compared, number_of};
use crate::computed::Computed;
use crate::decimal::Decimal;
use crate::forms::{Function, Measure, Test, Value};
use crate::text::printer::{text_of, text_of_value};
use crate::value::Value as Held;

/// Something that definitions compare, and its cells.
pub(super) struct Axis {
    pub(super) name: String,
    /// Whether its numbers are days.
    pub(super) is_of_days: bool,
    pub(super) cells: Vec<Cell>,
}

/// What definitions compare with constants, by the text of the value.
pub(super) struct Axes<'c> {
    computed: &'c BTreeMap<String, Computed>,
    numbers: BTreeMap<String, (Vec<Decimal>, Whole)>,
    days: BTreeSet<String>,
    bools: BTreeSet<String>,
    texts: BTreeMap<String, Vec<String>>,
    pub(super) opaque: BTreeMap<String, ()>,
}

/// Which numbers a value may have.
#[derive(Clone, Copy, Default)]
struct Whole {
    is_whole: bool,
    is_known: bool,
    least: Option<i64>,
    greatest: Option<i64>,
}

impl<'c> Axes<'c> {
    pub(super) fn new(computed: &'c BTreeMap<String, Computed>) -> Self {
        Axes {
            computed,
            numbers: BTreeMap::new(),
            days: BTreeSet::new(),
            bools: BTreeSet::new(),
            texts: BTreeMap::new(),
            opaque: BTreeMap::new(),
        }
    }

    pub(super) fn take(&mut self, test: &Test) {
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

    pub(super) fn names(&self) -> BTreeSet<String> {
        let named = self.numbers.keys().chain(self.texts.keys()).chain(&self.bools).chain(self.opaque.keys());
        named.cloned().collect()
    }

    pub(super) fn cut(self) -> Vec<Axis> {
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

/// Which numbers a value may have, by what it is.
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

/// The cells between some numbers and at them, where there may be a value.
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
