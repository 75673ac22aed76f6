//! Sums of numbers over the population and over sets of its customers, in one pass.

use model::distribution::Distribution;
use model::plan::NodeId;
use model::time::Instant;

use super::Run;
use super::members::Members;
use super::prepare::Prepared;
use super::unit::Unit;

/// The sums of one number over many customers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sums {
    /// Over all of the population.
    pub all: i128,
    /// Over those of each set.
    pub of_sets: Vec<i128>,
    /// Decimal places: sums count units of `10^-scale`.
    pub scale: u8,
}

impl Sums {
    /// Adds the sums over other customers.
    pub fn add(&mut self, others: &Sums) {
        self.all += others.all;
        self.of_sets.resize(others.of_sets.len(), 0);
        self.of_sets.iter_mut().zip(&others.of_sets).for_each(|(sum, other)| *sum += other);
        self.scale = others.scale;
    }
}

impl Run<'_> {
    /// The sums of each of the plan's definitions, all of which are numbers, over members of the population. In the sets the
    /// first customer of the run has the number `first`. What is missing adds nothing.
    pub fn sums(&self, at: Instant, cut_offs: &[Distribution], (sets, first): (&[&Members], usize)) -> Vec<Sums> {
        let prepared = Prepared::new(*self, at, cut_offs);
        let units = self.units(|customers| {
            let unit = Unit::new(&prepared, customers);
            self.plan.roots.iter().map(|&root| sums_of(&unit, root, (sets, first))).collect::<Vec<_>>()
        });
        let mut all = vec![Sums::default(); self.plan.roots.len()];
        for unit in &units {
            all.iter_mut().zip(unit).for_each(|(all, unit)| all.add(unit));
        }
        all
    }
}

fn sums_of(unit: &Unit<'_, '_>, node: NodeId, (sets, first): (&[&Members], usize)) -> Sums {
    let (vector, scale, present) = (unit.vector(node), unit.prepared.scale(node), unit.present());
    let number = |position| if present.get(position) { vector.number(position, scale).unwrap_or(0) } else { 0 };
    let numbers: Vec<i128> = (0..unit.customers.len()).map(number).collect();
    let start = first + unit.customers.start;
    let of_set = |set: &&Members| set.within(start..start + numbers.len()).map(|member| numbers[member - start]).sum();
    Sums { all: numbers.iter().sum(), of_sets: sets.iter().map(of_set).collect(), scale }
}
