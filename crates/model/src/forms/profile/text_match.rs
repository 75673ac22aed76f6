//! `value contains 'text'`: a part of a text, a pattern, or a text without regard to case and accents.

use regex::Regex;
use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::check::Checker;
use crate::evaluate::Moment;
use crate::forms::{Form, Part, Reading, Test, TestForm, Value};
use crate::phrase::{Phrase, Problem};
use crate::plan::{Lowering, NodeId, Op};
use crate::sentence::Said;
use crate::text::parser::{Parser, Read};
use crate::text::printer::Printer;
use crate::time::Instant;
use crate::value::Value as Held;

/// A part of a text, a pattern, or a text without regard to case and accents.
///
/// # What it tests
/// Whether a text contains, starts with or ends with another, matches a regular expression anywhere, or (`~`) does so
/// whatever the case and accents. Of a list, whether some element does.
/// # When a marketer uses it
/// For names of products and campaigns, e-mail domains, cities typed by hand.
/// # Example
/// `email ends with '@example.com'`
/// # Missing data
/// False when the text is missing; `not contains` and the like are negations, hence true.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TextMatch {
    /// The text looked into.
    pub value: Box<Value>,
    /// How it is matched.
    pub way: TextWay,
    /// What it is matched with.
    pub text: String,
    /// Whether case and accents are ignored.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub blind: bool,
    /// Whether it is said in the negative.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub negated: bool,
}

/// How a text is matched.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TextWay {
    /// The whole text, ignoring case and accents: `~=`.
    Equals,
    /// Anywhere in it.
    Contains,
    /// At its start.
    StartsWith,
    /// At its end.
    EndsWith,
    /// A regular expression, anywhere in it.
    Matches,
}

impl TextMatch {
    /// Its line in the registry.
    pub const FORM: Form = Form {
        id: "text_match",
        example: "email ends with '@example.com'",
        reading: Reading::AfterValue(TextMatch::read),
        said: &[
            Said::of(
                "text-equals-blind",
                r#"{"text_match":{"value":"$v:subject","way":"equals","text":"$x:text","blind":true}}"#,
            ),
            Said::of("text-contains", r#"{"text_match":{"value":"$v:subject","way":"contains","text":"$x:text"}}"#),
            Said::of(
                "text-contains-blind",
                r#"{"text_match":{"value":"$v:subject","way":"contains","text":"$x:text","blind":true}}"#,
            ),
            Said::of(
                "text-not-contains",
                r#"{"text_match":{"value":"$v:subject","way":"contains","text":"$x:text","negated":true}}"#,
            ),
            Said::of(
                "text-not-contains-blind",
                r#"{"text_match":{"value":"$v:subject","way":"contains","text":"$x:text","blind":true,"negated":true}}"#,
            ),
            Said::of(
                "text-starts-with",
                r#"{"text_match":{"value":"$v:subject","way":"starts_with","text":"$x:text"}}"#,
            ),
            Said::of(
                "text-starts-with-blind",
                r#"{"text_match":{"value":"$v:subject","way":"starts_with","text":"$x:text","blind":true}}"#,
            ),
            Said::of(
                "text-not-starts-with",
                r#"{"text_match":{"value":"$v:subject","way":"starts_with","text":"$x:text","negated":true}}"#,
            ),
            Said::of(
                "text-not-starts-with-blind",
                r#"{"text_match":{"value":"$v:subject","way":"starts_with","text":"$x:text","blind":true,"negated":true}}"#,
            ),
            Said::of("text-ends-with", r#"{"text_match":{"value":"$v:subject","way":"ends_with","text":"$x:text"}}"#),
            Said::of(
                "text-ends-with-blind",
                r#"{"text_match":{"value":"$v:subject","way":"ends_with","text":"$x:text","blind":true}}"#,
            ),
            Said::of(
                "text-not-ends-with",
                r#"{"text_match":{"value":"$v:subject","way":"ends_with","text":"$x:text","negated":true}}"#,
            ),
            Said::of(
                "text-not-ends-with-blind",
                r#"{"text_match":{"value":"$v:subject","way":"ends_with","text":"$x:text","blind":true,"negated":true}}"#,
            ),
            Said::of("text-matches", r#"{"text_match":{"value":"$v:subject","way":"matches","text":"$x:text"}}"#),
            Said::of(
                "text-not-matches",
                r#"{"text_match":{"value":"$v:subject","way":"matches","text":"$x:text","negated":true}}"#,
            ),
        ],
    };

    fn read(parser: &mut Parser, value: &mut Option<Value>) -> Option<Read<Test>> {
        if parser.take_symbol("~=") {
            return Some(TextMatch::text(parser, value.take()?, TextWay::Equals, true, false));
        }
        // Only words that are sure to follow are taken: `not in` and `not between` belong to others.
        let ahead = usize::from(parser.is_word_at(0, "not"));
        let tilde = usize::from(parser.is_symbol_at(ahead, "~"));
        let word = TextWay::WORDS.into_iter().find(|(words, _)| {
            words.iter().enumerate().all(|(offset, word)| parser.is_word_at(ahead + tilde + offset, word))
        });
        let (words, way) = word.filter(|(_, way)| tilde == 0 || *way != TextWay::Matches)?;
        for _ in 0..ahead + tilde + words.len() {
            parser.advance();
        }
        Some(TextMatch::text(parser, value.take()?, way, tilde == 1, ahead == 1))
    }

    fn text(parser: &mut Parser, value: Value, way: TextWay, blind: bool, negated: bool) -> Read<Test> {
        let (text, place) = parser.expect_text()?;
        if way == TextWay::Matches
            && let Err(error) = Regex::new(&text)
        {
            let reason = error.to_string().lines().last().unwrap_or_default().trim().to_owned();
            parser.note(Problem::new(Phrase::new("problem-bad-pattern").with("reason", reason), place));
        }
        Ok(TextMatch { value: Box::new(value), way, text, blind, negated }.into())
    }
}

impl TextWay {
    const WORDS: [(&'static [&'static str], TextWay); 4] = [
        (&["contains"], TextWay::Contains),
        (&["starts", "with"], TextWay::StartsWith),
        (&["ends", "with"], TextWay::EndsWith),
        (&["matches"], TextWay::Matches),
    ];
}

/// A text without case and accents. Letters go through capitals, so that ß is ss and ς is σ.
pub fn plain_text(text: &str) -> String {
    let letters = text.nfd().filter(|letter| !is_combining_mark(*letter));
    letters.flat_map(char::to_uppercase).flat_map(char::to_lowercase).collect()
}

/// A text test made ready to be put to many texts.
pub enum TextMatcher {
    /// A test without pattern; the text is plain when `blind`.
    Literal {
        /// How it is matched.
        way: TextWay,
        /// What it is matched with.
        text: String,
        /// Whether case and accents are ignored.
        blind: bool,
    },
    /// A regular expression.
    Pattern(Regex),
    /// A regular expression that cannot be read: matches nothing. Checked definitions have none.
    Nothing,
}

impl TextMatcher {
    /// Makes a test ready.
    pub fn new(way: TextWay, text: &str, blind: bool) -> Self {
        if way == TextWay::Matches {
            return Regex::new(text).map_or(TextMatcher::Nothing, TextMatcher::Pattern);
        }
        let text = if blind { plain_text(text) } else { text.to_owned() };
        TextMatcher::Literal { way, text, blind }
    }

    /// Whether a text, or some text of a list, matches.
    pub fn match_held(&self, held: &Held) -> bool {
        match held {
            Held::Text(text) => self.matches(text),
            Held::List(elements) => elements.iter().any(|element| self.match_held(element)),
            _ => false,
        }
    }

    /// Whether a text matches.
    pub fn matches(&self, found: &str) -> bool {
        match self {
            TextMatcher::Pattern(pattern) => pattern.is_match(found),
            TextMatcher::Nothing => false,
            TextMatcher::Literal { way, text, blind: true } => way.holds(&plain_text(found), text),
            TextMatcher::Literal { way, text, blind: false } => way.holds(found, text),
        }
    }
}

impl TextWay {
    fn holds(self, found: &str, text: &str) -> bool {
        match self {
            TextWay::Equals => found == text,
            TextWay::Contains | TextWay::Matches => found.contains(text),
            TextWay::StartsWith => found.starts_with(text),
            TextWay::EndsWith => found.ends_with(text),
        }
    }
}

impl TestForm for TextMatch {
    fn print(&self, printer: &mut Printer) {
        printer.value(&self.value);
        if self.way == TextWay::Equals {
            printer.write(" ~= ");
        } else {
            printer.write(if self.negated { " not " } else { " " });
            printer.write(if self.blind { "~ " } else { "" });
            let words = TextWay::WORDS.iter().find(|(_, way)| *way == self.way).map_or(&[][..], |(words, _)| words);
            printer.write(&words.join(" "));
            printer.write(" ");
        }
        printer.text(&self.text);
    }

    fn check(&self, checker: &mut Checker<'_>) {
        if let Some(kind) = checker.value(&self.value)
            && !kind.element().unwrap_or(kind.item).is_text()
        {
            checker.note_type(kind, "@type-text-or-list", self.value.place());
        }
        if self.text.is_empty() {
            checker.note(Problem::new(Phrase::new("problem-empty-text"), self.value.place()));
        }
        let said = self.way != TextWay::Equals || (self.blind && !self.negated);
        let readable = self.way != TextWay::Matches || (!self.blind && Regex::new(&self.text).is_ok());
        if !said || !readable {
            checker.note(Problem::new(Phrase::new("problem-bad-text-test"), self.value.place()));
        }
    }

    fn holds(&self, moment: &Moment<'_>) -> bool {
        let value = moment.value(&self.value);
        let matcher = TextMatcher::new(self.way, &self.text, self.blind);
        matcher.match_held(&value) != self.negated
    }

    fn holds_until(&self, moment: &Moment<'_>) -> Instant {
        moment.value_until(&self.value)
    }

    fn parts(&self) -> Vec<Part> {
        vec![Part::value(&self.value)]
    }

    fn lower(&self, lowering: &mut Lowering<'_>) -> NodeId {
        let value = lowering.value(&self.value);
        let op = Op::Match { value, way: self.way, text: self.text.clone(), blind: self.blind };
        lowering.negated_if(self.negated, op)
    }
}
