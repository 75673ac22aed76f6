//! `/api/imports`: the log of imports, and files on their way in: sent, mapped as proposed or chosen, taken in.

use axum::Json;
use axum::extract::{DefaultBodyLimit, Multipart, Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use intake::guess::{Choice, GuessedFeed, GuessedFile, Voice};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use store::ImportEntry;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::{Wrong, answered, refused, sentences, target_name};
use crate::catalogue::Catalogue;
use crate::ops::arrivals::{Proposal, Stage, Step};
use crate::ops::failure::Failure;
use crate::ops::import::Imported;
use crate::saying::imports::detail;
use crate::saying::refused::reason;
use crate::serve::{Asking, Shared};

/// Imports told unless it is said how many.
const IMPORTS: usize = 50;

pub(super) fn router() -> OpenApiRouter<Shared> {
    // Files are as large as they are.
    let sending =
        OpenApiRouter::new().routes(routes!(send)).routes(routes!(corrected)).layer(DefaultBodyLimit::disable());
    OpenApiRouter::new()
        .merge(sending)
        .routes(routes!(log))
        .routes(routes!(arrival))
        .routes(routes!(map))
        .routes(routes!(run))
}

/// The last imports, the latest first: when, which file, rows taken and refused, how it ended.
#[utoipa::path(
    get,
    path = "/imports",
    params(("source" = Option<String>, Query, description = "Those of this scheduled source alone"), ("rows" = Option<usize>, Query, description = "How many; 50 when absent")),
    responses((status = 200, body = Value, description = "`imports`"))
)]
async fn log(state: State<Shared>, asking: Asking) -> Response {
    let catalogue = state.catalogue(asking.language);
    answered(state, asking, move |base, asking| {
        let rows = asking.word("rows").and_then(|rows| rows.parse().ok()).unwrap_or(IMPORTS);
        let entries = base.store.imports(asking.word("source"), rows)?;
        Ok(json!({ "imports": entries.iter().map(|entry| entry_as_json(&catalogue, entry)).collect::<Vec<_>>() }))
    })
    .await
}

/// An import that is over.
pub(crate) fn entry_as_json(catalogue: &Catalogue, entry: &ImportEntry) -> Value {
    json!({
        "started_at": entry.started_at.to_string(),
        "seconds": entry.microseconds as f64 / 1e6,
        "source": entry.source,
        "file": entry.path,
        "outcome": entry.outcome.name(),
        "rows": entry.rows,
        "taken": entry.taken,
        "refused": entry.refused,
        "detail": detail(catalogue, entry),
    })
}

/// Files to take in.
#[derive(ToSchema)]
#[expect(dead_code, reason = "it describes a form, whose parts are read as they come")]
struct Files {
    /// The files, each under its name.
    #[schema(value_type = Vec<String>, format = Binary)]
    files: Vec<Vec<u8>>,
}

/// Files that were sent.
#[derive(Serialize, ToSchema)]
struct Sent {
    /// The number to ask about them by: `/imports/{number}`.
    number: u32,
}

fn sent(catalogue: &Catalogue, number: Result<u32, Failure>) -> Response {
    match number {
        Ok(number) => (StatusCode::ACCEPTED, Json(Sent { number })).into_response(),
        Err(failure) => refused(catalogue, &failure),
    }
}

/// Sends files. They are looked at, and a mapping is proposed: ask `/imports/{number}`. Nothing is in before
/// `/imports/{number}/run`.
#[utoipa::path(
    post,
    path = "/imports",
    request_body(content = Files, content_type = "multipart/form-data"),
    responses((status = 202, body = Sent), (status = 422, body = Wrong))
)]
async fn send(State(house): State<Shared>, asking: Asking, parts: Multipart) -> Response {
    sent(&house.catalogue(asking.language), house.look_at(parts).await)
}

/// Sends corrected rows back, in files as `/refused/file` gives them, under the same names.
#[utoipa::path(
    post,
    path = "/imports/corrected",
    request_body(content = Files, content_type = "multipart/form-data"),
    responses((status = 202, body = Sent), (status = 422, body = Wrong))
)]
async fn corrected(State(house): State<Shared>, asking: Asking, parts: Multipart) -> Response {
    sent(&house.catalogue(asking.language), house.take_corrected(parts, asking.now).await)
}

/// How far files are.
#[utoipa::path(
    get,
    path = "/imports/{number}",
    params(("number" = u32, Path, description = "The number of the files")),
    responses(
        (status = 200, body = Value, description = "`stage`: `looking`, `proposed`, `importing`, `done` or `failed`; `step` while something is under way; `mapping` (its text, and each file's columns) when one is proposed; `files` when they are in; `errors`"),
        (status = 404, body = Wrong)
    )
)]
async fn arrival(State(house): State<Shared>, Path(number): Path<u32>, asking: Asking) -> Response {
    told(&house, number, &asking)
}

fn told(house: &Shared, number: u32, asking: &Asking) -> Response {
    let catalogue = house.catalogue(asking.language);
    match house.arrivals.get(number) {
        Ok(arrival) => Json(stage_as_json(&catalogue, number, &arrival.stage())).into_response(),
        Err(failure) => refused(&catalogue, &failure),
    }
}

/// What is to change of a proposed mapping.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Mended {
    /// The whole mapping as text: from then on it is the text that counts.
    text: Option<String>,
    /// Whether to go back to what is proposed.
    #[serde(default)]
    again: bool,
    /// What columns become.
    #[serde(default)]
    columns: Vec<Chosen>,
    /// Files to leave out, by position.
    #[serde(default)]
    aside: Vec<usize>,
}

/// What a column becomes.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Chosen {
    /// The position of its file.
    file: usize,
    /// The position of the feed in it.
    #[serde(default)]
    feed: usize,
    /// Its name.
    column: String,
    /// What it becomes, as `becomes` says it: `field:NAME`, `role:NAME`, or nothing to leave it out.
    becomes: String,
}

/// Changes a proposed mapping.
#[utoipa::path(
    post,
    path = "/imports/{number}/mapping",
    params(("number" = u32, Path, description = "The number of the files")),
    request_body = Mended,
    responses((status = 200, body = Value, description = "How far the files are"), (status = 404, body = Wrong), (status = 422, body = Wrong))
)]
async fn map(
    State(house): State<Shared>,
    Path(number): Path<u32>,
    asking: Asking,
    Json(mended): Json<Mended>,
) -> Response {
    if let Ok(arrival) = house.arrivals.get(number) {
        if mended.again || mended.text.is_some() {
            arrival.set_text(mended.text.filter(|_| !mended.again));
        }
        let choice = |one: &Chosen| Some((one.file, one.feed, one.column.clone(), Choice::read(&one.becomes)?));
        let choices: Vec<_> = mended.columns.iter().filter_map(choice).collect();
        arrival.choose(&choices, &mended.aside);
    }
    told(&house, number, &asking)
}

/// Begins to take the files in by their mapping.
#[utoipa::path(
    post,
    path = "/imports/{number}/run",
    params(("number" = u32, Path, description = "The number of the files")),
    responses((status = 200, body = Value, description = "How far the files are"), (status = 404, body = Wrong))
)]
async fn run(State(house): State<Shared>, Path(number): Path<u32>, asking: Asking) -> Response {
    if let Ok(arrival) = house.arrivals.get(number) {
        house.take(arrival, &house.catalogue(asking.language), asking.now);
    }
    told(&house, number, &asking)
}

fn stage_as_json(catalogue: &Catalogue, number: u32, stage: &Stage) -> Value {
    let under_way = |name: &str, step: &Step| {
        let step = json!({ "file": step.file, "done": step.done, "total": step.total, "rows": step.rows });
        json!({ "number": number, "stage": name, "step": step })
    };
    match stage {
        Stage::Looking(step) => under_way("looking", step),
        Stage::Importing(step) => under_way("importing", step),
        Stage::Failed(failure) => {
            json!({ "number": number, "stage": "failed", "errors": sentences(catalogue, failure) })
        }
        Stage::Proposed(proposal) => {
            let errors = proposal.wrong.as_ref().map(|wrong| sentences(catalogue, wrong)).unwrap_or_default();
            json!({ "number": number, "stage": "proposed", "mapping": proposal_as_json(catalogue, proposal), "errors": errors })
        }
        Stage::Done(imported, failure) => {
            let errors = failure.as_ref().map(|failure| sentences(catalogue, failure)).unwrap_or_default();
            let files: Vec<Value> = imported.iter().map(|file| imported_as_json(catalogue, file)).collect();
            json!({ "number": number, "stage": "done", "files": files, "errors": errors })
        }
    }
}

fn proposal_as_json(catalogue: &Catalogue, proposal: &Proposal) -> Value {
    let voice = Voice { say: &|phrase| catalogue.say(phrase), count: &|count| catalogue.count(count) };
    let feed = |feed: &GuessedFeed| {
        let columns = feed.chosen().into_iter().map(|(column, choice, guessed)| {
            json!({
                "column": column,
                "becomes": choice.code(),
                "confidence": guessed.map(|column| column.confidence),
                "why": guessed.map(|column| catalogue.say(&column.why)),
                "examples": guessed.map(|column| column.examples.clone()),
            })
        });
        json!({ "target": target_name(&feed.target), "only_where": feed.only_where, "columns": columns.collect::<Vec<_>>() })
    };
    let file = |file: &GuessedFile| {
        json!({
            "name": file.name,
            "rows": file.rows,
            "why": catalogue.say(&file.why),
            "notes": file.notes.iter().map(|note| catalogue.say(note)).collect::<Vec<_>>(),
            "feeds": file.feeds.iter().map(feed).collect::<Vec<_>>(),
        })
    };
    let left = proposal.left.iter().map(|left| json!({ "file": left.file, "reason": catalogue.say(&left.reason) }));
    json!({
        "text": proposal.mapping(voice),
        "by_hand": proposal.text.is_some(),
        "files": proposal.guess.files.iter().map(file).collect::<Vec<_>>(),
        "left_aside": left.collect::<Vec<_>>(),
    })
}

/// What became of a file.
pub(crate) fn imported_as_json(catalogue: &Catalogue, file: &Imported) -> Value {
    let Some(taken) = &file.taken else {
        return json!({ "file": file.name, "rows": file.rows, "already_imported": true });
    };
    let targets = taken.committed.targets.iter().map(|count| {
        json!({
            "target": target_name(&count.target),
            "new_rows": count.new_rows,
            "new_versions": count.new_versions,
            "known_rows": count.known_rows,
        })
    });
    let refused = taken.refused.iter().map(|refusal| {
        json!({
            "row": refusal.row,
            "column": refusal.column,
            "value": refusal.value,
            "reason": reason(catalogue, refusal),
            "whole_row": refusal.whole_row,
        })
    });
    let added = taken
        .added
        .iter()
        .map(|added| json!({ "target": target_name(&added.target), "name": added.name, "type": added.kind.name() }));
    json!({
        "file": file.name,
        "rows": file.rows,
        "already_imported": false,
        "new_customers": taken.committed.new_customers,
        "targets": targets.collect::<Vec<_>>(),
        "added": added.collect::<Vec<_>>(),
        "notes": taken.notes.iter().map(|note| catalogue.say(note)).collect::<Vec<_>>(),
        "refused": refused.collect::<Vec<_>>(),
        "n_refused": taken.n_refused,
        "corrected": taken.corrected,
    })
}
