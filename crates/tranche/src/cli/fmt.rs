//! `tranche fmt`: a definition laid out for reading, with its comments.

use std::path::Path;

use clap::Args;
use model::phrase::Phrase;
use model::segment::definition_place;
use model::text::parser::parse;
use model::text::printer::format;
use serde_json::json;

use super::{Asked, Outcome, print};
use crate::ops::failure::Failure;

/// A definition laid out for reading.
#[derive(Args)]
pub(super) struct Fmt {
    #[arg(value_name = "EXPR|FILE", allow_hyphen_values = true)]
    definition: String,
    #[arg(long)]
    write: bool,
}

impl Fmt {
    pub(super) fn run(&self, asked: &Asked) -> Result<Outcome, Failure> {
        let path = Path::new(&self.definition);
        if !path.is_file() && self.write {
            return Err(Failure::Failed(Phrase::new("failed-write-where").with("text", &self.definition)));
        }
        if !path.is_file() {
            return Ok(self.show(asked, &formatted(&self.definition, None)?));
        }
        let text = std::fs::read_to_string(path).map_err(|error| Failure::file(path, &error))?;
        let formatted = formatted_file(path, &text, &self.definition)?;
        if self.write && formatted != text {
            std::fs::write(path, &formatted).map_err(|error| Failure::file(path, &error))?;
        }
        if !self.write || asked.json {
            self.show(asked, formatted.trim_end());
        }
        Ok(Outcome::Done)
    }

    fn show(&self, asked: &Asked, text: &str) -> Outcome {
        if asked.json {
            asked.print_json(&json!({ "text": text }));
        } else {
            print(text);
        }
        Outcome::Done
    }
}

fn formatted(text: &str, origin: Option<&str>) -> Result<String, Failure> {
    let parsed = parse(text);
    match parsed.test {
        Some(test) if parsed.problems.is_empty() => Ok(format(&test, &parsed.comments)),
        _ => Err(Failure::in_text(origin, text, parsed.problems)),
    }
}

/// The text of a file with its definition laid out: of a segment's file, all but the definition stays as it is.
fn formatted_file(path: &Path, text: &str, origin: &str) -> Result<String, Failure> {
    if path.extension().is_none_or(|ending| ending != "toml") {
        return formatted(text, Some(origin)).map(|text| text + "\n");
    }
    let quotes = "'''";
    let inside = definition_place(text).filter(|place| text[place.start..place.end].starts_with(quotes));
    let inside = inside.map(|place| (place.start + quotes.len(), place.end - quotes.len()));
    // A definition in plain quotes is one line already; one with parameters is laid out by hand.
    let Some((open, close)) = inside.filter(|&(open, close)| !text[open..close].contains('{')) else {
        return Ok(text.to_owned());
    };
    let definition = formatted(&text[open..close], Some(origin))?;
    Ok(format!("{}\n{definition}\n{}", &text[..open], &text[close..]))
}
