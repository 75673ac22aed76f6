//! Taking in a file a chunk at a time: rows wait, as they came or put away, until all of the file is known to be wanted.

use std::collections::BTreeMap;

use model::columns::{Batch, Target};
use model::identity::{Link, Reason, names_customer};
use model::schema::Schema;
use model::time::Instant;

use crate::arriving::arrived::Arrived;
use crate::arriving::commit::{Counts, Draft};
use crate::arriving::incoming::Incoming;
use crate::arriving::spill::Spill;
use crate::arriving::{profile, reference, streams};
use crate::catalogue::refusals::{RefusedCells, RefusedRow, Waiting};
use crate::catalogue::refused::StandingRow;
use crate::catalogue::rounded::RoundedField;
use crate::customers::Customers;
use crate::origins::Brought;
use crate::part::loose;
use crate::{Committed, Error, ImportedFile, Store, TargetCount};

/// How much a store does at once.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Sizes {
    /// Bytes of rows that may wait as they came.
    pub(crate) waiting_bytes: usize,
    /// Bytes that packed rows and the ids of customers may take in memory; beyond, rows wait on disk.
    pub(crate) packed_bytes: usize,
    /// Rows after which a part ends with its shard.
    pub(crate) part_rows: u64,
    /// Rows below which a stream's rows share a file with others.
    pub(crate) small_rows: u64,
    /// Rows from which on the columns of a stream are cached.
    pub(crate) cached_rows: u64,
    /// Rows of customers that are taken in at once, about.
    pub(crate) run_rows: u64,
}

/// Bytes of memory for which the usual sizes are.
const USUAL_MEMORY: usize = 2_000 << 20;

impl Default for Sizes {
    fn default() -> Self {
        Sizes {
            waiting_bytes: 128 << 20,
            packed_bytes: 768 << 20,
            part_rows: 8 << 20,
            small_rows: 1 << 16,
            cached_rows: 1 << 16,
            run_rows: 1 << 20,
        }
    }
}

impl Sizes {
    /// The sizes with which an import takes no more than so many bytes of memory.
    fn within(bytes: usize) -> Self {
        let (usual, mib) = (Sizes::default(), (bytes >> 20).min(USUAL_MEMORY >> 20));
        let share = |size: usize| size / (USUAL_MEMORY >> 20) * mib;
        Sizes {
            waiting_bytes: share(usual.waiting_bytes),
            packed_bytes: share(usual.packed_bytes),
            run_rows: share(usual.run_rows as usize) as u64,
            ..usual
        }
    }
}

/// An import under way. Dropped before its commit, it leaves nothing.
#[derive(Debug)]
pub struct ImportRun<'a> {
    store: &'a mut Store,
    file: ImportedFile,
    /// The numbering of customers, with those that are new.
    customers: Customers,
    /// Customers there were before.
    before: u32,
    rows: BTreeMap<Target, Arrived>,
    /// About how many bytes of rows wait as they came.
    waiting_bytes: usize,
    tables: BTreeMap<String, Vec<Batch>>,
    links: Vec<Link>,
    spill: Option<Spill>,
    refused: Waiting,
    brought: Brought,
}

impl Store {
    /// Says how many bytes of memory an import may take. It needs half a gigabyte to go well; more than two are not used.
    pub fn grant(&mut self, bytes: usize) {
        self.sizes = Sizes::within(bytes);
    }

    /// Begins to take in a file. Nothing of it is there before [`ImportRun::commit`] returns.
    pub fn begin_import(&mut self, file: ImportedFile) -> Result<ImportRun<'_>, Error> {
        self.writable()?;
        let before = self.customers.count();
        let customers = std::mem::take(&mut self.customers);
        let (rows, tables) = (BTreeMap::new(), BTreeMap::new());
        Ok(ImportRun {
            store: self,
            file,
            customers,
            before,
            rows,
            waiting_bytes: 0,
            tables,
            links: Vec::new(),
            spill: None,
            refused: Waiting::default(),
            brought: Brought::default(),
        })
    }
}

impl ImportRun<'_> {
    /// Takes the next rows of the file, in the order of the file. The schema is that of the base with the words that the
    /// file brought so far.
    pub fn add(&mut self, schema: &Schema, batches: Vec<Batch>) -> Result<(), Error> {
        let schema = &*schema.as_kept();
        for batch in batches {
            let (name, fields) = match &batch.target {
                Target::Table(name) => {
                    self.tables.entry(name.clone()).or_default().push(batch);
                    continue;
                }
                Target::Stream(name) => (name.clone(), &streams::of_schema(schema, name)?.fields),
                Target::Profile => ("profile".to_owned(), &schema.attributes),
            };
            self.brought.add(&batch, schema);
            let target = batch.target.clone();
            let connection = &self.store.connection;
            let rows = Incoming::new(&name, batch, fields, &mut self.customers, connection)?;
            self.waiting_bytes += rows.bytes();
            self.rows.entry(target).or_default().add(rows);
            if self.waiting_bytes > self.store.sizes.waiting_bytes {
                self.put_away(schema, |_| true)?;
                self.waiting_bytes = 0;
            }
        }
        Ok(())
    }

    /// Takes links between keys that the file says. The keys that name customers make them, rows or not.
    pub fn add_links(&mut self, links: Vec<Link>) -> Result<(), Error> {
        // What an alias replaced is known to name a customer only when it came with rows: it may be a visitor's.
        for link in links.iter().filter(|link| link.reason != Reason::Replaced && names_customer(&link.first.kind)) {
            self.customers.register(&self.store.connection, &link.first)?;
        }
        self.links.extend(links);
        Ok(())
    }

    /// Says how the file is read: its columns, and the text of the mapping. They are kept with what is refused of it.
    pub fn set_reading(&mut self, columns: &[String], mapping: &str) {
        self.refused.set_reading(columns, mapping);
    }

    /// Takes refusals, and the rows they are of as they are written. They wait on disk.
    pub fn refuse(&mut self, refused: &[RefusedRow], rows: &[RefusedCells]) -> Result<(), Error> {
        self.refused.add(&self.store.connection, refused, rows)
    }

    /// Whether as many refusals are kept as a file may have; those beyond are counted only.
    pub fn has_most_refusals(&self) -> bool {
        self.refused.is_full()
    }

    /// Refused rows of files of this name that stand, with numbers among those given.
    pub fn standing(&self, rows: std::ops::RangeInclusive<u64>) -> Result<Vec<StandingRow>, Error> {
        self.store.standing(&self.file.name, rows)
    }

    /// Says that rows refused before, told by the numbers of their imports and rows, have others in their place: they
    /// are no longer listed once this file is in.
    pub fn replace_refused(&mut self, rows: &[(u64, u64)]) -> Result<(), Error> {
        self.refused.replace(&self.store.connection, rows)
    }

    /// Forgets all that was added, so that the file can be taken in from its start.
    pub fn begin_again(&mut self) {
        self.customers = self.customers_before();
        (self.rows, self.tables) = (BTreeMap::new(), BTreeMap::new());
        (self.waiting_bytes, self.spill) = (0, None);
        (self.links, self.refused, self.brought) = (Vec::new(), Waiting::default(), Brought::default());
    }

    /// Says which numbers of the file were rounded.
    pub fn set_rounded(&mut self, rounded: Vec<RoundedField>) {
        self.refused.rounded = rounded;
    }

    /// Says how many rows the file has, when that was not known at the beginning.
    pub fn set_rows(&mut self, rows: u64) {
        self.file.rows = rows;
    }

    /// Says the hash of the file's content, when that was not known at the beginning. Returns the file of the same content
    /// imported before, if any.
    pub fn set_content(&mut self, content_hash: u64) -> Result<Option<ImportedFile>, Error> {
        self.file.content_hash = content_hash;
        self.store.imported(content_hash)
    }

    /// Takes in all that was added. When it returns, all of it is durable; when it fails, nothing of it is there.
    pub fn commit(
        mut self,
        schema: Schema,
        refused: Vec<RefusedRow>,
        received_at: Instant,
    ) -> Result<Committed, Error> {
        self.refuse(&refused, &[])?;
        let kept = schema.as_kept().into_owned();
        // The rows of one target come back from one place.
        self.put_away(&kept, Arrived::is_spilled)?;
        let n_customers = self.customers.count();
        let known_before = self.store.n_known_with(self.before);
        let mut draft = Draft::new(self.store, &kept, received_at.0);
        let mut targets = Vec::new();
        let (spill, ids) = (self.spill.as_ref(), self.customers.hashes());
        for (target, rows) in std::mem::take(&mut self.rows) {
            let counts = match &target {
                Target::Stream(name) => streams::take_in(&mut draft, name, rows, spill, ids)?,
                _ => profile::take_in(&mut draft, rows, spill, ids)?,
            };
            targets.push(counted(target, counts));
        }
        for (name, batches) in std::mem::take(&mut self.tables) {
            let counts = reference::prepare(&mut draft, &name, batches)?;
            targets.push(counted(Target::Table(name), counts));
        }
        let small = std::mem::take(&mut draft.small);
        loose::write_small(&mut draft, small)?;
        targets.sort_by(|a, b| a.target.cmp(&b.target));
        let prepared = draft.prepared();
        self.store.make_live(
            prepared,
            &mut self.customers,
            Some((&self.file, &self.refused, &self.brought)),
            &self.links,
            schema,
        )?;
        let new_customers = self.store.n_known_with(n_customers).saturating_sub(known_before) as u64;
        // What is durable is not taken back when the run is dropped.
        self.before = n_customers;
        // The file is in; what cannot be put together now is next time.
        let _ = self.store.compact_where_needed();
        Ok(Committed { new_customers, targets })
    }

    /// Puts away what waits as it came of some targets.
    fn put_away(&mut self, schema: &Schema, which: impl Fn(&Arrived) -> bool) -> Result<(), Error> {
        let room = self.store.sizes.packed_bytes.saturating_sub(self.customers.bytes());
        for (target, rows) in self.rows.iter_mut().filter(|(_, rows)| which(rows)) {
            let fields = match target {
                Target::Stream(name) => &streams::of_schema(schema, name)?.fields,
                _ => &schema.attributes,
            };
            let spill = self.spill.get_or_insert_with(|| Spill::of(&self.store.disk, &self.store.dir));
            rows.put_away(spill, room, fields)?;
        }
        Ok(())
    }
}

impl ImportRun<'_> {
    /// The numbering of customers as it was before: numbers given by an import that was not committed were given to
    /// nobody.
    fn customers_before(&mut self) -> Customers {
        let customers = std::mem::take(&mut self.customers);
        if customers.count() == self.before { customers } else { Customers::new(self.before) }
    }
}

impl Drop for ImportRun<'_> {
    fn drop(&mut self) {
        self.store.customers = self.customers_before();
    }
}

fn counted(target: Target, Counts { new_rows, known_rows, new_versions }: Counts) -> TargetCount {
    TargetCount { target, new_rows, known_rows, new_versions }
}
