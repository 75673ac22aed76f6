//! `tranche test`: the made-up customers beside definitions, each held against what its file says.

use std::path::PathBuf;

use clap::Args;
use model::phrase::Phrase;
use serde_json::json;

use super::{Asked, Outcome};
use crate::ops::definition_files::DefinitionFiles;
use crate::ops::examples::{Tried, try_all};
use crate::ops::failure::Failure;
use crate::ops::review::review_with_any_calendar;

/// The made-up customers beside definitions.
#[derive(Args)]
pub(super) struct Test {
    #[arg(value_name = "DIR")]
    dir: PathBuf,
}

impl Test {
    pub(super) fn run(&self, asked: &Asked) -> Result<Outcome, Failure> {
        let files = DefinitionFiles::read(&self.dir)?;
        let base = asked.open()?;
        let reviewed = review_with_any_calendar(&base, &files)?;
        let tried = try_all(&base, &reviewed, files.segments.iter().map(|file| file.id.as_str()));
        let n_faults = tried.iter().filter(|tried| tried.fault.is_some()).count();
        if asked.json {
            let each = tried.iter().map(|tried| as_json(asked, tried)).collect::<Vec<_>>();
            asked.print_json(&json!({ "examples": each, "faults": n_faults }));
        } else {
            for Tried { segment, about, fault } in &tried {
                if let Some(fault) = fault {
                    let fault = asked.catalogue.say(fault);
                    let phrase = Phrase::new("test-fault").with("segment", segment).with("about", about);
                    asked.say(&phrase.with("fault", fault));
                }
            }
            asked.say(&Phrase::new("test-done").with("n", tried.len()).with("faults", n_faults));
        }
        Ok(if n_faults == 0 { Outcome::Done } else { Outcome::Damaged })
    }
}

fn as_json(asked: &Asked, tried: &Tried) -> serde_json::Value {
    let fault = tried.fault.as_ref().map(|fault| asked.catalogue.say(fault));
    json!({ "segment": tried.segment, "about": tried.about, "fault": fault })
}
