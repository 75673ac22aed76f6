//! What was found as one file that stands alone: it asks nothing of any network, and prints well.

use askama::Template;
use model::phrase::Phrase;

use super::{Findings, SaidSheet, Voice};
use crate::charts::Chart;
use crate::charts::bar::Markup;
use crate::ops::failure::Failure;
use crate::serve::assets;

/// What was found, as people read it.
pub(crate) struct Said<'a> {
    /// What it is called.
    pub(crate) title: &'a str,
    /// What it says.
    pub(crate) says: &'a [String],
    /// Its pictures.
    pub(crate) charts: &'a [Chart],
    /// Its tables.
    pub(crate) sheets: Vec<SaidSheet>,
}

impl<'a> Said<'a> {
    /// Puts findings into a language.
    pub(crate) fn new(findings: &'a Findings, voice: &Voice<'_>) -> Self {
        Said {
            title: &findings.title,
            says: &findings.says,
            charts: &findings.charts,
            sheets: findings.sheets.iter().map(|sheet| sheet.said(voice)).collect(),
        }
    }
}

#[derive(Template)]
#[template(path = "findings_alone.html")]
struct Alone<'a> {
    language: &'static str,
    title: &'a str,
    business: &'a str,
    as_of: String,
    figures: String,
    parts: Vec<Said<'a>>,
    style: Markup,
    drawing: Markup,
}

/// The file of one analysis or of several, for a business, as of a moment.
pub(crate) fn alone(
    parts: &[&Findings],
    title: &str,
    voice: &Voice<'_>,
    (business, at): (&str, &str),
) -> Result<String, Failure> {
    let page = Alone {
        language: voice.catalogue.language.code(),
        title,
        business,
        as_of: voice.say(&Phrase::new("analyse-done").with("at", at)),
        figures: voice.text("page-figures"),
        parts: parts.iter().map(|findings| Said::new(findings, voice)).collect(),
        style: Markup::new(assets::style().to_owned()),
        drawing: Markup::new(assets::drawing()),
    };
    page.render().map_err(|error| Failure::Failed(Phrase::new("failed-page").with("detail", error)))
}
