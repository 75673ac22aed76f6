//! Taking in definitions as files: all of them checked together, then saved together.

use model::time::Instant;

use super::base::Base;
use super::definition_files::DefinitionFiles;
use super::failure::Failure;
use super::review::{Change, Going, review};

/// What became of the files applied.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Applied {
    /// Ids that were not there before.
    pub(crate) added: Vec<String>,
    /// Ids whose file differs from the one before.
    pub(crate) changed: Vec<String>,
    /// Ids whose file is the same.
    pub(crate) unchanged: Vec<String>,
    /// Ids that are no longer there.
    pub(crate) removed: Vec<String>,
}

/// Checks files with one another and with the definitions of the base, and saves them all, or none.
pub(crate) fn apply(base: &mut Base, files: &DefinitionFiles, going: &Going, at: Instant) -> Result<Applied, Failure> {
    let review = review(base, files, going)?;
    let changes: Vec<_> = review.changes.iter().map(Change::to_save).collect();
    base.store.change_definitions(&changes, at)?;
    base.refresh_words()?;
    let mut applied = Applied { unchanged: review.unchanged, ..Applied::default() };
    for change in review.changes {
        let list = match (&change.before, &change.after) {
            (None, _) => &mut applied.added,
            (_, None) => &mut applied.removed,
            _ => &mut applied.changed,
        };
        list.push(change.id);
    }
    Ok(applied)
}
