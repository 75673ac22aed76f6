//! The words of a base: its attributes, streams, reference tables and settings.
//!
//! The shipped vocabulary (`vocabulary.toml`) is only the start; a business adds its own words.

mod field;
mod settings;
mod snake_case;
mod stream;

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::columns::Target;
use crate::computed::Computed;
pub use field::{Field, Retyped, kept_name};
pub use settings::{Hemisphere, Settings, Standing};
pub use snake_case::snake_case;
pub use stream::{Grouping, Noun, Stream, Whole};

/// What a base knows of its own words.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Schema {
    /// Attributes of a customer, by full name (`address.city`).
    #[serde(default)]
    pub attributes: BTreeMap<String, Field>,
    /// Streams of rows, by name.
    #[serde(default)]
    pub streams: BTreeMap<String, Stream>,
    /// Reference tables, by name.
    #[serde(default)]
    pub tables: BTreeMap<String, Table>,
    /// Attributes that the base computes, by name. They are kept as the files they come from, not with the other words.
    #[serde(skip)]
    pub computed: BTreeMap<String, Computed>,
    /// Columns of reference tables that the base computes, by table and name. They too are kept as files.
    #[serde(skip)]
    pub columns: BTreeMap<String, BTreeMap<String, Computed>>,
    /// The names that the base's calendars go by ([`crate::forms::Calendar::names`]), read from its reference table; `None`
    /// when no base is at hand.
    #[serde(skip)]
    pub calendars: Option<BTreeSet<String>>,
    /// Ids of the lists of customers that are kept by hand.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub lists: BTreeSet<String>,
}

impl Schema {
    /// The schema with each field in the type in which new values of it are kept.
    pub fn as_kept(&self) -> Cow<'_, Schema> {
        let fields = self.streams.values().map(|stream| &stream.fields);
        let mut fields = fields.chain(self.tables.values().map(|table| &table.fields)).chain([&self.attributes]);
        if !fields.any(|fields| fields.values().any(|field| field.kept() != field.kind)) {
            return Cow::Borrowed(self);
        }
        let mut kept = self.clone();
        let of_streams = kept.streams.values_mut().map(|stream| &mut stream.fields);
        let of_tables = kept.tables.values_mut().map(|table| &mut table.fields);
        for field in of_streams.chain(of_tables).chain([&mut kept.attributes]).flat_map(BTreeMap::values_mut) {
            field.kind = field.kept();
        }
        Cow::Owned(kept)
    }

    /// The name under which the rows of a stream are kept.
    pub fn kept_stream<'n>(&'n self, name: &'n str) -> &'n str {
        self.streams.get(name).and_then(|stream| stream.kept_as.as_deref()).unwrap_or(name)
    }

    /// Where rows for a target are kept: a stream may have been given another name.
    pub fn kept_target(&self, target: &Target) -> Target {
        match target {
            Target::Stream(name) => Target::Stream(self.kept_stream(name).to_owned()),
            other => other.clone(),
        }
    }

    /// The fields of a target, by name; `None` when the schema does not have it.
    pub fn fields_of(&self, target: &Target) -> Option<&BTreeMap<String, Field>> {
        match target {
            Target::Stream(name) => self.streams.get(name).map(|stream| &stream.fields),
            Target::Table(name) => self.tables.get(name).map(|table| &table.fields),
            Target::Profile => Some(&self.attributes),
        }
    }

    /// Gives fields and streams of several names the same type and words under each: what comes under one is known under
    /// all.
    pub fn settle(&mut self) {
        field::settle(&mut self.attributes);
        self.tables.values_mut().for_each(|table| field::settle(&mut table.fields));
        self.streams.values_mut().for_each(|stream| field::settle(&mut stream.fields));
        let renamed = self.streams.iter().filter_map(|(name, stream)| Some((name.clone(), stream.kept_as.clone()?)));
        for (name, kept) in renamed.collect::<Vec<_>>() {
            let Some(kept) = self.streams.get(&kept).cloned() else { continue };
            if let Some(stream) = self.streams.get_mut(&name) {
                let Stream { key, parent, status, grouping, whole, fields, .. } = kept;
                (stream.key, stream.parent, stream.status) = (key, parent, status);
                (stream.grouping, stream.whole, stream.fields) = (grouping, whole, fields);
            }
        }
    }

    /// The fields of a reference table beside its key, then the columns that the base computes.
    pub fn fields_of_table(&self, table: &str) -> impl Iterator<Item = (&String, &Field)> {
        let own = self.tables.get(table).into_iter().flat_map(|table| &table.fields);
        let computed = self.columns.get(table).filter(|_| self.tables.contains_key(table)).into_iter().flatten();
        own.chain(computed.map(|(name, computed)| (name, &computed.field)))
    }
}

/// A small table keyed by a code that rows or profiles carry.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Table {
    /// Field that holds the code.
    pub key: String,
    /// The other fields, by name.
    #[serde(default)]
    pub fields: BTreeMap<String, Field>,
}

/// The words and settings that a new base starts from.
#[derive(Clone, Debug, Deserialize)]
pub struct Vocabulary {
    /// Settings before any choice.
    pub settings: Settings,
    /// Attributes, streams and tables.
    #[serde(flatten)]
    pub schema: Schema,
}

impl Vocabulary {
    /// The vocabulary shipped with the program.
    pub fn shipped() -> Self {
        toml::from_str(include_str!("vocabulary.toml")).expect("the shipped vocabulary is valid: a test reads it")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_vocabulary_reads_and_its_tables_exist() {
        let Vocabulary { schema, settings } = Vocabulary::shipped();
        assert!(crate::time::Zone::named(&settings.timezone).is_some());
        assert_eq!(settings.standing("On-Hold"), Standing::NotYet);
        assert_eq!(settings.standing("whatever"), Standing::Counts);
        let fields = schema.attributes.iter().chain(schema.streams.values().flat_map(|stream| &stream.fields));
        for (name, field) in fields {
            assert_eq!(snake_case(name), *name);
            if let Some(table) = &field.table {
                assert!(schema.tables.contains_key(table), "{name} points to {table}");
            }
        }
        for (name, stream) in &schema.streams {
            for language in ["en", "fr"] {
                assert!(stream.label.contains_key(language), "{name} has no {language} label");
            }
            for field in stream.key.iter().chain(&stream.status) {
                assert!(stream.fields.contains_key(field), "{name}.{field}");
            }
            if let Some(parent) = &stream.parent {
                let key = schema.streams[parent].key.as_ref().expect("a parent has a key");
                assert!(stream.fields.contains_key(key), "{name}.{key}");
            }
        }
    }
}
