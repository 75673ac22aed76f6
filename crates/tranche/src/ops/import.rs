//! Files into the base: each read by its mapping, and taken in as a whole.

use std::fs::File;
use std::io::Read;
use std::panic::resume_unwind;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError, mpsc};
use std::thread;

use intake::mapping::{FileMapping, Format};
use intake::{Added, Intake, Look, Mapping, Progress, Reading, Rounded, Stopped};
use model::columns::Batch;
use model::phrase::Phrase;
use model::schema::Schema;
use model::time::Instant;
use store::{Committed, ImportRun, ImportedFile, RefusedRow, RoundedField, Store};
use xxhash_rust::xxh3::Xxh3;

use self::keeping::Keeping;
use super::base::Base;
use super::failure::Failure;
use super::found::Found;
use super::refused;

pub(crate) mod keeping;

/// What became of one file.
pub(crate) struct Imported {
    /// The file's name.
    pub(crate) name: String,
    /// Rows in it.
    pub(crate) rows: u64,
    /// What the base took; `None` when the very same file was imported before.
    pub(crate) taken: Option<Taken>,
}

/// What the base took of a file.
pub(crate) struct Taken {
    /// What changed.
    pub(crate) committed: Committed,
    /// Fields and attributes that are new to the base.
    pub(crate) added: Vec<Added>,
    /// What the file was read as, where its content had to tell.
    pub(crate) notes: Vec<Phrase>,
    /// The first rows and values that were refused.
    pub(crate) refused: Vec<RefusedRow>,
    /// How many were refused.
    pub(crate) n_refused: u64,
    /// Rows refused before that have others in their place now.
    pub(crate) corrected: u64,
}

/// A mapping and the files it is for.
pub(crate) struct Request {
    mapping: Mapping,
    mapping_text: String,
    mapping_name: String,
    files: Vec<PathBuf>,
    /// The name that a file of corrected rows had before it was written out to be corrected.
    corrects: Option<String>,
}

impl Request {
    /// Reads a mapping and puts files in the mapping's order, so that reference tables can come before what uses them.
    pub(crate) fn new(mapping: &Path, files: &[PathBuf]) -> Result<Self, Failure> {
        Ok(Self::found(mapping, files)?.0)
    }

    /// Does so for the files that some arguments name: files, folders, patterns and archives.
    pub(crate) fn found(mapping: &Path, arguments: &[PathBuf]) -> Result<(Self, Found), Failure> {
        let text = std::fs::read_to_string(mapping).map_err(|error| Failure::file(mapping, &error))?;
        let name = mapping.display().to_string();
        let mapping = Mapping::parse(&text).map_err(|problems| Failure::in_text(Some(&name), &text, problems))?;
        let found = Found::of(arguments, &|name| mapping.file_for(name).is_some())?;
        let mut ordered = Vec::new();
        for path in found.paths() {
            let file_name = name_of(&path);
            let position = mapping
                .files
                .iter()
                .position(|file| mapping.file_for(&file_name).is_some_and(|found| std::ptr::eq(found, file)));
            let Some(position) = position else {
                let patterns: Vec<&str> = mapping.files.iter().map(|file| file.pattern.as_str()).collect();
                let phrase = Phrase::new("failed-no-mapping")
                    .with("file", path.display())
                    .with("mapping", &name)
                    .with("patterns", patterns.join(", "));
                return Err(Failure::Failed(phrase));
            };
            ordered.push((position, found.shown(&path).to_owned(), path));
        }
        ordered.sort();
        let files = ordered.into_iter().map(|(_, _, path)| path).collect();
        Ok((Request { mapping, mapping_text: text, mapping_name: name, files, corrects: None }, found))
    }

    /// Takes a file of corrected rows, as it was written out, by the mapping that its rows were read by at first.
    pub(crate) fn corrected(base: &Base, path: &Path) -> Result<Self, Failure> {
        let (text, name) = refused::mapping_of(base, path)?;
        let mapping = Mapping::parse(&text).map_err(|problems| Failure::in_text(Some(&name), &text, problems))?;
        let files = vec![path.to_owned()];
        Ok(Request { mapping, mapping_text: text, mapping_name: name.clone(), files, corrects: Some(name) })
    }

    /// The files, in the order in which they are imported.
    pub(crate) fn files(&self) -> &[PathBuf] {
        &self.files
    }

    /// Imports one of the files.
    pub(crate) fn import(
        &self,
        base: &mut Base,
        path: &Path,
        at: Instant,
        progress: &dyn Fn(Progress),
    ) -> Result<Imported, Failure> {
        let name = self.corrects.clone().unwrap_or_else(|| name_of(path));
        let file = self.mapping.file_for(&name).ok_or_else(|| {
            Failure::Failed(
                Phrase::new("failed-no-mapping")
                    .with("file", &name)
                    .with("mapping", &self.mapping_name)
                    .with("patterns", ""),
            )
        })?;
        let hash = || self.content_hash(path, file);
        // A file whose name is known may well have nothing new, which is found before it is read; others are hashed
        // while they are read.
        let hashed = base.store.has_imported(&name)?.then(hash).transpose()?;
        if let Some(hash) = hashed
            && let Some(before) = base.store.imported(hash)?
        {
            return Ok(Imported { name, rows: before.rows, taken: None });
        }
        let written_out =
            FileMapping { format: Some(Format::Csv), delimiter: None, quote: None, encoding: None, ..file.clone() };
        let read_as = if self.corrects.is_some() { &written_out } else { file };
        let tables = base.store.tables()?;
        let (schema, settings) = (base.store.schema().clone(), base.store.settings().clone());
        let reading = Reading { path, file: read_as, schema: &schema, settings: &settings, tables: &tables, progress };
        let chunk_rows = base.memory().chunk_rows;
        let (read, hashed) = thread::scope(|scope| {
            let hashing = scope.spawn(move || hashed.map_or_else(hash, Ok));
            let read = self.read(&mut base.store, &name, &reading, chunk_rows);
            (read, hashing.join().unwrap_or_else(|panic| resume_unwind(panic)))
        });
        let (mut run, intake, keeping) = read?;
        if let Some(before) = run.set_content(hashed?)? {
            return Ok(Imported { name, rows: before.rows, taken: None });
        }
        run.set_rows(intake.rows);
        run.set_rounded(intake.rounded.into_iter().map(rounded_field).collect());
        let committed = run.commit(intake.schema, Vec::new(), at)?;
        base.refresh_words()?;
        let Keeping { shown: refused, count: n_refused, corrected, .. } = keeping;
        let taken = Taken { committed, added: intake.added, notes: intake.notes, refused, n_refused, corrected };
        Ok(Imported { name, rows: intake.rows, taken: Some(taken) })
    }

    /// Reads a file into a run that is to be committed: once, or again when its rows show otherwise than the first ones.
    fn read<'s>(
        &self,
        store: &'s mut Store,
        name: &str,
        reading: &Reading<'_>,
        chunk_rows: usize,
    ) -> Result<(ImportRun<'s>, Intake, Keeping), Failure> {
        let mut run = store.begin_import(ImportedFile { name: name.to_owned(), content_hash: 0, rows: 0 })?;
        let mut look = Look::First;
        loop {
            let mut keeping = Keeping::of(self.corrects.is_some());
            let (read, taken) = read_and_take(reading, chunk_rows, look, run, &mut keeping, &self.mapping_text);
            // Who takes the rows ends early only by an error, which then is why no more could be handed over.
            run = taken?;
            match read {
                Ok(Some(intake)) => return Ok((run, intake, keeping)),
                Ok(None) => {
                    run.begin_again();
                    look = Look::Whole;
                }
                Err(Stopped::Reading(error)) => return Err(self.failure(error)),
                Err(Stopped::Taking(NotTaken::Failed(failure))) => return Err(failure),
                Err(Stopped::Taking(NotTaken::NoTaker)) => {
                    unreachable!("rows are handed over until their taker has failed")
                }
            }
        }
    }

    /// A hash of a file, of those that values are looked up in, and of how it is read.
    fn content_hash(&self, path: &Path, file: &FileMapping) -> Result<u64, Failure> {
        let mut hash = content_hash(path, &self.mapping_text).map_err(|error| Failure::file(path, &error))?;
        for other in file.lookup_files(path) {
            let of_other = content_hash(&other, "").map_err(|error| Failure::file(&other, &error))?;
            hash = hash.rotate_left(1) ^ of_other;
        }
        Ok(hash)
    }

    fn failure(&self, error: intake::Error) -> Failure {
        match error {
            intake::Error::Mapping { problems, .. } => {
                Failure::in_text(Some(&self.mapping_name), &self.mapping_text, problems)
            }
            other => Failure::Unreadable(other.phrase()),
        }
    }
}

/// Rounded numbers as the base keeps them.
fn rounded_field(rounded: Rounded) -> RoundedField {
    let Rounded { target, name, places, count, example } = rounded;
    RoundedField { target, field: name, places, count, example }
}

/// Why a piece of a file was not handed over.
enum NotTaken {
    /// What was refused of it could not be kept.
    Failed(Failure),
    /// Who takes the rows has failed.
    NoTaker,
}

/// Reads a file, so many rows at once, while what was read of it before is taken in.
fn read_and_take<'s>(
    reading: &Reading<'_>,
    chunk_rows: usize,
    look: Look,
    run: ImportRun<'s>,
    keeping: &mut Keeping,
    mapping: &str,
) -> (Result<Option<Intake>, Stopped<NotTaken>>, Result<ImportRun<'s>, store::Error>) {
    // One chunk waits at most, so that memory stays bounded.
    let (sender, receiver) = mpsc::sync_channel::<(Schema, Vec<Batch>)>(1);
    let shared = Mutex::new(run);
    let run = || shared.lock().unwrap_or_else(PoisonError::into_inner);
    let (read, taken) = thread::scope(|scope| {
        let taking =
            scope.spawn(move || receiver.into_iter().try_for_each(|(schema, batches)| run().add(&schema, batches)));
        let read = intake::read_in_pieces(reading, chunk_rows, look, &mut |mut piece| {
            keeping.keep(&mut run(), &mut piece, mapping).map_err(NotTaken::Failed)?;
            sender.send((piece.schema.clone(), piece.batches)).map_err(|_| NotTaken::NoTaker)
        });
        drop(sender);
        (read, taking.join().unwrap_or_else(|panic| resume_unwind(panic)))
    });
    let run = shared.into_inner().unwrap_or_else(PoisonError::into_inner);
    (read, taken.map(|()| run))
}

/// A hash of a file and of how it is read: another mapping makes other rows of the same file.
pub(super) fn content_hash(path: &Path, mapping: &str) -> std::io::Result<u64> {
    let mut hash = Xxh3::new();
    hash.update(mapping.as_bytes());
    let mut file = File::open(path)?;
    let mut chunk = vec![0; 1 << 20];
    loop {
        match file.read(&mut chunk)? {
            0 => return Ok(hash.digest()),
            read => hash.update(&chunk[..read]),
        }
    }
}

/// The name of a file without its folder.
pub(crate) fn name_of(path: &Path) -> String {
    path.file_name().map_or_else(|| path.display().to_string(), |name| name.to_string_lossy().into_owned())
}

#[cfg(test)]
mod tests;
