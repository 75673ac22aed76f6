//! `tranche members`: who is in a segment.

use clap::{Args, ValueEnum};
use model::phrase::Phrase;
use model::time::Instant;
use serde_json::json;

use super::among::{WhenAmong, of_whom};
use super::when::{moment, told};
use super::{Asked, Outcome, listed, print};
use crate::ops::base::Base;
use crate::ops::definitions;
use crate::ops::failure::Failure;
use crate::ops::listing::{self, Listing};
use crate::ops::membership::{Loaded, ids};

/// Who is in a segment.
#[derive(Args)]
pub(super) struct Members {
    #[arg(value_name = "SEGMENT", required_unless_present = "definition", conflicts_with = "definition")]
    segment: Option<String>,
    #[arg(long = "where", value_name = "EXPR", allow_hyphen_values = true)]
    definition: Option<String>,
    #[arg(long, value_name = "NAME = EXPR, …", allow_hyphen_values = true)]
    columns: Option<String>,
    #[command(flatten)]
    when: WhenAmong,
    #[arg(long, value_enum, default_value_t = Format::Table)]
    format: Format,
}

#[derive(Clone, Copy, PartialEq, ValueEnum)]
enum Format {
    Table,
    Csv,
    Json,
    Ids,
}

/// Members shown as a table before the rest is only counted.
const SHOWN: usize = 50;

impl Members {
    pub(super) fn run(&self, asked: &Asked) -> Result<Outcome, Failure> {
        let (base, as_of) = self.when.open(asked)?;
        let test = definitions::read_named(&base, self.segment.as_deref(), self.definition.as_deref())?;
        if let Some(columns) = &self.columns {
            let listing = listing::list(&base, &test, columns, as_of)?;
            return Ok(self.show_columns(asked, &base, as_of.at, &listing));
        }
        let membership = Loaded::once(&base, &[&test])?.membership(as_of)?;
        let ids = ids(&base, &membership.members[0])?;
        if asked.json || self.format == Format::Json {
            let answer = json!({ "members": ids, "as_of": as_of.at.to_string() });
            asked.print_json(&of_whom(&base, told(&base, answer)));
            return Ok(Outcome::Done);
        }
        match self.format {
            Format::Ids => ids.iter().for_each(|id| print(id)),
            Format::Csv => print_csv(&ids),
            Format::Table | Format::Json => {
                ids.iter().take(SHOWN).for_each(|id| print(id));
                say_count(asked, &base, as_of.at, ids.len());
            }
        }
        Ok(Outcome::Done)
    }

    fn show_columns(&self, asked: &Asked, base: &Base, at: Instant, listing: &Listing) -> Outcome {
        if asked.json || self.format == Format::Json {
            let mut answer = listed::as_json(listing);
            answer["as_of"] = json!(at.to_string());
            asked.print_json(&of_whom(base, told(base, answer)));
            return Outcome::Done;
        }
        match self.format {
            Format::Ids => listing.members.iter().for_each(|member| print(&member.id)),
            Format::Csv => listed::print_csv(listing),
            Format::Table | Format::Json => {
                listed::print_table(asked, base, listing, SHOWN);
                say_count(asked, base, at, listing.members.len());
            }
        }
        Outcome::Done
    }
}

fn say_count(asked: &Asked, base: &Base, at: Instant, count: usize) {
    let catalogue = &asked.catalogue;
    asked.say(
        &Phrase::new("members-done")
            .with("n", count)
            .with("count", catalogue.count(count as u64))
            .with("shown", catalogue.count(count.min(SHOWN) as u64))
            .with("at", moment(asked, base, at)),
    );
}

fn print_csv(ids: &[String]) {
    let mut writer = csv::Writer::from_writer(std::io::stdout().lock());
    // A reader that stops listening is no failure.
    let _ = writer.write_record(["id"]);
    for id in ids {
        let _ = writer.write_record([id]);
    }
    let _ = writer.flush();
}
