//! `tranche apply`: segments as files into the base.

use std::path::PathBuf;

use clap::Args;
use model::phrase::Phrase;
use serde_json::json;

use super::{Asked, Outcome};
use crate::ops::apply::{apply, files_of};
use crate::ops::failure::Failure;

/// Segments as files into the base.
#[derive(Args)]
pub(super) struct Apply {
    #[arg(value_name = "DIR")]
    dir: PathBuf,
}

impl Apply {
    pub(super) fn run(&self, asked: &Asked) -> Result<Outcome, Failure> {
        let files = files_of(&self.dir)?;
        let mut base = asked.open_to_write()?;
        let applied = apply(&mut base, &files, asked.now)?;
        if asked.json {
            asked.print_json(
                &json!({ "added": applied.added, "changed": applied.changed, "unchanged": applied.unchanged }),
            );
        } else {
            asked.say(
                &Phrase::new("apply-done")
                    .with("added", applied.added.len())
                    .with("changed", applied.changed.len())
                    .with("unchanged", applied.unchanged.len()),
            );
        }
        Ok(Outcome::Done)
    }
}
