//! The nouns of a base in one language: its attributes, streams and fields as people call them.

use std::collections::BTreeMap;

use super::Language;
use super::rules::{Words, rules};
use super::surface;
use super::token::{Token, plain_tokens};
use crate::names::{Scope, resolve};
use crate::schema::{Field, Noun as Label, Schema};

/// Gender and number of a noun.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Features {
    pub(super) feminine: bool,
    pub(super) plural: bool,
}

impl Features {
    fn of(code: &str) -> Self {
        Features { feminine: code.starts_with('f'), plural: code.ends_with('p') }
    }
}

/// What a name is called.
#[derive(Clone, Debug)]
pub(super) struct Noun {
    /// Without article.
    pub(super) bare: String,
    /// The words, without article.
    pub(super) tokens: Vec<Token>,
    pub(super) features: Features,
}

/// What a stream is called.
#[derive(Clone, Debug)]
pub(super) struct StreamNoun {
    pub(super) one: (String, Vec<Token>),
    pub(super) many: (String, Vec<Token>),
    /// What customers did: `placed`, `passé`.
    pub(super) done: (String, Vec<Token>),
    pub(super) feminine: bool,
}

/// The nouns of a base in one language.
#[derive(Debug)]
pub(super) struct Nouns {
    language: Language,
    words: &'static Words,
    /// Streams by name.
    pub(super) streams: BTreeMap<String, StreamNoun>,
    /// Names of customers, then of the rows of each stream.
    names: BTreeMap<Option<String>, BTreeMap<String, Noun>>,
}

impl Nouns {
    pub(super) fn of(schema: &Schema, language: Language) -> Self {
        let words = &rules(language).words;
        let mut nouns = Nouns { language, words, streams: BTreeMap::new(), names: BTreeMap::new() };
        let mut seen: BTreeMap<Vec<Token>, String> = BTreeMap::new();
        for (name, stream) in &schema.streams {
            let label = stream.label.get(language.code());
            let mut noun = nouns.stream_noun(name, label);
            if let Some(other) = seen.insert(noun.many.1.clone(), name.clone()) {
                noun = nouns.stream_noun(name, None);
                let other_noun = nouns.stream_noun(&other, None);
                nouns.streams.insert(other, other_noun);
            }
            nouns.streams.insert(name.clone(), noun);
            let of_rows = nouns.scope(schema, Some(name), &stream.fields);
            nouns.names.insert(Some(name.clone()), of_rows);
        }
        nouns.children(schema);
        let of_customers = nouns.scope(schema, None, &schema.attributes);
        nouns.names.insert(None, of_customers);
        nouns
    }

    /// Inside a filter on its parent's rows a child goes by a shorter name too (`line` for `order_line`).
    fn children(&mut self, schema: &Schema) {
        for (name, stream) in &schema.streams {
            let parent = stream.parent.as_deref().unwrap_or_default();
            let short = name.strip_prefix(parent).and_then(|rest| rest.strip_prefix('_')).unwrap_or_default();
            if parent.is_empty() || short.is_empty() || self.streams.contains_key(short) {
                continue;
            }
            let whole = self.stream(name);
            let quoted = surface::quoted(short, self.language);
            let named = |(text, _): (String, Vec<Token>)| {
                let text = format!("{text} {quoted}");
                let tokens = plain_tokens(&text, self.language);
                (text, tokens)
            };
            let noun = StreamNoun { one: named(whole.one), many: named(whole.many), ..whole };
            self.streams.insert(short.to_owned(), noun);
            let names = self.names.get(&Some(name.clone())).cloned().unwrap_or_default();
            self.names.insert(Some(short.to_owned()), names);
        }
    }

    fn stream_noun(&self, name: &str, label: Option<&Label>) -> StreamNoun {
        let quoted = surface::quoted(name, self.language);
        let fill = |pattern: &str| pattern.replace("{name}", &quoted);
        let said = |text: String| {
            let tokens = plain_tokens(&text, self.language);
            (text, tokens)
        };
        let unlabelled = &self.words.unlabelled;
        let done = label.map(|label| label.done.clone()).filter(|done| !done.is_empty());
        StreamNoun {
            one: said(label.map_or_else(|| fill(&unlabelled.row), |label| label.one.clone())),
            many: said(label.map_or_else(|| fill(&unlabelled.rows), |label| label.many.clone())),
            done: said(done.unwrap_or_else(|| unlabelled.done.clone())),
            feminine: label.is_some_and(|label| label.gender == "f"),
        }
    }

    /// Every name that can stand in a scope, with what it is called there.
    fn scope(&self, schema: &Schema, stream: Option<&str>, fields: &BTreeMap<String, Field>) -> BTreeMap<String, Noun> {
        let mut found: BTreeMap<String, Noun> = BTreeMap::new();
        for (name, field) in fields {
            found.insert(name.clone(), self.own(name, field));
            for (inner, inner_field) in field.table.iter().flat_map(|table| schema.fields_of_table(table)) {
                let noun = self.through(self.label(name, field), self.label(inner, inner_field));
                found.insert(format!("{name}.{inner}"), noun);
            }
        }
        let scope = stream.map_or(Scope::Customer, Scope::Row);
        for computed in ["at", "age"] {
            let own = fields.contains_key(computed);
            if !own && (computed == "at") == stream.is_some() && resolve(schema, scope, computed).is_some() {
                found.insert(computed.to_owned(), self.noun(self.words.prefixes[computed].clone()));
            }
        }
        self.short_names(schema, scope, fields, &mut found);
        self.tell_apart(&mut found);
        found
    }

    /// The last part of a dotted name stands for it too; it has the plain label where the whole name says more.
    fn short_names(
        &self,
        schema: &Schema,
        scope: Scope<'_>,
        fields: &BTreeMap<String, Field>,
        found: &mut BTreeMap<String, Noun>,
    ) {
        for (full, field) in fields {
            let Some((prefix, last)) = full.rsplit_once('.') else { continue };
            if fields.contains_key(last) || resolve(schema, scope, last).is_none() {
                continue;
            }
            let label = self.label(full, field);
            let noun = match self.words.prefixes.contains_key(prefix) {
                true => self.noun(label),
                false => self.noun(format!("{label} {}", surface::quoted(last, self.language))),
            };
            found.insert(last.to_owned(), noun);
        }
    }

    /// Names with one label are said with the name itself.
    fn tell_apart(&self, found: &mut BTreeMap<String, Noun>) {
        let mut by_words: BTreeMap<Vec<Token>, Vec<String>> = BTreeMap::new();
        for (name, noun) in found.iter() {
            by_words.entry(noun.tokens.clone()).or_default().push(name.clone());
        }
        for name in by_words.into_values().filter(|names| names.len() > 1).flatten() {
            if let Some(noun) = found.get_mut(&name) {
                let bare = format!("{} {}", noun.bare, surface::quoted(&name, self.language));
                noun.tokens = plain_tokens(&bare, self.language);
                noun.bare = bare;
            }
        }
    }

    fn own(&self, name: &str, field: &Field) -> Noun {
        let label = self.label(name, field);
        let prefix = name.rsplit_once('.').and_then(|(prefix, _)| self.words.prefixes.get(prefix));
        match prefix {
            Some(prefix) => self.through(prefix.clone(), label),
            None => self.noun(label),
        }
    }

    /// A field of something that a name points to: `product category`, `catégorie du produit`.
    fn through(&self, pointer: String, field: String) -> Noun {
        match self.language {
            Language::English => self.noun(format!("{pointer} {field}")),
            Language::French => {
                let article = article(self.features(&pointer));
                let features = self.features(&field);
                Noun { features, ..self.noun(surface::contracted(&format!("{field} de {article} {pointer}"))) }
            }
        }
    }

    fn label(&self, name: &str, field: &Field) -> String {
        let unlabelled = || self.words.unlabelled.field.replace("{name}", &surface::quoted(name, self.language));
        field.label.get(self.language.code()).cloned().unwrap_or_else(unlabelled)
    }

    fn noun(&self, bare: String) -> Noun {
        Noun { tokens: plain_tokens(&bare, self.language), features: self.features(&bare), bare }
    }

    /// The gender and number of a label, by its head: its first word in French, its last in English.
    fn features(&self, label: &str) -> Features {
        let label = label.to_lowercase();
        let head = match self.language {
            Language::French => label.split([' ', '\'']).next(),
            Language::English => label.split(' ').next_back(),
        };
        let code = self.words.nouns.get(&label).or_else(|| self.words.nouns.get(head.unwrap_or_default()));
        code.map_or_else(Features::default, |code| Features::of(code))
    }

    /// What a name is called in a scope; a name that is not known there by its unlabelled wording.
    pub(super) fn name(&self, stream: Option<&str>, name: &str) -> Noun {
        let known = self.names.get(&stream.map(str::to_owned)).and_then(|names| names.get(name));
        known.cloned().unwrap_or_else(|| {
            self.noun(self.words.unlabelled.field.replace("{name}", &surface::quoted(name, self.language)))
        })
    }

    /// The names of a scope with what they are called.
    pub(super) fn names(&self, stream: Option<&str>) -> impl Iterator<Item = (&String, &Noun)> {
        self.names.get(&stream.map(str::to_owned)).into_iter().flatten()
    }

    /// What a stream is called; one that is not known by its unlabelled wording.
    pub(super) fn stream(&self, name: &str) -> StreamNoun {
        self.streams.get(name).cloned().unwrap_or_else(|| self.stream_noun(name, None))
    }
}

/// The French article of a noun, before any elision.
pub(super) fn article(features: Features) -> &'static str {
    match features {
        Features { plural: true, .. } => "les",
        Features { feminine: true, .. } => "la",
        Features { feminine: false, .. } => "le",
    }
}
