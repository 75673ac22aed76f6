//! `tranche analyse size`: how many customers an experiment needs, or what a given number can show.

use analysis::arms::{Sureness, detectable_share, size_for_shares};
use clap::Args;
use model::decimal::Decimal;
use model::phrase::Phrase;
use serde_json::json;

use super::{Asked, Outcome};
use crate::ops::failure::Failure;

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
        let catalogue = &asked.catalogue;
        let share = |share: f64| catalogue.share(Decimal::parse(&format!("{share:.6}")).unwrap_or(Decimal::ZERO));
        if let Some(to) = self.to {
            let per_arm = size_for_shares(self.from, to, sureness)?;
            if asked.json {
                asked.print_json(&json!({ "from": self.from, "to": to, "per_arm": per_arm }));
                return Ok(Outcome::Done);
            }
            let phrase = Phrase::new("size-needed").with("from", share(self.from)).with("to", share(to));
            asked.say(&phrase.with("count", catalogue.count(per_arm)).with("power", share(self.power)));
            return Ok(Outcome::Done);
        }
        let per_arm = self.per_arm.unwrap_or_default();
        let found = detectable_share(self.from, per_arm, sureness)?;
        if asked.json {
            asked.print_json(&json!({ "from": self.from, "per_arm": per_arm, "detectable": found }));
            return Ok(Outcome::Done);
        }
        let phrase = match found {
            Some(to) => Phrase::new("size-detectable").with("to", share(to)).with("power", share(self.power)),
            None => Phrase::new("size-nothing"),
        };
        asked.say(&phrase.with("from", share(self.from)).with("count", catalogue.count(per_arm)));
        Ok(Outcome::Done)
    }
}
