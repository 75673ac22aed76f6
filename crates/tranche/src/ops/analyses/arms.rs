//! Two arms of an experiment that the data hold: what the treatment brought, once the arms are what they should be.

use analysis::Error;
use analysis::arms::{Adjusted, AmountLift, SampleRatio, ShareLift, adjusted, amount_lift, sample_ratio, share_lift};
use analysis::statistics::multiplicity::{Correction, corrected};
use analysis::statistics::proportions::Share;
use model::time::Instant;
use serde::Serialize;

use super::gathered::{Origin, Question, segment_or_definition};
use super::measured::{Figures, Measured, measured};
use super::saving::SavedAs;
use crate::ops::apply::Applied;
use crate::ops::base::Base;
use crate::ops::failure::Failure;
use crate::ops::membership::Loaded;

/// What is asked.
pub(crate) struct Wanted<'a> {
    /// The treated arm: a definition, or a segment's id.
    pub(crate) treated: &'a str,
    /// The arm held out.
    pub(crate) held: &'a str,
    /// What is measured: an expression that is a number, or a definition.
    pub(crate) outcome: &'a str,
    /// The same for the time before, which makes the comparison surer.
    pub(crate) before: Option<&'a str>,
    /// The share of the treated that was planned.
    pub(crate) planned: Option<f64>,
    /// Segments or definitions in each of which it is measured too.
    pub(crate) within: &'a [String],
    /// The confidence of intervals.
    pub(crate) confidence: f64,
    /// The seed of resampling.
    pub(crate) seed: u64,
}

/// What was found.
#[derive(Debug, Serialize)]
pub(crate) struct Arms {
    /// Where the figures come from.
    #[serde(flatten)]
    pub(crate) origin: Origin,
    /// The treated arm.
    pub(crate) treated: String,
    /// The arm held out.
    pub(crate) held: String,
    /// What is measured.
    pub(crate) outcome: String,
    /// Whether it is an amount of money.
    pub(crate) is_money: bool,
    /// Customers of each arm.
    pub(crate) n: [usize; 2],
    /// Whether the arms have the sizes planned; `None` when no plan was given.
    pub(crate) sizes: Option<SampleRatio>,
    /// The confidence of the intervals.
    pub(crate) confidence: f64,
    /// What the treatment brought; `None` when the sizes of the arms forbid to read it.
    pub(crate) lift: Option<Lift>,
    /// The difference of amounts, made surer by the time before.
    pub(crate) adjusted: Option<Adjusted>,
    /// What it brought in parts of the arms.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) within: Vec<Part>,
}

/// What a treatment brought in a part of both arms.
#[derive(Debug, Serialize)]
pub(crate) struct Part {
    /// The segment or the definition.
    pub(crate) of: String,
    /// Customers of each arm in it.
    pub(crate) n: [usize; 2],
    /// What was brought; `None` where the part is too small, or all of it the same.
    pub(crate) lift: Option<Lift>,
    /// The logarithm of the p-value, corrected for the number of parts (Benjamini and Hochberg).
    pub(crate) corrected_ln_p: Option<f64>,
}

/// What a treatment brought.
#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case", tag = "of")]
pub(crate) enum Lift {
    /// More, or fewer, customers.
    Share(ShareLift),
    /// More, or less, of an amount.
    Amount(AmountLift),
}

impl Lift {
    /// The logarithm of its p-value.
    pub(crate) fn ln_p(&self) -> f64 {
        match self {
            Lift::Share(lift) => lift.compared.ln_p,
            Lift::Amount(lift) => lift.compared.ln_p,
        }
    }

    /// What some rows of each arm brought.
    fn of(measured: &Measured, rows: &[Vec<usize>; 2], wanted: &Wanted<'_>) -> Result<Lift, Error> {
        match &measured.figures {
            Figures::Flags(flags) => {
                let share = |arm: usize| Share::of(&rows[arm].iter().map(|row| flags[*row]).collect::<Vec<_>>());
                Ok(Lift::Share(share_lift(share(0), share(1), wanted.confidence)?))
            }
            Figures::Amounts { amounts, .. } => {
                let [treated, held] = rows.each_ref().map(|rows| amounts_of(amounts, rows));
                Ok(Lift::Amount(amount_lift(&treated, &held, wanted.seed, wanted.confidence)?))
            }
        }
    }
}

/// Amounts of some rows. Nobody is left out after the arms were drawn: who has no amount brought nothing.
fn amounts_of(amounts: &[Option<f64>], rows: &[usize]) -> Vec<f64> {
    rows.iter().map(|row| amounts[*row].unwrap_or(0.0)).collect()
}

/// Measures two arms.
pub(crate) fn arms(question: &Question<'_>, wanted: &Wanted<'_>) -> Result<Arms, Failure> {
    let base = question.base;
    let tests = [segment_or_definition(base, wanted.treated)?, segment_or_definition(base, wanted.held)?];
    let members = Loaded::once(base, &[&tests[0], &tests[1]])?.membership(question.as_of)?.members;
    let measured = measured(question, wanted.outcome)?;
    let rows_of = |arm: usize| -> Vec<usize> {
        let rows = measured.customers.iter().enumerate();
        rows.filter(|(_, customer)| members[arm].contains(**customer)).map(|(row, _)| row).collect()
    };
    let rows = [rows_of(0), rows_of(1)];
    let both = rows[0].iter().filter(|row| members[1].contains(measured.customers[**row])).count();
    if both > 0 {
        return Err(Error::Overlap { both }.into());
    }
    if let Some((group, rows)) = rows.iter().enumerate().find(|(_, rows)| rows.len() < 2) {
        return Err(Error::TooFewInGroup { group, minimum: 2, found: rows.len() }.into());
    }
    let n = [rows[0].len(), rows[1].len()];
    let sizes = wanted.planned.map(|share| sample_ratio(&n.map(|n| n as u64), &[share, 1.0 - share])).transpose()?;
    let is_broken = sizes.as_ref().is_some_and(|sizes| sizes.is_broken);
    let (mut lift, mut surer, mut parts) = (None, None, Vec::new());
    if !is_broken {
        lift = Some(Lift::of(&measured, &rows, wanted)?);
        if let (Figures::Amounts { amounts, .. }, Some(text)) = (&measured.figures, wanted.before) {
            let columns = question.columns(&[text])?;
            let before: Vec<f64> =
                rows.iter().flatten().map(|row| columns.columns[0].at(*row).unwrap_or(0.0)).collect();
            let is_treated: Vec<bool> = (0..n[0] + n[1]).map(|place| place < n[0]).collect();
            let values = rows.each_ref().map(|rows| amounts_of(amounts, rows)).concat();
            surer = Some(adjusted(&values, &before, &is_treated, wanted.confidence)?);
        }
        parts = within(question, &measured, &rows, wanted)?;
    }
    let is_money = matches!(measured.figures, Figures::Amounts { is_money: true, .. });
    let expressions: Vec<&str> = wanted.before.into_iter().chain(is_money.then_some(wanted.outcome)).collect();
    Ok(Arms {
        origin: question.origin(n[0] + n[1], &expressions, &[&tests[0], &tests[1]])?,
        treated: wanted.treated.to_owned(),
        held: wanted.held.to_owned(),
        outcome: wanted.outcome.to_owned(),
        is_money,
        n,
        sizes,
        confidence: wanted.confidence,
        lift,
        adjusted: surer,
        within: parts,
    })
}

/// What the arms brought in each of some parts.
fn within(
    question: &Question<'_>,
    measured: &Measured,
    rows: &[Vec<usize>; 2],
    wanted: &Wanted<'_>,
) -> Result<Vec<Part>, Failure> {
    let base = question.base;
    let tests = wanted.within.iter().map(|text| segment_or_definition(base, text));
    let tests = tests.collect::<Result<Vec<_>, Failure>>()?;
    if tests.is_empty() {
        return Ok(Vec::new());
    }
    let members = Loaded::once(base, &tests.iter().collect::<Vec<_>>())?.membership(question.as_of)?.members;
    let mut parts: Vec<Part> = Vec::with_capacity(tests.len());
    for (of, members) in wanted.within.iter().zip(&members) {
        let is_in = |row: &usize| members.contains(measured.customers[*row]);
        let rows = rows.each_ref().map(|rows| rows.iter().copied().filter(is_in).collect::<Vec<_>>());
        let lift = Lift::of(measured, &rows, wanted).ok();
        parts.push(Part { of: of.clone(), n: [rows[0].len(), rows[1].len()], lift, corrected_ln_p: None });
    }
    let measured_ones: Vec<usize> = (0..parts.len()).filter(|place| parts[*place].lift.is_some()).collect();
    let ln_ps: Vec<f64> = measured_ones.iter().filter_map(|place| Some(parts[*place].lift.as_ref()?.ln_p())).collect();
    for (place, ln_p) in measured_ones.into_iter().zip(corrected(&ln_ps, Correction::BenjaminiHochberg)) {
        parts[place].corrected_ln_p = Some(ln_p);
    }
    Ok(parts)
}

/// Saves the arms as a segmentation.
pub(crate) fn save(base: &mut Base, found: &Arms, named: &SavedAs<'_>, now: Instant) -> Result<Applied, Failure> {
    super::groups::save(base, &[&found.treated, &found.held], found.origin.among.as_deref(), named, now)
}
