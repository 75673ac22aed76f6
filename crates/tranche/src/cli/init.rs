//! `tranche init`: makes a base.

use clap::Args;
use model::phrase::Phrase;
use serde_json::json;

use super::{Asked, Outcome};
use crate::ops::base::{Base, Choices};
use crate::ops::failure::Failure;

/// Makes a base.
#[derive(Args)]
pub(super) struct Init {
    #[arg(long, value_name = "IANA")]
    timezone: Option<String>,
    #[arg(long, value_name = "ISO")]
    currency: Option<String>,
    #[arg(long, value_name = "NAME")]
    name: Option<String>,
    #[arg(long, value_name = "MONTH", value_parser = clap::value_parser!(i8).range(1..=12))]
    fiscal_start: Option<i8>,
}

impl Init {
    pub(super) fn run(&self, asked: &Asked) -> Result<Outcome, Failure> {
        let choices = Choices {
            name: self.name.clone(),
            timezone: self.timezone.clone(),
            currency: self.currency.clone(),
            fiscal_start: self.fiscal_start,
        };
        let base = Base::init(&asked.base, choices)?;
        let settings = base.store.settings();
        if asked.json {
            asked.print_json(
                &json!({ "base": asked.base, "timezone": settings.timezone, "currency": settings.currency }),
            );
        } else {
            asked.say(
                &Phrase::new("init-done")
                    .with("dir", asked.base.display())
                    .with("timezone", &settings.timezone)
                    .with("currency", &settings.currency),
            );
        }
        Ok(Outcome::Done)
    }
}
