//! Nasty files: each made here, with its mapping and what comes out of it, row by row and refusal by refusal.

mod json;
mod parquet;
mod texts;
mod workbooks;

use intake::Intake;
use model::columns::MISSING;
use model::time::Instant;

use super::{Base, feed, refusals, values};

/// A mapping of visits, the roles of which all cases share unless they say otherwise.
const VISITS: &str = "stream = \"visit\"\ncustomer = \"id\"\nat = \"at\"\n";

const ZONE: &str = "intake-note-zone";

/// A file and what is expected of it.
struct Case {
    name: &'static str,
    file: &'static str,
    bytes: Vec<u8>,
    mapping: String,
    schema: &'static str,
    /// Rows as `customer time field=value …`, the fields in order of their names, without missing values.
    rows: Vec<String>,
    /// Refusals as `row[!] column value reason…`, `!` for whole rows.
    refused: Vec<String>,
    notes: Vec<String>,
    /// What is said when the file cannot be read at all.
    fails: Vec<String>,
}

fn case(name: &'static str, file: &'static str, bytes: impl Into<Vec<u8>>) -> Case {
    Case {
        name,
        file,
        bytes: bytes.into(),
        mapping: feed(VISITS),
        schema: "",
        rows: Vec::new(),
        refused: Vec::new(),
        notes: Vec::new(),
        fails: Vec::new(),
    }
}

fn owned(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|text| (*text).to_owned()).collect()
}

impl Case {
    fn rows(self, rows: &[&str]) -> Self {
        Case { rows: owned(rows), ..self }
    }

    fn refused(self, refused: &[&str]) -> Self {
        Case { refused: owned(refused), ..self }
    }

    fn notes(self, notes: &[&str]) -> Self {
        Case { notes: owned(notes), ..self }
    }

    fn fails(self, said: &[&str]) -> Self {
        Case { fails: owned(said), ..self }
    }

    /// Another mapping.
    fn mapped(self, mapping: &str) -> Self {
        Case { mapping: mapping.to_owned(), ..self }
    }

    /// Settings of the file, before its feeds.
    fn saying(self, settings: &str) -> Self {
        let mapping = self.mapping.replacen("match", &format!("{settings}\nmatch"), 1);
        Case { mapping, ..self }
    }

    /// Words that the base knows.
    fn knowing(self, schema: &'static str) -> Self {
        Case { schema, ..self }
    }

    /// What differs from what is expected.
    fn differences(&self) -> Vec<String> {
        let mut found = Vec::new();
        let mut compare = |what: &str, told: &[String], expected: &[String]| {
            if told != expected {
                found.push(format!("{}: {what}\n      told {told:#?}\n  expected {expected:#?}", self.name));
            }
        };
        match Base::knowing(self.schema).try_read(self.file, &self.bytes, &self.mapping) {
            Ok(intake) => {
                let mut notes: Vec<String> = intake.notes.iter().map(ToString::to_string).collect();
                // Nearly all files have times without a zone: only the cases about it expect to be told.
                if self.notes.iter().all(|note| !note.starts_with(ZONE)) {
                    notes.retain(|note| !note.starts_with(ZONE));
                }
                compare("rows", &rows(&intake), &self.rows);
                compare("refusals", &refusals(&intake), &self.refused);
                compare("notes", &notes, &self.notes);
                compare("failure", &[], &self.fails);
            }
            Err(error) => {
                let told: Vec<String> = if let intake::Error::Mapping { problems, .. } = &error {
                    problems.iter().map(|problem| problem.phrase.to_string()).collect()
                } else {
                    vec![error.phrase().key.to_owned()]
                };
                compare("failure", &told, &self.fails);
            }
        }
        found
    }
}

/// The rows of the first feed.
fn rows(intake: &Intake) -> Vec<String> {
    let batch = &intake.batches[0];
    let fields: Vec<(&String, Vec<String>)> = batch.fields.keys().map(|field| (field, values(intake, field))).collect();
    let row = |row: usize| {
        let at = batch.at[row];
        let when = if at == MISSING { "-".to_owned() } else { Instant(at).to_string() };
        let mut words = vec![batch.customers.get(row).map_or_else(|| "-".to_owned(), Into::into), when];
        words.extend(fields.iter().filter(|(_, values)| values[row] != "-").map(|(field, values)| {
            let value = &values[row];
            format!("{field}={value}")
        }));
        words.join(" ")
    };
    (0..batch.at.len()).map(row).collect()
}

fn check(cases: Vec<Case>) {
    let differences: Vec<String> = cases.iter().flat_map(Case::differences).collect();
    assert!(differences.is_empty(), "{} differences:\n{}", differences.len(), differences.join("\n"));
}
