//! One plan over the columns of all customers: every node at most once a unit of customers, units in parallel.

use model::columns::Wanted;
use model::distribution::Distribution;
use model::plan::{Level, NodeId, Op, Plan, RowSet};
use model::schema::{Schema, Settings};
use model::time::{Instant, Zone};
use model::value::Value;
use rayon::iter::{IntoParallelIterator, ParallelIterator};

use crate::columns::Columns;

mod arithmetic;
mod at_dates;
mod bits;
mod chosen;
mod compare;
mod compared;
mod dates;
mod existing;
mod family;
mod fold;
mod followed;
mod frame;
mod gaps;
mod gather;
mod history;
mod members;
mod memberships;
mod numbers;
mod over_dates;
mod past;
mod permission;
mod pick;
mod places;
mod plain;
mod prepare;
mod read;
mod regularity;
mod relatives;
mod sampling;
mod sequence;
mod sums;
mod tests_of_text;
mod unit;
mod vector;
mod wanted;

use bits::Bits;
pub use compared::Entries;
pub use gather::Gathering;
pub use members::Members;
pub use memberships::ChangingEntries;
pub use over_dates::SizeOn;
pub use past::{Past, Questions};
use prepare::Prepared;
pub use sums::Sums;
use unit::Unit;

/// Customers evaluated together, so that what they touch stays in the processor's cache.
const UNIT: usize = 4_096;

/// A plan and the columns it runs over.
#[derive(Clone, Copy)]
pub struct Run<'a> {
    /// The plan.
    pub plan: &'a Plan,
    /// The columns; those of [`wanted`] at least.
    pub base: &'a Columns,
    /// The words of the base.
    pub schema: &'a Schema,
    /// The choices of the base.
    pub settings: &'a Settings,
    /// Its time zone.
    pub zone: &'a Zone,
}

/// The columns that a plan reads.
pub fn wanted(plan: &Plan, schema: &Schema) -> Wanted {
    wanted::wanted(plan, schema)
}

impl<'a> Run<'a> {
    /// The members of each of the plan's definitions at an instant, given the cut-offs of the plan.
    pub fn members(&self, at: Instant, cut_offs: &[Distribution]) -> Vec<Members> {
        let prepared = Prepared::new(*self, at, cut_offs);
        let mut units = self.units(|customers| members_of(&Unit::new(&prepared, customers))).into_iter();
        let Some(mut all) = units.next() else { return vec![Members::default(); self.plan.roots.len()] };
        for unit in units {
            all.iter_mut().zip(&unit).for_each(|(all, members)| all.append(members));
        }
        all.into_iter().map(Members::new).collect()
    }

    /// All the plan's cut-offs as of the instant `dated`, and what is counted of relatives as of the instant `at`; then,
    /// midnight by midnight, what is asked of the past ([`Past`]).
    pub fn cut_offs(&self, dated: Instant, at: Instant) -> Vec<Distribution> {
        let all_of = |dated: Instant| {
            let mut computed: Vec<Distribution> = Vec::new();
            while computed.len() < self.plan.cut_offs.len() {
                computed.push(self.entries(dated, &computed).distribution());
            }
            computed
        };
        let mut computed = all_of(dated);
        // A cut-off may compare what relatives do, as of its own date: all that was counted is counted again.
        for position in (0..computed.len()).filter(|&position| self.plan.cut_offs[position].of_relatives) {
            computed[position] = self.entries(at, &computed[..position]).distribution();
        }
        let Past { midnights, cut_offs } = Past::of(self.plan, at, self.zone, self.settings);
        let questions = Questions::of(self.plan);
        for midnight in midnights {
            let all = all_of(midnight);
            computed.extend(cut_offs.iter().map(|&position| questions.reduced(position, &all[position])));
        }
        computed
    }

    /// What these customers add to the plan's next cut-offs, after those that are computed already.
    pub fn entries(&self, at: Instant, computed: &[Distribution]) -> Entries {
        let cut_off = &self.plan.cut_offs[computed.len()];
        let prepared = Prepared::new(*self, at, computed);
        let units = self.units(|customers| compared::entries(&Unit::new(&prepared, customers), cut_off));
        Entries::new(units.into_iter().flatten(), prepared.scale(cut_off.value))
    }

    /// The number of a value node for each customer, with its scale: `None` outside the population or where it is
    /// missing. Only for plans made of values.
    pub fn numbers(&self, at: Instant, cut_offs: &[Distribution], node: NodeId) -> (Vec<Option<i128>>, u8) {
        let prepared = Prepared::new(*self, at, cut_offs);
        let units = self.units(|customers| {
            let unit = Unit::new(&prepared, customers.clone());
            let number = |customer: usize| if unit.is_present(customer) { unit.number(node, customer) } else { None };
            customers.map(number).collect::<Vec<_>>()
        });
        (units.into_iter().flatten().collect(), prepared.scale(node))
    }

    /// Goes through the customers of the population with their counts, all of the plan's roots together: it makes a tally
    /// for each unit of customers and has `add` put each customer's counts into it. Only for plans made of whole numbers.
    pub fn tallied<T: Send>(
        &self,
        at: Instant,
        cut_offs: &[Distribution],
        tally: impl Fn() -> T + Sync,
        add: impl Fn(&mut T, usize, &[i64]) + Sync,
    ) -> Vec<T> {
        let roots = &self.plan.roots;
        let prepared = Prepared::new(*self, at, cut_offs);
        self.units(|customers| {
            let unit = Unit::new(&prepared, customers.clone());
            let (mut tally, mut counts) = (tally(), vec![0; roots.len()]);
            for customer in customers.filter(|customer| unit.is_present(*customer)) {
                for (count, root) in counts.iter_mut().zip(roots) {
                    *count = unit.number(*root, customer).and_then(|units| i64::try_from(units).ok()).unwrap_or(0);
                }
                add(&mut tally, customer, &counts);
            }
            tally
        })
    }

    /// The values of the plan's roots, in order, for each customer who is wanted; missing outside the population.
    pub fn values(
        &self,
        at: Instant,
        cut_offs: &[Distribution],
        is_wanted: impl Fn(usize) -> bool + Sync,
    ) -> Vec<(usize, Vec<Value>)> {
        let prepared = Prepared::new(*self, at, cut_offs);
        let units = self.units(|customers| {
            let wanted: Vec<usize> = customers.clone().filter(|customer| is_wanted(*customer)).collect();
            if wanted.is_empty() {
                return Vec::new();
            }
            let unit = Unit::new(&prepared, customers);
            let held = |customer: usize| self.plan.roots.iter().map(|&root| unit.held(root, customer)).collect();
            wanted.into_iter().map(|customer| (customer, held(customer))).collect::<Vec<_>>()
        });
        units.into_iter().flatten().collect()
    }

    /// The number of customers in the population at an instant.
    pub fn population(&self, at: Instant) -> usize {
        self.base.present_from.iter().filter(|&&from| from <= at.0).count()
    }

    fn units<T: Send>(&self, evaluate: impl Fn(std::ops::Range<usize>) -> T + Sync) -> Vec<T> {
        let n_customers = self.base.n_customers;
        if n_customers <= UNIT {
            // Waking another thread takes longer than evaluating a few customers.
            return if n_customers == 0 { Vec::new() } else { vec![evaluate(0..n_customers)] };
        }
        let starts: Vec<usize> = (0..n_customers).step_by(UNIT).collect();
        starts.into_par_iter().map(|start| evaluate(start..(start + UNIT).min(n_customers))).collect()
    }
}

/// The members of each of the plan's definitions among the customers of a unit. `bench/instructions` counts what happens in
/// here.
#[inline(never)]
fn members_of(unit: &Unit<'_, '_>) -> Vec<Bits> {
    let present = unit.present();
    let members = |root: &NodeId| {
        let mut members = unit.holding(*root);
        members.and(&present);
        members
    };
    unit.prepared.run.plan.roots.iter().map(members).collect()
}

/// The nodes that an operation uses.
fn used(plan: &Plan, op: &Op) -> Vec<NodeId> {
    match op {
        Op::Sample { .. }
        | Op::Constant(_)
        | Op::Attribute(_)
        | Op::Field(_)
        | Op::NetQuantity
        | Op::RowTime
        | Op::Now
        | Op::IsOver(_) => Vec::new(),
        Op::InList(_) => Vec::new(),
        // What it reads is not computed for it.
        Op::Plain(_) => Vec::new(),
        Op::Compared { cut_off, .. } | Op::AmongRelatives { cut_off, .. } | Op::CountRelatives { cut_off } => {
            let cut_off = &plan.cut_offs[*cut_off];
            [Some(cut_off.value), cut_off.group, cut_off.among].into_iter().flatten().collect()
        }
        Op::Lookup { pointer: node, .. }
        | Op::Not(node)
        | Op::OneOf { value: node, .. }
        | Op::Match { value: node, .. }
        | Op::Known(node)
        | Op::Under { value: node, .. }
        | Op::Season(node)
        | Op::During { value: node, .. }
        | Op::Has { value: node, .. }
        | Op::OfParent(node)
        | Op::Negated(node)
        | Op::Age(node)
        | Op::Length(node) => vec![*node],
        Op::Near { value: left, of: right, .. }
        | Op::Compare { left, right, .. }
        | Op::Arithmetic { left, right, .. }
        | Op::DaysBetween(left, right) => {
            vec![*left, *right]
        }
        Op::And(nodes) | Op::Or(nodes) | Op::CountOf { tests: nodes, .. } => nodes.clone(),
        Op::Within { value, window } | Op::Anniversary { value, window } | Op::Changed { value, window, .. } => {
            [*value].into_iter().chain(window.own).collect()
        }
        Op::Was(test) => {
            let own = if let Level::History(window) = &plan.nodes[*test].level { window.own } else { None };
            [*test].into_iter().chain(own).collect()
        }
        Op::Fold { rows, value, .. } => rows.uses().chain(*value).collect(),
        Op::Permission(permission) => permission.uses(),
        Op::ActivePeriods { rows, .. } => rows.uses().collect(),
        Op::Lapse { rows, window, .. } => rows.uses().chain(window.own).collect(),
        Op::Followed { rows, same, .. } => {
            let same = same.iter().flat_map(|&(here, there)| [here, there]);
            rows.uses().chain(same).collect()
        }
        Op::Sequence { .. } => op.row_sets().into_iter().flat_map(RowSet::uses).collect(),
        Op::Nth { rows, value, .. } => rows.uses().chain([*value]).collect(),
    }
}
