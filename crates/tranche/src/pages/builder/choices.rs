//! The criteria beside the definition, as they are offered.

use super::onward;
use crate::ops::building::Built;
use crate::ops::building::criteria::Family;
use crate::ops::building::groups::Path;
use crate::pages::frame::Frame;
use crate::pages::segment::capitalised;

/// A criterion as it is offered.
pub(super) struct Choice {
    pub(super) label: String,
    pub(super) address: String,
}

/// The criteria of a family that are found; `None` when there is none.
pub(super) fn choices(f: &Frame, family: &Family, find: &str) -> Option<(String, Vec<Choice>)> {
    let (into, new) = (f.asking.word("into").unwrap_or_default(), f.asking.word("new").unwrap_or_default());
    let wanted = find.to_lowercase();
    let offered = family.criteria.iter().filter_map(|criterion| {
        let label = capitalised(&f.say(&criterion.label));
        let words = [("do", "add"), ("at", into), ("new", new), ("criterion", criterion.id.as_str())];
        let is_found = label.to_lowercase().contains(&wanted);
        is_found.then(|| Choice { address: onward(f, &words), label })
    });
    let offered: Vec<Choice> = offered.collect();
    (!offered.is_empty()).then(|| (f.t(family.key), offered))
}

/// Where a chosen criterion goes, in words; nothing when it goes to the end of the definition.
pub(super) fn into(f: &Frame, built: &Built) -> String {
    let path = f.asking.word("into").and_then(Path::read).unwrap_or_default();
    let is_there = built.root.as_ref().is_some_and(|root| root.group_at(&path).is_some());
    match (is_there, f.asking.word("new").is_some(), path.0.is_empty()) {
        (true, true, _) => f.t("builder-into-new"),
        (true, false, false) => f.t("builder-into-group"),
        _ => String::new(),
    }
}
