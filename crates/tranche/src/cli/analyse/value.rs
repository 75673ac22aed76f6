//! `tranche analyse value`: what customers will be worth.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::{Asked, Asking, Outcome, Saving, show, write_roster};
use crate::ops::analyses::value::{self, Purchases, Wanted};
use crate::ops::failure::Failure;
use crate::saying::analyses::value::findings;

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
    #[command(flatten)]
    saving: Saving,
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
            write_roster(&value::roster(&base, told)?, path)?;
        }
        let saved = self.saving.save(asked, |base, named| value::save(base, &found, named, asked.now))?;
        show(asked, &self.asking, (&base, as_of), &found, |voice| findings(&found, voice), saved.as_ref())
    }
}
