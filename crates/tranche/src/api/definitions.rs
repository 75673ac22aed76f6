//! Taking a segment out of the base, and `/api/segmentations`.

use axum::extract::{Path, State};
use axum::response::Response;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::{Wrong, answered, as_of, written};
use crate::ops::remove::remove;
use crate::ops::segmentations::{Sized, sized};
use crate::serve::{Asking, Shared};

pub(super) fn router() -> OpenApiRouter<Shared> {
    OpenApiRouter::new().routes(routes!(removed)).routes(routes!(segmentations))
}

/// What was removed.
#[derive(Serialize, ToSchema)]
struct Removed {
    /// Ids of the definitions.
    removed: Vec<String>,
}

/// Takes a segment out of the base, if no other definition names it. Its versions stay.
#[utoipa::path(
    delete,
    path = "/segments/{id}",
    params(("id" = String, Path, description = "Its id")),
    responses((status = 200, body = Removed), (status = 422, body = Wrong))
)]
async fn removed(state: State<Shared>, Path(id): Path<String>, asking: Asking) -> Response {
    written(state, asking, move |base, asking| Ok(Removed { removed: remove(base, &[id], asking.now)? })).await
}

/// A segmentation with the sizes of its parts.
#[derive(Serialize, ToSchema)]
struct Segmentation {
    id: String,
    /// Its name in the language asked for.
    name: String,
    /// Its parts, in order.
    parts: Vec<Part>,
    /// Customers in none of them.
    outside: usize,
    /// Number of customers.
    of: usize,
}

/// A part of a segmentation.
#[derive(Serialize, ToSchema)]
struct Part {
    id: String,
    name: String,
    count: usize,
}

/// All segmentations with the sizes of their parts.
#[utoipa::path(
    get,
    path = "/segmentations",
    params(("as_of" = Option<String>, Query, description = "A day or an instant; now when absent")),
    responses((status = 200, body = Vec<Segmentation>), (status = 422, body = Wrong))
)]
async fn segmentations(state: State<Shared>, asking: Asking) -> Response {
    answered(state, asking, |base, asking| {
        let (as_of, language) = (as_of(base, asking)?, asking.language.code());
        let one = |found: Sized| {
            let Sized { segmentation, parts, outside, of } = found;
            let part = |(id, count): (String, usize)| Part { name: segmentation.name_of(&id, language), id, count };
            let name = segmentation.name.get(language).or_else(|| segmentation.name.values().next());
            let name = name.cloned().unwrap_or_default();
            let parts = parts.into_iter().map(part).collect();
            Segmentation { name, parts, outside, of, id: segmentation.id.clone() }
        };
        let ids = base.segmentations()?.into_iter().map(|segmentation| segmentation.id);
        ids.map(|id| Ok(one(sized(base, &id, as_of)?))).collect::<Result<Vec<_>, _>>()
    })
    .await
}
