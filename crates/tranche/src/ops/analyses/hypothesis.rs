//! Is one group of customers different from others? The test that fits, the difference with its interval, a verdict.

use analysis::hypothesis::{Finding, Outcome, Standard, judge};
use analysis::statistics::multiplicity::{Correction, corrected};
use analysis::statistics::ranks::compare_groups;
use analysis::statistics::tables::associate;
use engine::batch::Members;
use model::time::Instant;
use serde::Serialize;

use super::gathered::{Origin, Question, segment_or_definition};
use super::measured::{Figures, Measured, measured};
use super::saving::SavedAs;
use crate::ops::apply::Applied;
use crate::ops::base::Base;
use crate::ops::failure::Failure;
use crate::ops::membership::Loaded;

/// What someone expects, before looking.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Claim {
    /// That the groups differ, one way or the other.
    #[default]
    Differs,
    /// That the first group has more.
    More,
    /// That the first group has less.
    Less,
}

/// What is asked.
pub(crate) struct Wanted<'a> {
    /// The first group: a definition, or a segment's id.
    pub(crate) group: &'a str,
    /// The groups it is held against, one by one; everybody else when there is none.
    pub(crate) against: &'a [&'a str],
    /// What is measured: an expression that is a number, or a definition.
    pub(crate) outcome: &'a str,
    /// What is expected.
    pub(crate) claim: Claim,
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
    /// What is measured.
    pub(crate) outcome: String,
    /// What was expected.
    pub(crate) claim: Claim,
    /// Whether it is an amount of money.
    pub(crate) is_money: bool,
    /// Whether it is a share of customers.
    pub(crate) is_share: bool,
    /// The confidence of the intervals.
    pub(crate) confidence: f64,
    /// Differences up to this are as good as none, where that was said beforehand.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) margin: Option<f64>,
    /// The seed of resampling.
    pub(crate) seed: u64,
    /// The first group beside the first of the others.
    #[serde(flatten)]
    pub(crate) first: Against,
    /// The first group beside each further one.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) others: Vec<Against>,
    /// Whether all the groups differ; `None` of two, for which the verdict says it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) overall: Option<Overall>,
}

impl Hypothesis {
    /// All groups that the first one is held against.
    pub(crate) fn compared(&self) -> impl Iterator<Item = &Against> {
        std::iter::once(&self.first).chain(&self.others)
    }
}

/// The first group beside another one.
#[derive(Debug, Serialize)]
pub(crate) struct Against {
    /// The other group; `None` for everybody else.
    pub(crate) against: Option<String>,
    /// Customers of both groups, who count with the first one.
    pub(crate) in_both: usize,
    /// Customers of either group whose figure is missing, who do not count.
    pub(crate) without_figure: [usize; 2],
    /// The difference and the verdict.
    pub(crate) finding: Finding,
    /// The logarithm of the p-value, corrected for the number of groups by Holm's rule.
    pub(crate) corrected_ln_p: f64,
}

/// Whether several groups differ at all.
#[derive(Clone, Copy, Debug, Serialize)]
pub(crate) struct Overall {
    /// The test.
    pub(crate) test: OverallTest,
    /// Groups that hold somebody.
    pub(crate) groups: usize,
    /// The logarithm of its p-value.
    pub(crate) ln_p: f64,
}

/// A test of several groups.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum OverallTest {
    /// Kruskal and Wallis's test of ranks.
    KruskalWallis,
    /// Pearson's test of a table of counts.
    ChiSquared,
}

/// Compares a group with others.
pub(crate) fn hypothesis(question: &Question<'_>, wanted: &Wanted<'_>) -> Result<Hypothesis, Failure> {
    let base = question.base;
    let named = std::iter::once(&wanted.group).chain(wanted.against);
    let tests = named.map(|text| segment_or_definition(base, text)).collect::<Result<Vec<_>, Failure>>()?;
    let members = Loaded::once(base, &tests.iter().collect::<Vec<_>>())?.membership(question.as_of)?.members;
    let measured = measured(question, wanted.outcome)?;
    let (first, others) = members.split_first().expect("the first group is one of them");
    let mut compared = match others {
        [] => vec![against(&measured, first, None, wanted.standard)?],
        others => {
            let each = others.iter().map(|other| against(&measured, first, Some(other), wanted.standard));
            each.collect::<Result<Vec<_>, Failure>>()?
        }
    };
    let ln_ps: Vec<f64> = compared.iter().map(|one| one.finding.ln_p).collect();
    for (place, ln_p) in corrected(&ln_ps, Correction::Holm).into_iter().enumerate() {
        compared[place].corrected_ln_p = ln_p;
        compared[place].against = wanted.against.get(place).map(|text| (*text).to_owned());
    }
    let (is_money, is_share) = match &measured.figures {
        Figures::Flags(_) => (false, true),
        Figures::Amounts { is_money, .. } => (*is_money, false),
    };
    let expressions: &[&str] = if is_share { &[] } else { &[wanted.outcome] };
    let outcome = if is_share { Some(segment_or_definition(base, wanted.outcome)?) } else { None };
    let named: Vec<_> = tests.iter().chain(&outcome).collect();
    let is_asked = |customer: &&usize| {
        others.is_empty() || first.contains(**customer) || others.iter().any(|other| other.contains(**customer))
    };
    let overall = if others.len() > 1 { Some(overall(&measured, &members)?) } else { None };
    let first = compared.remove(0);
    Ok(Hypothesis {
        origin: question.origin(measured.customers.iter().filter(is_asked).count(), expressions, &named)?,
        group: wanted.group.to_owned(),
        outcome: wanted.outcome.to_owned(),
        claim: wanted.claim,
        is_money,
        is_share,
        confidence: wanted.standard.confidence,
        margin: wanted.standard.margin,
        seed: wanted.standard.seed,
        first,
        others: compared,
        overall,
    })
}

/// Holds a group against another one, or against everybody else.
fn against(
    measured: &Measured,
    first: &Members,
    second: Option<&Members>,
    standard: Standard,
) -> Result<Against, Failure> {
    let is_in_second = |customer: usize| second.is_none_or(|members| members.contains(customer));
    let (mut rows, mut in_both) = ([Vec::new(), Vec::new()], 0);
    for (row, customer) in measured.customers.iter().enumerate() {
        if first.contains(*customer) {
            rows[0].push(row);
            in_both += usize::from(second.is_some_and(|members| members.contains(*customer)));
        } else if is_in_second(*customer) {
            rows[1].push(row);
        }
    }
    let (finding, without_figure) = match &measured.figures {
        Figures::Flags(flags) => {
            let [first, second] = rows.each_ref().map(|rows| rows.iter().map(|row| flags[*row]).collect::<Vec<_>>());
            (judge(Outcome::YesNo(&first), Outcome::YesNo(&second), standard)?, [0, 0])
        }
        Figures::Amounts { amounts, .. } => {
            let known = rows.each_ref().map(|rows| rows.iter().filter_map(|row| amounts[*row]).collect::<Vec<f64>>());
            let without = [rows[0].len() - known[0].len(), rows[1].len() - known[1].len()];
            (judge(Outcome::Amount(&known[0]), Outcome::Amount(&known[1]), standard)?, without)
        }
    };
    Ok(Against { against: None, in_both, without_figure, corrected_ln_p: finding.ln_p, finding })
}

/// Whether all groups differ: each customer counts with the first group that has them.
fn overall(measured: &Measured, groups: &[Members]) -> Result<Overall, Failure> {
    let group_of = |customer: usize| groups.iter().position(|members| members.contains(customer));
    let rows = measured.customers.iter().enumerate().filter_map(|(row, customer)| Some((row, group_of(*customer)?)));
    match &measured.figures {
        Figures::Flags(flags) => {
            let mut table = vec![vec![0_u64; 2]; groups.len()];
            for (row, group) in rows {
                table[group][usize::from(!flags[row])] += 1;
            }
            let ln_p = associate(&table)?.ln_p;
            Ok(Overall { test: OverallTest::ChiSquared, groups: groups.len(), ln_p })
        }
        Figures::Amounts { amounts, .. } => {
            let known = rows.filter_map(|(row, group)| Some((amounts[row]?, group as u32)));
            let (values, group): (Vec<f64>, Vec<u32>) = known.unzip();
            let found = compare_groups(&values, &group, groups.len())?;
            Ok(Overall { test: OverallTest::KruskalWallis, groups: found.freedom + 1, ln_p: found.ln_p })
        }
    }
}

/// Saves the groups as a segmentation; who is in several counts with the first.
pub(crate) fn save(base: &mut Base, found: &Hypothesis, named: &SavedAs<'_>, now: Instant) -> Result<Applied, Failure> {
    let others = found.compared().filter_map(|one| one.against.as_deref());
    let groups: Vec<&str> = std::iter::once(found.group.as_str()).chain(others).collect();
    super::groups::save(base, &groups, found.origin.among.as_deref(), named, now)
}
