//! `tranche remove`: definitions out of the base, unless others use them.

use clap::Args;
use model::phrase::Phrase;
use serde_json::json;

use super::{Asked, Outcome};
use crate::ops::failure::Failure;
use crate::ops::remove::remove;

/// Definitions out of the base.
#[derive(Args)]
pub(super) struct Remove {
    #[arg(value_name = "ID", required = true)]
    ids: Vec<String>,
}

impl Remove {
    pub(super) fn run(&self, asked: &Asked) -> Result<Outcome, Failure> {
        let mut base = asked.open_to_write()?;
        let removed = remove(&mut base, &self.ids, asked.now)?;
        if asked.json {
            asked.print_json(&json!({ "removed": removed }));
        } else {
            asked.say(&Phrase::new("remove-done").with("ids", removed.join(", ")));
        }
        Ok(Outcome::Done)
    }
}
