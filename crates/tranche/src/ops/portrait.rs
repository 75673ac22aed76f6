//! What sets the members of a segment apart: their key figures held against those of the whole base.

use engine::batch::Members;
use model::check::check_value;
use model::decimal::Decimal;
use model::forms::{Test, Value};
use model::plan::plan_values;
use model::text::parser::parse_value;
use model::value::Type;

use super::base::Base;
use super::definitions;
use super::failure::Failure;
use super::membership::{AsOf, Loaded};

/// What a key figure is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Figure {
    /// Number of customers.
    Customers,
    /// All that they ordered.
    Revenue,
    /// What one of them ordered, on average.
    RevenueEach,
    /// Orders of one of those who ordered, on average.
    OrdersEach,
    /// What an order comes to, on average.
    AverageOrder,
    /// Days since the last order: the middle of those who ordered.
    DaysSinceOrder,
    /// Share who ordered in the last 12 months.
    Active,
    /// Share who can be written to by e-mail.
    ByEmail,
    /// Share who can be written to by SMS.
    BySms,
}

/// A key figure of the members, and the same of the base.
pub(crate) struct Held {
    /// What it is of.
    pub(crate) figure: Figure,
    /// Of the members.
    pub(crate) members: Decimal,
    /// Of all customers.
    pub(crate) base: Decimal,
}

impl Held {
    /// The members' figure as a multiple of the base's; `None` where that is nothing, or where it says nothing.
    pub(crate) fn ratio(&self) -> Option<Decimal> {
        let is_sum = matches!(self.figure, Figure::Customers | Figure::Revenue);
        if is_sum { None } else { self.members.divided_by(self.base) }
    }

    /// The members' part of the base's.
    pub(crate) fn share(&self) -> Option<Decimal> {
        let is_sum = matches!(self.figure, Figure::Customers | Figure::Revenue);
        if is_sum { self.members.divided_by(self.base) } else { None }
    }
}

/// Numbers of each customer that key figures are made of.
const VALUES: [&str; 3] = ["sum(order.amount)", "count(order)", "days since last(order.at)"];
/// Tests that key figures are shares of.
const TESTS: [(Figure, &str); 3] = [
    (Figure::Active, "any(order over last 12 months)"),
    (Figure::ByEmail, "reachable by email"),
    (Figure::BySms, "reachable by sms"),
];

/// The key figures of some members of a base of so many customers.
pub(crate) fn portrait(base: &Base, members: &Members, of: usize, as_of: AsOf) -> Result<Vec<Held>, Failure> {
    let whole = |count: usize| Decimal::whole(count as i64);
    let mut figures = vec![Held { figure: Figure::Customers, members: whole(members.len()), base: whole(of) }];
    figures.extend(of_orders(base, members, as_of)?);
    figures.extend(shares(base, members, of, as_of)?);
    Ok(figures)
}

fn of_orders(base: &Base, members: &Members, as_of: AsOf) -> Result<Vec<Held>, Failure> {
    let values: Vec<Value> = VALUES.into_iter().filter_map(|text| parse_value(text).0).collect();
    let is_read = |value| check_value(value, base.schema(), &Default::default()).is_ok();
    if values.len() < VALUES.len() || !values.iter().all(is_read) {
        return Ok(Vec::new());
    }
    let plan = plan_values(&values, base.schema(), &base.zone, &Default::default());
    let loaded = Loaded::of_plan(base, plan, true)?;
    let (amounts, scale) = loaded.numbers(as_of.at, 0)?;
    let (orders, orders_scale) = loaded.numbers(as_of.at, 1)?;
    let (days, days_scale) = loaded.numbers(as_of.at, 2)?;
    let of_whom = |chosen: &dyn Fn(usize) -> bool| {
        let sum = |numbers: &[Option<i128>]| {
            let chosen = numbers.iter().enumerate().filter(|(customer, _)| chosen(*customer));
            chosen.filter_map(|(_, number)| *number).sum::<i128>()
        };
        let count = (0..orders.len()).filter(|&customer| chosen(customer) && orders[customer].is_some()).count();
        let ordered = orders.iter().enumerate().filter(|(customer, n)| chosen(*customer) && n.is_some_and(|n| n > 0));
        let n_buyers = Decimal::whole(ordered.count() as i64);
        let waits = days.iter().enumerate().filter(|(customer, _)| chosen(*customer));
        let mut waits: Vec<i128> = waits.filter_map(|(_, days)| *days).collect();
        let middle = waits.len() / 2;
        let middle = (!waits.is_empty()).then(|| *waits.select_nth_unstable(middle).1);
        let (revenue, n_orders) = (Decimal::new(sum(&amounts), scale), Decimal::new(sum(&orders), orders_scale));
        [
            (Figure::Revenue, Some(revenue)),
            (Figure::RevenueEach, revenue.divided_by(Decimal::whole(count as i64))),
            (Figure::OrdersEach, n_orders.divided_by(n_buyers)),
            (Figure::AverageOrder, revenue.divided_by(n_orders)),
            (Figure::DaysSinceOrder, middle.map(|days| Decimal::new(days, days_scale))),
        ]
    };
    let (own, all) = (of_whom(&|customer| members.contains(customer)), of_whom(&|_| true));
    let held = |((figure, own), (_, all)): ((Figure, Option<Decimal>), (Figure, Option<Decimal>))| {
        Some(Held { figure, members: own?, base: all? })
    };
    Ok(own.into_iter().zip(all).filter_map(held).collect())
}

fn shares(base: &Base, members: &Members, of: usize, as_of: AsOf) -> Result<Vec<Held>, Failure> {
    let ids = base.segment_ids()?;
    let read = |(figure, text): (Figure, &str)| {
        let test = definitions::read(text, None, definitions::words(base), &ids).ok()?.test;
        Some((figure, test))
    };
    // What the words of a base do not allow is not told.
    let tests: Vec<(Figure, Test)> = TESTS.into_iter().filter_map(read).collect();
    let membership = Loaded::new(base, &tests.iter().map(|(_, test)| test).collect::<Vec<_>>())?.membership(as_of)?;
    let part = |part: usize, of: usize| Decimal::whole(part as i64).divided_by(Decimal::whole(of as i64));
    let held = |((figure, _), those): (&(Figure, Test), &Members)| {
        let (own, all) = (part(those.n_also_in(members), members.len())?, part(those.len(), of)?);
        // A channel that nobody can be reached by is one that the business does not use.
        (!those.is_empty()).then_some(Held { figure: *figure, members: own, base: all })
    };
    Ok(tests.iter().zip(&membership.members).filter_map(held).collect())
}

/// What a share of customers is said as, and not a number of.
pub(crate) fn is_share(figure: Figure) -> bool {
    matches!(figure, Figure::Active | Figure::ByEmail | Figure::BySms)
}

/// The type that a figure is written as.
pub(crate) fn kind_of(figure: Figure) -> Type {
    match figure {
        Figure::Revenue | Figure::RevenueEach | Figure::AverageOrder => Type::Money,
        _ => Type::Number,
    }
}
