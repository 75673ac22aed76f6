//! `tranche check`: whether a definition is right, without running it.

use std::path::Path;

use clap::Args;
use model::phrase::Phrase;
use model::segment::Segment;
use model::sentence::Language;
use model::text::printer::format;
use serde_json::json;

use super::{Asked, Outcome, print};
use crate::ops::base::Base;
use crate::ops::definitions::{self, Definition};
use crate::ops::failure::Failure;

/// Whether a definition is right.
#[derive(Args)]
pub(super) struct Check {
    #[arg(value_name = "EXPR|FILE", allow_hyphen_values = true)]
    definition: String,
}

impl Check {
    pub(super) fn run(&self, asked: &Asked) -> Result<Outcome, Failure> {
        let base = asked.open()?;
        let definition = definition_of(&base, &self.definition)?;
        let text = format(&definition.test, &definition.comments);
        let said = |language| definitions::in_words(&base, language);
        if asked.json {
            let sentences = Language::ALL.map(|language| said(language).write(&definition.test));
            let sentences = json!({ "en": sentences[0], "fr": sentences[1] });
            let answer = json!({ "problems": [], "text": text, "tree": definition.test, "sentences": sentences });
            asked.print_json(&answer);
        } else {
            asked.say(&Phrase::new("check-done"));
            print(&text);
            let sentences = said(asked.catalogue.language.of_sentences());
            sentences.write_lines(&definition.test).iter().for_each(|line| print(line));
        }
        Ok(Outcome::Done)
    }
}

/// The definition that a person typed, or that stands in the file they named: a segment's file, or bare text.
pub(super) fn definition_of(base: &Base, typed: &str) -> Result<Definition, Failure> {
    let segments = base.segment_ids()?;
    let path = Path::new(typed);
    if !path.is_file() {
        return definitions::read(typed, None, definitions::words(base), &segments);
    }
    let text = std::fs::read_to_string(path).map_err(|error| Failure::file(path, &error))?;
    if path.extension().is_none_or(|ending| ending != "toml") {
        return definitions::read(&text, Some(typed), definitions::words(base), &segments);
    }
    let id = path.file_stem().unwrap_or_default().to_string_lossy();
    let segment = Segment::parse(&id, &text).map_err(|problem| Failure::in_text(Some(typed), &text, vec![problem]))?;
    definitions::read(&segment.definition(), Some(&definitions::origin_of(&id)), definitions::words(base), &segments)
}
