//! Taking in what a file held: parts are written and synced, then one transaction makes them live with all the rest.

use std::ops::AddAssign;

use model::columns::{Batch, Target};
use model::identity::Link;
use model::schema::Schema;
use model::time::Instant;
use rusqlite::{Transaction, params};

use crate::catalogue::links;
use crate::catalogue::refusals::{RefusedRow, Waiting};
use crate::customers::Customers;
use crate::customers::merging;
use crate::customers::merging::Merging;
use crate::customers::presence::FirstSeen;
use crate::origins::Brought;
use crate::part::loose::Loose;
use crate::part::writing;
use crate::part::{Cells, Part};
use crate::{Error, Store, catalogue};

/// What a file held, to be taken in as a whole or not at all.
#[derive(Clone, Debug)]
pub struct Import {
    /// The file.
    pub file: ImportedFile,
    /// The whole schema of the base, with the words the file brought.
    pub schema: Schema,
    /// Its rows.
    pub batches: Vec<Batch>,
    /// Links between keys that it says.
    pub links: Vec<Link>,
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

/// What a commit changed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Committed {
    /// Customers never heard of before, less those that proved to be one with another.
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

impl AddAssign for Counts {
    fn add_assign(&mut self, other: Counts) {
        self.new_rows += other.new_rows;
        self.known_rows += other.known_rows;
        self.new_versions += other.new_versions;
    }
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
    /// Rows of small streams, to be written together.
    pub(crate) small: Vec<Loose>,
}

/// What a draft came to: parts that are written and synced, and what else is to be kept with them.
pub(crate) struct Prepared {
    pub(crate) parts: Vec<Part>,
    pub(crate) replaced: Vec<u64>,
    pub(crate) first_seen: FirstSeen,
    pub(crate) received_at: i64,
}

impl<'a> Draft<'a> {
    /// A draft of nothing yet.
    pub(crate) fn new(store: &'a Store, schema: &'a Schema, received_at: i64) -> Self {
        let first_seen = FirstSeen::default();
        Draft { store, schema, received_at, parts: Vec::new(), replaced: Vec::new(), first_seen, small: Vec::new() }
    }

    /// What it came to.
    pub(crate) fn prepared(self) -> Prepared {
        let Draft { parts, replaced, first_seen, received_at, .. } = self;
        Prepared { parts, replaced, first_seen, received_at }
    }

    /// The number of the next part.
    pub(crate) fn next_part(&self) -> u64 {
        self.store.parts.iter().chain(&self.parts).map(|part| part.id).max().unwrap_or(0) + 1
    }

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
        part.id = self.next_part();
        part.rows = positions.len() as u64;
        (part.first, part.last) = (customers[0], customers[customers.len() - 1]);
        part.received_at = self.received_at;
        let root = self.store.dir.join("parts");
        let folder = root.join(&part.folder);
        let disk = &self.store.disk;
        disk.make_folder(&folder)?;
        part.seal = writing::write(disk, &part.path(&self.store.dir), customers, positions, columns)?;
        disk.sync_folder(&folder)?;
        self.parts.push(part);
        Ok(())
    }
}

impl Store {
    /// Takes in what a file held. When it returns, all of it is durable; when it fails, nothing of it is there.
    pub fn commit(&mut self, import: Import) -> Result<Committed, Error> {
        let Import { file, schema, batches, links, refused, received_at } = import;
        let mut run = self.begin_import(file)?;
        run.add(&schema, batches)?;
        run.add_links(links)?;
        run.commit(schema, refused, received_at)
    }

    /// Makes what was prepared live, in one transaction.
    pub(crate) fn make_live(
        &mut self,
        prepared: Prepared,
        customers: &mut Customers,
        file: Option<(&ImportedFile, &Waiting, &Brought)>,
        links: &[Link],
        schema: Schema,
    ) -> Result<(), Error> {
        let Prepared { parts, replaced, first_seen, received_at } = prepared;
        let mut schema = schema;
        schema.settle();
        let version = self.version + 1;
        let is_identity_new = !links.is_empty() || customers.has_fresh();
        let transaction = self.connection.unchecked_transaction()?;
        customers.save(&transaction)?;
        first_seen.save(&transaction)?;
        links::save(&transaction, links, received_at)?;
        // A key that was only linked before may have rows from now on.
        if is_identity_new {
            merging::settle(&transaction)?;
        }
        for id in &replaced {
            catalogue::remove_part(&transaction, *id)?;
        }
        for part in &parts {
            catalogue::add_part(&transaction, part, version)?;
        }
        if let Some((file, refused, brought)) = file {
            let number = add_file(&transaction, file, Instant(received_at), version)?;
            refused.save(&transaction, number)?;
            brought.save(&transaction, number)?;
        }
        catalogue::set_meta(&transaction, "schema", &catalogue::json("schema", &schema)?)?;
        catalogue::set_meta(&transaction, "version", &version.to_string())?;
        self.disk.commit(transaction)?;
        customers.saved();
        self.version = version;
        self.schema = schema;
        self.parts.retain(|part| !replaced.contains(&part.id));
        self.parts.extend(parts);
        if is_identity_new {
            self.merging = Merging::read(&self.connection)?;
        }
        Ok(())
    }
}

fn add_file(transaction: &Transaction<'_>, file: &ImportedFile, at: Instant, version: u64) -> Result<i64, Error> {
    transaction.execute(
        "INSERT INTO imported (name, content_hash, rows, received_at, version) VALUES (?1, ?2, ?3, ?4, ?5)",
        params![file.name, file.content_hash as i64, file.rows as i64, at.0, version as i64],
    )?;
    Ok(transaction.last_insert_rowid())
}
