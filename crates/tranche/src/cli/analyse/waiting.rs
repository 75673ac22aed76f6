//! `tranche analyse waiting`: how long customers take to the next order.

use clap::Args;

use super::{Asked, Asking, Outcome, Saving, show};
use crate::ops::analyses::waiting::{Wanted, save, waiting};
use crate::ops::failure::Failure;
use crate::saying::analyses::waiting::findings;

/// How long customers take to the next order.
#[derive(Args)]
pub(super) struct Waiting {
    #[command(flatten)]
    asking: Asking,
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..))]
    after: u32,
    #[arg(long, value_name = "STREAM", default_value = "order")]
    stream: String,
    #[arg(long, value_name = "EXPR")]
    by: Option<String>,
    #[command(flatten)]
    saving: Saving,
}

impl Waiting {
    pub(super) fn run(&self, asked: &Asked) -> Result<Outcome, Failure> {
        let (base, as_of) = self.asking.open(asked)?;
        let wanted = Wanted { after: self.after, stream: &self.stream, by: self.by.as_deref() };
        let found = waiting(&self.asking.question(&base, as_of), &wanted)?;
        let saved = self.saving.save(asked, |base, named| save(base, &found, named, asked.now))?;
        show(asked, &self.asking, (&base, as_of), &found, |voice| findings(&found, voice), saved.as_ref())
    }
}
