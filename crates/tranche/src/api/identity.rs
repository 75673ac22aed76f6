//! `/api/customers/{id}/identity`: who a customer is, and taking a link back; the command line's JSON is the same.

use axum::extract::{Path, State};
use axum::response::Response;
use model::identity::Key;
use model::phrase::Phrase;
use serde_json::{Value, json};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::{Wrong, answered, written};
use crate::catalogue::Catalogue;
use crate::ops::identity::{Effect, Told, Who, unmerge, who};
use crate::serve::{Asking, Shared};

pub(super) fn router() -> OpenApiRouter<Shared> {
    OpenApiRouter::new().routes(routes!(identity)).routes(routes!(undone))
}

/// Who a customer is: all keys, what linked them, and who may be the same person.
#[utoipa::path(
    get,
    path = "/customers/{id}/identity",
    params(("id" = String, Path, description = "Any id of the customer")),
    responses((status = 200, body = Value, description = "`keys`, `links` with their effect, `suspected_duplicates`"), (status = 404, body = Wrong))
)]
async fn identity(state: State<Shared>, Path(id): Path<String>, asking: Asking) -> Response {
    let catalogue = state.catalogue(asking.language);
    answered(state, asking, move |base, _| Ok(as_json(&catalogue, &who(base, &id)?))).await
}

/// Undoes a link by its number (`L12`), or all links of the key that an id is: each customer has again what it had.
#[utoipa::path(
    post,
    path = "/links/{link}/undoing",
    params(("link" = String, Path, description = "The link, or an id")),
    responses((status = 200, body = Value, description = "`undone`: the links"), (status = 404, body = Wrong), (status = 422, body = Wrong))
)]
async fn undone(state: State<Shared>, Path(link): Path<String>, asking: Asking) -> Response {
    written(state, asking, move |base, asking| {
        let undone = unmerge(base, &link, asking.now)?;
        Ok(json!({ "undone": undone.iter().map(link_as_json).collect::<Vec<_>>() }))
    })
    .await
}

/// What a link does, in words.
pub(crate) fn effect(catalogue: &Catalogue, told: &Told) -> String {
    let phrase = match told.effect {
        Effect::Merges => Phrase::new("identity-effect-merges"),
        Effect::Undone => Phrase::new("identity-effect-undone"),
        Effect::Shared(sharers) => {
            let count = catalogue.count(sharers as u64);
            Phrase::new("identity-effect-shared").with("n", sharers).with("count", count)
        }
        Effect::Contested => Phrase::new("identity-effect-contested"),
    };
    catalogue.say(&phrase)
}

fn key_as_json(key: &Key) -> Value {
    json!({ "kind": key.kind, "value": key.value })
}

/// A link for programs.
pub(crate) fn link_as_json(stored: &store::StoredLink) -> Value {
    let link = &stored.link;
    json!({
        "link": format!("L{}", stored.id),
        "first": key_as_json(&link.first),
        "second": key_as_json(&link.second),
        "reason": link.reason.name(),
        "source": link.source,
        "message": link.message,
        "at": link.at.to_string(),
        "received_at": stored.received_at.to_string(),
        "undone_at": stored.undone_at.map(|at| at.to_string()),
    })
}

/// Who a customer is, for programs.
pub(crate) fn as_json(catalogue: &Catalogue, who: &Who) -> Value {
    let links = who.links.iter().map(|told| {
        let mut link = link_as_json(&told.stored);
        link["effect"] = match told.effect {
            Effect::Merges => "merges",
            Effect::Undone => "undone",
            Effect::Shared(_) => "shared",
            Effect::Contested => "contested",
        }
        .into();
        link["effect_text"] = effect(catalogue, told).into();
        link
    });
    let suspects = who
        .suspects
        .iter()
        .map(|suspect| json!({ "id": suspect.id, "in_common": suspect.in_common, "value": suspect.value }));
    json!({
        "id": who.id,
        "visitor": who.is_visitor,
        "keys": who.keys.iter().map(key_as_json).collect::<Vec<_>>(),
        "links": links.collect::<Vec<_>>(),
        "suspected_duplicates": suspects.collect::<Vec<_>>(),
    })
}
