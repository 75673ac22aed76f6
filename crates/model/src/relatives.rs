//! Definitions that name others which ask about relatives, where nothing may: in a test put to relatives, which goes one
//! level far, and in a membership over time, since relatives stand still while a history is walked.

use std::collections::{BTreeMap, BTreeSet};

use crate::check::{Mentions, Named, mentions, mentions_of_value};
use crate::forms::Test;
use crate::schema::Schema;

/// The first segment or computed attribute that a definition names where nothing may ask about relatives and that does,
/// itself or by way of what it names.
pub fn misplaced(named: &Mentions, segments: &BTreeMap<String, Test>, schema: &Schema) -> Option<String> {
    let asks = |part: &&Named| asks(part, segments, schema, &mut BTreeSet::new());
    named.apart.iter().find(asks).map(|part| part.clone().into_id())
}

fn asks(part: &Named, segments: &BTreeMap<String, Test>, schema: &Schema, seen: &mut BTreeSet<Named>) -> bool {
    if !seen.insert(part.clone()) {
        return false;
    }
    let found = match part {
        Named::Segment(id) => segments.get(id).map(|test| mentions(test, schema)),
        Named::Attribute(name) => schema.computed.get(name).map(|computed| mentions_of_value(&computed.value, schema)),
    };
    let Some(found) = found else { return false };
    let attributes = found.computed.into_keys().map(Named::Attribute);
    found.of_relatives
        || found
            .segments
            .into_iter()
            .map(Named::Segment)
            .chain(attributes)
            .any(|part| asks(&part, segments, schema, seen))
}
