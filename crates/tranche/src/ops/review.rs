//! Definitions that are to come, held against those of the base: all of them read and checked together, before anything
//! is saved.

use std::collections::{BTreeMap, BTreeSet};

use model::check::{Mentions, mentions, mentions_of_value};
use model::computed::columns::{ColumnFile, Columns, columns};
use model::computed::{AttributeFile, attributes};
use model::forms::Test;
use model::phrase::{Phrase, Place, Problem};
use model::relatives::misplaced;
use model::schema::Schema;
use model::segment::{Segment, circle};
use model::segmentation::{Segmentation, exclusive};
use model::text::parser::parse;
use store::{Defined, DefinitionChange};

use super::base::{Base, ids_of};
use super::definition_files::{DefinitionFile, DefinitionFiles};
use super::definitions;
use super::failure::{Failure, Faulty};
use super::segmentations::definitions_of;

/// What changes, and the definitions as they will be then.
#[derive(Debug)]
pub(crate) struct Review {
    /// Definitions that are new, differ from those of the base, or go, in order of kind and id.
    pub(crate) changes: Vec<Change>,
    /// Ids of the definitions that stay as they are, though a file names them.
    pub(crate) unchanged: Vec<String>,
    /// The words of the base then, computed attributes included.
    pub(crate) schema: Schema,
    /// The segments of the base then.
    pub(crate) segments: BTreeMap<String, Segment>,
    /// Their trees.
    pub(crate) tests: BTreeMap<String, Test>,
}

/// A definition that changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Change {
    /// What it defines.
    pub(crate) defined: Defined,
    /// Its id.
    pub(crate) id: String,
    /// The text of its file before; `None` when it is new.
    pub(crate) before: Option<String>,
    /// The text of its file then; `None` when it goes.
    pub(crate) after: Option<String>,
}

impl Change {
    /// As the base saves it.
    pub(crate) fn to_save(&self) -> DefinitionChange {
        DefinitionChange { defined: self.defined, id: self.id.clone(), text: self.after.clone() }
    }
}

/// Which definitions of the base go.
pub(crate) enum Going {
    /// None.
    None,
    /// Those that no file names.
    Unnamed,
    /// These.
    These(Vec<String>),
}

/// Holds files against the base. All that is wrong in them, or becomes wrong by them, is told at once.
pub(crate) fn review(base: &Base, files: &DefinitionFiles, going: &Going) -> Result<Review, Failure> {
    review_in(base, base.schema(), files, going)
}

/// The same where any calendar may be named: made-up customers beside definitions bring their own reference tables, and what is
/// only looked at may wait for them.
pub(crate) fn review_with_any_calendar(base: &Base, files: &DefinitionFiles) -> Result<Review, Failure> {
    review_in(base, &Schema { calendars: None, ..base.schema().clone() }, files, &Going::None)
}

/// Does so in other words than those that the base has now.
pub(crate) fn review_in(
    base: &Base,
    words: &Schema,
    files: &DefinitionFiles,
    going: &Going,
) -> Result<Review, Failure> {
    let before = |stored: Vec<store::StoredSegment>| -> BTreeMap<String, String> {
        stored.into_iter().map(|stored| (stored.id, stored.text)).collect()
    };
    let (old_attributes, old_segments) = (before(base.store.attributes()?), before(base.store.segments()?));
    let old_columns = before(base.store.table_columns()?);
    let (mut changes, mut unchanged) = (Vec::new(), Vec::new());
    let mut changed = |defined, old: &BTreeMap<String, String>, files: &[DefinitionFile]| {
        let new = merged(old, files, going);
        for id in old.keys().chain(new.keys()).collect::<BTreeSet<_>>() {
            let (before, after) = (old.get(id).cloned(), new.get(id).cloned());
            if before != after {
                changes.push(Change { defined, id: id.clone(), before, after });
            } else if files.iter().any(|file| file.id == *id) {
                unchanged.push(id.clone());
            }
        }
        new.into_iter().map(|(id, text)| DefinitionFile { id, text }).collect::<Vec<_>>()
    };
    let new_attributes = changed(Defined::Attribute, &old_attributes, &files.attributes);
    let new_columns = changed(Defined::Column, &old_columns, &files.columns);
    let new_segments = changed(Defined::Segment, &old_segments, &files.segments);
    refuse_used(&changes, base, &new_segments)?;
    let ids: BTreeSet<String> = new_segments.iter().flat_map(|file| ids_of(&file.id, &file.text)).collect();
    let mut faulty = Vec::new();
    let mut schema = words.clone();
    schema.columns = computed_columns(&new_columns, &schema, &mut faulty);
    schema.computed = computed(&new_attributes, &schema, &ids, &mut faulty);
    let (mut segments, mut tests) = (BTreeMap::new(), BTreeMap::new());
    for file in &new_segments {
        match read((&schema, &base.store.settings().currency), file, &ids) {
            Ok(defines) => {
                segments.extend(defines.segment.map(|segment| (file.id.clone(), segment)));
                tests.extend(defines.tests);
            }
            Err(Failure::Problems(problems)) => faulty.extend(problems),
            Err(failure) => return Err(failure),
        }
    }
    if !faulty.is_empty() {
        return Err(Failure::Problems(faulty));
    }
    if let Some(circle) = circle(&tests, &schema) {
        return Err(Failure::Failed(Phrase::new("failed-circle").with("circle", circle.join(" → "))));
    }
    refuse_relatives(&schema, &tests)?;
    Ok(Review { changes, unchanged, schema, segments, tests })
}

/// Refuses that a definition names another one that asks about relatives where nothing may.
fn refuse_relatives(schema: &Schema, tests: &BTreeMap<String, Test>) -> Result<(), Failure> {
    let of_tests = tests.iter().map(|(id, test)| (id, mentions(test, schema)));
    let of_attributes = schema.computed.iter().map(|(name, found)| (name, mentions_of_value(&found.value, schema)));
    for (id, named) in of_tests.chain(of_attributes) {
        if let Some(name) = misplaced(&named, tests, schema) {
            return Err(Failure::Failed(Phrase::new("failed-relatives-apart-in").with("id", id).with("name", name)));
        }
    }
    Ok(())
}

/// The definitions of the base with those of the files in their place, and without those that go.
fn merged(old: &BTreeMap<String, String>, files: &[DefinitionFile], going: &Going) -> BTreeMap<String, String> {
    let mut new = match going {
        Going::None => old.clone(),
        Going::Unnamed => BTreeMap::new(),
        Going::These(ids) => {
            old.iter().filter(|(id, _)| !ids.contains(id)).map(|(a, b)| (a.clone(), b.clone())).collect()
        }
    };
    new.extend(files.iter().map(|file| (file.id.clone(), file.text.clone())));
    new
}

/// Refuses that definitions go which others, that stay, still name.
fn refuse_used(changes: &[Change], base: &Base, staying: &[DefinitionFile]) -> Result<(), Failure> {
    let going: Vec<&Change> = changes.iter().filter(|change| change.after.is_none()).collect();
    if going.is_empty() {
        return Ok(());
    }
    let stays: BTreeSet<&str> = staying.iter().map(|file| file.id.as_str()).collect();
    let gone = |defined, id: &str| going.iter().any(|change| change.defined == defined && change.id == id);
    for change in &going {
        let users: Vec<String> = users(base, change.defined, &change.id)?
            .into_iter()
            .filter(|(defined, id)| match defined {
                Defined::Segment => stays.contains(id.as_str()),
                Defined::Attribute | Defined::Column => !gone(*defined, id),
            })
            // One that is given anew may no longer name it; its own check tells.
            .filter(|(defined, id)| !changes.iter().any(|other| other.defined == *defined && other.id == *id))
            .map(|(_, id)| id)
            .collect();
        if !users.is_empty() {
            let phrase = Phrase::new("failed-still-used").with("id", &change.id).with("users", users.join(", "));
            return Err(Failure::Failed(phrase));
        }
    }
    Ok(())
}

/// The definitions of the base that name a definition themselves.
pub(crate) fn users(base: &Base, defined: Defined, id: &str) -> Result<Vec<(Defined, String)>, Failure> {
    let names = |mentions: &Mentions| match defined {
        Defined::Segment => {
            let part =
                |named: &String| named.strip_prefix(id).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
            mentions.segments.iter().any(part)
        }
        Defined::Attribute => mentions.computed.contains_key(id),
        Defined::Column => mentions.columns.iter().any(|(table, column)| id == format!("{table}.{column}")),
    };
    let schema = base.schema();
    let of_attributes =
        schema.computed.iter().filter(|(_, computed)| names(&mentions_of_value(&computed.value, schema)));
    let mut users: Vec<(Defined, String)> = of_attributes.map(|(name, _)| (Defined::Attribute, name.clone())).collect();
    for stored in base.store.segments()? {
        let named = |text: &String| parse(text).test.is_some_and(|test| names(&mentions(&test, schema)));
        if definition_texts(&stored.id, &stored.text).iter().any(named) {
            users.push((Defined::Segment, stored.id));
        }
    }
    Ok(users)
}

/// The definitions in a file of a segment or segmentation.
fn definition_texts(id: &str, text: &str) -> Vec<String> {
    if Segmentation::is_one(text) {
        let segmentation = Segmentation::parse(id, text);
        return segmentation.map_or(Vec::new(), |found| found.parts.into_iter().map(|part| part.definition).collect());
    }
    Segment::parse(id, text).map_or(Vec::new(), |segment| vec![segment.definition()])
}

/// The computed attributes of some files; those that are wrong are told.
fn computed(
    files: &[DefinitionFile],
    schema: &Schema,
    segments: &BTreeSet<String>,
    faulty: &mut Vec<Faulty>,
) -> BTreeMap<String, model::computed::Computed> {
    let mut read = Vec::new();
    for file in files {
        match AttributeFile::parse(&file.id, &file.text) {
            Ok(attribute) => read.push(attribute),
            Err(problem) => faulty.push(Faulty {
                origin: Some(format!("{}.toml", file.id)),
                text: file.text.clone(),
                problems: vec![problem],
            }),
        }
    }
    let found = attributes(&read, schema, segments);
    for (id, problems) in found.wrong {
        let text = read.iter().find(|file| file.id == id).map(AttributeFile::value).unwrap_or_default();
        faulty.push(Faulty { origin: Some(format!("{id}.toml: value")), text, problems });
    }
    found.computed
}

/// The computed columns of some files; those that are wrong are told.
fn computed_columns(files: &[DefinitionFile], schema: &Schema, faulty: &mut Vec<Faulty>) -> Columns {
    let mut read = Vec::new();
    for file in files {
        let told = |problem| Faulty {
            origin: Some(format!("{}.toml", file.id)),
            text: file.text.clone(),
            problems: vec![problem],
        };
        match ColumnFile::parse(&file.id, &file.text) {
            Ok(column) => read.push(column),
            Err(problem) => faulty.push(told(problem)),
        }
    }
    let (found, wrong) = columns(&read, schema);
    for (id, problems) in wrong {
        let text = read.iter().find(|file| file.id() == id).map(|file| file.file.value()).unwrap_or_default();
        faulty.push(Faulty { origin: Some(format!("{id}.toml: value")), text, problems });
    }
    found
}

/// The computed columns that a base has saved, without those that its words no longer allow.
pub(crate) fn columns_of(files: &[DefinitionFile], schema: &Schema) -> Columns {
    computed_columns(files, schema, &mut Vec::new())
}

/// The computed attributes that a base has saved, without those that its words no longer allow.
pub(crate) fn computed_of(
    files: &[DefinitionFile],
    schema: &Schema,
    segments: &BTreeSet<String>,
) -> BTreeMap<String, model::computed::Computed> {
    computed(files, schema, segments, &mut Vec::new())
}

fn read(
    (schema, currency): (&Schema, &str),
    file: &DefinitionFile,
    ids: &BTreeSet<String>,
) -> Result<Defines, Failure> {
    let origin = format!("{}.toml", file.id);
    let in_file = |problem: Problem| {
        Failure::Problems(vec![Faulty {
            origin: Some(origin.clone()),
            text: file.text.clone(),
            problems: vec![problem],
        }])
    };
    if Segmentation::is_one(&file.text) {
        let segmentation = Segmentation::parse(&file.id, &file.text).map_err(in_file)?;
        let definitions = definitions_of((schema, currency), &segmentation, ids)?;
        let parts = exclusive(&definitions, segmentation.rest.is_some());
        return Ok(Defines { segment: None, tests: segmentation.segment_ids().zip(parts).collect() });
    }
    let segment = Segment::parse(&file.id, &file.text).map_err(in_file)?;
    let unknown = segment.needs.iter().find(|stream| !schema.streams.contains_key(*stream));
    if let Some(stream) = unknown {
        let phrase = Phrase::new("problem-unknown-stream").with("name", stream);
        let known = schema.streams.keys().map(String::as_str);
        let start = file.text.find(stream.as_str()).unwrap_or(0);
        let place = Place { start, end: start + stream.len() };
        return Err(in_file(Problem::new(phrase, place).suggesting(stream, known)));
    }
    let origin = definitions::origin_of(&file.id);
    let definition = definitions::read(&segment.definition(), Some(&origin), (schema, currency), ids)?;
    let test = segment.with_hand(definition.test);
    Ok(Defines { tests: vec![(file.id.clone(), test)], segment: Some(segment) })
}

/// What a file defines: a segment, or the parts of a segmentation.
struct Defines {
    segment: Option<Segment>,
    /// Trees by the ids that definitions name them by.
    tests: Vec<(String, Test)>,
}
