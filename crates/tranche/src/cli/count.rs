//! `tranche count`: how many customers a definition has.

use clap::Args;
use model::phrase::Phrase;
use serde_json::json;

use super::among::{WhenAmong, of_whom, word};
use super::when::{moment, told};
use super::{Asked, Outcome};
use crate::ops::definitions;
use crate::ops::failure::Failure;
use crate::ops::membership::Loaded;

/// How many customers a definition has.
#[derive(Args)]
pub(super) struct Count {
    #[arg(value_name = "EXPR", allow_hyphen_values = true)]
    definition: String,
    #[command(flatten)]
    when: WhenAmong,
}

impl Count {
    pub(super) fn run(&self, asked: &Asked) -> Result<Outcome, Failure> {
        let (base, as_of) = self.when.open(asked)?;
        let test = definitions::read_typed(&base, &self.definition)?;
        let membership = Loaded::once(&base, &[&test])?.membership(as_of)?;
        let count = membership.members[0].len();
        if asked.json {
            let answer = json!({ "count": count, "of": membership.of, "as_of": as_of.at.to_string() });
            asked.print_json(&of_whom(&base, told(&base, answer)));
            return Ok(Outcome::Done);
        }
        let catalogue = &asked.catalogue;
        let share = model::decimal::Decimal::whole(count as i64)
            .divided_by(model::decimal::Decimal::whole(membership.of as i64));
        asked.say(
            &Phrase::new("count-done")
                .with("among", word(&base))
                .with("n", count)
                .with("count", catalogue.count(count as u64))
                .with("of", catalogue.count(membership.of as u64))
                .with("share", share.map_or_else(|| "–".to_owned(), |share| catalogue.share(share)))
                .with("at", moment(asked, &base, as_of.at)),
        );
        Ok(Outcome::Done)
    }
}
