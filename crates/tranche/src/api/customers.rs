//! `/api/customers`: customers by what is typed, and one of them from the profile to the segments; `/api/search`: all that
//! has what is typed.

use std::collections::BTreeMap;

use axum::extract::{Path, State};
use axum::response::Response;
use model::explain::Since;
use model::timeline::Row;
use serde::Serialize;
use serde_json::{Map, Value as Json, json};
use store::Origin;
use utoipa::ToSchema;

use super::{Wrong, answered, as_of, exact};
use crate::ops::customer::seen;
use crate::ops::dossier::dossier;
use crate::ops::happened::{Happened, happened};
use crate::ops::origins::origins;
use crate::ops::ready;
use crate::ops::roll::these;
use crate::ops::search;
use crate::serve::{Asking, Shared};

/// Most rows told of what happened.
const MOST_ROWS: usize = 1_000;
/// Most customers found.
const MOST_FOUND: usize = 50;

/// One customer.
#[derive(Serialize, ToSchema)]
struct Customer {
    id: String,
    /// The instant that all is of, in UTC.
    as_of: String,
    /// What is known of them, by attribute.
    #[schema(value_type = Object)]
    attributes: Map<String, Json>,
    /// Where the values of each attribute come from, oldest first.
    origins: BTreeMap<String, Vec<From>>,
    /// All that they ordered, as an exact decimal.
    revenue: Option<String>,
    /// In how many orders.
    orders: Option<String>,
    /// The segments they are in.
    segments: Vec<Membership>,
    /// What happened, the latest first: `stream`, `at`, `fields` and the rows that belong to it; 1 000 at most.
    #[schema(value_type = Vec<Object>)]
    happened: Vec<Json>,
}

/// Where a value of an attribute comes from.
#[derive(Serialize, ToSchema)]
struct From {
    /// Since when the value holds; null from the beginning.
    from: Option<String>,
    /// When it was received, in UTC.
    received_at: String,
    /// The files that may have brought it; more than one where files were taken in at one instant.
    files: Vec<Bringer>,
}

/// A file that may have brought a value.
#[derive(Serialize, ToSchema)]
struct Bringer {
    name: String,
    /// The source that its mapping names.
    source: Option<String>,
}

fn from(origin: Origin) -> From {
    let file = |file: store::Bringer| Bringer { name: file.name, source: file.source };
    From {
        from: origin.from.map(|at| at.to_string()),
        received_at: origin.received_at.to_string(),
        files: origin.files.into_iter().map(file).collect(),
    }
}

/// A segment that a customer is in.
#[derive(Serialize, ToSchema)]
struct Membership {
    id: String,
    /// Since when; null for as long as they have been a customer.
    since: Option<String>,
    /// Whether it may be so for longer: looking further back takes too long.
    at_least: bool,
}

/// One customer, by any id: profile, worth, segments and what happened.
#[utoipa::path(
    get,
    path = "/customers/{id}",
    params(
        ("id" = String, Path, description = "Any id: a customer number, an e-mail address, a phone number"),
        ("as_of" = Option<String>, Query, description = "A day or an instant; now when absent"),
        ("stream" = Option<String>, Query, description = "Rows of this stream alone")
    ),
    responses((status = 200, body = Customer), (status = 404, body = Wrong), (status = 422, body = Wrong))
)]
pub(super) async fn customer(state: State<Shared>, Path(id): Path<String>, asking: Asking) -> Response {
    answered(state, asking, move |base, asking| {
        let as_of = as_of(base, asking)?;
        let found = dossier(base, &id, as_of, true)?;
        let origins = origins(base, &id, as_of)?;
        let timeline = &found.seen.timeline;
        let attribute = |name: &String| (name.clone(), exact(timeline.attribute(name, as_of.at)));
        let rows = happened(base.schema(), timeline, asking.word("stream"));
        let membership = |(id, since): &(String, Option<Since>)| {
            let (at, at_least) = match since {
                Some(Since::From(at)) => (Some(at), false),
                Some(Since::AtLeast(at)) => (Some(at), true),
                Some(Since::Beginning) | None => (None, false),
            };
            Membership { id: id.clone(), since: at.map(ToString::to_string), at_least }
        };
        Ok(Customer {
            id: timeline.id.clone(),
            as_of: as_of.at.to_string(),
            attributes: timeline.attributes.keys().map(attribute).collect(),
            origins: origins.into_iter().map(|(name, all)| (name, all.into_iter().map(from).collect())).collect(),
            revenue: found.worth.as_ref().map(|worth| worth.revenue.to_string()),
            orders: found.worth.as_ref().map(|worth| worth.orders.to_string()),
            segments: found.memberships.iter().map(membership).collect(),
            happened: rows.iter().take(MOST_ROWS).map(with_children).collect(),
        })
    })
    .await
}

/// The segments that a customer is in.
#[derive(Serialize, ToSchema)]
struct InSegments {
    /// The customer's primary id.
    id: String,
    /// The instant that all is of, in UTC.
    as_of: String,
    /// Ids of the segments.
    segments: Vec<String>,
}

/// The segments that a customer is in, by any id, and nothing else: the quickest question.
#[utoipa::path(
    get,
    path = "/customers/{id}/segments",
    params(
        ("id" = String, Path, description = "Any id of the customer"),
        ("as_of" = Option<String>, Query, description = "A day or an instant; now when absent")
    ),
    responses((status = 200, body = InSegments), (status = 404, body = Wrong), (status = 422, body = Wrong))
)]
pub(super) async fn in_segments(state: State<Shared>, Path(id): Path<String>, asking: Asking) -> Response {
    answered(state, asking, move |base, asking| {
        let as_of = as_of(base, asking)?;
        let found = ready::in_segments(base, &id, as_of)?;
        Ok(InSegments { id: found.customer, as_of: as_of.at.to_string(), segments: found.segments })
    })
    .await
}

/// A page of what happened to a customer.
#[derive(Serialize, ToSchema)]
struct Timeline {
    /// Rows there are, without those that belong to others.
    of: usize,
    /// Rows of this page, the latest first: `stream`, `at`, `fields` and the rows that belong to it.
    #[schema(value_type = Vec<Object>)]
    happened: Vec<Json>,
}

/// What happened to a customer, the latest first.
#[utoipa::path(
    get,
    path = "/customers/{id}/timeline",
    params(
        ("id" = String, Path, description = "Any id of the customer"),
        ("as_of" = Option<String>, Query, description = "A day or an instant; now when absent"),
        ("stream" = Option<String>, Query, description = "Rows of this stream alone"),
        ("skip" = Option<usize>, Query, description = "Rows passed over; none when absent"),
        ("rows" = Option<usize>, Query, description = "Rows told; 1 000 when absent, and at most")
    ),
    responses((status = 200, body = Timeline), (status = 404, body = Wrong), (status = 422, body = Wrong))
)]
pub(super) async fn timeline(state: State<Shared>, Path(id): Path<String>, asking: Asking) -> Response {
    answered(state, asking, move |base, asking| {
        let number = |word: &str| asking.word(word).and_then(|number| number.parse::<usize>().ok());
        let seen = seen(base, &id, as_of(base, asking)?)?;
        let rows = happened(base.schema(), &seen.timeline, asking.word("stream"));
        let most = number("rows").unwrap_or(MOST_ROWS).min(MOST_ROWS);
        let page = rows.iter().skip(number("skip").unwrap_or(0)).take(most);
        Ok(Timeline { of: rows.len(), happened: page.map(with_children).collect() })
    })
    .await
}

fn with_children(one: &Happened<'_>) -> Json {
    let child = |(stream, row): &(&str, &Row)| told(stream, row, Vec::new());
    told(one.stream, one.row, one.children.iter().map(child).collect())
}

fn told(stream: &str, row: &Row, rows: Vec<Json>) -> Json {
    let fields: Map<String, Json> = row.fields.iter().map(|(name, value)| (name.clone(), exact(value))).collect();
    json!({ "stream": stream, "at": row.at.to_string(), "fields": fields, "rows": rows })
}

/// Customers found.
#[derive(Serialize, ToSchema)]
struct Found {
    /// Names of the values.
    columns: Vec<String>,
    /// Each customer: `id`, and `values` in the order of the columns; 50 at most.
    #[schema(value_type = Vec<Object>)]
    customers: Vec<Json>,
}

/// Customers by an id or its beginning, or by words of their name, addresses or city; those who came last when nothing is
/// typed.
#[utoipa::path(
    get,
    path = "/customers",
    params(
        ("q" = Option<String>, Query, description = "What is typed"),
        ("as_of" = Option<String>, Query, description = "A day or an instant; now when absent")
    ),
    responses((status = 200, body = Found), (status = 422, body = Wrong))
)]
pub(super) async fn customers(state: State<Shared>, asking: Asking) -> Response {
    answered(state, asking, |base, asking| {
        let as_of = as_of(base, asking)?;
        let found = match asking.word("q") {
            Some(typed) => search::customers(base, typed, MOST_FOUND, as_of.at)?,
            None => search::latest(base, MOST_FOUND, as_of.at)?,
        };
        let roll = these(base, &found, as_of)?;
        let values = |entry: &crate::ops::roll::Entry| entry.values.iter().map(exact).collect::<Vec<_>>();
        Ok(Found {
            customers: roll.rows.iter().map(|one| json!({ "id": one.id, "values": values(one) })).collect(),
            columns: roll.columns.into_iter().map(|column| column.name).collect(),
        })
    })
    .await
}

/// All that has what was typed.
#[derive(Serialize, ToSchema)]
struct Hits {
    /// Ids of customers, 50 at most.
    customers: Vec<String>,
    /// Ids of segments.
    segments: Vec<String>,
    /// Names of attributes.
    attributes: Vec<String>,
}

/// Customers, segments and attributes by what is typed.
#[utoipa::path(
    get,
    path = "/search",
    params(("q" = String, Query, description = "What is typed")),
    responses((status = 200, body = Hits))
)]
pub(super) async fn all(state: State<Shared>, asking: Asking) -> Response {
    answered(state, asking, |base, asking| {
        let typed = asking.word("q").unwrap_or_default();
        let mut customers = Vec::new();
        for number in search::customers(base, typed, MOST_FOUND, as_of(base, asking)?.at)? {
            customers.push(base.store.id_of(number as u32)?);
        }
        let segments = search::segments(base, typed, asking.language.code())?;
        Ok(Hits {
            customers,
            segments: segments.into_iter().map(|(id, _)| id).collect(),
            attributes: search::attributes(base, typed).into_iter().map(|(name, _)| name).collect(),
        })
    })
    .await
}
