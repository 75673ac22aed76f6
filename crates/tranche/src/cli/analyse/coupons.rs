//! `tranche analyse coupons`: how much customers depend on coupons.

use clap::Args;

use super::{Asked, Asking, Outcome, Saving, show};
use crate::ops::analyses::coupons::{Wanted, coupons, save};
use crate::ops::failure::Failure;
use crate::saying::analyses::coupons::findings;

/// How much customers depend on coupons.
#[derive(Args)]
pub(super) struct Coupons {
    #[command(flatten)]
    asking: Asking,
    #[arg(long, value_name = "EXPR", default_value = "count(order where discount_code is known)")]
    with: String,
    #[arg(long, value_name = "EXPR", default_value = "count(order)")]
    all: String,
    #[arg(long, value_name = "PERCENT", default_value_t = 50, value_parser = clap::value_parser!(u32).range(1..100))]
    above: u32,
    #[arg(long, value_name = "PERCENT", default_value_t = 80, value_parser = clap::value_parser!(u32).range(1..100))]
    sure: u32,
    #[command(flatten)]
    saving: Saving,
}

impl Coupons {
    pub(super) fn run(&self, asked: &Asked) -> Result<Outcome, Failure> {
        let (base, as_of) = self.asking.open(asked)?;
        let share = |percent: u32| f64::from(percent) / 100.0;
        let wanted = Wanted { with: &self.with, all: &self.all, above: share(self.above), sure: share(self.sure) };
        let found = coupons(&self.asking.question(&base, as_of), &wanted)?;
        let saved = self.saving.save(asked, |base, named| save(base, &found, named, asked.now))?;
        show(asked, &self.asking, (&base, as_of), &found, |voice| findings(&found, voice), saved.as_ref())
    }
}
