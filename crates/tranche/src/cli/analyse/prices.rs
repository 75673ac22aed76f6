//! `tranche analyse prices`: what customers pay beside what others pay for the same.

use std::path::PathBuf;

use clap::Args;

use super::{Asked, Asking, Outcome, Saving, show, write_roster};
use crate::ops::analyses::prices::{Wanted, prices, roster, save};
use crate::ops::failure::Failure;
use crate::saying::analyses::prices::findings;

/// What customers pay beside what others pay for the same.
#[derive(Args)]
pub(super) struct Prices {
    #[command(flatten)]
    asking: Asking,
    #[arg(long, value_name = "STREAM", default_value = "order_line")]
    stream: String,
    #[arg(long, value_name = "FIELD", default_value = "product.category")]
    category: String,
    #[arg(long, value_name = "FIELD", default_value = "amount")]
    amount: String,
    #[arg(long, value_name = "FIELD", default_value = "quantity")]
    quantity: String,
    #[arg(long, value_name = "EXPR", default_value = "max(order.amount)")]
    most: String,
    #[arg(long, value_name = "EXPR")]
    by: Option<String>,
    #[arg(long, value_name = "FILE")]
    customers: Option<PathBuf>,
    #[command(flatten)]
    saving: Saving,
}

impl Prices {
    pub(super) fn run(&self, asked: &Asked) -> Result<Outcome, Failure> {
        let (base, as_of) = self.asking.open(asked)?;
        let wanted = Wanted {
            stream: &self.stream,
            category: &self.category,
            amount: &self.amount,
            quantity: &self.quantity,
            most: &self.most,
            by: self.by.as_deref(),
        };
        let found = prices(&self.asking.question(&base, as_of), &wanted)?;
        if let Some(path) = &self.customers {
            write_roster(&roster(&base, &found)?, path)?;
        }
        let saved = self.saving.save(asked, |base, named| save(base, &found, named, asked.now))?;
        show(asked, &self.asking, (&base, as_of), &found, |voice| findings(&found, voice), saved.as_ref())
    }
}
