//! `tranche analyse size`: how many customers an experiment needs, or what a given number can show.

use analysis::arms::Sureness;
use clap::Args;
use model::time::Zone;

use super::{Asked, Outcome, say_all};
use crate::ops::analyses::size::{self, Wanted};
use crate::ops::failure::Failure;
use crate::saying::analyses::Voice;
use crate::saying::analyses::size::findings;

/// How many customers an experiment needs.
#[derive(Args)]
pub(super) struct Size {
    #[arg(long, value_name = "SHARE")]
    from: f64,
    #[arg(long, value_name = "SHARE", required_unless_present = "per_arm", conflicts_with = "per_arm")]
    to: Option<f64>,
    #[arg(long, value_name = "N")]
    per_arm: Option<u64>,
    #[arg(long, value_name = "SHARE", default_value_t = 0.8)]
    power: f64,
    #[arg(long, value_name = "SHARE", default_value_t = 0.05)]
    false_alarm: f64,
}

impl Size {
    pub(super) fn run(&self, asked: &Asked) -> Result<Outcome, Failure> {
        let sureness = Sureness { power: self.power, false_alarm: self.false_alarm };
        let found = size::size(&Wanted { from: self.from, to: self.to, per_arm: self.per_arm, sureness })?;
        asked.working.take();
        if asked.json {
            asked.print_json(&serde_json::to_value(&found).unwrap_or_default());
            return Ok(Outcome::Done);
        }
        // No base is asked, and no money or day is told.
        let voice = Voice { catalogue: &asked.catalogue, currency: "", zone: &Zone::utc() };
        say_all(&findings(&found, &voice), &voice);
        Ok(Outcome::Done)
    }
}
