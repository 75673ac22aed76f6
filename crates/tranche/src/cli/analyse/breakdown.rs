//! `tranche analyse by`: what customers are worth by any attribute or expression.

use clap::Args;

use super::{Asked, Asking, Outcome, Saving, show};
use crate::ops::analyses::breakdown::{Wanted, breakdown, save};
use crate::ops::failure::Failure;
use crate::saying::analyses::breakdown::findings;

/// What customers are worth by any attribute or expression.
#[derive(Args)]
pub(super) struct By {
    #[arg(value_name = "EXPR")]
    by: String,
    #[command(flatten)]
    asking: Asking,
    #[arg(long, value_name = "N,…", value_delimiter = ',', allow_hyphen_values = true)]
    borders: Vec<f64>,
    #[arg(long, value_name = "EXPR", default_value = "sum(order.amount)", allow_hyphen_values = true)]
    value: String,
    #[command(flatten)]
    saving: Saving,
}

impl By {
    pub(super) fn run(&self, asked: &Asked) -> Result<Outcome, Failure> {
        let (base, as_of) = self.asking.open(asked)?;
        let mut borders: Vec<f64> = self.borders.iter().copied().filter(|border| border.is_finite()).collect();
        borders.sort_by(f64::total_cmp);
        borders.dedup();
        let wanted = Wanted { by: &self.by, borders: &borders, value: &self.value };
        let found = breakdown(&self.asking.question(&base, as_of), &wanted)?;
        let saved = self.saving.save(asked, |base, named| save(base, &found, named, asked.now))?;
        show(asked, &self.asking, (&base, as_of), &found, |voice| findings(&found, voice), saved.as_ref())
    }
}
