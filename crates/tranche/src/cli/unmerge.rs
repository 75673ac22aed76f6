//! `tranche unmerge`: undoes what made one customer of two.

use clap::Args;
use model::phrase::Phrase;
use serde_json::json;

use super::{Asked, Outcome};
use crate::api::identity::link_as_json;
use crate::ops::failure::Failure;
use crate::ops::identity::unmerge;

/// Two customers again.
#[derive(Args)]
pub(super) struct Unmerge {
    #[arg(value_name = "LINK|ID")]
    what: String,
}

impl Unmerge {
    pub(super) fn run(&self, asked: &Asked) -> Result<Outcome, Failure> {
        let mut base = asked.open_to_write()?;
        let undone = unmerge(&mut base, &self.what, asked.now)?;
        if asked.json {
            asked.print_json(&json!({ "undone": undone.iter().map(link_as_json).collect::<Vec<_>>() }));
            return Ok(Outcome::Done);
        }
        for stored in &undone {
            let (first, second) = (&stored.link.first, &stored.link.second);
            asked.say(
                &Phrase::new("unmerge-undone")
                    .with("link", format!("L{}", stored.id))
                    .with("first", &first.value)
                    .with("second", &second.value),
            );
        }
        Ok(Outcome::Done)
    }
}
