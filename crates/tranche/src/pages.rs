//! The pages: each reads what is asked, calls one use case and fills a template. Everything on them is a link or a form
//! that works without script.

use std::sync::Arc;

use askama::Template;
use axum::Router;
use axum::extract::{DefaultBodyLimit, State};
use axum::http::StatusCode;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{Html, IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use model::phrase::Phrase;

use crate::ops::base::Base;
use crate::ops::failure::{Failure, Faulty};
use crate::serve::{Asking, House, Shared, WAITS, status_of};

mod analyses;
mod arrival;
mod builder;
mod choices;
mod customer;
mod customers;
pub(crate) mod frame;
mod holdings;
mod library;
mod moving;
mod overview;
pub(crate) mod quality;
mod search;
mod segment;
mod segments;
mod why;
mod words;

use frame::{Frame, Tab};

pub(crate) fn routes() -> Router<Shared> {
    Router::new()
        .route("/", get(overview::overview))
        .route("/builder", get(builder::builder))
        .route("/builder/outcome", get(builder::outcome))
        .route("/builder/members.csv", get(builder::export::csv))
        .route("/builder/members.xlsx", get(builder::export::xlsx))
        .route("/builder/reach", get(builder::reach))
        .route("/builder/save", post(builder::saved))
        .route("/customers", get(customers::customers))
        .route("/search", get(search::search))
        .route("/segments", get(segments::segments))
        .route("/customers/{id}", get(customer::customer))
        .route("/customers/{id}/links/{link}/undoing", post(customer::unmerge))
        .route("/segments/{id}", get(segment::segment))
        .route("/segments/{id}/members.csv", get(segment::csv))
        .route("/segments/{id}/members.xlsx", get(segment::xlsx))
        .route("/segments/{id}/removal", post(segment::remove))
        .route("/segments/{id}/versions/{number}/restoring", post(segment::restore))
        .route("/data", get(holdings::holdings))
        .route("/data/refused", get(holdings::refused))
        .route("/data/refused/file", get(holdings::refused_file))
        .route("/data/corrected", post(arrival::corrected).layer(DefaultBodyLimit::disable()))
        .route("/data/schema", get(words::words))
        .route("/data/schema/{name}", get(words::word).post(words::set))
        .route("/data/schema/{name}/change", get(words::asked))
        .route("/data/import", post(arrival::arrive).layer(DefaultBodyLimit::disable()))
        .route("/data/import/{number}", get(arrival::arrival))
        .route("/data/import/{number}/columns", post(arrival::choose))
        .route("/data/import/{number}/run", post(arrival::import))
        .route("/data/quality", get(quality::quality))
        .route("/analyses", get(analyses::all))
        .route("/analyses/{id}", get(analyses::one).post(analyses::save))
        .route("/analyses/{id}/customers.csv", get(analyses::customers))
        .route("/library", get(library::library))
        .route("/library/{id}", get(library::one).post(library::add))
        .route("/language/{code}", get(choices::language))
        .route("/theme/{name}", get(choices::theme))
}

/// How an answer begins: a page, or another address to go to.
pub(crate) enum Answer {
    /// A page.
    Page(String),
    /// The page of a form whose fields were refused, with what was filled in and why.
    Again(String),
    /// What a browser should ask for next.
    Elsewhere(String),
    /// A file to be kept.
    File {
        /// Its name.
        name: String,
        /// Its type.
        kind: &'static str,
        /// What it holds.
        bytes: Vec<u8>,
    },
}

impl Answer {
    /// A filled template.
    pub(crate) fn page(template: &impl Template) -> Result<Answer, Failure> {
        let page = template.render();
        page.map(Answer::Page).map_err(|error| Failure::Failed(Phrase::new("failed-page").with("detail", error)))
    }

    /// The same, as the answer to what was filled in and refused.
    fn again(self) -> Answer {
        match self {
            Answer::Page(page) => Answer::Again(page),
            other => other,
        }
    }
}

impl House {
    /// Answers with a page made of what is read from the base. Where there are many customers and it takes long, a page that
    /// says so comes first, and asks for the other by itself.
    pub(crate) async fn page(
        self: &Shared,
        asking: Asking,
        tab: Tab,
        fill: impl FnOnce(&Base, &Frame) -> Result<Answer, Failure> + Send + 'static,
    ) -> Response {
        if self.n_customers() <= self.soon.beyond {
            return self.whole(asking, tab, fill).await;
        }
        let catalogue = self.catalogue(asking.language);
        let of_failure = Frame::bare(&asking, tab, &catalogue);
        let words = Arc::clone(&catalogue);
        let make = move |base: &Base, asking| fill(base, &Frame::new(base, asking, tab, &words)?);
        let made = match self.soon(&asking, of_failure.theme(), make).await {
            Some(made) => made,
            None => self.look(move |base| waiting(base, &Frame::new(base, asking, tab, &catalogue)?)).await,
        };
        answer(made, &of_failure)
    }

    /// Answers with a page or file however long it takes.
    pub(crate) async fn whole(
        self: &Shared,
        asking: Asking,
        tab: Tab,
        fill: impl FnOnce(&Base, &Frame) -> Result<Answer, Failure> + Send + 'static,
    ) -> Response {
        let catalogue = self.catalogue(asking.language);
        let of_failure = Frame::bare(&asking, tab, &catalogue);
        let answered = self.read(move |base| fill(base, &Frame::new(base, asking, tab, &catalogue)?)).await;
        answer(answered, &of_failure)
    }

    /// Answers a form: changes the base, and says where to go.
    pub(crate) async fn change(
        self: &Shared,
        asking: Asking,
        tab: Tab,
        change: impl FnOnce(&mut Base, &Frame) -> Result<Answer, Failure> + Send + 'static,
    ) -> Response {
        let catalogue = self.catalogue(asking.language);
        let of_failure = Frame::bare(&asking, tab, &catalogue);
        let changed = self.write(move |base| {
            let frame = Frame::new(base, asking, tab, &catalogue)?;
            change(base, &frame)
        });
        answer(changed.await, &of_failure)
    }
}

fn answer(answered: Result<Answer, Failure>, f: &Frame) -> Response {
    match answered {
        Ok(Answer::Page(page)) => Html(page).into_response(),
        Ok(Answer::Again(page)) => (StatusCode::UNPROCESSABLE_ENTITY, Html(page)).into_response(),
        Ok(Answer::Elsewhere(address)) => Redirect::to(&address).into_response(),
        Ok(Answer::File { name, kind, bytes }) => {
            let kept = format!("attachment; filename*=UTF-8''{}", frame::encoded(&name));
            ([(CONTENT_TYPE, kind.to_owned()), (CONTENT_DISPOSITION, kept)], bytes).into_response()
        }
        Err(failure) => refused(&failure, f),
    }
}

/// The page that stands for another one while that is being made.
#[derive(Template)]
#[template(path = "waiting.html")]
struct Waiting<'a> {
    f: &'a Frame,
    said: String,
    /// Where the other one is asked for.
    whole: String,
}

fn waiting(base: &Base, f: &Frame) -> Result<Answer, Failure> {
    let said = f.say_n("page-waiting", base.store.n_known_customers());
    Answer::page(&Waiting { f, said, whole: f.with(&[(WAITS, Some("1"))]) })
}

/// The page of what went wrong: what, where, and what to do.
#[derive(Template)]
#[template(path = "refused.html")]
struct Refused<'a> {
    f: &'a Frame,
    says: Vec<String>,
}

fn refused(failure: &Failure, f: &Frame) -> Response {
    let page = Refused { f, says: says(f, failure) }.render().unwrap_or_default();
    (status_of(failure), Html(page)).into_response()
}

/// What went wrong, in sentences.
fn says(f: &Frame, failure: &Failure) -> Vec<String> {
    match failure {
        Failure::Problems(faulty) => faulty.iter().flat_map(|text| said(f, text)).collect(),
        Failure::Unreadable(phrase) | Failure::Failed(phrase) => vec![f.say(phrase)],
    }
}

/// What is wrong in a text, each with where it comes from.
fn said<'a>(f: &'a Frame, faulty: &'a Faulty) -> impl Iterator<Item = String> + 'a {
    let origin = faulty.origin.as_deref().map(|origin| format!("{origin}: ")).unwrap_or_default();
    faulty.problems.iter().map(move |problem| format!("{origin}{}", f.say(&problem.phrase)))
}

/// The answer to an address that nothing has.
pub(crate) async fn missing(State(house): State<Shared>, asking: Asking) -> Response {
    let unknown = Failure::Failed(Phrase::new("failed-unknown-page").with("address", &asking.path));
    house.page(asking, Tab::None, |_, _| Err(unknown)).await
}

#[cfg(test)]
mod tests;
