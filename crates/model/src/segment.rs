//! A segment as its file says it: names, purpose, parameters and definition; and circles among segments.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use crate::check::{Mentions, mentions, mentions_of_value};
use crate::forms::{And, InList, Not, Or, Test};
use crate::phrase::{Phrase, Place, Problem};
use crate::schema::Schema;

/// Texts by language (`en`, `fr`).
pub type Texts = BTreeMap<String, String>;

/// A segment, as in `segments/<id>.toml`.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Segment {
    /// Its id: the file's name.
    #[serde(skip)]
    pub id: String,
    /// Its name.
    pub name: Texts,
    /// One sentence on what it is for.
    #[serde(default)]
    pub purpose: Texts,
    /// The family it belongs to in the library.
    #[serde(default)]
    pub family: String,
    /// Words that a team finds its segments by.
    #[serde(default)]
    pub tags: Vec<String>,
    /// Who looks after it.
    #[serde(default)]
    pub owner: String,
    /// What the team should know about it.
    #[serde(default)]
    pub note: String,
    /// Streams that must hold rows for the segment to say anything.
    #[serde(default)]
    pub needs: Vec<String>,
    /// What one may do with its members.
    #[serde(default)]
    pub action: Texts,
    /// What to watch out for.
    #[serde(default)]
    pub watch: Texts,
    /// Its definition, with `{name}` where a parameter stands.
    definition: String,
    /// Its parameters.
    #[serde(default)]
    pub parameters: BTreeMap<String, Parameter>,
    /// Ids of customers who are in it whatever the definition says.
    #[serde(default)]
    pub add: Vec<String>,
    /// Ids of customers who are not in it whatever the definition says.
    #[serde(default)]
    pub remove: Vec<String>,
    /// Customers of whom it is said whether they are members.
    #[serde(default)]
    pub tests: Vec<Example>,
}

/// A made-up customer, and whether they are a member at an instant: a test of a definition.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Example {
    /// What the customer stands for.
    #[serde(default)]
    pub about: String,
    /// The instant, as people type it.
    pub at: String,
    /// Whether the customer is a member then.
    pub member: bool,
    /// Attributes, each with a value that always held.
    #[serde(default)]
    pub attributes: BTreeMap<String, toml::Value>,
    /// Rows by stream: fields, and `at` for when it happened.
    #[serde(default)]
    pub rows: BTreeMap<String, Vec<BTreeMap<String, toml::Value>>>,
    /// Rows of reference tables, by table and code.
    #[serde(default)]
    pub tables: BTreeMap<String, BTreeMap<String, BTreeMap<String, toml::Value>>>,
}

/// A threshold or another part of a definition that a business sets for itself.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Parameter {
    /// What stands in the definition until something else is chosen.
    pub default: toml::Value,
    /// How a value is proposed from the base's own data.
    #[serde(default)]
    pub propose: Option<Proposal>,
    /// Why this value.
    #[serde(default)]
    pub reason: Texts,
}

/// How a value is proposed: what some customers have, and which of their values is taken.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Proposal {
    /// An expression over a customer.
    pub of: String,
    /// Which customers count; those with a known value when it is not said.
    #[serde(default)]
    pub among: Option<String>,
    /// The least value that so many customers in a hundred do not exceed. Without it, the value that most have.
    #[serde(default)]
    pub at: Option<u32>,
    /// What a number is rounded up to a multiple of.
    #[serde(default = "one")]
    pub round: u32,
    /// The least number that is proposed.
    #[serde(default)]
    pub least: Option<i64>,
}

fn one() -> u32 {
    1
}

/// Name of the list of who is added by hand.
const ADDED: &str = "added";
/// Name of the list of who is removed by hand.
const REMOVED: &str = "removed";

impl Segment {
    /// Reads a segment's file.
    pub fn parse(id: &str, text: &str) -> Result<Self, Problem> {
        let refused =
            |key: &'static str, reason: String, place| Problem::new(Phrase::new(key).with("reason", reason), place);
        if !is_id(id) {
            return Err(refused("problem-bad-segment-id", id.to_owned(), Place::default()));
        }
        let segment: Segment = toml::from_str(text).map_err(|error| {
            let place = error.span().map_or(Place::default(), |span| Place { start: span.start, end: span.end });
            refused("problem-bad-segment-file", error.message().to_owned(), place)
        })?;
        if let Some(both) = segment.add.iter().find(|id| segment.remove.contains(id)) {
            let start = text.rfind(both.as_str()).unwrap_or(0);
            return Err(refused("problem-added-and-removed", both.clone(), Place { start, end: start + both.len() }));
        }
        Ok(Segment { id: id.to_owned(), ..segment })
    }

    /// The test of being a member, given that of the definition: who is added or removed by hand is so first of all. Both
    /// are lists of the segment's own.
    pub fn with_hand(&self, test: Test) -> Test {
        let listed = |list: &str| Test::from(InList { id: self.list(list), place: Place::default() });
        let mut test = test;
        if !self.remove.is_empty() {
            let not = Not { test: Box::new(listed(REMOVED)) };
            test = And { tests: vec![not.into(), test] }.into();
        }
        if self.add.is_empty() { test } else { Or { tests: vec![listed(ADDED), test] }.into() }
    }

    /// The lists of the segment's own, with the ids in them.
    pub fn hand_lists(&self) -> [(String, &[String]); 2] {
        [(self.list(ADDED), &self.add), (self.list(REMOVED), &self.remove)]
    }

    fn list(&self, name: &str) -> String {
        format!("{}/{name}", self.id)
    }

    /// The definition with its parameters filled in.
    pub fn definition(&self) -> String {
        filled_in(&self.definition, &self.parameters)
    }

    /// Its name in a language, else in English, else in any, else its id.
    pub fn name_in(&self, language: &str) -> &str {
        let name = self.name.get(language).or_else(|| self.name.get("en")).or_else(|| self.name.values().next());
        name.map_or(&self.id, |name| name)
    }
}

/// A text with its parameters filled in.
pub(crate) fn filled_in(text: &str, parameters: &BTreeMap<String, Parameter>) -> String {
    parameters.iter().fold(text.trim().to_owned(), |text, (name, parameter)| {
        let value = match &parameter.default {
            toml::Value::String(text) => text.clone(),
            other => other.to_string(),
        };
        text.replace(&format!("{{{name}}}"), &value)
    })
}

/// Where the definition stands in a segment's file, its quotes included; `None` when there is none.
pub fn definition_place(text: &str) -> Option<Place> {
    #[derive(Deserialize)]
    struct File {
        definition: toml::Spanned<String>,
    }
    let span = toml::from_str::<File>(text).ok()?.definition.span();
    Some(Place { start: span.start, end: span.end })
}

/// Ids are lower-case letters, digits, dashes and underscores, since they are file names and parts of addresses.
/// Capitals are allowed for the sake of reference sets such as `S01`.
pub fn is_id(id: &str) -> bool {
    !id.is_empty()
        && id.len() <= 100
        && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_')
}

/// A circle of segments that name one another, from a segment back to itself; `None` when there is none. An attribute
/// that the base computes may be a part of it.
pub fn circle(segments: &BTreeMap<String, Test>, schema: &Schema) -> Option<Vec<String>> {
    let named = |mentions: Mentions| -> BTreeSet<Part> {
        let attributes = mentions.computed.into_keys().map(Part::Attribute);
        mentions.segments.into_iter().map(Part::Segment).chain(attributes).collect()
    };
    let of_segments = segments.iter().map(|(id, test)| (Part::Segment(id.clone()), named(mentions(test, schema))));
    let of_attributes = schema
        .computed
        .iter()
        .map(|(name, computed)| (Part::Attribute(name.clone()), named(mentions_of_value(&computed.value, schema))));
    let named: BTreeMap<Part, BTreeSet<Part>> = of_segments.chain(of_attributes).collect();
    let mut done = BTreeSet::new();
    let found = named.keys().find_map(|part| find_circle(part, &named, &mut Vec::new(), &mut done))?;
    Some(found.into_iter().map(Part::into_name).collect())
}

/// What may be a part of a circle.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Part {
    Segment(String),
    Attribute(String),
}

impl Part {
    fn into_name(self) -> String {
        match self {
            Part::Segment(name) | Part::Attribute(name) => name,
        }
    }
}

fn find_circle(
    part: &Part,
    named: &BTreeMap<Part, BTreeSet<Part>>,
    path: &mut Vec<Part>,
    done: &mut BTreeSet<Part>,
) -> Option<Vec<Part>> {
    if let Some(start) = path.iter().position(|earlier| earlier == part) {
        return Some([&path[start..], std::slice::from_ref(part)].concat());
    }
    if done.contains(part) {
        return None;
    }
    path.push(part.clone());
    let found = named.get(part).into_iter().flatten().find_map(|next| find_circle(next, named, path, done));
    path.pop();
    done.insert(part.clone());
    found
}
