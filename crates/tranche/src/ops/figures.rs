//! The figures of segments: size, share of the base, revenue, average order.

use std::collections::BTreeMap;

use engine::batch::{Members, Sums};
use model::check::check_value;
use model::decimal::{Decimal, QUOTIENT_SCALE, quotient};
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
    let worth = Worth::of(base, &membership.members.iter().collect::<Vec<_>>(), as_of)?;
    let figures = segments.into_iter().zip(&membership.members).enumerate().map(|(place, (segment, members))| {
        let missing: Vec<String> = segment.needs.iter().filter(|stream| !holds_rows(stream)).cloned().collect();
        let known = missing.is_empty().then(|| known(members, membership.of, worth.as_ref(), place));
        Figures { segment, known, missing }
    });
    let figures = figures.collect();
    Ok(AllFigures { segments: figures, of: membership.of, revenue: worth.map(|worth| worth.all_revenue()) })
}

/// The figures of some customers among all of the population.
pub(crate) fn of_members(base: &Base, members: &Members, of: usize, as_of: AsOf) -> Result<Known, Failure> {
    let worth = Worth::of(base, &[members], as_of)?;
    Ok(known(members, of, worth.as_ref(), 0))
}

/// The figures of the members of the set at a place.
fn known(members: &Members, of: usize, worth: Option<&Worth>, place: usize) -> Known {
    let count = Decimal::whole(members.len() as i64);
    let revenue = worth.map(|worth| worth.revenue(place));
    let average = |worth: &Worth| {
        let Sums { of_sets, scale, .. } = &worth.revenue;
        let average = quotient(of_sets[place], *scale, worth.orders.of_sets[place], worth.orders.scale);
        average.map(|units| Decimal::new(units, QUOTIENT_SCALE))
    };
    Known {
        count: members.len(),
        share: count.divided_by(Decimal::whole(of as i64)),
        revenue,
        revenue_share: revenue.zip(worth).and_then(|(revenue, worth)| revenue.divided_by(worth.all_revenue())),
        average_order: worth.and_then(average),
    }
}

/// What the customers of some sets ordered, and all of the population.
struct Worth {
    revenue: Sums,
    orders: Sums,
}

impl Worth {
    /// Sums amounts and numbers of orders; `None` in a base whose orders have no amount.
    fn of(base: &Base, sets: &[&Members], as_of: AsOf) -> Result<Option<Self>, Failure> {
        let values: Vec<Value> =
            ["sum(order.amount)", "count(order)"].into_iter().filter_map(|text| parse_value(text).0).collect();
        let none = Default::default();
        if values.iter().any(|value| check_value(value, base.schema(), &none).is_err()) {
            return Ok(None);
        }
        let plan = plan_values(&values, base.schema(), &base.zone, &BTreeMap::new());
        let mut sums = Loaded::of_plan(base, plan, true)?.sums(as_of, sets)?.into_iter();
        Ok(sums.next().zip(sums.next()).map(|(revenue, orders)| Worth { revenue, orders }))
    }

    /// The revenue of the set at a place.
    fn revenue(&self, place: usize) -> Decimal {
        Decimal::new(self.revenue.of_sets[place], self.revenue.scale)
    }

    fn all_revenue(&self) -> Decimal {
        Decimal::new(self.revenue.all, self.revenue.scale)
    }
}
