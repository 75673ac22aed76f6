//! Something to be said to a person, by the key of its sentence in the catalogues, and problems in what was typed.

use std::fmt;

use serde::Serialize;

/// A sentence of the catalogues (`locales/*/*.ftl`) with the words to put into it. A piece of a word that starts with `@`
/// is itself the key of a term of the catalogues, such as `@type-money`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Phrase {
    /// Key of the sentence.
    pub key: &'static str,
    /// Words of the sentence, by name.
    pub words: Vec<(&'static str, String)>,
}

impl Phrase {
    /// The sentence of a key.
    pub fn new(key: &'static str) -> Self {
        Phrase { key, words: Vec::new() }
    }

    /// Adds a word.
    #[must_use]
    pub fn with(mut self, name: &'static str, word: impl fmt::Display) -> Self {
        self.words.push((name, word.to_string()));
        self
    }
}

impl fmt::Display for Phrase {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}", self.key)?;
        for (name, word) in &self.words {
            write!(formatter, " {name}={word}")?;
        }
        Ok(())
    }
}

/// A place in a text, in bytes. Two places are always equal, so that trees compare by meaning alone.
#[derive(Clone, Copy, Debug, Default)]
pub struct Place {
    /// First byte.
    pub start: usize,
    /// After the last byte.
    pub end: usize,
}

impl PartialEq for Place {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for Place {}

impl std::hash::Hash for Place {
    fn hash<H: std::hash::Hasher>(&self, _: &mut H) {}
}

impl Place {
    /// From the start of one place to the end of another.
    pub fn to(self, other: Place) -> Place {
        Place { start: self.start, end: other.end }
    }
}

/// Something wrong in what a person typed, where it stands, and what they may have meant.
#[derive(Clone, Debug)]
pub struct Problem {
    /// What is wrong.
    pub phrase: Phrase,
    /// Where it stands in the text.
    pub place: Place,
    /// The nearest words that would be right, best first.
    pub suggestions: Vec<String>,
}

impl Problem {
    /// A problem without suggestions.
    pub fn new(phrase: Phrase, place: Place) -> Self {
        Problem { phrase, place, suggestions: Vec::new() }
    }

    /// Adds the known names nearest to `word`.
    #[must_use]
    pub fn suggesting<'a>(mut self, word: &str, known: impl IntoIterator<Item = &'a str>) -> Self {
        self.suggestions = nearest(word, known);
        self
    }
}

/// Line and column, from 1, of a byte of a text; columns count characters.
pub fn line_and_column(text: &str, byte: usize) -> (usize, usize) {
    let mut byte = byte.min(text.len());
    while !text.is_char_boundary(byte) {
        byte -= 1;
    }
    let before = &text[..byte];
    let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
    (before.matches('\n').count() + 1, before[line_start..].chars().count() + 1)
}

/// At most three of the known words nearest to `word` by edit distance, nearest first.
pub fn nearest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Vec<String> {
    let word = word.to_lowercase();
    let limit = (word.chars().count() / 3).max(1);
    let mut scored: Vec<(usize, &str)> = known
        .into_iter()
        .filter_map(|candidate| {
            let distance = strsim::damerau_levenshtein(&word, &candidate.to_lowercase());
            let related = candidate.len() > 3 && (candidate.contains(&word) || word.contains(candidate));
            (distance <= limit || (related && word.len() > 3)).then_some((distance, candidate))
        })
        .collect();
    scored.sort_unstable();
    scored.dedup();
    scored.into_iter().take(3).map(|(_, candidate)| candidate.to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_names_come_first() {
        assert_eq!(nearest("contry", ["country", "city", "county"]), ["country", "county"]);
        assert!(nearest("xyz", ["country", "city"]).is_empty());
    }

    #[test]
    fn columns_count_characters() {
        assert_eq!(line_and_column("é = 1\nab", 3), (1, 3));
        assert_eq!(line_and_column("é = 1\nab", 8), (2, 2));
    }
}
