//! Who is in: definitions over the whole base at an instant, with the cut-offs in force.

mod cut_offs;
mod numbers;
mod past;
mod timed;

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use engine::batch::{Members, Questions, Run, SizeOn};
use engine::columns::Columns;
use model::columns::TableColumns;
use model::distribution::Distribution;
use model::forms::Test;
use model::plan::{Plan, plan};
use model::schema::Schema;
use model::time::Instant;

use super::base::Base;
use super::columns::ComputedColumns;
use super::failure::Failure;
use super::runs::Runs;
use cut_offs::{depends, hash};

pub(crate) use timed::evaluate_timed;

/// Which cut-offs are used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum CutOffs {
    /// Those as of the last local midnight.
    InForce,
    /// Those as of the instant itself.
    Exact,
}

/// An instant, and which cut-offs hold at it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct AsOf {
    /// The instant.
    pub(crate) at: Instant,
    /// Which cut-offs.
    pub(crate) cut_offs: CutOffs,
}

/// Definitions compiled, with the columns they read, kept or at hand.
pub(crate) struct Loaded<'b> {
    base: &'b Base,
    /// The words of the definitions: those of the base, or those to come.
    schema: Schema,
    plan: Plan,
    runs: Runs<'b>,
    /// Tells definitions apart, for cut-offs that depend on those they name.
    definitions_hash: u64,
    /// Whether any cut-offs may name a computed attribute or column.
    depends: bool,
    columns: ComputedColumns<'b>,
    /// What decides of the cut-offs of past midnights, once computed.
    of_midnights: RefCell<past::Decisive>,
}

/// Members of each definition, in order, and the size of the population.
pub(crate) struct Membership {
    /// Members of each definition.
    pub(crate) members: Vec<Members>,
    /// Number of customers in the population.
    pub(crate) of: usize,
}

impl<'b> Loaded<'b> {
    /// Compiles definitions that are asked about again and again: the columns they read are kept.
    pub(crate) fn new(base: &'b Base, tests: &[&Test]) -> Result<Self, Failure> {
        Loaded::with(base, tests, base.schema(), &base.segment_tests()?, true)
    }

    /// Compiles definitions that are asked about once.
    pub(crate) fn once(base: &'b Base, tests: &[&Test]) -> Result<Self, Failure> {
        Loaded::with(base, tests, base.schema(), &base.segment_tests()?, false)
    }

    /// Compiles definitions that name segments and computed attributes as they are to be, to be asked about again and
    /// again or once.
    pub(crate) fn with(
        base: &'b Base,
        tests: &[&Test],
        schema: &Schema,
        segments: &BTreeMap<String, Test>,
        again: bool,
    ) -> Result<Self, Failure> {
        let plan = plan(tests.iter().copied(), schema, &base.zone, segments);
        Ok(Loaded::compiled(base, plan, schema, segments, again))
    }

    /// Puts the columns that a plan reads at hand, again and again or once. Cut-offs are computed before all else: with
    /// them, it never is once.
    pub(crate) fn of_plan(base: &'b Base, plan: Plan, again: bool) -> Result<Self, Failure> {
        Ok(Loaded::compiled(base, plan, base.schema(), &base.segment_tests()?, again))
    }

    fn compiled(base: &'b Base, plan: Plan, schema: &Schema, segments: &BTreeMap<String, Test>, again: bool) -> Self {
        let runs = Runs::new(base, (&plan, schema), again || !plan.cut_offs.is_empty());
        let columns = ComputedColumns::read_by(base, &plan, schema);
        // Only cut-offs are known by what definitions mean.
        let definitions_hash = if plan.cut_offs.is_empty() { 0 } else { hash(schema, segments) };
        Loaded {
            base,
            schema: schema.clone(),
            plan,
            runs,
            definitions_hash,
            depends: depends(schema),
            columns,
            of_midnights: RefCell::default(),
        }
    }

    /// Has lists hold these customers and no others, whatever the base says.
    pub(crate) fn with_lists(self, lists: BTreeMap<String, BTreeSet<u32>>) -> Self {
        self.runs.set_lists(lists);
        self
    }

    /// The run over the columns of some customers.
    fn run<'c>(&'c self, columns: &'c Columns) -> Run<'c> {
        Run {
            plan: &self.plan,
            base: columns,
            schema: &self.schema,
            settings: self.base.store.settings(),
            zone: &self.base.zone,
        }
    }

    /// The members of each definition.
    pub(crate) fn membership(&self, as_of: AsOf) -> Result<Membership, Failure> {
        let cut_offs = self.cut_offs(as_of)?;
        self.date_columns(self.dated(as_of))?;
        self.membership_with(as_of.at, &cut_offs)
    }

    /// The date of the cut-offs and computed columns that hold at an instant.
    fn dated(&self, as_of: AsOf) -> Instant {
        match as_of.cut_offs {
            CutOffs::Exact => as_of.at,
            CutOffs::InForce => self.base.zone.last_midnight(as_of.at),
        }
    }

    /// Puts the computed columns of a date at hand.
    fn date_columns(&self, date: Instant) -> Result<(), Failure> {
        if let Some(columns) = self.columns.dated(date)? {
            self.runs.set_columns(columns);
        }
        Ok(())
    }

    /// The reference tables with the computed columns that hold at an instant.
    pub(crate) fn tables(&self, as_of: AsOf) -> Result<BTreeMap<String, TableColumns>, Failure> {
        let mut tables = self.base.store.tables()?;
        for (name, columns) in self.columns.dated(self.dated(as_of))?.into_iter().flatten() {
            tables.entry(name).or_default().fields.extend(columns);
        }
        Ok(tables)
    }

    fn membership_with(&self, at: Instant, cut_offs: &[Distribution]) -> Result<Membership, Failure> {
        let mut membership = Membership { members: vec![Members::default(); self.plan.roots.len()], of: 0 };
        // Where few values decide, they alone stay in the processor's cache; those of past midnights are so already.
        let questions = Questions::of(&self.plan);
        let of_now = |(position, cut_off): (usize, &Distribution)| match self.plan.cut_offs.get(position) {
            Some(asked) if !asked.of_relatives => questions.reduced(position, cut_off),
            _ => cut_off.clone(),
        };
        let decisive: Vec<Distribution> = cut_offs.iter().enumerate().map(of_now).collect();
        self.runs.each(|first, columns| {
            let run = self.run(columns);
            for (members, found) in membership.members.iter_mut().zip(run.members(at, &decisive)) {
                members.append(&found, first);
            }
            membership.of += run.population(at);
        })?;
        Ok(membership)
    }

    /// The members of each definition as of a local midnight, which has its own cut-offs. What is computed for it is not
    /// kept: who asks for one midnight after the other would fill the base with cut-offs.
    pub(crate) fn membership_at_midnight(&self, at: Instant) -> Result<Membership, Failure> {
        let cut_offs = match self.stored(&self.stored_keys(), at)? {
            Some(stored) => stored,
            None => self.computed(at)?,
        };
        self.date_columns(at)?;
        let mut cut_offs = self.with_relatives(cut_offs, at)?;
        cut_offs.extend(self.past_cut_offs(at)?);
        self.membership_with(at, &cut_offs)
    }

    /// The size of each definition as of each of some local midnights. Where none has cut-offs of its own, all are found in
    /// one pass.
    pub(crate) fn sizes_at_midnights(&self, midnights: &[Instant]) -> Result<Vec<Vec<usize>>, Failure> {
        if !self.plan.cut_offs.is_empty() || !self.columns.is_empty() {
            let sizes = |&at| Ok(self.membership_at_midnight(at)?.members.iter().map(Members::len).collect());
            return midnights.iter().map(sizes).collect();
        }
        let dates: Vec<(Instant, Vec<Distribution>)> = midnights.iter().map(|&at| (at, Vec::new())).collect();
        let mut all = vec![vec![0; self.plan.roots.len()]; midnights.len()];
        self.runs.each(|_, columns| {
            let found = self.run(columns).sizes_at(&dates);
            let sizes = all.iter_mut().zip(found).flat_map(|(all, found)| all.iter_mut().zip(found));
            sizes.for_each(|(all, found)| *all += found);
        })?;
        Ok(all)
    }

    /// The sizes of the first definition at instants in order, found in one pass; `None` when each must be asked by itself.
    pub(crate) fn sizes(&self, dates: &[Instant]) -> Result<Option<Vec<SizeOn>>, Failure> {
        if !self.columns.is_empty() {
            return Ok(None);
        }
        let mut all = Some(vec![SizeOn::default(); dates.len()]);
        self.runs.each(|_, columns| {
            all = all.take().and_then(|mut all| {
                let sizes = self.run(columns).sizes(dates)?;
                all.iter_mut().zip(sizes).for_each(|(all, sizes)| all.add(sizes));
                Some(all)
            });
        })?;
        Ok(all)
    }

    /// The plan of the definitions.
    pub(crate) fn plan(&self) -> &Plan {
        &self.plan
    }
}

/// The primary ids of members, sorted by bytes.
pub(crate) fn ids(base: &Base, members: &Members) -> Result<Vec<String>, Failure> {
    let all = base.store.customer_ids()?;
    let mut ids: Vec<String> = members.iter().filter_map(|customer| all.get(customer).cloned()).collect();
    ids.sort_unstable();
    Ok(ids)
}
