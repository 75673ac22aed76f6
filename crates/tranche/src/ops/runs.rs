//! The columns that a plan reads, one run of customers after the other, so that memory stays bounded whatever the size
//! of the base: those needed again are kept while they fit the memory granted, others are read each time.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::Arc;

use engine::batch::{Run, wanted};
use engine::columns::Columns;
use model::columns::{AttributeColumn, Column, Wanted};
use model::plan::Plan;
use model::schema::Schema;

use super::base::Base;
use super::columns::DatedColumns;
use super::failure::Failure;
use super::memory::Memory;
use super::warm::Warm;

/// Runs that the memory granted is cut into: one of them is being read while the others are kept.
const CUTS: usize = 24;
/// Customers whose columns lie together in the base: longer runs are whole numbers of these.
const TOGETHER: u32 = 4_096;

/// The columns that a plan reads.
pub(crate) struct Runs<'b> {
    base: &'b Base,
    wanted: Wanted,
    ranges: Vec<Range<u32>>,
    /// Whether the columns are kept once they are read.
    keeps: bool,
    /// The plan and the words of its definitions, when some of its tests may have to be evaluated on timelines: where they
    /// need not, columns are read without what only timelines need.
    plan: Option<(Plan, Schema)>,
    /// The columns of each run with the number of its first customer, once they are kept.
    kept: RefCell<Option<Vec<(usize, Columns)>>>,
    /// The computed columns that stand among those of the reference tables.
    columns: RefCell<DatedColumns>,
    /// Lists that hold other customers than in the base.
    lists: RefCell<BTreeMap<String, BTreeSet<u32>>>,
}

impl<'b> Runs<'b> {
    /// Cuts the customers into runs. Their columns are read when they are first gone through, and kept when that happens
    /// `again` and all of them fit the memory granted.
    pub(crate) fn new(base: &'b Base, (plan, schema): (&Plan, &Schema), again: bool) -> Self {
        let Memory { columns, run_customers, .. } = base.memory();
        let granted = base.warm().map_or(columns, Warm::most);
        let wanted = wanted(plan, base.schema());
        // What needs timelines whatever the columns hold is not tried without.
        let (settings, zone, base_of_none) = (base.store.settings(), &base.zone, Columns::default());
        let of_none = Run { plan, base: &base_of_none, schema, settings, zone };
        let may_do_without = wanted.in_full && of_none.needs_no_timelines();
        let of_timelines = may_do_without.then(|| (plan.clone(), schema.clone()));
        let n_customers = base.store.n_customers() as u32;
        // What is kept from one question to the next is kept narrow.
        let bytes = bytes_of(base, &wanted, if base.warm().is_some() { 2 } else { 1 });
        let n_runs = bytes
            .div_ceil((granted / CUTS).max(1))
            .clamp(1, n_customers.div_ceil(run_customers).max(1) as usize) as u32;
        let length = n_customers.div_ceil(n_runs).max(1);
        let length = if length > TOGETHER { length.next_multiple_of(TOGETHER) } else { length };
        let ranges = (0..n_customers.max(1)).step_by(length as usize);
        let ranges = ranges.map(|first| first..(first + length).min(n_customers)).collect();
        let keeps = (again || base.warm().is_some()) && bytes <= granted;
        let (kept, columns, lists) = (RefCell::default(), RefCell::default(), RefCell::default());
        Runs { base, wanted, ranges, keeps, plan: of_timelines, kept, columns, lists }
    }

    /// Reads the columns if they are to be kept, and are not yet.
    pub(crate) fn read(&self) -> Result<(), Failure> {
        if !self.keeps || self.kept.borrow().is_some() {
            return Ok(());
        }
        // What timelines are made of is too much to be kept for long.
        let warm = self.base.warm().filter(|_| !self.wanted.in_full || self.plan.is_some());
        let found = warm.map_or(Ok(None), |warm| warm.columns(self.base, &self.lean()))?;
        let found = found.filter(|found| found.iter().all(|(_, columns)| self.are_enough(columns)));
        let read = || self.ranges.iter().map(|range| Ok((range.start as usize, self.columns_of(range)?))).collect();
        let columns = found.map_or_else(read, Ok::<_, Failure>)?;
        self.kept.replace(Some(columns));
        Ok(())
    }

    fn columns_of(&self, range: &Range<u32>) -> Result<Columns, Failure> {
        if !self.wanted.in_full || self.plan.is_some() {
            let columns = Columns::from(self.base.store.columns_of(&self.lean(), range.clone())?);
            if self.are_enough(&columns) {
                return Ok(columns);
            }
        }
        Ok(Columns::in_full(self.base.store.columns_of(&self.wanted, range.clone())?))
    }

    /// The wanted columns without what only timelines need.
    fn lean(&self) -> Wanted {
        Wanted { in_full: false, ..self.wanted.clone() }
    }

    /// Whether all can be told of columns without making timelines.
    fn are_enough(&self, columns: &Columns) -> bool {
        let Some((plan, schema)) = &self.plan else { return true };
        let (settings, zone) = (self.base.store.settings(), &self.base.zone);
        Run { plan, base: columns, schema, settings, zone }.needs_no_timelines()
    }

    /// Hands over the columns of each run, with the number of its first customer.
    pub(crate) fn each(&self, mut visit: impl FnMut(usize, &Columns)) -> Result<(), Failure> {
        self.read()?;
        if let Some(kept) = self.kept.borrow_mut().as_mut() {
            for (first, columns) in kept {
                self.put(columns, *first);
                visit(*first, columns);
            }
            return Ok(());
        }
        for range in &self.ranges {
            let mut columns = self.columns_of(range)?;
            self.put(&mut columns, range.start as usize);
            visit(range.start as usize, &columns);
        }
        Ok(())
    }

    /// Puts what is computed, and lists as they are to be, among the columns of a run of customers.
    fn put(&self, columns: &mut Columns, first: usize) {
        for (table, computed) in self.columns.borrow().iter() {
            if let Some(table) = Arc::make_mut(&mut columns.tables).get_mut(table) {
                table.fields.extend(computed.clone());
            }
        }
        for (list, customers) in self.lists.borrow().iter() {
            let of_run = first..first + columns.n_customers;
            let is_in = of_run.map(|customer| i64::from(customers.contains(&(customer as u32))));
            let column = AttributeColumn::Constant(Column::Integer(is_in.collect()));
            columns.lists.insert(list.clone(), Arc::new(column));
        }
    }

    /// Has lists hold these customers and no others from now on.
    pub(crate) fn set_lists(&self, lists: BTreeMap<String, BTreeSet<u32>>) {
        self.lists.replace(lists);
    }

    /// Puts computed columns among those of the reference tables from now on.
    pub(crate) fn set_columns(&self, columns: DatedColumns) {
        self.columns.replace(columns);
    }
}

/// About how many bytes the wanted columns take, fields of rows made narrower by a factor.
fn bytes_of(base: &Base, wanted: &Wanted, narrower: usize) -> usize {
    let schema = base.schema();
    let counts = base.store.row_counts();
    let of_stream = |(name, fields): (&String, &std::collections::BTreeSet<String>)| {
        let lines =
            schema.streams.get(name).and_then(|stream| stream.grouping.as_ref()).map(|grouping| &grouping.lines);
        let rows = counts.get(lines.unwrap_or(name)).copied().unwrap_or(0) as usize;
        let of_fields: usize = fields.iter().map(|field| width(schema, Some(name), field)).sum();
        rows * (size_of::<i64>() + of_fields / narrower)
    };
    let of_customers: usize = wanted.attributes.iter().map(|name| width(schema, None, name)).sum();
    let streams: usize = wanted.streams.iter().map(of_stream).sum();
    streams + base.store.n_customers() * (size_of::<i64>() + of_customers)
}

/// Bytes of a value of a field, or of an attribute.
fn width(schema: &Schema, stream: Option<&String>, name: &str) -> usize {
    let fields =
        stream.map_or(Some(&schema.attributes), |stream| schema.streams.get(stream).map(|words| &words.fields));
    match fields.and_then(|fields| fields.get(name)) {
        Some(field) if !field.kind.is_integer() => size_of::<u32>(),
        _ => size_of::<i64>(),
    }
}
