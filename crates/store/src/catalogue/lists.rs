//! Lists of customers kept by hand: who was put in or taken out, by which key, as of when, and when that was received.
//!
//! An entry keeps the key it came with and is read as the customer's whose that key is now: a key that names nobody yet
//! waits for its customer, and merges need no repair.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use model::columns::{AttributeColumn, Column};
use model::identity::Key;
use model::time::Instant;
use rusqlite::{Connection, OptionalExtension, params};
use xxhash_rust::xxh3::Xxh3;

use crate::catalogue::seal;
use crate::part::attributes;
use crate::part::reading::Whom;
use crate::{Error, Store, catalogue, part};

const TABLE: &str = "
CREATE TABLE IF NOT EXISTS list_entry (id INTEGER PRIMARY KEY, list TEXT NOT NULL, kind TEXT NOT NULL,
    value TEXT NOT NULL, is_in INTEGER NOT NULL, at INTEGER NOT NULL, received_at INTEGER NOT NULL);
CREATE INDEX IF NOT EXISTS list_entry_by_list ON list_entry (list);
";

/// A move in or out of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListEntry {
    /// The key of the customer; one of an empty kind is an id of whatever kind.
    pub key: Key,
    /// Whether the customer is in the list from then on.
    pub is_in: bool,
    /// As of when; [`ListEntry::BEGINNING`] from the beginning.
    pub at: Instant,
    /// When it was received.
    pub received_at: Instant,
}

impl ListEntry {
    /// The instant of what holds from the beginning, and was always known.
    pub const BEGINNING: Instant = Instant(i64::MIN);
}

impl Store {
    /// Adds moves to a list, which is made if there is none of the name. What was computed from lists holds no longer.
    pub fn change_list(&mut self, list: &str, entries: &[ListEntry]) -> Result<(), Error> {
        let mut schema = self.schema.clone();
        schema.lists.insert(list.to_owned());
        self.write_list(list, entries, false, schema)
    }

    /// Makes the entries of a list that belongs to something else (those that a segment's file adds by hand) these ones.
    pub fn set_list(&mut self, list: &str, entries: &[ListEntry]) -> Result<(), Error> {
        if self.list_entries(list)? == entries {
            return Ok(());
        }
        self.write_list(list, entries, true, self.schema.clone())
    }

    fn write_list(
        &mut self,
        list: &str,
        entries: &[ListEntry],
        anew: bool,
        schema: model::schema::Schema,
    ) -> Result<(), Error> {
        self.writable()?;
        let version = self.version + 1;
        let transaction = self.connection.unchecked_transaction()?;
        transaction.execute_batch(TABLE)?;
        if anew {
            transaction.execute("DELETE FROM list_entry WHERE list = ?1", [list])?;
        }
        let mut insert = transaction.prepare_cached(
            "INSERT INTO list_entry (list, kind, value, is_in, at, received_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        )?;
        for ListEntry { key, is_in, at, received_at } in entries {
            insert.execute(params![list, key.kind, key.value, is_in, at.0, received_at.0])?;
        }
        drop(insert);
        catalogue::set_meta(&transaction, &sum_name(list), &sum(&read(&transaction, list)?).to_string())?;
        catalogue::set_meta(&transaction, "schema", &catalogue::json("schema", &schema)?)?;
        // Cut-offs may have been computed among the customers of the list.
        catalogue::set_meta(&transaction, "version", &version.to_string())?;
        self.disk.commit(transaction)?;
        self.version = version;
        self.schema = schema;
        Ok(())
    }

    /// Ids of the lists that ever had an entry, those of segments included.
    pub fn list_ids(&self) -> Result<BTreeSet<String>, Error> {
        list_ids(&self.connection)
    }

    /// The entries of a list that are known, in the order in which they hold.
    pub fn list_entries(&self, list: &str) -> Result<Vec<ListEntry>, Error> {
        let _snapshot = seal::snapshot(&self.connection)?;
        if !has_table(&self.connection)? {
            return Ok(Vec::new());
        }
        let mut entries = checked(&self.connection, &self.dir, list)?;
        let is_known = |entry: &ListEntry| self.known_at.is_none_or(|known_at| entry.received_at.0 <= known_at);
        entries.retain(is_known);
        Ok(entries)
    }

    /// The customers whom each of some entries names: none for a key that names nobody yet, several for an address that
    /// several have in their profile.
    pub fn listed_customers(&self, entries: &[ListEntry]) -> Result<Vec<Vec<u32>>, Error> {
        let mut found: Vec<Vec<u32>> = Vec::with_capacity(entries.len());
        for ListEntry { key, .. } in entries {
            let number = if key.kind.is_empty() { self.find_customer(&key.value)? } else { self.number_of(key)? };
            found.push(number.into_iter().collect());
        }
        let kinds: BTreeSet<&str> = entries
            .iter()
            .zip(&found)
            .filter(|(_, customers)| customers.is_empty())
            .map(|(entry, _)| entry.key.kind.as_str())
            .collect();
        for kind in kinds {
            let by_value = self.customers_by_attribute(kind)?;
            for (entry, customers) in entries.iter().zip(&mut found) {
                if entry.key.kind == kind && customers.is_empty() {
                    customers.extend(by_value.get(&entry.key.value).into_iter().flatten());
                }
            }
        }
        Ok(found)
    }

    /// The customers by the last value of an attribute that is a kind of key.
    fn customers_by_attribute(&self, kind: &str) -> Result<BTreeMap<String, Vec<u32>>, Error> {
        let mut by_value: BTreeMap<String, Vec<u32>> = BTreeMap::new();
        if !self.schema.attributes.get(kind).is_some_and(|field| field.kind.is_text()) {
            return Ok(by_value);
        }
        let names = BTreeSet::from([kind.to_owned()]);
        let parts = self.parts_of(part::PROFILE);
        let (view, of) = (self.view(), self.n_customers());
        let columns = attributes::read(&self.dir, &parts, &self.schema, &names, Whom::Everyone, of, view)?;
        let last = |customer: usize| match columns.get(kind)? {
            AttributeColumn::Constant(Column::Text(texts)) => texts.get(customer),
            AttributeColumn::History { offsets, values: Column::Text(texts), .. } => {
                (offsets[customer]..offsets[customer + 1]).last().and_then(|place| texts.get(place as usize))
            }
            _ => None,
        };
        for customer in (0..of).filter(|&customer| self.merging.is_customer(customer as u32)) {
            if let Some(key) = last(customer).and_then(|value| Key::new(kind, value)) {
                by_value.entry(key.value).or_default().push(customer as u32);
            }
        }
        Ok(by_value)
    }

    /// Wanted lists of a run of customers; those in which none of them ever was are left out.
    pub(crate) fn list_columns(
        &self,
        wanted: &BTreeSet<String>,
        customers: Range<u32>,
    ) -> Result<BTreeMap<String, AttributeColumn>, Error> {
        let mut columns = BTreeMap::new();
        for list in wanted {
            let entries = self.list_entries(list)?;
            let mut moves: Vec<(u32, i64, i64)> = Vec::new();
            for (entry, named) in entries.iter().zip(self.listed_customers(&entries)?) {
                let own = named.into_iter().filter(|customer| customers.contains(customer));
                moves.extend(own.map(|customer| (customer - customers.start, entry.at.0, i64::from(entry.is_in))));
            }
            if moves.is_empty() {
                continue;
            }
            // Entries of one customer stay in the order in which they hold.
            moves.sort_by_key(|&(customer, ..)| customer);
            let starts = |customer: u32| moves.partition_point(|&(other, ..)| other < customer) as u32;
            columns.insert(
                list.clone(),
                AttributeColumn::History {
                    offsets: (0..=customers.len() as u32).map(starts).collect(),
                    from: moves.iter().map(|&(_, at, _)| at).collect(),
                    values: Column::Integer(moves.iter().map(|&(.., is_in)| is_in).collect()),
                },
            );
        }
        Ok(columns)
    }
}

fn list_ids(connection: &Connection) -> Result<BTreeSet<String>, Error> {
    if !has_table(connection)? {
        return Ok(BTreeSet::new());
    }
    let mut query = connection.prepare_cached("SELECT DISTINCT list FROM list_entry")?;
    let found = query.query_map([], |row| row.get(0))?;
    Ok(found.collect::<Result<_, _>>()?)
}

/// Refuses lists that are not as they were written.
pub(crate) fn check_all(connection: &Connection, dir: &std::path::Path) -> Result<(), Error> {
    let _snapshot = seal::snapshot(connection)?;
    for list in list_ids(connection)? {
        checked(connection, dir, &list)?;
    }
    Ok(())
}

/// Bases made before there were lists have no table of them.
fn has_table(connection: &Connection) -> Result<bool, Error> {
    let query = "SELECT 1 FROM sqlite_master WHERE name = 'list_entry'";
    Ok(connection.prepare_cached(query)?.query_row([], |_| Ok(())).optional()?.is_some())
}

fn sum_name(list: &str) -> String {
    format!("list {list}")
}

fn checked(connection: &Connection, dir: &std::path::Path, list: &str) -> Result<Vec<ListEntry>, Error> {
    let entries = read(connection, list)?;
    let kept = catalogue::meta(connection, &sum_name(list))?;
    if entries.is_empty() && kept.is_none() || kept == Some(sum(&entries).to_string()) {
        return Ok(entries);
    }
    let what = format!("its list {list} does not have its checksum");
    Err(Error::Damaged { path: dir.join(catalogue::FILE), what })
}

fn read(connection: &Connection, list: &str) -> Result<Vec<ListEntry>, Error> {
    let mut query = connection.prepare_cached(
        "SELECT kind, value, is_in, at, received_at FROM list_entry WHERE list = ?1 ORDER BY at, received_at, id",
    )?;
    let entry = |row: &rusqlite::Row<'_>| {
        let key = Key { kind: row.get(0)?, value: row.get(1)? };
        Ok(ListEntry { key, is_in: row.get(2)?, at: Instant(row.get(3)?), received_at: Instant(row.get(4)?) })
    };
    Ok(query.query_map([list], entry)?.collect::<Result<_, _>>()?)
}

fn sum(entries: &[ListEntry]) -> u64 {
    let mut hash = Xxh3::new();
    for ListEntry { key, is_in, at, received_at } in entries {
        for text in [&key.kind, &key.value] {
            hash.update(&(text.len() as u64).to_le_bytes());
            hash.update(text.as_bytes());
        }
        hash.update(&[u8::from(*is_in)]);
        hash.update(&at.0.to_le_bytes());
        hash.update(&received_at.0.to_le_bytes());
    }
    hash.digest()
}
