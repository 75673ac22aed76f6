//! `tranche analyse abc`: tranches of customers by what they are worth.

use std::path::PathBuf;

use analysis::abc::{By, Crossing};
use clap::{Args, ValueEnum};
use model::phrase::Phrase;

use super::{Asked, Asking, Outcome, Saving, show, write_roster};
use crate::ops::analyses::abc::{Wanted, abc, roster, save, shares};
use crate::ops::failure::Failure;
use crate::saying::analyses::abc::findings;

/// Tranches of customers by what they are worth.
#[derive(Args)]
pub(super) struct Abc {
    #[command(flatten)]
    asking: Asking,
    #[arg(long, value_name = "SHARES", default_value = "80,95")]
    cuts: String,
    #[arg(long, value_enum, default_value_t = Of::Amount)]
    by: Of,
    #[arg(long, value_enum, default_value_t = Rule::Kept)]
    crossing: Rule,
    #[arg(long, value_name = "EXPR", default_value = "sum(order.amount)", allow_hyphen_values = true)]
    value: String,
    #[arg(long, value_name = "N", default_value_t = 10)]
    parts: usize,
    #[arg(long, value_name = "FILE")]
    customers: Option<PathBuf>,
    #[command(flatten)]
    saving: Saving,
}

#[derive(Clone, Copy, PartialEq, ValueEnum)]
enum Of {
    Amount,
    Customers,
}

#[derive(Clone, Copy, PartialEq, ValueEnum)]
enum Rule {
    Kept,
    Excluded,
}

impl Abc {
    pub(super) fn run(&self, asked: &Asked) -> Result<Outcome, Failure> {
        let (base, as_of) = self.asking.open(asked)?;
        let question = self.asking.question(&base, as_of);
        let unreadable = || Failure::Failed(Phrase::new("failed-abc-cuts").with("text", &self.cuts));
        let wanted = Wanted {
            value: &self.value,
            shares: shares(&self.cuts).ok_or_else(unreadable)?,
            by: if self.by == Of::Amount { By::Amount } else { By::Customers },
            crossing: if self.crossing == Rule::Kept { Crossing::Kept } else { Crossing::Excluded },
            n_parts: self.parts,
        };
        let found = abc(&question, &wanted)?;
        if let Some(path) = &self.customers {
            write_roster(&roster(&base, &found)?, path)?;
        }
        let saved = self.saving.save(asked, |base, named| save(base, &found, named, asked.now))?;
        show(asked, &self.asking, (&base, as_of), &found, |voice| findings(&found, voice), saved.as_ref())
    }
}
