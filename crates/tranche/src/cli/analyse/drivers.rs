//! `tranche analyse drivers`: what customers with an outcome have in common.

use analysis::rules::Settings;
use clap::Args;

use super::{Asked, Asking, Outcome, Saving, show};
use crate::ops::analyses::drivers::{self, Wanted, What};
use crate::ops::definitions::{in_words, read_typed};
use crate::ops::failure::Failure;
use crate::saying::analyses::drivers::findings;

/// What customers with an outcome have in common.
#[derive(Args)]
pub(super) struct Drivers {
    #[arg(
        long,
        value_name = "EXPR",
        allow_hyphen_values = true,
        required_unless_present = "of",
        conflicts_with = "of"
    )]
    outcome: Option<String>,
    #[arg(long, value_name = "DAYS", default_value_t = 90)]
    over: u32,
    #[arg(long, value_name = "EXPR", allow_hyphen_values = true)]
    of: Option<String>,
    #[arg(long, value_name = "N", default_value_t = 2)]
    depth: usize,
    #[arg(long)]
    sensitive: bool,
    #[arg(long, value_name = "N", default_value_t = 1)]
    seed: u64,
    #[command(flatten)]
    asking: Asking,
    #[command(flatten)]
    saving: Saving,
}

impl Drivers {
    pub(super) fn run(&self, asked: &Asked) -> Result<Outcome, Failure> {
        let (base, as_of) = self.asking.open(asked)?;
        let what = match (&self.outcome, &self.of) {
            (Some(outcome), _) => What::After { outcome, days: self.over.max(1) },
            (None, of) => What::Now { of: of.as_deref().unwrap_or_default() },
        };
        let settings = Settings { depth: self.depth, seed: self.seed, ..Settings::default() };
        let wanted = Wanted { what, settings, sensitive: self.sensitive };
        let found = drivers::drivers(&self.asking.question(&base, as_of), &wanted)?;
        let saved = self.saving.save(asked, |base, named| drivers::save(base, &found, named, asked.now))?;
        let sentences = in_words(&base, asked.catalogue.language.of_sentences());
        let said = |definition: &str| match read_typed(&base, definition) {
            Ok(test) => sentences.write_clause(&test),
            Err(_) => definition.to_owned(),
        };
        show(asked, &self.asking, (&base, as_of), &found, |voice| findings(&found, voice, &said), saved.as_ref())
    }
}
