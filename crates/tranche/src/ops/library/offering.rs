//! What ready-made definitions would be in a base before it takes them: their values, their members, what they lack.

use std::collections::BTreeMap;

use model::forms::Test;
use model::segment::{Segment, Texts};
use model::segmentation::Segmentation;

use super::{Lacking, Values, file, files, lacking_for_parts, proposed, review, set, typed, with_needed};
use crate::ops::base::Base;
use crate::ops::definition_files::DefinitionFiles;
use crate::ops::failure::Failure;
use crate::ops::membership::{AsOf, Loaded};
use crate::ops::review::Review;

/// A ready-made definition as a base could take it, or has it.
pub(crate) struct Offer {
    /// Its id.
    pub(crate) id: String,
    /// Its family.
    pub(crate) family: String,
    /// Its name.
    pub(crate) name: Texts,
    /// What it is for.
    pub(crate) purpose: Texts,
    /// What to do with its members.
    pub(crate) action: Texts,
    /// What to be careful about.
    pub(crate) watch: Texts,
    /// Its parameters.
    pub(crate) parameters: Vec<Chosen>,
    /// Its parts: one without name for a segment, several for a segmentation.
    pub(crate) parts: Vec<Part>,
    /// What the base lacks for it.
    pub(crate) lacking: Lacking,
    /// Whether the base has it already; it is shown as the base has it.
    pub(crate) in_use: bool,
}

/// A parameter with the value it would have.
pub(crate) struct Chosen {
    /// The parameter.
    pub(crate) name: String,
    /// Its value.
    pub(crate) value: toml::Value,
    /// From how many customers the value was read; `None` for one that was chosen, or the default of the file.
    pub(crate) from: Option<usize>,
    /// Why this value.
    pub(crate) reason: Texts,
}

/// A segment, or a part of a segmentation.
pub(crate) struct Part {
    /// The id by which definitions name it.
    pub(crate) id: String,
    /// Its name.
    pub(crate) name: Texts,
    /// Who is in it.
    pub(crate) test: Test,
    /// How many members it would have.
    pub(crate) count: usize,
}

/// Definitions on offer, and the number of customers there are.
pub(crate) struct Offers {
    /// Each, by id.
    pub(crate) offers: Vec<Offer>,
    /// Number of customers.
    pub(crate) of: usize,
}

/// The families of the library, in order, with the number of definitions of each.
pub(crate) fn families() -> BTreeMap<String, usize> {
    let mut families = BTreeMap::new();
    for file in files().segments {
        let segment = Segment::parse(&file.id, &file.text).map(|segment| segment.family);
        let family = segment.or_else(|_| Segmentation::parse(&file.id, &file.text).map(|one| one.family));
        if let Ok(family) = family {
            *families.entry(family).or_default() += 1;
        }
    }
    families
}

/// The definitions of a family as a base could take them.
pub(crate) fn family_offers(base: &Base, family: &str, as_of: AsOf) -> Result<Offers, Failure> {
    let files = files().segments.into_iter();
    let is_of_family = |id: &str, text: &str| {
        Segment::parse(id, text).is_ok_and(|segment| segment.family == family)
            || Segmentation::parse(id, text).is_ok_and(|one| one.family == family)
    };
    let ids: Vec<String> = files.filter(|file| is_of_family(&file.id, &file.text)).map(|file| file.id).collect();
    offers(base, &ids, &[], as_of)
}

/// One definition as a base could take it with values chosen for some of its parameters.
pub(crate) fn offer(
    base: &Base,
    id: &str,
    chosen: &[(String, String)],
    as_of: AsOf,
) -> Result<(Offer, usize), Failure> {
    let Offers { mut offers, of } = offers(base, &[id.to_owned()], chosen, as_of)?;
    Ok((offers.remove(0), of))
}

fn offers(base: &Base, ids: &[String], chosen: &[(String, String)], as_of: AsOf) -> Result<Offers, Failure> {
    let used: BTreeMap<String, String> =
        base.store.segments()?.into_iter().map(|stored| (stored.id, stored.text)).collect();
    let mut offers = Vec::new();
    let mut coming = DefinitionFiles::default();
    for id in ids {
        let shipped = file(id)?;
        let (text, in_use) = used.get(id).map_or((&shipped.text, false), |text| (text, true));
        let mut offer = parsed(base, id, text, in_use);
        if let Ok(segment) = Segment::parse(id, text).as_ref().map_err(|_| ()) {
            offer.parameters = parameters(base, segment, chosen, in_use, as_of)?;
        }
        if !in_use {
            let values: Values = offer.parameters.iter().map(|one| (one.name.clone(), one.value.clone())).collect();
            add_new(&mut coming, with_needed(base, set(&shipped, &values))?);
        }
        offers.push(offer);
    }
    let review = review(base, &coming)?;
    offers.iter_mut().for_each(|offer| offer.parts = parts(&review, offer));
    let of = count(base, &review, &mut offers, as_of)?;
    Ok(Offers { offers, of })
}

/// What a file says of itself.
fn parsed(base: &Base, id: &str, text: &str, in_use: bool) -> Offer {
    let mut offer = Offer {
        id: id.to_owned(),
        family: String::new(),
        name: Texts::new(),
        purpose: Texts::new(),
        action: Texts::new(),
        watch: Texts::new(),
        parameters: Vec::new(),
        parts: Vec::new(),
        lacking: Lacking::default(),
        in_use,
    };
    if let Ok(one) = Segmentation::parse(id, text) {
        offer.lacking = lacking_for_parts(base, &one);
        (offer.family, offer.name, offer.purpose) = (one.family, one.name, one.purpose);
    } else if let Ok(segment) = Segment::parse(id, text) {
        offer.lacking = Lacking::of(base, &segment.needs, [segment.definition().as_str()]);
        (offer.family, offer.name, offer.purpose) = (segment.family, segment.name, segment.purpose);
        (offer.action, offer.watch) = (segment.action, segment.watch);
    }
    offer
}

fn parameters(
    base: &Base,
    segment: &Segment,
    chosen: &[(String, String)],
    in_use: bool,
    as_of: AsOf,
) -> Result<Vec<Chosen>, Failure> {
    let reason = |name: &str| segment.parameters.get(name).map(|one| one.reason.clone()).unwrap_or_default();
    if in_use {
        let of_file = |(name, one): (&String, &model::segment::Parameter)| Chosen {
            name: name.clone(),
            value: one.default.clone(),
            from: None,
            reason: reason(name),
        };
        return Ok(segment.parameters.iter().map(of_file).collect());
    }
    let one = |one: super::Proposed| match chosen.iter().rev().find(|(name, _)| *name == one.name) {
        Some((name, value)) => Chosen { value: typed(value), from: None, reason: reason(name), name: name.clone() },
        None => Chosen { value: one.value, from: one.from, reason: reason(&one.name), name: one.name },
    };
    Ok(proposed(base, segment, as_of)?.into_iter().map(one).collect())
}

/// Adds files, each once.
fn add_new(files: &mut DefinitionFiles, more: DefinitionFiles) {
    for (all, more) in [(&mut files.segments, more.segments), (&mut files.attributes, more.attributes)] {
        for file in more {
            if all.iter().all(|other| other.id != file.id) {
                all.push(file);
            }
        }
    }
}

fn parts(review: &Review, offer: &Offer) -> Vec<Part> {
    if let Some(test) = review.tests.get(&offer.id) {
        return vec![Part { id: offer.id.clone(), name: Texts::new(), test: test.clone(), count: 0 }];
    }
    let Ok(segmentation) = file(&offer.id)
        .and_then(|file| Segmentation::parse(&file.id, &file.text).map_err(|_| Failure::Problems(Vec::new())))
    else {
        return Vec::new();
    };
    let names = segmentation.parts.iter().map(|part| &part.name).chain(segmentation.rest.iter().map(|rest| &rest.name));
    let part = |(id, name): (String, &Texts)| {
        Some(Part { test: review.tests.get(&id)?.clone(), name: name.clone(), id, count: 0 })
    };
    segmentation.segment_ids().zip(names).filter_map(part).collect()
}

/// Counts the members of all parts together.
fn count(base: &Base, review: &Review, offers: &mut [Offer], as_of: AsOf) -> Result<usize, Failure> {
    let mut parts: Vec<&mut Part> = offers.iter_mut().flat_map(|offer| &mut offer.parts).collect();
    let tests: Vec<&Test> = parts.iter().map(|part| &part.test).collect();
    let membership = Loaded::with(base, &tests, &review.schema, &review.tests, false)?.membership(as_of)?;
    for (part, members) in parts.iter_mut().zip(&membership.members) {
        part.count = members.len();
    }
    Ok(membership.of)
}
