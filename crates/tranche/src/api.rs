//! The JSON API: the same use cases as the pages, for programs. Its description is generated: `/api/openapi.json`.

use axum::Json;
use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use utoipa::{OpenApi, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::catalogue::Catalogue;
use crate::ops::failure::Failure;
use crate::serve::{Asking, Shared};

mod building;
mod segments;

#[derive(OpenApi)]
#[openapi(info(title = "tranche", description = "Customers, segments and what they are worth."))]
struct Description;

/// What an answer says when something went wrong.
#[derive(Serialize, ToSchema)]
pub(crate) struct Wrong {
    /// What is wrong, in the language asked for, one sentence a problem.
    errors: Vec<String>,
}

pub(crate) fn routes() -> Router<Shared> {
    let (router, description) = OpenApiRouter::with_openapi(Description::openapi())
        .merge(building::router())
        .routes(routes!(segments::segments))
        .split_for_parts();
    router.route("/openapi.json", axum::routing::get(async move || Json(description)))
}

/// Answers with what a use case found, or says what is wrong.
pub(crate) async fn answered<T: Serialize + Send + 'static>(
    State(house): State<Shared>,
    asking: Asking,
    ask: impl FnOnce(&crate::ops::base::Base, &Asking) -> Result<T, Failure> + Send + 'static,
) -> Response {
    let catalogue = house.catalogue(asking.language);
    match house.read(move |base| ask(base, &asking)).await {
        Ok(answer) => Json(answer).into_response(),
        Err(failure) => refused(&catalogue, &failure),
    }
}

/// Says what is wrong.
pub(crate) fn refused(catalogue: &Catalogue, failure: &Failure) -> Response {
    let (status, errors) = match failure {
        Failure::Problems(faulty) => {
            let problems = faulty.iter().flat_map(|text| &text.problems);
            (StatusCode::UNPROCESSABLE_ENTITY, problems.map(|problem| catalogue.say(&problem.phrase)).collect())
        }
        Failure::Unreadable(phrase) => (StatusCode::UNPROCESSABLE_ENTITY, vec![catalogue.say(phrase)]),
        Failure::Failed(phrase) => (status_of(phrase.key), vec![catalogue.say(phrase)]),
    };
    (status, Json(Wrong { errors })).into_response()
}

/// The status of a failure, by its key.
pub(crate) fn status_of(key: &str) -> StatusCode {
    match key {
        _ if key.starts_with("failed-unknown") => StatusCode::NOT_FOUND,
        "failed-instant" => StatusCode::UNPROCESSABLE_ENTITY,
        _ if key.starts_with("failed-builder") => StatusCode::UNPROCESSABLE_ENTITY,
        _ => StatusCode::INTERNAL_SERVER_ERROR,
    }
}
