//! `/api/analyses`: the methods with what each asks, what one finds, and saving that under a name.

use std::collections::BTreeMap;

use axum::Json;
use axum::extract::{Path, State};
use axum::response::Response;
use model::phrase::Phrase;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::{Wrong, answered, as_of, written};
use crate::catalogue::Catalogue;
use crate::ops::analyses::offering::{Offers, offered};
use crate::ops::analyses::saving::SavedAs;
use crate::ops::failure::Failure;
use crate::saying::analyses::Voice;
use crate::serve::methods::{self, Asked, FAMILIES, Method};
use crate::serve::{Asking, Shared};

/// Words that every address may have, whatever the method.
const EVERYWHERE: [&str; 2] = ["as_of", "lang"];

pub(super) fn router() -> OpenApiRouter<Shared> {
    OpenApiRouter::new().routes(routes!(all)).routes(routes!(one, saved))
}

/// The methods, and what the base has to ask them with.
#[derive(Serialize, ToSchema)]
struct All {
    /// The methods, by family, in the order of the pages.
    methods: Vec<Listed>,
    /// What the base has for fields, by what they are for. Anything else of the language may be given.
    offers: BTreeMap<&'static str, Vec<Offered>>,
}

/// A method.
#[derive(Serialize, ToSchema)]
struct Listed {
    /// Its id.
    id: &'static str,
    /// What one wants to know by it: worth, times, segments, questions or experiments.
    family: &'static str,
    /// Its name in the language asked for.
    name: String,
    /// What it tells.
    about: String,
    /// What it asks: words of its address.
    fields: Vec<Word>,
    /// Fields of which one has to be given; empty when none has.
    one_of: &'static [&'static str],
    /// Whether what it finds can be saved.
    saves: bool,
}

/// Something that a method asks.
#[derive(Serialize, ToSchema)]
struct Word {
    /// Its name in the address.
    name: &'static str,
    /// Its name in the language asked for.
    label: String,
    /// What is said of it.
    hint: String,
    /// Whether nothing is found without it.
    needed: bool,
    /// What one may choose, the usual one first; empty where one writes.
    choices: &'static [&'static str],
    /// What is taken when nothing is given, or an example.
    usual: &'static str,
    /// Which of `offers` are for it.
    offers: Option<&'static str>,
}

/// Something that the base has for a field.
#[derive(Serialize, ToSchema)]
struct Offered {
    /// The text to give.
    text: String,
    /// Its name in the language asked for.
    name: String,
}

/// The kinds of what a base has for fields.
const OFFERS: [(Offers, &str); 5] = [
    (Offers::Groups, "groups"),
    (Offers::Amounts, "amounts"),
    (Offers::Streams, "streams"),
    (Offers::Traits, "traits"),
    (Offers::Items, "items"),
];

fn listed(family: &'static str, method: &'static Method, catalogue: &Catalogue) -> Listed {
    let kind = |offers: Offers| OFFERS.iter().find(|(kind, _)| *kind == offers).map(|(_, name)| *name);
    let word = |field: &'static methods::Field| Word {
        name: field.name,
        label: method.label(field, catalogue),
        hint: method.hint(field, catalogue),
        needed: field.is_needed,
        choices: field.choices,
        usual: field.choices.first().unwrap_or(&field.usual),
        offers: kind(field.offers),
    };
    Listed {
        id: method.id,
        family,
        name: method.name(catalogue),
        about: method.about(catalogue),
        fields: method.fields.iter().map(word).collect(),
        one_of: method.needs,
        saves: method.save.is_some(),
    }
}

/// The methods of analysis, what each asks, and what the base has to ask them with.
#[utoipa::path(
    get,
    path = "/analyses",
    params(("lang" = Option<String>, Query, description = "The language of names")),
    responses((status = 200, body = All))
)]
async fn all(state: State<Shared>, asking: Asking) -> Response {
    let catalogue = state.catalogue(asking.language);
    answered(state, asking, move |base, asking| {
        let of_family = |family: &'static methods::Family| family.methods.iter().map(|method| (family.id, method));
        let methods = FAMILIES.iter().flat_map(of_family);
        let mut offers = BTreeMap::new();
        for (kind, name) in OFFERS {
            let texts = offered(base, kind, asking.language.code())?.into_iter();
            let said = texts.map(|one| Offered { name: catalogue.say(&one.name), text: one.text });
            offers.insert(name, said.collect::<Vec<_>>());
        }
        Ok(All { methods: methods.map(|(family, method)| listed(family, method, &catalogue)).collect(), offers })
    })
    .await
}

/// What a method finds: the document of `tranche analyse METHOD --json`. The address has its fields as words.
#[utoipa::path(
    get,
    path = "/analyses/{method}",
    params(
        ("method" = String, Path, description = "Its id"),
        ("as_of" = Option<String>, Query, description = "A day or an instant; now when absent"),
        ("among" = Option<String>, Query, description = "Only these customers, as a definition; and so each field of the method")
    ),
    responses(
        (status = 200, body = Object, description = "What was found"),
        (status = 404, body = Wrong),
        (status = 422, body = Wrong)
    )
)]
async fn one(state: State<Shared>, Path(id): Path<String>, asking: Asking) -> Response {
    let catalogue = state.catalogue(asking.language);
    answered(state, asking, move |base, asking| {
        let method = asked_method(&id, asking)?;
        let settings = base.store.settings();
        let voice = Voice { catalogue: &catalogue, currency: &settings.currency, zone: &base.zone };
        let asked = Asked { asking, as_of: as_of(base, asking)? };
        Ok(method.found(base, &asked, &voice)?.document)
    })
    .await
}

/// The name to save under.
#[derive(Deserialize, ToSchema)]
struct Naming {
    /// The id: small letters, digits and hyphens.
    save: String,
    /// Whether what has this name is replaced.
    #[serde(default)]
    replace: bool,
}

/// What came in.
#[derive(Serialize, ToSchema)]
struct Saved {
    /// Ids of definitions that were not there before.
    added: Vec<String>,
    /// Ids of definitions that were there with another text.
    changed: Vec<String>,
    /// Ids of definitions that were there as they are.
    unchanged: Vec<String>,
}

/// Saves what a method finds; the address has its fields as words, as when it is asked.
#[utoipa::path(
    post,
    path = "/analyses/{method}",
    params(
        ("method" = String, Path, description = "Its id"),
        ("as_of" = Option<String>, Query, description = "A day or an instant; now when absent"),
        ("among" = Option<String>, Query, description = "Only these customers, as a definition; and so each field of the method")
    ),
    request_body = Naming,
    responses((status = 200, body = Saved), (status = 404, body = Wrong), (status = 422, body = Wrong))
)]
async fn saved(state: State<Shared>, Path(id): Path<String>, asking: Asking, Json(naming): Json<Naming>) -> Response {
    written(state, asking, move |base, asking| {
        let method = asked_method(&id, asking)?;
        let not_saved = || Failure::Failed(Phrase::new("failed-analysis-not-saved").with("id", method.id));
        let save = method.save.ok_or_else(not_saved)?;
        method.check(asking)?;
        let asked = Asked { asking, as_of: as_of(base, asking)? };
        let came = save(base, &asked, &SavedAs { id: naming.save.trim(), replaces: naming.replace })?;
        Ok(Saved { added: came.added, changed: came.changed, unchanged: came.unchanged })
    })
    .await
}

/// The method of an id. Words that it does not ask for are refused: what they were to say would be lost.
fn asked_method(id: &str, asking: &Asking) -> Result<&'static Method, Failure> {
    let Some(method) = methods::named(id) else {
        let known = FAMILIES.iter().flat_map(|family| family.methods).map(|method| method.id).collect::<Vec<_>>();
        let phrase = Phrase::new("failed-unknown-analysis").with("id", id).with("known", known.join(", "));
        return Err(Failure::Failed(phrase));
    };
    let is_known = |name: &str| EVERYWHERE.contains(&name) || method.fields.iter().any(|field| field.name == name);
    match asking.query.iter().find(|(name, _)| !is_known(name)) {
        None => Ok(method),
        Some((name, _)) => {
            let known = method.fields.iter().map(|field| field.name).collect::<Vec<_>>().join(", ");
            let phrase = Phrase::new("failed-analysis-word").with("id", id).with("name", name);
            Err(Failure::Failed(phrase.with("known", known)))
        }
    }
}
