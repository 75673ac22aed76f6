//! The form that saves what was built, and what becomes of it.

use axum::Form;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use model::segment::Segment;

use super::{HERE, shown};
use crate::ops::building::saving::{Draft, save};
use crate::ops::building::writing::Fields;
use crate::ops::failure::Failure;
use crate::pages::frame::{Frame, Tab};
use crate::pages::says;
use crate::serve::{Asking, Shared};

/// Why a draft was not saved.
pub(super) struct Refusal {
    /// The field that is to be filled in otherwise; `all` where no single one is.
    pub(super) field: &'static str,
    /// Why.
    pub(super) says: String,
}

impl Refusal {
    fn of(f: &Frame, failure: &Failure) -> Self {
        let field = match failure {
            Failure::Failed(phrase) => match phrase.key {
                "failed-builder-nameless" => "name",
                "failed-builder-id" | "failed-builder-there" => "id",
                _ => "all",
            },
            Failure::Problems(_) | Failure::Unreadable(_) => "all",
        };
        Refusal { field, says: says(f, failure).join(" ") }
    }
}

/// What the form of saving says before anybody typed.
pub(super) fn draft(opened: Option<&Segment>, text: &str) -> Draft {
    let name = |language: &str| {
        let name = opened.and_then(|segment| segment.name.get(language)).cloned();
        (language.to_owned(), name.unwrap_or_default())
    };
    Draft {
        id: opened.map(|segment| segment.id.clone()).unwrap_or_default(),
        opened: opened.map(|segment| segment.id.clone()).unwrap_or_default(),
        names: vec![name("en"), name("fr")],
        definition: text.to_owned(),
        note: opened.map(|segment| segment.note.clone()).unwrap_or_default(),
        tags: opened.map(|segment| segment.tags.clone()).unwrap_or_default(),
        owner: opened.map(|segment| segment.owner.clone()).unwrap_or_default(),
    }
}

/// `/builder/save`, by a form. What is refused is shown in the builder again, with all that was filled in.
pub(in crate::pages) async fn saved(
    State(house): State<Shared>,
    mut asking: Asking,
    Form(fields): Form<Vec<(String, String)>>,
) -> Response {
    let draft = filled_in(Fields(&fields));
    let (attempt, at) = (draft.clone(), asking.now);
    let failure = match house.write(move |base| save(base, &attempt, at)).await {
        Ok((id, _)) => {
            let catalogue = house.catalogue(asking.language);
            let leads = Frame::bare(&asking, Tab::Segments, &catalogue).segment_link(&id);
            return Redirect::to(&leads).into_response();
        }
        Err(failure) => failure,
    };
    asking.path = HERE.to_owned();
    asking.query.retain(|(word, _)| word != "q" && word != "segment");
    let opened = Some(draft.opened.clone()).filter(|opened| !opened.is_empty());
    asking.query.extend(opened.map(|opened| ("segment".to_owned(), opened)));
    asking.query.push(("q".to_owned(), draft.definition.clone()));
    let again = house.whole(asking, Tab::Segments, move |base, f| {
        let refusal = Refusal::of(f, &failure);
        shown(base, f, Some((draft, refusal)))
    });
    let mut response = again.await;
    if response.status().is_success() {
        *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    }
    response
}

fn filled_in(fields: Fields<'_>) -> Draft {
    let word = |name: &str| fields.get(name).unwrap_or_default().to_owned();
    Draft {
        id: word("id"),
        opened: word("opened"),
        names: vec![("en".to_owned(), word("name_en")), ("fr".to_owned(), word("name_fr"))],
        definition: word("q"),
        note: word("note"),
        tags: word("tags").split(',').map(str::trim).filter(|tag| !tag.is_empty()).map(str::to_owned).collect(),
        owner: word("owner"),
    }
}
