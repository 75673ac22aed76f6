//! Scheduled imports: files that say where exports arrive, how they are read and when; what is due is told from the log
//! of imports and the clock.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use model::phrase::Phrase;
use model::time::Instant;
use store::{ImportEntry, Outcome};

use super::log::{detail, logged};
use super::{Imported, Request};
use crate::ops::base::Base;
use crate::ops::failure::Failure;

mod arriving;
mod schedule;

use arriving::{Arrived, arrived};
use schedule::Schedule;

/// A scheduled source.
pub(crate) struct Source {
    /// Its id: the name of its file.
    pub(crate) id: String,
    /// Where its files arrive: a path whose last piece may hold `*` and `?`.
    path: PathBuf,
    /// The mapping they are read by.
    mapping: PathBuf,
    /// When it is run.
    schedule: Schedule,
}

/// What became of a source.
pub(crate) struct Ran {
    /// Its id.
    pub(crate) id: String,
    /// When it is due next, when it was not due now.
    pub(crate) next: Option<Instant>,
    /// What was noted in the log.
    pub(crate) entries: Vec<ImportEntry>,
    /// What went in.
    pub(crate) imported: Vec<Imported>,
    /// Why the source could not be run at all.
    pub(crate) failure: Option<Phrase>,
}

impl Ran {
    /// Whether something of it failed.
    pub(crate) fn has_failed(&self) -> bool {
        self.failure.is_some() || self.entries.iter().any(|entry| entry.outcome == Outcome::Failed)
    }

    /// Whether rows or values of it were refused.
    pub(crate) fn has_refusals(&self) -> bool {
        self.entries.iter().any(|entry| entry.refused > 0)
    }
}

/// Runs the sources of a folder that are due, in order of their ids. One that fails does not stop the others.
pub(crate) fn run_due(
    base: &mut Base,
    dir: &Path,
    now: Instant,
    say: &mut dyn FnMut(&str, &Path),
) -> Result<Vec<Ran>, Failure> {
    let mut ran = Vec::new();
    for path in files_of(dir)? {
        let id = path.file_stem().map_or_else(String::new, |stem| stem.to_string_lossy().into_owned());
        let mut one = Ran { id: id.clone(), next: None, entries: Vec::new(), imported: Vec::new(), failure: None };
        match read(&id, &path) {
            Ok(source) => match source.schedule.next(base.store.last_run_of(&id)?, &base.zone) {
                Some(next) if next > now => one.next = Some(next),
                _ => run(base, &source, now, &mut one, say)?,
            },
            Err(failure) => one.failure = Some(note_failure(base, &id, &path, now, failure, &mut one.entries)?),
        }
        ran.push(one);
    }
    Ok(ran)
}

fn files_of(dir: &Path) -> Result<Vec<PathBuf>, Failure> {
    let unreadable = |error: std::io::Error| Failure::file(dir, &error);
    let mut files = Vec::new();
    for entry in fs::read_dir(dir).map_err(unreadable)? {
        let path = entry.map_err(unreadable)?.path();
        if path.extension().is_some_and(|end| end == "toml") {
            files.push(path);
        }
    }
    files.sort();
    if files.is_empty() {
        return Err(Failure::Failed(Phrase::new("failed-no-sources").with("dir", dir.display())));
    }
    Ok(files)
}

/// Reads the file of a source. Its paths start from its own folder.
fn read(id: &str, path: &Path) -> Result<Source, Failure> {
    let text = fs::read_to_string(path).map_err(|error| Failure::file(path, &error))?;
    let wrong = |detail: String| {
        Failure::Failed(Phrase::new("failed-source").with("file", path.display()).with("detail", detail))
    };
    let table: toml::Table = text.parse().map_err(|error: toml::de::Error| wrong(error.message().to_owned()))?;
    let mut said: BTreeMap<&str, &str> = BTreeMap::new();
    for (key, value) in &table {
        let is_known = ["path", "mapping", "every", "at", "quiet"].contains(&key.as_str());
        match value.as_str().filter(|_| is_known) {
            Some(value) => said.insert(key, value),
            None => return Err(wrong(format!("{key} = {value}"))),
        };
    }
    let folder = path.parent().unwrap_or(Path::new("."));
    let needed =
        |key: &'static str| said.get(key).map(|value| folder.join(value)).ok_or_else(|| wrong(format!("{key} = ?")));
    let schedule = Schedule::read(said.get("every").copied(), said.get("at").copied(), said.get("quiet").copied());
    let schedule = schedule.map_err(|part| wrong(part.to_owned()))?;
    Ok(Source { id: id.to_owned(), path: needed("path")?, mapping: needed("mapping")?, schedule })
}

/// Runs a source that is due.
fn run(
    base: &mut Base,
    source: &Source,
    now: Instant,
    one: &mut Ran,
    say: &mut dyn FnMut(&str, &Path),
) -> Result<(), Failure> {
    let found = match arrived(&source.path, now, source.schedule.quiet) {
        Ok(found) => found,
        Err(failure) => {
            one.failure = Some(note_failure(base, &source.id, &source.path, now, failure, &mut one.entries)?);
            return Ok(());
        }
    };
    let seen = last_seen(base, &source.id)?;
    for Arrived { path, changed_at, wait } in found {
        if let Some(wait) = wait {
            let mut entry = empty_entry(source, &path, now, Outcome::Waiting);
            entry.detail = detail(&Failure::Failed(wait));
            base.store.log_import(&entry)?;
            one.entries.push(entry);
            continue;
        }
        // What has not changed since it was taken in needs no second reading.
        if seen.get(&path.display().to_string()).is_some_and(|seen| *seen > changed_at) {
            continue;
        }
        say(&source.id, &path);
        // An archive holds several files.
        let (request, found) = match Request::found(&source.mapping, std::slice::from_ref(&path)) {
            Ok(found) => found,
            Err(failure) => {
                note_failure(base, &source.id, &path, now, failure, &mut one.entries)?;
                continue;
            }
        };
        for file in request.files() {
            let told =
                logged(base, Some(&source.id), found.shown(file), now, |base| request.import(base, file, now, &|_| {}));
            one.entries.extend(base.store.imports(Some(&source.id), 1)?);
            one.imported.extend(told.ok());
        }
    }
    if one.entries.is_empty() {
        let entry = empty_entry(source, &source.path, now, Outcome::Nothing);
        base.store.log_import(&entry)?;
        one.entries.push(entry);
    }
    Ok(())
}

/// When each file of a source was last taken in, by its path.
fn last_seen(base: &Base, id: &str) -> Result<BTreeMap<String, Instant>, Failure> {
    let mut seen = BTreeMap::new();
    for entry in base.store.imports(Some(id), usize::MAX)? {
        if matches!(entry.outcome, Outcome::Taken | Outcome::Known) {
            seen.entry(entry.path).or_insert(entry.started_at);
        }
    }
    Ok(seen)
}

fn empty_entry(source: &Source, path: &Path, now: Instant, outcome: Outcome) -> ImportEntry {
    ImportEntry {
        started_at: now,
        microseconds: 0,
        source: Some(source.id.clone()),
        path: path.display().to_string(),
        outcome,
        rows: 0,
        taken: 0,
        refused: 0,
        detail: String::new(),
    }
}

/// Notes in the log that a source could not be run, and says why.
fn note_failure(
    base: &mut Base,
    id: &str,
    path: &Path,
    now: Instant,
    failure: Failure,
    entries: &mut Vec<ImportEntry>,
) -> Result<Phrase, Failure> {
    let entry = ImportEntry {
        started_at: now,
        microseconds: 0,
        source: Some(id.to_owned()),
        path: path.display().to_string(),
        outcome: Outcome::Failed,
        rows: 0,
        taken: 0,
        refused: 0,
        detail: detail(&failure),
    };
    base.store.log_import(&entry)?;
    entries.push(entry);
    Ok(match failure {
        Failure::Failed(phrase) | Failure::Unreadable(phrase) => phrase,
        Failure::Problems(_) => Phrase::new("imports-problems"),
    })
}
