//! `/api/refused`: what was refused of imported files, and the way to mend it; the command line's JSON is the same.

use axum::extract::State;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};
use store::{RefusalGroup, Refusals, StoredRefusal};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::{Wrong, answered, refused as failed, target_name};
use crate::catalogue::Catalogue;
use crate::ops::base::Base;
use crate::ops::failure::Failure;
use crate::ops::refused::{Look, file_of};
use crate::pages::frame::encoded;
use crate::saying::refused::{REASONS, advice, reason, short_key};
use crate::serve::{Asking, Shared};

/// Rows told unless it is said how many.
const ROWS: usize = 20;

pub(super) fn router() -> OpenApiRouter<Shared> {
    OpenApiRouter::new().routes(routes!(refused)).routes(routes!(file))
}

fn which(asking: &Asking) -> Refusals {
    let own = |reason: &str| format!("{REASONS}{}", reason.trim_start_matches(REASONS));
    Refusals {
        import: None,
        file: asking.word("file").map(str::to_owned),
        target: asking.word("stream").map(str::to_owned),
        reason: asking.word("reason").map(own),
    }
}

/// Rows and values refused that stand: by reason with what to do, by file, and the first of them.
#[utoipa::path(
    get,
    path = "/refused",
    params(
        ("reason" = Option<String>, Query, description = "Those of this reason alone"),
        ("file" = Option<String>, Query, description = "Those of this file alone"),
        ("stream" = Option<String>, Query, description = "Those of this stream, table or `profile` alone"),
        ("rows" = Option<usize>, Query, description = "How many rows are told; 20 when absent")
    ),
    responses((status = 200, body = Value, description = "`refused` (how many), `groups`, `files`, `rows`"), (status = 422, body = Wrong))
)]
async fn refused(state: State<Shared>, asking: Asking) -> Response {
    let catalogue = state.catalogue(asking.language);
    answered(state, asking, move |base, asking| {
        let rows = asking.word("rows").and_then(|rows| rows.parse().ok()).unwrap_or(ROWS);
        as_json(&catalogue, base, &which(asking), rows)
    })
    .await
}

/// The refused rows of a file as CSV, as they were written, each with why: corrected, they are sent back to
/// `/imports/corrected`.
#[utoipa::path(
    get,
    path = "/refused/file",
    params(("name" = String, Query, description = "The file's name")),
    responses((status = 200, body = String, content_type = "text/csv"), (status = 404, body = Wrong))
)]
async fn file(State(house): State<Shared>, asking: Asking) -> Response {
    let catalogue = house.catalogue(asking.language);
    let words = house.catalogue(asking.language);
    let written = house.read(move |base| {
        let say = |refused: &_| reason(&words, refused);
        file_of(base, asking.word("name").unwrap_or_default(), &Look { delimiter: b',', say: &say })
    });
    match written.await {
        Ok((name, bytes)) => {
            let kept = format!("attachment; filename*=UTF-8''{}", encoded(&name));
            ([(CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()), (CONTENT_DISPOSITION, kept)], bytes).into_response()
        }
        Err(failure) => failed(&catalogue, &failure),
    }
}

/// What stands of what was refused, with the first of the rows.
pub(crate) fn as_json(catalogue: &Catalogue, base: &Base, which: &Refusals, rows: usize) -> Result<Value, Failure> {
    let groups = base.store.refused_by_reason(which)?;
    let files = base.store.refused_files(which)?;
    let rows = base.store.refused(which, rows)?;
    Ok(json!({
        "refused": base.store.n_refused(which)?,
        "groups": groups.iter().map(|group| group_as_json(catalogue, group)).collect::<Vec<_>>(),
        "files": files.iter().map(|file| json!({
            "file": file.name, "import": file.file, "refused": file.standing, "not_kept": file.beyond,
        })).collect::<Vec<_>>(),
        "rows": rows.iter().map(|one| row_as_json(catalogue, one)).collect::<Vec<_>>(),
    }))
}

fn group_as_json(catalogue: &Catalogue, group: &RefusalGroup) -> Value {
    let refused = &group.example.refused;
    json!({
        "reason": short_key(refused),
        "count": group.count,
        "whole_rows": group.whole_rows,
        "files": group.files,
        "what_to_do": advice(catalogue, refused),
        "example": row_as_json(catalogue, &group.example),
    })
}

fn row_as_json(catalogue: &Catalogue, one: &StoredRefusal) -> Value {
    let refused = &one.refused;
    json!({
        "file": one.name,
        "import": one.file,
        "row": refused.row,
        "line": refused.line,
        "target": refused.target.as_ref().map(target_name),
        "column": refused.column,
        "value": refused.value,
        "reason": short_key(refused),
        "message": reason(catalogue, refused),
        "whole_row": refused.whole_row,
    })
}
