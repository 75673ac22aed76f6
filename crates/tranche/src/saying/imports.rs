//! How imports ended.

use serde_json::Value;
use store::{ImportEntry, Outcome};

use crate::catalogue::Catalogue;

/// How an import ended, in words.
pub(crate) fn ended(catalogue: &Catalogue, outcome: Outcome) -> String {
    catalogue.text(match outcome {
        Outcome::Taken => "imports-ended-taken",
        Outcome::Known => "imports-ended-known",
        Outcome::Waiting => "imports-ended-waiting",
        Outcome::Failed => "imports-ended-failed",
        Outcome::Nothing => "imports-ended-nothing",
    })
}

/// Why an import failed or waits.
pub(crate) fn detail(catalogue: &Catalogue, entry: &ImportEntry) -> Option<String> {
    let told: Value = serde_json::from_str(&entry.detail).ok()?;
    let words = told["words"].as_array().cloned().unwrap_or_default();
    let words = words.iter().filter_map(|word| Some((word[0].as_str()?, word[1].as_str()?)));
    Some(catalogue.say_stored(told["key"].as_str()?, words))
}
