//! The words of a base: its attributes, streams, reference tables and settings.
//!
//! The shipped vocabulary (`vocabulary.toml`) is only the start; a business adds its own words.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;

use crate::columns::Target;
use crate::computed::Computed;
use crate::value::Type;
use crate::written::notation::DayOrder;

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
        settle_fields(&mut self.attributes);
        self.tables.values_mut().for_each(|table| settle_fields(&mut table.fields));
        self.streams.values_mut().for_each(|stream| settle_fields(&mut stream.fields));
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

/// The name under which the values of a field are kept.
pub fn kept_name<'n>(fields: &'n BTreeMap<String, Field>, name: &'n str) -> &'n str {
    fields.get(name).and_then(|field| field.kept_as.as_deref()).unwrap_or(name)
}

/// Gives each field that is kept under another name the type of the one it is kept as.
fn settle_fields(fields: &mut BTreeMap<String, Field>) {
    let renamed = fields.iter().filter_map(|(name, field)| Some((name.clone(), field.kept_as.clone()?)));
    for (name, kept) in renamed.collect::<Vec<_>>() {
        let Some(Field { kind, table, retyped, .. }) = fields.get(&kept).cloned() else { continue };
        if let Some(field) = fields.get_mut(&name) {
            (field.kind, field.table, field.retyped) = (kind, table, retyped);
        }
    }
}

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

/// What people call a stream, in one language.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Noun {
    /// One of it.
    pub one: String,
    /// Several of it.
    pub many: String,
    /// Grammatical gender, `m` or `f`, where the language has one.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub gender: String,
    /// Whether articles are cut before it (l'achat).
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub elision: bool,
    /// What customers did with it, as after *have*: `placed`, `passé`. Neutral wording when empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub done: String,
}

/// A kind of rows on customers' timelines.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Stream {
    /// Field that names a row's subject: rows with one key are versions of one another.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
    /// Stream whose rows these are children of; they carry its key in a field of the same name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent: Option<String>,
    /// Field holding the status that says whether a row counts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<String>,
    /// How rows are computed from another stream's, when they are.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub grouping: Option<Grouping>,
    /// What comes whole each time, when rows do: those of a later file take the place of the earlier ones.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub whole: Option<Whole>,
    /// Fields of a row, by name.
    #[serde(default)]
    pub fields: BTreeMap<String, Field>,
    /// What people call it, by language.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub label: BTreeMap<String, Noun>,
    /// The name under which its rows are kept, when it was given another one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kept_as: Option<String>,
    /// Its name of today, when this is one that it had before: definitions may go on using it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub now: Option<String>,
}

/// Rows that come together each time: what a file says of them takes the place of all that was said before.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Whole {
    /// All rows of one customer, as the elements of a list of the profile.
    Customer,
    /// All rows of one customer with one value of a field, which names what they belong to, as the lines of an order.
    Field(String),
}

impl Stream {
    /// Whether a row may take the place of another one.
    pub fn has_versions(&self) -> bool {
        self.key.is_some() || self.whole.is_some()
    }
}

/// Orders computed from their lines: rows of `lines` with one `key` make one row, dated as the first of them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Grouping {
    /// Stream of the lines.
    pub lines: String,
    /// Field that tells which lines belong together; also the key of the rows made.
    pub key: String,
    /// Fields that are added up; the other fields come from the first line.
    pub sums: Vec<String>,
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

/// Whether a row with some status exists.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// It counts.
    Counts,
    /// It does not count yet.
    NotYet,
    /// It is void.
    Void,
    /// It was paid back in full.
    Refunded,
}

/// A half of the earth.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Hemisphere {
    /// North of the equator: winter starts in December.
    #[default]
    North,
    /// South of the equator: winter starts in June.
    South,
}

/// A base's own choices.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Settings {
    /// Name of the business.
    #[serde(default)]
    pub name: String,
    /// IANA name of the business's time zone.
    pub timezone: String,
    /// ISO 4217 code of the business's currency.
    pub currency: String,
    /// First day of the week: 0 for Monday … 6 for Sunday.
    #[serde(default)]
    pub week_start: i32,
    /// On which side of the equator the business's customers mostly live: when seasons are.
    #[serde(default)]
    pub hemisphere: Hemisphere,
    /// First month of the business's fiscal year: 1 for January … 12 for December.
    #[serde(default = "january")]
    pub fiscal_start: i8,
    /// What each known status word says; words not listed count.
    pub statuses: BTreeMap<String, Standing>,
}

fn january() -> i8 {
    1
}

impl Default for Settings {
    fn default() -> Self {
        Vocabulary::shipped().settings
    }
}

impl Settings {
    /// What a status word says: words are compared without case, and with spaces, dashes and underscores alike.
    pub fn standing(&self, word: &str) -> Standing {
        let plain: String = word.trim().to_lowercase().replace([' ', '-'], "_");
        self.statuses.get(&plain).copied().unwrap_or(Standing::Counts)
    }
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

/// Turns any name into snake_case: `lastVisit` → `last_visit`, `Beat Game` → `beat_game`. Dots are kept, since they
/// separate nested names. Empty when nothing of the name can be kept.
pub fn snake_case(name: &str) -> String {
    let mut out = String::with_capacity(name.len() + 4);
    let mut previous_lower = false;
    let mut upper_run = 0;
    let letters: Vec<char> = name.trim().nfc().collect();
    for (position, &letter) in letters.iter().enumerate() {
        if letter == '.' {
            while out.ends_with('_') {
                out.pop();
            }
            if !out.is_empty() && !out.ends_with('.') {
                out.push('.');
            }
            (previous_lower, upper_run) = (false, 0);
        } else if letter.is_alphanumeric() {
            let next_lower = letters.get(position + 1).is_some_and(|next| next.is_lowercase());
            let starts_word = letter.is_uppercase() && (previous_lower || (upper_run > 0 && next_lower));
            if starts_word && !out.is_empty() && !out.ends_with(['_', '.']) {
                out.push('_');
            }
            out.extend(letter.to_lowercase());
            upper_run = if letter.is_uppercase() { upper_run + 1 } else { 0 };
            previous_lower = letter.is_lowercase() || letter.is_numeric();
        } else {
            if !out.is_empty() && !out.ends_with(['_', '.']) {
                out.push('_');
            }
            (previous_lower, upper_run) = (false, 0);
        }
    }
    out.trim_end_matches(['_', '.']).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_become_snake_case() {
        for (given, expected) in [
            ("lastVisit", "last_visit"),
            ("Beat Game", "beat_game"),
            ("Order ID", "order_id"),
            ("HTTPCode", "http_code"),
            ("address.postalCode", "address.postal_code"),
            ("Prénom du client", "prénom_du_client"),
            ("__x__", "x"),
            ("days_since_launch", "days_since_launch"),
            ("Total (EUR)", "total_eur"),
        ] {
            assert_eq!(snake_case(given), expected);
        }
    }

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
