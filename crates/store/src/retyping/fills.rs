//! Values that were refused when their rows came, and fit now that their field has another type: they lie in the catalogue,
//! told by what makes their row itself, and stand where the row has none.

use std::collections::BTreeMap;

use model::columns::{Batch, Column, MISSING, Target};
use model::conversion::{Business, Conversion};
use model::schema::{Field, Schema};
use model::time::Instant;
use model::value::Type;
use rusqlite::types::{ToSqlOutput, Value};
use rusqlite::{Connection, params};
use rustc_hash::{FxHashMap, FxHashSet};
use xxhash_rust::xxh3::xxh3_64;

use crate::arriving::incoming::{Identifying, Incoming, RowKind};
use crate::arriving::streams::{concerning, of_schema};
use crate::customers::Customers;
use crate::part::joining::{self, Piece};
use crate::part::reading::Reading;
use crate::part::{self, names};
use crate::{Error, Store, catalogue, identity};

const TABLE: &str = "
CREATE TABLE IF NOT EXISTS filled (id INTEGER PRIMARY KEY, stream TEXT NOT NULL, field TEXT NOT NULL, kind TEXT NOT NULL,
    identity INTEGER NOT NULL, content INTEGER NOT NULL, customer INTEGER NOT NULL, at INTEGER NOT NULL, value NOT NULL,
    received_at INTEGER NOT NULL, hash INTEGER NOT NULL);
";

/// What tells a row: its identity, and its content where rows of one identity are versions (else 0).
type Told = (u64, u64);

/// Filled-in values of fields, by folder and field; those of one type together.
#[derive(Debug, Default)]
pub(crate) struct Fills {
    by_field: BTreeMap<(String, String), Vec<OfType>>,
}

/// Filled-in values of a field that came in one type.
#[derive(Debug)]
pub(crate) struct OfType {
    pub(crate) kind: Type,
    pub(crate) values: Column,
    /// The number and time of the row of each.
    pub(crate) rows: Vec<(u32, i64)>,
    places: FxHashMap<Told, u32>,
}

/// A row with a value that was refused when it came.
struct Found {
    told: Told,
    row: (u32, i64),
    /// Its place in the batch.
    place: usize,
}

impl Fills {
    /// Reads all of a catalogue.
    pub(crate) fn read(connection: &Connection, dir: &std::path::Path) -> Result<Self, Error> {
        let expected = catalogue::number(connection, "fills")?;
        let mut fills = Fills::default();
        if expected == 0 {
            return Ok(fills);
        }
        let damaged = || Error::Damaged {
            path: dir.join(catalogue::FILE),
            what: "its filled-in values do not have their checksum".to_owned(),
        };
        let query = "SELECT stream, field, kind, identity, content, customer, at, value, received_at, hash
            FROM filled ORDER BY stream, field, kind, id";
        let mut query = connection.prepare(query)?;
        let mut rows = query.query([])?;
        let mut count = 0;
        while let Some(row) = rows.next()? {
            let (stream, field, kind): (String, String, String) = (row.get(0)?, row.get(1)?, row.get(2)?);
            let kind = Type::named(&kind).ok_or_else(damaged)?;
            let told = (row.get::<_, i64>(3)? as u64, row.get::<_, i64>(4)? as u64);
            let (number, at): (u32, i64) = (row.get(5)?, row.get(6)?);
            let value: Value = row.get(7)?;
            if hash_of((&stream, &field, kind), told, (number, at), &value) != row.get::<_, i64>(9)? {
                return Err(damaged());
            }
            count += 1;
            let of_field = fills.by_field.entry((part::folder(&stream), field)).or_default();
            if of_field.last().is_none_or(|last| last.kind != kind) {
                let (values, rows, places) = (Column::empty(kind), Vec::new(), FxHashMap::default());
                of_field.push(OfType { kind, values, rows, places });
            }
            if let Some(last) = of_field.last_mut() {
                last.push(told, (number, at), value).ok_or_else(damaged)?;
            }
        }
        if count == expected { Ok(fills) } else { Err(damaged()) }
    }

    /// Whether a folder has any.
    pub(crate) fn count_in(&self, folder: &str) -> usize {
        let of_folder = self.by_field.iter().filter(|((other, _), _)| other == folder);
        of_folder.flat_map(|(_, kinds)| kinds).map(|of_type| of_type.rows.len()).sum()
    }

    /// Those of a field.
    pub(crate) fn of(&self, folder: &str, field: &str) -> &[OfType] {
        self.by_field.get(&(folder.to_owned(), field.to_owned())).map_or(&[], Vec::as_slice)
    }

    /// The columns of some fields with what was filled in.
    pub(crate) fn applied(
        &self,
        reading: &Reading,
        folder: &str,
        fields: &[(&str, &Field)],
        mut columns: Vec<Column>,
        business: &Business,
    ) -> Result<Vec<Column>, Error> {
        let is_filled = |name: &str| !self.by_field.is_empty() && !self.of(folder, name).is_empty();
        if !fields.iter().any(|(name, _)| is_filled(name)) {
            return Ok(columns);
        }
        let told = told_rows(reading)?;
        for ((name, field), column) in fields.iter().zip(&mut columns) {
            for of_type in self.of(folder, name) {
                let conversion = Conversion::new(of_type.kind, field.kind, field.retyped.as_ref(), business);
                let values = conversion
                    .map_or_else(|| of_type.values.clone(), |conversion| conversion.column(&of_type.values).column);
                let length = column.len() as u32;
                let place = |row: usize| {
                    let filled = if column.is_missing(row) { of_type.places.get(&told[row]) } else { None };
                    filled.map_or(row as u32, |place| length + place)
                };
                let places: Vec<u32> = (0..column.len()).map(place).collect();
                let own = std::mem::replace(column, Column::empty(field.kind));
                *column = joining::join(field.kind, vec![Piece::Of(own), Piece::Of(values)]).gathered(&places);
            }
        }
        Ok(columns)
    }
}

impl OfType {
    fn push(&mut self, told: Told, row: (u32, i64), value: Value) -> Option<()> {
        match (&mut self.values, value) {
            (Column::Integer(values), Value::Integer(value)) => values.push(value),
            (Column::Text(texts), Value::Text(text)) => {
                texts.codes.push(texts.dictionary.len() as u32);
                texts.dictionary.push(text.into());
            }
            _ => return None,
        }
        self.places.insert(told, self.rows.len() as u32);
        self.rows.push(row);
        Some(())
    }
}

/// What tells the rows of a reading.
fn told_rows(reading: &Reading) -> Result<Vec<Told>, Error> {
    let identities = reading.hashes(names::IDENTITY)?;
    let contents = reading.hashes(names::CONTENT)?;
    // A stream without key has no contents.
    let content = |row: usize| if contents[row] == MISSING as u64 { 0 } else { contents[row] };
    Ok(identities.iter().enumerate().map(|(row, &identity)| (identity, content(row))).collect())
}

fn hash_of((stream, field, kind): (&str, &str, Type), told: Told, row: (u32, i64), value: &Value) -> i64 {
    xxh3_64(format!("{stream}\n{field}\n{}\n{told:?}\n{row:?}\n{value:?}", kind.name()).as_bytes()) as i64
}

impl Store {
    /// Fills in values that were refused when their rows came: those of a batch whose rows are in the base without them.
    /// The schema is the one in which they fit. Says of each row of the batch whether it was.
    pub fn fill(&mut self, schema: &Schema, batch: Batch, field: &str, at: Instant) -> Result<Vec<bool>, Error> {
        self.writable()?;
        let Target::Stream(name) = batch.target.clone() else { return Ok(vec![false; batch.at.len()]) };
        let kept = schema.as_kept();
        let stream = of_schema(&kept, &name)?;
        let n_rows = batch.at.len();
        let mut customers = std::mem::take(&mut self.customers);
        let before = customers.count();
        let (fields, key) = (&stream.fields, stream.key.as_deref());
        let mut incoming = Incoming::new(&name, batch, fields, &mut customers, &self.connection);
        if let Ok(rows) = &mut incoming {
            rows.spell_out(|_| true);
            rows.identify(Identifying { ids: customers.hashes(), key, compares: false });
        }
        // Who is not known has no row to be filled.
        self.customers = if customers.count() == before { customers } else { Customers::new(before) };
        let incoming = incoming?;
        let (Some(column), Some(known)) = (incoming.fields.get(field), stream.fields.get(field)) else {
            return Ok(vec![false; n_rows]);
        };
        let found = self.rows_without(&name, field, &incoming, column)?;
        let mut is_filled = vec![false; n_rows];
        let transaction = self.connection.unchecked_transaction()?;
        transaction.execute_batch(TABLE)?;
        for Found { told, row, place } in &found {
            let value = match column {
                Column::Integer(values) => Value::Integer(values[*place]),
                Column::Text(texts) => Value::Text(texts.get(*place).unwrap_or_default().to_owned()),
            };
            let hash = hash_of((&name, field, known.kind), *told, *row, &value);
            let mut insert = transaction.prepare_cached(
                "INSERT INTO filled (stream, field, kind, identity, content, customer, at, value, received_at, hash)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
            )?;
            let (identity, content) = (told.0 as i64, told.1 as i64);
            let value = ToSqlOutput::Owned(value);
            insert.execute(params![
                name,
                field,
                known.kind.name(),
                identity,
                content,
                row.0,
                row.1,
                value,
                at.0,
                hash
            ])?;
            is_filled[*place] = true;
        }
        let count = catalogue::number(&transaction, "fills")? + found.len() as u64;
        catalogue::set_meta(&transaction, "fills", &count.to_string())?;
        catalogue::set_meta(&transaction, "version", &(self.version + 1).to_string())?;
        catalogue::set_meta(&transaction, "format", &catalogue::RETYPED.to_string())?;
        self.disk.commit(transaction)?;
        self.version += 1;
        self.fills = Fills::read(&self.connection, &self.dir)?;
        self.forget_columns();
        Ok(is_filled)
    }

    /// The stored rows that lack a value of a field and are those of a batch.
    fn rows_without(
        &self,
        stream: &str,
        field: &str,
        incoming: &Incoming,
        column: &Column,
    ) -> Result<Vec<Found>, Error> {
        let folder = part::folder(stream);
        let parts = self.parts_of(&folder);
        let mut customers = incoming.customers.clone();
        customers.sort_unstable();
        let mut stored: FxHashMap<(u32, u64), Vec<(Told, i64)>> = FxHashMap::default();
        for whom in concerning(&customers, &parts) {
            let reading = Reading::new(&self.dir, &parts, whom)?;
            let (told, has_value) = (told_rows(&reading)?, reading.has_values(&[field])?);
            let at = reading.instants(names::AT)?;
            for row in (0..told.len()).filter(|&row| !has_value[row]) {
                let rows = stored.entry((reading.customers[row], told[row].0)).or_default();
                rows.push((told[row], at[row]));
            }
        }
        let taken = self.fills.of(&folder, field).iter().flat_map(|of_type| of_type.places.keys().copied());
        let mut taken: FxHashSet<Told> = taken.collect();
        let mut found = Vec::new();
        for place in (0..incoming.len()).filter(|&place| !column.is_missing(place)) {
            let customer = incoming.customers[place];
            let own = incoming.identities[place];
            let content = incoming.contents.get(place).copied();
            let is_counted = incoming.kind(place) == RowKind::Counted;
            let fits = |(told, _): &&(Told, i64)| {
                !taken.contains(told) && (told.1 == 0 || content.is_none_or(|content| content == told.1))
            };
            // Of rows of one content, any one that lacks its value is as good as another.
            let occurrences = 0..if is_counted { u64::MAX } else { 1 };
            let identity = |nth: u64| if is_counted { identity::of_occurrence(own, nth) } else { own };
            let rows = occurrences.map_while(|nth| stored.get(&(customer, identity(nth))));
            let row = rows.flatten().find(fits).copied();
            if let Some((told, at)) = row {
                taken.insert(told);
                found.push(Found { told, row: (customer, at), place });
            }
        }
        Ok(found)
    }
}
