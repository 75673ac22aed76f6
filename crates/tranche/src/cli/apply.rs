//! `tranche apply`: definitions as files into the base.

use std::path::PathBuf;

use clap::Args;
use model::phrase::Phrase;
use serde_json::json;

use super::{Asked, Outcome};
use crate::ops::apply::apply;
use crate::ops::definition_files::DefinitionFiles;
use crate::ops::failure::Failure;
use crate::ops::review::Going;

/// Definitions as files into the base.
#[derive(Args)]
pub(super) struct Apply {
    #[arg(value_name = "DIR")]
    dir: PathBuf,
    #[arg(long)]
    prune: bool,
}

impl Apply {
    pub(super) fn run(&self, asked: &Asked) -> Result<Outcome, Failure> {
        let files = DefinitionFiles::read(&self.dir)?;
        let going = if self.prune { Going::Unnamed } else { Going::None };
        let mut base = asked.open_to_write()?;
        let applied = apply(&mut base, &files, &going, asked.now)?;
        if asked.json {
            asked.print_json(&json!({
                "added": applied.added,
                "changed": applied.changed,
                "unchanged": applied.unchanged,
                "removed": applied.removed,
            }));
        } else {
            asked.say(
                &Phrase::new("apply-done")
                    .with("added", applied.added.len())
                    .with("changed", applied.changed.len())
                    .with("unchanged", applied.unchanged.len())
                    .with("removed", applied.removed.len()),
            );
        }
        Ok(Outcome::Done)
    }
}
