//! What the naive evaluator says of many definitions and customers, and what the batch engine says.

use std::collections::BTreeMap;

use engine::batch::{Gathering, Run};
use model::columns::timelines::columns_of;
use model::columns::{BaseColumns, TableColumns};
use model::computed::columns::{Gathered, column_of};
use model::distribution::Distribution;
use model::evaluate::{World, cut_offs, is_member};
use model::forms::{Compared, Test};
use model::plan::plan;
use model::schema::{Schema, Settings};
use model::time::{Instant, Zone};
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
    for compared in comparisons {
        let key = compared.cut_off_key();
        if !in_force.contains_key(&key) {
            let values = cut_offs(&compared, &base.timelines, base.cut_offs_at(at, dated), base.world(&in_force));
            in_force.insert(key, values);
        }
    }
    in_force
}

/// What the batch engine says, all definitions in one plan.
pub(crate) fn batch(base: &Base, tests: &[Test], at: Instant, dated: CutOffs) -> Vec<Verdicts> {
    let mut columns = columns_of(&base.timelines, &base.schema, base.tables.clone());
    columns.tables = base.with_columns_of(&columns, base.cut_offs_at(at, dated));
    let plan = plan(tests, &base.schema, &base.zone, &base.segments);
    let run = Run { plan: &plan, base: &columns, schema: &base.schema, settings: &base.settings, zone: &base.zone };
    let cut_offs = run.cut_offs(base.cut_offs_at(at, dated));
    let customers = 0..base.timelines.len();
    let members = run.members(at, &cut_offs);
    members.iter().map(|members| customers.clone().map(|customer| members.contains(customer)).collect()).collect()
}

/// The comparisons with the base inside a tree, each after those it needs.
fn find_comparisons(node: &serde_json::Value, base: &Base, found: &mut Vec<Compared>) {
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
                    found.push(serde_json::from_value(node.clone()).expect("a comparison reads back"));
                }
            }
        }
        _ => {}
    }
}

fn tree(test: &Test) -> serde_json::Value {
    serde_json::to_value(test).expect("a tree is JSON")
}
