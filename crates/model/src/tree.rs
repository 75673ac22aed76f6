//! The pieces of the definition tree that are not forms: names, and the limits of size.

use serde::{Deserialize, Serialize};

use crate::phrase::Place;

/// Greatest depth of a tree.
pub const MAX_DEPTH: usize = 64;
/// Greatest number of nodes of a tree.
pub const MAX_NODES: usize = 10_000;

/// A name as written, its dotted parts joined, and where it stands.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Name {
    /// The name.
    pub text: String,
    /// Where it stands.
    #[serde(skip)]
    pub place: Place,
}

impl Name {
    /// A name without a place.
    pub fn new(text: impl Into<String>) -> Self {
        Name { text: text.into(), place: Place::default() }
    }
}
