//! The pieces that a sentence is read by: words brought to one form, numbers, dates, and what stands in quotes.
//!
//! In French, `du` is `de le`, `l'` and `la` are `le`: the reader does not depend on elision, contraction or agreement.

use super::Language;
use crate::decimal::Decimal;
use crate::phrase::Place;

/// A piece of a sentence.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Token {
    /// A word, in lower case and brought to one form.
    Word(String),
    /// A number.
    Number(Decimal),
    /// A day or a moment as files write it: `2026-03-01`, `2026-03-01T10:00:00Z`.
    Iso(String),
    /// A text in quotes.
    Quote(String),
    /// A part of a definition as text, in back-quotes.
    Code(String),
    /// Any other sign.
    Sign(char),
}

/// The pieces of a text with their places.
pub(super) fn tokens(text: &str, language: Language) -> Vec<(Token, Place)> {
    let mut lexer = Lexer { text, at: 0, language, out: Vec::new() };
    while lexer.at < text.len() {
        lexer.next();
    }
    lexer.out
}

/// The pieces of a text without their places.
pub(super) fn plain_tokens(text: &str, language: Language) -> Vec<Token> {
    tokens(text, language).into_iter().map(|(token, _)| token).collect()
}

struct Lexer<'a> {
    text: &'a str,
    at: usize,
    language: Language,
    out: Vec<(Token, Place)>,
}

impl Lexer<'_> {
    fn next(&mut self) {
        let rest = &self.text[self.at..];
        let letter = rest.chars().next().unwrap_or_default();
        match letter {
            _ if letter.is_whitespace() => self.at += letter.len_utf8(),
            '“' => self.quote('“', '”'),
            '«' => self.quote('«', '»'),
            '`' => self.quote('`', '`'),
            _ if letter.is_ascii_digit() => self.number(),
            _ if letter.is_alphanumeric() || letter == '_' || letter == '°' => self.word(),
            '−' => self.sign('-', letter.len_utf8()),
            _ => self.sign(letter, letter.len_utf8()),
        }
    }

    fn sign(&mut self, sign: char, length: usize) {
        self.push(Token::Sign(sign), length);
    }

    fn push(&mut self, token: Token, length: usize) {
        let place = Place { start: self.at, end: self.at + length };
        self.at += length;
        self.out.push((token, place));
    }

    /// A text up to its closing quote; a closing quote inside is doubled. Without an end it is a sign alone.
    fn quote(&mut self, open: char, close: char) {
        let inside = &self.text[self.at + open.len_utf8()..];
        let mut content = String::new();
        let mut letters = inside.char_indices().peekable();
        while let Some((position, letter)) = letters.next() {
            if letter != close {
                content.push(letter);
                continue;
            }
            if letters.peek().is_some_and(|(_, next)| *next == close) {
                letters.next();
                content.push(close);
                continue;
            }
            let length = open.len_utf8() + position + close.len_utf8();
            if open == '«' {
                // One space on each side belongs to the quotes.
                let trimmed = content.strip_prefix(is_space).unwrap_or(&content);
                content = trimmed.strip_suffix(is_space).unwrap_or(trimmed).to_owned();
            }
            return self.push(if open == '`' { Token::Code(content) } else { Token::Quote(content) }, length);
        }
        self.sign(open, open.len_utf8());
    }

    fn number(&mut self) {
        let rest = &self.text[self.at..];
        if let Some(length) = iso_length(rest) {
            return self.push(Token::Iso(rest[..length].to_owned()), length);
        }
        let (digits, length) = number_text(rest, self.language);
        // `2nd` and `1er` are words.
        if rest[length..].starts_with(char::is_alphabetic) {
            return self.word();
        }
        match Decimal::parse(&digits) {
            Some(number) => self.push(Token::Number(number), length),
            None => self.word(),
        }
    }

    fn word(&mut self) {
        let rest = &self.text[self.at..];
        let is_inside = |letter: char| letter.is_alphanumeric() || "_-°".contains(letter);
        let length = rest.find(|letter| !is_inside(letter)).unwrap_or(rest.len());
        let mut word = rest[..length].to_lowercase();
        let mut length = length;
        let apostrophe = rest[length..].chars().next().filter(|letter| "'’".contains(*letter));
        if let Some(apostrophe) = apostrophe {
            let after = &rest[length + apostrophe.len_utf8()..];
            let elided = self.language == Language::French && ELIDED.iter().any(|(short, _)| *short == word);
            if elided {
                length += apostrophe.len_utf8();
                word = ELIDED
                    .iter()
                    .find(|(short, _)| *short == word)
                    .map_or(word.clone(), |(_, whole)| (*whole).to_owned());
            } else if after.starts_with(char::is_alphabetic) {
                // `aujourd'hui`, `children's`: one word.
                let tail = after.find(|letter: char| !is_inside(letter)).unwrap_or(after.len());
                word = format!("{word}'{}", after[..tail].to_lowercase());
                length += apostrophe.len_utf8() + tail;
            }
        }
        let pair = CONTRACTED.iter().find(|(short, _)| self.language == Language::French && *short == word);
        match pair {
            Some((_, first)) => {
                self.push(Token::Word((*first).to_owned()), length);
                let place = self.out.last().map_or(Place::default(), |(_, place)| *place);
                self.out.push((Token::Word("le".to_owned()), place));
            }
            None => {
                let word = if self.language == Language::English && word == "an" { "a".to_owned() } else { word };
                let article = self.language == Language::French && (word == "la" || word == "les");
                self.push(Token::Word(if article { "le".to_owned() } else { word }), length);
            }
        }
    }
}

/// Words cut before a vowel, and what they are.
const ELIDED: [(&str, &str); 6] =
    [("l", "le"), ("d", "de"), ("qu", "que"), ("n", "ne"), ("s", "se"), ("lorsqu", "lorsque")];

/// Words made of a preposition and an article, and the preposition.
const CONTRACTED: [(&str, &str); 4] = [("du", "de"), ("des", "de"), ("au", "à"), ("aux", "à")];

fn is_space(letter: char) -> bool {
    letter == ' ' || letter == '\u{a0}' || letter == '\u{202f}'
}

/// The length of a day or a moment as files write it, at the start of a text.
fn iso_length(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let shape = b"dddd-dd-dd";
    let fits = bytes.len() >= shape.len()
        && shape
            .iter()
            .zip(bytes)
            .all(|(shape, byte)| if *shape == b'd' { byte.is_ascii_digit() } else { shape == byte });
    if !fits {
        return None;
    }
    let tail = &text[shape.len()..];
    if !tail.starts_with('T') {
        return (!tail.starts_with(|letter: char| letter.is_alphanumeric())).then_some(shape.len());
    }
    let end = tail.find(|letter: char| !(letter.is_ascii_alphanumeric() || "-+:./[]_".contains(letter)));
    let moment = &tail[..end.unwrap_or(tail.len())];
    Some(shape.len() + moment.trim_end_matches(['.', ':']).len())
}

/// The digits of a number at the start of a text, with a dot for its decimals, and the length it has there.
fn number_text(text: &str, language: Language) -> (String, usize) {
    let (groups, point): (&[char], char) = match language {
        Language::English => (&[','], '.'),
        Language::French => (&['\u{202f}', '\u{a0}'], ','),
    };
    let n_digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    let mut length = n_digits(text);
    let mut digits = text[..length].to_owned();
    while let Some(separator) = text[length..].chars().next().filter(|letter| groups.contains(letter)) {
        let after = &text[length + separator.len_utf8()..];
        if n_digits(after) != 3 || digits.len() > 30 {
            break;
        }
        digits.push_str(&after[..3]);
        length += separator.len_utf8() + 3;
    }
    let rest = &text[length..];
    if (rest.starts_with(point) || rest.starts_with('.')) && n_digits(&rest[1..]) > 0 {
        let places = n_digits(&rest[1..]);
        digits = format!("{digits}.{}", &rest[1..1 + places]);
        length += 1 + places;
    }
    (digits, length)
}
