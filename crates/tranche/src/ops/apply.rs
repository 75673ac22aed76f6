//! Taking in segments as files: all of them checked together, then saved together.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use model::forms::Test;
use model::phrase::{Phrase, Place, Problem};
use model::segment::{Segment, circle};
use model::time::Instant;
use store::StoredSegment;

use super::base::Base;
use super::definitions;
use super::failure::{Failure, Faulty};

/// What became of the files applied.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Applied {
    /// Ids that were not there before.
    pub(crate) added: Vec<String>,
    /// Ids whose file differs from the one before.
    pub(crate) changed: Vec<String>,
    /// Ids whose file is the same.
    pub(crate) unchanged: Vec<String>,
}

/// A segment's file.
pub(crate) struct SegmentFile {
    /// Its id: the file's name without the ending.
    pub(crate) id: String,
    /// Its text.
    pub(crate) text: String,
}

/// The segment files of a folder, by name.
pub(crate) fn files_of(dir: &Path) -> Result<Vec<SegmentFile>, Failure> {
    let unreadable = |error: std::io::Error| Failure::file(dir, &error);
    let mut files = Vec::new();
    for entry in std::fs::read_dir(dir).map_err(unreadable)? {
        let path = entry.map_err(unreadable)?.path();
        if path.extension().is_some_and(|ending| ending == "toml")
            && let Some(id) = path.file_stem().and_then(|stem| stem.to_str())
        {
            let text = std::fs::read_to_string(&path).map_err(|error| Failure::file(&path, &error))?;
            files.push(SegmentFile { id: id.to_owned(), text });
        }
    }
    files.sort_by(|a, b| a.id.cmp(&b.id));
    if files.is_empty() {
        return Err(Failure::Failed(Phrase::new("failed-no-segments").with("dir", dir.display())));
    }
    Ok(files)
}

/// Checks segment files with one another and with those of the base, and saves them all, or none.
pub(crate) fn apply(base: &mut Base, files: &[SegmentFile], at: Instant) -> Result<Applied, Failure> {
    let before: BTreeMap<String, String> =
        base.store.segments()?.into_iter().map(|segment| (segment.id, segment.text)).collect();
    let ids: BTreeSet<String> = before.keys().cloned().chain(files.iter().map(|file| file.id.clone())).collect();
    let mut faulty = Vec::new();
    // Those of the base that are not replaced now must still be right beside the new ones.
    let mut tests = BTreeMap::new();
    let replaced: BTreeSet<&str> = files.iter().map(|file| file.id.as_str()).collect();
    let kept = before.iter().filter(|(id, _)| !replaced.contains(id.as_str()));
    let kept: Vec<SegmentFile> = kept.map(|(id, text)| SegmentFile { id: id.clone(), text: text.clone() }).collect();
    for file in kept.iter().chain(files) {
        match read(base, file, &ids) {
            Ok(test) => {
                tests.insert(file.id.clone(), test);
            }
            Err(Failure::Problems(problems)) => faulty.extend(problems),
            Err(failure) => return Err(failure),
        }
    }
    if !faulty.is_empty() {
        return Err(Failure::Problems(faulty));
    }
    if let Some(circle) = circle(&tests, base.schema()) {
        return Err(Failure::Failed(Phrase::new("failed-circle").with("circle", circle.join(" → "))));
    }
    let mut applied = Applied::default();
    let mut saved = Vec::new();
    for file in files {
        let list = match before.get(&file.id) {
            None => &mut applied.added,
            Some(text) if *text != file.text => &mut applied.changed,
            Some(_) => {
                applied.unchanged.push(file.id.clone());
                continue;
            }
        };
        list.push(file.id.clone());
        saved.push(StoredSegment { id: file.id.clone(), text: file.text.clone() });
    }
    base.store.save_segments(&saved, at)?;
    Ok(applied)
}

fn read(base: &Base, file: &SegmentFile, ids: &BTreeSet<String>) -> Result<Test, Failure> {
    let origin = format!("{}.toml", file.id);
    let in_file = |problem: Problem| {
        Failure::Problems(vec![Faulty {
            origin: Some(origin.clone()),
            text: file.text.clone(),
            problems: vec![problem],
        }])
    };
    let segment = Segment::parse(&file.id, &file.text).map_err(in_file)?;
    let unknown = segment.needs.iter().find(|stream| !base.schema().streams.contains_key(*stream));
    if let Some(stream) = unknown {
        let phrase = Phrase::new("problem-unknown-stream").with("name", stream);
        let known = base.schema().streams.keys().map(String::as_str);
        let start = file.text.find(stream.as_str()).unwrap_or(0);
        let place = Place { start, end: start + stream.len() };
        return Err(in_file(Problem::new(phrase, place).suggesting(stream, known)));
    }
    let origin = definitions::origin_of(&file.id);
    definitions::read(&segment.definition(), Some(&origin), base, ids).map(|definition| definition.test)
}
