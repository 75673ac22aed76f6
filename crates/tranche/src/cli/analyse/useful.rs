//! `tranche analyse useful`: how many segments of the base are useful.

use clap::Args;

use super::{Asked, Asking, Outcome, Saving, show};
use crate::ops::analyses::useful::{save, useful};
use crate::ops::failure::Failure;
use crate::saying::analyses::useful::findings;

/// How many segments of the base are useful.
#[derive(Args)]
pub(super) struct Useful {
    #[command(flatten)]
    asking: Asking,
    #[command(flatten)]
    saving: Saving,
    #[arg(long, value_name = "EXPR", default_value = "sum(order.amount)", allow_hyphen_values = true)]
    value: String,
    #[arg(long, value_name = "N", default_value_t = 50)]
    least: usize,
}

impl Useful {
    pub(super) fn run(&self, asked: &Asked) -> Result<Outcome, Failure> {
        let (base, as_of) = self.asking.open(asked)?;
        let found = useful(&self.asking.question(&base, as_of), &self.value, self.least)?;
        let saved = self.saving.save(asked, |base, named| save(base, &found, named, asked.now))?;
        show(asked, &self.asking, (&base, as_of), &found, |voice| findings(&found, voice), saved.as_ref())
    }
}
