//! Files that a person dropped, on their way into the base: looked at, mapped as proposed or chosen, taken in.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use intake::Progress;
use intake::guess::{Choice, Guess, Voice, write};
use model::phrase::Phrase;
use model::time::Instant;
use tempfile::TempDir;

use super::found::Left;
use super::guess::propose;
use super::log::logged;
use super::{Imported, Request, name_of};
use crate::ops::base::Base;
use crate::ops::failure::Failure;

/// Files that arrived, by number.
#[derive(Default)]
pub(crate) struct Arrivals {
    known: Mutex<BTreeMap<u32, Arc<Arrival>>>,
}

impl Arrivals {
    /// A place for files to arrive in.
    pub(crate) fn begin(&self) -> Result<(u32, Arc<Arrival>), Failure> {
        let folder = TempDir::new().map_err(|error| Failure::file(&std::env::temp_dir(), &error))?;
        let arrival = Arc::new(Arrival { folder, stage: Mutex::new(Stage::Looking(Step::default())) });
        let mut known = locked(&self.known);
        let number = known.keys().next_back().map_or(1, |last| last + 1);
        known.insert(number, Arc::clone(&arrival));
        Ok((number, arrival))
    }

    /// The files of a number.
    pub(crate) fn get(&self, number: u32) -> Result<Arc<Arrival>, Failure> {
        let unknown = || Failure::Failed(Phrase::new("failed-unknown-arrival").with("number", number));
        locked(&self.known).get(&number).cloned().ok_or_else(unknown)
    }
}

/// Files that arrived together. They are gone with the server that took them.
pub(crate) struct Arrival {
    folder: TempDir,
    stage: Mutex<Stage>,
}

/// How far they are.
pub(crate) enum Stage {
    /// They are being looked at.
    Looking(Step),
    /// A mapping is proposed.
    Proposed(Box<Proposal>),
    /// They are being taken in.
    Importing(Step),
    /// They are in, up to the one that failed.
    Done(Vec<Imported>, Option<Failure>),
    /// They could not be looked at.
    Failed(Failure),
}

/// How far a file is.
#[derive(Clone, Debug, Default)]
pub(crate) struct Step {
    /// The file.
    pub(crate) file: String,
    /// Bytes or other units done.
    pub(crate) done: u64,
    /// Of how many.
    pub(crate) total: u64,
    /// Rows so far.
    pub(crate) rows: u64,
}

/// A mapping that a person may change.
pub(crate) struct Proposal {
    /// What each file becomes.
    pub(crate) guess: Guess,
    /// The zone that times are taken to be in.
    pub(crate) zone: String,
    /// What was left aside.
    pub(crate) left: Vec<Left>,
    /// The mapping as a person wrote it, once they did: from then on it is the text that counts.
    pub(crate) text: Option<String>,
    /// What is wrong in that text.
    pub(crate) wrong: Option<Failure>,
}

impl Proposal {
    /// The mapping as text.
    pub(crate) fn mapping(&self, voice: Voice<'_>) -> String {
        self.text.clone().unwrap_or_else(|| write(&self.guess, &self.zone, voice))
    }
}

impl Arrival {
    /// Where a file of a name is to be put; `None` for a name that is none.
    pub(crate) fn place_for(&self, name: &str) -> Option<PathBuf> {
        let name = Path::new(name).file_name()?;
        Some(self.folder.path().join(name))
    }

    /// The stage they are at.
    pub(crate) fn stage(&self) -> MutexGuard<'_, Stage> {
        locked(&self.stage)
    }

    fn files(&self) -> Result<Vec<PathBuf>, Failure> {
        let failed = |error: std::io::Error| Failure::file(self.folder.path(), &error);
        let entries = std::fs::read_dir(self.folder.path()).map_err(failed)?;
        let mut files: Vec<PathBuf> =
            entries.map(|entry| entry.map(|entry| entry.path())).collect::<Result<_, _>>().map_err(failed)?;
        files.retain(|path| *path != self.mapping_path());
        files.sort();
        Ok(files)
    }

    fn mapping_path(&self) -> PathBuf {
        self.folder.path().join(".mapping.toml")
    }

    /// Looks at the files and proposes a mapping.
    pub(crate) fn look(&self, base: &Path) {
        let heard = |progress: Progress| self.hear(&Stage::Looking, String::new(), progress);
        let proposed = self.files().and_then(|files| propose(base, &files, &heard));
        *self.stage() = match proposed {
            Ok(found) => Stage::Proposed(Box::new(Proposal {
                guess: found.guess,
                zone: found.zone,
                left: found.left,
                text: None,
                wrong: None,
            })),
            Err(failure) => Stage::Failed(failure),
        };
    }

    /// Changes what columns become; nothing when no mapping is proposed now.
    pub(crate) fn choose(&self, choices: &[(usize, usize, String, Choice)], aside: &[usize]) {
        if let Stage::Proposed(proposal) = &mut *self.stage() {
            for (file, feed, column, choice) in choices {
                proposal.guess.choose(*file, *feed, column, choice);
            }
            aside.iter().for_each(|file| proposal.guess.leave_aside(*file));
        }
    }

    /// Has the mapping be a text from now on, or the proposal again.
    pub(crate) fn set_text(&self, text: Option<String>) {
        if let Stage::Proposed(proposal) = &mut *self.stage() {
            proposal.text = text;
            proposal.wrong = None;
        }
    }

    /// Takes the files into the base by a mapping. What is wrong in the mapping goes back to who wrote it.
    pub(crate) fn import(&self, base: &mut Base, proposal: Box<Proposal>, mapping: &str, at: Instant) {
        let path = self.mapping_path();
        let written = std::fs::write(&path, mapping).map_err(|error| Failure::file(&path, &error));
        let asked = written.and_then(|()| Request::found(&path, &self.files()?));
        let request = match asked {
            Ok((request, _)) => request,
            Err(failure) => return self.put_back(proposal, mapping, failure),
        };
        let mut imported = Vec::new();
        for file in request.files() {
            let name = name_of(file);
            let heard = |progress: Progress| self.hear(&Stage::Importing, name.clone(), progress);
            *self.stage() = Stage::Importing(Step { file: name.clone(), ..Step::default() });
            match logged(base, None, file, at, |base| request.import(base, file, at, &heard)) {
                Ok(one) => imported.push(one),
                // Before anything is in, a mapping that does not fit is to be mended, not reported.
                Err(Failure::Problems(problems)) if imported.is_empty() => {
                    return self.put_back(proposal, mapping, Failure::Problems(problems));
                }
                Err(failure) => {
                    *self.stage() = Stage::Done(imported, Some(failure));
                    return;
                }
            }
        }
        *self.stage() = Stage::Done(imported, None);
    }

    /// Takes corrected rows in, each file by the mapping that its rows were read by at first.
    pub(crate) fn import_corrected(&self, base: &mut Base, at: Instant) {
        let mut imported = Vec::new();
        let taken = self.files().and_then(|files| {
            for file in files {
                let name = name_of(&file);
                let heard = |progress: Progress| self.hear(&Stage::Importing, name.clone(), progress);
                let request = Request::corrected(base, &file)?;
                imported.push(logged(base, None, &file, at, |base| request.import(base, &file, at, &heard))?);
            }
            Ok(())
        });
        *self.stage() = Stage::Done(imported, taken.err());
    }

    /// Begins to take the files in: gives the proposal to be put back if the mapping is wrong.
    pub(crate) fn begin_import(&self) -> Option<Box<Proposal>> {
        let mut stage = self.stage();
        match std::mem::replace(&mut *stage, Stage::Importing(Step::default())) {
            Stage::Proposed(proposal) => Some(proposal),
            other => {
                *stage = other;
                None
            }
        }
    }

    fn put_back(&self, mut proposal: Box<Proposal>, mapping: &str, wrong: Failure) {
        proposal.text = Some(mapping.to_owned());
        proposal.wrong = Some(wrong);
        *self.stage() = Stage::Proposed(proposal);
    }

    fn hear(&self, stage: &dyn Fn(Step) -> Stage, file: String, progress: Progress) {
        *self.stage() = stage(Step { file, done: progress.done, total: progress.total, rows: progress.rows });
    }
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
