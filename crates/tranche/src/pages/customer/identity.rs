//! The keys of a customer, what brought them together, and taking that back.

use axum::extract::{Path, State};
use axum::response::Response;
use model::identity::Key;
use model::phrase::Phrase;

use crate::ops::base::Base;
use crate::ops::failure::Failure;
use crate::ops::identity::{Effect, Told, Who, known_as, unmerge as taken_apart};
use crate::pages::Answer;
use crate::pages::frame::{Frame, Tab, encoded};
use crate::serve::{Asking, Shared};

/// Who the customer is to the base.
pub(super) struct Identity {
    pub(super) is_visitor: bool,
    pub(super) keys: Vec<(String, String)>,
    pub(super) links: Vec<Link>,
}

/// A link between two keys.
pub(super) struct Link {
    pub(super) said: String,
    pub(super) effect: String,
    /// Where the form that undoes it goes; nothing for one that is undone.
    pub(super) undo: Option<String>,
}

/// The keys and links of a customer.
pub(super) fn identity(base: &Base, f: &Frame, id: &str) -> Result<Identity, Failure> {
    let Who { is_visitor, keys, links, .. } = known_as(base, id)?;
    let kind = |key: &Key| {
        let label = base.schema().attributes.get(&key.kind).map(|field| f.one_of(&field.label).to_owned());
        label.filter(|label| !label.is_empty()).unwrap_or_else(|| key.kind.clone())
    };
    let link = |told: Told| {
        let link = &told.stored.link;
        let said = Phrase::new("customer-link")
            .with("first", &link.first.value)
            .with("second", &link.second.value)
            .with("on", f.day(link.at));
        let effect = match told.effect {
            Effect::Merges => f.t("customer-link-merges"),
            Effect::Undone => f.t("customer-link-undone"),
            Effect::Shared(sharers) => f.say_n("customer-link-shared", sharers),
            Effect::Contested => f.t("customer-link-contested"),
        };
        let undo = format!("/customers/{}/links/{}/undoing", encoded(id), told.stored.id);
        Link { said: f.say(&said), effect, undo: (told.effect != Effect::Undone).then_some(undo) }
    };
    Ok(Identity {
        is_visitor,
        keys: keys.iter().map(|key| (kind(key), key.value.clone())).collect(),
        links: links.into_iter().map(link).collect(),
    })
}

/// `POST /customers/{id}/links/{link}/undoing`
pub(in crate::pages) async fn unmerge(
    State(house): State<Shared>,
    Path((id, link)): Path<(String, u64)>,
    asking: Asking,
) -> Response {
    house
        .change(asking, Tab::Customers, move |base, f| {
            taken_apart(base, &format!("L{link}"), f.asking.now)?;
            Ok(Answer::Elsewhere(format!("/customers/{}", encoded(&id))))
        })
        .await
}
