//! What a ready-made definition needs and a base has not: rows of streams, and named calendars.

use model::phrase::Phrase;
use model::text::parser::parse;
use serde_json::Value as Json;

use crate::ops::base::Base;
use crate::ops::segment::holds_rows;

/// What a base lacks for a definition to mean something.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Lacking {
    /// The streams it needs that hold no rows.
    pub(crate) streams: Vec<String>,
    /// The calendars it names that the base does not have.
    pub(crate) calendars: Vec<String>,
}

impl Lacking {
    /// Finds it for a definition that needs some streams.
    pub(crate) fn of<'t>(base: &Base, needs: &[String], definitions: impl IntoIterator<Item = &'t str>) -> Self {
        let mut calendars = Vec::new();
        for test in definitions.into_iter().filter_map(|text| parse(text).test) {
            named(&serde_json::to_value(test).unwrap_or_default(), &mut calendars);
        }
        let known = base.schema().calendars.as_ref();
        calendars.retain(|name| known.is_some_and(|known| !known.contains(name)));
        Lacking { streams: needs.iter().filter(|stream| !holds_rows(base, stream)).cloned().collect(), calendars }
    }

    /// Whether nothing is lacking.
    pub(crate) fn is_empty(&self) -> bool {
        self.streams.is_empty() && self.calendars.is_empty()
    }

    /// What to tell people, under these keys for streams and calendars.
    pub(crate) fn phrases(&self, of_streams: &'static str, of_calendars: &'static str) -> Vec<Phrase> {
        let streams = Phrase::new(of_streams).with("streams", self.streams.join(", "));
        let calendars = Phrase::new(of_calendars).with("calendars", self.calendars.join(", "));
        let mut phrases = Vec::new();
        phrases.extend((!self.streams.is_empty()).then_some(streams));
        phrases.extend((!self.calendars.is_empty()).then_some(calendars));
        phrases
    }
}

/// The calendars that a tree names, each once.
fn named(tree: &Json, found: &mut Vec<String>) {
    match tree {
        Json::Object(fields) => {
            if let Some(name) = fields.get("during").and_then(|during| during.get("calendar")).and_then(Json::as_str)
                && !found.iter().any(|known| known == name)
            {
                found.push(name.to_owned());
            }
            fields.values().for_each(|inner| named(inner, found));
        }
        Json::Array(elements) => elements.iter().for_each(|inner| named(inner, found)),
        _ => {}
    }
}
