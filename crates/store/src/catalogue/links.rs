//! Links between keys at rest: each is kept for ever, with who said it and when, and when it was undone.

use model::identity::{Key, Link, Reason};
use model::time::Instant;
use rusqlite::{Connection, Row, params};

use crate::Error;

/// A link of the catalogue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredLink {
    /// Its number, by which it can be undone.
    pub id: u64,
    /// What it says, as it was first said.
    pub link: Link,
    /// When it was first received.
    pub received_at: Instant,
    /// When it was undone, if it was.
    pub undone_at: Option<Instant>,
}

/// The tables of links: what was said, and where the rows of a customer merged into another are read.
pub(crate) const TABLES: &str = "
CREATE TABLE link (id INTEGER PRIMARY KEY, first_kind TEXT NOT NULL, first TEXT NOT NULL,
    second_kind TEXT NOT NULL, second TEXT NOT NULL, reason TEXT NOT NULL, source TEXT NOT NULL, message TEXT NOT NULL,
    at INTEGER NOT NULL, received_at INTEGER NOT NULL, undone_at INTEGER,
    UNIQUE (first_kind, first, second_kind, second, reason));
CREATE TABLE home (customer INTEGER PRIMARY KEY, home INTEGER NOT NULL);
";

/// Keeps links. One that is known already stays as it is, undone or not; of its messages the earliest is kept, so that
/// the order of their arrival does not matter.
pub(crate) fn save(connection: &Connection, links: &[Link], received_at: i64) -> Result<(), Error> {
    let mut insert = connection.prepare_cached(
        "INSERT INTO link (first_kind, first, second_kind, second, reason, source, message, at, received_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
         ON CONFLICT (first_kind, first, second_kind, second, reason) DO UPDATE
         SET source = excluded.source, message = excluded.message, at = excluded.at
         WHERE (excluded.at, excluded.message, excluded.source) < (at, message, source)",
    )?;
    for Link { first, second, reason, source, message, at } in links {
        let keys = (&first.kind, &first.value, &second.kind, &second.value);
        insert.execute(params![keys.0, keys.1, keys.2, keys.3, reason.name(), source, message, at.0, received_at])?;
    }
    Ok(())
}

/// All links, in order of their numbers.
pub(crate) fn all(connection: &Connection) -> Result<Vec<StoredLink>, Error> {
    let mut query = connection.prepare(
        "SELECT id, first_kind, first, second_kind, second, reason, source, message, at, received_at, undone_at
         FROM link ORDER BY id",
    )?;
    let mut rows = query.query([])?;
    let mut links = Vec::new();
    while let Some(row) = rows.next()? {
        links.extend(stored(row)?);
    }
    Ok(links)
}

/// A link of a row; `None` for a reason that a later version knows.
fn stored(row: &Row<'_>) -> Result<Option<StoredLink>, Error> {
    let key = |kind: usize| Ok::<_, Error>(Key { kind: row.get(kind)?, value: row.get(kind + 1)? });
    let Some(reason) = Reason::of_name(&row.get::<_, String>(5)?) else {
        return Ok(None);
    };
    let link = Link {
        first: key(1)?,
        second: key(3)?,
        reason,
        source: row.get(6)?,
        message: row.get(7)?,
        at: Instant(row.get(8)?),
    };
    let undone_at: Option<i64> = row.get(10)?;
    Ok(Some(StoredLink {
        id: row.get::<_, i64>(0)? as u64,
        link,
        received_at: Instant(row.get(9)?),
        undone_at: undone_at.map(Instant),
    }))
}

/// Says that a link no longer holds.
pub(crate) fn undo(connection: &Connection, id: u64, at: Instant) -> Result<(), Error> {
    connection
        .execute("UPDATE link SET undone_at = ?2 WHERE id = ?1 AND undone_at IS NULL", params![id as i64, at.0])?;
    Ok(())
}
