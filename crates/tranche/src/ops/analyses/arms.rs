//! Two arms of an experiment that the data hold: what the treatment brought, once the arms are what they should be.

use analysis::Error;
use analysis::arms::{Adjusted, AmountLift, SampleRatio, ShareLift, adjusted, amount_lift, sample_ratio, share_lift};
use analysis::proportions::Share;
use serde::Serialize;

use super::gathered::{Origin, Question, segment_or_definition};
use super::measured::{Figures, measured};
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
    let (mut lift, mut surer, mut is_money) = (None, None, false);
    match &measured.figures {
        _ if is_broken => {}
        Figures::Flags(flags) => {
            let share = |arm: usize| Share::of(&rows[arm].iter().map(|row| flags[*row]).collect::<Vec<_>>());
            lift = Some(Lift::Share(share_lift(share(0), share(1), wanted.confidence)?));
        }
        Figures::Amounts { amounts, is_money: money } => {
            is_money = *money;
            // Nobody is left out after the arms were drawn: who has no amount brought nothing.
            let values =
                |arm: usize| -> Vec<f64> { rows[arm].iter().map(|row| amounts[*row].unwrap_or(0.0)).collect() };
            let (treated, held) = (values(0), values(1));
            lift = Some(Lift::Amount(amount_lift(&treated, &held, wanted.seed, wanted.confidence)?));
            if let Some(text) = wanted.before {
                let columns = question.columns(&[text])?;
                let before = |row: &usize| columns.columns[0].at(*row).unwrap_or(0.0);
                let before: Vec<f64> = rows.iter().flatten().map(before).collect();
                let is_treated: Vec<bool> = (0..n[0] + n[1]).map(|place| place < n[0]).collect();
                surer = Some(adjusted(&[treated, held].concat(), &before, &is_treated, wanted.confidence)?);
            }
        }
    }
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
    })
}
