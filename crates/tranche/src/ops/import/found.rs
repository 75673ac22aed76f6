//! The files that a person names: each by itself, a folder, a pattern, or an archive with several inside.

use std::path::{Path, PathBuf};

use intake::Member;
use model::phrase::Phrase;
use tempfile::TempDir;

use super::name_of;
use crate::ops::failure::Failure;

/// The files that some arguments name.
pub(crate) struct Found {
    /// The files, in the order of the arguments and, where one names several, of their paths; each once.
    files: Vec<FoundFile>,
    /// What was found and left aside.
    pub(crate) left: Vec<Left>,
    /// Where the members of archives lie as long as they are needed.
    folder: Option<TempDir>,
}

struct FoundFile {
    path: PathBuf,
    /// Where it was found, for people.
    shown: String,
    /// Whether it was named itself: then it must be readable.
    is_named: bool,
}

/// A file that was found and left aside.
#[derive(Clone, Debug)]
pub(crate) struct Left {
    /// Where it was found.
    pub(crate) file: String,
    /// Why.
    pub(crate) reason: Phrase,
    /// Whether it was to be read, and could not be.
    pub(crate) is_broken: bool,
}

impl Found {
    /// Finds the files of some arguments. Of what a folder, a pattern or an archive holds, only files with a known name
    /// are taken; the others are left aside.
    pub(crate) fn of(arguments: &[PathBuf], is_known: &dyn Fn(&str) -> bool) -> Result<Self, Failure> {
        let mut found = Found { files: Vec::new(), left: Vec::new(), folder: None };
        for argument in arguments {
            if argument.is_dir() {
                found.add_folder(argument, is_known)?;
            } else if argument.exists() || !argument.to_string_lossy().contains(['*', '?', '[']) {
                found.add_file(argument, true, is_known)?;
            } else {
                for path in matches(argument)? {
                    if path.is_dir() {
                        found.add_folder(&path, is_known)?;
                    } else {
                        found.add_file(&path, false, is_known)?;
                    }
                }
            }
        }
        if found.files.is_empty() {
            let named: Vec<String> = arguments.iter().map(|argument| argument.display().to_string()).collect();
            return Err(Failure::Failed(Phrase::new("failed-nothing-found").with("where", named.join(", "))));
        }
        Ok(found)
    }

    /// Where the files lie.
    pub(crate) fn paths(&self) -> Vec<PathBuf> {
        self.files.iter().map(|file| file.path.clone()).collect()
    }

    /// Where a file was found, for people: a member of an archive lies elsewhere meanwhile.
    pub(crate) fn shown<'a>(&'a self, path: &'a Path) -> &'a Path {
        self.files.iter().find(|file| file.path == path).map_or(path, |file| Path::new(&file.shown))
    }

    /// What it means that a file failed: one that was named itself ends the import, one that was only found is left
    /// aside when it cannot be read or does not fit the mapping.
    pub(crate) fn failed(&mut self, path: &Path, failure: Failure) -> Result<(), Failure> {
        let shown = self.shown(path).display().to_string();
        let is_named = self.files.iter().all(|file| file.path != path || file.is_named);
        let reason = match &failure {
            Failure::Unreadable(phrase) => Some(saying(phrase, &shown)),
            Failure::Problems(faulty) => {
                let problem = faulty.iter().flat_map(|faulty| &faulty.problems).next();
                problem.map(|problem| problem.phrase.clone())
            }
            Failure::Failed(_) => None,
        };
        match (reason, failure) {
            (Some(reason), _) if !is_named => {
                self.left.push(Left { file: shown, reason, is_broken: true });
                Ok(())
            }
            (Some(reason), Failure::Unreadable(_)) => Err(Failure::Unreadable(reason)),
            (_, failure) => Err(failure),
        }
    }

    fn add_folder(&mut self, folder: &Path, is_known: &dyn Fn(&str) -> bool) -> Result<(), Failure> {
        let unreadable = |error: std::io::Error| Failure::file(folder, &error);
        let entries = std::fs::read_dir(folder).map_err(unreadable)?;
        let paths: Result<Vec<PathBuf>, _> = entries.map(|entry| entry.map(|entry| entry.path())).collect();
        let mut paths = paths.map_err(unreadable)?;
        paths.sort();
        // Hidden files are those of systems and programs.
        for path in paths.into_iter().filter(|path| !name_of(path).starts_with('.')) {
            // A link to a folder could lead round in a circle.
            if path.is_dir() && !path.is_symlink() {
                self.add_folder(&path, is_known)?;
            } else if path.is_file() {
                self.add_file(&path, false, is_known)?;
            }
        }
        Ok(())
    }

    fn add_file(&mut self, path: &Path, is_named: bool, is_known: &dyn Fn(&str) -> bool) -> Result<(), Failure> {
        if is_archive(&name_of(path)) {
            return self.add_archive(path, is_named, is_known);
        }
        let shown = path.display().to_string();
        if !is_named && !is_known(&name_of(path)) {
            self.left.push(Left { file: shown, reason: Phrase::new("left-not-known"), is_broken: false });
        } else if self.files.iter().all(|file| file.path != path) {
            self.files.push(FoundFile { path: path.to_owned(), shown, is_named });
        }
        Ok(())
    }

    fn add_archive(&mut self, archive: &Path, is_named: bool, is_known: &dyn Fn(&str) -> bool) -> Result<(), Failure> {
        let members = match intake::members(archive) {
            Ok(members) => members,
            Err(error) => return self.broken(archive.display().to_string(), error.phrase(), is_named),
        };
        let is_alone = members.len() == 1;
        for member in members {
            let shown = format!("{}/{}", archive.display(), member.name);
            let leave = |key| Left { file: shown.clone(), reason: Phrase::new(key), is_broken: false };
            // An archive may stand for the one file in it.
            let inside = name_of(archive)[..name_of(archive).len() - ZIP.len()].to_owned();
            let name = if is_alone && !is_known(&member.name) && is_known(&inside) { &inside } else { &member.name };
            if is_archive(&member.name) {
                self.left.push(Left { is_broken: true, ..leave("left-archive-within") });
            } else if !is_known(name) {
                self.left.push(leave("left-not-known"));
            } else {
                match self.extracted(&member, name)? {
                    Ok(path) => self.files.push(FoundFile { path, shown, is_named: is_named && is_alone }),
                    Err(reason) => self.broken(shown, reason, is_named && is_alone)?,
                }
            }
        }
        Ok(())
    }

    fn broken(&mut self, file: String, reason: Phrase, is_named: bool) -> Result<(), Failure> {
        if is_named {
            return Err(Failure::Unreadable(reason));
        }
        self.left.push(Left { file, reason, is_broken: true });
        Ok(())
    }

    /// Puts a member of an archive into a folder of its own, or says why it cannot be read.
    fn extracted(&mut self, member: &Member, name: &str) -> Result<Result<PathBuf, Phrase>, Failure> {
        let unwritable = |error: std::io::Error| Failure::file(&std::env::temp_dir(), &error);
        if self.folder.is_none() {
            self.folder = Some(tempfile::tempdir().map_err(unwritable)?);
        }
        let Some(folder) = &self.folder else { return Ok(Err(Phrase::new("left-not-known"))) };
        let own = folder.path().join(self.files.len().to_string());
        std::fs::create_dir_all(&own).map_err(unwritable)?;
        // No member has a name that leads elsewhere: it is what stands behind the last folder.
        let path = own.join(name);
        Ok(member.extract(&path).map(|()| path).map_err(|error| error.phrase()))
    }
}

const ZIP: &str = ".zip";

fn is_archive(name: &str) -> bool {
    name.to_lowercase().ends_with(ZIP)
}

/// The files and folders that a pattern fits, in the order of their paths.
fn matches(pattern: &Path) -> Result<Vec<PathBuf>, Failure> {
    let options = glob::MatchOptions { require_literal_leading_dot: true, ..glob::MatchOptions::default() };
    let failed = |detail: String| {
        Failure::Failed(Phrase::new("failed-file").with("file", pattern.display()).with("detail", detail))
    };
    let found = glob::glob_with(&pattern.to_string_lossy(), options).map_err(|error| failed(error.to_string()))?;
    let mut paths = found.collect::<Result<Vec<PathBuf>, _>>().map_err(|error| failed(error.to_string()))?;
    paths.sort();
    Ok(paths)
}

/// A sentence about a file, with another name for it.
fn saying(phrase: &Phrase, file: &str) -> Phrase {
    let mut phrase = phrase.clone();
    for (name, word) in &mut phrase.words {
        if *name == "file" {
            file.clone_into(word);
        }
    }
    phrase
}

#[cfg(test)]
mod tests;
