//! What a segment said before, what hangs on it, and taking it out of the base.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use model::segment::Segment;
use store::{Defined, StoredVersion};

use super::{Head, answered, head, path};
use crate::ops::base::Base;
use crate::ops::failure::Failure;
use crate::ops::remove::remove as taken_out;
use crate::ops::segment::{Described, User, dependants, titles, versions};
use crate::pages::Answer;
use crate::pages::frame::{Frame, Tab};
use crate::serve::{Asking, Shared};

#[derive(Template)]
#[template(path = "segment_versions.html")]
struct Versions<'a> {
    f: &'a Frame,
    head: Head,
    versions: Vec<Version>,
    users: Vec<Dependant>,
    /// Where the form of removal goes.
    removal: String,
}

/// A version of the segment.
struct Version {
    number: String,
    saved: String,
    /// The text of its definition; empty when it was removed.
    text: String,
    is_now: bool,
}

/// A definition that names the segment.
struct Dependant {
    name: String,
    address: String,
    kind: String,
}

pub(super) fn view(base: &Base, f: &Frame, about: &Described) -> Result<Answer, Failure> {
    let (head, _) = head(base, f, about, "versions")?;
    let titles = titles(base)?;
    let dependant = |user: User| {
        let titled = titles.get(&user.id).map(|titled| f.one_of(&titled.name).to_owned());
        let (address, kind) = match user.defined {
            Defined::Segment => (f.segment_link(&user.id), "segment-user-segment"),
            Defined::Attribute => (f.link("/data/schema"), "segment-user-attribute"),
            Defined::Column => (f.link("/data/schema"), "segment-user-column"),
        };
        Dependant { name: titled.unwrap_or_else(|| user.id.clone()), address, kind: f.t(kind) }
    };
    let version = |(place, stored): (usize, StoredVersion)| {
        let read = stored.text.as_ref().and_then(|text| Segment::parse(&about.id, text).ok());
        Version {
            number: stored.version.to_string(),
            saved: f.moment(stored.saved_at),
            text: read.map(|segment| segment.definition()).or(stored.text).unwrap_or_default(),
            is_now: place == 0,
        }
    };
    answered(&Versions {
        versions: versions(base, &about.id)?.into_iter().enumerate().map(version).collect(),
        users: dependants(base, &about.id)?.into_iter().map(dependant).collect(),
        removal: format!("{}/removal", path(&about.id)),
        head,
        f,
    })
}

/// `POST /segments/{id}/removal`
pub(in crate::pages) async fn remove(State(house): State<Shared>, Path(id): Path<String>, asking: Asking) -> Response {
    house
        .change(asking, Tab::Segments, move |base, f| {
            taken_out(base, std::slice::from_ref(&id), f.asking.now)?;
            Ok(Answer::Elsewhere("/segments".to_owned()))
        })
        .await
}
