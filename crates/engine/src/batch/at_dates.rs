//! Definitions at several instants in one pass over the columns: what is the same at all of them is computed once, and what
//! was read of a unit of customers is still in the processor's cache when the next instant asks for it.

use model::distribution::Distribution;
use model::plan::Level;
use model::time::Instant;

use super::over_dates::is_steady;
use super::prepare::Prepared;
use super::unit::Unit;
use super::{Run, members_of};

impl Run<'_> {
    /// The number of members of each of the plan's definitions at each of some instants, given the plan's cut-offs at each.
    pub fn sizes_at(&self, dates: &[(Instant, Vec<Distribution>)]) -> Vec<Vec<usize>> {
        let Some((first, cut_offs)) = dates.first() else { return Vec::new() };
        let run: Run<'_> = *self;
        let steady = Prepared::new(run, *first, cut_offs);
        let prepared: Vec<Prepared<'_>> = dates.iter().map(|(at, cut_offs)| steady.at_another(*at, cut_offs)).collect();
        let is_shared: Vec<bool> = (0..run.plan.nodes.len())
            // What is looked at in the instants of a window has as many places as that window finds, whatever it says there.
            .map(|node| !matches!(run.plan.nodes[node].level, Level::History(_)) && is_steady(&steady, node))
            .collect();
        let units = self.units(|customers| {
            let shared = Unit::new(&steady, customers);
            let sizes = |prepared| {
                let members = members_of(&Unit::beside(&shared, &is_shared, prepared));
                members.iter().map(|members| members.count(0..members.len()) as usize).collect::<Vec<_>>()
            };
            prepared.iter().map(sizes).collect::<Vec<_>>()
        });
        let mut all = vec![vec![0; run.plan.roots.len()]; dates.len()];
        for unit in units {
            let sizes = all.iter_mut().zip(unit).flat_map(|(all, unit)| all.iter_mut().zip(unit));
            sizes.for_each(|(all, unit)| *all += unit);
        }
        all
    }
}
