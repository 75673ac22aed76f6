//! `tranche count`: how many customers a definition has.

use clap::Args;
use model::phrase::Phrase;
use serde_json::json;

use super::{Asked, Outcome, When};
use crate::ops::definitions;
use crate::ops::failure::Failure;
use crate::ops::membership::Loaded;

/// How many customers a definition has.
#[derive(Args)]
pub(super) struct Count {
    #[arg(value_name = "EXPR", allow_hyphen_values = true)]
    definition: String,
    #[command(flatten)]
    when: When,
}

impl Count {
    pub(super) fn run(&self, asked: &Asked) -> Result<Outcome, Failure> {
        let base = asked.open()?;
        let test = definitions::read_typed(&base, &self.definition)?;
        let as_of = self.when.as_of(&base, asked)?;
        let membership = Loaded::new(&base, &[&test])?.membership(as_of)?;
        let count = membership.members[0].len();
        if asked.json {
            asked.print_json(&json!({ "count": count, "of": membership.of, "as_of": as_of.at.to_string() }));
            return Ok(Outcome::Done);
        }
        let catalogue = &asked.catalogue;
        let share = model::decimal::Decimal::whole(count as i64)
            .divided_by(model::decimal::Decimal::whole(membership.of as i64));
        asked.say(
            &Phrase::new("count-done")
                .with("n", count)
                .with("count", catalogue.count(count as u64))
                .with("of", catalogue.count(membership.of as u64))
                .with("share", share.map_or_else(|| "–".to_owned(), |share| catalogue.share(share)))
                .with("at", catalogue.moment(as_of.at, &base.zone)),
        );
        Ok(Outcome::Done)
    }
}
