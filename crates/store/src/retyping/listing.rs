//! Listing the values that a field has in another type than the one it was given, among what was refused.

use model::columns::{MISSING, Target};
use model::schema::{Field, Schema};
use model::time::Instant;
use rusqlite::{Transaction, params};

use crate::catalogue::refusals::{self, MOST_KEPT};
use crate::{Error, Store, catalogue};

/// What is listed anew with a change of a field's type.
#[derive(Clone, Debug)]
pub struct Relisting {
    /// What holds the field.
    pub owner: Target,
    /// Its name there.
    pub field: String,
    /// The name that its values are listed under, in place of a file's.
    pub listed_as: String,
    /// Refused values that no longer are: import, row and column of each.
    pub gone: Vec<(u64, u64, String)>,
    /// When the change is made.
    pub at: Instant,
}

/// A value without counterpart, with the customer and time of its row.
struct Listed {
    row: (u32, i64),
    value: String,
    reason: &'static str,
    words: String,
}

impl Store {
    /// Gives a field another type, and lists those of its values that have no counterpart in it, instead of those that were
    /// listed of it before.
    pub fn retype(&mut self, schema: &Schema, relisting: &Relisting) -> Result<(), Error> {
        let (mut listed, mut beyond) = (Vec::new(), 0);
        let mut failed = None;
        if let Some(field) = field_of(schema, &relisting.owner, &relisting.field) {
            // Parts of a table so far came in the type that the field had first.
            let first = field_of(&self.schema, &relisting.owner, &relisting.field).map_or(field.kind, Field::first);
            let mut read = field.clone();
            read.retyped.iter_mut().for_each(|retyped| retyped.first = first);
            self.each_unfit(&relisting.owner, &relisting.field, &read, &mut |value, reason, row| {
                if listed.len() as u64 >= MOST_KEPT {
                    beyond += 1;
                    return;
                }
                match catalogue::json("words of a refusal", &reason.words) {
                    Ok(words) => listed.push(Listed { row, value: value.to_owned(), reason: reason.key, words }),
                    Err(error) => failed = Some(error),
                }
            })?;
        }
        if let Some(error) = failed {
            return Err(error);
        }
        listed.sort_by_key(|listed| listed.row);
        let ids = if listed.is_empty() { Vec::new() } else { self.row_names(&relisting.owner)? };
        let version = self.version as i64;
        self.change_words(schema, |transaction| {
            refusals::prepare(transaction)?;
            let file = anew(transaction, relisting, version, listed.len() as u64 + beyond)?;
            let target = refusals::text_of(&relisting.owner);
            for (number, listed) in (1_i64..).zip(&listed) {
                transaction.prepare_cached(
                    "INSERT INTO refused (file, row, field, value, reason, words, whole_row) VALUES (?1, ?2, ?3, ?4, ?5, ?6, 0)",
                )?
                .execute(params![file, number, relisting.field, listed.value, listed.reason, listed.words])?;
                let refusal = transaction.last_insert_rowid();
                transaction
                    .prepare_cached("INSERT INTO refused_target (refusal, target) VALUES (?1, ?2)")?
                    .execute(params![refusal, target])?;
                let (row, at) = listed.row;
                let id = ids.get(row as usize).cloned().unwrap_or_default();
                let at = if at == MISSING { String::new() } else { Instant(at).to_string() };
                let cells = catalogue::json("cells of a refused row", &[id, at, listed.value.clone()])?;
                transaction
                    .prepare_cached("INSERT INTO refused_row (file, row, line, cells) VALUES (?1, ?2, NULL, ?3)")?
                    .execute(params![file, number, cells])?;
            }
            Ok(())
        })
    }

    /// What people call the rows that hold a field: their customers' ids, or the codes of a table.
    fn row_names(&self, owner: &Target) -> Result<Vec<String>, Error> {
        let Target::Table(name) = owner else { return self.customer_ids() };
        let tables = self.tables()?;
        let Some(table) = tables.get(name) else { return Ok(Vec::new()) };
        let mut names = vec![String::new(); table.rows.len()];
        for (code, &row) in &table.rows {
            if let Some(name) = names.get_mut(row as usize) {
                *name = code.to_string();
            }
        }
        Ok(names)
    }
}

/// Takes away what was listed of a field, and opens a list in its stead: its number as an import.
fn anew(transaction: &Transaction<'_>, relisting: &Relisting, version: i64, n_listed: u64) -> Result<i64, Error> {
    for table in ["refused", "refused_row", "refused_file"] {
        let gone = format!("DELETE FROM {table} WHERE file IN (SELECT id FROM imported WHERE name = ?1)");
        transaction.execute(&gone, [&relisting.listed_as])?;
    }
    transaction.execute("DELETE FROM imported WHERE name = ?1", [&relisting.listed_as])?;
    for (file, row, column) in &relisting.gone {
        transaction
            .prepare_cached("DELETE FROM refused WHERE file = ?1 AND row = ?2 AND field = ?3 AND whole_row = 0")?
            .execute(params![*file as i64, *row as i64, column])?;
        transaction
            .prepare_cached(
                "DELETE FROM refused_row WHERE file = ?1 AND row = ?2
                 AND NOT EXISTS (SELECT 1 FROM refused WHERE refused.file = ?1 AND refused.row = ?2)",
            )?
            .execute(params![*file as i64, *row as i64])?;
    }
    transaction.execute("DELETE FROM refused_target WHERE refusal NOT IN (SELECT id FROM refused)", [])?;
    if n_listed == 0 {
        return Ok(0);
    }
    transaction.execute(
        "INSERT INTO imported (name, content_hash, rows, received_at, version) VALUES (?1, 0, 0, ?2, ?3)",
        params![relisting.listed_as, relisting.at.0, version],
    )?;
    let file = transaction.last_insert_rowid();
    let columns = catalogue::json("columns of a file", &["customer", "at", &relisting.field])?;
    transaction.execute(
        "INSERT INTO refused_file (file, columns, mapping, refused) VALUES (?1, ?2, '', ?3)",
        params![file, columns, n_listed as i64],
    )?;
    Ok(file)
}

fn field_of<'s>(schema: &'s Schema, owner: &Target, name: &str) -> Option<&'s Field> {
    match owner {
        Target::Profile => schema.attributes.get(name),
        Target::Stream(stream) => schema.streams.get(stream)?.fields.get(name),
        Target::Table(table) => schema.tables.get(table)?.fields.get(name),
    }
}
