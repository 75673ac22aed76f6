//! `tranche analyse hypothesis`: whether one group of customers differs from another.

use analysis::hypothesis::Standard;
use clap::Args;

use super::{Asked, Asking, Outcome, show};
use crate::findings::hypothesis::findings;
use crate::ops::analyses::hypothesis::{self, Wanted};
use crate::ops::failure::Failure;

/// Whether one group of customers differs from another.
#[derive(Args)]
pub(super) struct Hypothesis {
    #[arg(long, value_name = "EXPR", allow_hyphen_values = true)]
    group: String,
    #[arg(long, value_name = "EXPR", allow_hyphen_values = true)]
    against: Option<String>,
    #[arg(long, value_name = "EXPR", allow_hyphen_values = true)]
    outcome: String,
    #[arg(long, value_name = "AMOUNT")]
    margin: Option<f64>,
    #[arg(long, value_name = "SHARE", default_value_t = analysis::interval::CONFIDENCE)]
    confidence: f64,
    #[arg(long, value_name = "N", default_value_t = 1)]
    seed: u64,
    #[command(flatten)]
    asking: Asking,
}

impl Hypothesis {
    pub(super) fn run(&self, asked: &Asked) -> Result<Outcome, Failure> {
        let (base, as_of) = self.asking.open(asked)?;
        let wanted = Wanted {
            group: &self.group,
            against: self.against.as_deref(),
            outcome: &self.outcome,
            standard: Standard { confidence: self.confidence, margin: self.margin, seed: self.seed },
        };
        let found = hypothesis::hypothesis(&self.asking.question(&base, as_of), &wanted)?;
        show(asked, &self.asking, (&base, as_of), &found, |voice| findings(&found, voice), None)
    }
}
