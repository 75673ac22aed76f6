//! `tranche analyse hours`: at which hours and on which days customers act.

use clap::Args;

use super::{Asked, Asking, Outcome, Saving, show};
use crate::ops::analyses::hours::{hours, save};
use crate::ops::failure::Failure;
use crate::saying::analyses::hours::findings;

/// At which hours and on which days customers act.
#[derive(Args)]
pub(super) struct Hours {
    #[command(flatten)]
    asking: Asking,
    #[arg(long, value_name = "ROWS", default_value = "order")]
    rows: String,
    #[command(flatten)]
    saving: Saving,
}

impl Hours {
    pub(super) fn run(&self, asked: &Asked) -> Result<Outcome, Failure> {
        let (base, as_of) = self.asking.open(asked)?;
        let found = hours(&self.asking.question(&base, as_of), &self.rows)?;
        let saved = self.saving.save(asked, |base, named| save(base, &found, named, asked.now))?;
        show(asked, &self.asking, (&base, as_of), &found, |voice| findings(&found, voice), saved.as_ref())
    }
}
