//! What a definition names: segments, streams, computed attributes.

use std::collections::{BTreeMap, BTreeSet};

/// What a definition names.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Mentions {
    /// Ids of segments.
    pub segments: BTreeSet<String>,
    /// Names of streams.
    pub streams: BTreeSet<String>,
    /// Names of computed attributes, and how often each is named.
    pub computed: BTreeMap<String, usize>,
    /// Computed columns of reference tables, each with its table.
    pub columns: BTreeSet<(String, String)>,
    /// Number of nodes.
    pub nodes: usize,
    /// Whether it asks about relatives itself.
    pub of_relatives: bool,
    /// What is named where nothing may ask about relatives: in a test put to them, in a membership over time.
    pub apart: BTreeSet<Named>,
}

/// A definition that another one names.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Named {
    /// A segment.
    Segment(String),
    /// A computed attribute.
    Attribute(String),
}

impl Named {
    /// The segment's or attribute's id.
    pub fn into_id(self) -> String {
        match self {
            Named::Segment(id) | Named::Attribute(id) => id,
        }
    }
}
