//! The catalogue: the SQLite file that says what the base is, which parts are live and which customer an id names.

pub(crate) mod definitions;
pub(crate) mod import_log;
pub(crate) mod links;
pub(crate) mod lists;
pub(crate) mod refusals;
pub(crate) mod refused;
pub(crate) mod rounded;
pub(crate) mod saved;
pub(crate) mod seal;

use std::path::Path;
use std::time::Duration;

use model::schema::{Schema, Settings};
use rusqlite::{Connection, OptionalExtension, params};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::Error;
use crate::part::Part;
use crate::part::checked::Seal;

/// The format written by this program.
pub(crate) const FORMAT: u32 = 1;
/// The format of a base in which some field was given another type or name.
pub(crate) const RETYPED: u32 = 2;
/// Name of the catalogue's file.
pub(crate) const FILE: &str = "catalogue.sqlite";

const TABLES: &str = "
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE key_kind (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
CREATE TABLE customer_key (kind INTEGER NOT NULL, value TEXT NOT NULL, customer INTEGER NOT NULL,
    PRIMARY KEY (kind, value)) WITHOUT ROWID;
CREATE TABLE part (id INTEGER PRIMARY KEY, folder TEXT NOT NULL, rows INTEGER NOT NULL, fields TEXT NOT NULL,
    versions INTEGER NOT NULL, dated INTEGER NOT NULL, received_at INTEGER NOT NULL, version INTEGER NOT NULL,
    bytes INTEGER NOT NULL, tail INTEGER NOT NULL, hash INTEGER NOT NULL,
    first_customer INTEGER NOT NULL, last_customer INTEGER NOT NULL, file INTEGER, file_row INTEGER NOT NULL);
CREATE TABLE seal (name TEXT PRIMARY KEY, hash INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE presence (shard INTEGER PRIMARY KEY, first BLOB NOT NULL);
CREATE TABLE imported (id INTEGER PRIMARY KEY, name TEXT NOT NULL, content_hash INTEGER NOT NULL, rows INTEGER NOT NULL,
    received_at INTEGER NOT NULL, version INTEGER NOT NULL);
CREATE INDEX imported_by_content ON imported (content_hash);
CREATE TABLE refused (id INTEGER PRIMARY KEY, file INTEGER NOT NULL REFERENCES imported (id), row INTEGER NOT NULL,
    field TEXT, value TEXT NOT NULL, reason TEXT NOT NULL, words TEXT NOT NULL, whole_row INTEGER NOT NULL);
CREATE TABLE segment (id TEXT PRIMARY KEY, text TEXT NOT NULL, saved_at INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE cut_offs (key TEXT NOT NULL, at INTEGER NOT NULL, version INTEGER NOT NULL, bytes BLOB NOT NULL,
    hash INTEGER NOT NULL, PRIMARY KEY (key, at)) WITHOUT ROWID;
";

/// Opens the catalogue of a base; a commit is durable when its transaction returns.
pub(crate) fn open(dir: &Path) -> Result<Connection, Error> {
    let connection = Connection::open(dir.join(FILE))?;
    connection.busy_timeout(Duration::from_secs(10))?;
    connection.pragma_update(None, "journal_mode", "WAL")?;
    connection.pragma_update(None, "synchronous", "FULL")?;
    Ok(connection)
}

/// Makes the tables of a new base.
pub(crate) fn create(connection: &mut Connection, settings: &Settings, schema: &Schema) -> Result<(), Error> {
    let transaction = connection.transaction()?;
    transaction.execute_batch(TABLES)?;
    transaction.execute_batch(links::TABLES)?;
    refusals::prepare(&transaction)?;
    import_log::prepare(&transaction)?;
    definitions::prepare(&transaction)?;
    set_meta(&transaction, "format", &FORMAT.to_string())?;
    set_meta(&transaction, "version", "0")?;
    set_meta(&transaction, "n_customers", "0")?;
    set_meta(&transaction, "settings", &json("settings", settings)?)?;
    set_meta(&transaction, "schema", &json("schema", schema)?)?;
    seal::set(&transaction)?;
    Ok(transaction.commit()?)
}

/// Whether the tables have been made.
pub(crate) fn is_made(connection: &Connection) -> Result<bool, Error> {
    has_table(connection, "meta")
}

/// Whether a table has been made: some came with later versions of the program.
pub(crate) fn has_table(connection: &Connection, name: &str) -> Result<bool, Error> {
    let query = "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = ?1";
    Ok(connection.query_row(query, [name], |row| row.get::<_, i64>(0))? > 0)
}

/// A named text of the catalogue.
pub(crate) fn meta(connection: &Connection, name: &str) -> Result<Option<String>, Error> {
    let mut statement = connection.prepare_cached("SELECT value FROM meta WHERE name = ?1")?;
    Ok(statement.query_row([name], |row| row.get(0)).optional()?)
}

/// A named number of the catalogue; 0 when absent.
pub(crate) fn number(connection: &Connection, name: &str) -> Result<u64, Error> {
    Ok(meta(connection, name)?.and_then(|text| text.parse().ok()).unwrap_or(0))
}

/// What changes, as this connection sees it, whenever another one commits: <https://sqlite.org/pragma.html#pragma_data_version>.
pub(crate) fn file_version(connection: &Connection) -> Result<i64, Error> {
    Ok(connection.query_row("PRAGMA data_version", [], |row| row.get(0))?)
}

/// Keeps a named text.
pub(crate) fn set_meta(connection: &Connection, name: &str, value: &str) -> Result<(), Error> {
    let mut statement = connection.prepare_cached("INSERT OR REPLACE INTO meta (name, value) VALUES (?1, ?2)")?;
    statement.execute([name, value])?;
    Ok(())
}

/// Something as JSON text.
pub(crate) fn json(what: &'static str, value: &impl Serialize) -> Result<String, Error> {
    serde_json::to_string(value).map_err(|source| Error::Text { what, source })
}

/// Something out of JSON text.
pub(crate) fn parsed<T: DeserializeOwned>(what: &'static str, text: &str) -> Result<T, Error> {
    serde_json::from_str(text).map_err(|source| Error::Text { what, source })
}

/// The live parts, in order of their making.
pub(crate) fn parts(connection: &Connection) -> Result<Vec<Part>, Error> {
    let query = "SELECT id, folder, rows, fields, versions, dated, received_at, bytes, tail, hash,
        first_customer, last_customer, file, file_row FROM part ORDER BY id";
    let mut statement = connection.prepare(query)?;
    let mut rows = statement.query([])?;
    let mut parts = Vec::new();
    while let Some(row) = rows.next()? {
        let fields: String = row.get(3)?;
        let part = Part {
            id: row.get::<_, i64>(0)? as u64,
            rows: row.get::<_, i64>(2)? as u64,
            versions: row.get(4)?,
            dated: row.get(5)?,
            received_at: row.get(6)?,
            seal: Seal {
                bytes: row.get::<_, i64>(7)? as u64,
                tail: row.get::<_, i64>(8)? as u64,
                hash: row.get::<_, i64>(9)? as u64,
            },
            first: row.get(10)?,
            last: row.get(11)?,
            file: row.get::<_, Option<i64>>(12)?.map(|file| file as u64),
            file_row: row.get::<_, i64>(13)? as u64,
            ..Part::to_be(row.get(1)?)
        };
        parts.push(part.listing(parsed("fields of a part", &fields)?));
    }
    Ok(parts)
}

/// Makes a part live.
pub(crate) fn add_part(connection: &Connection, part: &Part, version: u64) -> Result<(), Error> {
    let fields = json("fields of a part", &part.listed_fields())?;
    let mut statement = connection.prepare_cached(
        "INSERT INTO part (id, folder, rows, fields, versions, dated, received_at, version, bytes, tail, hash,
         first_customer, last_customer, file, file_row)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)",
    )?;
    let (id, rows, version) = (part.id as i64, part.rows as i64, version as i64);
    let Seal { bytes, tail, hash } = part.seal;
    let (bytes, tail, hash) = (bytes as i64, tail as i64, hash as i64);
    let (versions, dated, received_at) = (part.versions, part.dated, part.received_at);
    let (first, last, file, file_row) =
        (part.first, part.last, part.file.map(|file| file as i64), part.file_row as i64);
    statement.execute(params![
        id,
        part.folder,
        rows,
        fields,
        versions,
        dated,
        received_at,
        version,
        bytes,
        tail,
        hash,
        first,
        last,
        file,
        file_row
    ])?;
    Ok(())
}

/// Says anew in which types a part keeps its fields.
pub(crate) fn set_fields(connection: &Connection, part: &Part) -> Result<(), Error> {
    let fields = json("fields of a part", &part.listed_fields())?;
    connection.execute("UPDATE part SET fields = ?2 WHERE id = ?1", params![part.id as i64, fields])?;
    Ok(())
}

/// Forgets a part; its file is removed when the base is next opened to write.
pub(crate) fn remove_part(connection: &Connection, id: u64) -> Result<(), Error> {
    connection.execute("DELETE FROM part WHERE id = ?1", [id as i64])?;
    Ok(())
}
