//! `tranche analyse overlap`: how segments overlap.

use clap::Args;

use super::{Asked, Asking, Outcome, Saving, show};
use crate::ops::analyses::overlap::{overlap, save};
use crate::ops::failure::Failure;
use crate::saying::analyses::overlap::findings;

/// How segments overlap.
#[derive(Args)]
pub(super) struct Overlap {
    #[arg(value_name = "SEGMENT|EXPR")]
    segments: Vec<String>,
    #[command(flatten)]
    asking: Asking,
    #[arg(long, value_name = "N", default_value_t = 1)]
    place: usize,
    #[command(flatten)]
    saving: Saving,
}

impl Overlap {
    pub(super) fn run(&self, asked: &Asked) -> Result<Outcome, Failure> {
        let (base, as_of) = self.asking.open(asked)?;
        let found = overlap(&self.asking.question(&base, as_of), &self.segments)?;
        let place = self.place.saturating_sub(1);
        let saved = self.saving.save(asked, |base, named| save(base, &found, place, named, asked.now))?;
        show(asked, &self.asking, (&base, as_of), &found, |voice| findings(&found, voice), saved.as_ref())
    }
}
