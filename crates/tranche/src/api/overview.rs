//! `/api/overview` and `/api/movements`: the whole base in a few numbers, and how its segments went.

use std::collections::BTreeSet;

use axum::extract::State;
use axum::response::Response;
use serde::Serialize;
use utoipa::ToSchema;

use super::{Wrong, answered, as_of};
use crate::ops::movement::{CHANGE_DAYS, Movement, NEWS_DAYS, movements};
use crate::ops::overview::{Moved, overview as counted};
use crate::serve::{Asking, Shared};

/// The whole base.
#[derive(Serialize, ToSchema)]
struct Overview {
    /// The instant that figures are of, in UTC.
    as_of: String,
    /// Days back that `before` is.
    days: i32,
    /// Customers.
    customers: Count,
    /// Customers who came in these days, and in as many days before.
    new: Count,
    /// Customers who ordered in the last 12 months; absent in a base without orders.
    active: Option<Count>,
    /// Customers who may be about to go; absent in a base without orders.
    at_risk: Option<Count>,
    /// What was ordered in these days, and in as many days before, as exact decimals.
    revenue: Option<Amount>,
}

/// A number of customers, and what it was before.
#[derive(Serialize, ToSchema)]
struct Count {
    now: usize,
    before: usize,
}

/// An amount, and what it was before.
#[derive(Serialize, ToSchema)]
struct Amount {
    now: String,
    before: String,
}

fn count(moved: Moved<usize>) -> Count {
    Count { now: moved.now, before: moved.before }
}

/// The whole base in a few numbers, each with what it was before.
#[utoipa::path(
    get,
    path = "/overview",
    params(("as_of" = Option<String>, Query, description = "A day or an instant; now when absent")),
    responses((status = 200, body = Overview), (status = 422, body = Wrong))
)]
pub(super) async fn overview(state: State<Shared>, asking: Asking) -> Response {
    answered(state, asking, |base, asking| {
        let as_of = as_of(base, asking)?;
        let all = counted(base, as_of)?;
        let amount = |moved: Moved<model::decimal::Decimal>| Amount {
            now: moved.now.to_string(),
            before: moved.before.to_string(),
        };
        Ok(Overview {
            as_of: as_of.at.to_string(),
            days: CHANGE_DAYS,
            customers: count(all.customers),
            new: count(all.new),
            active: all.active.map(|told| count(told.count)),
            at_risk: all.at_risk.map(|told| count(told.count)),
            revenue: all.revenue.map(amount),
        })
    })
    .await
}

/// How all segments went.
#[derive(Serialize, ToSchema)]
struct Movements {
    /// The instant that figures are of, in UTC.
    as_of: String,
    /// The days that sizes are of, each as it began; the last one is the instant itself.
    dates: Vec<String>,
    /// Number of customers at each date.
    of: Vec<usize>,
    /// Days back that `before` is.
    change_days: i32,
    /// Days back that `entered` and `left` are told over.
    news_days: i32,
    /// Each segment, by id; parts of segmentations too.
    segments: Vec<Moves>,
}

/// How a segment went.
#[derive(Serialize, ToSchema)]
struct Moves {
    id: String,
    /// Its size at each date.
    sizes: Vec<usize>,
    now: usize,
    before: usize,
    entered: usize,
    left: usize,
}

/// How all segments went over the last 12 months, and who came and went of late.
#[utoipa::path(
    get,
    path = "/movements",
    params(("as_of" = Option<String>, Query, description = "A day or an instant; now when absent")),
    responses((status = 200, body = Movements), (status = 422, body = Wrong))
)]
pub(super) async fn moved(state: State<Shared>, asking: Asking) -> Response {
    let house = state.0.clone();
    answered(state, asking, move |base, asking| {
        let as_of = as_of(base, asking)?;
        let found = movements(base, &house.past(base, as_of)?, as_of)?;
        let ids: BTreeSet<String> = found.segments.iter().map(|one| one.id.clone()).collect();
        let year = house.year(base, as_of, &ids)?;
        let moves = |one: Movement| {
            let sizes = year.up_to(&one);
            let Movement { id, now, before, entered, left, .. } = one;
            Moves { id, sizes, now, before, entered, left }
        };
        Ok(Movements {
            as_of: as_of.at.to_string(),
            dates: year.dates.iter().chain([&base.zone.day(as_of.at)]).map(ToString::to_string).collect(),
            of: year.of.iter().copied().chain([found.of]).collect(),
            change_days: CHANGE_DAYS,
            news_days: NEWS_DAYS,
            segments: found.segments.into_iter().map(moves).collect(),
        })
    })
    .await
}
