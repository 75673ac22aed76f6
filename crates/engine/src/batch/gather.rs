//! The rows that a computed column of a reference table is made of, gathered by the codes they hold.

use std::collections::{BTreeMap, HashMap};

use model::columns::{Column, TableColumns};
use model::computed::Computed;
use model::computed::columns::{Gathered, column, folded, pointers, without_customers};
use model::decimal::Decimal;
use model::forms::{Fold, Function, Rows, Series, Value};
use model::plan::{NodeId, Op, Plan, RowSet, plan_values};
use model::schema::{Schema, Settings};
use model::time::{Instant, Zone};
use model::value::{Type, Value as Held};

use crate::columns::Columns;

use super::Run;
use super::chosen::Chosen;
use super::prepare::Prepared;
use super::unit::Unit;
use super::vector::Vector;

/// A computed column being made, one run of customers after the other.
pub struct Gathering<'a> {
    computed: &'a Computed,
    fold: &'a Fold,
    counts_customers: bool,
    plan: Plan,
    schema: &'a Schema,
    zone: &'a Zone,
}

impl<'a> Gathering<'a> {
    /// Prepares a column of a table; `None` when it is no fold, which no checked column is.
    pub fn new(table: &str, computed: &'a Computed, schema: &'a Schema, zone: &'a Zone) -> Option<Self> {
        let Value::Fold(fold) = &computed.value else { return None };
        let (plain, counts_customers) = without_customers(fold, schema);
        let rows = plain.of.rows().clone();
        // The codes are read from the same rows, as if each pointer were folded too.
        let pointed = |field: &str| {
            let rows = Rows { field: Some(field.to_owned()), ..rows.clone() };
            Fold { function: Function::First, of: Series::Rows(rows) }.into()
        };
        let codes: Vec<Value> = pointers(schema, &rows.stream, table).into_iter().map(pointed).collect();
        let values: Vec<Value> = [plain.into()].into_iter().chain(codes).collect();
        let plan = plan_values(&values, schema, zone, &BTreeMap::new());
        Some(Gathering { computed, fold, counts_customers, plan, schema, zone })
    }

    /// What it reads of customers.
    pub fn plan(&self) -> &Plan {
        &self.plan
    }

    /// Gathers the rows of a run of customers, whose first has the number `first`, for the codes that are wanted.
    pub fn take(
        &self,
        (base, first): (&Columns, usize),
        settings: &Settings,
        at: Instant,
        is_wanted: impl Fn(&str) -> bool + Sync,
        gathered: &mut Gathered,
    ) {
        let run = Run { plan: &self.plan, base, schema: self.schema, settings, zone: self.zone };
        let prepared = Prepared::new(run, at, &[]);
        let folds: Vec<(&RowSet, Option<NodeId>)> =
            self.plan.roots.iter().filter_map(|&root| rows_of(&self.plan, root)).collect();
        let Some(((rows, value), codes)) = folds.split_first() else { return };
        // Each distinct code is looked at once, not once a row.
        let wanted: Vec<Vec<bool>> = codes
            .iter()
            .map(|(_, code)| {
                code.map_or(Vec::new(), |code| prepared.dictionary(code).iter().map(|code| is_wanted(code)).collect())
            })
            .collect();
        let found = run.units(|customers| {
            let unit = Unit::new(&prepared, customers.clone());
            let chosen = Chosen::new(&unit, rows, None);
            let mut found = Vec::new();
            for (customer, of_customer) in
                customers.zip(chosen.runs.iter()).filter(|(customer, _)| unit.is_present(*customer))
            {
                for position in chosen.positions(of_customer) {
                    let time = Instant(chosen.at[position]);
                    let mut seen: Vec<&str> = Vec::new();
                    for ((_, code), wanted) in codes.iter().zip(&wanted) {
                        let Some((node, Vector::Code(of_rows))) = code.map(|node| (node, unit.vector(node))) else {
                            continue;
                        };
                        let code = of_rows.get(position) as usize;
                        if !wanted.get(code).copied().unwrap_or(false) {
                            continue;
                        }
                        let code: &str = &prepared.dictionary(node)[code];
                        if !seen.contains(&code) {
                            seen.push(code);
                            let held = match value {
                                _ if self.counts_customers => Held::Number(Decimal::whole((first + customer) as i64)),
                                Some(value) => held_at(&unit, *value, position),
                                None => Held::Instant(time),
                            };
                            found.push((code, time, held));
                        }
                    }
                }
            }
            found
        });
        for (code, time, held) in found.into_iter().flatten() {
            match gathered.get_mut(code) {
                Some(rows) => rows.push((time, held)),
                None => drop(gathered.insert(code.into(), vec![(time, held)])),
            }
        }
    }

    /// What the codes gathered have; all rows of each must be there.
    pub fn folded(&self, gathered: Gathered) -> HashMap<Box<str>, Held> {
        folded(self.fold, gathered, self.zone)
    }

    /// The column of a table whose codes have these values.
    pub fn column(&self, values: &HashMap<Box<str>, Held>, table: &TableColumns) -> Column {
        column(self.computed, values, table, self.zone)
    }
}

fn rows_of(plan: &Plan, root: NodeId) -> Option<(&RowSet, Option<NodeId>)> {
    match &plan.nodes[root].op {
        Op::Fold { rows, value, .. } => Some((rows, *value)),
        _ => None,
    }
}

/// The value of a row, by its position among those of the unit.
fn held_at(unit: &Unit<'_, '_>, node: NodeId, position: usize) -> Held {
    let (shape, kind) = (unit.prepared.shape(node), unit.prepared.kind(node));
    match unit.vector(node).held(position, shape, kind) {
        // Lists are kept as their writing.
        Held::Text(text) if kind == Type::TextList => model::columns::timelines::list(&text),
        held => held,
    }
}
