//! Who is in: definitions over the whole base at an instant, with the cut-offs in force.

use std::collections::{BTreeMap, BTreeSet};

use engine::batch::{Entries, Members, Past, Run, SizeOn, Sums};
use engine::columns::Columns;
use model::columns::TableColumns;
use model::distribution::Distribution;
use model::forms::Test;
use model::past_cut_offs::dated_key;
use model::phrase::Phrase;
use model::plan::{Plan, plan};
use model::schema::Schema;
use model::text::printer::{text_of, text_of_value};
use model::time::Instant;
use model::value::Value;
use xxhash_rust::xxh3::xxh3_64;

use super::base::Base;
use super::columns::ComputedColumns;
use super::failure::Failure;
use super::runs::Runs;

/// Values of customers that the cut-offs of past midnights may hold together, each of forty bytes.
const MOST_PAST: usize = 50_000_000;

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
}

/// Members of each definition, in order, and the size of the population.
pub(crate) struct Membership {
    /// Members of each definition.
    pub(crate) members: Vec<Members>,
    /// Number of customers in the population.
    pub(crate) of: usize,
}

/// The number of each customer in units of its scale, and that scale: how many decimal places.
pub(crate) type Numbers = (Vec<Option<i128>>, u8);

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
        let runs = Runs::new(base, &plan, again || !plan.cut_offs.is_empty());
        let columns = ComputedColumns::read_by(base, &plan, schema);
        // Only cut-offs are known by what definitions mean.
        let definitions_hash = if plan.cut_offs.is_empty() { 0 } else { hash(schema, segments) };
        Loaded { base, schema: schema.clone(), plan, runs, definitions_hash, depends: depends(schema), columns }
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
        self.runs.each(|first, columns| {
            let run = self.run(columns);
            for (members, found) in membership.members.iter_mut().zip(run.members(at, cut_offs)) {
                members.append(&found, first);
            }
            membership.of += run.population(at);
        })?;
        Ok(membership)
    }

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

    /// The plan's cut-offs as of an instant, computed anew. What is counted of relatives is so too: a cut-off may compare
    /// what they do, as of its own date.
    fn computed(&self, at: Instant) -> Result<Vec<Distribution>, Failure> {
        if !self.plan.cut_offs.is_empty() {
            self.date_columns(at)?;
        }
        let mut computed = Vec::new();
        while computed.len() < self.plan.cut_offs.len() {
            let mut entries = Entries::default();
            self.runs.each(|_, columns| entries.append(self.run(columns).entries(at, &computed)))?;
            computed.push(entries.distribution());
        }
        Ok(computed)
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

    /// Cut-offs with what is counted of relatives as of an instant.
    fn with_relatives(&self, mut cut_offs: Vec<Distribution>, at: Instant) -> Result<Vec<Distribution>, Failure> {
        for position in (0..cut_offs.len()).filter(|&position| self.plan.cut_offs[position].of_relatives) {
            let mut entries = Entries::default();
            self.runs.each(|_, columns| entries.append(self.run(columns).entries(at, &cut_offs[..position])))?;
            cut_offs[position] = entries.distribution();
        }
        Ok(cut_offs)
    }

    /// The cut-offs that hold at an instant, by key; after them those of past midnights, by [`dated_key`].
    pub(crate) fn cut_offs_by_key(&self, as_of: AsOf) -> Result<BTreeMap<String, Distribution>, Failure> {
        let Past { midnights, cut_offs } = self.past(as_of.at);
        let keys = |position: usize| self.plan.cut_offs[position].key.as_str();
        let present = (0..self.plan.cut_offs.len()).map(|position| keys(position).to_owned());
        let dated = midnights.into_iter().flat_map(|midnight| {
            cut_offs.iter().map(|position| dated_key(keys(*position), midnight)).collect::<Vec<_>>()
        });
        Ok(present.chain(dated).zip(self.cut_offs(as_of)?).collect())
    }

    /// What is asked of past midnights at an instant.
    fn past(&self, at: Instant) -> Past {
        Past::of(&self.plan, at, &self.base.zone, self.base.store.settings())
    }

    /// The cut-offs of past midnights, midnight by midnight; refused where they would fill the memory.
    fn past_cut_offs(&self, at: Instant) -> Result<Vec<Distribution>, Failure> {
        let Past { midnights, cut_offs } = self.past(at);
        let n_customers = self.base.store.n_customers().max(1);
        let most = (MOST_PAST / (n_customers * cut_offs.len().max(1))).max(1);
        if midnights.len() > most {
            let phrase = Phrase::new("failed-far-membership").with("midnights", midnights.len()).with("most", most);
            return Err(Failure::Failed(phrase));
        }
        let mut past = Vec::new();
        for midnight in midnights {
            let mut of_midnight = Vec::new();
            for position in 0..self.plan.cut_offs.len() {
                let mut entries = Entries::default();
                self.runs.each(|_, columns| entries.append(self.run(columns).entries(midnight, &of_midnight)))?;
                let distribution = entries.distribution();
                past.extend(cut_offs.contains(&position).then(|| distribution.clone()));
                of_midnight.push(distribution);
            }
        }
        Ok(past)
    }

    /// The cut-offs that hold at an instant: those stored with their date when they come from the same facts, else
    /// computed, and stored. Of less than what is known now they are always computed. What is counted of relatives is
    /// that of the very instant.
    /// Those of past midnights follow ([`Past`]).
    pub(crate) fn cut_offs(&self, as_of: AsOf) -> Result<Vec<Distribution>, Failure> {
        let mut cut_offs = match as_of.cut_offs {
            CutOffs::Exact => self.computed(as_of.at)?,
            CutOffs::InForce => {
                let in_force = self.in_force(as_of.at)?;
                self.date_columns(self.dated(as_of))?;
                self.with_relatives(in_force, as_of.at)?
            }
        };
        cut_offs.extend(self.past_cut_offs(as_of.at)?);
        Ok(cut_offs)
    }

    /// The cut-offs of the last midnight, with nothing certain about relatives.
    fn in_force(&self, at: Instant) -> Result<Vec<Distribution>, Failure> {
        if self.plan.cut_offs.is_empty() {
            return Ok(Vec::new());
        }
        let midnight = self.base.zone.last_midnight(at);
        let keys = self.stored_keys();
        if let Some(stored) = self.stored(&keys, midnight)? {
            return Ok(stored);
        }
        let computed = self.computed(midnight)?;
        if !self.keeps_cut_offs() {
            return Ok(computed);
        }
        let of_midnight = self.plan.cut_offs.iter().zip(keys.iter().zip(&computed));
        for (_, (key, cut_offs)) in of_midnight.filter(|(cut_off, _)| !cut_off.of_relatives) {
            // A base that cannot be written to now is read all the same: the cut-offs are computed again next time.
            let _ = self.base.store.save_cut_offs(key, midnight, self.base.store.version(), &cut_offs.to_bytes());
        }
        Ok(computed)
    }

    /// Whether cut-offs are those of all that is known of the customers, which alone are stored.
    fn keeps_cut_offs(&self) -> bool {
        self.base.store.known_at().is_none() && self.base.store.asked_among() == store::Among::Customers
    }

    fn stored(&self, keys: &[String], at: Instant) -> Result<Option<Vec<Distribution>>, Failure> {
        if !self.keeps_cut_offs() {
            return Ok(None);
        }
        let mut found = Vec::new();
        for (key, cut_off) in keys.iter().zip(&self.plan.cut_offs) {
            if cut_off.of_relatives {
                found.push(Distribution::default());
                continue;
            }
            let stored =
                self.base.store.cut_offs(key, at)?.filter(|stored| stored.version == self.base.store.version());
            match stored.and_then(|stored| Distribution::from_bytes(&stored.bytes)) {
                Some(distribution) => found.push(distribution),
                None => return Ok(None),
            }
        }
        Ok(Some(found))
    }

    /// Cut-offs of an instant computed anew, with the keys they would be stored under.
    pub(crate) fn computed_cut_offs(&self, at: Instant) -> Result<Vec<(String, Distribution)>, Failure> {
        Ok(self.stored_keys().into_iter().zip(self.computed(at)?).collect())
    }

    fn stored_keys(&self) -> Vec<String> {
        self.plan.cut_offs.iter().map(|cut_off| self.stored_key(&cut_off.key)).collect()
    }

    /// Cut-offs that name segments or computed attributes depend on what these mean now.
    fn stored_key(&self, key: &str) -> String {
        if self.depends || key.contains("in segment") {
            format!("{key} #{:016x}", self.definitions_hash)
        } else {
            key.to_owned()
        }
    }
}

/// Whether cut-offs may name something that is computed by a definition.
fn depends(schema: &Schema) -> bool {
    !schema.computed.is_empty() || !schema.columns.is_empty()
}

/// Tells apart what segments, computed attributes and computed columns mean.
fn hash(schema: &Schema, segments: &BTreeMap<String, Test>) -> u64 {
    let named = segments.iter().map(|(id, test)| format!("{id} {}", text_of(test)));
    let computed = schema.computed.iter().map(|(name, computed)| format!("{name} {}", text_of_value(&computed.value)));
    let columns = schema.columns.iter().flat_map(|(table, columns)| {
        columns.iter().map(move |(name, computed)| format!("{table}.{name} {}", text_of_value(&computed.value)))
    });
    xxh3_64(named.chain(computed).chain(columns).collect::<Vec<_>>().join("\0").as_bytes())
}

/// The primary ids of members, sorted by bytes.
pub(crate) fn ids(base: &Base, members: &Members) -> Result<Vec<String>, Failure> {
    let all = base.store.customer_ids()?;
    let mut ids: Vec<String> = members.iter().filter_map(|customer| all.get(customer).cloned()).collect();
    ids.sort_unstable();
    Ok(ids)
}

/// The members of named definitions, by name, with the time it took to load and to evaluate, in seconds.
pub(crate) struct Timed {
    /// Number of members of each definition.
    pub(crate) counts: BTreeMap<String, usize>,
    /// Seconds to read the columns.
    pub(crate) load_seconds: f64,
    /// Seconds of the quickest evaluation.
    pub(crate) evaluate_seconds: f64,
}

/// Evaluates named definitions together `repeat` times.
pub(crate) fn evaluate_timed(
    base: &Base,
    named: &[(String, Test)],
    as_of: AsOf,
    repeat: usize,
) -> Result<Timed, Failure> {
    let started = std::time::Instant::now();
    let tests: Vec<&Test> = named.iter().map(|(_, test)| test).collect();
    let loaded = if repeat > 1 { Loaded::new(base, &tests)? } else { Loaded::once(base, &tests)? };
    loaded.runs.read()?;
    let load_seconds = started.elapsed().as_secs_f64();
    let mut evaluate_seconds = f64::INFINITY;
    let mut counts = BTreeMap::new();
    for _ in 0..repeat.max(1) {
        let started = std::time::Instant::now();
        let membership = loaded.membership(as_of)?;
        evaluate_seconds = evaluate_seconds.min(started.elapsed().as_secs_f64());
        let sizes = membership.members.iter().map(Members::len);
        counts = named.iter().map(|(name, _)| name.clone()).zip(sizes).collect();
    }
    Ok(Timed { counts, load_seconds, evaluate_seconds })
}
