//! Why rows and values were refused, and what to do about it.

use store::RefusedRow;

use crate::catalogue::Catalogue;

/// What every key of a reason begins with.
pub(crate) const REASONS: &str = "refused-";

/// Why it was refused.
pub(crate) fn reason(catalogue: &Catalogue, refusal: &RefusedRow) -> String {
    let words = refusal.reason_words.iter().map(|(name, word)| (name.as_str(), word.as_str()));
    catalogue.say_stored(&refusal.reason_key, words)
}

/// The key of a reason as a person types it.
pub(crate) fn short_key(refused: &RefusedRow) -> String {
    refused.reason_key.trim_start_matches(REASONS).to_owned()
}

/// What to do about it.
pub(crate) fn advice(catalogue: &Catalogue, refused: &RefusedRow) -> String {
    let own = format!("mend-{}", short_key(refused));
    catalogue.text(if catalogue.has(&own) { own.as_str() } else { "mend-otherwise" })
}

/// The beginning of a value that may be long.
pub(crate) fn shortened(value: &str) -> String {
    const LENGTH: usize = 48;
    if value.chars().count() <= LENGTH {
        return value.to_owned();
    }
    value.chars().take(LENGTH).chain(['…']).collect()
}
