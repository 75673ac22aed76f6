//! `tranche analyse channels`: which channel each customer answers on.

use clap::Args;

use super::{Asked, Asking, Outcome, Saving, show};
use crate::ops::analyses::channels::{Wanted, channels, save};
use crate::ops::failure::Failure;
use crate::saying::analyses::channels::findings;

/// Which channel each customer answers on.
#[derive(Args)]
pub(super) struct Channels {
    #[command(flatten)]
    asking: Asking,
    #[arg(long, value_name = "STREAM", default_value = "message")]
    stream: String,
    #[arg(long, value_name = "FIELD", default_value = "channel")]
    channel: String,
    #[arg(long, value_name = "TEST", default_value = "kind = 'sent'")]
    sent: String,
    #[arg(long, value_name = "TEST", default_value = "kind = 'clicked'")]
    answered: String,
    #[command(flatten)]
    saving: Saving,
}

impl Channels {
    pub(super) fn run(&self, asked: &Asked) -> Result<Outcome, Failure> {
        let (base, as_of) = self.asking.open(asked)?;
        let Self { stream, channel, sent, answered, .. } = self;
        let found = channels(&self.asking.question(&base, as_of), &Wanted { stream, channel, sent, answered })?;
        let saved = self.saving.save(asked, |base, named| save(base, &found, named, asked.now))?;
        show(asked, &self.asking, (&base, as_of), &found, |voice| findings(&found, voice), saved.as_ref())
    }
}
