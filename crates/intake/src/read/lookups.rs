//! The values that a mapping looks up elsewhere, read before the file that points to them.

use std::collections::BTreeMap;

use model::columns::{TableColumns, Target};
use model::phrase::{Phrase, Problem};
use model::schema::{Schema, Table};

use crate::expression::Found;
use crate::mapping::{Lookup, LookupFrom, Named, lookup::beside};
use crate::read::{Error, Reading, read};

/// Reads the lookups of a file.
pub(crate) fn find(reading: &Reading<'_>) -> Result<Vec<Found>, Error> {
    reading.file.lookups.iter().map(|lookup| find_one(reading, lookup)).collect()
}

fn find_one(reading: &Reading<'_>, lookup: &Lookup) -> Result<Found, Error> {
    let name = lookup.name.name.clone();
    match &lookup.from {
        LookupFrom::Table(table) => {
            let Some(words) = reading.schema.tables.get(&table.name) else {
                let phrase = Phrase::new("mapping-unknown-table").with("table", &table.name);
                let known = reading.schema.tables.keys().map(String::as_str);
                let problem = Problem::new(phrase, table.place).suggesting(&table.name, known);
                return Err(Error::Mapping { path: reading.path.to_owned(), problems: vec![problem] });
            };
            let by = lookup.by.clone().unwrap_or_else(|| Named { name: words.key.clone(), place: table.place });
            let columns = reading.tables.get(&table.name).cloned().unwrap_or_default();
            Ok(Found { name, by, words: words.clone(), columns })
        }
        LookupFrom::File { path, key, settings } => {
            let path = beside(reading.path, &path.name);
            // Its words are told by its own values: what the base knows of a table of that name is another matter.
            let (schema, tables) = (Schema::default(), BTreeMap::new());
            let of_file = Reading {
                path: &path,
                file: settings,
                schema: &schema,
                settings: reading.settings,
                tables: &tables,
                progress: &|_| {},
            };
            let intake = read(&of_file)?;
            let target = Target::Table(name.clone());
            let batch = intake.batches.into_iter().find(|batch| batch.target == target);
            let words = intake.schema.tables.get(&name).cloned().unwrap_or_default();
            let columns = batch.map(|batch| table_of(batch.fields, &words)).unwrap_or_default();
            let by = lookup.by.clone().unwrap_or_else(|| key.clone());
            Ok(Found { name, by, words, columns })
        }
    }
}

/// The columns of a table by the rows of its keys.
fn table_of(mut fields: BTreeMap<String, model::columns::Column>, words: &Table) -> TableColumns {
    let mut rows = BTreeMap::new();
    if let Some(model::columns::Column::Text(keys)) = fields.remove(&words.key) {
        for (row, &code) in (0..).zip(&keys.codes) {
            rows.extend(keys.dictionary.get(code as usize).map(|key| (key.clone(), row)));
        }
    }
    TableColumns { rows, fields }
}
