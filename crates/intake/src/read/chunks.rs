//! Reads one foreign file chunk by chunk: what only all its rows can tell is learnt first, then each chunk becomes
//! batches and is handed over before the next is read.

use std::collections::{BTreeMap, BTreeSet};

use model::columns::{Batch, Column, Target};
use model::phrase::Phrase;
use model::schema::Schema;
use model::time::Zone;
use model::value::Type;
use rustc_hash::FxHashMap;

use crate::expression::{Computing, Found, tables_of};
use crate::feed::widened::Widened;
use crate::feed::{self, Making};
use crate::mapping::{Feed, FileMapping, Named};
use crate::plan::typing;
use crate::plan::{self, Absent, Misfit, Plan, TimePlan};
use crate::read::lookups;
use crate::read::pieces::{Piece, Written};
use crate::read::repeats::Seen;
use crate::read::words_of_schema;
use crate::read::{Error, Intake, Progress, Reading, Rounded};
use crate::source::{Look, Most, Source};

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
/// A file of texts that is longer than a chunk is read twice with [`Look::Whole`], since only all its values tell their
/// types; of a Parquet file, only text columns of unknown fields are, until their words are too many for a category. With
/// [`Look::First`] it is read once: what the first chunk told of its columns is nearly always true of all of it. Where it
/// is not, nothing is returned, what was handed over is void, and the file is to be read anew with [`Look::Whole`].
pub fn read_in_chunks<E>(
    reading: &Reading<'_>,
    rows: usize,
    look: Look,
    take: &mut Take<'_, E>,
) -> Result<Option<Intake>, Stopped<E>> {
    let mut all = Vec::new();
    let taken = read_by(reading, Most::rows(rows), look, false, &mut |mut piece| {
        all.append(&mut piece.refused);
        take(piece.schema, piece.batches)
    })?;
    Ok(taken.map(|intake| Intake { refused: all, ..intake }))
}

/// Reads a file as [`read_in_chunks`] does, each chunk with what was refused of it and its rows as they are written:
/// nothing but the keys of reference tables is left to grow with the file. The refusals of what is returned are none.
/// Texts of a stream's fields may come as the whole numbers that they write.
pub fn read_in_pieces<E>(
    reading: &Reading<'_>,
    rows: usize,
    look: Look,
    take: &mut TakePiece<'_, E>,
) -> Result<Option<Intake>, Stopped<E>> {
    read_by(reading, Most::rows(rows), look, true, take)
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
        self.read_columns(source.names.len()).filter_map(|(column, kind)| source.note(column, kind)).collect()
    }

    /// The columns of instants, some of which name no zone.
    fn local_times<'s>(&self, source: &'s Source) -> Vec<&'s str> {
        let local = self
            .read_columns(source.names.len())
            .filter(|(column, kind)| *kind == Type::Instant && source.has_local_times(*column));
        local.map(|(column, _)| source.names[column].as_str()).collect()
    }

    /// The columns that are times or fields, with the types they are read as.
    fn read_columns(&self, n_columns: usize) -> impl Iterator<Item = (usize, Type)> {
        let at = if let Some(TimePlan::Column(column)) = self.plan.at { Some(column) } else { None };
        let times = at.into_iter().chain(self.plan.updated_at).map(|column| (column, Type::Instant));
        let named = self.plan.fields.iter().zip(&self.kinds);
        let fields = named.filter_map(|(field, kind)| Some((field.column, (*kind)?)));
        let expressions = self.plan.computed.iter().chain(&self.plan.chosen);
        let inputs = expressions.flat_map(|expression| &expression.inputs);
        let inputs = inputs.filter_map(|input| Some((input.column?, input.kind)));
        // What is computed is none of the file's columns.
        times.chain(fields).filter(move |(column, _)| *column < n_columns).chain(inputs)
    }
}

/// Rows of a file, or the elements of a list in them, and the feeds that they make.
struct Opened<'m> {
    /// The list, if these are elements of one.
    each: Option<&'m Named>,
    source: Source,
    feedings: Vec<Feeding>,
}

/// Opens a file and the lists in its rows.
fn open<'m>(reading: &Reading<'_>, most: Most, look: Look, lists: &[&'m Named]) -> Result<Vec<Opened<'m>>, Error> {
    let n_opened = lists.len() as u64 + 1;
    let mut opened = Vec::new();
    for (each, number) in std::iter::once(None).chain(lists.iter().copied().map(Some)).zip(0..) {
        let progress = |progress: Progress| (reading.progress)(share(progress, number, n_opened));
        let source = Source::open(&Reading { progress: &progress, ..*reading }, most, each, look)?;
        opened.push(Opened { each, source, feedings: Vec::new() });
    }
    Ok(opened)
}

/// Whether the first rows of a file may tell of all of them: lists are gone through after the rows that they lie in, and of
/// a reference table the last row of each key is found first.
fn may_begin(file: &FileMapping) -> bool {
    let is_table = |feed: &Feed| matches!(feed, Feed::Rows(feed) if matches!(feed.target, Target::Table(_)));
    file.lists().is_empty() && !file.feeds.iter().any(is_table)
}

/// Reads a file by as much as is said; texts that are whole numbers may stay numbers when `keeps_digits`. Returns nothing
/// when rows show otherwise than the first ones.
pub(crate) fn read_by<E>(
    reading: &Reading<'_>,
    most: Most,
    look: Look,
    keeps_digits: bool,
    take: &mut TakePiece<'_, E>,
) -> Result<Option<Intake>, Stopped<E>> {
    let base_zone = zone_named(&reading.settings.timezone)?;
    let zone = reading.file.zone.as_deref().map_or_else(|| Ok(base_zone.clone()), zone_named)?;
    let lists = reading.file.lists();
    let n_opened = lists.len() as u64 + 1;
    let look = if may_begin(reading.file) { look } else { Look::Whole };
    let mut opened = open(reading, most, look, &lists)?;
    let (mut schema, mut added) = (reading.schema.clone(), Vec::new());
    let found = lookups::find(reading)?;
    let looked_up = tables_of(&found);
    let filled = fill_feedings(reading, &mut opened, &lists, &found, &mut schema, &mut added);
    if filled.is_err() && look == Look::First {
        // What is wrong is told of all rows.
        opened = open(reading, most, Look::Whole, &lists)?;
        (schema, added) = (reading.schema.clone(), Vec::new());
        fill_feedings(reading, &mut opened, &lists, &found, &mut schema, &mut added)?;
    } else {
        filled?;
    }
    let n_rows = opened[0].source.n_rows;
    let (batches, refused) = (Vec::new(), Vec::new());
    let mut intake = Intake { batches, schema, added, refused, rows: n_rows, rounded: Vec::new(), notes: Vec::new() };
    let mut rounded: BTreeMap<(Target, String), Rounded> = BTreeMap::new();
    let (mut n_repeated, mut n_left_out) = (0, 0);
    let mut told: BTreeSet<(u64, Option<String>)> = BTreeSet::new();
    for (Opened { each, source, feedings }, number) in opened.iter().zip(n_opened - 1..) {
        if feedings.is_empty() && n_opened > 1 {
            continue;
        }
        let drops_repeated = feedings.iter().any(|feeding| feeding.plan.drops_repeated);
        let mut seen = Seen::default();
        source.read_as(feedings.iter().flat_map(|feeding| feeding.read_columns(source.names.len())));
        let n_rows = source.each_chunk(&mut |chunk| {
            let columns: u64 = feedings.iter().map(|feeding| feeding.plan.n_columns() as u64).sum();
            let cells = columns * chunk.n_rows as u64;
            let mut done = 0;
            let mut progress = |cells_done: u64| {
                done += cells_done;
                (reading.progress)(share(chunk.progress(done, cells), number, n_opened));
            };
            let mut refused = chunk.refused().to_vec();
            let mut batches = Vec::with_capacity(feedings.len());
            let repeated = if drops_repeated { Some(seen.repeated(chunk)?) } else { None };
            let mut left_out = vec![!feedings.is_empty(); chunk.n_rows];
            for feeding in feedings {
                let widened = Widened {
                    computing: Computing {
                        chunk,
                        settings: reading.settings,
                        tables: &looked_up,
                        zone: &zone,
                        base_zone: &base_zone,
                    },
                    file: reading.file,
                    computed: &feeding.plan.computed,
                };
                let making = Making {
                    widened: &widened,
                    repeated: repeated.as_deref().filter(|_| feeding.plan.drops_repeated),
                    file: reading.file,
                    schema: &intake.schema,
                    settings: reading.settings,
                    tables: reading.tables,
                    zone: &zone,
                    base_zone: &base_zone,
                    plan: &feeding.plan,
                    kinds: &feeding.kinds,
                    last_rows: &feeding.last_rows,
                    keeps_digits,
                };
                let made = feed::make(&making, &mut progress)?;
                left_out.iter_mut().zip(&made.is_left_out).for_each(|(all, own)| *all &= own);
                // A row that is refused itself is so whatever its lists hold.
                refused.extend(made.refused.into_iter().filter_map(|mut refused| {
                    if each.is_none() {
                        return Some(refused);
                    }
                    refused.row = chunk.origin(refused.row);
                    let is_told = refused.whole_row && !told.insert((refused.row, refused.column.clone()));
                    (!is_told).then_some(refused)
                }));
                for one in made.rounded {
                    let key = (one.target.clone(), one.name.clone());
                    rounded.entry(key).and_modify(|known| known.count += one.count).or_insert(one);
                }
                batches.push(made.batch);
            }
            n_left_out += left_out.iter().filter(|left_out| **left_out).count();
            refused.sort_by_key(|refused| refused.row);
            if each.is_none() && n_opened > 1 {
                let whole = refused.iter().filter(|refused| refused.whole_row);
                told.extend(whole.map(|refused| (refused.row, refused.column.clone())));
            }
            let written = if each.is_some() { Written::elements(chunk) } else { Written::of(chunk) };
            let piece = Piece { schema: &intake.schema, batches, refused, written };
            take(piece).map_err(Stopped::Taking)
        })?;
        let Some(n_rows) = n_rows else { return Ok(None) };
        if each.is_none() {
            intake.rows = n_rows;
        }
        n_repeated += seen.n_repeated;
    }
    intake.notes = notes(&opened, &zone);
    if n_repeated > 0 {
        intake.notes.push(Phrase::new("intake-note-repeated-rows").with("n", n_repeated));
    }
    if n_left_out > 0 {
        intake.notes.push(Phrase::new("intake-note-left-out").with("n", n_left_out));
    }
    for one in rounded.values() {
        let note = Phrase::new("intake-note-rounded").with("n", one.count).with("name", &one.name);
        intake.notes.push(note.with("places", one.places).with("example", &one.example));
    }
    intake.rounded = rounded.into_values().collect();
    Ok(Some(intake))
}

/// How far all is when one of several passes over the file is so far; each goes over half of what its progress counts.
fn share(progress: Progress, number: u64, of: u64) -> Progress {
    let Progress { done, total, rows } = progress;
    Progress { done: number * (total / 2) + done, total: if of > 1 { of * total } else { total }, rows }
}

/// What the file is read as, and the zone of times that name none.
fn notes(opened: &[Opened<'_>], zone: &Zone) -> Vec<Phrase> {
    let mut notes: Vec<Phrase> = Vec::new();
    let mut local: Vec<&str> = Vec::new();
    for Opened { source, feedings, .. } in opened {
        for note in source.notes().into_iter().chain(feedings.iter().flat_map(|feeding| feeding.notes(source))) {
            if !notes.contains(&note) {
                notes.push(note);
            }
        }
        for column in feedings.iter().flat_map(|feeding| feeding.local_times(source)) {
            if source.n_rows > 0 && !local.contains(&column) {
                local.push(column);
            }
        }
    }
    if !local.is_empty() {
        notes.push(Phrase::new("intake-note-zone").with("zone", zone.name()).with("columns", local.join(", ")));
    }
    notes
}

/// Meets the mapping's feeds with the file, and enters what they bring into the schema.
fn fill_feedings(
    reading: &Reading<'_>,
    opened: &mut [Opened<'_>],
    lists: &[&Named],
    found: &[Found],
    schema: &mut Schema,
    added: &mut Vec<crate::Added>,
) -> Result<(), Error> {
    let misfit = |problems| Error::Mapping { path: reading.path.to_owned(), problems };
    let (mut plans, mut problems) = (Vec::new(), Vec::new());
    for feed in &reading.file.feeds {
        let Feed::Rows(feed) = feed else { continue };
        let is_own =
            |opened: &Opened<'_>| opened.each.map(|list| &list.name) == feed.each.as_ref().map(|each| &each.list.name);
        let Some(place) = opened.iter().position(is_own) else { continue };
        let source = &opened[place].source;
        let absent = match (source.may_lack_columns, source.n_rows) {
            (false, _) => Absent::Wrong,
            (true, 0) => Absent::All,
            // No row could be read: that is told row by row.
            (true, _) if source.names.is_empty() => Absent::All,
            (true, _) => Absent::Empty,
        };
        let told = |column: usize, name: &str| Ok(source.kinds(&[(column, name)])?.pop().flatten());
        let feeds = &reading.file.feeds;
        let file = plan::File { names: &source.names, absent, told: &told, lookups: found, lists, feeds };
        match plan::plan(feed, &file, reading.schema) {
            Ok(plan) => plans.push((place, plan)),
            Err(Misfit::Problems(found)) => problems.extend(found),
            Err(Misfit::Unreadable(error)) => return Err(error),
        }
    }
    if !problems.is_empty() {
        return Err(misfit(problems));
    }
    for (place, plan) in plans {
        let source = &opened[place].source;
        let kinds = typing::kinds(&plan, schema, source)?;
        let named = plan.fields.iter().zip(&kinds);
        let by_name: BTreeMap<String, Type> =
            named.filter_map(|(field, kind)| Some((field.name.clone(), (*kind)?))).collect();
        words_of_schema::add(schema, &plan, &by_name, added);
        problems.extend(words_of_schema::nest(schema, &plan));
        let last_rows = last_rows(&plan, source)?;
        opened[place].feedings.push(Feeding { plan, kinds, last_rows });
    }
    for feed in &reading.file.feeds {
        let Feed::Grouped(feed) = feed else { continue };
        problems.extend(words_of_schema::group(schema, feed, added));
    }
    if problems.is_empty() { Ok(()) } else { Err(misfit(problems)) }
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
