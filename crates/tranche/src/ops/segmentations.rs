//! Ordered segmentations: their parts as segments, what their definitions cover, and their sizes.

use std::path::Path;

use model::forms::{InSegment, Test};
use model::phrase::{Phrase, Place, Problem};
use model::schema::Schema;
use model::segmentation::Segmentation;
use model::segmentation::cells::{Coverage, coverage};

use super::base::Base;
use super::definitions;
use super::failure::Failure;
use super::membership::{AsOf, Loaded};

/// A segmentation with the size of each part, and of the customers in none.
pub(crate) struct Sized {
    /// The segmentation.
    pub(crate) segmentation: Segmentation,
    /// Each part's id and number of members, in order.
    pub(crate) parts: Vec<(String, usize)>,
    /// How many customers are in no part.
    pub(crate) outside: usize,
    /// Number of customers in the population.
    pub(crate) of: usize,
}

/// A segmentation with what its definitions cover.
pub(crate) struct Checked {
    /// The segmentation.
    pub(crate) segmentation: Segmentation,
    /// What was found by its definitions alone.
    pub(crate) coverage: Coverage,
}

/// The trees of a segmentation's definitions, one after the other.
pub(crate) fn definitions_of(
    words: (&Schema, &str),
    segmentation: &Segmentation,
    ids: &std::collections::BTreeSet<String>,
) -> Result<Vec<Test>, Failure> {
    let read = |part: &model::segmentation::Part| {
        let origin = format!("{}.toml: {}", segmentation.id, part.id);
        definitions::read(part.definition.trim(), Some(&origin), words, ids).map(|definition| definition.test)
    };
    segmentation.parts.iter().map(read).collect()
}

/// The segmentation of the base by its id, or that of a file.
fn named(base: &Base, id_or_file: &str) -> Result<Segmentation, Failure> {
    let path = Path::new(id_or_file);
    if path.is_file() {
        let text = std::fs::read_to_string(path).map_err(|error| Failure::file(path, &error))?;
        let id = path.file_stem().unwrap_or_default().to_string_lossy();
        return Segmentation::parse(&id, &text)
            .map_err(|problem| Failure::in_text(Some(id_or_file), &text, vec![problem]));
    }
    let all = base.segmentations()?;
    if let Some(found) = all.iter().find(|segmentation| segmentation.id == id_or_file) {
        return Ok(found.clone());
    }
    let phrase = Phrase::new("problem-unknown-segmentation").with("name", id_or_file);
    let place = Place { start: 0, end: id_or_file.len() };
    let known = all.iter().map(|segmentation| segmentation.id.as_str());
    let problem = Problem::new(phrase, place).suggesting(id_or_file, known);
    Err(Failure::in_text(None, id_or_file, vec![problem]))
}

/// What the definitions of a segmentation cover.
pub(crate) fn checked(base: &Base, id_or_file: &str) -> Result<Checked, Failure> {
    let segmentation = named(base, id_or_file)?;
    let definitions = definitions_of(definitions::words(base), &segmentation, &base.segment_ids()?)?;
    Ok(Checked { coverage: coverage(&definitions, &base.schema().computed), segmentation })
}

/// The sizes of a segmentation's parts.
pub(crate) fn sized(base: &Base, id: &str, as_of: AsOf) -> Result<Sized, Failure> {
    let segmentation = named(base, id)?;
    let with_rest = segmentation.rest.is_some();
    let tests: Vec<Test> = match base.segmentations()?.contains(&segmentation) {
        true => {
            let part = |id| Test::InSegment(InSegment { id, place: Place::default() });
            segmentation.segment_ids().map(part).collect()
        }
        // One that is not applied yet is tried as it is.
        false => model::segmentation::exclusive(
            &definitions_of(definitions::words(base), &segmentation, &base.segment_ids()?)?,
            with_rest,
        ),
    };
    let membership = Loaded::new(base, &tests.iter().collect::<Vec<_>>())?.membership(as_of)?;
    let sizes: Vec<usize> = membership.members.iter().map(engine::batch::Members::len).collect();
    let parts = segmentation.part_ids().map(str::to_owned).zip(sizes.iter().copied()).collect();
    let outside = membership.of - sizes.iter().sum::<usize>();
    Ok(Sized { segmentation, parts, outside, of: membership.of })
}
