//! The library: ready-made segments by family, with what each would be in this base, taken in one click.

use std::collections::BTreeMap;

use askama::Template;
use axum::Form;
use axum::extract::{Path, State};
use axum::response::Response;
use model::phrase::Phrase;
use model::sentence::Sentences;

use super::Answer;
use super::frame::{Frame, Tab, encoded};
use crate::ops::library;
use crate::ops::library::offering::{Chosen, Offer, Offers, families, family_offers, offer};
use crate::serve::{Asking, Shared};

/// What fields of parameters begin with.
const FIELD: &str = "p.";

#[derive(Template)]
#[template(path = "library.html")]
struct Library<'a> {
    f: &'a Frame,
    families: BTreeMap<String, usize>,
    family: String,
    offers: Vec<Offer>,
    of: usize,
    sentences: Sentences,
}

#[derive(Template)]
#[template(path = "library_one.html")]
struct One<'a> {
    f: &'a Frame,
    offer: Offer,
    of: usize,
    sentences: Sentences,
}

/// `/library`: one family at a time.
pub(super) async fn library(State(house): State<Shared>, asking: Asking) -> Response {
    house
        .page(asking, Tab::Library, |base, f| {
            let families = families();
            let asked = f.asking.word("family").filter(|family| families.contains_key(*family));
            let family = asked.unwrap_or("value").to_owned();
            let Offers { offers, of } = family_offers(base, &family, f.as_of)?;
            let sentences = f.sentences(base);
            Answer::page(&Library { f, families, family, offers, of, sentences })
        })
        .await
}

/// `/library/{id}`: one definition, its values to be tried out.
pub(super) async fn one(State(house): State<Shared>, Path(id): Path<String>, asking: Asking) -> Response {
    house
        .page(asking, Tab::Library, move |base, f| {
            let (offer, of) = offer(base, &id, &chosen(&f.asking.query), f.as_of)?;
            let sentences = f.sentences(base);
            Answer::page(&One { f, offer, of, sentences })
        })
        .await
}

/// Takes a definition into the base.
pub(super) async fn add(
    State(house): State<Shared>,
    Path(id): Path<String>,
    asking: Asking,
    Form(fields): Form<Vec<(String, String)>>,
) -> Response {
    house
        .change(asking, Tab::Library, move |base, f| {
            library::add(base, &id, &chosen(&fields), f.as_of, f.asking.now)?;
            let back = fields.iter().find(|(name, _)| name == "family");
            Ok(Answer::Elsewhere(match back {
                Some((_, family)) => format!("{}#{}", f.family_link(family), encoded(&id)),
                None => f.library_link(&id),
            }))
        })
        .await
}

/// The values of parameters among some fields.
fn chosen(fields: &[(String, String)]) -> Vec<(String, String)> {
    let parameter = |(name, value): &(String, String)| {
        let value = value.trim();
        (!value.is_empty()).then_some((name.strip_prefix(FIELD)?.to_owned(), value.to_owned()))
    };
    fields.iter().filter_map(parameter).collect()
}

impl Frame {
    /// The name of a family.
    pub(crate) fn family(&self, family: &str) -> String {
        self.t(&format!("family-{family}"))
    }

    fn family_link(&self, family: &str) -> String {
        self.link(&format!("/library?family={}", encoded(family)))
    }

    /// What a segmentation is cut into.
    fn parts_in_words(&self, offer: &Offer) -> String {
        let names = offer.parts.iter().map(|part| self.one_of(&part.name)).filter(|name| !name.is_empty());
        self.say(&Phrase::new("library-into").with("parts", names.collect::<Vec<_>>().join(" · ")))
    }

    fn say_part_of(&self, members: usize, of: &usize) -> String {
        let phrase = Phrase::new("library-part-of").with("share", self.part(members, of));
        self.say(&phrase.with("of", self.n(of)))
    }

    fn say_add(&self, members: usize) -> String {
        self.say(&Phrase::new("library-add-with").with("n", members).with("count", self.n(members)))
    }

    fn members_of(&self, offer: &Offer) -> usize {
        offer.parts.iter().map(|part| part.count).sum()
    }

    /// Where the value of a parameter comes from.
    fn origin(&self, chosen: &Chosen) -> String {
        match chosen.from {
            Some(n) => self.say(&Phrase::new("library-from").with("n", n).with("count", self.n(n))),
            None => String::new(),
        }
    }

    /// A parameter's value as a field has it.
    fn field(&self, chosen: &Chosen) -> String {
        chosen.value.as_str().map_or_else(|| chosen.value.to_string(), str::to_owned)
    }

    fn lacks(&self, offer: &Offer) -> String {
        let phrases = offer.lacking.phrases("library-lacks", "library-lacks-calendars");
        phrases.iter().map(|phrase| self.say(phrase)).collect::<Vec<_>>().join(" ")
    }
}
