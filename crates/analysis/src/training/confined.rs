//! Outcomes confined to a period: whatever may look at anything before it is refused.

use model::forms::{FORMS, Unit, Window};
use model::schema::Settings;
use model::time::Zone;
use serde_json::Value as Json;

use super::named::{NAMED, STREAM, name_of, tree};
use super::{Leak, Period};

/// Kinds of nodes that an outcome may be made of, beside rows: they look at nothing but their parts.
const JOINING: [&str; 14] = [
    "and",
    "or",
    "not",
    "count_of",
    "compare",
    "between",
    "one_of",
    "has",
    "arithmetic",
    "negated",
    "literal",
    "fold",
    "any",
    "never",
];
/// A kind that compares with all customers, whose value must be an outcome itself.
const COMPARED: &str = "compared";
/// The window of rows.
const WINDOW: &str = "window";

/// The walk over a question that confines its rows to a period.
pub(super) struct Walk<'a> {
    pub(super) period: Period,
    pub(super) zone: &'a Zone,
    pub(super) settings: &'a Settings,
}

impl Walk<'_> {
    pub(super) fn confined<T: serde::Serialize + serde::de::DeserializeOwned>(&self, of: &T) -> Result<T, Leak> {
        let mut node = tree(of);
        self.confine(&mut node)?;
        Ok(serde_json::from_value(node).expect("a tree with other windows is a tree"))
    }

    fn confine(&self, node: &mut Json) -> Result<(), Leak> {
        match node {
            Json::Object(fields) if fields.contains_key(STREAM) => self.confine_rows(fields),
            Json::Object(fields) => {
                for (key, child) in fields.iter_mut() {
                    if key == NAMED {
                        return Err(Leak::Attribute(name_of(child).unwrap_or_default()));
                    }
                    let is_form = FORMS.iter().any(|form| form.id.replace('-', "_") == *key);
                    if is_form && key != COMPARED && !JOINING.contains(&key.as_str()) {
                        return Err(Leak::Form(key.clone()));
                    }
                    if key == "per" && !child.is_null() {
                        return Err(Leak::Attribute(name_of(child).unwrap_or_default()));
                    }
                    self.confine(child)?;
                }
                Ok(())
            }
            Json::Array(children) => children.iter_mut().try_for_each(|child| self.confine(child)),
            _ => Ok(()),
        }
    }

    fn confine_rows(&self, rows: &mut serde_json::Map<String, Json>) -> Result<(), Leak> {
        let stream = rows.get(STREAM).and_then(Json::as_str).unwrap_or_default().to_owned();
        // A filter looks at one row only; one that looks at others may look at earlier ones.
        if rows.get("where").is_some_and(looks_beyond_its_row) {
            return Err(Leak::Rows(stream));
        }
        let window = rows.get(WINDOW).filter(|window| !window.is_null());
        let Some(window) = window else {
            let whole = Window::Last { count: self.period.days, unit: Unit::Day };
            rows.insert(WINDOW.to_owned(), tree(&whole));
            return Ok(());
        };
        let window: Window = serde_json::from_value(window.clone()).map_err(|_| Leak::Rows(stream.clone()))?;
        let bounds = window.bounds(self.period.to, self.zone, self.settings);
        if window.own().is_some() || bounds.start <= self.period.from.0 {
            return Err(Leak::Rows(stream));
        }
        Ok(())
    }
}

/// Whether a filter names the rows of a stream, a segment or what was.
fn looks_beyond_its_row(filter: &Json) -> bool {
    const BEYOND: [&str; 9] =
        [STREAM, "in_segment", "membership", "was", "changed", "followed", "sequence", "among_relatives", "first_time"];
    match filter {
        Json::Object(fields) => {
            fields.iter().any(|(key, child)| BEYOND.contains(&key.as_str()) || looks_beyond_its_row(child))
        }
        Json::Array(children) => children.iter().any(looks_beyond_its_row),
        _ => false,
    }
}
