//! Reads small files through the whole crate and looks at the rows, words and refusals that come out.

#![expect(clippy::unwrap_used, reason = "a test that fails may panic")]

mod choosing;
mod chunks;
mod completejourney;
mod computed;
mod corpus;
mod exports;
mod fuzz;
mod grouped;
mod guessing;
mod lookups;
mod mappings;
mod ndjson_files;
mod nested;
mod parquet_files;
mod presets;
mod rows;
mod tables;
mod text_files;
mod tracking;

use std::collections::BTreeMap;
use std::path::Path;

use intake::mapping::FileMapping;
use intake::{Error, Intake, Mapping, Reading, read};
use model::columns::{Batch, Column, MISSING, TableColumns, Target};
use model::phrase::Problem;
use model::schema::{Schema, Settings};
use model::time::{Day, Instant};
use model::value::Type;

/// A base in Paris that knows some words, and reference tables.
struct Base {
    schema: Schema,
    settings: Settings,
    tables: BTreeMap<String, TableColumns>,
}

impl Base {
    fn new() -> Self {
        let settings = Settings {
            name: String::new(),
            timezone: "Europe/Paris".to_owned(),
            currency: "EUR".to_owned(),
            week_start: 0,
            hemisphere: Default::default(),
            fiscal_start: 1,
            statuses: BTreeMap::new(),
        };
        Base { schema: Schema::default(), settings, tables: BTreeMap::new() }
    }

    fn knowing(schema: &str) -> Self {
        Base { schema: toml::from_str(schema).unwrap(), ..Base::new() }
    }

    fn try_read(&self, name: &str, content: &[u8], mapping: &str) -> Result<Intake, Error> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(name);
        std::fs::write(&path, content).unwrap();
        self.read_path(&path, mapping)
    }

    /// What a file is read with, by a section of a mapping.
    fn reading<'a>(&'a self, path: &'a Path, file: &'a FileMapping) -> Reading<'a> {
        let (schema, settings, tables) = (&self.schema, &self.settings, &self.tables);
        Reading { path, file, schema, settings, tables, progress: &|_| {} }
    }

    fn read_path(&self, path: &Path, mapping: &str) -> Result<Intake, Error> {
        let mapping = Mapping::parse(mapping).unwrap_or_else(|problems| panic!("{problems:?}"));
        let name = path.file_name().unwrap().to_string_lossy();
        let file = mapping.file_for(&name).expect("the mapping has a section for the file");
        let reading = self.reading(path, file);
        let told = read(&reading);
        chunks::same_in_chunks(&reading, &told);
        told
    }

    fn read(&self, name: &str, content: &str, mapping: &str) -> Intake {
        self.try_read(name, content.as_bytes(), mapping).unwrap_or_else(|error| panic!("{error:?}"))
    }

    fn problems(&self, name: &str, content: &str, mapping: &str) -> Vec<Problem> {
        match self.try_read(name, content.as_bytes(), mapping) {
            Err(Error::Mapping { problems, .. }) => problems,
            other => panic!("no problem of the mapping: {other:?}"),
        }
    }
}

/// The mapping of one feed of any file.
fn feed(rest: &str) -> String {
    format!("[[file]]\nmatch = \"*\"\n[[file.feed]]\n{rest}")
}

/// Customers and times of a batch's rows.
fn whens(batch: &Batch) -> Vec<String> {
    let when = |at: i64| if at == MISSING { "-".to_owned() } else { Instant(at).to_string() };
    batch
        .at
        .iter()
        .enumerate()
        .map(|(row, &at)| format!("{} {}", batch.customers.get(row).unwrap(), when(at)))
        .collect()
}

/// The values of a field as text, `-` when missing.
fn values(intake: &Intake, field: &str) -> Vec<String> {
    let batch = &intake.batches[0];
    let column = batch.fields.get(field).unwrap_or_else(|| panic!("no field {field} in {:?}", batch.fields.keys()));
    let kind = kind(intake, field);
    (0..column.len())
        .map(|row| match column {
            _ if column.is_missing(row) => "-".to_owned(),
            Column::Text(texts) => texts.get(row).unwrap().to_owned(),
            Column::Integer(values) => match kind {
                Type::Date => Day(values[row] as i32).to_string(),
                Type::Instant => Instant(values[row]).to_string(),
                _ => values[row].to_string(),
            },
        })
        .collect()
}

/// The type of a field in the schema that came out.
fn kind(intake: &Intake, field: &str) -> Type {
    match &intake.batches[0].target {
        Target::Stream(stream) => intake.schema.streams[stream].fields[field].kind,
        Target::Table(table) if intake.schema.tables[table].key == field => Type::Text,
        Target::Table(table) => intake.schema.tables[table].fields[field].kind,
        Target::Profile => intake.schema.attributes[field].kind,
    }
}

/// Refusals as `row[!] column value reason…`, `!` for whole rows.
fn refusals(intake: &Intake) -> Vec<String> {
    let mark = |whole: bool| if whole { "!" } else { "" };
    intake
        .refused
        .iter()
        .map(|refused| {
            let column = refused.column.as_deref().unwrap_or("-");
            format!("{}{} {column} {:?} {}", refused.row, mark(refused.whole_row), refused.value, refused.reason)
        })
        .collect()
}
