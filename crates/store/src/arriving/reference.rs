//! Reference tables: small tables keyed by a code, written anew by each commit that changes them.

use std::collections::BTreeMap;

use model::columns::{Batch, Column, MISSING, TableColumns};
use model::schema::{Field, Table};
use model::value::Type;

use crate::arriving::commit::{Counts, Draft};
use crate::arriving::streams;
use crate::part::joining::{self, Piece};
use crate::part::reading::{Reading, Whom};
use crate::part::{self, Cells, Part, names};
use crate::{Error, Store};

/// Stands for no row.
const NONE: u32 = u32::MAX;

/// Writes a table with new rows merged in by key: new keys are added, and the values that are there replace those of
/// known keys, later rows those of earlier ones.
pub(crate) fn prepare(draft: &mut Draft<'_>, name: &str, batches: Vec<Batch>) -> Result<Counts, Error> {
    let schema = draft.schema;
    let misfit = |what: String| Error::Misfit { target: name.to_owned(), what };
    let table = schema.tables.get(name).ok_or_else(|| misfit("the schema has no such table".to_owned()))?;
    let stored = draft.store.table(name, table)?;
    let mut keys: Vec<Option<Box<str>>> = vec![None; stored.rows.len()];
    for (key, &row) in &stored.rows {
        keys[row as usize] = Some(key.clone());
    }
    let n_stored = keys.len();
    for batch in &batches {
        let Some(Column::Text(codes)) = batch.fields.get(&table.key) else {
            return Err(misfit(format!("a batch has no texts in {}", table.key)));
        };
        keys.extend((0..codes.codes.len()).map(|row| codes.get(row).map(Box::from)));
    }
    // Rows of each key, first what is stored, then as they come.
    let mut rows: BTreeMap<&str, Vec<u32>> = BTreeMap::new();
    for (row, key) in keys.iter().enumerate() {
        if let Some(key) = key {
            rows.entry(key).or_default().push(row as u32);
        }
    }
    let mut is_changed = vec![false; rows.len()];
    let mut fields = BTreeMap::new();
    for (field, of) in table.fields.iter().filter(|(_, field)| field.kept_as.is_none()) {
        let mut pieces = vec![stored.fields.get(field).cloned().map_or(Piece::Missing(n_stored), Piece::Of)];
        for batch in &batches {
            let length = batch.fields[&table.key].len();
            let column = batch.fields.get(field).filter(|column| column.len() == length);
            pieces.push(column.cloned().map_or(Piece::Missing(length), Piece::Of));
        }
        let all = joining::join(of.kind, pieces);
        let last =
            |rows: &Vec<u32>| rows.iter().rev().find(|&&row| !all.is_missing(row as usize)).copied().unwrap_or(NONE);
        let chosen: Vec<u32> = rows.values().map(last).collect();
        for ((rows, &chosen), is_changed) in rows.values().zip(&chosen).zip(&mut is_changed) {
            *is_changed |= chosen != NONE && chosen as usize >= n_stored && !same(&all, rows[0], chosen);
        }
        fields.insert(field.clone(), picked(all, &chosen, of.kind));
    }
    let mut counts = Counts::default();
    for (rows, is_changed) in rows.values().zip(&is_changed) {
        let is_new = rows[0] as usize >= n_stored;
        counts.new_rows += u64::from(is_new);
        counts.new_versions += u64::from(!is_new && *is_changed);
    }
    counts.known_rows = (keys.len() - n_stored) as u64 - counts.new_rows - counts.new_versions;
    if counts.new_rows + counts.new_versions == 0 {
        return Ok(counts);
    }
    let folder = part::table_folder(name);
    draft.replaced.extend(draft.store.parts_of(&folder).iter().map(|part| part.id));
    let keys: Vec<&str> = rows.into_keys().collect();
    write(draft, folder, &keys, &fields, table)?;
    Ok(counts)
}

fn same(column: &Column, row: u32, other: u32) -> bool {
    let (row, other) = (row as usize, other as usize);
    match column {
        Column::Integer(values) => values[row] == values[other],
        Column::Text(texts) => texts.codes[row] == texts.codes[other],
    }
}

fn picked(column: Column, rows: &[u32], kind: Type) -> Column {
    if column.is_empty() {
        return Column::missing(kind, rows.len());
    }
    match column {
        Column::Integer(values) => {
            Column::Integer(rows.iter().map(|&row| if row == NONE { MISSING } else { values[row as usize] }).collect())
        }
        Column::Text(mut texts) => {
            texts.codes = rows.iter().map(|&row| if row == NONE { NONE } else { texts.codes[row as usize] }).collect();
            Column::Text(texts)
        }
    }
}

fn write(
    draft: &mut Draft<'_>,
    folder: String,
    keys: &[&str],
    fields: &BTreeMap<String, Column>,
    table: &Table,
) -> Result<(), Error> {
    let rows: Vec<u32> = (0..keys.len() as u32).collect();
    let codes =
        model::columns::TextColumn { codes: rows.clone(), dictionary: keys.iter().map(|&key| key.into()).collect() };
    let has_value = |column: &Column| (0..column.len()).any(|row| !column.is_missing(row));
    let present = fields.clone().into_iter().filter(|(_, column)| has_value(column)).collect();
    let cells = streams::field_cells(&present, &table.fields);
    let part = Part::to_be(folder).with_fields(cells.iter().map(|(name, _)| name.clone()), &table.fields);
    let mut columns =
        vec![(names::CUSTOMER.to_owned(), Cells::Customers(&rows)), (names::KEY.to_owned(), Cells::TextsAt(&codes))];
    columns.extend(cells);
    draft.write(part, &rows, &rows, columns)
}

impl Store {
    /// The reference tables that have rows.
    pub fn tables(&self) -> Result<BTreeMap<String, TableColumns>, Error> {
        let mut tables = BTreeMap::new();
        for (name, table) in &self.schema.tables {
            let columns = self.table(name, table)?;
            if !columns.rows.is_empty() {
                tables.insert(name.clone(), columns);
            }
        }
        Ok(tables)
    }

    /// A reference table; without rows when it has none.
    pub fn table_named(&self, name: &str) -> Result<TableColumns, Error> {
        self.schema.tables.get(name).map_or(Ok(TableColumns::default()), |table| self.table(name, table))
    }

    fn table(&self, name: &str, table: &Table) -> Result<TableColumns, Error> {
        let parts = self.parts_of(&part::table_folder(name));
        if parts.is_empty() {
            return Ok(TableColumns::default());
        }
        let reading = Reading::new(&self.dir, &parts, Whom::Everyone)?;
        let Some(Column::Text(keys)) = reading.columns(&[(names::KEY, Type::Text)])?.pop() else {
            return Ok(TableColumns::default());
        };
        let wanted: Vec<(&str, &Field)> = table.fields.iter().map(|(name, field)| (name.as_str(), field)).collect();
        let columns = reading.fields(&wanted, &self.business)?;
        let rows = (0..keys.codes.len()).filter_map(|row| Some((keys.get(row)?.into(), row as u32))).collect();
        let mut fields: BTreeMap<String, Column> = table.fields.keys().cloned().zip(columns).collect();
        for (name, kept) in table.fields.iter().filter_map(|(name, field)| Some((name, field.kept_as.as_ref()?))) {
            let column = fields.get(kept).cloned();
            fields.extend(column.map(|column| (name.clone(), column)));
        }
        Ok(TableColumns { rows, fields })
    }
}
