//! What customers will be worth: how likely they still are customers, what they will buy, and whether the model that says
//! so was right about the last months.

use analysis::btyd::forecast::{self, Forecast, Total, intervals};
use analysis::btyd::gamma_gamma::{self, FittedSpend, Spend};
use analysis::btyd::pareto_nbd::ParetoNbd;
use analysis::btyd::validation::{Tracking, Validation, validate};
use analysis::btyd::value::Horizon;
use analysis::btyd::{FittedModel, History, Model, bg_nbd::BgNbd, bg_nbd::MbgNbd, fit, guard};
use analysis::statistics::interval::Interval;
use analysis::statistics::proportions::Share;
use model::time::{DAY, Instant};
use serde::Serialize;

use super::gathered::{Columns, Origin, Question};
use super::roster::Roster;
use crate::ops::base::Base;
use crate::ops::failure::Failure;

mod kept;
mod tracking;

pub(crate) use kept::save;

/// Days of a week, the unit of time of the models.
const WEEK: f64 = 7.0;
/// Customers shown with intervals.
const SHOWN: usize = 20;
/// The days looked ahead to check the model are at most this part of all days seen.
const CHECKED: f64 = 1.0 / 3.0;
/// What is read of each customer: days with orders, days since the first and the last, what the orders after the first were
/// worth. That is taken exactly: a rest of rounding would be a spend.
const EXPRESSIONS: [&str; 4] = [
    "days(order)",
    "days since first(order.at)",
    "days since last(order.at)",
    "sum(order.amount) - first(order.amount)",
];

/// A model of purchases by its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Purchases {
    /// Pareto/NBD.
    Pareto,
    /// BG/NBD.
    Bg,
    /// MBG/NBD.
    Mbg,
}

/// What is asked.
pub(crate) struct Wanted {
    /// The model.
    pub(crate) model: Purchases,
    /// How many days ahead.
    pub(crate) horizon_days: u32,
    /// What a year's delay takes off a sum, as a share.
    pub(crate) discount_a_year: f64,
    /// The share of revenue that counts.
    pub(crate) margin: f64,
    /// The confidence of intervals.
    pub(crate) confidence: f64,
    /// The seed of draws.
    pub(crate) seed: u64,
}

/// What was found.
#[derive(Debug, Serialize)]
pub(crate) struct Value {
    /// Where the figures come from.
    #[serde(flatten)]
    pub(crate) origin: Origin,
    /// Customers who ever bought.
    pub(crate) buyers: usize,
    /// How many days ahead.
    pub(crate) horizon_days: u32,
    /// The seed of draws.
    pub(crate) seed: u64,
    /// The confidence of intervals.
    pub(crate) confidence: f64,
    /// What the model says; `None` where the data are too few for one.
    pub(crate) forecast: Option<Told>,
    /// Why there is no model, and what the data say without one.
    pub(crate) without_model: Option<Plain>,
}

/// What a model says.
#[derive(Debug, Serialize)]
pub(crate) struct Told {
    /// Its name.
    pub(crate) model: &'static str,
    /// Its parameters.
    pub(crate) parameters: Parameters,
    /// The model of spend.
    pub(crate) spending: FittedSpend,
    /// Customers the model expects to still be customers.
    pub(crate) alive: f64,
    /// Purchases to be expected, with their interval.
    pub(crate) purchases: Total,
    /// Money to be expected.
    pub(crate) value: f64,
    /// Customers in tenths by value, the most valuable first.
    pub(crate) tenths: Vec<Tenth>,
    /// The most valuable customers.
    pub(crate) most_valuable: Vec<Customer>,
    /// How the model did on the last days, which it had not seen; `None` when the data are too short for that.
    pub(crate) checked: Option<Checked>,
    /// Each buyer's forecast.
    #[serde(skip)]
    pub(crate) customers: Vec<(usize, History, Forecast)>,
}

/// Estimates with their intervals.
#[derive(Debug, Serialize)]
pub(crate) struct Parameters {
    /// Names, in the order of the estimates.
    pub(crate) names: Vec<&'static str>,
    /// The estimates; time in weeks.
    pub(crate) estimates: Vec<f64>,
    /// Their intervals, where they are known.
    pub(crate) intervals: Vec<Option<Interval>>,
    /// The logarithm of the likelihood.
    pub(crate) ln_likelihood: f64,
    /// Customers they were estimated on.
    pub(crate) fitted_on: usize,
}

/// A tenth of the buyers.
#[derive(Debug, Serialize)]
pub(crate) struct Tenth {
    /// Customers in it.
    pub(crate) customers: usize,
    /// Mean chance of still being a customer.
    pub(crate) alive: f64,
    /// Purchases to be expected of them.
    pub(crate) purchases: f64,
    /// Money to be expected of them.
    pub(crate) value: f64,
}

/// A customer with intervals.
#[derive(Debug, Serialize)]
pub(crate) struct Customer {
    /// The id.
    pub(crate) id: String,
    /// What is to be expected.
    #[serde(flatten)]
    pub(crate) forecast: Forecast,
    /// The interval of purchases.
    pub(crate) purchases_interval: Interval,
    /// The interval of value.
    pub(crate) value_interval: Interval,
}

/// How a model fitted as of an earlier instant did since.
#[derive(Debug, Serialize)]
pub(crate) struct Checked {
    /// The earlier instant.
    pub(crate) as_of: String,
    /// Days since.
    pub(crate) days: u32,
    /// How it did.
    #[serde(flatten)]
    pub(crate) validation: Validation,
    /// Cumulated purchases after the first, before that instant and since: forecast and made.
    pub(crate) tracking: Tracking,
}

/// What the data say without a model.
#[derive(Debug, Serialize)]
pub(crate) struct Plain {
    /// Why there is no model.
    #[serde(skip)]
    pub(crate) reason: analysis::Error,
    /// The reason in brief.
    pub(crate) because: String,
    /// Days looked ahead from the earlier instant.
    pub(crate) days: u32,
    /// Of those who had bought by then, how many bought in these days; `None` when nobody had.
    pub(crate) bought_again: Option<Share>,
    /// The interval of that share.
    pub(crate) interval: Option<Interval>,
}

/// Buyers as the models know them.
struct Buyers {
    customers: Vec<usize>,
    histories: Vec<History>,
    spends: Vec<Spend>,
    /// Days from the first purchase of anybody.
    days: f64,
}

/// Forecasts what customers will be worth.
pub(crate) fn value(question: &Question<'_>, wanted: &Wanted) -> Result<Value, Failure> {
    let columns = question.columns(&EXPRESSIONS)?;
    let buyers = buyers(&columns);
    let told = match wanted.model {
        Purchases::Pareto => told::<ParetoNbd>(question, wanted, &buyers)?,
        Purchases::Bg => told::<BgNbd>(question, wanted, &buyers)?,
        Purchases::Mbg => told::<MbgNbd>(question, wanted, &buyers)?,
    };
    let (forecast, without_model) = match told {
        Ok(told) => (Some(told), None),
        Err(reason) => (None, Some(plain(question, wanted, &buyers, reason)?)),
    };
    Ok(Value {
        origin: question.origin(columns.customers.len(), &EXPRESSIONS, &[])?,
        buyers: buyers.customers.len(),
        horizon_days: wanted.horizon_days,
        seed: wanted.seed,
        confidence: wanted.confidence,
        forecast,
        without_model,
    })
}

/// Each buyer's forecast.
pub(crate) fn roster(base: &Base, told: &Told) -> Result<Roster, Failure> {
    let row = |(customer, history, forecast): &(usize, History, Forecast)| {
        let numbers =
            [forecast.alive, forecast.buys, forecast.purchases, forecast.value].map(|number| format!("{number:.6}"));
        (*customer, [history.repeats.to_string()].into_iter().chain(numbers).collect())
    };
    Roster::new(base, &["repeats", "alive", "buys", "purchases", "value"], told.customers.iter().map(row))
}

fn buyers(columns: &Columns) -> Buyers {
    let mut buyers = Buyers { customers: Vec::new(), histories: Vec::new(), spends: Vec::new(), days: 0.0 };
    let at = |column: usize, row: usize| columns.columns[column].at(row);
    for (row, customer) in columns.customers.iter().enumerate() {
        let (Some(days), Some(since_first), Some(since_last)) = (at(0, row), at(1, row), at(2, row)) else { continue };
        if days < 1.0 {
            continue;
        }
        let repeats = days as u32 - 1;
        // Two orders on days that a change of clocks puts together leave no time between them.
        let last = if repeats == 0 { 0.0 } else { (since_first - since_last).max(1.0) };
        let later = at(3, row).unwrap_or(0.0).max(0.0);
        let mean = if repeats > 0 { later / f64::from(repeats) } else { 0.0 };
        buyers.customers.push(*customer);
        buyers.histories.push(History { repeats, last: last / WEEK, age: since_first.max(last) / WEEK });
        buyers.spends.push(Spend { repeats, mean });
        buyers.days = buyers.days.max(since_first);
    }
    buyers
}

/// Both models, or why the data do not make them.
fn fits<M: Model>(buyers: &Buyers) -> Result<(FittedModel<M>, FittedSpend), analysis::Error> {
    guard(&buyers.histories, buyers.days)?;
    Ok((fit::<M>(&buyers.histories)?, gamma_gamma::fit(&buyers.spends)?))
}

/// What the models say, or why there are none.
fn told<M: Model>(
    question: &Question<'_>,
    wanted: &Wanted,
    buyers: &Buyers,
) -> Result<Result<Told, analysis::Error>, Failure> {
    let (fitted, spending) = match fits::<M>(buyers) {
        Ok(both) => both,
        Err(reason) => return Ok(Err(reason)),
    };
    let weeks = f64::from(wanted.horizon_days) / WEEK;
    let steps = (weeks.ceil() as usize).max(1);
    let step = weeks / steps as f64;
    let discount = (1.0 + wanted.discount_a_year).powf(step / (365.25 / WEEK)) - 1.0;
    let horizon = Horizon { step, steps, discount, margin: wanted.margin };
    let each = forecast::each(&fitted.model, &spending.model, &buyers.histories, &buyers.spends, horizon)?;
    let ids = question.base.store.customer_ids()?;
    let id = |row: usize| ids.get(buyers.customers[row]).map(String::as_str).unwrap_or_default();
    let mut order: Vec<usize> = (0..each.len()).collect();
    order.sort_by(|a, b| each[*b].value.total_cmp(&each[*a].value).then_with(|| id(*a).cmp(id(*b))));
    let shown = |row: &usize| {
        let known = (buyers.histories[*row], buyers.spends[*row]);
        let draws = (wanted.seed, buyers.customers[*row] as u64);
        let (purchases_interval, value_interval) =
            intervals(&fitted.model, &spending.model, known, horizon, draws, wanted.confidence);
        Customer { id: id(*row).to_owned(), forecast: each[*row], purchases_interval, value_interval }
    };
    let tenth = |rows: &[usize]| Tenth {
        customers: rows.len(),
        alive: rows.iter().map(|row| each[*row].alive).sum::<f64>() / rows.len().max(1) as f64,
        purchases: rows.iter().map(|row| each[*row].purchases).sum(),
        value: rows.iter().map(|row| each[*row].value).sum(),
    };
    Ok(Ok(Told {
        model: M::NAME,
        alive: each.iter().map(|forecast| forecast.alive).sum(),
        purchases: forecast::total(&fitted, &buyers.histories, weeks, wanted.seed, wanted.confidence),
        value: each.iter().map(|forecast| forecast.value).sum(),
        tenths: order.chunks(order.len().div_ceil(10).max(1)).map(tenth).collect(),
        most_valuable: order.iter().take(SHOWN).map(shown).collect(),
        checked: checked::<M>(question, wanted, buyers)?,
        parameters: parameters(&fitted, wanted.confidence),
        customers: (0..each.len()).map(|row| (buyers.customers[row], buyers.histories[row], each[row])).collect(),
        spending,
    }))
}

fn parameters<M>(fitted: &FittedModel<M>, confidence: f64) -> Parameters {
    let estimates = &fitted.fitted;
    Parameters {
        names: estimates.names.clone(),
        intervals: (0..estimates.names.len()).map(|place| estimates.interval(place, confidence)).collect(),
        estimates: estimates.estimates.clone(),
        ln_likelihood: estimates.ln_likelihood,
        fitted_on: fitted.fitted_on,
    }
}

/// Days that the check looks ahead: the horizon, or what the data leave room for.
fn days_ahead(wanted: &Wanted, buyers: &Buyers) -> u32 {
    wanted.horizon_days.min((buyers.days * CHECKED) as u32)
}

fn earlier(question: &Question<'_>, days: u32) -> Instant {
    Instant(question.as_of.at.0 - i64::from(days) * DAY)
}

/// Purchase days of the customers known at an earlier instant, since then: those that they have now, less those of then.
fn since(then: &Buyers, now: &Buyers) -> Vec<u32> {
    let mut happened = Vec::with_capacity(then.customers.len());
    let mut rows = now.customers.iter().zip(&now.histories).peekable();
    for (customer, history) in then.customers.iter().zip(&then.histories) {
        while rows.next_if(|(other, _)| *other < customer).is_some() {}
        let repeats = rows.peek().filter(|(other, _)| *other == customer).map_or(0, |(_, history)| history.repeats);
        happened.push(repeats.saturating_sub(history.repeats));
    }
    happened
}

fn checked<M: Model>(question: &Question<'_>, wanted: &Wanted, now: &Buyers) -> Result<Option<Checked>, Failure> {
    let days = days_ahead(wanted, now);
    let at = earlier(question, days);
    let then = buyers(&question.at(at).columns(&EXPRESSIONS)?);
    if days == 0 || guard(&then.histories, then.days).is_err() {
        return Ok(None);
    }
    let Ok(fitted) = fit::<M>(&then.histories) else { return Ok(None) };
    let happened = since(&then, now);
    let validation = validate(&fitted.model, &then.histories, &happened, f64::from(days) / WEEK)?;
    let tracking = tracking::tracking(question, &fitted.model, &then, days)?;
    Ok(Some(Checked { as_of: at.to_string(), days, validation, tracking }))
}

fn plain(question: &Question<'_>, wanted: &Wanted, now: &Buyers, reason: analysis::Error) -> Result<Plain, Failure> {
    let days = days_ahead(wanted, now).max(1);
    let then = buyers(&question.at(earlier(question, days)).columns(&EXPRESSIONS)?);
    let happened = since(&then, now);
    let share =
        Share { successes: happened.iter().filter(|count| **count > 0).count() as u64, n: happened.len() as u64 };
    let known = share.n > 0;
    Ok(Plain {
        because: reason.to_string(),
        reason,
        days,
        bought_again: known.then_some(share),
        interval: known.then(|| share.interval(wanted.confidence)),
    })
}
