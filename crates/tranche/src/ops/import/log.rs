//! The log of imports: each is noted with what it came to and how long it took.

use std::path::Path;

use model::time::Instant;
use store::{ImportEntry, Outcome};

use super::Imported;
use crate::ops::base::Base;
use crate::ops::failure::Failure;

/// Imports a file and notes it in the log, whatever came of it. `source` is the scheduled source it belongs to.
pub(crate) fn logged(
    base: &mut Base,
    source: Option<&str>,
    path: &Path,
    at: Instant,
    import: impl FnOnce(&mut Base) -> Result<Imported, Failure>,
) -> Result<Imported, Failure> {
    let started = std::time::Instant::now();
    let told = import(base);
    let mut entry = ImportEntry {
        started_at: at,
        microseconds: started.elapsed().as_micros() as u64,
        source: source.map(str::to_owned),
        path: path.display().to_string(),
        outcome: Outcome::Failed,
        rows: 0,
        taken: 0,
        refused: 0,
        detail: String::new(),
    };
    match &told {
        Ok(Imported { rows, taken: None, .. }) => (entry.outcome, entry.rows) = (Outcome::Known, *rows),
        Ok(Imported { rows, taken: Some(taken), .. }) => {
            (entry.outcome, entry.rows, entry.refused) = (Outcome::Taken, *rows, taken.n_refused);
            entry.taken = taken.committed.targets.iter().map(|count| count.new_rows + count.new_versions).sum();
        }
        Err(failure) => entry.detail = detail(failure),
    }
    // What is in is in; that its entry could not be written changes nothing.
    let _ = base.store.log_import(&entry);
    told
}

/// A failure as the log keeps it: the key of its sentence and the words, so that it can be said in any language.
pub(crate) fn detail(failure: &Failure) -> String {
    let (key, words) = match failure {
        Failure::Failed(phrase) | Failure::Unreadable(phrase) => (phrase.key, phrase.words.clone()),
        Failure::Problems(_) => ("imports-problems", Vec::new()),
    };
    serde_json::json!({ "key": key, "words": words }).to_string()
}
