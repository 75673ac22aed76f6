//! Streams: the kinds of rows on customers' timelines, and what people call them.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::Field;

/// What people call a stream, in one language.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Noun {
    /// One of it.
    pub one: String,
    /// Several of it.
    pub many: String,
    /// Grammatical gender, `m` or `f`, where the language has one.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub gender: String,
    /// Whether articles are cut before it (l'achat).
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub elision: bool,
    /// What customers did with it, as after *have*: `placed`, `passé`. Neutral wording when empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub done: String,
}

/// A kind of rows on customers' timelines.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Stream {
    /// Field that names a row's subject: rows with one key are versions of one another.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
    /// Stream whose rows these are children of; they carry its key in a field of the same name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent: Option<String>,
    /// Field holding the status that says whether a row counts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<String>,
    /// How rows are computed from another stream's, when they are.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub grouping: Option<Grouping>,
    /// What comes whole each time, when rows do: those of a later file take the place of the earlier ones.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub whole: Option<Whole>,
    /// Fields of a row, by name.
    #[serde(default)]
    pub fields: BTreeMap<String, Field>,
    /// What people call it, by language.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub label: BTreeMap<String, Noun>,
    /// The name under which its rows are kept, when it was given another one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kept_as: Option<String>,
    /// Its name of today, when this is one that it had before: definitions may go on using it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub now: Option<String>,
}

/// Rows that come together each time: what a file says of them takes the place of all that was said before.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Whole {
    /// All rows of one customer, as the elements of a list of the profile.
    Customer,
    /// All rows of one customer with one value of a field, which names what they belong to, as the lines of an order.
    Field(String),
}

impl Stream {
    /// Whether a row may take the place of another one.
    pub fn has_versions(&self) -> bool {
        self.key.is_some() || self.whole.is_some()
    }
}

/// Orders computed from their lines: rows of `lines` with one `key` make one row, dated as the first of them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Grouping {
    /// Stream of the lines.
    pub lines: String,
    /// Field that tells which lines belong together; also the key of the rows made.
    pub key: String,
    /// Fields that are added up; the other fields come from the first line.
    pub sums: Vec<String>,
}
