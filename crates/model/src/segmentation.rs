//! Ordered segmentations, as in `segmentations/<id>.toml`: the first part whose definition holds takes the customer, so
//! that nobody is in two parts.

use serde::Deserialize;

use crate::forms::{And, Not, Or, Test};
use crate::phrase::{Phrase, Place, Problem};
use crate::segment::{Texts, is_id};

pub mod cells;
pub mod sense;

/// A segmentation.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Segmentation {
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
    /// Streams that must hold rows for it to say anything.
    #[serde(default)]
    pub needs: Vec<String>,
    /// Its parts, in order.
    pub parts: Vec<Part>,
    /// Who is in none of the parts.
    #[serde(default)]
    pub rest: Option<Rest>,
}

/// A part of a segmentation.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Part {
    /// Its id within the segmentation.
    pub id: String,
    /// Its name.
    #[serde(default)]
    pub name: Texts,
    /// Who is in it, of those whom no part before takes.
    pub definition: String,
}

/// The part of those who are in no other.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rest {
    /// Its id within the segmentation.
    #[serde(default = "rest")]
    pub id: String,
    /// Its name.
    #[serde(default)]
    pub name: Texts,
}

fn rest() -> String {
    "rest".to_owned()
}

impl Segmentation {
    /// Whether a file is that of a segmentation: it has parts.
    pub fn is_one(text: &str) -> bool {
        toml::from_str::<toml::Table>(text).is_ok_and(|table| table.contains_key("parts"))
    }

    /// Reads a segmentation's file.
    pub fn parse(id: &str, text: &str) -> Result<Self, Problem> {
        let refused =
            |key: &'static str, reason: String, place| Problem::new(Phrase::new(key).with("reason", reason), place);
        let segmentation: Segmentation = toml::from_str(text).map_err(|error| {
            let place = error.span().map_or(Place::default(), |span| Place { start: span.start, end: span.end });
            refused("problem-bad-segment-file", error.message().to_owned(), place)
        })?;
        let segmentation = Segmentation { id: id.to_owned(), ..segmentation };
        let ids: Vec<&str> = segmentation.part_ids().collect();
        let place_of = |id: &str| {
            let start = text.rfind(id).unwrap_or(0);
            Place { start, end: start + id.len() }
        };
        if let Some(bad) = std::iter::once(id).chain(ids.iter().copied()).find(|id| !is_id(id)) {
            return Err(refused("problem-bad-segment-id", bad.to_owned(), place_of(bad)));
        }
        if let Some((_, twice)) = ids.iter().enumerate().find(|(place, id)| ids[..*place].contains(id)) {
            return Err(refused("problem-part-twice", (*twice).to_owned(), place_of(twice)));
        }
        Ok(segmentation)
    }

    /// The ids of all parts, the rest last.
    pub fn part_ids(&self) -> impl Iterator<Item = &str> {
        self.parts.iter().map(|part| part.id.as_str()).chain(self.rest.iter().map(|rest| rest.id.as_str()))
    }

    /// The ids by which definitions name the parts: `in segment 'segmentation/part'`.
    pub fn segment_ids(&self) -> impl Iterator<Item = String> {
        self.part_ids().map(|part| format!("{}/{part}", self.id))
    }

    /// The name of a part in a language, else in English, else its id.
    pub fn name_of(&self, part: &str, language: &str) -> String {
        let names = self.parts.iter().map(|part| (&part.id, &part.name));
        let names = names.chain(self.rest.iter().map(|rest| (&rest.id, &rest.name)));
        let texts = names.into_iter().find(|(id, _)| *id == part).map(|(_, texts)| texts);
        let name = texts.and_then(|texts| texts.get(language).or_else(|| texts.get("en")));
        name.cloned().unwrap_or_else(|| part.to_owned())
    }
}

/// The tests of the parts as they are taken in turn: each without those before it, and the rest when there is one.
pub fn exclusive(definitions: &[Test], with_rest: bool) -> Vec<Test> {
    let earlier = |place: usize| match &definitions[..place] {
        [] => None,
        [only] => Some(not(only.clone())),
        several => Some(not(Or { tests: several.to_vec() }.into())),
    };
    let part = |(place, test): (usize, &Test)| match earlier(place) {
        None => test.clone(),
        Some(others) => And { tests: vec![test.clone(), others] }.into(),
    };
    let mut tests: Vec<Test> = definitions.iter().enumerate().map(part).collect();
    tests.extend(earlier(definitions.len()).filter(|_| with_rest));
    tests
}

fn not(test: Test) -> Test {
    Not { test: Box::new(test) }.into()
}
