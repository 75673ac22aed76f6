//! Taking in definitions as files: all of them checked together, then saved together.

use model::identity::Key;
use model::segment::Segment;
use model::time::Instant;
use store::{Defined, ListEntry};

use super::base::Base;
use super::definition_files::DefinitionFiles;
use super::failure::Failure;
use super::review::{Change, Going, Review, review};

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
    for change in &review.changes {
        set_by_hand(base, change, &review)?;
    }
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

/// Keeps who is added to a segment or removed from it by hand.
fn set_by_hand(base: &mut Base, change: &Change, review: &Review) -> Result<(), Failure> {
    let segment = review.segments.get(&change.id).filter(|_| change.defined == Defined::Segment);
    for (list, ids) in segment.iter().flat_map(|segment: &&Segment| segment.hand_lists()) {
        base.store.set_list(&list, &ids.iter().map(|id| by_hand(id)).collect::<Vec<_>>())?;
    }
    Ok(())
}

/// The entry of a customer in a list of a segment's own: always in it.
pub(crate) fn by_hand(id: &str) -> ListEntry {
    ListEntry {
        key: Key { kind: String::new(), value: id.trim().to_owned() },
        is_in: true,
        at: ListEntry::BEGINNING,
        received_at: ListEntry::BEGINNING,
    }
}
