//! `/api/segments/{id}/versions`: what a segment said before, how two versions differ, and going back to one.

use axum::extract::{Path, State};
use axum::response::Response;
use model::sentence::Language;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::{Wrong, answered, as_of, written};
use crate::ops::definitions::in_words;
use crate::ops::versions::{Version as Kept, differences, go_back, versions as kept};
use crate::serve::{Asking, Shared};

pub(super) fn router() -> OpenApiRouter<Shared> {
    OpenApiRouter::new().routes(routes!(versions)).routes(routes!(difference)).routes(routes!(restoring))
}

/// A version of a segment.
#[derive(Serialize, ToSchema)]
struct Version {
    /// Its number, from 1.
    version: u64,
    /// When it was saved, in UTC.
    saved_at: String,
    /// What it says; absent when the segment was removed then.
    definition: Option<String>,
    /// Its definition in words, by language; none when it cannot be read with the words of today.
    sentences: Vec<Said>,
    owner: String,
    note: String,
}

/// A definition in words.
#[derive(Serialize, ToSchema)]
struct Said {
    language: &'static str,
    sentence: String,
}

/// The versions of a segment, the newest first.
#[utoipa::path(
    get,
    path = "/segments/{id}/versions",
    params(("id" = String, Path, description = "Its id")),
    responses((status = 200, body = [Version]))
)]
async fn versions(state: State<Shared>, Path(id): Path<String>, asking: Asking) -> Response {
    answered(state, asking, move |base, _| {
        let version = |version: Kept| {
            let test = version.said.as_ref().and_then(|said| said.test.as_ref());
            let sentence = |language: Language| {
                let sentence = in_words(base, language).write(test?);
                Some(Said { language: language.code(), sentence })
            };
            let sentences = Language::ALL.into_iter().filter_map(sentence).collect();
            let (definition, owner, note) = match version.said {
                Some(said) => (Some(said.definition), said.owner, said.note),
                None => (None, String::new(), String::new()),
            };
            let saved_at = version.saved_at.to_string();
            Version { version: version.number, saved_at, definition, sentences, owner, note }
        };
        Ok(kept(base, &id)?.into_iter().map(version).collect::<Vec<_>>())
    })
    .await
}

/// How the members of two versions differ.
#[derive(Serialize, ToSchema)]
struct Difference {
    /// Members of the first.
    before: usize,
    /// Members of the second.
    after: usize,
    /// How many are members of the second only.
    gained: usize,
    /// How many are members of the first only.
    lost: usize,
    /// Ids of some of the second only.
    some_gained: Vec<String>,
    /// Ids of some of the first only.
    some_lost: Vec<String>,
}

/// How the members of two versions of a segment differ; nothing when one of them cannot be read with the words of today.
#[utoipa::path(
    get,
    path = "/segments/{id}/versions/difference",
    params(
        ("id" = String, Path, description = "Its id"),
        ("from" = u64, Query, description = "The number of one version; nobody is in one that there is not"),
        ("to" = u64, Query, description = "The number of the other"),
        ("as_of" = Option<String>, Query, description = "A day or an instant; now when absent")
    ),
    responses((status = 200, body = Option<Difference>), (status = 422, body = Wrong))
)]
async fn difference(state: State<Shared>, Path(id): Path<String>, asking: Asking) -> Response {
    answered(state, asking, move |base, asking| {
        let all = kept(base, &id)?;
        let of = |word: &str| {
            let number = asking.word(word).and_then(|typed| typed.parse::<u64>().ok());
            all.iter().find(|version| Some(version.number) == number)
        };
        let found = differences(base, &[(of("from"), of("to"))], as_of(base, asking)?)?;
        Ok(found.into_iter().flatten().next().map(|found| Difference {
            before: found.before,
            after: found.after,
            gained: found.gained,
            lost: found.lost,
            some_gained: found.some_gained,
            some_lost: found.some_lost,
        }))
    })
    .await
}

/// What became of a version that was gone back to.
#[derive(Serialize, ToSchema)]
struct Restored {
    /// Whether it was saved again; not when it says what the segment says already.
    is_changed: bool,
}

/// Saves an earlier version of a segment again, as the newest one.
#[utoipa::path(
    post,
    path = "/segments/{id}/versions/{number}/restoring",
    params(("id" = String, Path, description = "Its id"), ("number" = u64, Path, description = "The version's number")),
    responses((status = 200, body = Restored), (status = 404, body = Wrong), (status = 422, body = Wrong))
)]
async fn restoring(state: State<Shared>, Path((id, number)): Path<(String, u64)>, asking: Asking) -> Response {
    written(state, asking, move |base, asking| {
        let applied = go_back(base, &id, number, asking.now)?;
        Ok(Restored { is_changed: applied.unchanged.is_empty() })
    })
    .await
}
