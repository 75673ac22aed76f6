//! `tranche analyse abc`: tranches of customers by what they are worth.

use analysis::abc::{By, Crossing};
use clap::{Args, ValueEnum};
use model::phrase::Phrase;

use super::{Asked, Asking, Outcome, Saving, show};
use crate::findings::abc::findings;
use crate::ops::analyses::abc::{Wanted, abc, save};
use crate::ops::failure::Failure;

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
        let saved = self.saving.save(asked, |base, named| save(base, &found, named, asked.now))?;
        Ok(show(asked, &self.asking, (&base, as_of), &found, |voice| findings(&found, voice), saved.as_ref()))
    }
}

/// Reads `80,95` (per cent), ascending.
fn shares(text: &str) -> Option<Vec<f64>> {
    let share = |part: &str| {
        let number = part.trim().trim_end_matches('%').trim_end().parse::<f64>().ok()?;
        (number > 0.0 && number < 100.0).then_some(number / 100.0)
    };
    let shares: Vec<f64> = text.split(',').map(share).collect::<Option<_>>()?;
    shares.is_sorted_by(|a, b| a < b).then_some(shares)
}
