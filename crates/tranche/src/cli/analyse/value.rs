//! `tranche analyse value`: what customers will be worth.

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use super::{Asked, Asking, Outcome, show};
use crate::findings::value::findings;
use crate::ops::analyses::value::{self, Purchases, Told, Wanted};
use crate::ops::base::Base;
use crate::ops::failure::Failure;

/// What customers will be worth.
#[derive(Args)]
pub(super) struct Value {
    #[arg(long, value_enum, default_value_t = Way::Pareto)]
    model: Way,
    #[arg(long, value_name = "DAYS", default_value_t = 365)]
    horizon: u32,
    #[arg(long, value_name = "SHARE", default_value_t = 0.1)]
    discount: f64,
    #[arg(long, value_name = "SHARE", default_value_t = 1.0)]
    margin: f64,
    #[arg(long, value_name = "SHARE", default_value_t = analysis::interval::CONFIDENCE)]
    confidence: f64,
    #[arg(long, value_name = "N", default_value_t = 1)]
    seed: u64,
    #[arg(long, value_name = "FILE")]
    customers: Option<PathBuf>,
    #[command(flatten)]
    asking: Asking,
}

#[derive(Clone, Copy, PartialEq, ValueEnum)]
enum Way {
    #[value(name = "pareto-nbd")]
    Pareto,
    #[value(name = "bg-nbd")]
    Bg,
    #[value(name = "mbg-nbd")]
    Mbg,
}

impl Value {
    pub(super) fn run(&self, asked: &Asked) -> Result<Outcome, Failure> {
        let (base, as_of) = self.asking.open(asked)?;
        let wanted = Wanted {
            model: match self.model {
                Way::Pareto => Purchases::Pareto,
                Way::Bg => Purchases::Bg,
                Way::Mbg => Purchases::Mbg,
            },
            horizon_days: self.horizon.max(1),
            discount_a_year: self.discount,
            margin: self.margin,
            confidence: self.confidence,
            seed: self.seed,
        };
        let found = value::value(&self.asking.question(&base, as_of), &wanted)?;
        if let (Some(path), Some(told)) = (&self.customers, &found.forecast) {
            write_customers(&base, told, path)?;
        }
        show(asked, &self.asking, (&base, as_of), &found, |voice| findings(&found, voice), None)
    }
}

/// Writes each buyer's forecast.
fn write_customers(base: &Base, told: &Told, path: &Path) -> Result<(), Failure> {
    let failed = |error: csv::Error| Failure::file(path, &std::io::Error::other(error));
    let ids = base.store.customer_ids()?;
    let mut rows: Vec<_> = told.customers.iter().filter_map(|row| Some((ids.get(row.0)?, row))).collect();
    rows.sort_by_key(|(id, _)| *id);
    let mut writer = csv::Writer::from_path(path).map_err(failed)?;
    writer.write_record(["id", "repeats", "alive", "buys", "purchases", "value"]).map_err(failed)?;
    for (id, (_, history, forecast)) in rows {
        let numbers =
            [forecast.alive, forecast.buys, forecast.purchases, forecast.value].map(|number| format!("{number:.6}"));
        let row = [id.clone(), history.repeats.to_string()].into_iter().chain(numbers);
        writer.write_record(row).map_err(failed)?;
    }
    writer.flush().map_err(|error| Failure::file(path, &error))
}
