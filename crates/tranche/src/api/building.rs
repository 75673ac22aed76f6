//! `/api/builder`: definitions taken apart, counted, changed and saved, as the builder's page does it.

use axum::Json;
use axum::extract::State;
use axum::response::Response;
use model::sentence::Language;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::{Wrong, answered, as_of, written};
use crate::ops::building::groups::{Group, Item, Path};
use crate::ops::building::outcome::{CHANNELS, outcome as found, reachable};
use crate::ops::building::saving::{Draft, save};
use crate::ops::building::steps::step as stepped;
use crate::ops::building::writing::Fields;
use crate::ops::building::{Built, Counted, counted};
use crate::ops::definitions::in_words;
use crate::ops::figures::of_members;
use crate::serve::{Asking, Shared};

pub(super) fn router() -> OpenApiRouter<Shared> {
    OpenApiRouter::new().routes(routes!(built)).routes(routes!(outcome)).routes(routes!(step)).routes(routes!(saved))
}

/// A definition taken apart and counted.
#[derive(Serialize, ToSchema)]
struct Definition {
    /// The definition's text.
    definition: String,
    /// What is wrong in it, in the language asked for.
    problems: Vec<Fault>,
    /// Its conditions and groups, a group before those in it; none while something is wrong.
    parts: Vec<Part>,
    /// Number of members; absent while something is wrong.
    count: Option<usize>,
    /// Number of customers.
    of: usize,
    /// What members ordered, over all time up to the instant, as an exact decimal.
    revenue: Option<String>,
    /// The definition in words, by language.
    sentences: Vec<Sentence>,
}

/// Something wrong in a definition.
#[derive(Serialize, ToSchema)]
struct Fault {
    /// What.
    says: String,
    /// First byte of the place in the text.
    start: usize,
    /// After the last byte.
    end: usize,
    /// What may be meant there.
    meant: Vec<String>,
}

/// A part of a definition.
#[derive(Serialize, ToSchema)]
struct Part {
    /// Where it stands: its position in its group, after that of its group.
    path: String,
    /// Its text.
    definition: String,
    /// Customers whom it holds for by itself.
    alone: usize,
    /// Customers whom it holds for together with those before it in its group.
    running: usize,
}

/// How many members can be written to.
#[derive(Serialize, ToSchema)]
struct Reached {
    channel: &'static str,
    count: usize,
}

/// A definition in words.
#[derive(Serialize, ToSchema)]
struct Sentence {
    language: &'static str,
    sentence: String,
}

/// A definition taken apart, with what each part counts.
#[utoipa::path(
    get,
    path = "/builder",
    params(
        ("q" = String, Query, description = "The definition; everybody when it is empty"),
        ("as_of" = Option<String>, Query, description = "A day or an instant; now when absent")
    ),
    responses((status = 200, body = Definition), (status = 422, body = Wrong))
)]
async fn built(state: State<Shared>, asking: Asking) -> Response {
    let catalogue = state.catalogue(asking.language);
    answered(state, asking, move |base, asking| {
        let as_of = as_of(base, asking)?;
        let built = Built::of(base, asking.word("q").unwrap_or_default())?;
        let counted = counted(base, &built, as_of)?;
        let revenue = match &built.test {
            Some(_) => of_members(base, &counted.members, counted.of, as_of)?.revenue,
            None => None,
        };
        let mut parts = Vec::new();
        if let Some(root) = &built.root {
            gather(root, &Path::default(), &counted, &mut parts);
        }
        let problems = built.problems.iter().map(|problem| Fault {
            says: catalogue.say(&problem.phrase),
            start: problem.place.start,
            end: problem.place.end,
            meant: problem.suggestions.clone(),
        });
        let sentence = |language: Language| {
            let sentence = built.test.as_ref().map(|test| in_words(base, language).write(test))?;
            Some(Sentence { language: language.code(), sentence })
        };
        let everybody = built.is_right().then_some(counted.of);
        Ok(Definition {
            problems: problems.collect(),
            parts,
            count: built.test.as_ref().map(|_| counted.members.len()).or(everybody),
            of: counted.of,
            revenue: revenue.map(|revenue| revenue.to_string()),
            sentences: Language::ALL.into_iter().filter_map(sentence).collect(),
            definition: built.text,
        })
    })
    .await
}

fn gather(group: &Group, path: &Path, counted: &Counted, parts: &mut Vec<Part>) {
    for (position, item) in group.items.iter().enumerate() {
        let here = path.to(position);
        if let (Some(count), Some(test)) = (counted.parts.get(&here), item.test()) {
            let definition = model::text::printer::text_of(&test);
            parts.push(Part { path: here.to_string(), definition, alone: count.alone, running: count.running });
        }
        if let Item::Group(inner) = item {
            gather(inner, &here, counted, parts);
        }
    }
}

/// What a definition comes to.
#[derive(Serialize, ToSchema)]
struct Outcome {
    /// Its size at midnight of days a month apart, in order.
    sizes: Vec<Size>,
    /// Ids of some members.
    members: Vec<String>,
    /// Members who can be written to, by channel.
    reachable: Vec<Reached>,
    /// Segments that share members, most first.
    alike: Vec<Alike>,
}

/// A size at the start of a day.
#[derive(Serialize, ToSchema)]
struct Size {
    day: String,
    count: usize,
}

/// A segment that shares members.
#[derive(Serialize, ToSchema)]
struct Alike {
    segment: String,
    both: usize,
}

/// How the size of a definition went, some members, and segments that share members.
#[utoipa::path(
    get,
    path = "/builder/outcome",
    params(
        ("q" = String, Query, description = "The definition"),
        ("as_of" = Option<String>, Query, description = "A day or an instant; now when absent")
    ),
    responses((status = 200, body = Outcome), (status = 422, body = Wrong))
)]
async fn outcome(state: State<Shared>, asking: Asking) -> Response {
    answered(state, asking, |base, asking| {
        let test = crate::ops::definitions::read_typed(base, asking.word("q").unwrap_or_default())?;
        let (sizes, _) = reachable(base, &test, as_of(base, asking)?)?;
        let reachable = CHANNELS.into_iter().zip(sizes).map(|(channel, count)| Reached { channel, count });
        let found = found(base, &test, None, as_of(base, asking)?)?;
        let size = |size: crate::ops::history::Size| Size { day: size.on.to_string(), count: size.count };
        let alike = found.alike.into_iter().map(|one| Alike { segment: one.segment.id, both: one.both });
        Ok(Outcome {
            sizes: found.sizes.into_iter().map(size).collect(),
            members: found.sample.rows.into_iter().map(|(id, _)| id).collect(),
            reachable: reachable.collect(),
            alike: alike.collect(),
        })
    })
    .await
}

/// Where a step leads.
#[derive(Serialize, ToSchema)]
struct Step {
    /// The next definition.
    definition: String,
    /// Where what was changed stands in it.
    path: String,
}

/// A definition after one change, such as `do=negate&at=0.1`, `do=add&criterion=any:order` or `do=set&at=0&code=…`.
#[utoipa::path(
    get,
    path = "/builder/step",
    params(
        ("q" = String, Query, description = "The definition"),
        ("do" = String, Query, description = "add, set, join, remove, copy, negate, up, down, wrap, unwrap or move"),
        ("at" = Option<String>, Query, description = "Where: positions joined by dots; nothing for the whole")
    ),
    responses((status = 200, body = Step), (status = 422, body = Wrong))
)]
async fn step(state: State<Shared>, asking: Asking) -> Response {
    answered(state, asking, |base, asking| {
        let built = Built::of(base, asking.word("q").unwrap_or_default())?;
        let step = stepped(base, &built, Fields(&asking.query), as_of(base, asking)?)?;
        Ok(Step { definition: step.text, path: step.path.to_string() })
    })
    .await
}

/// A segment to save.
#[derive(Deserialize, ToSchema)]
struct ToSave {
    /// Its id; made of its name when absent.
    #[serde(default)]
    id: String,
    /// The segment whose file is changed; absent for a new one.
    #[serde(default)]
    opened: String,
    /// Its name in English.
    #[serde(default)]
    name_en: String,
    /// Its name in French.
    #[serde(default)]
    name_fr: String,
    /// Its definition.
    definition: String,
    #[serde(default)]
    note: String,
    #[serde(default)]
    tags: Vec<String>,
    #[serde(default)]
    owner: String,
}

/// A segment that was saved.
#[derive(Serialize, ToSchema)]
struct Saved {
    /// Its id.
    id: String,
}

/// Saves a definition as a segment.
#[utoipa::path(
    post,
    path = "/builder/save",
    request_body = ToSave,
    responses((status = 200, body = Saved), (status = 422, body = Wrong))
)]
async fn saved(state: State<Shared>, asking: Asking, Json(to_save): Json<ToSave>) -> Response {
    let draft = Draft {
        id: to_save.id,
        opened: to_save.opened,
        names: vec![("en".to_owned(), to_save.name_en), ("fr".to_owned(), to_save.name_fr)],
        definition: to_save.definition,
        note: to_save.note,
        tags: to_save.tags,
        owner: to_save.owner,
    };
    written(state, asking, move |base, asking| {
        let (id, _) = save(base, &draft, asking.now)?;
        Ok(Saved { id })
    })
    .await
}
