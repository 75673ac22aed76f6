//! `tranche restore`: a base out of a backup.

use std::path::PathBuf;

use clap::Args;
use model::phrase::Phrase;

use super::backup::{as_json, told};
use super::{Asked, Outcome};
use crate::ops::backup::restore;
use crate::ops::failure::Failure;

/// A base out of a backup.
#[derive(Args)]
pub(super) struct Restore {
    #[arg(value_name = "DIR")]
    dir: PathBuf,
}

impl Restore {
    pub(super) fn run(&self, asked: &Asked) -> Result<Outcome, Failure> {
        let copied = restore(&self.dir, &asked.base)?;
        if asked.json {
            asked.print_json(&as_json(copied));
        } else {
            asked.say(&told(asked, Phrase::new("restore-done"), copied).with("dir", asked.base.display()));
        }
        Ok(Outcome::Done)
    }
}
