//! Looking at the tokens of a text and taking them, or saying what should have stood there.

use super::{KEYWORDS, MAX_COUNT, Parser, Read};
use crate::phrase::{Phrase, Place, Problem, nearest};
use crate::text::habits;
use crate::text::lexer::{Token, TokenKind};
use crate::tree::Name;

impl Parser {
    /// The token at the cursor.
    pub fn peek(&self) -> &Token {
        &self.tokens[self.at]
    }

    /// The token `ahead` places after the cursor; the end when there is none.
    pub fn peek_at(&self, ahead: usize) -> &Token {
        &self.tokens[(self.at + ahead).min(self.tokens.len() - 1)]
    }

    /// Moves past the token at the cursor and returns it.
    pub fn advance(&mut self) -> Token {
        let token = self.tokens[self.at].clone();
        if self.at + 1 < self.tokens.len() {
            self.at += 1;
        }
        token
    }

    /// The place of the token before the cursor.
    pub fn previous_place(&self) -> Place {
        self.tokens[self.at.saturating_sub(1)].place
    }

    /// Whether the token `ahead` places after the cursor is a keyword.
    pub fn is_word_at(&self, ahead: usize, word: &str) -> bool {
        matches!(&self.peek_at(ahead).kind, TokenKind::Word { text, quoted: false } if text.eq_ignore_ascii_case(word))
    }

    /// Whether the words at the cursor are these.
    pub fn is_words(&self, words: &[&str]) -> bool {
        words.iter().enumerate().all(|(ahead, word)| self.is_word_at(ahead, word))
    }

    /// Whether the token `ahead` places after the cursor is a symbol.
    pub fn is_symbol_at(&self, ahead: usize, symbol: &str) -> bool {
        matches!(self.peek_at(ahead).kind, TokenKind::Symbol(found) if found == symbol)
    }

    /// Takes a keyword if it stands at the cursor.
    pub fn take_word(&mut self, word: &str) -> bool {
        self.take_words(&[word])
    }

    /// Takes several keywords if they stand at the cursor.
    pub fn take_words(&mut self, words: &[&str]) -> bool {
        let found = self.is_words(words);
        if found {
            self.at += words.len();
        }
        found
    }

    /// Takes a word directly followed by an opening parenthesis, with the parenthesis.
    pub fn take_call(&mut self, word: &str) -> bool {
        let found = self.is_word_at(0, word) && self.peek_at(1).kind == TokenKind::Symbol("(");
        if found {
            self.at += 2;
        }
        found
    }

    /// Takes a symbol if it stands at the cursor.
    pub fn take_symbol(&mut self, symbol: &str) -> bool {
        let found = matches!(self.peek().kind, TokenKind::Symbol(found) if found == symbol);
        if found {
            self.at += 1;
        }
        found
    }

    /// Takes a symbol that must be there.
    pub fn expect_symbol(&mut self, symbol: &'static str) -> Read<()> {
        if self.take_symbol(symbol) { Ok(()) } else { Err(self.unexpected(&[symbol])) }
    }

    /// Takes a keyword that must be there.
    pub fn expect_word(&mut self, word: &'static str) -> Read<()> {
        if self.take_word(word) { Ok(()) } else { Err(self.unexpected(&[word])) }
    }

    /// Takes a name.
    pub fn expect_name(&mut self) -> Read<Name> {
        self.take_name().unwrap_or_else(|| Err(self.unexpected(&["@expected-name"])))
    }

    /// Takes a name if one stands at the cursor.
    pub fn take_name(&mut self) -> Option<Read<Name>> {
        let TokenKind::Word { text, quoted } = &self.peek().kind else { return None };
        let lower = text.to_lowercase();
        if !quoted && KEYWORDS.contains(&lower.as_str()) {
            return None;
        }
        let name = Name { text: text.clone(), place: self.peek().place };
        self.advance();
        Some(Ok(name))
    }

    /// Takes a text literal that must be there.
    pub fn expect_text(&mut self) -> Read<(String, Place)> {
        let token = self.peek().clone();
        match token.kind {
            TokenKind::Text(text) => {
                self.advance();
                Ok((text, token.place))
            }
            _ => Err(self.unexpected(&["@expected-text"])),
        }
    }

    /// Takes a whole number that must be there and lie between 1 and [`MAX_COUNT`].
    pub fn expect_count(&mut self) -> Read<u32> {
        let token = self.peek().clone();
        if let TokenKind::Number(number) = token.kind {
            let whole = (number.scale() == 0).then(|| number.units_at(0)).flatten();
            if let Some(count) = whole.and_then(|whole| u32::try_from(whole).ok())
                && (1..=MAX_COUNT).contains(&count)
            {
                self.advance();
                return Ok(count);
            }
            let phrase = Phrase::new("problem-not-a-count").with("number", number).with("limit", MAX_COUNT);
            return Err(Problem::new(phrase, token.place));
        }
        Err(self.unexpected(&["@expected-number"]))
    }

    /// The problem that what stands at the cursor is not one of the things expected.
    pub fn unexpected(&self, expected: &[&str]) -> Problem {
        let token = self.peek();
        if let Some(problem) = self.foreign() {
            return problem;
        }
        let found = match &token.kind {
            TokenKind::End => {
                return Problem::new(
                    Phrase::new("problem-text-ends").with("expected", expected.join(" · ")),
                    token.place,
                );
            }
            TokenKind::Word { text, .. } => text.clone(),
            TokenKind::Text(text) => format!("'{text}'"),
            TokenKind::Number(number) => number.to_string(),
            TokenKind::Percent(number) => format!("{number}%"),
            TokenKind::Date(text) => text.clone(),
            TokenKind::Symbol(symbol) => (*symbol).to_owned(),
        };
        // Where a name could stand, a word of the language may have been meant as one.
        let is_keyword = matches!(&token.kind, TokenKind::Word { quoted: false, text } if KEYWORDS.contains(&text.to_lowercase().as_str()));
        let is_name =
            is_keyword && expected.iter().any(|expected| ["@expected-name", "@expected-value"].contains(expected));
        let key = if is_name { "problem-keyword" } else { "problem-unexpected" };
        let phrase = Phrase::new(key).with("found", &found).with("expected", expected.join(" · "));
        let mut problem = Problem::new(phrase, token.place);
        if matches!(token.kind, TokenKind::Word { .. }) {
            problem.suggestions = nearest(&found, expected.iter().copied());
        }
        problem
    }

    /// The problem of what is written as in another language at the cursor, which nothing here begins with.
    fn foreign(&self) -> Option<Problem> {
        let number = |ahead: isize| match &self.tokens.get(self.at.checked_add_signed(ahead)?)?.kind {
            TokenKind::Number(number) => Some((number, self.tokens[self.at.checked_add_signed(ahead)?].place)),
            _ => None,
        };
        let place = self.peek().place;
        match &self.peek().kind {
            TokenKind::Word { text, quoted: false } => {
                if self.is_word_at(0, "not") && self.is_word_at(1, "null") {
                    let place = place.to(self.peek_at(1).place);
                    return Some(habits::instead("is not null", "is known", place));
                }
                let next = match (&self.peek_at(1).kind, self.is_word_at(0, "not")) {
                    (TokenKind::Word { text, quoted: false }, true) => habits::word(text, self.peek_at(1).place),
                    _ => None,
                };
                next.or_else(|| habits::word(text, place))
            }
            TokenKind::Symbol(",") => {
                let ((before, start), (after, end)) = (number(-1)?, number(1)?);
                let is_one = start.end == place.start && place.end == end.start;
                is_one
                    .then(|| habits::instead(&format!("{before},{after}"), &format!("{before}.{after}"), start.to(end)))
            }
            TokenKind::Number(after) => {
                let (before, start) = number(-1)?;
                Some(habits::instead(&format!("{before} {after}"), &format!("{before}{after}"), start.to(place)))
            }
            TokenKind::Symbol("*") if self.at > 0 && self.tokens[self.at - 1].kind == TokenKind::Symbol("(") => {
                Some(Problem::new(Phrase::new("problem-count-of-all"), place))
            }
            _ => None,
        }
    }

    /// Notes a problem without stopping.
    pub fn note(&mut self, problem: Problem) {
        self.problems.push(problem);
    }
}
