//! `tranche backup`: a copy of the base.

use std::path::PathBuf;

use clap::Args;
use model::phrase::Phrase;
use serde_json::json;
use store::Copied;

use super::{Asked, Outcome};
use crate::ops::backup::back_up;
use crate::ops::failure::Failure;

/// A copy of the base.
#[derive(Args)]
pub(super) struct Backup {
    #[arg(value_name = "DIR")]
    dir: PathBuf,
}

impl Backup {
    pub(super) fn run(&self, asked: &Asked) -> Result<Outcome, Failure> {
        let copied = back_up(&asked.base, &self.dir)?;
        if asked.json {
            asked.print_json(&as_json(copied));
        } else {
            asked.say(&told(asked, Phrase::new("backup-done"), copied).with("dir", self.dir.display()));
        }
        Ok(Outcome::Done)
    }
}

/// What was copied, as words of a phrase.
pub(super) fn told(asked: &Asked, phrase: Phrase, copied: Copied) -> Phrase {
    let catalogue = &asked.catalogue;
    phrase
        .with("customers", catalogue.count(copied.customers))
        .with("rows", catalogue.count(copied.rows))
        .with("kilobytes", catalogue.count(copied.bytes.div_ceil(1000)))
}

/// What was copied, for programs.
pub(super) fn as_json(copied: Copied) -> serde_json::Value {
    json!({ "customers": copied.customers, "rows": copied.rows, "parts": copied.parts, "bytes": copied.bytes })
}
