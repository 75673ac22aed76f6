//! The computed columns of reference tables that definitions read, as of a date: made of the rows of all customers, one
//! run of customers after the other, for some of the codes at a time.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use engine::batch::Gathering;
use model::columns::{Column, TableColumns};
use model::computed::Computed;
use model::computed::columns::Gathered;
use model::plan::{Op, Plan};
use model::schema::Schema;
use model::time::Instant;
use xxhash_rust::xxh3::xxh3_64;

use super::base::Base;
use super::failure::Failure;
use super::runs::Runs;

/// Rows gathered at once at most: what is more is gathered in several passes, each for some of the codes.
const AT_ONCE: u64 = 4_000_000;

/// Computed columns by table and name, as of one date.
pub(crate) type DatedColumns = BTreeMap<String, BTreeMap<String, Column>>;

/// The computed columns that a plan reads, with those of the date that was asked last.
pub(crate) struct ComputedColumns<'b> {
    base: &'b Base,
    read: Vec<(String, String, Computed)>,
    last: RefCell<Option<(Instant, DatedColumns)>>,
}

impl<'b> ComputedColumns<'b> {
    /// Finds the columns that a plan reads among those that the schema computes.
    pub(crate) fn read_by(base: &'b Base, plan: &Plan, schema: &Schema) -> Self {
        let named = plan.nodes.iter().filter_map(|node| match &node.op {
            Op::Lookup { table, field, .. } => Some((table.clone(), field.clone())),
            _ => None,
        });
        let named: BTreeSet<(String, String)> = named.collect();
        let computed = |(table, name): (String, String)| {
            let computed = schema.columns.get(&table)?.get(&name)?.clone();
            Some((table, name, computed))
        };
        ComputedColumns { base, read: named.into_iter().filter_map(computed).collect(), last: RefCell::default() }
    }

    /// Whether the plan reads none.
    pub(crate) fn is_empty(&self) -> bool {
        self.read.is_empty()
    }

    /// The columns as of a date; `None` when the plan reads none.
    pub(crate) fn dated(&self, date: Instant) -> Result<Option<DatedColumns>, Failure> {
        if self.read.is_empty() {
            return Ok(None);
        }
        if let Some((_, columns)) = self.last.borrow().as_ref().filter(|(last, _)| *last == date) {
            return Ok(Some(columns.clone()));
        }
        let (tables, mut dated) = (self.base.store.tables()?, DatedColumns::new());
        for (name, column_name, computed) in &self.read {
            if let Some(table) = tables.get(name) {
                let column = column(self.base, (name, table), computed, date)?;
                dated.entry(name.clone()).or_default().extend(column.map(|column| (column_name.clone(), column)));
            }
        }
        self.last.replace(Some((date, dated.clone())));
        Ok(Some(dated))
    }
}

fn column(
    base: &Base,
    (name, table): (&str, &TableColumns),
    computed: &Computed,
    date: Instant,
) -> Result<Option<Column>, Failure> {
    let Some(gathering) = Gathering::new(name, computed, base.schema(), &base.zone) else { return Ok(None) };
    let runs = Runs::new(base, (gathering.plan(), base.schema()), false);
    let passes = base.store.row_counts().values().max().copied().unwrap_or(0).div_ceil(AT_ONCE).max(1);
    let mut values = Vec::new();
    for pass in 0..passes {
        let mut gathered = Gathered::new();
        let is_wanted = |code: &str| table.rows.contains_key(code) && xxh3_64(code.as_bytes()) % passes == pass;
        runs.each(|first, columns| {
            gathering.take((columns, first), base.store.settings(), date, is_wanted, &mut gathered);
        })?;
        values.extend(gathering.folded(gathered));
    }
    Ok(Some(gathering.column(&values.into_iter().collect(), table)))
}
