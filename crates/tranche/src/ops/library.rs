//! The ready-made definitions that ship with the program: what a base can use of them, and taking them into it.

use std::collections::{BTreeMap, BTreeSet};

use include_dir::{Dir, include_dir};

use model::forms::Test;
use model::phrase::Phrase;
use model::schema::Schema;
use model::segment::{Parameter, Segment};
use model::segmentation::Segmentation;
use model::time::Instant;

use super::apply::apply;
use super::base::Base;
use super::definition_files::{DefinitionFile, DefinitionFiles};
use super::failure::Failure;
use super::membership::{AsOf, Loaded};
use super::review::{Going, Review, review_with_any_calendar};
use super::segmentations::definitions_of;

mod lacking;
pub(crate) mod offering;
mod proposing;

pub(crate) use lacking::Lacking;
pub(crate) use proposing::{Proposed, proposed};

static ATTRIBUTES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/../../attributes");
static SEGMENTATIONS: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/../../segmentations");
static SEGMENTS: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/../../segments");

/// The files of the ready-made definitions, each kind by id.
pub(crate) fn files() -> DefinitionFiles {
    let mut segments = [files_of(&SEGMENTS), files_of(&SEGMENTATIONS)].concat();
    segments.sort_by(|a, b| a.id.cmp(&b.id));
    DefinitionFiles { attributes: files_of(&ATTRIBUTES), segments, ..DefinitionFiles::default() }
}

fn files_of(folder: &Dir<'_>) -> Vec<DefinitionFile> {
    let file = |file: &include_dir::File<'_>| {
        let id = file.path().file_stem()?.to_str()?.to_owned();
        Some(DefinitionFile { id, text: file.contents_utf8()?.to_owned() })
    };
    let mut files: Vec<DefinitionFile> = folder.files().filter_map(file).collect();
    files.sort_by(|a, b| a.id.cmp(&b.id));
    files
}

/// A ready-made definition, and whether a base can use it.
pub(crate) struct Shelved {
    /// Its id.
    pub(crate) id: String,
    /// Its family.
    pub(crate) family: String,
    /// Its names.
    pub(crate) name: model::segment::Texts,
    /// Whether the base has it already.
    pub(crate) in_use: bool,
    /// What the base lacks for it.
    pub(crate) lacking: Lacking,
}

/// All ready-made segments and segmentations, by family and id.
pub(crate) fn shelf(base: &Base) -> Result<Vec<Shelved>, Failure> {
    let used: BTreeSet<String> = base.store.segments()?.into_iter().map(|stored| stored.id).collect();
    let mut shelf = Vec::new();
    for file in files().segments {
        let (family, name, lacking) = match Segmentation::parse(&file.id, &file.text) {
            Ok(found) => {
                let lacking = lacking_for_parts(base, &found);
                (found.family, found.name, lacking)
            }
            Err(_) => match Segment::parse(&file.id, &file.text) {
                Ok(found) => {
                    let lacking = Lacking::of(base, &found.needs, [found.definition().as_str()]);
                    (found.family, found.name, lacking)
                }
                Err(_) => continue,
            },
        };
        shelf.push(Shelved { in_use: used.contains(&file.id), lacking, id: file.id, family, name });
    }
    shelf.sort_by(|a, b| (&a.family, &a.id).cmp(&(&b.family, &b.id)));
    Ok(shelf)
}

/// What a base lacks for the parts of a segmentation.
fn lacking_for_parts(base: &Base, segmentation: &Segmentation) -> Lacking {
    Lacking::of(base, &segmentation.needs, segmentation.parts.iter().map(|part| part.definition.as_str()))
}

/// Holds ready-made definitions against a base: those that name a calendar it lacks hold of nobody, and are not wrong.
fn review(base: &Base, files: &DefinitionFiles) -> Result<Review, Failure> {
    review_with_any_calendar(base, files)
}

/// A ready-made segment as it would be in a base.
pub(crate) struct Looked {
    /// The segment.
    pub(crate) segment: Segment,
    /// Its parameters with the values that the base proposes.
    pub(crate) parameters: Vec<Proposed>,
    /// Its tree with these values.
    pub(crate) test: Test,
    /// What the base lacks for it.
    pub(crate) lacking: Lacking,
    /// How many members it would have.
    pub(crate) count: usize,
    /// Of how many customers.
    pub(crate) of: usize,
    /// The words of the base then.
    pub(crate) schema: Schema,
}

/// A ready-made segmentation as it would be in a base.
pub(crate) struct LookedParts {
    /// The segmentation.
    pub(crate) segmentation: Segmentation,
    /// What each part asks of those whom no part before it took.
    pub(crate) definitions: Vec<Test>,
    /// Each part's id and number of members, in order, the rest last where there is one.
    pub(crate) sizes: Vec<(String, usize)>,
    /// How many customers would be in no part.
    pub(crate) outside: usize,
    /// Of how many customers.
    pub(crate) of: usize,
    /// What the base lacks for it.
    pub(crate) lacking: Lacking,
    /// The words of the base then.
    pub(crate) schema: Schema,
}

/// A ready-made segmentation with the sizes its parts would have; `None` when the id is that of a segment.
pub(crate) fn looked_parts(base: &Base, id: &str, as_of: AsOf) -> Result<Option<LookedParts>, Failure> {
    let file = file(id)?;
    let Ok(segmentation) = Segmentation::parse(&file.id, &file.text) else { return Ok(None) };
    let review = review(base, &with_needed(base, file)?)?;
    let ids: BTreeSet<String> = review.tests.keys().cloned().collect();
    let words = (&review.schema, base.store.settings().currency.as_str());
    let definitions = definitions_of(words, &segmentation, &ids)?;
    let tests: Vec<&Test> = segmentation.segment_ids().map(|id| &review.tests[&id]).collect();
    let membership = Loaded::with(base, &tests, &review.schema, &review.tests, false)?.membership(as_of)?;
    let counts = membership.members.iter().map(engine::batch::Members::len);
    let sizes: Vec<(String, usize)> = segmentation.part_ids().map(str::to_owned).zip(counts).collect();
    let inside: usize = sizes.iter().map(|(_, count)| count).sum();
    Ok(Some(LookedParts {
        outside: membership.of - inside,
        of: membership.of,
        lacking: lacking_for_parts(base, &segmentation),
        schema: review.schema.clone(),
        segmentation,
        definitions,
        sizes,
    }))
}

/// A ready-made segment with the values proposed and the size it would have.
pub(crate) fn looked(base: &Base, id: &str, as_of: AsOf) -> Result<Looked, Failure> {
    let file = file(id)?;
    let segment = Segment::parse(&file.id, &file.text)
        .map_err(|_| Failure::Failed(Phrase::new("failed-library-unknown").with("id", id)))?;
    let parameters = proposed(base, &segment, as_of)?;
    let values: Values = parameters.iter().map(|one| (one.name.clone(), one.value.clone())).collect();
    let review = review(base, &with_needed(base, set(&file, &values))?)?;
    let test = review.tests[id].clone();
    let loaded = Loaded::with(base, &[&test], &review.schema, &review.tests, false)?;
    let membership = loaded.membership(as_of)?;
    let lacking = Lacking::of(base, &segment.needs, [segment.definition().as_str()]);
    let count = membership.members[0].len();
    Ok(Looked { segment, parameters, test, lacking, count, of: membership.of, schema: review.schema.clone() })
}

/// Values of parameters, by name.
type Values = BTreeMap<String, toml::Value>;

/// Takes a ready-made definition into a base, with those that it names: its parameters have the values chosen, else those
/// that the base proposes. Returns the ids that came in.
pub(crate) fn add(
    base: &mut Base,
    id: &str,
    chosen: &[(String, String)],
    as_of: AsOf,
    at: Instant,
) -> Result<Vec<String>, Failure> {
    let file = file(id)?;
    if base.store.segments()?.iter().any(|stored| stored.id == id) {
        return Err(Failure::Failed(Phrase::new("failed-library-there").with("id", id)));
    }
    let mut values = Values::new();
    let mut known: BTreeMap<String, Parameter> = BTreeMap::new();
    if let Ok(segment) = Segment::parse(&file.id, &file.text) {
        values.extend(proposed(base, &segment, as_of)?.into_iter().map(|one| (one.name, one.value)));
        known = segment.parameters;
    }
    for (name, value) in chosen {
        if !known.contains_key(name) {
            let names = known.keys().map(String::as_str).collect::<Vec<_>>().join(", ");
            let phrase = Phrase::new("failed-library-parameter").with("name", name).with("id", id);
            return Err(Failure::Failed(phrase.with("names", names)));
        }
        values.insert(name.clone(), typed(value));
    }
    if let Some(lacking) = lacking_calendars(base, &file) {
        let phrase = Phrase::new("failed-library-calendars").with("id", id);
        return Err(Failure::Failed(phrase.with("calendars", lacking.join(", "))));
    }
    let files = with_needed(base, set(&file, &values))?;
    Ok(apply(base, &files, &Going::None, at)?.added)
}

/// The calendars that a segment names and the base lacks, if there are any.
fn lacking_calendars(base: &Base, file: &DefinitionFile) -> Option<Vec<String>> {
    let segment = Segment::parse(&file.id, &file.text).ok()?;
    let Lacking { calendars, .. } = Lacking::of(base, &[], [segment.definition().as_str()]);
    (!calendars.is_empty()).then_some(calendars)
}

/// A value of a parameter as it is typed: a number where it reads as one.
fn typed(value: &str) -> toml::Value {
    let whole = value.parse().map(toml::Value::Integer).ok();
    let number = || value.parse::<f64>().ok().filter(|number| number.is_finite()).map(toml::Value::Float);
    whole.or_else(number).unwrap_or_else(|| toml::Value::String(value.to_owned()))
}

fn file(id: &str) -> Result<DefinitionFile, Failure> {
    let found = files().segments.into_iter().find(|file| file.id == id);
    found.ok_or_else(|| Failure::Failed(Phrase::new("failed-library-unknown").with("id", id)))
}

/// The file with other defaults for some parameters, and all else as it is written.
fn set(file: &DefinitionFile, values: &Values) -> DefinitionFile {
    let mut parameter = None;
    let mut lines = Vec::new();
    for line in file.text.lines() {
        if line.starts_with('[') {
            parameter = line.strip_prefix("[parameters.").and_then(|rest| rest.strip_suffix(']'));
        }
        match parameter.and_then(|name| values.get(name)).filter(|_| line.starts_with("default = ")) {
            Some(value) => lines.push(format!("default = {value}")),
            None => lines.push(line.to_owned()),
        }
    }
    DefinitionFile { id: file.id.clone(), text: lines.join("\n") + "\n" }
}

/// The file with those of the library that it names and the base has not: segments, segmentations and attributes.
fn with_needed(base: &Base, file: DefinitionFile) -> Result<DefinitionFiles, Failure> {
    let has: BTreeSet<String> =
        base.store.segments()?.into_iter().chain(base.store.attributes()?).map(|stored| stored.id).collect();
    let library = files();
    let mut needed = DefinitionFiles { segments: vec![file], ..DefinitionFiles::default() };
    loop {
        let texts: String = needed.segments.iter().chain(&needed.attributes).map(|file| file.text.as_str()).collect();
        let is_new = |file: &&DefinitionFile, taken: &[DefinitionFile]| {
            !has.contains(&file.id) && taken.iter().all(|other| other.id != file.id)
        };
        let is_named = |file: &&DefinitionFile| {
            texts.contains(&format!("in segment '{}'", file.id)) || texts.contains(&format!("in segment '{}/", file.id))
        };
        let segment = library.segments.iter().filter(is_named).find(|file| is_new(file, &needed.segments));
        let is_word = |file: &&DefinitionFile| {
            texts.split(|letter: char| !letter.is_alphanumeric() && letter != '_').any(|word| word == file.id)
        };
        let attribute = library.attributes.iter().filter(is_word).find(|file| is_new(file, &needed.attributes));
        match (segment.cloned(), attribute.cloned()) {
            (None, None) => return Ok(needed),
            (segment, attribute) => {
                needed.segments.extend(segment);
                needed.attributes.extend(attribute);
            }
        }
    }
}
