//! What a definition names itself: attributes and streams.

use std::collections::BTreeSet;

use model::forms::{Test, Value};
use serde_json::Value as Json;

/// A name of the customer's own attributes.
pub(super) const NAMED: &str = "named";
/// What tells the rows of a stream from other nodes.
pub(super) const STREAM: &str = "stream";

/// What a definition names itself: attributes and streams, by name. Traits made of these say the definition again.
#[must_use]
pub fn named_in(test: &Test) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    collect(&tree(test), &mut names);
    names
}

/// The same of an expression.
#[must_use]
pub fn named_in_value(value: &Value) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    collect(&tree(value), &mut names);
    names
}

fn collect(node: &Json, names: &mut BTreeSet<String>) {
    match node {
        Json::Object(fields) => {
            names.extend(fields.get(STREAM).and_then(Json::as_str).map(str::to_owned));
            for (key, child) in fields {
                // In the filter of rows, names are those of the rows' own fields.
                if key == NAMED && !fields.contains_key(STREAM) {
                    names.extend(name_of(child));
                } else if !(fields.contains_key(STREAM) && key == "where") {
                    collect(child, names);
                }
            }
        }
        Json::Array(children) => children.iter().for_each(|child| collect(child, names)),
        _ => {}
    }
}

pub(super) fn name_of(node: &Json) -> Option<String> {
    node.as_str().or_else(|| node.get("name")?.as_str()).map(str::to_owned)
}

/// A tree as JSON.
pub(super) fn tree(node: &impl serde::Serialize) -> Json {
    serde_json::to_value(node).expect("a tree has no maps with other keys than texts")
}
