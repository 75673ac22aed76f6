//! How a page is asked for: language, theme, the day that figures are of, and the address itself.

use std::convert::Infallible;

use axum::extract::FromRequestParts;
use axum::http::header::{ACCEPT_LANGUAGE, COOKIE};
use axum::http::request::Parts;
use model::time::Instant;

use crate::catalogue::Language;

/// Light or dark.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Theme {
    /// As the system says.
    System,
    /// Dark ink on light paper.
    Light,
    /// Light ink on dark paper.
    Dark,
}

impl Theme {
    /// Its name in addresses, cookies and the style sheet.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Theme::System => "system",
            Theme::Light => "light",
            Theme::Dark => "dark",
        }
    }

    fn named(name: &str) -> Theme {
        match name {
            "light" => Theme::Light,
            "dark" => Theme::Dark,
            _ => Theme::System,
        }
    }
}

/// How a page is asked for.
#[derive(Clone, Debug)]
pub(crate) struct Asking {
    /// The language of the answer.
    pub(crate) language: Language,
    /// Its colours.
    pub(crate) theme: Theme,
    /// The address without its question.
    pub(crate) path: String,
    /// What stands after the question mark, read.
    pub(crate) query: Vec<(String, String)>,
    /// When it was asked.
    pub(crate) now: Instant,
    /// Whether who asks waits for the whole answer: for a piece of a page, or for what a page said is being counted.
    pub(crate) waits: bool,
}

/// The word of a question that who asks waits for the whole answer. It is of no page: links never have it.
pub(crate) const WAITS: &str = "wait";

impl Asking {
    /// The last value of a word of the question, when it is not empty.
    pub(crate) fn word(&self, name: &str) -> Option<&str> {
        let of_name = self.query.iter().rev().find(|(word, _)| word == name);
        of_name.map(|(_, value)| value.trim()).filter(|value| !value.is_empty())
    }

    /// All values of a word of the question, in order, empty ones left out.
    pub(crate) fn words(&self, name: &str) -> impl Iterator<Item = &str> {
        let of_name = self.query.iter().filter(move |(word, _)| word == name);
        of_name.map(|(_, value)| value.trim()).filter(|value| !value.is_empty())
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Asking {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        let mut query: Vec<(String, String)> =
            axum::extract::Query::try_from_uri(&parts.uri).map_or(Vec::new(), |axum::extract::Query(query)| query);
        let header = |name| parts.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let cookie = |name: &str| {
            let pairs = header(COOKIE).split(';').filter_map(|pair| pair.trim().split_once('='));
            pairs.filter(|(key, _)| *key == name).map(|(_, value)| value.to_owned()).next()
        };
        let of_piece = parts.headers.contains_key("hx-request");
        let waits = of_piece || query.iter().any(|(name, _)| name == WAITS);
        query.retain(|(name, _)| name != WAITS);
        let asked = query.iter().rev().find(|(name, _)| name == "lang").map(|(_, code)| code.clone());
        let accepted = header(ACCEPT_LANGUAGE).split(',').map(str::trim).map(str::to_owned);
        let language =
            asked.into_iter().chain(cookie("lang")).chain(accepted).find_map(|code| Language::of_code(&code));
        Ok(Asking {
            language: language.unwrap_or(Language::English),
            theme: Theme::named(&cookie("theme").unwrap_or_default()),
            path: parts.uri.path().to_owned(),
            query,
            now: Instant(jiff::Timestamp::now().as_microsecond()),
            waits,
        })
    }
}
