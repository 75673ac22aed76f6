//! The fields of the steps of a sequence.

use model::forms::{Rows, Sequence, Step};

use super::Pick;
use super::rows::{RowsFields, delays, streams};
use crate::ops::base::Base;
use crate::ops::failure::Failure;
use crate::pages::frame::Frame;

/// A step of a sequence.
pub(super) struct StepFields<'a> {
    /// What the names of its fields begin with.
    pub(super) prefix: String,
    /// Its number, from 1.
    pub(super) number: usize,
    pub(super) position: usize,
    pub(super) is_last: bool,
    pub(super) streams: Vec<Pick>,
    pub(super) rows: RowsFields<'a>,
    /// How long after the step before at most, of a step after the first.
    pub(super) after: Option<AfterFields<'a>>,
}

/// What lies between a step and the one before.
pub(super) struct AfterFields<'a> {
    pub(super) within: String,
    pub(super) units: Vec<Pick>,
    /// Rows of which none may lie between.
    pub(super) without: Vec<WithoutFields<'a>>,
    /// The streams that can be ruled out as well.
    pub(super) more: Vec<Pick>,
}

/// Rows of which none may lie between two steps.
pub(super) struct WithoutFields<'a> {
    pub(super) prefix: String,
    pub(super) streams: Vec<Pick>,
    pub(super) rows: RowsFields<'a>,
}

/// The steps of a sequence.
pub(super) fn steps<'a>(
    base: &Base,
    f: &'a Frame,
    prefix: &str,
    sequence: &Sequence,
) -> Result<Vec<StepFields<'a>>, Failure> {
    let all = std::iter::once((&sequence.first, None)).chain(sequence.then.iter().map(|step| (&step.rows, Some(step))));
    let last = sequence.then.len();
    let fields = |(position, (rows, step)): (usize, (&Rows, Option<&Step>))| {
        let prefix = format!("{prefix}s{position}.");
        Ok(StepFields {
            number: position + 1,
            position,
            is_last: position == last,
            streams: streams(base, f, &rows.stream),
            rows: RowsFields::of(base, f, &prefix, rows, None)?,
            after: step.map(|step| AfterFields::of(base, f, &prefix, step)).transpose()?,
            prefix,
        })
    };
    all.enumerate().map(fields).collect()
}

impl<'a> AfterFields<'a> {
    fn of(base: &Base, f: &'a Frame, prefix: &str, step: &Step) -> Result<AfterFields<'a>, Failure> {
        let without = |(number, rows): (usize, &Rows)| {
            let prefix = format!("{prefix}x{number}.");
            Ok(WithoutFields {
                streams: streams(base, f, &rows.stream),
                rows: RowsFields::of(base, f, &prefix, rows, None)?,
                prefix,
            })
        };
        Ok(AfterFields {
            within: step.within.map(|within| within.count.to_string()).unwrap_or_default(),
            units: delays(f, step.within.map(|within| within.unit.word(false))),
            without: step.without.iter().enumerate().map(without).collect::<Result<_, Failure>>()?,
            more: streams(base, f, ""),
        })
    }
}
