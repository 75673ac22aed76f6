//! What a base shows, by the methods that need nothing but orders: for a report.

use analysis::abc::{By, Crossing};
use analysis::rfm::grids::GRIDS;

use super::gathered::Question;
use super::{abc, cohorts, overlap, rfm, useful, waiting};
use crate::ops::failure::Failure;

/// Segments whose overlaps are told at most: the pictures of more cannot be read.
const MOST_SEGMENTS: usize = 12;

/// What was found; `Err` of a method that has too little to go by.
pub(crate) struct Report {
    /// Groups of recency, frequency and monetary value, and their moves since a year before.
    pub(crate) rfm: Result<rfm::Rfm, Failure>,
    /// Tranches by what customers spent.
    pub(crate) abc: Result<abc::Abc, Failure>,
    /// Cohorts of the last twelve months.
    pub(crate) cohorts: Result<cohorts::Cohorts, Failure>,
    /// The time from the first order to the second.
    pub(crate) waiting: Result<waiting::Waiting, Failure>,
    /// How the base's segments overlap: the first ones by id.
    pub(crate) overlap: Result<overlap::Overlaps, Failure>,
    /// How many of the base's segments are useful.
    pub(crate) useful: Result<useful::Useful, Failure>,
}

/// Finds all of it.
pub(crate) fn report(question: &Question<'_>) -> Result<Report, Failure> {
    let base = question.base;
    let year_before = base.zone.midnight(base.zone.day(question.as_of.at).plus_months(-12));
    let of_rfm = |since| rfm::Wanted {
        grid: &GRIDS[0],
        scoring: rfm::Scoring::Hybrid { lost_after_days: None },
        expressions: rfm::Expressions::of("order", None),
        frozen_at: None,
        since,
    };
    let of_abc = abc::Wanted {
        value: "sum(order.amount)",
        shares: vec![0.8, 0.95],
        by: By::Amount,
        crossing: Crossing::Kept,
        n_parts: 10,
    };
    let of_cohorts = cohorts::Wanted { every: cohorts::Every::Month, periods: 12, stream: "order", own_days: None };
    let ids: Vec<String> = base.segments()?.into_iter().map(|segment| segment.id).take(MOST_SEGMENTS).collect();
    Ok(Report {
        rfm: rfm::rfm(question, &of_rfm(Some(year_before))),
        abc: abc::abc(question, &of_abc),
        cohorts: cohorts::cohorts(question, &of_cohorts),
        waiting: waiting::waiting(question, &waiting::Wanted { after: 1, stream: "order", by: None }),
        overlap: overlap::overlap(question, &ids),
        useful: useful::useful(question, "sum(order.amount)", 50),
    })
}
