//! `tranche members`: who is in a segment.

use clap::{Args, ValueEnum};
use model::forms::{InSegment, Test};
use model::phrase::{Phrase, Place};
use serde_json::json;

use super::{Asked, Outcome, When, print};
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
        let base = asked.open()?;
        let test = match (&self.segment, &self.definition) {
            (Some(id), _) if base.segment_ids()?.contains(id) => {
                Test::InSegment(InSegment { id: id.clone(), place: Place::default() })
            }
            (Some(id), _) => return Err(unknown_segment(&base, id)?),
            (None, Some(definition)) => definitions::read_typed(&base, definition)?,
            (None, None) => return Ok(Outcome::Done),
        };
        let as_of = self.when.as_of(&base, asked)?;
        let membership = Loaded::new(&base, &[&test])?.membership(as_of)?;
        let ids = ids(&base, &membership.members[0])?;
        if asked.json || self.format == Format::Json {
            asked.print_json(&json!({ "members": ids, "as_of": as_of.at.to_string() }));
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
                        .with("at", catalogue.moment(as_of.at, &base.zone)),
                );
            }
        }
        Ok(Outcome::Done)
    }
}

fn unknown_segment(base: &crate::ops::base::Base, id: &str) -> Result<Failure, Failure> {
    let known = base.segment_ids()?;
    let phrase = Phrase::new("problem-unknown-segment").with("name", id);
    let place = Place { start: 0, end: id.len() };
    let problem = model::phrase::Problem::new(phrase, place).suggesting(id, known.iter().map(String::as_str));
    Ok(Failure::in_text(None, id, vec![problem]))
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
