//! What numbers customers have: values of a plan for each of them, tallied, or added up.

use engine::batch::{Members, Sums};
use model::time::Instant;
use model::value::Value;

use super::{AsOf, Loaded};
use crate::ops::failure::Failure;

/// The number of each customer in units of its scale, and that scale: how many decimal places.
pub(crate) type Numbers = (Vec<Option<i128>>, u8);

impl Loaded<'_> {
    /// The number of each customer for the plan's definition at a position, with its decimal places. Only for plans made
    /// of values without cut-offs.
    pub(crate) fn numbers(&self, at: Instant, position: usize) -> Result<(Vec<Option<i128>>, u8), Failure> {
        self.date_columns(self.base.zone.last_midnight(at))?;
        let (mut all, mut scale) = (Vec::new(), 0);
        self.runs.each(|_, columns| {
            let (numbers, places) = self.run(columns).numbers(at, &[], self.plan.roots[position]);
            all.extend(numbers);
            scale = places;
        })?;
        Ok((all, scale))
    }

    /// The numbers of each customer for all definitions of a plan of values, with their decimal places; `None` outside the
    /// population and where a value is missing.
    pub(crate) fn all_numbers(&self, as_of: AsOf) -> Result<Vec<Numbers>, Failure> {
        self.numbers_of(as_of, 0..self.plan.roots.len())
    }

    /// The same for some of the definitions, by their places.
    pub(crate) fn numbers_of(&self, as_of: AsOf, places: std::ops::Range<usize>) -> Result<Vec<Numbers>, Failure> {
        let cut_offs = self.cut_offs(as_of)?;
        self.date_columns(self.dated(as_of))?;
        let roots = &self.plan.roots[places];
        let mut all = vec![(Vec::new(), 0); roots.len()];
        self.runs.each(|_, columns| {
            let run = self.run(columns);
            for ((numbers, scale), root) in all.iter_mut().zip(roots) {
                let (found, places) = run.numbers(as_of.at, &cut_offs, *root);
                numbers.extend(found);
                *scale = places;
            }
        })?;
        Ok(all)
    }

    /// Goes through the customers of the population with their counts, all of them of a plan of whole numbers: each unit of
    /// customers has a tally, which `add` puts them into.
    pub(crate) fn tallied<T: Send>(
        &self,
        as_of: AsOf,
        tally: impl Fn() -> T + Sync,
        add: impl Fn(&mut T, usize, &[i64]) + Sync,
    ) -> Result<Vec<T>, Failure> {
        let cut_offs = self.cut_offs(as_of)?;
        self.date_columns(self.dated(as_of))?;
        let mut tallies = Vec::new();
        self.runs.each(|first, columns| {
            let add = |tally: &mut T, customer: usize, counts: &[i64]| add(tally, first + customer, counts);
            tallies.extend(self.run(columns).tallied(as_of.at, &cut_offs, &tally, add));
        })?;
        Ok(tallies)
    }

    /// The sums of the numbers of a plan of values over the population and over each of some sets of customers.
    pub(crate) fn sums(&self, as_of: AsOf, sets: &[&Members]) -> Result<Vec<Sums>, Failure> {
        let cut_offs = self.cut_offs(as_of)?;
        self.date_columns(self.dated(as_of))?;
        let mut all = vec![Sums::default(); self.plan.roots.len()];
        self.runs.each(|first, columns| {
            let found = self.run(columns).sums(as_of.at, &cut_offs, (sets, first));
            all.iter_mut().zip(&found).for_each(|(all, found)| all.add(found));
        })?;
        Ok(all)
    }

    /// The values of a plan of values for each of some members, by their numbers.
    pub(crate) fn values(&self, as_of: AsOf, members: &Members) -> Result<Vec<(usize, Vec<Value>)>, Failure> {
        self.values_of(as_of, |customer| members.contains(customer))
    }

    /// The values of a plan of values for each customer who is wanted, by their numbers.
    pub(crate) fn values_of(
        &self,
        as_of: AsOf,
        is_wanted: impl Fn(usize) -> bool + Sync,
    ) -> Result<Vec<(usize, Vec<Value>)>, Failure> {
        let cut_offs = self.cut_offs(as_of)?;
        self.date_columns(self.dated(as_of))?;
        let mut all = Vec::new();
        self.runs.each(|first, columns| {
            let values = self.run(columns).values(as_of.at, &cut_offs, |customer| is_wanted(first + customer));
            all.extend(values.into_iter().map(|(customer, values)| (first + customer, values)));
        })?;
        Ok(all)
    }
}
