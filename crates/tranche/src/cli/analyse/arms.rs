//! `tranche analyse arms`: what a treatment brought, given who was treated and who was held out.

use clap::Args;

use super::{Asked, Asking, Outcome, Saving, show};
use crate::ops::analyses::arms::{self, Wanted};
use crate::ops::failure::Failure;
use crate::saying::analyses::arms::findings;

/// What a treatment brought.
#[derive(Args)]
pub(super) struct Arms {
    #[arg(long, value_name = "EXPR", allow_hyphen_values = true)]
    treated: String,
    #[arg(long, value_name = "EXPR", allow_hyphen_values = true)]
    held: String,
    #[arg(long, value_name = "EXPR", allow_hyphen_values = true)]
    outcome: String,
    #[arg(long, value_name = "EXPR", allow_hyphen_values = true)]
    before: Option<String>,
    #[arg(long, value_name = "SHARE")]
    planned: Option<f64>,
    #[arg(long, value_name = "EXPR", allow_hyphen_values = true)]
    within: Vec<String>,
    #[arg(long, value_name = "SHARE", default_value_t = analysis::interval::CONFIDENCE)]
    confidence: f64,
    #[arg(long, value_name = "N", default_value_t = 1)]
    seed: u64,
    #[command(flatten)]
    asking: Asking,
    #[command(flatten)]
    saving: Saving,
}

impl Arms {
    pub(super) fn run(&self, asked: &Asked) -> Result<Outcome, Failure> {
        let (base, as_of) = self.asking.open(asked)?;
        let wanted = Wanted {
            treated: &self.treated,
            held: &self.held,
            outcome: &self.outcome,
            before: self.before.as_deref(),
            planned: self.planned,
            within: &self.within,
            confidence: self.confidence,
            seed: self.seed,
        };
        let found = arms::arms(&self.asking.question(&base, as_of), &wanted)?;
        let saved = self.saving.save(asked, |base, named| arms::save(base, &found, named, asked.now))?;
        show(asked, &self.asking, (&base, as_of), &found, |voice| findings(&found, voice), saved.as_ref())
    }
}
