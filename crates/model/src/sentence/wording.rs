//! Wordings: how one language says a shape.
//!
//! `{name}` puts a hole into the sentence, `{name.form}` in one of its forms; `[…]` is said when all the holes in it are
//! filled; `<~a|b|c|d>` agrees with the gender and number of the noun before, `<s~a|b>` with that of the hole `s`,
//! `<#a|b>` with the number alone; `^` stands where English puts `the`, save after `whose`.

use super::Language;
use super::token::{Token, plain_tokens};

/// A part of a wording.
#[derive(Clone, Debug)]
pub(super) enum Item {
    /// Words as they are.
    Words(String, Vec<Token>),
    /// A hole, maybe in one of its forms.
    Hole(String, String),
    /// Words that agree.
    Agreement {
        /// The hole they agree with; the last noun said when empty.
        with: String,
        /// Whether they agree in number alone.
        by_number: bool,
        /// The words: masculine and feminine, then their plurals; or singular and plural.
        words: Vec<(String, Vec<Token>)>,
    },
    /// What is said when the holes in it are filled.
    Optional(Vec<Item>),
    /// The place of the article.
    Article,
}

/// Reads a wording; `None` when a bracket is not closed.
pub(super) fn read(text: &str, language: Language) -> Option<Vec<Item>> {
    let mut items = Vec::new();
    let mut rest = text;
    while let Some(position) = rest.find(['{', '[', '<', '^']) {
        if position > 0 {
            items.push(words(&rest[..position], language));
        }
        let after = &rest[position + 1..];
        match &rest[position..=position] {
            "^" => {
                items.push(Item::Article);
                rest = after;
                continue;
            }
            "{" => {
                let end = after.find('}')?;
                let (name, form) = after[..end].split_once('.').unwrap_or((&after[..end], ""));
                items.push(Item::Hole(name.to_owned(), form.to_owned()));
                rest = &after[end + 1..];
            }
            "<" => {
                let end = after.find('>')?;
                items.push(agreement(&after[..end], language)?);
                rest = &after[end + 1..];
            }
            _ => {
                let end = after.find(']')?;
                items.push(Item::Optional(read(&after[..end], language)?));
                rest = &after[end + 1..];
            }
        }
    }
    if !rest.is_empty() {
        items.push(words(rest, language));
    }
    Some(items)
}

fn words(text: &str, language: Language) -> Item {
    Item::Words(text.to_owned(), plain_tokens(text, language))
}

fn agreement(text: &str, language: Language) -> Option<Item> {
    let position = text.find(['~', '#'])?;
    let by_number = text[position..].starts_with('#');
    let words = text[position + 1..].split('|').map(|word| (word.to_owned(), plain_tokens(word, language)));
    Some(Item::Agreement { with: text[..position].to_owned(), by_number, words: words.collect() })
}

/// The holes that items name, those in brackets too.
pub(super) fn holes(items: &[Item]) -> Vec<&str> {
    let mut names = Vec::new();
    for item in items {
        match item {
            Item::Hole(name, _) => names.push(name.as_str()),
            Item::Optional(items) => names.extend(holes(items)),
            _ => {}
        }
    }
    names
}
