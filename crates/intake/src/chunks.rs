//! Reads one foreign file chunk by chunk: what only all its rows can tell is learnt first, then each chunk becomes
//! batches and is handed over before the next is read.

use std::collections::BTreeMap;

use model::columns::{Batch, Column};
use model::phrase::Phrase;
use model::schema::Schema;
use model::time::Zone;
use model::value::Type;
use rustc_hash::FxHashMap;

use crate::feed::{self, Making};
use crate::mapping::Feed;
use crate::pieces::{Piece, Written};
use crate::plan::{self, Absent, Plan, TimePlan};
use crate::read::{Error, Intake, Reading};
use crate::source::{Most, Source};
use crate::{typing, words_of_schema};

/// What takes the chunks of a file, with the schema that the whole file leads to.
type Take<'t, E> = dyn FnMut(&Schema, Vec<Batch>) -> Result<(), E> + 't;

/// What takes the pieces of a file.
type TakePiece<'t, E> = dyn FnMut(Piece<'_>) -> Result<(), E> + 't;

/// Why the reading of a file in chunks ended early.
#[derive(Debug)]
pub enum Stopped<E> {
    /// The file could not be read.
    Reading(Error),
    /// What took the chunks wanted no more.
    Taking(E),
}

impl<E> From<Error> for Stopped<E> {
    fn from(error: Error) -> Self {
        Stopped::Reading(error)
    }
}

/// Reads a file in chunks of so many rows, or fewer where rows are very wide or long: memory does not grow with the
/// file, save for the refusals and the keys of reference tables.
///
/// `take` gets the chunks in order, at least one, each as batches in the order of the mapping's feeds, with the schema
/// that the whole file leads to. The rows are those of [`read`](crate::read), and so are types and refusals; the
/// batches of what is returned are empty. Each chunk has dictionaries of its own.
///
/// A file of texts that is longer than a chunk is read twice, since only all its values tell their types; of a Parquet
/// file, only text columns of unknown fields are, until their words are too many for a category.
pub fn read_in_chunks<E>(reading: &Reading<'_>, rows: usize, take: &mut Take<'_, E>) -> Result<Intake, Stopped<E>> {
    let mut all = Vec::new();
    let taken = read_in_pieces(reading, rows, &mut |mut piece| {
        all.append(&mut piece.refused);
        take(piece.schema, piece.batches)
    });
    taken.map(|intake| Intake { refused: all, ..intake })
}

/// Reads a file as [`read_in_chunks`] does, each chunk with what was refused of it and its rows as they are written:
/// nothing but the keys of reference tables is left to grow with the file. The refusals of what is returned are none.
pub fn read_in_pieces<E>(
    reading: &Reading<'_>,
    rows: usize,
    take: &mut TakePiece<'_, E>,
) -> Result<Intake, Stopped<E>> {
    read_by(reading, Most::rows(rows), take)
}

/// A plan, and what all rows of the file tell about its columns.
struct Feeding {
    plan: Plan,
    kinds: Vec<Option<Type>>,
    /// For a table, the last row of each key, counted over the whole file.
    last_rows: FxHashMap<Box<str>, u64>,
}

impl Feeding {
    /// How its columns are written, where their values had to tell.
    fn notes(&self, source: &Source) -> Vec<Phrase> {
        self.read_columns().filter_map(|(column, kind)| source.note(column, kind)).collect()
    }

    /// The columns of instants, some of which name no zone.
    fn local_times<'s>(&self, source: &'s Source) -> Vec<&'s str> {
        let local =
            self.read_columns().filter(|(column, kind)| *kind == Type::Instant && source.has_local_times(*column));
        local.map(|(column, _)| source.names[column].as_str()).collect()
    }

    /// The columns that are times or fields, with the types they are read as.
    fn read_columns(&self) -> impl Iterator<Item = (usize, Type)> {
        let at = if let Some(TimePlan::Column(column)) = self.plan.at { Some(column) } else { None };
        let times = at.into_iter().chain(self.plan.updated_at).map(|column| (column, Type::Instant));
        let named = self.plan.fields.iter().zip(&self.kinds);
        let fields = named.filter_map(|(field, kind)| Some((field.column, (*kind)?)));
        times.chain(fields)
    }
}

/// Reads a file by as much as is said.
pub(crate) fn read_by<E>(reading: &Reading<'_>, most: Most, take: &mut TakePiece<'_, E>) -> Result<Intake, Stopped<E>> {
    let base_zone = zone_named(&reading.settings.timezone)?;
    let zone = reading.file.zone.as_deref().map_or_else(|| Ok(base_zone.clone()), zone_named)?;
    let source = Source::open(reading, most)?;
    let (mut schema, mut added) = (reading.schema.clone(), Vec::new());
    let feedings = feedings(reading, &source, &mut schema, &mut added)?;
    let mut notes = source.notes();
    for note in feedings.iter().flat_map(|feeding| feeding.notes(&source)) {
        if !notes.contains(&note) {
            notes.push(note);
        }
    }
    let mut local: Vec<&str> = Vec::new();
    for column in feedings.iter().flat_map(|feeding| feeding.local_times(&source)) {
        if !local.contains(&column) {
            local.push(column);
        }
    }
    if !local.is_empty() && source.n_rows > 0 {
        notes.push(Phrase::new("intake-note-zone").with("zone", zone.name()).with("columns", local.join(", ")));
    }
    let (batches, refused) = (Vec::new(), Vec::new());
    let intake = Intake { batches, schema, added, refused, rows: source.n_rows, notes };
    source.each_chunk(&mut |chunk| {
        let columns: u64 = feedings.iter().map(|feeding| feeding.plan.n_columns() as u64).sum();
        let cells = columns * chunk.n_rows as u64;
        let mut done = 0;
        let mut progress = |cells_done: u64| {
            done += cells_done;
            (reading.progress)(chunk.progress(done, cells));
        };
        let mut refused = chunk.refused().to_vec();
        let mut batches = Vec::with_capacity(feedings.len());
        for feeding in &feedings {
            let making = Making {
                chunk,
                file: reading.file,
                schema: &intake.schema,
                settings: reading.settings,
                tables: reading.tables,
                zone: &zone,
                base_zone: &base_zone,
                plan: &feeding.plan,
                kinds: &feeding.kinds,
                last_rows: &feeding.last_rows,
            };
            let made = feed::make(&making, &mut progress)?;
            refused.extend(made.refused);
            batches.push(made.batch);
        }
        refused.sort_by_key(|refused| refused.row);
        let piece = Piece { schema: &intake.schema, batches, refused, written: Written::of(chunk) };
        take(piece).map_err(Stopped::Taking)
    })?;
    Ok(intake)
}

/// Meets the mapping's feeds with the file, and enters what they bring into the schema.
fn feedings(
    reading: &Reading<'_>,
    source: &Source,
    schema: &mut Schema,
    added: &mut Vec<crate::Added>,
) -> Result<Vec<Feeding>, Error> {
    let misfit = |problems| Error::Mapping { path: reading.path.to_owned(), problems };
    let (mut plans, mut problems) = (Vec::new(), Vec::new());
    for feed in &reading.file.feeds {
        let Feed::Rows(feed) = feed else { continue };
        let absent = match (source.may_lack_columns, source.n_rows) {
            (false, _) => Absent::Wrong,
            (true, 0) => Absent::All,
            // No row could be read: that is told row by row.
            (true, _) if source.names.is_empty() => Absent::All,
            (true, _) => Absent::Empty,
        };
        match plan::plan(feed, &source.names, absent, reading.schema) {
            Ok(plan) => plans.push(plan),
            Err(found) => problems.extend(found),
        }
    }
    if !problems.is_empty() {
        return Err(misfit(problems));
    }
    let mut feedings = Vec::with_capacity(plans.len());
    for plan in plans {
        let kinds = typing::kinds(&plan, schema, source)?;
        let named = plan.fields.iter().zip(&kinds);
        let by_name: BTreeMap<String, Type> =
            named.filter_map(|(field, kind)| Some((field.name.clone(), (*kind)?))).collect();
        words_of_schema::add(schema, &plan, &by_name, added);
        let last_rows = last_rows(&plan, source)?;
        feedings.push(Feeding { plan, kinds, last_rows });
    }
    for feed in &reading.file.feeds {
        let Feed::Grouped(feed) = feed else { continue };
        problems.extend(words_of_schema::group(schema, feed, added));
    }
    if problems.is_empty() { Ok(feedings) } else { Err(misfit(problems)) }
}

/// The last row of each key of a table.
fn last_rows(plan: &Plan, source: &Source) -> Result<FxHashMap<Box<str>, u64>, Error> {
    let mut last_rows = FxHashMap::default();
    let Some((key, _)) = plan.table_key else { return Ok(last_rows) };
    // The zone says nothing of texts.
    let utc = Zone::utc();
    source.each_chunk(&mut |chunk| {
        let (Column::Text(keys), _) = chunk.values(key, Type::Text, &utc, &|_| {})? else { return Ok(()) };
        let mut last = vec![0; keys.dictionary.len()];
        for (row, &code) in keys.codes.iter().enumerate() {
            if let Some(last) = last.get_mut(code as usize) {
                *last = chunk.first_row + row as u64;
            }
        }
        last_rows.extend(keys.dictionary.into_iter().zip(last));
        Ok::<(), Error>(())
    })?;
    Ok(last_rows)
}

fn zone_named(name: &str) -> Result<Zone, Error> {
    Zone::named(name).ok_or_else(|| Error::UnknownZone { zone: name.to_owned() })
}
