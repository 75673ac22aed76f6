//! The analyses: each a page with what it asks and what it found, and a name under which that is saved.

use askama::Template;
use axum::Form;
use axum::extract::{Path, State};
use axum::response::Response;
use model::phrase::Phrase;

use super::Answer;
use super::frame::{Frame, Tab, encoded};
use crate::findings::Voice;
use crate::findings::alone::Said;
use crate::ops::analyses::saving::SavedAs;
use crate::ops::failure::Failure;
use crate::serve::{Asking, Shared};

mod methods;

use methods::{Field, METHODS, Method};

#[derive(Template)]
#[template(path = "analyses.html")]
struct All<'a> {
    f: &'a Frame,
    methods: &'static [Method],
}

#[derive(Template)]
#[template(path = "analysis.html")]
struct One<'a> {
    f: &'a Frame,
    method: &'static Method,
    /// What was found; `None` while something that is needed is not given.
    found: Option<Said<'a>>,
    saved: Option<&'a str>,
}

/// `/analyses`: all methods.
pub(super) async fn all(State(house): State<Shared>, asking: Asking) -> Response {
    house.page(asking, Tab::Analyses, |_, f| Answer::page(&All { f, methods: METHODS })).await
}

/// `/analyses/{id}`: a method, with what it found.
pub(super) async fn one(State(house): State<Shared>, Path(id): Path<String>, asking: Asking) -> Response {
    house
        .page(asking, Tab::Analyses, move |base, f| {
            let method = named(&id)?;
            let voice = Voice { catalogue: f.catalogue(), currency: f.currency(), zone: f.zone() };
            let findings = match is_asked(method, f) {
                true => Some((method.find)(base, f, &voice)?),
                false => None,
            };
            let found = findings.as_ref().map(|findings| Said::new(findings, &voice));
            Answer::page(&One { f, method, found, saved: f.asking.word("saved") })
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
            save(base, f, &SavedAs { id: name, replaces: given("replace").is_some() })?;
            Ok(Answer::Elsewhere(f.with(&[("saved", Some(name))])))
        })
        .await
}

fn named(id: &str) -> Result<&'static Method, Failure> {
    let unknown = || Failure::Failed(Phrase::new("failed-unknown-page").with("address", format!("/analyses/{id}")));
    METHODS.iter().find(|method| method.id == id).ok_or_else(unknown)
}

/// Whether all that a method needs is given.
fn is_asked(method: &Method, f: &Frame) -> bool {
    method.fields.iter().all(|field| !field.is_needed || f.asking.word(field.name).is_some())
}

impl Frame {
    fn analysis_link(&self, id: &str) -> String {
        self.link(&format!("/analyses/{}", encoded(id)))
    }

    fn analysis_name(&self, method: &Method) -> String {
        self.t(&format!("analysis-{}", method.id))
    }

    fn analysis_about(&self, method: &Method) -> String {
        self.t(&format!("cli-analyse-{}", method.id))
    }

    fn analysis_field(&self, field: &Field) -> String {
        self.t(&format!("analysis-field-{}", field.name))
    }

    fn analysis_choice(&self, choice: &str) -> String {
        self.t(&format!("analysis-choice-{choice}"))
    }

    /// What is said of a field: what the command line says holds here too, unless the page has words of its own.
    fn analysis_hint(&self, method: &Method, field: &Field) -> String {
        let on_page = format!("analysis-hint-{}", field.name);
        if self.catalogue().has(&on_page) {
            return self.t(&on_page);
        }
        let own = format!("cli-analyse-{}-arg-{}", method.id, field.said_as);
        let key = if self.catalogue().has(&own) { own } else { format!("cli-arg-{}", field.said_as) };
        self.t(&key)
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
