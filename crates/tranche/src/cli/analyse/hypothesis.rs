//! `tranche analyse hypothesis`: whether one group of customers differs from another.

use analysis::hypothesis::Standard;
use clap::{Args, ValueEnum};

use super::{Asked, Asking, Outcome, Saving, show};
use crate::ops::analyses::hypothesis::{self, Claim, Wanted};
use crate::ops::failure::Failure;
use crate::saying::analyses::hypothesis::findings;

/// Whether one group of customers differs from another.
#[derive(Args)]
pub(super) struct Hypothesis {
    #[arg(long, value_name = "EXPR", allow_hyphen_values = true)]
    group: String,
    #[arg(long, value_name = "EXPR", allow_hyphen_values = true)]
    against: Vec<String>,
    #[arg(long, value_name = "EXPR", allow_hyphen_values = true)]
    outcome: String,
    #[arg(long, value_enum, default_value_t = Expected::Differs)]
    claim: Expected,
    #[arg(long, value_name = "AMOUNT")]
    margin: Option<f64>,
    #[arg(long, value_name = "SHARE", default_value_t = analysis::interval::CONFIDENCE)]
    confidence: f64,
    #[arg(long, value_name = "N", default_value_t = 1)]
    seed: u64,
    #[command(flatten)]
    asking: Asking,
    #[command(flatten)]
    saving: Saving,
}

#[derive(Clone, Copy, PartialEq, ValueEnum)]
enum Expected {
    Differs,
    More,
    Less,
}

impl Hypothesis {
    pub(super) fn run(&self, asked: &Asked) -> Result<Outcome, Failure> {
        let (base, as_of) = self.asking.open(asked)?;
        let against: Vec<&str> = self.against.iter().map(String::as_str).collect();
        let wanted = Wanted {
            group: &self.group,
            against: &against,
            outcome: &self.outcome,
            claim: match self.claim {
                Expected::Differs => Claim::Differs,
                Expected::More => Claim::More,
                Expected::Less => Claim::Less,
            },
            standard: Standard { confidence: self.confidence, margin: self.margin, seed: self.seed },
        };
        let found = hypothesis::hypothesis(&self.asking.question(&base, as_of), &wanted)?;
        let saved = self.saving.save(asked, |base, named| hypothesis::save(base, &found, named, asked.now))?;
        show(asked, &self.asking, (&base, as_of), &found, |voice| findings(&found, voice), saved.as_ref())
    }
}
