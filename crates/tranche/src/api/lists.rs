//! `/api/lists`: lists of customers kept by hand, and changing them.

use axum::Json;
use axum::extract::{Path, State};
use axum::response::Response;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::{Wrong, answered, as_of, written};
use crate::ops::lists::{Changed, Shown, all, change, shown};
use crate::serve::{Asking, Shared};

pub(super) fn router() -> OpenApiRouter<Shared> {
    OpenApiRouter::new().routes(routes!(lists)).routes(routes!(list, changed))
}

/// A list and who is in it.
#[derive(Serialize, ToSchema)]
struct List {
    id: String,
    /// Ids of its customers, in order.
    members: Vec<String>,
    /// Ids that name nobody yet: they hold when their customer comes.
    waiting: Vec<String>,
}

fn told(shown: Shown) -> List {
    List { id: shown.list, members: shown.members, waiting: shown.waiting }
}

/// All lists.
#[utoipa::path(
    get,
    path = "/lists",
    params(("as_of" = Option<String>, Query, description = "A day or an instant; now when absent")),
    responses((status = 200, body = Vec<List>), (status = 422, body = Wrong))
)]
async fn lists(state: State<Shared>, asking: Asking) -> Response {
    answered(state, asking, |base, asking| {
        Ok(all(base, as_of(base, asking)?.at)?.into_iter().map(told).collect::<Vec<_>>())
    })
    .await
}

/// Who is in a list.
#[utoipa::path(
    get,
    path = "/lists/{id}",
    params(
        ("id" = String, Path, description = "Its id"),
        ("as_of" = Option<String>, Query, description = "A day or an instant; now when absent")
    ),
    responses((status = 200, body = List), (status = 422, body = Wrong))
)]
async fn list(state: State<Shared>, Path(id): Path<String>, asking: Asking) -> Response {
    answered(state, asking, move |base, asking| Ok(told(shown(base, &id, as_of(base, asking)?.at)?))).await
}

/// Who goes in a list, and who out of it.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Moves {
    /// Ids that go in; a list that is not there yet is made.
    #[serde(default)]
    add: Vec<String>,
    /// Ids that go out.
    #[serde(default)]
    remove: Vec<String>,
    /// Of what kind the ids are, such as `email`; of any kind when absent.
    by: Option<String>,
}

/// What became of the ids.
#[derive(Default, Serialize, ToSchema)]
struct Outcome {
    /// How many moved.
    moved: usize,
    /// How many were in, or out, already.
    unchanged: usize,
    /// Ids that name nobody yet.
    waiting: Vec<String>,
    /// What cannot be such an id.
    refused: Vec<String>,
}

impl Outcome {
    fn with(mut self, changed: Changed) -> Outcome {
        self.moved += changed.moved;
        self.unchanged += changed.unchanged;
        self.waiting.extend(changed.waiting);
        self.refused.extend(changed.refused);
        self
    }
}

/// Puts customers in a list and takes others out, as of now.
#[utoipa::path(
    post,
    path = "/lists/{id}",
    params(("id" = String, Path, description = "Its id")),
    request_body = Moves,
    responses((status = 200, body = Outcome), (status = 422, body = Wrong))
)]
async fn changed(state: State<Shared>, Path(id): Path<String>, asking: Asking, Json(moves): Json<Moves>) -> Response {
    written(state, asking, move |base, asking| {
        let times = (asking.now, asking.now);
        let mut outcome = Outcome::default();
        for (ids, is_in) in [(&moves.add, true), (&moves.remove, false)] {
            if !ids.is_empty() {
                outcome = outcome.with(change(base, &id, ids, (moves.by.as_deref(), is_in), times)?);
            }
        }
        Ok(outcome)
    })
    .await
}
