//! `tranche members`: who is in a segment.

use clap::{Args, ValueEnum};
use model::phrase::Phrase;
use serde_json::json;

use super::when::{When, moment, told};
use super::{Asked, Outcome, print};
use crate::ops::definitions;
use crate::ops::failure::Failure;
use crate::ops::membership::{Loaded, ids};

/// Who is in a segment.
#[derive(Args)]
pub(super) struct Members {
    #[arg(value_name = "SEGMENT", required_unless_present = "definition", conflicts_with = "definition")]
    segment: Option<String>,
    #[arg(long = "where", value_name = "EXPR", allow_hyphen_values = true)]
    definition: Option<String>,
    #[command(flatten)]
    when: When,
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
        let membership = Loaded::once(&base, &[&test])?.membership(as_of)?;
        let ids = ids(&base, &membership.members[0])?;
        if asked.json || self.format == Format::Json {
            asked.print_json(&told(&base, json!({ "members": ids, "as_of": as_of.at.to_string() })));
            return Ok(Outcome::Done);
        }
        match self.format {
            Format::Ids => ids.iter().for_each(|id| print(id)),
            Format::Csv => print_csv(&ids),
            Format::Table | Format::Json => {
                ids.iter().take(SHOWN).for_each(|id| print(id));
                let catalogue = &asked.catalogue;
                asked.say(
                    &Phrase::new("members-done")
                        .with("n", ids.len())
                        .with("count", catalogue.count(ids.len() as u64))
                        .with("shown", catalogue.count(ids.len().min(SHOWN) as u64))
                        .with("at", moment(asked, &base, as_of.at)),
                );
            }
        }
        Ok(Outcome::Done)
    }
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
