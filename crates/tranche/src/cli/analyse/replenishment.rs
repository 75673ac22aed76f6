//! `tranche analyse replenishment`: when each customer is to be expected again.

use std::path::PathBuf;

use analysis::replenishment::Next;
use clap::Args;

use super::{Asked, Asking, Outcome, show, write_customers};
use crate::findings::replenishment::findings;
use crate::ops::analyses::replenishment::{self, Wanted, day_after};
use crate::ops::failure::Failure;

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
}

impl Replenishment {
    pub(super) fn run(&self, asked: &Asked) -> Result<Outcome, Failure> {
        let (base, as_of) = self.asking.open(asked)?;
        let question = self.asking.question(&base, as_of);
        let wanted = Wanted { stream: &self.stream, filter: self.filter.as_deref() };
        let found = replenishment::replenishment(&question, &wanted)?;
        if let Some(path) = &self.customers {
            let day = |days: f64| day_after(&question, days);
            let row = |(customer, since, next): &(usize, f64, Next)| {
                let days = [next.due_in, next.window.low, next.window.high].map(day);
                let told = [format!("{since}"), format!("{:.1}", next.usual_days)];
                let elapsed = format!("{:.4}", next.elapsed);
                (*customer, told.into_iter().chain(days).chain([elapsed]).collect())
            };
            let heads = ["days_since_last", "usual_days", "due_on", "expected_from", "expected_until", "elapsed"];
            write_customers(&base, path, &heads, found.customers.iter().map(row))?;
        }
        show(asked, &self.asking, (&base, as_of), &found, |voice| findings(&found, voice), None)
    }
}
