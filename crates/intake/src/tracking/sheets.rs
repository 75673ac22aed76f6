//! Rows on their way from messages to batches: one file of rows for each stream, read back like any other.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::{BufWriter, Write};

use model::columns::{Batch, Column, MISSING, NO_CODE, Target, TextColumn};
use model::identity::ANONYMOUS;
use model::schema::{Schema, Whole};
use serde_json::{Map, Value};
use tempfile::TempDir;

use super::events::Row;
use super::{SOURCE, Tracked};
use crate::convert::words;
use crate::mapping::Mapping;
use crate::read::{self, Error, Intake, Reading};

/// Before the id of a user, and of a visitor, in the files.
const PREFIXES: [(char, &str); 5] =
    [('c', "customer_number"), ('u', "user_id"), ('e', "email"), ('p', "phone"), ('a', ANONYMOUS)];

/// Field that keeps the message id of events with lists of records, by which the elements know them.
const OWN_KEY: &str = "message_id";

/// The files of rows.
pub(super) struct Sheets {
    folder: TempDir,
    sheets: BTreeMap<Target, Sheet>,
}

struct Sheet {
    name: String,
    rows: BufWriter<File>,
    /// Number of the message and line of each row.
    origins: Vec<(u64, u64)>,
    /// The lists of records that rows of it hold.
    lists: BTreeSet<String>,
    /// Whether a property bears the name of the field for message ids: then elements cannot be told whose they are.
    has_own_key: bool,
}

impl Sheets {
    pub(super) fn new() -> Result<Self, Error> {
        let folder = tempfile::tempdir();
        let folder = folder.map_err(|source| Error::Unreadable { path: std::env::temp_dir(), source })?;
        Ok(Sheets { folder, sheets: BTreeMap::new() })
    }

    /// Adds a row that a message made.
    pub(super) fn write(&mut self, message: u64, line: u64, row: &Row) -> Result<(), Error> {
        let failed = |source| Error::Unreadable { path: self.folder.path().to_owned(), source };
        if !self.sheets.contains_key(&row.target) {
            let name = format!("{}.ndjson", self.sheets.len());
            let rows = BufWriter::new(File::create(self.folder.path().join(&name)).map_err(failed)?);
            self.sheets.insert(
                row.target.clone(),
                Sheet { name, rows, origins: Vec::new(), lists: BTreeSet::new(), has_own_key: false },
            );
        }
        let Some(sheet) = self.sheets.get_mut(&row.target) else { return Ok(()) };
        let mut object = Map::new();
        if let Some(key) = &row.customer {
            let prefix = PREFIXES.iter().find(|(_, kind)| *kind == key.kind).map_or('u', |(prefix, _)| *prefix);
            object.insert("$customer".to_owned(), format!("{prefix}:{}", key.value).into());
            object.insert("$at".to_owned(), row.at.to_string().into());
        }
        if !row.message.is_empty() {
            object.insert("$message".to_owned(), row.message.clone().into());
        }
        if let Some(updated_at) = row.updated_at {
            object.insert("$updated_at".to_owned(), updated_at.to_string().into());
        }
        if matches!(row.target, Target::Stream(_)) {
            add_lists(&row.fields, "", &mut sheet.lists);
            sheet.has_own_key |= row.fields.contains_key(OWN_KEY);
        }
        object.extend(row.fields.clone());
        let mut text = Value::Object(object).to_string();
        text.push('\n');
        sheet.rows.write_all(text.as_bytes()).map_err(failed)?;
        sheet.origins.push((message, line));
        Ok(())
    }

    /// Reads all rows back.
    pub(super) fn read(self, tracked: &Tracked<'_>) -> Result<Intake, Error> {
        let mut intake = Intake {
            batches: Vec::new(),
            schema: tracked.schema.clone(),
            added: Vec::new(),
            refused: Vec::new(),
            rows: 0,
            rounded: Vec::new(),
            notes: Vec::new(),
        };
        let tables = BTreeMap::new();
        for (target, mut sheet) in self.sheets {
            let path = self.folder.path().join(&sheet.name);
            sheet.rows.flush().map_err(|source| Error::Unreadable { path: path.clone(), source })?;
            // A mapping that cannot be read would be one of a strange name, of which there are no rows.
            let Ok(mapping) = Mapping::parse(&mapping_of(&target, &sheet, &intake.schema)) else { continue };
            let Some(file) = mapping.file_for(&sheet.name) else { continue };
            let schema = &intake.schema;
            let reading =
                Reading { path: &path, file, schema, settings: tracked.settings, tables: &tables, progress: &|_| {} };
            let read = read::read(&reading)?;
            intake.schema = read.schema;
            intake.added.extend(read.added);
            for mut refused in read.refused {
                // The elements of a list are rows of their own, on the line of the row that they lie in.
                let row = refused.line.unwrap_or(refused.row) as usize;
                let (message, line) = sheet.origins.get(row - 1).copied().unwrap_or_default();
                (refused.row, refused.line) = (message, Some(line));
                intake.refused.push(refused);
            }
            intake.batches.extend(read.batches.into_iter().flat_map(by_kind));
        }
        Ok(intake)
    }
}

/// Finds the lists of records among fields, those in structures too.
fn add_lists(fields: &Map<String, Value>, prefix: &str, lists: &mut BTreeSet<String>) {
    for (name, value) in fields {
        match value {
            Value::Array(elements) if elements.iter().any(Value::is_object) => {
                lists.insert(format!("{prefix}{name}"));
            }
            Value::Object(inner) => add_lists(inner, &format!("{prefix}{name}."), lists),
            _ => {}
        }
    }
}

/// How the file of a target's rows is read. The elements of a list are rows of a stream named after both, which belong to
/// the row that they lie in by its key: that of its stream, else its message id.
fn mapping_of(target: &Target, sheet: &Sheet, schema: &Schema) -> String {
    let mut elements = String::new();
    let feed = match target {
        Target::Stream(name) => {
            let known = schema.streams.get(name).and_then(|stream| stream.key.clone());
            let of_list = |list: &String| format!("{name}_{}", list.replace('.', "_"));
            // A stream that is something else already does not become one of elements.
            let fits = |list: &&String| {
                let whole = Whole::Field(known.clone().unwrap_or_else(|| OWN_KEY.to_owned()));
                schema.streams.get(&of_list(list)).is_none_or(|stream| {
                    stream.key.is_none()
                        && stream.parent.as_ref().is_none_or(|parent| parent == name)
                        && stream.whole.as_ref().is_none_or(|known| *known == whole)
                })
            };
            let is_told = known.is_some() || !sheet.has_own_key;
            for list in sheet.lists.iter().filter(|_| is_told).filter(fits) {
                let stream = quoted(&of_list(list));
                elements.push_str(&format!(
                    "[[file.feed]]\nstream = {stream}\neach = {}\nparent = {}\ncustomer = \"$customer\"\nat = \"$at\"\n\
                     updated_at = \"$updated_at\"\n",
                    quoted(list),
                    quoted(name)
                ));
            }
            let by_message = match known {
                Some(key) => key == OWN_KEY && !sheet.has_own_key,
                None => !elements.is_empty(),
            };
            let key = if by_message {
                format!("key = {0}\nfields.{0} = \"$message\"\n", quoted(OWN_KEY))
            } else {
                String::new()
            };
            format!("stream = {}\n{key}", quoted(name))
        }
        Target::Profile => "attributes = true".to_owned(),
        Target::Table(name) => {
            return format!(
                "source = \"{SOURCE}\"\n[[file]]\nmatch = \"*\"\n[[file.feed]]\ntable = {}\n",
                quoted(name)
            );
        }
    };
    format!(
        "source = \"{SOURCE}\"\n[[file]]\nmatch = \"*\"\n[[file.feed]]\n{feed}\ncustomer = \"$customer\"\nat = \"$at\"\n\
         message = \"$message\"\nupdated_at = \"$updated_at\"\n{elements}"
    )
}

fn quoted(name: &str) -> String {
    // A JSON text without control characters is a TOML text.
    Value::from(name).to_string()
}

/// A batch as one for each kind of id.
fn by_kind(batch: Batch) -> Vec<Batch> {
    if batch.customers.is_empty() {
        return vec![batch];
    }
    let ids = batch.customers.clone().into_texts();
    let kinds: Vec<Option<char>> = ids.dictionary.iter().map(|id| id.chars().next()).collect();
    let mut batches = Vec::new();
    for (prefix, kind) in PREFIXES {
        let is_kind = |&code: &u32| code != NO_CODE && kinds[code as usize] == Some(prefix);
        let keep: Vec<bool> = ids.codes.iter().map(is_kind).collect();
        if !keep.contains(&true) {
            continue;
        }
        let texts = |column: &TextColumn| words::kept(column, &keep);
        let integers = |values: &Vec<i64>| -> Vec<i64> {
            values.iter().zip(&keep).filter(|(_, keep)| **keep).map(|(value, _)| *value).collect()
        };
        let mut customers = texts(&ids);
        for id in &mut customers.dictionary {
            *id = id.get(2..).unwrap_or_default().into();
        }
        let column = |column: &Column| match column {
            Column::Text(column) => Column::Text(texts(column)),
            Column::Integer(values) => Column::Integer(integers(values)),
        };
        let messages = batch.messages.as_ref().map(texts);
        let updated_at = batch.updated_at.as_ref().map(integers);
        batches.push(Batch {
            target: batch.target.clone(),
            source: batch.source.clone(),
            id_kind: kind.to_owned(),
            customers: customers.into(),
            at: integers(&batch.at),
            messages: messages.filter(|messages| !messages.dictionary.is_empty()),
            updated_at: updated_at.filter(|times| times.iter().any(|&time| time != MISSING)),
            fields: batch.fields.iter().map(|(name, values)| (name.clone(), column(values))).collect(),
            known_by: batch.known_by.iter().map(|(name, values)| (name.clone(), column(values))).collect(),
        });
    }
    batches
}
