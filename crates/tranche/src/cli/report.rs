//! `tranche report`: what a base shows, as a presentation and as a workbook.

use std::path::PathBuf;

use clap::Args;
use model::phrase::Phrase;

use super::when::{When, moment};
use super::{Asked, Outcome};
use crate::ops::analyses::gathered::Question;
use crate::ops::analyses::report::report;
use crate::ops::failure::Failure;
use crate::saying::analyses::alone::alone;
use crate::saying::analyses::report::findings;
use crate::saying::analyses::{Voice, workbook};

/// What a base shows, as a presentation and as a workbook.
#[derive(Args)]
pub(super) struct Report {
    #[arg(long, value_name = "FILE")]
    html: Option<PathBuf>,
    #[arg(long, value_name = "FILE", required_unless_present = "html")]
    xlsx: Option<PathBuf>,
    #[arg(long = "among", value_name = "EXPR", allow_hyphen_values = true)]
    among_whom: Option<String>,
    #[command(flatten)]
    when: When,
}

impl Report {
    pub(super) fn run(&self, asked: &Asked) -> Result<Outcome, Failure> {
        let (base, as_of) = self.when.open(asked)?;
        let report = report(&Question { base: &base, as_of, among: self.among_whom.as_deref() })?;
        let settings = base.store.settings();
        let voice = Voice { catalogue: &asked.catalogue, currency: &settings.currency, zone: &base.zone };
        let (parts, title) = (findings(&report, &voice), voice.text("report-title"));
        if let Some(path) = &self.html {
            let at = moment(asked, &base, as_of.at);
            let page = alone(&parts.iter().collect::<Vec<_>>(), &title, &voice, (&settings.name, &at))?;
            std::fs::write(path, page).map_err(|error| Failure::file(path, &error))?;
        }
        if let Some(path) = &self.xlsx {
            workbook::write(&parts, &title, &as_of.at.to_string(), path)?;
        }
        for path in self.html.iter().chain(&self.xlsx) {
            asked.say(&Phrase::new("analyse-written").with("file", path.display()));
        }
        Ok(Outcome::Done)
    }
}
