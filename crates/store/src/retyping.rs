//! Changing the words of a base. Values stay in the parts as they came: a field that is given another type is read through a
//! conversion, and given back its first one it is as before.

use std::borrow::Cow;
use std::collections::BTreeMap;

use model::columns::{Column, MISSING, Target};
use model::conversion::{self, Conversion};
use model::phrase::Phrase;
use model::schema::{Field, Retyped, Schema};
use model::value::Type;
use rusqlite::Transaction;

use crate::part::reading::{Reading, Whom};
use crate::part::{self, PROFILE, Part, names};
use crate::{Error, Store, catalogue};

pub(crate) mod fills;
mod listing;

pub use listing::Relisting;

/// Hears of a value without counterpart: its writing, the reason, and the number and time of its row.
pub(crate) type Visit<'v> = dyn FnMut(&str, &Phrase, (u32, i64)) + 'v;

/// What the values of a field are in another type.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Trial {
    /// Values that there are, in whatever type.
    pub values: u64,
    /// Those of them that have no counterpart in the type, by their writing and the reason, the commonest first.
    pub unfit: Vec<UnfitValue>,
}

/// A value without counterpart in another type.
#[derive(Clone, Debug, PartialEq)]
pub struct UnfitValue {
    /// The value as it is written.
    pub value: String,
    /// Why it has no counterpart.
    pub reason: Phrase,
    /// How many there are.
    pub count: u64,
}

impl Trial {
    /// Number of the values that have no counterpart.
    pub fn n_unfit(&self) -> u64 {
        self.unfit.iter().map(|unfit| unfit.count).sum()
    }
}

impl Store {
    /// Changes the base's words. Fields that are given another type are read in it from here on.
    pub fn set_schema(&mut self, schema: &Schema) -> Result<(), Error> {
        self.change_words(schema, |_| Ok(()))
    }

    /// Changes the base's words, and something else in the same transaction.
    fn change_words(
        &mut self,
        schema: &Schema,
        also: impl FnOnce(&Transaction<'_>) -> Result<(), Error>,
    ) -> Result<(), Error> {
        self.writable()?;
        let mut settled = schema.clone();
        settled.settle();
        let schema = &settled;
        let is_read_otherwise = retyped_fields(schema) != retyped_fields(&self.schema);
        let version = self.version + u64::from(is_read_otherwise);
        let transaction = self.connection.unchecked_transaction()?;
        catalogue::set_meta(&transaction, "schema", &catalogue::json("schema", schema)?)?;
        if is_read_otherwise {
            // What was computed from the base as it was read before is of an earlier version.
            catalogue::set_meta(&transaction, "version", &version.to_string())?;
        }
        if !retyped_fields(schema).is_empty() || has_renamed(schema) {
            catalogue::set_meta(&transaction, "format", &catalogue::RETYPED.to_string())?;
        }
        let parts = self.parts_of_tables_as_they_came(schema);
        for part in &parts {
            catalogue::set_fields(&transaction, part)?;
        }
        also(&transaction)?;
        self.disk.commit(transaction)?;
        for part in parts {
            self.parts.iter_mut().filter(|known| known.id == part.id).for_each(|known| known.clone_from(&part));
        }
        self.schema = schema.clone();
        self.version = version;
        self.forget_columns();
        Ok(())
    }

    /// The parts of tables with the types in which they keep fields whose first type is another one from here on.
    fn parts_of_tables_as_they_came(&self, schema: &Schema) -> Vec<Part> {
        let mut changed = Vec::new();
        for (name, table) in &schema.tables {
            let before = |field: &String| self.schema.tables.get(name)?.fields.get(field).map(Field::first);
            let of_table = table.fields.iter().filter_map(|(name, field)| Some((name, before(name)?, field.first())));
            let moved: Vec<(&String, Type)> =
                of_table.filter(|(_, was, is)| was != is).map(|(name, was, _)| (name, was)).collect();
            for mut part in self.parts_of(&part::table_folder(name)) {
                let held: Vec<_> = moved.iter().filter(|(name, _)| part.fields.contains(name)).collect();
                for (name, was) in &held {
                    part.kinds.entry((*name).clone()).or_insert(*was);
                }
                if !held.is_empty() {
                    changed.push(part);
                }
            }
        }
        changed
    }

    /// What the values of a field would be if the field were as given.
    pub fn tried(&self, owner: &Target, name: &str, field: &Field) -> Result<Trial, Error> {
        let mut unfit: BTreeMap<(String, &'static str), UnfitValue> = BTreeMap::new();
        let values = self.each_unfit(owner, name, field, &mut |value, reason, _| {
            let known = unfit.entry((value.to_owned(), reason.key));
            let new = || UnfitValue { value: value.to_owned(), reason: reason.clone(), count: 0 };
            known.or_insert_with(new).count += 1;
        })?;
        let mut unfit: Vec<UnfitValue> = unfit.into_values().collect();
        unfit.sort_by(|one, other| other.count.cmp(&one.count).then_with(|| one.value.cmp(&other.value)));
        Ok(Trial { values, unfit })
    }

    /// Visits the stored values of a field that would have no counterpart if the field were as given, part by part: their
    /// writing, the reason, and the number and time of their row. Gives back how many values there are in all.
    pub(crate) fn each_unfit(
        &self,
        owner: &Target,
        name: &str,
        field: &Field,
        visit: &mut Visit<'_>,
    ) -> Result<u64, Error> {
        let parts = self.parts_of(&folder_of(owner));
        let mut n_values = 0;
        for part in parts.iter().filter(|part| part.fields.iter().any(|own| own == name)) {
            let from = part.kind_of(name, field);
            let reading = Reading::new(&self.dir, std::slice::from_ref(part), Whom::Everyone)?;
            let Some(column) = reading.columns(&[(name, from)])?.pop() else { continue };
            n_values += (0..column.len()).filter(|&row| !column.is_missing(row)).count() as u64;
            let Some(conversion) = Conversion::new(from, field.kind, field.retyped.as_ref(), &self.business) else {
                continue;
            };
            let converted = conversion.column(&column);
            let is_dated = !converted.unfit.is_empty() && !matches!(owner, Target::Table(_));
            let at = if is_dated { reading.instants(names::AT)? } else { Vec::new() };
            for (row, reason) in converted.unfit {
                let row = row as usize;
                let at = at.get(row).copied().unwrap_or(MISSING);
                visit(&written(&column, from, row), &converted.reasons[reason as usize], (reading.customers[row], at));
            }
        }
        for of_type in self.fills.of(&folder_of(owner), name) {
            n_values += of_type.rows.len() as u64;
            let conversion = Conversion::new(of_type.kind, field.kind, field.retyped.as_ref(), &self.business);
            let Some(conversion) = conversion else { continue };
            let converted = conversion.column(&of_type.values);
            for (place, reason) in converted.unfit {
                let value = written(&of_type.values, of_type.kind, place as usize);
                visit(&value, &converted.reasons[reason as usize], of_type.rows[place as usize]);
            }
        }
        Ok(n_values)
    }

    /// The fields of a folder's rows that were given another type.
    pub(crate) fn retyped_in(&self, folder: &str) -> Vec<(&String, Retyped)> {
        let streams = self.schema.streams.iter();
        let fields = match folder {
            PROFILE => Some(&self.schema.attributes),
            _ => streams.filter(|(name, _)| part::folder(name) == folder).map(|(_, stream)| &stream.fields).next(),
        };
        let retyped = |(name, field)| Some((name, Field::clone(field).retyped?));
        fields.into_iter().flatten().filter_map(retyped).collect()
    }
}

/// A value of a column as it is written.
fn written(column: &Column, kind: Type, row: usize) -> Cow<'_, str> {
    match column {
        Column::Text(texts) => Cow::Borrowed(texts.get(row).unwrap_or_default()),
        Column::Integer(values) => Cow::Owned(conversion::text_of(kind, values[row])),
    }
}

/// The folder of the rows that hold a field.
fn folder_of(owner: &Target) -> String {
    match owner {
        Target::Profile => PROFILE.to_owned(),
        Target::Stream(name) => part::folder(name),
        Target::Table(name) => part::table_folder(name),
    }
}

/// Whether something was given another name.
fn has_renamed(schema: &Schema) -> bool {
    let fields = schema.streams.values().map(|stream| &stream.fields);
    let mut fields = fields.chain(schema.tables.values().map(|table| &table.fields)).chain([&schema.attributes]);
    schema.streams.values().any(|stream| stream.kept_as.is_some())
        || fields.any(|fields| fields.values().any(|field| field.kept_as.is_some()))
}

/// The fields that were given another type, and how they are read now.
fn retyped_fields(schema: &Schema) -> Vec<(String, Field)> {
    let of = |owner: &str, fields: &BTreeMap<String, Field>| -> Vec<(String, Field)> {
        let retyped = fields.iter().filter(|(_, field)| field.retyped.is_some() || field.kept_as.is_some());
        retyped
            .map(|(name, field)| (format!("{owner} {name}"), Field { retyped: field.retyped, ..Field::of(field.kind) }))
            .collect()
    };
    let streams = schema.streams.iter().flat_map(|(name, stream)| of(name, &stream.fields));
    let tables = schema.tables.iter().flat_map(|(name, table)| of(name, &table.fields));
    of("", &schema.attributes).into_iter().chain(streams).chain(tables).collect()
}
