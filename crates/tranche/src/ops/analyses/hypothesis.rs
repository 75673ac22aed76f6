//! Is one group of customers different from another? The test that fits, the difference with its interval, a verdict.

use analysis::hypothesis::{Finding, Outcome, Standard, judge};
use engine::batch::Members;
use serde::Serialize;

use super::gathered::{Origin, Question, segment_or_definition};
use super::measured::{Figures, measured};
use crate::ops::failure::Failure;
use crate::ops::membership::Loaded;

/// What is asked.
pub(crate) struct Wanted<'a> {
    /// The first group: a definition, or a segment's id.
    pub(crate) group: &'a str,
    /// The second group; everybody else when there is none.
    pub(crate) against: Option<&'a str>,
    /// What is measured: an expression that is a number, or a definition.
    pub(crate) outcome: &'a str,
    /// How the verdict is reached.
    pub(crate) standard: Standard,
}

/// What was found.
#[derive(Debug, Serialize)]
pub(crate) struct Hypothesis {
    /// Where the figures come from.
    #[serde(flatten)]
    pub(crate) origin: Origin,
    /// The first group.
    pub(crate) group: String,
    /// The second one; `None` for everybody else.
    pub(crate) against: Option<String>,
    /// What is measured.
    pub(crate) outcome: String,
    /// Whether it is an amount of money.
    pub(crate) is_money: bool,
    /// Whether it is a share of customers.
    pub(crate) is_share: bool,
    /// Customers of both groups, who count with the first one.
    pub(crate) in_both: usize,
    /// Customers of either group whose figure is missing, who do not count.
    pub(crate) without_figure: [usize; 2],
    /// The confidence of the intervals.
    pub(crate) confidence: f64,
    /// The seed of resampling.
    pub(crate) seed: u64,
    /// The difference and the verdict.
    pub(crate) finding: Finding,
}

/// Compares two groups.
pub(crate) fn hypothesis(question: &Question<'_>, wanted: &Wanted<'_>) -> Result<Hypothesis, Failure> {
    let base = question.base;
    let group = segment_or_definition(base, wanted.group)?;
    let against = wanted.against.map(|text| segment_or_definition(base, text)).transpose()?;
    let tests: Vec<_> = std::iter::once(&group).chain(&against).collect();
    let mut members = Loaded::once(base, &tests)?.membership(question.as_of)?.members.into_iter();
    let first: Members = members.next().unwrap_or_default();
    let second: Option<Members> = members.next();
    let measured = measured(question, wanted.outcome)?;
    let is_in_second = |customer: usize| second.as_ref().is_none_or(|members| members.contains(customer));
    let (mut rows, mut in_both) = ([Vec::new(), Vec::new()], 0);
    for (row, customer) in measured.customers.iter().enumerate() {
        if first.contains(*customer) {
            rows[0].push(row);
            in_both += usize::from(second.as_ref().is_some_and(|members| members.contains(*customer)));
        } else if is_in_second(*customer) {
            rows[1].push(row);
        }
    }
    let (finding, is_money, is_share, without_figure) = match &measured.figures {
        Figures::Flags(flags) => {
            let [first, second] = rows.each_ref().map(|rows| rows.iter().map(|row| flags[*row]).collect::<Vec<_>>());
            (judge(Outcome::YesNo(&first), Outcome::YesNo(&second), wanted.standard)?, false, true, [0, 0])
        }
        Figures::Amounts { amounts, is_money } => {
            let known = rows.each_ref().map(|rows| rows.iter().filter_map(|row| amounts[*row]).collect::<Vec<f64>>());
            let without = [rows[0].len() - known[0].len(), rows[1].len() - known[1].len()];
            let finding = judge(Outcome::Amount(&known[0]), Outcome::Amount(&known[1]), wanted.standard)?;
            (finding, *is_money, false, without)
        }
    };
    let expressions: &[&str] = if is_share { &[] } else { &[wanted.outcome] };
    let outcome = if is_share { Some(segment_or_definition(base, wanted.outcome)?) } else { None };
    let named: Vec<_> = tests.into_iter().chain(&outcome).collect();
    Ok(Hypothesis {
        origin: question.origin(rows[0].len() + rows[1].len(), expressions, &named)?,
        group: wanted.group.to_owned(),
        against: wanted.against.map(str::to_owned),
        outcome: wanted.outcome.to_owned(),
        is_money,
        is_share,
        in_both,
        without_figure,
        confidence: wanted.standard.confidence,
        seed: wanted.standard.seed,
        finding,
    })
}
