//! Attributes of a customer and fields of a row: their type, their words, and how their values are kept.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::value::Type;
use crate::written::notation::DayOrder;

/// An attribute of a customer, or a field of a row.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Field {
    /// Type of its values.
    #[serde(rename = "type")]
    pub kind: Type,
    /// Reference table its values are keys of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub table: Option<String>,
    /// Family of criteria it belongs to, such as `where` or `purchase`.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub family: String,
    /// Whether it is a sensitive personal datum.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub sensitive: bool,
    /// What people call it, by language (`en`, `fr`).
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub label: BTreeMap<String, String>,
    /// How its values came, when its type is not the one that it had at first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retyped: Option<Retyped>,
    /// The name under which its values are kept, when it was given another one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kept_as: Option<String>,
    /// Its name of today, when this is one that it had before: definitions may go on using it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub now: Option<String>,
}

/// How the values of a field came that was given another type.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Retyped {
    /// The type of its first values: rows are known again by their content in it, whatever the type is now.
    pub first: Type,
    /// What stands before decimals in its texts: a point or a comma. A number that may be two is none without it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decimal: Option<char>,
    /// The order of its days that are not written year first. A day that may be two is none without it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub days: Option<DayOrder>,
}

impl Field {
    /// A field of a type, without table, family or label.
    pub fn of(kind: Type) -> Self {
        Field {
            kind,
            table: None,
            family: String::new(),
            sensitive: false,
            label: BTreeMap::new(),
            retyped: None,
            kept_as: None,
            now: None,
        }
    }

    /// The type of its first values.
    pub fn first(&self) -> Type {
        self.retyped.map_or(self.kind, |retyped| retyped.first)
    }

    /// The type in which new values are kept. Texts hold whatever came, so that what came as texts goes on being kept so.
    pub fn kept(&self) -> Type {
        if self.first().is_text() { self.first() } else { self.kind }
    }
}

/// The name under which the values of a field are kept.
pub fn kept_name<'n>(fields: &'n BTreeMap<String, Field>, name: &'n str) -> &'n str {
    fields.get(name).and_then(|field| field.kept_as.as_deref()).unwrap_or(name)
}

/// Gives each field that is kept under another name the type of the one it is kept as.
pub(super) fn settle(fields: &mut BTreeMap<String, Field>) {
    let renamed = fields.iter().filter_map(|(name, field)| Some((name.clone(), field.kept_as.clone()?)));
    for (name, kept) in renamed.collect::<Vec<_>>() {
        let Some(Field { kind, table, retyped, .. }) = fields.get(&kept).cloned() else { continue };
        if let Some(field) = fields.get_mut(&name) {
            (field.kind, field.table, field.retyped) = (kind, table, retyped);
        }
    }
}
