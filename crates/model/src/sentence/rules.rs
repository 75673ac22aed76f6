//! The rules of a language's sentences: the shapes that the forms give, and the language's wordings of them.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use serde::Deserialize;

use super::Language;
use super::parts::PARTS;
use super::shape::{Hole, Shape};
use super::token::{Token, plain_tokens};
use super::wording::{self, Item};
use crate::forms::{self, Form};

/// One way in which trees of a form are said: a shape, and the key of its wordings in `locales/sentences/`.
#[derive(Clone, Copy, Debug)]
pub struct Said {
    /// The key of its wordings.
    pub key: &'static str,
    /// The shape of the trees that it says.
    pub shape: &'static str,
    /// Where it is said.
    pub within: Within,
    /// What it makes, when that is not what its form makes.
    pub category: Option<&'static str>,
}

/// Where something is said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Within {
    /// Of customers and of rows.
    Anything,
    /// Of customers alone.
    Customers,
    /// Of rows alone.
    Rows,
}

impl Said {
    /// A shape said of customers and of rows.
    pub const fn of(key: &'static str, shape: &'static str) -> Self {
        Said { key, shape, within: Within::Anything, category: None }
    }

    /// A shape said of customers alone.
    pub const fn of_customers(key: &'static str, shape: &'static str) -> Self {
        Said { key, shape, within: Within::Customers, category: None }
    }

    /// A shape said of rows alone.
    pub const fn of_rows(key: &'static str, shape: &'static str) -> Self {
        Said { key, shape, within: Within::Rows, category: None }
    }

    /// The same for something else than what its form makes.
    #[must_use]
    pub const fn as_a(mut self, category: &'static str) -> Self {
        self.category = Some(category);
        self
    }
}

/// A shape with its wordings in one language; the first one is written, all are read.
#[derive(Debug)]
pub(super) struct Rule {
    pub(super) within: Within,
    pub(super) shape: Shape,
    pub(super) wordings: Vec<Vec<Item>>,
}

impl Rule {
    pub(super) fn hole(&self, name: &str) -> Option<&Hole> {
        self.shape.holes().into_iter().find(|hole| hole.name == name)
    }

    /// Whether it says a noun, with an article of its own.
    pub(super) fn is_noun(&self) -> bool {
        self.wordings.iter().any(|items| matches!(items.first(), Some(Item::Article)))
    }

    pub(super) fn fits(&self, in_rows: bool) -> bool {
        match self.within {
            Within::Anything => true,
            Within::Customers => !in_rows,
            Within::Rows => in_rows,
        }
    }
}

/// What the file of a language in `locales/sentences/` holds.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Words {
    /// Words that a sentence begins with; the first is written.
    pub(super) opening: Vec<String>,
    /// The months, January first.
    pub(super) months: Vec<String>,
    /// What stands for a name without label, before the name in quotes.
    pub(super) unlabelled: Unlabelled,
    /// How dotted names are said: the word for what stands before the dot.
    pub(super) prefixes: BTreeMap<String, String>,
    /// Nouns that are not masculine and singular in French, or not singular in English, by their first (English:
    /// last) word: `f`, `mp`, `fp` or `p`.
    pub(super) nouns: BTreeMap<String, String>,
    /// The units of time: one, several, gender.
    pub(super) units: BTreeMap<String, [String; 3]>,
    /// What joins the elements of a list: between them, and before the last.
    pub(super) joins: BTreeMap<String, [String; 2]>,
    /// Pieces of wordings, put in where wordings say `{@name}`.
    pub(super) pieces: BTreeMap<String, String>,
    /// The wordings by key.
    pub(super) say: BTreeMap<String, OneOrMany>,
}

/// What is said for names without label.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Unlabelled {
    pub(super) field: String,
    pub(super) row: String,
    pub(super) rows: String,
    pub(super) done: String,
}

/// One wording, or several of which the first is written.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
pub(super) enum OneOrMany {
    /// One.
    One(String),
    /// Several.
    Many(Vec<String>),
}

impl OneOrMany {
    fn all(&self) -> &[String] {
        match self {
            OneOrMany::One(text) => std::slice::from_ref(text),
            OneOrMany::Many(texts) => texts,
        }
    }
}

/// The rules and words of a language.
#[derive(Debug)]
pub(super) struct Rules {
    pub(super) words: Words,
    pub(super) joins: BTreeMap<String, [(String, Vec<Token>); 2]>,
    by_category: BTreeMap<&'static str, Vec<Rule>>,
    faults: Vec<String>,
}

const ENGLISH: &str = include_str!("../../../../locales/sentences/en.toml");
const FRENCH: &str = include_str!("../../../../locales/sentences/fr.toml");

/// The rules of a language, read once.
pub(super) fn rules(language: Language) -> &'static Rules {
    static RULES: [OnceLock<Rules>; 2] = [const { OnceLock::new() }; 2];
    RULES[language as usize].get_or_init(|| Rules::read(language))
}

/// What a form of tests, and a form of values, makes.
const TEST: &str = "leaf";
const VALUE: &str = "value";

/// Every shape that is said, with its category; the order is that in which they are tried.
fn all_said() -> impl Iterator<Item = (&'static str, &'static Said)> {
    fn of(forms: &'static [Form], category: &'static str) -> impl Iterator<Item = (&'static str, &'static Said)> {
        forms.iter().flat_map(|form| form.said).map(move |said| (said.category.unwrap_or(category), said))
    }
    let parts = PARTS.iter().map(|said| (said.category.unwrap_or(TEST), said));
    of(forms::TESTS, TEST).chain(of(forms::VALUES, VALUE)).chain(parts)
}

impl Rules {
    fn read(language: Language) -> Self {
        let text = if language == Language::English { ENGLISH } else { FRENCH };
        let words: Words = toml::from_str(text).expect("the shipped sentences are readable: a test reads them");
        let joins = words
            .joins
            .iter()
            .map(|(key, ends)| (key.clone(), ends.clone().map(|end| (end.clone(), plain_tokens(&end, language)))));
        let mut rules = Rules { joins: joins.collect(), by_category: BTreeMap::new(), faults: Vec::new(), words };
        for (category, said) in all_said() {
            match rules.rule(said, language) {
                Ok(rule) => rules.by_category.entry(category).or_default().push(rule),
                Err(fault) => rules.faults.push(format!("{}: {fault}", said.key)),
            }
        }
        for key in rules.words.say.keys() {
            if !all_said().any(|(_, said)| said.key == *key) {
                rules.faults.push(format!("{key}: no form says this"));
            }
        }
        rules
    }

    fn rule(&self, said: &'static Said, language: Language) -> Result<Rule, String> {
        let shape = Shape::read(said.shape).ok_or_else(|| format!("no shape: {}", said.shape))?;
        let texts = self.words.say.get(said.key).ok_or("no wording")?;
        let mut wordings = Vec::new();
        for text in texts.all() {
            let mut whole = text.clone();
            for (name, piece) in &self.words.pieces {
                whole = whole.replace(&format!("{{@{name}}}"), piece);
            }
            let items = wording::read(&whole, language).ok_or_else(|| format!("a bracket is not closed: {whole}"))?;
            let named = wording::holes(&items);
            if let Some(unknown) = named.iter().find(|name| !shape.holes().iter().any(|hole| hole.name == **name)) {
                return Err(format!("{{{unknown}}} is no hole of {}", said.shape));
            }
            if let Some(unsaid) = shape.holes().iter().find(|hole| !named.contains(&hole.name.as_str())) {
                return Err(format!("{{{}}} is not said: {whole}", unsaid.name));
            }
            wordings.push(items);
        }
        Ok(Rule { within: said.within, shape, wordings })
    }

    /// The rules of a category, in the order in which they are tried.
    pub(super) fn of(&self, category: &str) -> &[Rule] {
        self.by_category.get(category).map_or(&[], Vec::as_slice)
    }

    /// The name of a category, if there are rules of it.
    pub(super) fn category_key(&self, category: &str) -> Option<&'static str> {
        self.by_category.get_key_value(category).map(|(key, _)| *key)
    }

    /// Whether there are rules of a category.
    pub(super) fn has(&self, category: &str) -> bool {
        self.by_category.contains_key(category)
    }
}

/// What is wrong in the shapes and wordings of a language: a shape without wording, a wording without shape, a hole
/// left out.
pub fn faults(language: Language) -> &'static [String] {
    &rules(language).faults
}
