//! `tranche analyse replenishment`: when each customer is to be expected again.

use std::path::PathBuf;

use clap::Args;

use super::{Asked, Asking, Outcome, Saving, show, write_roster};
use crate::ops::analyses::replenishment::{self, Wanted};
use crate::ops::failure::Failure;
use crate::saying::analyses::replenishment::findings;

/// When each customer is to be expected again.
#[derive(Args)]
pub(super) struct Replenishment {
    #[arg(long, value_name = "STREAM", default_value = "order")]
    stream: String,
    #[arg(long = "where", value_name = "TEST", allow_hyphen_values = true)]
    filter: Option<String>,
    #[arg(long, value_name = "FILE")]
    customers: Option<PathBuf>,
    #[command(flatten)]
    asking: Asking,
    #[command(flatten)]
    saving: Saving,
}

impl Replenishment {
    pub(super) fn run(&self, asked: &Asked) -> Result<Outcome, Failure> {
        let (base, as_of) = self.asking.open(asked)?;
        let question = self.asking.question(&base, as_of);
        let wanted = Wanted { stream: &self.stream, filter: self.filter.as_deref() };
        let found = replenishment::replenishment(&question, &wanted)?;
        if let Some(path) = &self.customers {
            write_roster(&replenishment::roster(&question, &found)?, path)?;
        }
        let saved = self.saving.save(asked, |base, named| replenishment::save(base, &found, named, asked.now))?;
        show(asked, &self.asking, (&base, as_of), &found, |voice| findings(&found, voice), saved.as_ref())
    }
}
