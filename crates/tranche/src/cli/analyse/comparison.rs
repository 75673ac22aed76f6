//! `tranche analyse compare`: two segments side by side.

use clap::Args;

use super::{Asked, Asking, Outcome, show};
use crate::findings::comparison::findings;
use crate::ops::analyses::comparison::compare;
use crate::ops::failure::Failure;

/// Two segments side by side.
#[derive(Args)]
pub(super) struct Compare {
    #[arg(value_name = "SEGMENT|EXPR")]
    first: String,
    #[arg(value_name = "SEGMENT|EXPR")]
    second: Option<String>,
    #[command(flatten)]
    asking: Asking,
}

impl Compare {
    pub(super) fn run(&self, asked: &Asked) -> Result<Outcome, Failure> {
        let (base, as_of) = self.asking.open(asked)?;
        let found = compare(&self.asking.question(&base, as_of), &self.first, self.second.as_deref())?;
        show(asked, &self.asking, (&base, as_of), &found, |voice| findings(&found, voice), None)
    }
}
