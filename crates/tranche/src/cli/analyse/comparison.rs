//! `tranche analyse compare`: two segments side by side.

use clap::Args;

use super::{Asked, Asking, Outcome, Saving, show};
use crate::ops::analyses::comparison::{compare, save};
use crate::ops::failure::Failure;
use crate::saying::analyses::comparison::findings;

/// Two segments side by side.
#[derive(Args)]
pub(super) struct Compare {
    #[arg(value_name = "SEGMENT|EXPR")]
    first: String,
    #[arg(value_name = "SEGMENT|EXPR")]
    second: Option<String>,
    #[command(flatten)]
    asking: Asking,
    #[command(flatten)]
    saving: Saving,
}

impl Compare {
    pub(super) fn run(&self, asked: &Asked) -> Result<Outcome, Failure> {
        let (base, as_of) = self.asking.open(asked)?;
        let found = compare(&self.asking.question(&base, as_of), &self.first, self.second.as_deref())?;
        let saved = self.saving.save(asked, |base, named| save(base, &found, named, asked.now))?;
        show(asked, &self.asking, (&base, as_of), &found, |voice| findings(&found, voice), saved.as_ref())
    }
}
