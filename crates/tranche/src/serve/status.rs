//! The status of an answer that says what went wrong, the same for pages and the JSON API.

use axum::http::StatusCode;

use crate::ops::failure::Failure;

/// The status of a failure: what was asked cannot be, unless the base or the machine is at fault.
pub(crate) fn status_of(failure: &Failure) -> StatusCode {
    let key = match failure {
        Failure::Problems(_) | Failure::Unreadable(_) => return StatusCode::UNPROCESSABLE_ENTITY,
        Failure::Failed(phrase) => phrase.key,
    };
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
