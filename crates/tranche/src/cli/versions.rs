//! `tranche versions`: how a definition was, and since when.

use clap::Args;
use model::phrase::Phrase;
use serde_json::json;
use store::{Defined, StoredVersion};

use super::{Asked, Outcome, print};
use crate::ops::failure::Failure;

/// How a definition was, and since when.
#[derive(Args)]
pub(super) struct Versions {
    #[arg(value_name = "ID")]
    id: String,
    #[arg(long, value_name = "N")]
    show: Option<u64>,
}

impl Versions {
    pub(super) fn run(&self, asked: &Asked) -> Result<Outcome, Failure> {
        let base = asked.open()?;
        let mut versions = base.store.versions(Defined::Segment, &self.id)?;
        versions.extend(base.store.versions(Defined::Attribute, &self.id)?);
        versions.extend(base.store.versions(Defined::Column, &self.id)?);
        if versions.is_empty() {
            return Err(Failure::Failed(Phrase::new("versions-none").with("id", &self.id)));
        }
        if let Some(number) = self.show {
            let found = versions.into_iter().find(|version| version.version == number);
            let missing = || Failure::Failed(Phrase::new("versions-no-such").with("id", &self.id).with("n", number));
            print(found.and_then(|version| version.text).ok_or_else(missing)?.trim_end());
            return Ok(Outcome::Done);
        }
        if asked.json {
            let each = versions.iter().map(|version| {
                json!({ "version": version.version, "saved_at": version.saved_at.to_string(), "text": version.text })
            });
            asked.print_json(&json!({ "id": self.id, "versions": each.collect::<Vec<_>>() }));
            return Ok(Outcome::Done);
        }
        for StoredVersion { version, text, saved_at } in &versions {
            let key = if text.is_some() { "versions-saved" } else { "versions-removed" };
            let at = asked.catalogue.moment(*saved_at, &base.zone);
            asked.say(&Phrase::new(key).with("n", version).with("at", at));
        }
        Ok(Outcome::Done)
    }
}
