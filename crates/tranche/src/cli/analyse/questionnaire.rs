//! `tranche analyse questionnaire`: the score of several answers, and how well they belong together.

use analysis::questionnaires::Scale;
use clap::Args;

use super::{Asked, Asking, Outcome, Saving, show};
use crate::ops::analyses::questionnaire::{self, Wanted};
use crate::ops::failure::Failure;
use crate::saying::analyses::questionnaire::findings;

/// The score of several answers.
#[derive(Args)]
pub(super) struct Questionnaire {
    #[arg(long = "item", value_name = "EXPR", required = true, allow_hyphen_values = true)]
    items: Vec<String>,
    #[arg(long, value_name = "EXPR", allow_hyphen_values = true)]
    reversed: Vec<String>,
    #[arg(long, value_name = "N", default_value_t = 1.0)]
    low: f64,
    #[arg(long, value_name = "N", default_value_t = 5.0)]
    high: f64,
    #[command(flatten)]
    asking: Asking,
    #[command(flatten)]
    saving: Saving,
}

impl Questionnaire {
    pub(super) fn run(&self, asked: &Asked) -> Result<Outcome, Failure> {
        let (base, as_of) = self.asking.open(asked)?;
        let scale = Scale { low: self.low, high: self.high };
        let wanted = Wanted { items: &self.items, reversed: &self.reversed, scale };
        let found = questionnaire::questionnaire(&self.asking.question(&base, as_of), &wanted)?;
        let saved = self.saving.save(asked, |base, named| questionnaire::save(base, &found, named, asked.now))?;
        show(asked, &self.asking, (&base, as_of), &found, |voice| findings(&found, voice), saved.as_ref())
    }
}
