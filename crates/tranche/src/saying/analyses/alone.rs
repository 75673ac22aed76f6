//! What was found as one file that stands alone: it asks nothing of any network, and prints well.

use askama::Template;
use model::phrase::Phrase;

use super::{Findings, Proposal, SaidSheet, Sheet, Tile, Voice};
use crate::charts::Chart;
use crate::charts::bar::Markup;
use crate::ops::failure::Failure;
use crate::serve::assets;

/// Rows and columns of a table in a presentation, at most.
const PRESENTED: (usize, usize) = (14, 9);

/// What was found, as people read it.
pub(crate) struct Said<'a> {
    /// What it is called.
    pub(crate) title: &'a str,
    /// What stands in the way.
    pub(crate) warns: &'a [String],
    /// The figures that matter most.
    pub(crate) tiles: &'a [Tile],
    /// What it says.
    pub(crate) says: &'a [String],
    /// Definitions that it found.
    pub(crate) proposals: &'a [Proposal],
    /// Its pictures.
    pub(crate) charts: &'a [Chart],
    /// Its tables.
    pub(crate) sheets: Vec<SaidSheet>,
}

impl<'a> Said<'a> {
    /// Puts findings into a language. A table that stands beneath its picture is not told twice.
    pub(crate) fn new(findings: &'a Findings, voice: &Voice<'_>) -> Self {
        let is_drawn = |sheet: &&Sheet| {
            findings.charts.iter().any(|chart| chart.title == sheet.title && chart.figures.heads == sheet.heads)
        };
        let sheets = findings.sheets.iter().filter(|sheet| !is_drawn(sheet));
        Said {
            title: &findings.title,
            warns: &findings.warns,
            tiles: &findings.tiles,
            says: &findings.says,
            proposals: &findings.proposals,
            charts: &findings.charts,
            sheets: sheets.map(|sheet| sheet.said(voice)).collect(),
        }
    }
}

impl<'a> Said<'a> {
    /// The key findings, for a presentation: pictures, sentences, and tables that fit on a page.
    fn brief(findings: &'a Findings, voice: &Voice<'_>) -> Self {
        let mut said = Said::new(findings, voice);
        said.sheets.retain(|sheet| sheet.rows.len() <= PRESENTED.0 && sheet.heads.len() <= PRESENTED.1);
        Said { proposals: &[], ..said }
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
    /// Where the tables are that are too long for it; empty when all are in it.
    longer: String,
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
    let is_report = parts.len() > 1;
    let page = Alone {
        language: voice.catalogue.language.code(),
        title,
        business,
        as_of: voice.say(&Phrase::new("analyse-done").with("at", at)),
        figures: voice.text("page-figures"),
        longer: if is_report { voice.text("report-longer") } else { String::new() },
        parts: parts
            .iter()
            .map(|findings| if is_report { Said::brief(findings, voice) } else { Said::new(findings, voice) })
            .collect(),
        style: Markup::new(assets::style().to_owned()),
        drawing: Markup::new(assets::drawing()),
    };
    page.render().map_err(|error| Failure::Failed(Phrase::new("failed-page").with("detail", error)))
}
