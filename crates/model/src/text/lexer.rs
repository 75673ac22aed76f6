//! Cuts a definition's text into tokens and comments.

use unicode_normalization::UnicodeNormalization;

use super::habits;
use crate::decimal::Decimal;
use crate::phrase::{Phrase, Place, Problem};

/// A piece of a definition's text.
#[derive(Clone, Debug, PartialEq)]
pub struct Token {
    /// What it is.
    pub kind: TokenKind,
    /// Where it stands.
    pub place: Place,
}

/// The kinds of tokens.
#[derive(Clone, Debug, PartialEq)]
pub enum TokenKind {
    /// A word: keyword or name. `quoted` when some part stood in back-quotes, so that it is never a keyword.
    Word {
        /// The word, its dotted parts joined.
        text: String,
        /// Whether it is surely a name.
        quoted: bool,
    },
    /// `'text'`, NFC-normalised.
    Text(String),
    /// Digits.
    Number(Decimal),
    /// Digits followed by `%`.
    Percent(Decimal),
    /// A day, a local date and time, or an instant, as written.
    Date(String),
    /// Punctuation or an operator.
    Symbol(&'static str),
    /// After the last token.
    End,
}

/// A comment, without its dashes.
#[derive(Clone, Debug, PartialEq)]
pub struct Comment {
    /// Its text.
    pub text: String,
    /// Where it stands.
    pub place: Place,
}

const SYMBOLS: [&str; 14] = ["<=", ">=", "!=", "~=", "(", ")", ",", "=", "<", ">", "+", "-", "*", "/"];

/// The tokens of a text, ended by [`TokenKind::End`], its comments, and the problems met.
pub fn tokens(text: &str) -> (Vec<Token>, Vec<Comment>, Vec<Problem>) {
    let mut lexer = Lexer { text, at: 0, tokens: Vec::new(), comments: Vec::new(), problems: Vec::new() };
    while lexer.at < text.len() {
        lexer.step();
    }
    lexer.tokens.push(Token { kind: TokenKind::End, place: Place { start: text.len(), end: text.len() } });
    (lexer.tokens, lexer.comments, lexer.problems)
}

struct Lexer<'a> {
    text: &'a str,
    at: usize,
    tokens: Vec<Token>,
    comments: Vec<Comment>,
    problems: Vec<Problem>,
}

impl Lexer<'_> {
    fn step(&mut self) {
        let text = self.text;
        let rest = &text[self.at..];
        let Some(first) = rest.chars().next() else { return };
        // Some editors mark the start of a file with an invisible character.
        if first.is_whitespace() || first == '\u{feff}' {
            self.at += first.len_utf8();
        } else if rest.starts_with("--") {
            let length = rest.find('\n').unwrap_or(rest.len());
            let place = Place { start: self.at, end: self.at + length };
            self.comments.push(Comment { text: rest[2..length].trim().to_owned(), place });
            self.at += length;
        } else if first == '\'' {
            self.text_literal(rest);
        } else if first.is_ascii_digit() {
            self.number_or_date(rest);
        } else if first.is_alphabetic() || first == '_' || first == '`' {
            self.word(rest);
        } else if first == '~' && !rest.starts_with("~=") {
            self.push(TokenKind::Symbol("~"), 1);
        } else if let Some((sign, here)) = habits::sign(rest) {
            self.foreign_sign(sign, here);
        } else if let Some((text, length)) = habits::quoted(rest) {
            self.foreign_quotes(&text, length);
        } else if let (true, Some(Token { kind: TokenKind::Number(number), place })) =
            (first == '%', self.tokens.last())
        {
            let (number, place) = (*number, place.to(Place { start: self.at, end: self.at + 1 }));
            self.problems.push(habits::instead(&self.text[place.start..place.end], &format!("{number}%"), place));
            self.tokens.pop();
            self.push(TokenKind::Percent(number), 1);
        } else if let Some(symbol) = SYMBOLS.into_iter().find(|symbol| rest.starts_with(symbol)) {
            self.push(TokenKind::Symbol(symbol), symbol.len());
        } else {
            self.problem(Phrase::new("problem-unknown-character").with("character", first), first.len_utf8());
        }
    }

    fn push(&mut self, kind: TokenKind, length: usize) {
        self.tokens.push(Token { kind, place: Place { start: self.at, end: self.at + length } });
        self.at += length;
    }

    fn problem(&mut self, phrase: Phrase, length: usize) {
        self.problems.push(Problem::new(phrase, Place { start: self.at, end: self.at + length }));
        self.at += length;
    }

    /// Notes a sign of another language, and reads on as if that of this one stood there.
    fn foreign_sign(&mut self, sign: &str, here: &'static str) {
        let place = Place { start: self.at, end: self.at + sign.len() };
        self.problems.push(habits::instead(sign, here, place));
        match SYMBOLS.into_iter().find(|symbol| *symbol == here) {
            Some(symbol) => self.push(TokenKind::Symbol(symbol), sign.len()),
            None => self.push(TokenKind::Word { text: here.to_owned(), quoted: false }, sign.len()),
        }
    }

    /// Notes quotes of another kind, and reads on as if the text stood in those of this language.
    fn foreign_quotes(&mut self, text: &str, length: usize) {
        let place = Place { start: self.at, end: self.at + length };
        let phrase = Phrase::new("problem-other-quotes").with("found", &self.text[place.start..place.end]);
        let here = if text.is_empty() { "FR".to_owned() } else { text.replace('\'', "''") };
        self.problems.push(Problem::new(phrase.with("instead", format!("'{here}'")), place));
        self.push(TokenKind::Text(text.nfc().collect()), length);
    }

    fn text_literal(&mut self, rest: &str) {
        let mut content = String::new();
        let mut letters = rest.char_indices().skip(1).peekable();
        while let Some((position, letter)) = letters.next() {
            if letter != '\'' {
                content.push(letter);
            } else if letters.peek().is_some_and(|(_, next)| *next == '\'') {
                content.push('\'');
                letters.next();
            } else {
                return self.push(TokenKind::Text(content.nfc().collect()), position + 1);
            }
        }
        self.problem(Phrase::new("problem-text-not-closed"), rest.len());
    }

    fn number_or_date(&mut self, rest: &str) {
        let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
        let bytes = rest.as_bytes();
        let dashed = |at: usize| bytes.get(at) == Some(&b'-') && digits(&rest[at + 1..]) == 2;
        let looks_like_date = digits(rest) == 4 && dashed(4) && dashed(7);
        if looks_like_date {
            let length = rest.find(|c: char| !(c.is_ascii_alphanumeric() || "-:.+".contains(c))).unwrap_or(rest.len());
            return self.push(TokenKind::Date(rest[..length].to_owned()), length);
        }
        if let Some(length) = habits::date(rest) {
            // The parser tells that it is none.
            return self.push(TokenKind::Date(rest[..length].to_owned()), length);
        }
        let whole = digits(rest);
        let fraction = match rest[whole..].strip_prefix('.') {
            Some(after) if digits(after) > 0 => 1 + digits(after),
            _ => 0,
        };
        let length = whole + fraction;
        let glued = rest[length..].find(|c: char| !(c.is_alphanumeric() || c == '_')).unwrap_or(rest.len() - length);
        match Decimal::parse(&rest[..length]) {
            Some(number) if habits::unit(&rest[length..length + glued]).is_some() => {
                let unit = habits::unit(&rest[length..length + glued]).unwrap_or_default();
                let place = Place { start: self.at, end: self.at + length + glued };
                self.problems.push(habits::instead(&rest[..length + glued], &format!("{number} {unit}"), place));
                self.push(TokenKind::Number(number), length);
                self.push(TokenKind::Word { text: unit.to_owned(), quoted: false }, glued);
            }
            Some(_) if glued > 0 => {
                self.problem(Phrase::new("problem-not-a-number").with("text", &rest[..length + glued]), length + glued);
            }
            Some(number) if rest[length..].starts_with('%') => self.push(TokenKind::Percent(number), length + 1),
            Some(number) => self.push(TokenKind::Number(number), length),
            None => self.problem(Phrase::new("problem-number-too-long").with("text", &rest[..length]), length),
        }
    }

    fn word(&mut self, rest: &str) {
        let (mut text, mut quoted, mut length) = (String::new(), false, 0);
        loop {
            if rest[length..].starts_with('`') {
                let Some(inner) = rest[length + 1..].find('`') else {
                    return self.problem(Phrase::new("problem-name-not-closed"), rest.len());
                };
                text.extend(rest[length + 1..length + 1 + inner].nfc());
                quoted = true;
                length += inner + 2;
            } else {
                let part =
                    rest[length..].find(|c: char| !(c.is_alphanumeric() || c == '_')).unwrap_or(rest.len() - length);
                text.extend(rest[length..length + part].nfc());
                length += part;
            }
            let continues = rest[length..].strip_prefix('.').and_then(|after| after.chars().next());
            if !continues.is_some_and(|next| next.is_alphanumeric() || next == '_' || next == '`') {
                break;
            }
            text.push('.');
            length += 1;
        }
        self.push(TokenKind::Word { text, quoted }, length);
    }
}
