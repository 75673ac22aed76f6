//! A segment: what it says, how it went, whom it holds and what they are made of. Each view computes what it shows and no
//! more.

use axum::extract::{Path, State};
use axum::response::Response;
use model::phrase::Phrase;

use super::Answer;
use super::frame::{Frame, Tab, encoded};
pub(super) use crate::catalogue::capitalised;
use crate::ops::base::Base;
use crate::ops::failure::Failure;
use crate::ops::segment::{Described, described, members};
use crate::serve::{Asking, Shared};

mod export;
mod makeup;
mod overlap;
mod roll;
mod summary;
mod versions;

pub(super) use export::{csv, xlsx};
pub(super) use versions::{remove, restore};

/// What all views of a segment have at their top.
pub(super) struct Head {
    pub(super) name: String,
    pub(super) purpose: String,
    pub(super) family: String,
    pub(super) count: usize,
    pub(super) of: usize,
    pub(super) missing: String,
    pub(super) is_part: bool,
    pub(super) edit: String,
    pub(super) tabs: Vec<View>,
}

/// A view of a segment, as a link.
pub(super) struct View {
    pub(super) name: String,
    pub(super) address: String,
    pub(super) is_shown: bool,
}

/// The views: the word in the address and the key of the name. The first is shown when none is asked for.
const VIEWS: [(&str, &str); 5] = [
    ("summary", "segment-summary"),
    ("members", "segment-members"),
    ("makeup", "segment-makeup"),
    ("overlap", "segment-overlap"),
    ("versions", "segment-versions"),
];

/// `/segments/{id}`
pub(super) async fn segment(State(house): State<Shared>, Path(id): Path<String>, asking: Asking) -> Response {
    house
        .page(asking, Tab::Segments, move |base, f| {
            let view = f.asking.word("view").unwrap_or(VIEWS[0].0).to_owned();
            let about = described(base, &id)?;
            match view.as_str() {
                "members" => roll::view(base, f, &about),
                "makeup" => makeup::view(base, f, &about),
                "overlap" => overlap::view(base, f, &about),
                "versions" => versions::view(base, f, &about),
                _ => summary::view(base, f, &about),
            }
        })
        .await
}

/// The head of a view, with the members it was counted from.
fn head(base: &Base, f: &Frame, about: &Described, view: &str) -> Result<(Head, engine::batch::Members), Failure> {
    let (found, of) = members(base, &about.id, f.as_of)?;
    let own = path(&about.id);
    let tabs = VIEWS.iter().filter(|(word, _)| about.part_of.is_none() || *word != "versions").map(|(word, key)| {
        let address = if *word == VIEWS[0].0 { own.clone() } else { format!("{own}?view={word}") };
        View { name: f.t(key), address: f.link(&address), is_shown: *word == view }
    });
    let noun = |stream: &String| {
        let label = base.schema().streams.get(stream).and_then(|words| words.label.get(f.lang()));
        label.map_or_else(|| stream.clone(), |noun| noun.many.clone())
    };
    let needed: Vec<String> = about.missing.iter().map(noun).collect();
    let missing = match needed.is_empty() {
        true => String::new(),
        false => f.say(&Phrase::new("segment-needs").with("streams", needed.join(", "))),
    };
    let head = Head {
        name: Some(f.one_of(&about.name)).filter(|name| !name.is_empty()).unwrap_or(&about.id).to_owned(),
        purpose: f.one_of(&about.purpose).to_owned(),
        family: family(f, &about.family),
        count: found.len(),
        of,
        missing,
        is_part: about.part_of.is_some(),
        edit: f.link(&format!("/builder?segment={}", encoded(&about.id))),
        tabs: tabs.collect(),
    };
    Ok((head, found))
}

/// The address of a segment, of no day.
fn path(id: &str) -> String {
    format!("/segments/{}", encoded(id))
}

/// What a family of segments is called; its own word when it is a business's own.
pub(super) fn family(f: &Frame, family: &str) -> String {
    let key = format!("family-{family}");
    if f.catalogue().has(&key) { f.t(&key) } else { family.to_owned() }
}

/// What a column is called: an attribute by its label, what customers did by the catalogue.
pub(super) fn column_name(f: &Frame, column: &crate::ops::roll::Column) -> String {
    let said = column.label.as_ref().map(|label| f.one_of(label)).unwrap_or_default();
    match said {
        "" => {
            let key = format!("column-{}", column.name.replace('_', "-"));
            if f.catalogue().has(&key) { f.t(&key) } else { column.name.clone() }
        }
        said => capitalised(said),
    }
}

/// A page answered by a view of this segment.
fn answered(template: &impl askama::Template) -> Result<Answer, Failure> {
    Answer::page(template)
}
