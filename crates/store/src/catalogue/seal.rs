//! Seals of the catalogue: a hash of everything in each small table that decides about members, set by each commit and
//! held against the table when it is read.

use std::path::Path;

use rusqlite::types::ValueRef;
use rusqlite::{Connection, OptionalExtension, Transaction, params};
use xxhash_rust::xxh3::Xxh3;

use crate::{Error, catalogue, identity};

/// The sealed tables: small ones, so that hashing them costs nothing beside a commit.
pub(crate) const TABLES: [&str; 7] = ["attribute", "home", "link", "meta", "part", "presence", "segment"];
/// Those of them that bases from before them get at their first writing, empty and not sealed yet.
const LATER: [&str; 1] = ["attribute"];

/// Seals the tables as they are; part of the transaction that changed them.
pub(crate) fn set(connection: &Connection) -> Result<(), Error> {
    for table in TABLES {
        let hash = hash(connection, table)?;
        let mut statement = connection.prepare_cached("INSERT OR REPLACE INTO seal (name, hash) VALUES (?1, ?2)")?;
        statement.execute(params![table, hash as i64])?;
    }
    Ok(())
}

/// Refuses a table that is not as it was sealed.
pub(crate) fn check(connection: &Connection, dir: &Path, table: &str) -> Result<(), Error> {
    let _snapshot = snapshot(connection)?;
    let mut query = connection.prepare_cached("SELECT hash FROM seal WHERE name = ?1")?;
    let sealed: Option<i64> = query.query_row([table], |row| row.get(0)).optional()?;
    if sealed.is_none() && LATER.contains(&table) && is_empty(connection, table)? {
        return Ok(());
    }
    if sealed == Some(hash(connection, table)? as i64) {
        return Ok(());
    }
    Err(broken(dir, table))
}

/// A transaction, unless there is one: others may commit between two queries.
pub(crate) fn snapshot(connection: &Connection) -> Result<Option<Transaction<'_>>, Error> {
    if connection.is_autocommit() { Ok(Some(connection.unchecked_transaction()?)) } else { Ok(None) }
}

/// Whether a table has no row, or is not there.
fn is_empty(connection: &Connection, table: &str) -> Result<bool, Error> {
    let is_there = "SELECT count(*) FROM sqlite_master WHERE name = ?1";
    if connection.query_row(is_there, [table], |row| row.get::<_, i64>(0))? == 0 {
        return Ok(true);
    }
    Ok(connection.query_row(&format!("SELECT count(*) FROM {table}"), [], |row| row.get::<_, i64>(0))? == 0)
}

fn broken(dir: &Path, table: &str) -> Error {
    let what = format!("its table {table} does not have its checksum");
    Error::Damaged { path: dir.join(catalogue::FILE), what }
}

/// The sum of the hashes of keys: there are too many of them to hash all at each commit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct KeySum(u64);

impl KeySum {
    /// What the catalogue keeps.
    pub(crate) fn stored(connection: &Connection) -> Result<Self, Error> {
        Ok(KeySum(catalogue::number(connection, "keys")?))
    }

    /// Adds a key.
    pub(crate) fn add(&mut self, kind: &str, value: &str, customer: u32) {
        let key = identity::both(identity::text(kind), identity::text(value));
        self.0 = self.0.wrapping_add(identity::both(key, u64::from(customer)));
    }

    /// Keeps it.
    pub(crate) fn save(self, connection: &Connection) -> Result<(), Error> {
        catalogue::set_meta(connection, "keys", &self.0.to_string())
    }

    /// Refuses keys whose sum is another than the one kept.
    pub(crate) fn check(self, connection: &Connection, dir: &Path) -> Result<(), Error> {
        if KeySum::stored(connection)? == self { Ok(()) } else { Err(broken(dir, "customer_key")) }
    }
}

/// Refuses keys that are not those of the commits.
pub(crate) fn check_keys(connection: &Connection, dir: &Path) -> Result<(), Error> {
    let _snapshot = snapshot(connection)?;
    let query = "SELECT name, value, customer FROM customer_key JOIN key_kind ON key_kind.id = kind";
    let mut query = connection.prepare_cached(query)?;
    let mut rows = query.query([])?;
    let mut sum = KeySum::default();
    while let Some(row) = rows.next()? {
        // What is no text or number any more was changed, and its sum says so.
        let text = |column| row.get_ref(column).ok().and_then(|value| value.as_str().ok()).unwrap_or_default();
        sum.add(text(0), text(1), row.get::<_, u32>(2).unwrap_or(u32::MAX));
    }
    sum.check(connection, dir)
}

/// A hash of all values of a table, in order of its columns.
pub(crate) fn hash(connection: &Connection, table: &str) -> Result<u64, Error> {
    let n_columns = connection.prepare_cached(&format!("SELECT * FROM {table}"))?.column_count();
    let order: Vec<String> = (1..=n_columns).map(|column| column.to_string()).collect();
    let mut query = connection.prepare_cached(&format!("SELECT * FROM {table} ORDER BY {}", order.join(", ")))?;
    let mut rows = query.query([])?;
    let mut hash = Xxh3::new();
    while let Some(row) = rows.next()? {
        for column in 0..n_columns {
            match row.get_ref(column)? {
                ValueRef::Null => hash.update(&[0]),
                ValueRef::Integer(value) => add(&mut hash, 1, &value.to_le_bytes()),
                ValueRef::Real(value) => add(&mut hash, 2, &value.to_bits().to_le_bytes()),
                ValueRef::Text(text) => add(&mut hash, 3, text),
                ValueRef::Blob(bytes) => add(&mut hash, 4, bytes),
            }
        }
    }
    Ok(hash.digest())
}

fn add(hash: &mut Xxh3, kind: u8, bytes: &[u8]) {
    hash.update(&[kind]);
    hash.update(&(bytes.len() as u64).to_le_bytes());
    hash.update(bytes);
}
