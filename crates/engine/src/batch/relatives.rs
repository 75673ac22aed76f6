//! What the others of a customer's group do, out of what is counted of each group.

use model::forms::{Quantifier, Relatives};

use super::compared::group;
use super::unit::Unit;
use super::vector::Vector;

/// Whether so many relatives of each customer pass the test.
pub(super) fn among(unit: &Unit<'_, '_>, how: Quantifier, cut_off: usize) -> Vector<'static> {
    Vector::Mask(unit.customers.clone().map(|customer| how.holds(relatives(unit, cut_off, customer))).collect())
}

/// How many relatives of each customer pass the test.
pub(super) fn counted(unit: &Unit<'_, '_>, cut_off: usize) -> Vector<'static> {
    let passing = |customer: usize| i128::from(relatives(unit, cut_off, customer).passing);
    Vector::Wide(unit.customers.clone().map(passing).collect())
}

/// A customer's relatives: none without a group.
fn relatives(unit: &Unit<'_, '_>, cut_off: usize, customer: usize) -> Relatives {
    let counted = unit.prepared.cut_offs.get(cut_off);
    let cut_off = &unit.prepared.run.plan.cut_offs[cut_off];
    let verdicts = counted.and_then(|counted| counted.groups.get(group(unit, cut_off, customer)?));
    verdicts.map_or_else(Relatives::default, |verdicts| Relatives::of(verdicts, unit.holds(cut_off.value, customer)))
}
