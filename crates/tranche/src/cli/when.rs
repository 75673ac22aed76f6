//! When a question is asked: the arguments that commands about the base share, and how its instant is told.

use clap::Args;
use model::phrase::Phrase;
use model::time::Instant;
use serde_json::{Value, json};

use super::Asked;
use crate::ops::base::Base;
use crate::ops::failure::Failure;
use crate::ops::membership::{AsOf, CutOffs};

/// The instant, the knowledge and the cut-offs of a question.
#[derive(Args)]
pub(super) struct When {
    #[arg(long, value_name = "T")]
    as_of: Option<String>,
    #[command(flatten)]
    known: Known,
    #[arg(long, value_name = "MODE", value_parser = ["in-force", "exact"], default_value = "in-force")]
    cut_offs: String,
}

/// The knowledge of a question: what was received by when.
#[derive(Args)]
pub(super) struct Known {
    #[arg(long, value_name = "K")]
    known_at: Option<String>,
}

impl When {
    /// Opens the base as the question wants it known.
    pub(super) fn open(&self, asked: &Asked) -> Result<(Base, AsOf), Failure> {
        let base = self.known.open(asked)?;
        let at = self.as_of.as_ref().map_or(Ok(asked.now), |text| base.instant(text))?;
        let cut_offs = if self.cut_offs == "exact" { CutOffs::Exact } else { CutOffs::InForce };
        Ok((base, AsOf { at, cut_offs }))
    }
}

impl Known {
    /// Opens the base as it was known then.
    pub(super) fn open(&self, asked: &Asked) -> Result<Base, Failure> {
        let base = asked.open()?;
        let known_at = self.known_at.as_ref().map(|text| base.instant(text)).transpose()?;
        match known_at {
            Some(at) => base.into_known_at(at),
            None => Ok(base),
        }
    }
}

/// The instant of an answer for people, with what was known if that was asked.
pub(super) fn moment(asked: &Asked, base: &Base, at: Instant) -> String {
    let catalogue = &asked.catalogue;
    let at = catalogue.moment(at, &base.zone);
    match base.store.known_at() {
        None => at,
        Some(known) => {
            let known = catalogue.moment(known, &base.zone);
            catalogue.say(&Phrase::new("when-known").with("at", at).with("known", known))
        }
    }
}

/// An answer in JSON, with what was known if that was asked.
pub(super) fn told(base: &Base, mut answer: Value) -> Value {
    if let Some(known) = base.store.known_at() {
        answer["known_at"] = json!(known.to_string());
    }
    answer
}
