//! The whole base in a few numbers, each with what it was before.

use model::decimal::Decimal;
use model::forms::{Test, Value};
use model::plan::plan_values;
use model::text::parser::parse_value;
use model::time::{DAY, Instant};

use super::base::Base;
use super::definitions;
use super::failure::Failure;
use super::membership::{AsOf, Loaded};
use super::movement::CHANGE_DAYS;

/// Who is active: ordered in the last 12 months.
const ACTIVE: &str = "any(order over last 12 months)";
/// Who may be about to go: bought at least three times, in the last 12 months too, and is late by half their usual gap.
const AT_RISK: &str = "count(order) >= 3 and any(order over last 12 months) and \
                       (days since last(order.at)) > 1.5 * median(gaps(days(order)))";
/// What is sold in the time that figures are compared over.
const REVENUE: &str = "sum(order.amount over last 30 days)";

/// A number, and what it was [`CHANGE_DAYS`] before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Moved<T> {
    /// The number.
    pub(crate) now: T,
    /// What it was.
    pub(crate) before: T,
}

/// The whole base.
pub(crate) struct Overview {
    /// Customers.
    pub(crate) customers: Moved<usize>,
    /// Customers who came in the last [`CHANGE_DAYS`] days, and in as many days before.
    pub(crate) new: Moved<usize>,
    /// Who is active; `None` in a base without orders.
    pub(crate) active: Option<Told>,
    /// Who may be about to go.
    pub(crate) at_risk: Option<Told>,
    /// Revenue of the last [`CHANGE_DAYS`] days, and of as many days before; `None` where orders have no amount.
    pub(crate) revenue: Option<Moved<Decimal>>,
}

/// A number of customers, and the definition that says which.
pub(crate) struct Told {
    /// How many.
    pub(crate) count: Moved<usize>,
    /// Which.
    pub(crate) test: Test,
}

/// Counts the base as of an instant.
pub(crate) fn overview(base: &Base, as_of: AsOf) -> Result<Overview, Failure> {
    let ids = base.segment_ids()?;
    let read = |text| definitions::read(text, None, definitions::words(base), &ids).ok().map(|read| read.test);
    // A business may have words of its own for orders: what cannot be read there is not told.
    let tests: Vec<Option<Test>> = [ACTIVE, AT_RISK].map(read).into();
    let asked: Vec<&Test> = tests.iter().flatten().collect();
    let loaded = Loaded::new(base, &asked)?;
    let span = i64::from(CHANGE_DAYS) * DAY;
    let at = |spans: i64| AsOf { at: Instant(as_of.at.0.saturating_sub(spans * span)), ..as_of };
    let (now, before, earlier) = (loaded.membership(at(0))?, loaded.membership(at(1))?, loaded.membership(at(2))?);
    let mut counts = now.members.iter().zip(&before.members).map(|(now, before)| (now.len(), before.len()));
    let mut told = tests.into_iter().map(|test| {
        let test = test?;
        let (now, before) = counts.next()?;
        Some(Told { count: Moved { now, before }, test })
    });
    Ok(Overview {
        customers: Moved { now: now.of, before: before.of },
        new: Moved { now: now.of - before.of.min(now.of), before: before.of - earlier.of.min(before.of) },
        active: told.next().flatten(),
        at_risk: told.next().flatten(),
        revenue: revenue(base, at(0).at, at(1).at)?,
    })
}

/// What is sold up to two instants.
fn revenue(base: &Base, now: Instant, before: Instant) -> Result<Option<Moved<Decimal>>, Failure> {
    let values: Vec<Value> = parse_value(REVENUE).0.into_iter().collect();
    let is_wrong = |value| model::check::check_value(value, base.schema(), &Default::default()).is_err();
    if values.iter().any(is_wrong) {
        return Ok(None);
    }
    let plan = plan_values(&values, base.schema(), &base.zone, &Default::default());
    let loaded = Loaded::of_plan(base, plan, true)?;
    let sum = |at| {
        let (amounts, scale) = loaded.numbers(at, 0)?;
        Ok::<Decimal, Failure>(Decimal::new(amounts.into_iter().flatten().sum(), scale))
    };
    Ok(Some(Moved { now: sum(now)?, before: sum(before)? }))
}
