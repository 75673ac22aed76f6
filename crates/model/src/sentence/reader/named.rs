//! Streams and fields by what people call them, or by their own names in quotes.

use std::collections::BTreeSet;
use std::rc::Rc;

use serde_json::Value as Json;

use super::super::Language;
use super::super::shape::filling;
use super::super::token::Token;
use super::{Names, Place, Reader, Way, push};

impl Reader<'_> {
    pub(super) fn stream(&mut self, name: &str, form: &str, way: Way, ways: &mut Vec<Way>) {
        let (at, filled) = way;
        let sentences = self.sentences;
        if form == "done" {
            // Whose verb it is, the noun tells.
            let mut ends = BTreeSet::new();
            let unlabelled = sentences.nouns.stream("");
            for noun in sentences.nouns.streams.values().chain([&unlabelled]) {
                ends.extend(self.words(&noun.done.1, at));
            }
            return ways.extend(ends.into_iter().map(|at| (at, filled.clone())));
        }
        let bound = filling(&filled, name).and_then(Json::as_str).map(str::to_owned);
        let at = match form {
            "a" => match self.word("a", at) {
                Some(at) => at,
                None => return,
            },
            _ => at,
        };
        let mut found = BTreeSet::new();
        for (stream, noun) in &sentences.nouns.streams {
            if bound.as_ref().is_some_and(|bound| bound != stream) {
                continue;
            }
            for (_, tokens) in [&noun.one, &noun.many] {
                found.extend(self.words(tokens, at).map(|end| (end, stream.clone())));
            }
        }
        // A stream without label, or one that the base does not have, is named in quotes.
        for ahead in 0..2 {
            if let Some(Token::Quote(stream)) = self.tokens.get(at + ahead)
                && bound.as_ref().is_none_or(|bound| bound == stream)
            {
                let noun = sentences.nouns.stream(stream);
                for (_, tokens) in [&noun.one, &noun.many] {
                    found.extend(self.words(tokens, at).map(|end| (end, stream.clone())));
                }
            }
        }
        for (end, stream) in found {
            push(ways, end, &filled, name, Json::String(stream));
        }
    }

    pub(super) fn name(&mut self, name: &str, stream_hole: Option<&str>, place: Place, way: Way, ways: &mut Vec<Way>) {
        let (at, filled) = way;
        let sentences = self.sentences;
        let bound = stream_hole.and_then(|hole| filling(&filled, hole)).and_then(Json::as_str).map(str::to_owned);
        let at = match self.language {
            // The article in French is part of the name.
            Language::French if !place.bare => match self.word("le", at) {
                Some(at) => at,
                None => return,
            },
            _ => at,
        };
        // A field may be named before its stream: then it is one of any stream.
        let scopes: Vec<Option<String>> = match (stream_hole, bound) {
            (_, Some(stream)) => vec![Some(stream)],
            (Some(_), None) => sentences.nouns.streams.keys().cloned().map(Some).collect(),
            (None, None) if place.stream == 0 => vec![None],
            (None, None) => vec![Some(self.streams[usize::from(place.stream)].clone())],
        };
        for scope in scopes {
            let found = self.names_at(&scope, at);
            for (end, field) in found.iter() {
                let (end, field) = (*end, field.clone());
                let mut filled = filled.clone();
                if let (Some(hole), Some(scope)) = (stream_hole, &scope)
                    && filling(&filled, hole).is_none()
                {
                    filled.push((hole.to_owned(), Json::String(scope.clone())));
                }
                push(ways, end, &filled, name, Json::String(field));
            }
        }
    }

    /// The names of a scope that stand here, without article.
    fn names_at(&mut self, scope: &Option<String>, at: usize) -> Names {
        if let Some(kept) = self.kept_names.get(&(scope.clone(), at)) {
            return kept.clone();
        }
        let sentences = self.sentences;
        let mut found = Vec::new();
        for (field, noun) in sentences.nouns.names(scope.as_deref()) {
            found.extend(self.words(&noun.tokens, at).map(|end| (end, field.clone())));
        }
        for ahead in 0..2 {
            if let Some(Token::Quote(field)) = self.tokens.get(at + ahead) {
                let noun = sentences.nouns.name(scope.as_deref(), field);
                found.extend(self.words(&noun.tokens, at).map(|end| (end, field.clone())));
            }
        }
        found.sort();
        found.dedup();
        let found = Rc::new(found);
        self.kept_names.insert((scope.clone(), at), found.clone());
        found
    }
}
