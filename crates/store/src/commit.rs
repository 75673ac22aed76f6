//! Taking in what a file held: parts are written and synced, then one transaction makes them live with all the rest.

use std::collections::BTreeMap;
use std::fs;

use model::columns::{Batch, Target};
use model::schema::Schema;
use model::time::Instant;
use rusqlite::{Transaction, params};

use crate::customers::Customers;
use crate::part::{self, Cells, Part};
use crate::presence::FirstSeen;
use crate::{Error, Store, catalogue, profile, reference, streams};

/// What a file held, to be taken in as a whole or not at all.
#[derive(Clone, Debug)]
pub struct Import {
    /// The file.
    pub file: ImportedFile,
    /// The whole schema of the base, with the words the file brought.
    pub schema: Schema,
    /// Its rows.
    pub batches: Vec<Batch>,
    /// Its rows and values that were refused.
    pub refused: Vec<RefusedRow>,
    /// When it was received.
    pub received_at: Instant,
}

/// A file that was imported.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportedFile {
    /// Its name.
    pub name: String,
    /// A hash of all its bytes.
    pub content_hash: u64,
    /// Number of rows in it.
    pub rows: u64,
}

/// A row, or one of its values, that was refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RefusedRow {
    /// Number of the row in its file.
    pub row: u64,
    /// Its column, when a value was refused.
    pub column: Option<String>,
    /// The value as it was written.
    pub value: String,
    /// Key of the sentence that gives the reason.
    pub reason_key: String,
    /// Words of that sentence.
    pub reason_words: Vec<(String, String)>,
    /// Whether the whole row was refused, not only the value.
    pub whole_row: bool,
}

/// What a commit changed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Committed {
    /// Customers never heard of before.
    pub new_customers: u64,
    /// What happened to the rows of each target.
    pub targets: Vec<TargetCount>,
}

/// What happened to the rows of a stream, a table or the profiles.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TargetCount {
    /// The stream, table or the profiles.
    pub target: Target,
    /// Rows not known before.
    pub new_rows: u64,
    /// Rows that changed nothing: already there, or superseded within their own file.
    pub known_rows: u64,
    /// Rows that say something new of a subject already known.
    pub new_versions: u64,
}

/// Counts of rows while a target is prepared.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Counts {
    pub(crate) new_rows: u64,
    pub(crate) known_rows: u64,
    pub(crate) new_versions: u64,
}

/// A commit under way: what is to be made live.
pub(crate) struct Draft<'a> {
    pub(crate) store: &'a Store,
    pub(crate) schema: &'a Schema,
    pub(crate) received_at: i64,
    /// Parts written so far.
    pub(crate) parts: Vec<Part>,
    /// Parts that the new ones replace.
    pub(crate) replaced: Vec<u64>,
    pub(crate) first_seen: FirstSeen,
}

impl Draft<'_> {
    /// Writes a part and remembers to make it live. `part` comes without number; nothing is written without rows.
    pub(crate) fn write(
        &mut self,
        mut part: Part,
        customers: &[u32],
        positions: &[u32],
        columns: Vec<(String, Cells<'_>)>,
    ) -> Result<(), Error> {
        if positions.is_empty() {
            return Ok(());
        }
        let last = self.store.parts.iter().chain(&self.parts).map(|part| part.id).max().unwrap_or(0);
        part.id = last + 1;
        part.rows = positions.len() as u64;
        part.received_at = self.received_at;
        let root = self.store.dir.join("parts");
        let folder = root.join(&part.folder);
        if !folder.exists() {
            fs::create_dir_all(&folder).map_err(|source| Error::File { path: folder.clone(), source })?;
            part::sync_folder(&root)?;
        }
        part::write(&part.path(&self.store.dir), customers, positions, columns)?;
        part::sync_folder(&folder)?;
        self.parts.push(part);
        Ok(())
    }
}

impl Store {
    /// Takes in what a file held. When it returns, all of it is durable; when it fails, nothing of it is there.
    pub fn commit(&mut self, import: Import) -> Result<Committed, Error> {
        self.writable()?;
        let before = self.customers.count();
        let mut customers = std::mem::take(&mut self.customers);
        let outcome = self.prepare_and_commit(import, &mut customers);
        // Numbers given by a commit that failed were given to nobody.
        self.customers = if outcome.is_ok() { customers } else { Customers::new(before) };
        let (targets, schema, parts, replaced) = outcome?;
        self.version += 1;
        self.schema = schema;
        self.parts.retain(|part| !replaced.contains(&part.id));
        self.parts.extend(parts);
        Ok(Committed { new_customers: u64::from(self.customers.count() - before), targets })
    }

    #[expect(
        clippy::type_complexity,
        reason = "what changes in the store once the commit is durable, taken apart at once"
    )]
    fn prepare_and_commit(
        &self,
        import: Import,
        customers: &mut Customers,
    ) -> Result<(Vec<TargetCount>, Schema, Vec<Part>, Vec<u64>), Error> {
        let Import { file, schema, batches, refused, received_at } = import;
        let mut by_target: BTreeMap<Target, Vec<Batch>> = BTreeMap::new();
        for batch in batches {
            by_target.entry(batch.target.clone()).or_default().push(batch);
        }
        let mut draft = Draft {
            store: self,
            schema: &schema,
            received_at: received_at.0,
            parts: Vec::new(),
            replaced: Vec::new(),
            first_seen: FirstSeen::default(),
        };
        let mut targets = Vec::with_capacity(by_target.len());
        for (target, batches) in by_target {
            let counts = match &target {
                Target::Stream(name) => streams::prepare(&mut draft, name, batches, customers)?,
                Target::Profile => profile::prepare(&mut draft, batches, customers)?,
                Target::Table(name) => reference::prepare(&mut draft, name, batches)?,
            };
            let Counts { new_rows, known_rows, new_versions } = counts;
            targets.push(TargetCount { target, new_rows, known_rows, new_versions });
        }
        let Draft { parts, replaced, first_seen, .. } = draft;
        let version = self.version + 1;
        let transaction = self.connection.unchecked_transaction()?;
        customers.save(&transaction)?;
        first_seen.save(&transaction)?;
        for id in &replaced {
            catalogue::remove_part(&transaction, *id)?;
        }
        for part in &parts {
            catalogue::add_part(&transaction, part, version)?;
        }
        let number = add_file(&transaction, &file, received_at, version)?;
        add_refused(&transaction, number, &refused)?;
        catalogue::set_meta(&transaction, "schema", &catalogue::json("schema", &schema)?)?;
        catalogue::set_meta(&transaction, "version", &version.to_string())?;
        transaction.commit()?;
        customers.saved();
        Ok((targets, schema, parts, replaced))
    }
}

fn add_file(transaction: &Transaction<'_>, file: &ImportedFile, at: Instant, version: u64) -> Result<i64, Error> {
    transaction.execute(
        "INSERT INTO imported (name, content_hash, rows, received_at, version) VALUES (?1, ?2, ?3, ?4, ?5)",
        params![file.name, file.content_hash as i64, file.rows as i64, at.0, version as i64],
    )?;
    Ok(transaction.last_insert_rowid())
}

fn add_refused(transaction: &Transaction<'_>, file: i64, refused: &[RefusedRow]) -> Result<(), Error> {
    for row in refused {
        let words = catalogue::json("words of a refusal", &row.reason_words)?;
        let mut insert = transaction.prepare_cached(
            "INSERT INTO refused (file, row, field, value, reason, words, whole_row) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        )?;
        insert.execute(params![file, row.row as i64, row.column, row.value, row.reason_key, words, row.whole_row])?;
    }
    Ok(())
}
