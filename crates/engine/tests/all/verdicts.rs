//! What the naive evaluator says of many definitions and customers, and what the batch engine says.

use std::collections::{BTreeMap, BTreeSet};

use engine::batch::{Gathering, Past, Run, wanted};
use engine::columns::Columns;
use model::columns::timelines::{columns_of, wanted_columns_of};
use model::columns::{BaseColumns, TableColumns};
use model::computed::columns::{Gathered, column_of};
use model::distribution::Distribution;
use model::evaluate::{World, counted, cut_offs, is_member};
use model::forms::{Compared, Group, Relation, Test};
use model::past_cut_offs::dated_key;
use model::phrase::Place;
use model::plan::plan;
use model::schema::{Schema, Settings};
use model::time::{DAY, Instant, Zone};
use model::timeline::Timeline;

/// Everything that verdicts depend on.
#[derive(Clone, Debug)]
pub(crate) struct Base {
    pub(crate) schema: Schema,
    pub(crate) settings: Settings,
    pub(crate) zone: Zone,
    pub(crate) tables: BTreeMap<String, TableColumns>,
    pub(crate) segments: BTreeMap<String, Test>,
    pub(crate) timelines: Vec<Timeline>,
}

/// As of when the cut-offs are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum CutOffs {
    /// As of the last local midnight.
    Midnight,
    /// As of the instant itself.
    Exact,
}

/// One truth a customer.
pub(crate) type Verdicts = Vec<bool>;

/// An engine: the verdicts of each definition.
pub(crate) type Engine = fn(&Base, &[Test], Instant, CutOffs) -> Vec<Verdicts>;

/// The engines, by name; the first one is the meaning.
pub(crate) const ENGINES: &[(&str, Engine)] = &[("naive", naive), ("batch", batch)];

impl Base {
    pub(crate) fn cut_offs_at(&self, at: Instant, cut_offs: CutOffs) -> Instant {
        if cut_offs == CutOffs::Exact { at } else { self.zone.last_midnight(at) }
    }

    /// The base with the columns of its tables that are computed, as of a date: what the naive evaluator says.
    pub(crate) fn with_columns(&self, at: Instant) -> Base {
        let (mut made, cut_offs) = (self.clone(), BTreeMap::new());
        for (name, columns) in &self.schema.columns {
            let column = |computed| column_of(name, computed, &self.timelines, at, self.world(&cut_offs));
            let computed = columns.iter().map(|(field, computed)| (field.clone(), column(computed)));
            made.tables.entry(name.clone()).or_default().fields.extend(computed);
        }
        made
    }

    /// The tables with the columns that are computed, as of a date: what the batch engine says.
    pub(crate) fn with_columns_of(&self, base: &BaseColumns, at: Instant) -> BTreeMap<String, TableColumns> {
        let mut tables = base.tables.clone();
        let base = &Columns::in_full(base.clone());
        for (name, columns) in &self.schema.columns {
            let table = tables.entry(name.clone()).or_default();
            for (field, computed) in columns {
                let gathering = Gathering::new(name, computed, &self.schema, &self.zone).expect("a column is a fold");
                let mut gathered = Gathered::new();
                gathering.take((base, 0), &self.settings, at, |_| true, &mut gathered);
                let column = gathering.column(&gathering.folded(gathered), table);
                table.fields.insert(field.clone(), column);
            }
        }
        tables
    }

    pub(crate) fn world<'a>(&'a self, cut_offs: &'a BTreeMap<String, Distribution>) -> World<'a> {
        let Base { schema, settings, zone, tables, segments, .. } = self;
        World { schema, settings, zone, tables, segments, cut_offs }
    }
}

/// What the naive evaluator says.
pub(crate) fn naive(base: &Base, tests: &[Test], at: Instant, dated: CutOffs) -> Vec<Verdicts> {
    let base = &base.with_columns(base.cut_offs_at(at, dated));
    let in_force = in_force(base, tests, at, dated);
    let world = base.world(&in_force);
    let of_test = |test| base.timelines.iter().map(|timeline| is_member(test, timeline, at, world)).collect();
    tests.iter().map(of_test).collect()
}

/// The cut-offs in force at an instant that some definitions need.
pub(crate) fn in_force(base: &Base, tests: &[Test], at: Instant, dated: CutOffs) -> BTreeMap<String, Distribution> {
    let mut in_force = BTreeMap::new();
    let mut comparisons = Vec::new();
    for test in tests {
        find_comparisons(&tree(test), base, &mut comparisons);
    }
    for of_base in &comparisons {
        if !in_force.contains_key(&of_base.key()) {
            let values = of_base.values(base, base.cut_offs_at(at, dated), &in_force);
            in_force.insert(of_base.key(), values);
        }
    }
    // Memberships over time go by the cut-offs of each midnight.
    let plan = plan(tests, &base.schema, &base.zone, &base.segments);
    let past = Past::of(&plan, at, &base.zone, &base.settings);
    let asked: BTreeSet<&str> = past.cut_offs.iter().map(|position| plan.cut_offs[*position].key.as_str()).collect();
    let mut dated_cut_offs = BTreeMap::new();
    for midnight in past.midnights {
        let mut of_midnight = BTreeMap::new();
        for of_base in &comparisons {
            let values = of_base.values(base, midnight, &of_midnight);
            if asked.contains(of_base.key().as_str()) {
                dated_cut_offs.insert(dated_key(&of_base.key(), midnight), values.clone());
            }
            of_midnight.insert(of_base.key(), values);
        }
    }
    // Relatives are those of the instant itself, whatever they were when the cut-offs were made.
    for relatives in comparisons.iter().filter(|of_base| matches!(of_base, OfBase::Relatives(..))) {
        let values = relatives.values(base, at, &in_force);
        in_force.insert(relatives.key(), values);
    }
    in_force.extend(dated_cut_offs);
    in_force
}

/// What a definition needs of the whole base.
enum OfBase {
    Compared(Compared),
    Relatives(Group, Test),
}

impl OfBase {
    fn relation<'t>(of: &Group, test: &'t Test) -> Relation<'t> {
        Relation { of: *of, test, place: Place::default() }
    }

    fn key(&self) -> String {
        match self {
            OfBase::Compared(compared) => compared.cut_off_key(),
            OfBase::Relatives(of, test) => OfBase::relation(of, test).cut_off_key(),
        }
    }

    fn values(&self, base: &Base, at: Instant, in_force: &BTreeMap<String, Distribution>) -> Distribution {
        let (timelines, world) = (&base.timelines, base.world(in_force));
        match self {
            OfBase::Compared(compared) => cut_offs(compared, timelines, at, world),
            OfBase::Relatives(of, test) => counted(&OfBase::relation(of, test), timelines, at, world),
        }
    }
}

/// What the batch engine says, all definitions in one plan: over columns as they are read, or as few bytes as they need,
/// every other day.
pub(crate) fn batch(base: &Base, tests: &[Test], at: Instant, dated: CutOffs) -> Vec<Verdicts> {
    let mut columns = columns_of(&base.timelines, &base.schema, base.tables.clone());
    columns.tables = base.with_columns_of(&columns, base.cut_offs_at(at, dated));
    let plan = plan(tests, &base.schema, &base.zone, &base.segments);
    let columns = Columns::in_full(columns);
    let columns = if at.0.div_euclid(DAY) % 2 == 0 { columns } else { columns.narrowed() };
    let run = Run { plan: &plan, base: &columns, schema: &base.schema, settings: &base.settings, zone: &base.zone };
    let cut_offs = run.cut_offs(base.cut_offs_at(at, dated), at);
    let customers = 0..base.timelines.len();
    let members = run.members(at, &cut_offs);
    members.iter().map(|members| customers.clone().map(|customer| members.contains(customer)).collect()).collect()
}

/// What the batch engine says of each customer by themself, as when something just happened to them: over the columns of that
/// one, with the cut-offs of all.
pub(crate) fn one_by_one(base: &Base, tests: &[Test], at: Instant) -> Vec<Verdicts> {
    let mut all = columns_of(&base.timelines, &base.schema, base.tables.clone());
    let midnight = base.cut_offs_at(at, CutOffs::Midnight);
    all.tables = base.with_columns_of(&all, midnight);
    let plan = plan(tests, &base.schema, &base.zone, &base.segments);
    let (tables, all) = (all.tables.clone(), Columns::in_full(all));
    let run = Run { plan: &plan, base: &all, schema: &base.schema, settings: &base.settings, zone: &base.zone };
    let cut_offs = run.cut_offs(midnight, at);
    let wanted = wanted(&plan, &base.schema);
    let mut verdicts = vec![Verdicts::new(); tests.len()];
    for (number, timeline) in base.timelines.iter().enumerate() {
        let read = wanted_columns_of(std::slice::from_ref(timeline), &base.schema, tables.clone(), &wanted);
        // Out of their own timeline, or out of the columns of all.
        let alone = match (wanted.in_full, number % 2) {
            (true, _) => Columns::in_full(read),
            (false, 0) => Columns::from(read),
            (false, _) => all.of_one(number, &base.schema),
        };
        let members = Run { base: &alone, ..run }.members(at, &cut_offs);
        verdicts.iter_mut().zip(members).for_each(|(verdicts, members)| verdicts.push(members.contains(0)));
    }
    verdicts
}

/// What a tree needs of the base, each after what it needs itself.
fn find_comparisons(node: &serde_json::Value, base: &Base, found: &mut Vec<OfBase>) {
    match node {
        serde_json::Value::Array(nodes) => nodes.iter().for_each(|node| find_comparisons(node, base, found)),
        serde_json::Value::Object(fields) => {
            for (form, node) in fields {
                if form == "in_segment" || form == "membership" {
                    let named = node["id"].as_str().and_then(|id| base.segments.get(id));
                    named.into_iter().for_each(|test| find_comparisons(&tree(test), base, found));
                }
                if form == "named" {
                    let computed = node.as_str().and_then(|name| base.schema.computed.get(name));
                    let tree = computed.and_then(|computed| serde_json::to_value(&computed.value).ok());
                    tree.iter().for_each(|tree| find_comparisons(tree, base, found));
                }
                find_comparisons(node, base, found);
                if form == "compared" {
                    found
                        .push(OfBase::Compared(serde_json::from_value(node.clone()).expect("a comparison reads back")));
                }
                if form == "among_relatives" || form == "count_relatives" {
                    let of = serde_json::from_value(node["of"].clone()).expect("a group reads back");
                    let test = serde_json::from_value(node["test"].clone()).expect("a test reads back");
                    found.push(OfBase::Relatives(of, test));
                }
            }
        }
        _ => {}
    }
}

fn tree(test: &Test) -> serde_json::Value {
    serde_json::to_value(test).expect("a tree is JSON")
}
