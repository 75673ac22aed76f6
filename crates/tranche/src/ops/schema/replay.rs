//! Values that were refused for the type of their field, read again in another one.
//!
//! The refused rows are kept as they were written, with the mapping they came by: they are read again as a file of their
//! own, and what fits now is filled in where its row is in the base.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use intake::mapping::{FileMapping, Format};
use intake::{Intake, Mapping, Reading};
use model::columns::{Batch, Column, Target};
use model::schema::Schema;
use model::time::Instant;
use store::{ImportedFile, Refusals, RefusedFile};

use super::REREAD;
use super::refused_values::{RefusedValue, of_field};
use crate::ops::base::Base;
use crate::ops::failure::Failure;

/// Refused values of a field that fit, of one file.
pub(super) struct Again {
    /// The values, in the order of the batch's rows.
    values: Vec<RefusedValue>,
    batch: Batch,
    received_at: Instant,
}

impl Again {
    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.values.len()
    }
}

/// Reads the refused values of a field again, in the words that are to come. What cannot be read as it was (a file that
/// was looked up in is gone) stays refused.
pub(super) fn read_again(base: &Base, words: &Schema, target: &Target, field: &str) -> Result<Vec<Again>, Failure> {
    let mut by_file: BTreeMap<u64, Vec<RefusedValue>> = BTreeMap::new();
    for value in of_field(base, target, field)? {
        by_file.entry(value.file).or_default().push(value);
    }
    let mut again = Vec::new();
    for file in base.store.refused_files(&Refusals::default())? {
        if let Some(values) = by_file.remove(&file.file) {
            again.extend(of_file(base, words, (target, field), &file, values)?);
        }
    }
    Ok(again)
}

fn of_file(
    base: &Base,
    words: &Schema,
    (target, field): (&Target, &str),
    file: &RefusedFile,
    values: Vec<RefusedValue>,
) -> Result<Option<Again>, Failure> {
    let Ok(mapping) = Mapping::parse(&file.mapping) else { return Ok(None) };
    let Some(mapping) = mapping.file_for(&file.name) else { return Ok(None) };
    let (mut rows, mut kept) = (Vec::new(), Vec::new());
    for value in values {
        let cells = base.store.refused_cells(file.file, value.row)?;
        if let Some(cells) = cells.filter(|cells| cells.cells.len() == file.columns.len()) {
            rows.push(cells.cells);
            kept.push(value);
        }
    }
    let written = Rewritten::of(&file.columns, &rows)?;
    let Some(intake) = read(base, words, mapping, &written.path) else { return Ok(None) };
    let mut of_target = intake.batches.into_iter().filter(|batch| batch.target == *target);
    let (Some(batch), None) = (of_target.next(), of_target.next()) else { return Ok(None) };
    let is_out = |row: u64| {
        let mut refused = intake.refused.iter().filter(|refused| refused.row == row && refused.whole_row);
        refused.any(|refused| refused.target.as_ref().is_none_or(|of| of == target))
    };
    let in_batch: Vec<usize> = (0..kept.len()).filter(|&place| !is_out(place as u64 + 1)).collect();
    if in_batch.len() != batch.at.len() {
        return Ok(None);
    }
    let Some(column) = batch.fields.get(field) else { return Ok(None) };
    let is_unfit = |place: usize| {
        let row = place as u64 + 1;
        let column = &kept[place].column;
        intake.refused.iter().any(|refused| refused.row == row && refused.column.as_ref() == Some(column))
    };
    let fits = |row: &usize| !column.is_missing(*row) && !is_unfit(in_batch[*row]);
    let chosen: Vec<usize> = (0..in_batch.len()).filter(fits).collect();
    let values = chosen.iter().map(|&row| kept[in_batch[row]].clone()).collect();
    let positions: Vec<u32> = chosen.iter().map(|&row| row as u32).collect();
    let batch = gathered(&batch, &positions);
    Ok(Some(Again { values, batch, received_at: file.received_at }))
}

/// Reads rows as a file of the mapping they came by; `None` when they cannot be.
fn read(base: &Base, words: &Schema, mapping: &FileMapping, path: &Path) -> Option<Intake> {
    let (format, encoding) = (Some(Format::Csv), Some("utf-8".to_owned()));
    let file = FileMapping { format, delimiter: Some(b','), quote: Some(b'"'), encoding, ..mapping.clone() };
    let (settings, tables) = (base.store.settings(), base.store.tables().ok()?);
    let reading = Reading { path, file: &file, schema: words, settings, tables: &tables, progress: &|_| {} };
    intake::read(&reading).ok()
}

/// Rows of a batch.
fn gathered(batch: &Batch, positions: &[u32]) -> Batch {
    let integers = |values: &Vec<i64>| positions.iter().map(|&row| values[row as usize]).collect::<Vec<i64>>();
    let texts = |texts: &model::columns::TextColumn| match Column::Text(texts.clone()).gathered(positions) {
        Column::Text(texts) => texts,
        Column::Integer(_) => unreachable!("texts stay texts"),
    };
    let columns = |columns: &BTreeMap<String, Column>| {
        columns.iter().map(|(name, column)| (name.clone(), column.gathered(positions))).collect()
    };
    let customers = match &batch.customers {
        model::columns::Ids::Texts(ids) if ids.codes.is_empty() => batch.customers.clone(),
        model::columns::Ids::Texts(ids) => texts(ids).into(),
        model::columns::Ids::Numbers(numbers) => model::columns::Ids::Numbers(integers(numbers)),
    };
    Batch {
        target: batch.target.clone(),
        source: batch.source.clone(),
        id_kind: batch.id_kind.clone(),
        customers,
        at: if batch.at.is_empty() { Vec::new() } else { integers(&batch.at) },
        messages: batch.messages.as_ref().map(texts),
        updated_at: batch.updated_at.as_ref().map(integers),
        fields: columns(&batch.fields),
        known_by: columns(&batch.known_by),
    }
}

/// Fills in what fits; gives back the values that are no longer refused.
pub(super) fn fill(
    base: &mut Base,
    words: &Schema,
    field: &str,
    again: Vec<Again>,
) -> Result<Vec<RefusedValue>, Failure> {
    let mut gone = Vec::new();
    for Again { values, batch, received_at } in again {
        let is_filled = match &batch.target {
            Target::Stream(_) => base.store.fill(words, batch, field, received_at)?,
            Target::Profile => take_in(base, words, batch, field, received_at)?,
            // What a table's row lacks may have come since: such a row is imported again.
            Target::Table(_) => continue,
        };
        gone.extend(values.into_iter().zip(is_filled).filter(|(_, is_filled)| *is_filled).map(|(value, _)| value));
    }
    Ok(gone)
}

/// Takes values of an attribute in, as if they had fitted when they came.
fn take_in(
    base: &mut Base,
    words: &Schema,
    mut batch: Batch,
    field: &str,
    received_at: Instant,
) -> Result<Vec<bool>, Failure> {
    let n_rows = batch.at.len();
    batch.fields.retain(|name, _| name == field);
    batch.known_by.clear();
    let file = ImportedFile { name: format!("{REREAD}{field}"), content_hash: 0, rows: n_rows as u64 };
    let import = store::Import {
        file,
        schema: words.clone(),
        batches: vec![batch],
        links: Vec::new(),
        refused: Vec::new(),
        received_at,
    };
    base.store.commit(import)?;
    Ok(vec![true; n_rows])
}

/// Rows written out as CSV, to be read again; the file is removed when it is dropped.
struct Rewritten {
    path: PathBuf,
}

impl Rewritten {
    fn of(columns: &[String], rows: &[Vec<String>]) -> Result<Self, Failure> {
        let path = std::env::temp_dir().join(format!("tranche-again-{}.csv", std::process::id()));
        let failed = |error: csv::Error| Failure::file(&path, &std::io::Error::other(error));
        let mut writer = csv::Writer::from_path(&path).map_err(failed)?;
        writer.write_record(columns).map_err(failed)?;
        for row in rows {
            writer.write_record(row).map_err(failed)?;
        }
        writer.flush().map_err(|error| Failure::file(&path, &error))?;
        Ok(Rewritten { path })
    }
}

impl Drop for Rewritten {
    fn drop(&mut self) {
        // One that stays is of no harm.
        let _ = fs::remove_file(&self.path);
    }
}
