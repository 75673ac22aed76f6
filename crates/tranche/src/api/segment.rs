//! `/api/segments/{id}`: one segment; its history, its members, what they are made of and which other segments they are in.

use axum::extract::{Path, State};
use axum::response::Response;
use serde::Serialize;
use serde_json::{Value as Json, json};
use utoipa::ToSchema;

use super::{Wrong, answered, as_of, exact};
use crate::ops::composition::{Label, composition};
use crate::ops::overlap::overlap as shared;
use crate::ops::portrait::{Figure, portrait};
use crate::ops::roll::{Wish, page};
use crate::ops::segment::{dependants, described, members as counted, whole_history};
use crate::serve::{Asking, Shared};

/// A segment.
#[derive(Serialize, ToSchema)]
struct Segment {
    id: String,
    name: String,
    /// The instant that figures are of, in UTC.
    as_of: String,
    /// The text of its definition.
    definition: String,
    /// Its definition in a sentence of the language asked for.
    sentence: String,
    /// Number of members.
    count: usize,
    /// Number of customers.
    of: usize,
    /// Key figures of the members beside those of all customers.
    figures: Vec<KeyFigure>,
    /// Ids of the definitions that name it.
    used_by: Vec<String>,
    /// Streams it needs that hold no rows.
    missing: Vec<String>,
}

/// A key figure, as exact decimals.
#[derive(Serialize, ToSchema)]
struct KeyFigure {
    name: &'static str,
    members: String,
    base: String,
}

fn name(figure: Figure) -> &'static str {
    match figure {
        Figure::Customers => "customers",
        Figure::Revenue => "revenue",
        Figure::RevenueEach => "revenue_each",
        Figure::OrdersEach => "orders_per_buyer",
        Figure::AverageOrder => "average_order",
        Figure::DaysSinceOrder => "median_days_since_last_order",
        Figure::Active => "share_active_12_months",
        Figure::ByEmail => "share_reachable_by_email",
        Figure::BySms => "share_reachable_by_sms",
    }
}

/// A segment with its key figures.
#[utoipa::path(
    get,
    path = "/segments/{id}",
    params(
        ("id" = String, Path, description = "Its id; of a part of a segmentation both ids with a slash, encoded"),
        ("as_of" = Option<String>, Query, description = "A day or an instant; now when absent")
    ),
    responses((status = 200, body = Segment), (status = 404, body = Wrong), (status = 422, body = Wrong))
)]
pub(super) async fn segment(state: State<Shared>, Path(id): Path<String>, asking: Asking) -> Response {
    answered(state, asking, move |base, asking| {
        let as_of = as_of(base, asking)?;
        let about = described(base, &id)?;
        let (members, of) = counted(base, &id, as_of)?;
        let figures = portrait(base, &members, of, as_of)?.into_iter().map(|held| KeyFigure {
            name: name(held.figure),
            members: held.members.to_string(),
            base: held.base.to_string(),
        });
        let sentences = crate::ops::definitions::in_words(base, asking.language.of_sentences());
        Ok(Segment {
            name: about.name.get(asking.language.code()).cloned().unwrap_or_default(),
            as_of: as_of.at.to_string(),
            sentence: sentences.write(&about.test),
            count: members.len(),
            of,
            figures: figures.collect(),
            used_by: dependants(base, &id)?.into_iter().map(|user| user.id).collect(),
            definition: about.text,
            missing: about.missing,
            id,
        })
    })
    .await
}

/// A size of a segment as a day began.
#[derive(Serialize, ToSchema)]
struct Size {
    on: String,
    count: usize,
    of: usize,
    entered: usize,
    left: usize,
}

/// The sizes of a segment from the first thing that happened.
#[utoipa::path(
    get,
    path = "/segments/{id}/history",
    params(("id" = String, Path), ("as_of" = Option<String>, Query, description = "The last day; today when absent")),
    responses((status = 200, body = Vec<Size>), (status = 404, body = Wrong), (status = 422, body = Wrong))
)]
pub(super) async fn history(state: State<Shared>, Path(id): Path<String>, asking: Asking) -> Response {
    answered(state, asking, move |base, asking| {
        described(base, &id)?;
        let sizes = whole_history(base, &id, as_of(base, asking)?)?.into_iter();
        let size = |size: crate::ops::history::Size| Size {
            on: size.on.to_string(),
            count: size.count,
            of: size.of,
            entered: size.entered,
            left: size.left,
        };
        Ok(sizes.map(size).collect::<Vec<_>>())
    })
    .await
}

/// A page of members.
#[derive(Serialize, ToSchema)]
struct Members {
    total: usize,
    /// The page, from 1.
    page: usize,
    columns: Vec<String>,
    /// Each member: `id`, and `values` in the order of the columns.
    #[schema(value_type = Vec<Object>)]
    members: Vec<Json>,
}

/// The members of a segment, a page at a time.
#[utoipa::path(
    get,
    path = "/segments/{id}/members",
    params(
        ("id" = String, Path),
        ("column" = Option<Vec<String>>, Query, description = "Names of columns, each once; the usual ones when absent"),
        ("sort" = Option<String>, Query, description = "A column; with a minus before it, from most to least"),
        ("page" = Option<usize>, Query, description = "From 1"),
        ("as_of" = Option<String>, Query, description = "A day or an instant; now when absent")
    ),
    responses((status = 200, body = Members), (status = 404, body = Wrong), (status = 422, body = Wrong))
)]
pub(super) async fn members(state: State<Shared>, Path(id): Path<String>, asking: Asking) -> Response {
    answered(state, asking, move |base, asking| {
        let as_of = as_of(base, asking)?;
        described(base, &id)?;
        let (found, _) = counted(base, &id, as_of)?;
        let roll = page(base, &found, &Wish::asked(|name| asking.words(name).map(str::to_owned).collect()), as_of)?;
        let values = |entry: &crate::ops::roll::Entry| entry.values.iter().map(exact).collect::<Vec<_>>();
        Ok(Members {
            total: roll.total,
            page: roll.page + 1,
            members: roll.rows.iter().map(|entry| json!({ "id": entry.id, "values": values(entry) })).collect(),
            columns: roll.columns.into_iter().map(|column| column.name).collect(),
        })
    })
    .await
}

/// What members are made of.
#[derive(Serialize, ToSchema)]
struct Makeup {
    by: String,
    /// Members whose value is known.
    members: usize,
    /// Customers whose value is known.
    base: usize,
    groups: Vec<Group>,
}

/// A group.
#[derive(Serialize, ToSchema)]
struct Group {
    /// A text, a truth, a year, or a range with `from` and `below`; null for all others together.
    #[schema(value_type = Object)]
    label: Json,
    members: usize,
    base: usize,
}

/// What the members of a segment are made of by an attribute.
#[utoipa::path(
    get,
    path = "/segments/{id}/makeup",
    params(
        ("id" = String, Path),
        ("by" = String, Query, description = "An attribute, or `age`"),
        ("as_of" = Option<String>, Query, description = "A day or an instant; now when absent")
    ),
    responses((status = 200, body = Makeup), (status = 404, body = Wrong), (status = 422, body = Wrong))
)]
pub(super) async fn makeup(state: State<Shared>, Path(id): Path<String>, asking: Asking) -> Response {
    answered(state, asking, move |base, asking| {
        let as_of = as_of(base, asking)?;
        described(base, &id)?;
        let (found, _) = counted(base, &id, as_of)?;
        let by = asking.word("by").unwrap_or_default().to_owned();
        let made = composition(base, &found, &by, as_of)?;
        let label = |label: Label| match label {
            Label::Text(text) => json!(text),
            Label::Truth(truth) => json!(truth),
            Label::Range(from, below) => json!({ "from": from, "below": below }),
            Label::Year(year) => json!(year),
            Label::Others => Json::Null,
        };
        let groups = made.groups.into_iter();
        let groups = groups.map(|group| Group { label: label(group.label), members: group.members, base: group.base });
        Ok(Makeup { by, members: made.n_members, base: made.n_base, groups: groups.collect() })
    })
    .await
}

/// Another segment that members are in.
#[derive(Serialize, ToSchema)]
struct Other {
    id: String,
    /// Number of its members.
    count: usize,
    /// Members of both.
    both: usize,
    /// How many times as often members are in it as all customers are, as a decimal.
    lift: Option<String>,
}

/// The other segments that the members of a segment are in.
#[utoipa::path(
    get,
    path = "/segments/{id}/overlap",
    params(("id" = String, Path), ("as_of" = Option<String>, Query, description = "A day or an instant; now when absent")),
    responses((status = 200, body = Vec<Other>), (status = 404, body = Wrong), (status = 422, body = Wrong))
)]
pub(super) async fn overlap(state: State<Shared>, Path(id): Path<String>, asking: Asking) -> Response {
    answered(state, asking, move |base, asking| {
        described(base, &id)?;
        let other = |one: crate::ops::overlap::Shared| Other {
            count: one.size,
            both: one.both,
            lift: one.lift.map(|lift| lift.to_string()),
            id: one.id,
        };
        Ok(shared(base, &id, as_of(base, asking)?)?.into_iter().map(other).collect::<Vec<_>>())
    })
    .await
}
