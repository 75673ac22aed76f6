//! How segments overlap: each two of them, and exactly which of all of them customers are in.

use analysis::overlap::{Exactly, Overlap, exactly, pairs};
use analysis::statistics::bits::Bits;
use engine::batch::Members;
use model::forms::Test;
use model::phrase::Phrase;
use model::time::Instant;
use serde::Serialize;

use super::gathered::{Origin, Question, segment_or_definition};
use super::saving::{Draft, SavedAs, save_files, texts};
use crate::ops::apply::Applied;
use crate::ops::base::Base;
use crate::ops::definition_files::DefinitionFiles;
use crate::ops::failure::Failure;
use crate::ops::membership::Loaded;

/// How segments overlap.
#[derive(Debug, Serialize)]
pub(crate) struct Overlaps {
    /// Where the figures come from.
    #[serde(flatten)]
    pub(crate) origin: Origin,
    /// The segments, in the order given.
    pub(crate) segments: Vec<Sized>,
    /// Each two of them.
    pub(crate) pairs: Vec<Overlap>,
    /// Customers by exactly which segments they are in, most first.
    pub(crate) exactly: Vec<Exactly>,
    /// Customers in none of them.
    pub(crate) none: usize,
}

/// A segment and its size among those asked about.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Sized {
    /// Its id, or its definition.
    pub(crate) segment: String,
    /// Number of members.
    pub(crate) customers: usize,
    /// Whether it is a segment of the base, and not a definition.
    #[serde(skip)]
    pub(crate) is_named: bool,
}

impl Overlaps {
    /// Who is in exactly the segments of a line of the exact intersections, as a definition; `None` past the last line.
    pub(crate) fn definition(&self, place: usize) -> Option<String> {
        let chosen = self.exactly.get(place)?;
        let test = |sized: &Sized| match sized.is_named {
            true => format!("in segment '{}'", sized.segment),
            false => format!("({})", sized.segment),
        };
        let of = |is_in: bool| {
            let places = (0..self.segments.len()).filter(move |place| chosen.segments.contains(place) == is_in);
            places.map(|place| test(&self.segments[place])).collect::<Vec<_>>()
        };
        let without = of(false).into_iter().map(|test| format!("not {test}"));
        Some(of(true).into_iter().chain(without).collect::<Vec<_>>().join("\nand "))
    }
}

/// Tells how segments, given by id or as definitions, overlap; all segments of the base when none is given.
pub(crate) fn overlap(question: &Question<'_>, given: &[String]) -> Result<Overlaps, Failure> {
    let base = question.base;
    let named: Vec<String> = match given {
        [] => base.segments()?.into_iter().map(|segment| segment.id).collect(),
        given => given.to_vec(),
    };
    let tests: Vec<Test> =
        named.iter().map(|text| segment_or_definition(base, text)).collect::<Result<_, Failure>>()?;
    let (bits, customers) = members(question, &tests)?;
    let known = base.segment_ids()?;
    let sized = named.iter().zip(&bits);
    let exactly = exactly(&bits)?;
    Ok(Overlaps {
        origin: question.origin(customers, &[], &tests.iter().collect::<Vec<_>>())?,
        segments: sized
            .map(|(name, bits)| Sized {
                segment: name.clone(),
                customers: bits.count() as usize,
                is_named: known.contains(name),
            })
            .collect(),
        pairs: pairs(&bits, customers),
        none: customers - exactly.iter().map(|one| one.customers).sum::<usize>(),
        exactly,
    })
}

/// The members of each test among those asked about, and the number of the latter.
pub(crate) fn members(question: &Question<'_>, tests: &[Test]) -> Result<(Vec<Bits>, usize), Failure> {
    let base = question.base;
    let all: Vec<&Test> = tests.iter().collect();
    let membership = Loaded::once(base, &all)?.membership(question.as_of)?;
    let asked = question.members()?;
    let is_asked = |customer: &usize| asked.as_ref().is_none_or(|asked| asked.contains(*customer));
    let n_customers = base.store.n_customers();
    let bits = |members: &Members| Bits::of_rows(n_customers, members.iter().filter(is_asked));
    let of = asked.as_ref().map_or(membership.of, Members::len);
    Ok((membership.members.iter().map(bits).collect(), of))
}

/// Saves who is in all of the segments, and in none of the others of an exact intersection, as a segment.
pub(crate) fn save(
    base: &mut Base,
    found: &Overlaps,
    place: usize,
    named: &SavedAs<'_>,
    at: Instant,
) -> Result<Applied, Failure> {
    let Some(definition) = found.definition(place) else {
        let phrase = Phrase::new("failed-overlap-place").with("place", place + 1).with("most", found.exactly.len());
        return Err(Failure::Failed(phrase));
    };
    let name = texts(&Phrase::new("overlap-saved-name").with("name", named.id));
    let mut draft = Draft::new(&name, &Phrase::new("overlap-saved-purpose"), "value");
    draft.set("definition", &definition);
    let files = DefinitionFiles { segments: vec![draft.file(named.id)], ..DefinitionFiles::default() };
    save_files(base, named, &files, at)
}
