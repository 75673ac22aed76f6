//! `tranche analyse cohorts`: customers by the period of their first order.

use clap::{Args, ValueEnum};

use super::{Asked, Asking, Outcome, Saving, show};
use crate::ops::analyses::cohorts::{Every, Wanted, cohorts, save};
use crate::ops::failure::Failure;
use crate::saying::analyses::cohorts::findings;

/// Customers by the period of their first order.
#[derive(Args)]
pub(super) struct Cohorts {
    #[command(flatten)]
    asking: Asking,
    #[arg(long, value_enum, default_value_t = Step::Month)]
    every: Step,
    #[arg(long, value_name = "N", default_value_t = 12)]
    periods: usize,
    #[arg(long, value_name = "DAYS", value_parser = clap::value_parser!(u32).range(1..))]
    own_age: Option<u32>,
    #[arg(long, value_name = "STREAM", default_value = "order")]
    stream: String,
    #[command(flatten)]
    saving: Saving,
}

#[derive(Clone, Copy, PartialEq, ValueEnum)]
enum Step {
    Week,
    Month,
    Quarter,
}

impl Cohorts {
    pub(super) fn run(&self, asked: &Asked) -> Result<Outcome, Failure> {
        let (base, as_of) = self.asking.open(asked)?;
        let every = match self.every {
            Step::Week => Every::Week,
            Step::Month => Every::Month,
            Step::Quarter => Every::Quarter,
        };
        let wanted = Wanted { every, periods: self.periods, stream: &self.stream, own_days: self.own_age };
        let found = cohorts(&self.asking.question(&base, as_of), &wanted)?;
        let saved = self.saving.save(asked, |base, named| save(base, &found, named, asked.now))?;
        show(asked, &self.asking, (&base, as_of), &found, |voice| findings(&found, voice), saved.as_ref())
    }
}
