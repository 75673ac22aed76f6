//! Comparison with the base: distributions out of all customers, and each customer's place in them.

use std::collections::BTreeMap;

use model::distribution::{Distribution, Ranked};
use model::forms::Measure;
use model::plan::{CutOff, NodeId};

use super::unit::Unit;
use super::vector::{MISSING_WIDE, Vector};

/// The numbers of the customers compared among those of a unit, by group.
pub(super) fn entries(unit: &Unit<'_, '_>, cut_off: &CutOff) -> BTreeMap<Box<str>, Vec<i128>> {
    let mut groups: BTreeMap<Box<str>, Vec<i128>> = BTreeMap::new();
    let compared = unit.customers.clone().filter(|&customer| unit.is_present(customer));
    if cut_off.group.is_none() {
        let is_among = |customer: usize| cut_off.among.is_none_or(|among| unit.holds(among, customer));
        let numbers = compared.filter(|&customer| is_among(customer));
        let numbers: Vec<i128> = numbers.filter_map(|customer| entered(unit, cut_off, customer)).collect();
        if !numbers.is_empty() {
            groups.insert("".into(), numbers);
        }
        return groups;
    }
    for customer in compared {
        let Some((group, number)) = group(unit, cut_off, customer).zip(entered(unit, cut_off, customer)) else {
            continue;
        };
        match groups.get_mut(group) {
            Some(numbers) => numbers.push(number),
            None => drop(groups.insert(group.into(), vec![number])),
        }
    }
    groups
}

/// What a customer enters: the value compared, or the verdict of the test put to relatives.
fn entered(unit: &Unit<'_, '_>, cut_off: &CutOff, customer: usize) -> Option<i128> {
    if cut_off.of_relatives {
        return Some(i128::from(unit.holds(cut_off.value, customer)));
    }
    unit.number(cut_off.value, customer)
}

/// The numbers of the customers compared, by group.
#[derive(Default)]
pub struct Entries {
    groups: BTreeMap<Box<str>, Vec<i128>>,
    scale: u8,
}

impl Entries {
    pub(super) fn new(entries: impl Iterator<Item = (Box<str>, Vec<i128>)>, scale: u8) -> Self {
        let mut groups: BTreeMap<Box<str>, Vec<i128>> = BTreeMap::new();
        for (group, numbers) in entries {
            groups.entry(group).or_default().extend(numbers);
        }
        Entries { groups, scale }
    }

    /// Adds the entries of other customers, of the same plan.
    pub fn append(&mut self, others: Entries) {
        self.scale = others.scale;
        for (group, numbers) in others.groups {
            self.groups.entry(group).or_default().extend(numbers);
        }
    }

    /// The distribution of all the numbers.
    pub fn distribution(self) -> Distribution {
        let scale = self.scale;
        let ranked = self.groups.into_iter().map(|(group, numbers)| (group, Ranked::new(numbers, scale)));
        Distribution { groups: ranked.collect() }
    }
}

/// The group of a customer; `None` when they are not compared.
pub(super) fn group<'u>(unit: &'u Unit<'_, '_>, cut_off: &CutOff, customer: usize) -> Option<&'u str> {
    if cut_off.among.is_some_and(|among| !unit.holds(among, customer)) {
        return None;
    }
    match cut_off.group {
        Some(group) => unit.text(group, customer),
        None => Some(""),
    }
}

/// Each customer's measure.
pub(super) fn measured(unit: &Unit<'_, '_>, measure: Measure, cut_off: usize) -> Vector<'static> {
    let plan = unit.prepared.run.plan;
    let Some(distribution) = unit.prepared.cut_offs.get(cut_off) else {
        return Vector::Same(model::value::Value::Missing);
    };
    let cut_off = &plan.cut_offs[cut_off];
    let scale = unit.prepared.scale(cut_off.value);
    // The mean does not depend on the customer's own value: it is computed once a group.
    let averages: BTreeMap<&str, Option<i128>> = match measure {
        Measure::Average => distribution.groups.iter().map(|(group, ranked)| (&**group, ranked.average())).collect(),
        _ => BTreeMap::new(),
    };
    // Without groups all are held against the same customers, which are looked up once.
    let everyone = distribution.groups.get("").filter(|_| cut_off.group.is_none());
    let one = |customer: usize, value: NodeId| {
        let group = group(unit, cut_off, customer)?;
        if measure == Measure::Average {
            return averages.get(group).copied().flatten();
        }
        let ranked = if let Some(everyone) = everyone { everyone } else { distribution.groups.get(group)? };
        measure.of(ranked, unit.number(value, customer)?, scale)
    };
    Vector::Wide(unit.customers.clone().map(|customer| one(customer, cut_off.value).unwrap_or(MISSING_WIDE)).collect())
}
