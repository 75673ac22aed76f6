//! `tranche import`: files into the base.

use std::path::{Path, PathBuf};

use clap::Args;
use intake::Progress;
use intake::guess::Voice;
use model::columns::Target;
use model::phrase::Phrase;
use model::time::Instant;
use serde_json::json;

use super::bars::Bar;
use super::tables::table;
use super::{Asked, Outcome, due, print};
use crate::api::imports::imported_as_json;
use crate::ops::failure::Failure;
use crate::ops::found::{Found, Left};
use crate::ops::guess;
use crate::ops::import::{Imported, Request};
use crate::ops::imports::logged;
use crate::ops::tracking;
use crate::saying::refused::{reason, shortened};

/// Files into the base.
#[derive(Args)]
pub(super) struct Import {
    #[arg(required_unless_present = "due", value_name = "FILE")]
    files: Vec<PathBuf>,
    #[arg(
        long,
        value_name = "TOML",
        required_unless_present_any = ["shape", "guess", "corrected", "due"],
        conflicts_with = "shape"
    )]
    mapping: Option<PathBuf>,
    #[arg(long, conflicts_with_all = ["mapping", "shape"])]
    guess: bool,
    #[arg(long = "as", value_name = "SHAPE", value_parser = ["tracking"])]
    shape: Option<String>,
    #[arg(long, conflicts_with_all = ["mapping", "shape", "guess"])]
    corrected: bool,
    #[arg(long, conflicts_with_all = ["files", "mapping", "shape", "guess", "corrected"])]
    due: bool,
    #[arg(long, value_name = "DIR", requires = "due", default_value = "sources")]
    sources: PathBuf,
}

/// Refusals shown for a file before the rest is only counted.
const SHOWN_REFUSALS: usize = 10;

impl Import {
    pub(super) fn run(&self, asked: &Asked) -> Result<Outcome, Failure> {
        if self.due {
            return due::run(asked, &self.sources);
        }
        if self.guess {
            return self.propose(asked);
        }
        let (request, mut found) = match &self.mapping {
            Some(mapping) => Request::found(mapping, &self.files).map(|(request, found)| (Some(request), found))?,
            None => (None, Found::of(&self.files, &|_| true)?),
        };
        let mut base = asked.open_to_write()?;
        let files = request.as_ref().map_or_else(|| found.paths(), |request| request.files().to_vec());
        let mut next = asked.now;
        let (imported, failure) = one_by_one(asked, &files, |path, progress| {
            // Of two files that say something of one order, the later one was received later.
            let now = next;
            next = Instant(now.0 + 1);
            let told = logged(&mut base, None, found.shown(path), now, |base| match &request {
                Some(request) => request.import(base, path, now, progress),
                None if self.corrected => Request::corrected(base, path)?.import(base, path, now, progress),
                None => tracking::import(base, path, now, progress),
            });
            told.map(Some).or_else(|failure| found.failed(path, failure).map(|()| None))
        });
        if let Some(failure) = failure {
            // What went in before the failure is told all the same: it is in.
            if !imported.is_empty() {
                match asked.json {
                    true => asked.tell_with_failure("files", files_as_json(asked, &imported)),
                    false => show(asked, &imported, &found.left),
                }
            }
            return Err(failure);
        }
        show(asked, &imported, &found.left);
        let refused = imported.iter().filter_map(|file| file.taken.as_ref()).any(|taken| taken.n_refused > 0);
        Ok(if refused || found.left.iter().any(|left| left.is_broken) { Outcome::WithRefusals } else { Outcome::Done })
    }

    /// Prints a mapping proposed for the files.
    fn propose(&self, asked: &Asked) -> Result<Outcome, Failure> {
        let bar = Bar::new(&asked.catalogue.text("guess-looking"), &asked.catalogue);
        let proposed = guess::propose(&asked.base, &self.files, &|progress: Progress| {
            bar.tell(progress.done, progress.total, progress.rows, &asked.catalogue);
        });
        bar.finish();
        let proposed = proposed?;
        let voice = Voice { say: &|phrase| asked.catalogue.say(phrase), count: &|count| asked.catalogue.count(count) };
        let text = intake::guess::write(&proposed.guess, &proposed.zone, voice);
        if asked.json {
            asked.print_json(&json!({ "mapping": text }));
        } else {
            print(text.trim_end());
            for left in &proposed.left {
                let reason = asked.catalogue.say(&left.reason);
                let phrase = Phrase::new("import-left").with("file", &left.file).with("reason", reason);
                print(&format!("# {}", asked.catalogue.say(&phrase)));
            }
        }
        Ok(Outcome::Done)
    }
}

/// Imports files one after the other, each under its bar, up to the first that fails; `None` is one left aside.
pub(super) fn one_by_one(
    asked: &Asked,
    files: &[PathBuf],
    mut import: impl FnMut(&Path, &dyn Fn(Progress)) -> Result<Option<Imported>, Failure>,
) -> (Vec<Imported>, Option<Failure>) {
    let mut imported = Vec::new();
    for path in files {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let bar = Bar::new(&name, &asked.catalogue);
        let told = import(path, &|progress: Progress| {
            bar.tell(progress.done, progress.total, progress.rows, &asked.catalogue);
        });
        bar.finish();
        match told {
            Ok(file) => imported.extend(file),
            Err(failure) => return (imported, Some(failure)),
        }
    }
    (imported, None)
}

/// Shows what became of some files.
pub(super) fn show(asked: &Asked, imported: &[Imported], left: &[Left]) {
    if asked.json {
        let left: Vec<_> =
            left.iter().map(|left| json!({ "file": left.file, "reason": asked.catalogue.say(&left.reason) })).collect();
        return asked.print_json(&json!({ "files": files_as_json(asked, imported), "left": left }));
    }
    let catalogue = &asked.catalogue;
    let head = ["import-file", "import-target", "import-new", "import-versions", "import-known", "import-refused"];
    let mut rows = table(&head.map(|key| catalogue.text(key)), &[2, 3, 4, 5]);
    for file in imported {
        let Some(taken) = &file.taken else {
            let same = catalogue.text("import-same-file");
            rows.add_row([file.name.clone(), same, "–".into(), "–".into(), catalogue.count(file.rows), "–".into()]);
            continue;
        };
        for (position, count) in taken.committed.targets.iter().enumerate() {
            let (name, refused) = match position {
                0 => (file.name.clone(), catalogue.count(taken.n_refused)),
                _ => (String::new(), String::new()),
            };
            let counts = [count.new_rows, count.new_versions, count.known_rows].map(|count| catalogue.count(count));
            let [new, versions, known] = counts;
            rows.add_row([name, target_name(asked, &count.target), new, versions, known, refused]);
        }
    }
    print(&rows.to_string());
    for left in left {
        let reason = asked.catalogue.say(&left.reason);
        asked.say(&Phrase::new("import-left").with("file", &left.file).with("reason", reason));
    }
    for file in imported {
        show_notes(asked, file);
        let corrected = file.taken.as_ref().map_or(0, |taken| taken.corrected);
        if corrected > 0 {
            let phrase = Phrase::new("import-corrected").with("file", &file.name).with("n", corrected);
            asked.say(&phrase.with("count", catalogue.count(corrected)));
        }
        show_refusals(asked, file);
    }
}

fn show_notes(asked: &Asked, file: &Imported) {
    for note in file.taken.iter().flat_map(|taken| &taken.notes) {
        let note = asked.catalogue.say(note);
        asked.say(&Phrase::new("import-note").with("file", &file.name).with("note", note));
    }
}

fn show_refusals(asked: &Asked, file: &Imported) {
    let refused = file.taken.as_ref().map_or(&[][..], |taken| taken.refused.as_slice());
    if refused.is_empty() {
        return;
    }
    let catalogue = &asked.catalogue;
    let n_refused = file.taken.as_ref().map_or(0, |taken| taken.n_refused);
    let count = catalogue.count(n_refused);
    asked.say(&Phrase::new("import-refusals").with("file", &file.name).with("n", n_refused).with("count", count));
    let head = ["refused-row", "refused-column", "refused-value", "refused-reason"];
    let mut rows = table(&head.map(|key| catalogue.text(key)), &[0]);
    for refusal in refused.iter().take(SHOWN_REFUSALS) {
        let column = refusal.column.clone().unwrap_or_default();
        rows.add_row([
            catalogue.count(refusal.row),
            column,
            shortened(&refusal.value),
            reason(&asked.catalogue, refusal),
        ]);
    }
    print(&rows.to_string());
    let rest = n_refused.saturating_sub(SHOWN_REFUSALS as u64);
    if rest > 0 {
        asked.say(&Phrase::new("import-more-refusals").with("n", rest).with("count", catalogue.count(rest)));
    }
    asked.say(&Phrase::new("import-refused-next"));
}

fn target_name(asked: &Asked, target: &Target) -> String {
    match target {
        Target::Stream(name) | Target::Table(name) => name.clone(),
        Target::Profile => asked.catalogue.text("import-profiles"),
    }
}

fn files_as_json(asked: &Asked, imported: &[Imported]) -> serde_json::Value {
    imported.iter().map(|file| imported_as_json(&asked.catalogue, file)).collect()
}
