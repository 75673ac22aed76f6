//! `tranche analyse replenishment`: when each customer is to be expected again.

use std::path::{Path, PathBuf};

use clap::Args;

use super::{Asked, Asking, Outcome, show};
use crate::findings::replenishment::findings;
use crate::ops::analyses::gathered::Question;
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
            write_customers(&question, &found, path)?;
        }
        show(asked, &self.asking, (&base, as_of), &found, |voice| findings(&found, voice), None)
    }
}

/// Writes when to speak to each buyer, and when to expect them.
fn write_customers(question: &Question<'_>, found: &replenishment::Replenishment, path: &Path) -> Result<(), Failure> {
    let failed = |error: csv::Error| Failure::file(path, &std::io::Error::other(error));
    let ids = question.base.store.customer_ids()?;
    let mut rows: Vec<_> = found.customers.iter().filter_map(|row| Some((ids.get(row.0)?, row))).collect();
    rows.sort_by_key(|(id, _)| *id);
    let mut writer = csv::Writer::from_path(path).map_err(failed)?;
    let heads = ["id", "days_since_last", "usual_days", "due_on", "expected_from", "expected_until", "elapsed"];
    writer.write_record(heads).map_err(failed)?;
    for (id, (_, since, next)) in rows {
        let day = |days: f64| day_after(question, days);
        let row = [
            id.clone(),
            format!("{since}"),
            format!("{:.1}", next.usual_days),
            day(next.due_in),
            day(next.window.low),
            day(next.window.high),
            format!("{:.4}", next.elapsed),
        ];
        writer.write_record(row).map_err(failed)?;
    }
    writer.flush().map_err(|error| Failure::file(path, &error))
}
