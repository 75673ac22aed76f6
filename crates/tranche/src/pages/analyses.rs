//! The analyses: each a page with what it asks and what it found, and a name under which that is saved.

use askama::Template;
use axum::Form;
use axum::extract::{Path, State};
use axum::response::Response;
use model::phrase::Phrase;

use super::frame::{Frame, Tab, address, encoded};
use super::{Answer, says};
use crate::ops::analyses::offering::{Offers, offered};
use crate::ops::analyses::saving::SavedAs;
use crate::ops::base::Base;
use crate::ops::failure::Failure;
use crate::saying::analyses::Voice;
use crate::saying::analyses::alone::Said;
use crate::serve::methods::{self, Asked, FAMILIES, Family, Field, Method, first_said};
use crate::serve::{Asking, Shared};

/// What a base has for some fields: texts with their names.
type Offered = Vec<(String, String)>;

#[derive(Template)]
#[template(path = "analyses.html")]
struct All<'a> {
    f: &'a Frame,
    families: &'static [Family],
}

#[derive(Template)]
#[template(path = "analysis.html")]
struct One<'a> {
    f: &'a Frame,
    method: &'static Method,
    /// What the base has for the fields, by what they are for.
    offered: Vec<(&'static str, Offered)>,
    /// What was found; `None` while something that is needed is not given.
    found: Option<Said<'a>>,
    /// Why nothing was found.
    wrong: Vec<String>,
    saved: Option<&'a str>,
}

/// A piece of the sentence that asks.
enum Piece {
    Words(String),
    Field(&'static Field),
}

/// `/analyses`: all methods.
pub(super) async fn all(State(house): State<Shared>, asking: Asking) -> Response {
    house.page(asking, Tab::Analyses, |_, f| Answer::page(&All { f, families: &FAMILIES })).await
}

/// `/analyses/{id}`: a method, with what it found.
pub(super) async fn one(State(house): State<Shared>, Path(id): Path<String>, asking: Asking) -> Response {
    house
        .page(asking, Tab::Analyses, move |base, f| {
            let method = named(&id)?;
            let voice = Voice { catalogue: f.catalogue(), currency: f.currency(), zone: f.zone() };
            let answer = method.is_asked(&f.asking).then(|| method.found(base, &f.asked(), &voice));
            // What was asked stays in its fields when it cannot be answered.
            let (findings, wrong) = match answer {
                Some(Ok(told)) => (Some(told.findings), Vec::new()),
                Some(Err(failure)) => (None, says(f, &failure)),
                None => (None, Vec::new()),
            };
            let found = findings.as_ref().map(|findings| Said::new(findings, &voice));
            let offered = lists(base, f, method)?;
            Answer::page(&One { f, method, offered, found, wrong, saved: f.asking.word("saved") })
        })
        .await
}

/// `/analyses/{id}/customers.csv`: what a method finds of each customer.
pub(super) async fn customers(State(house): State<Shared>, Path(id): Path<String>, asking: Asking) -> Response {
    house
        .whole(asking, Tab::Analyses, move |base, f| {
            let method = named(&id)?;
            let Some(each) = method.each.filter(|_| method.is_asked(&f.asking)) else { return Err(unknown(&id)) };
            method.check(&f.asking)?;
            let bytes = each(base, &f.asked())?.csv()?;
            Ok(Answer::File { name: format!("{id}.csv"), kind: "text/csv; charset=utf-8", bytes })
        })
        .await
}

/// Saves what a method finds under a name.
pub(super) async fn save(
    State(house): State<Shared>,
    Path(id): Path<String>,
    asking: Asking,
    Form(fields): Form<Vec<(String, String)>>,
) -> Response {
    house
        .change(asking, Tab::Analyses, move |base, f| {
            let method = named(&id)?;
            let given = |name: &str| fields.iter().find(|(field, _)| field == name).map(|(_, value)| value.trim());
            let name = given("save").filter(|name| !name.is_empty()).unwrap_or_default();
            let Some(save) = method.save else { return Ok(Answer::Elsewhere(f.link("/analyses"))) };
            method.check(&f.asking)?;
            save(base, &f.asked(), &SavedAs { id: name, replaces: given("replace").is_some() })?;
            Ok(Answer::Elsewhere(f.with(&[("saved", Some(name))])))
        })
        .await
}

fn named(id: &str) -> Result<&'static Method, Failure> {
    methods::named(id).ok_or_else(|| unknown(id))
}

fn unknown(id: &str) -> Failure {
    Failure::Failed(Phrase::new("failed-unknown-page").with("address", format!("/analyses/{id}")))
}

/// What a base has for the fields of a method, each list once.
fn lists(base: &Base, f: &Frame, method: &Method) -> Result<Vec<(&'static str, Offered)>, Failure> {
    let mut lists: Vec<(&'static str, Offered)> = Vec::new();
    for field in method.fields {
        let Some(id) = list_of(field).filter(|id| lists.iter().all(|(known, _)| known != id)) else { continue };
        let offers = offered(base, field.offers, f.lang())?;
        lists.push((id, offers.into_iter().map(|offer| (offer.text, f.say(&offer.name))).collect()));
    }
    Ok(lists)
}

/// The list that offers something for a field.
fn list_of(field: &Field) -> Option<&'static str> {
    match field.offers {
        Offers::Nothing => None,
        Offers::Groups => Some("offers-groups"),
        Offers::Amounts => Some("offers-amounts"),
        Offers::Streams => Some("offers-streams"),
        Offers::Traits => Some("offers-traits"),
        Offers::Items => Some("offers-items"),
    }
}

impl Frame {
    /// What a method is asked with.
    fn asked(&self) -> Asked<'_> {
        Asked { asking: &self.asking, as_of: self.as_of }
    }

    fn analysis_link(&self, id: &str) -> String {
        self.link(&format!("/analyses/{}", encoded(id)))
    }

    fn analysis_name(&self, method: &Method) -> String {
        method.name(self.catalogue())
    }

    fn analysis_about(&self, method: &Method) -> String {
        method.about(self.catalogue())
    }

    fn analysis_family(&self, family: &Family) -> String {
        self.t(&format!("analysis-family-{}", family.id))
    }

    /// The sentence that asks, with its fields in their places; nothing of a method without one.
    fn analysis_sentence(&self, method: &'static Method) -> Vec<Piece> {
        // A sign that no sentence has stands around the name of each field.
        const MARK: char = '\u{1}';
        let mut phrase = match method.id {
            "hypothesis" => Phrase::new("analysis-ask-hypothesis"),
            "drivers" => Phrase::new("analysis-ask-drivers"),
            "arms" => Phrase::new("analysis-ask-arms"),
            "size" => Phrase::new("analysis-ask-size"),
            _ => return Vec::new(),
        };
        for field in method.fields.iter().filter(|field| field.is_in_sentence) {
            phrase = phrase.with(field.name, format!("{MARK}{}{MARK}", field.name));
        }
        let sentence = self.say(&phrase);
        let piece = |text: &str| match method.fields.iter().find(|field| field.is_in_sentence && field.name == text) {
            Some(field) => Piece::Field(field),
            None => Piece::Words(text.to_owned()),
        };
        sentence.split(MARK).filter(|text| !text.is_empty()).map(piece).collect()
    }

    /// The list that offers something for a field; empty where there is none.
    fn analysis_list(&self, field: &Field) -> &'static str {
        list_of(field).unwrap_or_default()
    }

    /// Where what was found of each customer is kept as a file.
    fn analysis_file(&self, method: &Method) -> String {
        let words = self.asking.query.iter().filter(|(name, _)| name != "saved");
        let words = words.map(|(name, value)| (name.as_str(), value.as_str()));
        address(&format!("/analyses/{}/customers.csv", encoded(method.id)), words)
    }

    /// Where a definition that was found is looked at, changed and saved.
    fn analysis_builder(&self, definition: &str) -> String {
        self.link(&format!("/builder?q={}", encoded(definition)))
    }

    /// What a field is called.
    fn analysis_field(&self, method: &Method, field: &Field) -> String {
        method.label(field, self.catalogue())
    }

    /// What a choice is called: in a method's own words where it has some.
    fn analysis_choice(&self, method: &Method, choice: &str) -> String {
        let keys = [format!("analysis-{}-choice-{choice}", method.id), format!("analysis-choice-{choice}")];
        first_said(self.catalogue(), &keys)
    }

    /// What stands in an empty field: what is taken then, or an example.
    fn analysis_usual(&self, method: &Method, field: &Field) -> String {
        let key = format!("analysis-{}-usual-{}", method.id, field.said_as);
        if self.catalogue().has(&key) { self.t(&key) } else { field.usual.to_owned() }
    }

    /// What saving makes: most results stay live, some are those of a day.
    fn analysis_kept(&self, method: &Method) -> String {
        first_said(self.catalogue(), &[format!("analysis-{}-kept", method.id), "analysis-kept".to_owned()])
    }

    /// What is said of a field.
    fn analysis_hint(&self, method: &Method, field: &Field) -> String {
        method.hint(field, self.catalogue())
    }

    /// What stands in a field.
    fn analysis_given(&self, field: &Field) -> String {
        self.asking.word(field.name).unwrap_or_default().to_owned()
    }

    fn is_chosen(&self, field: &Field, choice: &str) -> bool {
        self.asking.word(field.name).or(field.choices.first().copied()) == Some(choice)
    }

    /// This very address without the news that something was saved.
    fn analysis_again(&self) -> String {
        self.with(&[("saved", None)])
    }

    fn say_saved(&self, id: &str) -> String {
        self.say(&Phrase::new("analyse-saved").with("ids", id))
    }
}
