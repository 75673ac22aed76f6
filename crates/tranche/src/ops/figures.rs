//! The figures of segments: size, share of the base, revenue, average order.

use std::collections::BTreeMap;

use engine::batch::Members;
use model::check::check_value;
use model::decimal::{Decimal, quotient};
use model::forms::{Test, Value};
use model::plan::plan_values;
use model::segment::Segment;
use model::text::parser::parse_value;

use super::base::Base;
use super::failure::Failure;
use super::membership::{AsOf, Loaded};

/// A segment and its figures.
pub(crate) struct Figures {
    /// The segment.
    pub(crate) segment: Segment,
    /// Its size and worth; `None` when data it needs are missing.
    pub(crate) known: Option<Known>,
    /// The streams it needs that hold no rows.
    pub(crate) missing: Vec<String>,
}

/// Size and worth of a segment.
#[derive(Clone, Copy)]
pub(crate) struct Known {
    /// Number of members.
    pub(crate) count: usize,
    /// Their share of the population; `None` when that is empty.
    pub(crate) share: Option<Decimal>,
    /// What they ordered, over all time up to the instant; `None` where orders have no amount.
    pub(crate) revenue: Option<Decimal>,
    /// Their share of all revenue.
    pub(crate) revenue_share: Option<Decimal>,
    /// Revenue divided by the number of their orders.
    pub(crate) average_order: Option<Decimal>,
}

/// Figures of all segments, and of the base.
pub(crate) struct AllFigures {
    /// Each segment, by id.
    pub(crate) segments: Vec<Figures>,
    /// Number of customers in the population.
    pub(crate) of: usize,
    /// All revenue.
    pub(crate) revenue: Option<Decimal>,
}

/// Computes the figures of all segments of a base.
pub(crate) fn of_segments(base: &Base, as_of: AsOf) -> Result<AllFigures, Failure> {
    let segments = base.segments()?;
    let trees = base.segment_tests()?;
    let rows = base.store.row_counts();
    // A stream computed from another's rows has rows when that one has.
    let rows_of =
        |stream: &String| base.schema().streams.get(stream)?.grouping.as_ref().map(|grouping| &grouping.lines);
    let holds_rows = |stream: &String| rows.get(rows_of(stream).unwrap_or(stream)).is_some_and(|&count| count > 0);
    let tests: Vec<&Test> = segments.iter().map(|segment| &trees[&segment.id]).collect();
    let membership = Loaded::once(base, &tests)?.membership(as_of)?;
    let worth = Worth::load(base, as_of)?;
    let all = worth.as_ref().map(|worth| worth.revenue(0..worth.amounts.len()));
    let figures = segments.into_iter().zip(&membership.members).map(|(segment, members)| {
        let missing: Vec<String> = segment.needs.iter().filter(|stream| !holds_rows(stream)).cloned().collect();
        let known = missing.is_empty().then(|| known(members, membership.of, worth.as_ref(), all));
        Figures { segment, known, missing }
    });
    Ok(AllFigures { segments: figures.collect(), of: membership.of, revenue: all })
}

/// The figures of some customers among all of the population.
pub(crate) fn of_members(base: &Base, members: &Members, of: usize, as_of: AsOf) -> Result<Known, Failure> {
    let worth = Worth::load(base, as_of)?;
    let all = worth.as_ref().map(|worth| worth.revenue(0..worth.amounts.len()));
    Ok(known(members, of, worth.as_ref(), all))
}

fn known(members: &Members, of: usize, worth: Option<&Worth>, all: Option<Decimal>) -> Known {
    let count = Decimal::whole(members.len() as i64);
    let revenue = worth.map(|worth| worth.revenue(members.iter()));
    let orders = worth.map(|worth| members.iter().filter_map(|customer| worth.orders[customer]).sum::<i128>());
    let average = |(revenue, orders): (Decimal, i128)| {
        let units = revenue.units_at(revenue.scale())?;
        quotient(units, revenue.scale(), orders, 0).map(|units| Decimal::new(units, model::decimal::QUOTIENT_SCALE))
    };
    Known {
        count: members.len(),
        share: count.divided_by(Decimal::whole(of as i64)),
        revenue,
        revenue_share: revenue.zip(all).and_then(|(revenue, all)| revenue.divided_by(all)),
        average_order: revenue.zip(orders).and_then(average),
    }
}

/// What each customer ordered.
struct Worth {
    amounts: Vec<Option<i128>>,
    scale: u8,
    orders: Vec<Option<i128>>,
}

impl Worth {
    /// Loads amounts and numbers of orders; `None` in a base whose orders have no amount.
    fn load(base: &Base, as_of: AsOf) -> Result<Option<Self>, Failure> {
        let values: Vec<Value> =
            ["sum(order.amount)", "count(order)"].into_iter().filter_map(|text| parse_value(text).0).collect();
        let none = Default::default();
        if values.iter().any(|value| check_value(value, base.schema(), &none).is_err()) {
            return Ok(None);
        }
        let plan = plan_values(&values, base.schema(), &base.zone, &BTreeMap::new());
        let loaded = Loaded::of_plan(base, plan, true)?;
        let (amounts, scale) = loaded.numbers(as_of.at, 0)?;
        let (orders, _) = loaded.numbers(as_of.at, 1)?;
        Ok(Some(Worth { amounts, scale, orders }))
    }

    fn revenue(&self, customers: impl IntoIterator<Item = usize>) -> Decimal {
        Decimal::new(customers.into_iter().filter_map(|customer| self.amounts[customer]).sum(), self.scale)
    }
}
