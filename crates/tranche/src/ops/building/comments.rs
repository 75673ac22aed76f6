//! Comments of a definition that is changed by hand: each stays with the clause that it is about, and those whose clause
//! went stand at the end, so that nothing anybody wrote is lost.

use std::collections::BTreeMap;

use model::forms::Test;
use model::text::comments::Comments;
use model::text::printer::{clauses, text_of};

/// The comments of a definition as they stand in the next one.
pub(super) fn carried(comments: &Comments, before: &Test, after: &Test) -> Comments {
    let old: Vec<String> = clauses(before).into_iter().map(text_of).collect();
    let mut new: Vec<Option<String>> = clauses(after).into_iter().map(|clause| Some(text_of(clause))).collect();
    let mut places = BTreeMap::new();
    for (position, text) in old.iter().enumerate() {
        let found = new.iter().position(|other| other.as_ref() == Some(text));
        if let Some(found) = found {
            places.insert(position, found);
            new[found] = None;
        }
    }
    let mut carried = Comments { at_end: comments.at_end.clone(), ..Comments::default() };
    let mut lost = Vec::new();
    for (position, texts) in &comments.before {
        match places.get(position) {
            Some(place) => carried.before.entry(*place).or_default().extend(texts.iter().cloned()),
            None => lost.extend(texts.iter().cloned()),
        }
    }
    for (position, texts) in &comments.after {
        match places.get(position) {
            Some(place) => carried.after.entry(*place).or_default().extend(texts.iter().cloned()),
            None => lost.extend(texts.iter().cloned()),
        }
    }
    carried.at_end.extend(lost);
    carried
}
