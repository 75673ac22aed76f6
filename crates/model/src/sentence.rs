//! Definitions in words: every tree as a French or English sentence, and every such sentence back as its tree.
//!
//! One set of patterns does both. A form gives shapes of its trees ([`Said`]); `locales/sentences/` has their wordings in
//! each language; the writer takes the first shape that a tree has, the reader tries every wording. A sentence is only
//! ever given when reading it gives back the tree: two definitions never share one.

use std::collections::BTreeSet;

use serde_json::Value as Json;

use crate::forms::{Test, Value};
use crate::phrase::{Phrase, Place, Problem};
use crate::schema::Schema;

mod layout;
mod lexeme;
mod nouns;
mod parts;
mod reader;
mod rules;
mod shape;
mod surface;
mod token;
mod wording;
mod writer;

pub use rules::{Said, Within, faults};

use nouns::Nouns;
use rules::{Rules, rules};
use token::{Token, tokens};
use writer::Grouping;

/// Ways of writing a sentence, the first that is read back being the one: parentheses that nobody needs come last.
const GROUPINGS: [Grouping; 2] = [Grouping::Inner, Grouping::Rows];

/// A language that definitions are said in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Language {
    /// English.
    English,
    /// French.
    French,
}

impl Language {
    /// Every language, English first.
    pub const ALL: [Language; 2] = [Language::English, Language::French];

    /// Its code: `en`, `fr`.
    pub fn code(self) -> &'static str {
        match self {
            Language::English => "en",
            Language::French => "fr",
        }
    }
}

/// The sentences of a base in one language.
#[derive(Debug)]
pub struct Sentences {
    language: Language,
    rules: &'static Rules,
    nouns: Nouns,
    schema: Schema,
    currency: String,
}

impl Sentences {
    /// The sentences of a base, with its own words and currency.
    pub fn new(language: Language, schema: &Schema, currency: &str) -> Self {
        Sentences {
            language,
            rules: rules(language),
            nouns: Nouns::of(schema, language),
            schema: schema.clone(),
            currency: currency.to_owned(),
        }
    }

    /// The sentence of a definition. What no pattern says without doubt stands in it as text, in back-quotes.
    pub fn write(&self, test: &Test) -> String {
        let Ok(json) = serde_json::to_value(test) else { return String::new() };
        let own = |sentence: &String| self.read(sentence).is_ok_and(|read| read == *test);
        let mut sentences = GROUPINGS.into_iter().filter_map(|grouping| self.worded(&json, grouping));
        sentences.find(own).unwrap_or_else(|| self.opened(&self.code(test)))
    }

    /// One condition of a definition in words, without what sentences begin with: "who placed an order".
    pub fn write_clause(&self, test: &Test) -> String {
        let json = serde_json::to_value(test).ok();
        let words =
            json.and_then(|json| writer::write(self, &json, None, Grouping::Inner)).unwrap_or_else(|| self.code(test));
        surface::polished(&words, self.language).trim_end_matches([',', '.', ' ']).to_owned()
    }

    /// A value in words, as it stands inside a sentence: what no pattern says stands as text, in back-quotes.
    pub fn write_value(&self, value: &Value) -> String {
        let json = serde_json::to_value(value).ok();
        let words = json.and_then(|json| writer::write_value(self, &json));
        let words = words.unwrap_or_else(|| surface::code(&crate::text::printer::text_of_value(value)));
        surface::polished(&words, self.language)
    }

    /// The sentence of a definition over several lines: one condition a line, groups indented.
    pub fn write_lines(&self, test: &Test) -> Vec<String> {
        layout::lines(self, test)
    }

    fn worded(&self, json: &Json, grouping: Grouping) -> Option<String> {
        writer::write(self, json, None, grouping).map(|words| self.opened(&words))
    }

    fn opened(&self, words: &str) -> String {
        let opening = self.rules.words.opening.first().map_or("", String::as_str);
        let sentence = surface::polished(&format!("{opening} {words}"), self.language);
        sentence.trim_end_matches([',', ' ']).to_owned()
    }

    fn code(&self, test: &Test) -> String {
        let wording = self.rules.words.pieces.get("code").map_or("{t}", String::as_str);
        wording.replace("{t}", &surface::code(&crate::text::printer::text_of(test)))
    }

    /// Whether a text begins as sentences do, so that it is meant as one.
    pub fn is_begun(&self, text: &str) -> bool {
        self.after_opening(&tokens(text, self.language)).is_some()
    }

    /// The tree of a sentence, or what is wrong in it.
    pub fn read(&self, text: &str) -> Result<Test, Problem> {
        let found = tokens(text, self.language);
        let Some(start) = self.after_opening(&found) else {
            let expected = self.rules.words.opening.join(" · ");
            let place = found.first().map_or_else(Place::default, |(_, place)| *place);
            return Err(Problem::new(Phrase::new("problem-no-sentence").with("expected", expected), place));
        };
        let end = found.len() - usize::from(matches!(found.last(), Some((Token::Sign('.'), _))));
        let plain: Vec<Token> = found[start..end.max(start)].iter().map(|(token, _)| token.clone()).collect();
        let read = reader::read(self, &plain);
        let trees: Vec<Test> = read.trees.into_iter().filter_map(|tree| serde_json::from_value(tree).ok()).collect();
        // Of several readings, that which would be said in these very words is meant; else the first.
        let exact = |grouping: Grouping| {
            trees.iter().find(|test| {
                let again = serde_json::to_value(test).ok().and_then(|json| self.worded(&json, grouping));
                again.is_some_and(|again| self.pieces(&again) == plain)
            })
        };
        if let Some(test) = GROUPINGS.into_iter().find_map(exact).or(trees.first()) {
            return Ok(test.clone());
        }
        Err(self.unread(text, &found, start + read.furthest, &read.expected))
    }

    fn pieces(&self, sentence: &str) -> Vec<Token> {
        let found = tokens(sentence, self.language);
        let start = self.after_opening(&found).unwrap_or(0);
        found.into_iter().skip(start).map(|(token, _)| token).collect()
    }

    /// The number of tokens that the opening takes.
    fn after_opening(&self, found: &[(Token, Place)]) -> Option<usize> {
        self.rules.words.opening.iter().find_map(|opening| {
            let opening = token::plain_tokens(opening, self.language);
            let begins = found.len() > opening.len()
                && opening.iter().zip(found).all(|(word, (token, _))| word == token)
                && !matches!(found[opening.len()].0, Token::Sign('=' | '<' | '>' | '!'));
            begins.then_some(opening.len())
        })
    }

    fn unread(&self, text: &str, found: &[(Token, Place)], at: usize, expected: &BTreeSet<String>) -> Problem {
        let place = found.get(at).map_or(Place { start: text.len(), end: text.len() }, |(_, place)| *place);
        let word = text.get(place.start..place.end).unwrap_or_default();
        let words: Vec<&str> = expected.iter().map(String::as_str).collect();
        let near = Problem::new(Phrase::new("problem-sentence"), place)
            .suggesting(word, words.iter().copied().filter(|word| !word.starts_with('@')));
        let most = 8;
        let mut listed = words.iter().take(most).copied().collect::<Vec<_>>().join(" · ");
        if words.len() > most {
            listed.push_str(" …");
        }
        let key = if word.is_empty() { "problem-sentence-ends" } else { "problem-sentence" };
        let phrase = Phrase::new(key).with("found", word).with("expected", listed);
        Problem { phrase, ..near }
    }
}
