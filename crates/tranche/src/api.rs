//! The JSON API: the same use cases as the pages, for programs. Its description is generated: `/api/openapi.json`.
//!
//! An answer has one shape in JSON: `--json` of the command line prints it too.

use axum::Json;
use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use model::columns::Target;
use model::decimal::Decimal;
use model::value::Value;
use serde::Serialize;
use utoipa::{OpenApi, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::catalogue::Catalogue;
use crate::ops::base::Base;
use crate::ops::failure::Failure;
use crate::ops::membership::{AsOf, CutOffs};
use crate::serve::{Asking, Shared};

mod analyses;
mod building;
mod customers;
mod definitions;
mod holdings;
pub(crate) mod identity;
pub(crate) mod imports;
mod library;
mod lists;
mod overview;
pub(crate) mod quality;
pub(crate) mod reasons;
pub(crate) mod refused;
pub(crate) mod schema;
mod segment;
mod segments;
mod versions;

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
        .merge(analyses::router())
        .merge(building::router())
        .merge(definitions::router())
        .merge(identity::router())
        .merge(imports::router())
        .merge(library::router())
        .merge(lists::router())
        .merge(refused::router())
        .merge(schema::router())
        .merge(versions::router())
        .routes(routes!(holdings::holdings))
        .routes(routes!(overview::overview))
        .routes(routes!(overview::moved))
        .routes(routes!(segments::segments))
        .routes(routes!(segment::segment))
        .routes(routes!(segment::history))
        .routes(routes!(segment::members))
        .routes(routes!(segment::makeup))
        .routes(routes!(segment::overlap))
        .routes(routes!(customers::customers))
        .routes(routes!(customers::customer))
        .routes(routes!(customers::timeline))
        .routes(routes!(customers::all))
        .routes(routes!(quality::quality))
        .routes(routes!(reasons::reasons))
        .split_for_parts();
    router.route("/openapi.json", axum::routing::get(async move || Json(description)))
}

/// The instant that a program asks about: now, unless it says which.
pub(crate) fn as_of(base: &Base, asking: &Asking) -> Result<AsOf, Failure> {
    let at = asking.word("as_of").map_or(Ok(asking.now), |text| base.instant(text))?;
    Ok(AsOf { at, cut_offs: CutOffs::InForce })
}

/// A value as JSON has it, exactly: dates and moments are texts, and so is a number of more digits than a floating-point
/// number holds, so that none is lost.
pub(crate) fn exact(value: &Value) -> serde_json::Value {
    match value {
        Value::Missing => serde_json::Value::Null,
        Value::Bool(truth) => (*truth).into(),
        Value::Number(number) => {
            let whole = number.units_at(0).filter(|_| number.scale() == 0).and_then(|units| i64::try_from(units).ok());
            let double = number.to_f64();
            match whole {
                Some(whole) => whole.into(),
                None if Decimal::parse(&double.to_string()) == Some(*number) => double.into(),
                None => number.to_string().into(),
            }
        }
        Value::Text(text) => text.to_string().into(),
        Value::Date(day) => day.to_string().into(),
        Value::Instant(at) => at.to_string().into(),
        Value::List(values) => values.iter().map(exact).collect(),
    }
}

/// The name of where rows go, as programs read it.
fn target_name(target: &Target) -> &str {
    match target {
        Target::Stream(name) | Target::Table(name) => name,
        Target::Profile => "profile",
    }
}

/// Answers with what a use case found, or says what is wrong.
pub(crate) async fn answered<T: Serialize + Send + 'static>(
    State(house): State<Shared>,
    asking: Asking,
    ask: impl FnOnce(&Base, &Asking) -> Result<T, Failure> + Send + 'static,
) -> Response {
    let catalogue = house.catalogue(asking.language);
    match house.read(move |base| ask(base, &asking)).await {
        Ok(answer) => Json(answer).into_response(),
        Err(failure) => refused(&catalogue, &failure),
    }
}

/// Writes to the base and answers with what came of it, or says what is wrong.
pub(crate) async fn written<T: Serialize + Send + 'static>(
    State(house): State<Shared>,
    asking: Asking,
    change: impl FnOnce(&mut Base, &Asking) -> Result<T, Failure> + Send + 'static,
) -> Response {
    let catalogue = house.catalogue(asking.language);
    match house.write(move |base| change(base, &asking)).await {
        Ok(answer) => Json(answer).into_response(),
        Err(failure) => refused(&catalogue, &failure),
    }
}

/// Says what is wrong.
pub(crate) fn refused(catalogue: &Catalogue, failure: &Failure) -> Response {
    let status = match failure {
        Failure::Problems(_) | Failure::Unreadable(_) => StatusCode::UNPROCESSABLE_ENTITY,
        Failure::Failed(phrase) => status_of(phrase.key),
    };
    (status, Json(Wrong { errors: sentences(catalogue, failure) })).into_response()
}

/// What went wrong, one sentence a problem.
fn sentences(catalogue: &Catalogue, failure: &Failure) -> Vec<String> {
    match failure {
        Failure::Problems(faulty) => {
            let problems = faulty.iter().flat_map(|text| &text.problems);
            problems.map(|problem| catalogue.say(&problem.phrase)).collect()
        }
        Failure::Unreadable(phrase) | Failure::Failed(phrase) => vec![catalogue.say(phrase)],
    }
}

/// The status of a failure, by its key: what was asked cannot be, unless the base or the machine is at fault.
pub(crate) fn status_of(key: &str) -> StatusCode {
    match key {
        _ if key.starts_with("failed-unknown") => StatusCode::NOT_FOUND,
        "failed-busy" => StatusCode::CONFLICT,
        "failed-damaged"
        | "failed-disk-full"
        | "failed-file"
        | "failed-newer-format"
        | "failed-no-base"
        | "failed-page"
        | "failed-stopped"
        | "failed-store" => StatusCode::INTERNAL_SERVER_ERROR,
        _ => StatusCode::UNPROCESSABLE_ENTITY,
    }
}

#[cfg(test)]
mod tests;
