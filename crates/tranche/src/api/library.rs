//! `/api/library`: ready-made segments, what each would be in this base, and taking them in.

use std::collections::BTreeMap;

use axum::Json;
use axum::extract::{Path, State};
use axum::response::Response;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::{Wrong, answered, as_of, written};
use crate::ops::library::add;
use crate::ops::library::offering::{Offer, family_offers, offer};
use crate::ops::membership::{AsOf, CutOffs};
use crate::serve::{Asking, Shared};

pub(super) fn router() -> OpenApiRouter<Shared> {
    OpenApiRouter::new().routes(routes!(shelf)).routes(routes!(one, taken))
}

/// Definitions on offer.
#[derive(Serialize, ToSchema)]
struct Shelf {
    /// Number of customers.
    of: usize,
    /// Each definition, by id.
    offers: Vec<Offered>,
}

/// A ready-made definition as the base could take it, or has it.
#[derive(Serialize, ToSchema)]
struct Offered {
    /// Its id.
    id: String,
    /// Its name in the language asked for.
    name: String,
    /// Whether the base has it.
    in_use: bool,
    /// Streams it needs that hold no rows.
    missing_streams: Vec<String>,
    /// Calendars it names that the base does not have.
    missing_calendars: Vec<String>,
    /// Its parameters, with the values it would have.
    parameters: BTreeMap<String, serde_json::Value>,
    /// The size of each of its parts, by id; a segment has one.
    sizes: BTreeMap<String, usize>,
}

fn offered(offer: Offer, language: &str) -> Offered {
    let value = |value: &toml::Value| serde_json::to_value(value).unwrap_or_default();
    Offered {
        name: offer.name.get(language).cloned().unwrap_or_default(),
        in_use: offer.in_use,
        missing_streams: offer.lacking.streams,
        missing_calendars: offer.lacking.calendars,
        parameters: offer.parameters.iter().map(|one| (one.name.clone(), value(&one.value))).collect(),
        sizes: offer.parts.into_iter().map(|part| (part.id, part.count)).collect(),
        id: offer.id,
    }
}

/// The ready-made definitions of a family, with the values that the base's own data propose and the sizes they give.
#[utoipa::path(
    get,
    path = "/library",
    params(
        ("family" = String, Query, description = "The family, such as value or cart"),
        ("as_of" = Option<String>, Query, description = "A day or an instant; now when absent")
    ),
    responses((status = 200, body = Shelf), (status = 422, body = Wrong))
)]
async fn shelf(state: State<Shared>, asking: Asking) -> Response {
    answered(state, asking, |base, asking| {
        let offers = family_offers(base, asking.word("family").unwrap_or_default(), as_of(base, asking)?)?;
        let language = asking.language.code();
        Ok(Shelf { of: offers.of, offers: offers.offers.into_iter().map(|one| offered(one, language)).collect() })
    })
    .await
}

/// One ready-made definition; any word of the question that is one of its parameters tries a value out.
#[utoipa::path(
    get,
    path = "/library/{id}",
    params(("id" = String, Path, description = "Its id")),
    responses((status = 200, body = Offered), (status = 422, body = Wrong))
)]
async fn one(state: State<Shared>, Path(id): Path<String>, asking: Asking) -> Response {
    answered(state, asking, move |base, asking| {
        let (offer, _) = offer(base, &id, &asking.query, as_of(base, asking)?)?;
        Ok(offered(offer, asking.language.code()))
    })
    .await
}

/// Values chosen for parameters; those not named have what the base proposes.
#[derive(Deserialize, ToSchema)]
struct Choice {
    /// Values by parameter, as a person would type them.
    #[serde(default)]
    parameters: BTreeMap<String, String>,
}

/// What came in.
#[derive(Serialize, ToSchema)]
struct Taken {
    /// Ids of the definitions that are new, those that the one asked for names included.
    added: Vec<String>,
}

/// Takes a ready-made definition into the base.
#[utoipa::path(
    post,
    path = "/library/{id}",
    params(("id" = String, Path, description = "Its id")),
    request_body = Choice,
    responses((status = 200, body = Taken), (status = 422, body = Wrong))
)]
async fn taken(state: State<Shared>, Path(id): Path<String>, asking: Asking, Json(choice): Json<Choice>) -> Response {
    let chosen: Vec<(String, String)> = choice.parameters.into_iter().collect();
    written(state, asking, move |base, asking| {
        let as_of = AsOf { at: asking.now, cut_offs: CutOffs::InForce };
        Ok(Taken { added: add(base, &id, &chosen, as_of, asking.now)? })
    })
    .await
}
