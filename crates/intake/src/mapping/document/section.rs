//! A table of the TOML document, read key by key: each mistake is noted with its place.

use model::phrase::{Phrase, Place, Problem};
use model::schema::snake_case;
use model::time::Zone;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::mapping::Named;

/// A table of the document with what is needed to speak of it.
pub(super) struct Section<'a, 'p> {
    pub(super) table: &'a DeTable<'a>,
    pub(super) place: Place,
    pub(super) problems: &'p mut Vec<Problem>,
}

pub(super) fn place_of<T>(value: &Spanned<T>) -> Place {
    Place { start: value.span().start, end: value.span().end }
}

impl<'a> Section<'a, '_> {
    pub(super) fn only_keys(&mut self, known: &[&str]) {
        for key in self.table.keys() {
            if !known.contains(&&**key.get_ref()) {
                let name = key.get_ref();
                let phrase = Phrase::new("mapping-unknown-key").with("key", name);
                self.problems.push(Problem::new(phrase, place_of(key)).suggesting(name, known.iter().copied()));
            }
        }
    }

    pub(super) fn wrong(&mut self, key: &str, expected: &'static str, place: Place) {
        let phrase = Phrase::new(expected).with("key", key);
        self.problems.push(Problem::new(phrase, place));
    }

    pub(super) fn text(&mut self, key: &str) -> Option<Named> {
        let value = self.table.get(key)?;
        let place = place_of(value);
        match value.get_ref().as_str() {
            Some(text) if !text.trim().is_empty() => Some(Named { name: text.to_owned(), place }),
            _ => {
                self.wrong(key, "mapping-expects-text", place);
                None
            }
        }
    }

    /// A name of our own, brought to snake_case.
    pub(super) fn word(&mut self, key: &str) -> Option<Named> {
        let named = self.text(key)?;
        let name = snake_case(&named.name);
        if name.is_empty() {
            self.problems.push(Problem::new(Phrase::new("mapping-empty-name").with("name", &named.name), named.place));
            return None;
        }
        Some(Named { name, place: named.place })
    }

    /// The name of a stream, which has no point: in a definition, one stands between a stream and its field.
    pub(super) fn stream(&mut self, key: &str) -> Option<String> {
        Some(self.word(key)?.name.replace('.', "_"))
    }

    pub(super) fn texts(&mut self, key: &str) -> Option<Vec<Named>> {
        let value = self.table.get(key)?;
        let texts: Option<Vec<Named>> = value.get_ref().as_array().and_then(|array| {
            let named = |item: &Spanned<DeValue<'_>>| {
                Some(Named { name: item.get_ref().as_str()?.to_owned(), place: place_of(item) })
            };
            array.iter().map(named).collect()
        });
        if texts.is_none() {
            self.wrong(key, "mapping-expects-list", place_of(value));
        }
        texts
    }

    pub(super) fn zone(&mut self) -> Option<String> {
        let zone = self.text("zone")?;
        if Zone::named(&zone.name).is_none() {
            self.problems.push(Problem::new(Phrase::new("mapping-unknown-zone").with("zone", &zone.name), zone.place));
        }
        Some(zone.name)
    }

    pub(super) fn sections(&mut self, key: &str) -> Vec<(&'a DeTable<'a>, Place)> {
        let Some(value) = self.table.get(key) else { return Vec::new() };
        let tables: Option<Vec<_>> = value
            .get_ref()
            .as_array()
            .and_then(|array| array.iter().map(|item| Some((item.get_ref().as_table()?, place_of(item)))).collect());
        if tables.is_none() {
            self.wrong(key, "mapping-expects-sections", place_of(value));
        }
        tables.unwrap_or_default()
    }

    pub(super) fn missing(&mut self, key: &str) {
        self.wrong(key, "mapping-missing-key", self.place);
    }

    /// One character of ASCII: unlike other texts, it may be white space.
    pub(super) fn byte(&mut self, key: &str, fault: &'static str) -> Option<u8> {
        let value = self.table.get(key)?;
        match value.get_ref().as_str().unwrap_or_default().as_bytes() {
            [byte] => Some(*byte),
            _ => {
                self.problems.push(Problem::new(Phrase::new(fault), place_of(value)));
                None
            }
        }
    }
}
