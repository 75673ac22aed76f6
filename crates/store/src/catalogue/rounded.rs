//! Numbers that were rounded when they came: counted by field and file. Their decimals are lost; that they were is not.

use model::columns::Target;
use rusqlite::{Transaction, params};

use crate::catalogue::refusals;
use crate::{Error, Store};

const TABLE: &str = "
CREATE TABLE IF NOT EXISTS rounded (file INTEGER NOT NULL, target TEXT NOT NULL, field TEXT NOT NULL,
    places INTEGER NOT NULL, count INTEGER NOT NULL, example TEXT NOT NULL, PRIMARY KEY (file, target, field)) WITHOUT ROWID;
";

/// Numbers of a field that had more decimals than are kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoundedField {
    /// What the field belongs to.
    pub target: Target,
    /// Its name.
    pub field: String,
    /// Decimal places that are kept.
    pub places: u8,
    /// How many numbers were rounded.
    pub count: u64,
    /// One of them, as it was written.
    pub example: String,
}

/// Keeps what was rounded of a file, in place of what was of an earlier one of its name: a file that comes again mostly
/// holds what it held.
pub(crate) fn save(transaction: &Transaction<'_>, file: i64, rounded: &[RoundedField]) -> Result<(), Error> {
    if rounded.is_empty() {
        return Ok(());
    }
    transaction.execute_batch(TABLE)?;
    for one in rounded {
        let target = refusals::text_of(&one.target);
        transaction.execute(
            "DELETE FROM rounded WHERE target = ?2 AND field = ?3 AND file IN (SELECT other.id FROM imported AS other
             JOIN imported AS this ON this.name = other.name WHERE this.id = ?1)",
            params![file, target, one.field],
        )?;
        transaction.execute(
            "INSERT INTO rounded (file, target, field, places, count, example) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            params![file, target, one.field, one.places, one.count as i64, one.example],
        )?;
    }
    Ok(())
}

impl Store {
    /// Numbers that were rounded when they came, by field.
    pub fn rounded(&self) -> Result<Vec<RoundedField>, Error> {
        let is_there = "SELECT count(*) FROM sqlite_master WHERE name = 'rounded'";
        if self.connection.query_row(is_there, [], |row| row.get::<_, i64>(0))? == 0 {
            return Ok(Vec::new());
        }
        let mut query = self.connection.prepare(
            "SELECT target, field, min(places), sum(count), min(example) FROM rounded GROUP BY target, field
             ORDER BY target, field",
        )?;
        let found = query.query_map([], |row| {
            Ok(RoundedField {
                target: refusals::target_of(&row.get::<_, String>(0)?),
                field: row.get(1)?,
                places: row.get(2)?,
                count: row.get::<_, i64>(3)? as u64,
                example: row.get(4)?,
            })
        })?;
        Ok(found.collect::<Result<_, _>>()?)
    }
}
