//! The elements of a list in an object as rows, each with what the object says beside.

use std::collections::BTreeMap;

use serde_json::value::RawValue;
use serde_json::{Map, Value};

use super::rows::{Rows, has_long_number};
use crate::source::texts::Cell;

/// What the column that gives each element its place is called: the list's name, and this.
pub(crate) const PLACE: &str = "#";

impl Rows<'_> {
    /// A row for each element of the list; one without element for an empty list, which is told from one that is not there.
    /// The object stands at a line, and is so many-th of the file.
    pub(super) fn add_elements(&mut self, (line, number): (u64, u64), text: &[u8], mut object: Map<String, Value>) {
        let Some(list) = self.each else { return };
        let elements = match taken(&mut object, list) {
            None | Some(Value::Null) => return,
            Some(Value::Array(elements)) => elements,
            // Some sources write a list of one as the one.
            Some(one) => vec![one],
        };
        let written: Option<BTreeMap<String, &RawValue>> =
            if has_long_number(text) { serde_json::from_slice(text).ok() } else { None };
        let raws = written.as_ref().and_then(|written| raws_of(written, list));
        let no_element = [Value::Null];
        let rows = if elements.is_empty() { &no_element[..] } else { elements.as_slice() };
        for (place, element) in rows.iter().enumerate() {
            let row = self.table.lines.len();
            self.table.lines.push(line);
            self.table.origins.push(number);
            self.add_object(row, &mut String::new(), &object, written.as_ref());
            if elements.is_empty() {
                continue;
            }
            self.add_cell(row, &format!("{list}{PLACE}"), &format!("#{:06}", place + 1), Cell::Text);
            let raw = raws.as_ref().and_then(|raws| raws.get(place)).map(|raw| raw.get());
            match element {
                Value::Object(inner) => {
                    let written = raw.and_then(|raw| serde_json::from_str(raw).ok());
                    self.add_object(row, &mut list.to_owned(), inner, written.as_ref());
                }
                single => {
                    let alone = Map::from_iter([(list.to_owned(), single.clone())]);
                    self.add_object(row, &mut String::new(), &alone, None);
                }
            }
        }
    }
}

/// What lies at a dotted path of an object, taken out of it.
fn taken(object: &mut Map<String, Value>, path: &str) -> Option<Value> {
    if object.contains_key(path) {
        return object.remove(path);
    }
    let (first, rest) = path.split_once('.')?;
    taken(object.get_mut(first)?.as_object_mut()?, rest)
}

/// The elements at a dotted path as they are written.
fn raws_of<'w>(written: &BTreeMap<String, &'w RawValue>, path: &str) -> Option<Vec<&'w RawValue>> {
    if let Some(raw) = written.get(path) {
        return serde_json::from_str(raw.get()).ok();
    }
    let (first, rest) = path.split_once('.')?;
    let inner: BTreeMap<String, &RawValue> = serde_json::from_str(written.get(first)?.get()).ok()?;
    raws_of(&inner, rest)
}
