//! Where the values of a customer's attributes come from: which imports brought them.
//!
//! A row of a profile keeps when it was received, not its file: a file is told by the time of its import, and by which
//! files said anything of the attribute. Of files taken in at one instant several may be left, and all of them are told.

use std::collections::{BTreeMap, BTreeSet};

use model::columns::{Batch, MISSING, Target};
use model::schema::{Field, Schema, kept_name};
use model::time::Instant;
use rusqlite::{Connection, params};

use crate::part::attributes::in_turn;
use crate::part::reading::{Reading, Whom};
use crate::part::sorting::{self, Keys};
use crate::part::{PROFILE, names};
use crate::{Error, Store, catalogue};

const TABLE: &str = "
CREATE TABLE IF NOT EXISTS brought (file INTEGER NOT NULL, source TEXT NOT NULL, field TEXT NOT NULL,
    PRIMARY KEY (file, source, field)) WITHOUT ROWID;
";

/// Where a value comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin {
    /// Since when the value holds, as the timeline has it; `None` from the beginning.
    pub from: Option<Instant>,
    /// When it was received.
    pub received_at: Instant,
    /// The files that may have brought it, in the order in which they were taken in; mostly one.
    pub files: Vec<Bringer>,
}

/// A file that may have brought a value.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Bringer {
    /// Number of its import.
    number: i64,
    /// Its name.
    pub name: String,
    /// The source that its mapping names; `None` for a file taken in before sources were kept.
    pub source: Option<String>,
}

/// The attributes that a file says something of, by source.
#[derive(Debug, Default)]
pub(crate) struct Brought {
    fields: BTreeSet<(String, String)>,
}

impl Brought {
    /// Notes what rows say something of; the schema is that of the names that fields are kept under.
    pub(crate) fn add(&mut self, batch: &Batch, kept: &Schema) {
        if batch.target == Target::Profile {
            let of_batch =
                batch.fields.iter().filter(|(_, column)| (0..column.len()).any(|row| !column.is_missing(row)));
            let name = |name: &String| kept_name(&kept.attributes, name).to_owned();
            self.fields.extend(of_batch.map(|(field, _)| (batch.source.clone(), name(field))));
        }
    }

    /// Keeps it with the import of a number.
    pub(crate) fn save(&self, connection: &Connection, file: i64) -> Result<(), Error> {
        if self.fields.is_empty() {
            return Ok(());
        }
        connection.execute_batch(TABLE)?;
        let mut insert = connection.prepare_cached("INSERT OR IGNORE INTO brought VALUES (?1, ?2, ?3)")?;
        for (source, field) in &self.fields {
            insert.execute(params![file, source, field])?;
        }
        Ok(())
    }
}

/// Imports by the instant at which they were taken in: number, name, and the number of the commit.
type ByInstant = BTreeMap<i64, Vec<(i64, String, i64)>>;

/// A profile row's value: since when, received when, and the part it lies in.
type Placed = (i64, i64, u64);

impl Store {
    /// Where the values of each attribute of a customer come from, in the order in which the values come into force.
    /// Attributes are named as they are today.
    pub fn origins(&self, customer: u32) -> Result<BTreeMap<String, Vec<Origin>>, Error> {
        if customer as usize >= self.n_customers() {
            return Ok(BTreeMap::new());
        }
        let by_instant = self.imports_by_instant()?;
        let mut origins = BTreeMap::new();
        for (name, values) in self.placed_values(customer)? {
            let kept = kept_name(&self.schema.attributes, &name);
            let origin = |(from, received_at, part): Placed| {
                let of_instant = by_instant.get(&received_at).map_or(&[][..], Vec::as_slice);
                Ok(Origin {
                    from: (from != MISSING).then_some(Instant(from)),
                    received_at: Instant(received_at),
                    files: self.bringers(of_instant, kept, part)?,
                })
            };
            let all = values.into_iter().map(origin).collect::<Result<Vec<Origin>, Error>>()?;
            origins.insert(name, all);
        }
        Ok(origins)
    }

    /// The values of each attribute of a customer that hold at some time, without the values themselves.
    fn placed_values(&self, customer: u32) -> Result<BTreeMap<String, Vec<Placed>>, Error> {
        let parts = self.parts_of(PROFILE);
        let reading = Reading::through(&self.dir, &parts, Whom::One(customer), self.view())?;
        let at = reading.instants(names::AT)?;
        let (messages, contents) = (reading.messages()?, reading.hashes(names::CONTENT)?);
        let customers = vec![0; reading.customers.len()];
        let keys =
            Keys { customers: &customers, at: &at, messages: messages.as_ref(), identities: &contents, last: None };
        let sorted = sorting::sort(keys, 1, |_| false);
        let received = reading.received(&parts)?;
        let own = reading.instants(names::RECEIVED)?;
        let of_part = reading.by_part(|part| parts[part].id);
        // A part that was put together from several says of each row when it was received, and is of no one import.
        let part_of = |row: usize| if own.get(row).is_none_or(|&own| own == MISSING) { of_part[row] } else { 0 };
        let known = self.schema.attributes.iter().filter(|(_, field)| field.now.is_none());
        let wanted: Vec<(&str, &str, &Field)> = known
            .map(|(name, field)| (name.as_str(), kept_name(&self.schema.attributes, name), field))
            .filter(|(_, kept, _)| parts.iter().any(|part| part.fields.iter().any(|field| field == kept)))
            .collect();
        let fields: Vec<(&str, &Field)> = wanted.iter().map(|(_, kept, field)| (*kept, *field)).collect();
        let columns = reading.fields(&fields, &self.business)?;
        let mut found = BTreeMap::new();
        for ((name, _, _), column) in wanted.into_iter().zip(columns) {
            let (positions, _, _) = in_turn(&column, &sorted);
            let place = |row: u32| (at[row as usize], received[row as usize], part_of(row as usize));
            let placed: Vec<Placed> = positions.into_iter().map(place).collect();
            if !placed.is_empty() {
                found.insert(name.to_owned(), placed);
            }
        }
        Ok(found)
    }

    /// All imports.
    fn imports_by_instant(&self) -> Result<ByInstant, Error> {
        let mut query =
            self.connection.prepare_cached("SELECT received_at, id, name, version FROM imported ORDER BY id")?;
        let mut rows = query.query([])?;
        let mut found = ByInstant::new();
        while let Some(row) = rows.next()? {
            found.entry(row.get(0)?).or_default().push((row.get(1)?, row.get(2)?, row.get(3)?));
        }
        Ok(found)
    }

    /// Of the files taken in at an instant, those that may have brought a value of a field that lies in a part.
    fn bringers(&self, of_instant: &[(i64, String, i64)], field: &str, part: u64) -> Result<Vec<Bringer>, Error> {
        let mut query = self.connection.prepare_cached("SELECT version FROM part WHERE id = ?1")?;
        let version: Option<i64> = query.query_map([part as i64], |row| row.get(0))?.next().transpose()?;
        let of_part = of_instant.iter().filter(|(_, _, of)| Some(*of) == version).count();
        let mut may: Vec<Bringer> = Vec::new();
        for (number, name, of) in of_instant {
            if of_part > 0 && Some(*of) != version {
                continue;
            }
            match self.sources_of(*number, field)? {
                // Nothing was kept of it: it may be.
                None => may.push(Bringer { number: *number, name: name.clone(), source: None }),
                Some(sources) => may.extend(sources.into_iter().map(|source| Bringer {
                    number: *number,
                    name: name.clone(),
                    source: Some(source),
                })),
            }
        }
        Ok(may)
    }

    /// The sources by which a file says something of a field; `None` where nothing of the kind was kept of any file.
    fn sources_of(&self, file: i64, field: &str) -> Result<Option<Vec<String>>, Error> {
        if !catalogue::has_table(&self.connection, "brought")? {
            return Ok(None);
        }
        let first = "SELECT min(file) FROM brought";
        let first: Option<i64> = self.connection.prepare_cached(first)?.query_row([], |row| row.get(0))?;
        if first.is_none_or(|first| file < first) {
            return Ok(None);
        }
        let query = "SELECT source FROM brought WHERE file = ?1 AND field = ?2 ORDER BY source";
        let mut query = self.connection.prepare_cached(query)?;
        let sources = query.query_map(params![file, field], |row| row.get(0))?.collect::<Result<Vec<String>, _>>()?;
        Ok(Some(sources))
    }
}
