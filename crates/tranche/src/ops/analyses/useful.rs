//! How many of a base's segments are useful: what each further one tells, which are nearly the same, lie within another, are
//! too small to act on, or are used by nothing.

use analysis::overlap::pairs;
use analysis::statistics::bits::Bits;
use analysis::useful::{Taken, gains};
use model::forms::Test;
use model::phrase::Phrase;
use model::time::Instant;
use serde::Serialize;
use store::Defined;

use super::gathered::{Columns, Origin, Question};
use super::overlap::members;
use super::saving::SavedAs;
use crate::ops::apply::Applied;
use crate::ops::base::Base;
use crate::ops::failure::Failure;
use crate::ops::review::users;

/// Share of the members of two segments that both have, from which they are nearly the same.
const NEARLY_THE_SAME: f64 = 0.95;
/// The least share of the variance that a further segment must tell.
const LEAST_GAIN: f64 = 0.002;

/// How many segments are useful.
#[derive(Debug, Serialize)]
pub(crate) struct Useful {
    /// Where the figures come from.
    #[serde(flatten)]
    pub(crate) origin: Origin,
    /// What customers are worth.
    pub(crate) value: String,
    /// The fewest members of a segment one can act on.
    pub(crate) least: usize,
    /// The segments, in the order of their ids.
    pub(crate) segments: Vec<Looked>,
    /// Segments in the order in which they tell most of what is left to tell.
    pub(crate) gains: Vec<Taken>,
}

/// A segment that was looked at.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Looked {
    /// Its id.
    pub(crate) id: String,
    /// Number of members.
    pub(crate) customers: usize,
    /// Whether it is too small to act on.
    pub(crate) is_small: bool,
    /// Other definitions that name it.
    pub(crate) used_by: Vec<String>,
    /// Segments with nearly the same members.
    pub(crate) same_as: Vec<String>,
    /// Larger segments that nearly all its members are in.
    pub(crate) within: Vec<String>,
}

/// Looks at all segments of a base.
pub(crate) fn useful(question: &Question<'_>, value: &str, least: usize) -> Result<Useful, Failure> {
    let base = question.base;
    let tests = base.segment_tests()?;
    let ids: Vec<String> = tests.keys().cloned().collect();
    let all: Vec<Test> = tests.into_values().collect();
    let (bits, n_customers) = members(question, &all)?;
    let pairs = pairs(&bits, n_customers);
    let nearly = |share: Option<f64>| share.is_some_and(|share| share >= NEARLY_THE_SAME);
    let mut segments = Vec::with_capacity(ids.len());
    for (place, id) in ids.iter().enumerate() {
        let customers = bits[place].count() as usize;
        let of_pairs = |is_wanted: &dyn Fn(&analysis::overlap::Overlap, bool) -> bool| {
            let other = pairs.iter().filter_map(|pair| match place {
                place if place == pair.first && is_wanted(pair, true) => Some(pair.second),
                place if place == pair.second && is_wanted(pair, false) => Some(pair.first),
                _ => None,
            });
            other.map(|other| ids[other].clone()).collect::<Vec<_>>()
        };
        segments.push(Looked {
            id: id.clone(),
            customers,
            is_small: customers < least,
            used_by: users(base, Defined::Segment, id)?.into_iter().map(|(_, user)| user).collect(),
            same_as: of_pairs(&|pair, _| nearly(pair.jaccard)),
            within: of_pairs(&|pair, is_first| {
                !nearly(pair.jaccard) && nearly(if is_first { pair.of_first } else { pair.of_second })
            }),
        });
    }
    let Columns { customers, columns } = question.columns(&[value])?;
    let values: Vec<f64> = (0..customers.len()).map(|row| columns[0].at(row).unwrap_or(0.0)).collect();
    let of_rows: Vec<Bits> =
        bits.iter().map(|bits| Bits::of(customers.len(), |row| bits.has(customers[row]))).collect();
    Ok(Useful {
        origin: question.origin(customers.len(), &[value], &all.iter().collect::<Vec<_>>())?,
        value: value.to_owned(),
        least,
        segments,
        gains: gains(&values, &of_rows, LEAST_GAIN)?,
    })
}

/// Saves the segments that tell something as a segmentation: each customer counts with the one that tells most.
pub(crate) fn save(base: &mut Base, found: &Useful, named: &SavedAs<'_>, now: Instant) -> Result<Applied, Failure> {
    let telling: Vec<&str> = found.gains.iter().map(|taken| found.segments[taken.segment].id.as_str()).collect();
    if telling.is_empty() {
        return Err(Failure::Failed(Phrase::new("failed-useful-nothing")));
    }
    super::groups::save(base, &telling, found.origin.among.as_deref(), named, now)
}
