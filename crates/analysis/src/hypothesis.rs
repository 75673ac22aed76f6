//! Is one group different from another? Chooses the test, measures the difference, and comes to a verdict.
//!
//! The verdict follows from numbers by fixed rules, so that its words always mean the same.

use serde::Serialize;

use crate::Error;
use crate::statistics::interval::Interval;
use crate::statistics::means::{self, Resampling};
use crate::statistics::proportions::{self, Share};
use crate::statistics::ranks::{self, RanksCompared};
use crate::statistics::tables::Fourfold;

/// A standardised difference below this is negligible (Cohen 1988, <https://doi.org/10.4324/9780203771587>).
pub const NEGLIGIBLE: f64 = 0.2;
/// The same for chance above minus chance below (Romano et al. 2006).
pub const NEGLIGIBLE_DELTA: f64 = 0.147;
/// Below so many in a group, means of skewed amounts are not to be trusted and ranks decide.
pub const RANKS_BELOW: usize = 30;
/// Below so many expected in a cell, the normal law is not to be trusted and Fisher's exact test gives the p-value.
const EXACT_BELOW: f64 = 5.0;

/// What is asked of each customer.
#[derive(Debug, Clone, Copy)]
pub enum Outcome<'a> {
    /// Whether something holds.
    YesNo(&'a [bool]),
    /// How much of something.
    Amount(&'a [f64]),
}

/// The test that decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Test {
    /// Welch's test of two means.
    Welch,
    /// Brunner and Munzel's test of ranks.
    BrunnerMunzel,
    /// The test of two shares by the normal law, with Newcombe's interval.
    TwoShares,
    /// Fisher's exact test, with Newcombe's interval.
    Fisher,
}

/// The verdict.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// The first group has more: the interval is above 0, and the difference is not negligible.
    More,
    /// The first group has less.
    Less,
    /// The first group has more, but the difference is negligible.
    SlightlyMore,
    /// The first group has less, but the difference is negligible.
    SlightlyLess,
    /// The interval spans 0: nothing is shown, which does not mean that there is no difference.
    NotShown,
    /// The whole interval lies within the margin that was stated beforehand.
    Equivalent,
}

/// What a reader must know before using a verdict.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Caution {
    /// A group has fewer than thirty customers.
    FewCustomers,
    /// Resampling does not confirm the verdict: a few large values carry it.
    CarriedByFew,
    /// The mean is higher in one group, yet a customer of the other is above more often than not.
    RanksDisagree,
}

/// What was found about two groups.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Finding {
    /// The test that decided.
    pub test: Test,
    /// Customers of the first group and of the second.
    pub n: [usize; 2],
    /// Their means, or their shares.
    pub figures: [f64; 2],
    /// First figure minus second.
    pub effect: f64,
    /// The interval of `effect`.
    pub interval: Interval,
    /// The interval by resampling; `None` of shares.
    pub resampled: Option<Interval>,
    /// First figure divided by second; `None` when the second is not above 0.
    pub ratio: Option<f64>,
    /// The logarithm of the two-sided p-value of the test.
    pub ln_p: f64,
    /// The size beside the spread: Hedges' g of amounts, Cohen's h of shares.
    pub size: f64,
    /// How the groups compare by rank; `None` of shares.
    pub ranks: Option<RanksCompared>,
    /// The verdict.
    pub verdict: Verdict,
    /// What to know before using it, in a fixed order.
    pub cautions: Vec<Caution>,
}

/// How to judge.
#[derive(Debug, Clone, Copy)]
pub struct Standard {
    /// The confidence of intervals.
    pub confidence: f64,
    /// Differences up to this, in units of the outcome, are as good as none; stated before looking.
    pub margin: Option<f64>,
    /// The seed of resampling.
    pub seed: u64,
}

/// Judges whether the first group's outcome differs from the second's. Nobody may be in both groups.
///
/// # Errors
///
/// [`Error::TooFewInGroup`], [`Error::BadValue`], [`Error::Constant`] when everybody has the same outcome;
/// [`Error::BadSetting`] when one outcome is a yes or no and the other an amount, or for a confidence outside 0.5 to 1.
pub fn judge(first: Outcome, second: Outcome, standard: Standard) -> Result<Finding, Error> {
    if !(0.5..1.0).contains(&standard.confidence) {
        return Err(Error::BadSetting { setting: "confidence", low: 0.5, high: 1.0, found: standard.confidence });
    }
    match (first, second) {
        (Outcome::YesNo(first), Outcome::YesNo(second)) => judge_shares(first, second, standard),
        (Outcome::Amount(first), Outcome::Amount(second)) => judge_amounts(first, second, standard),
        _ => Err(Error::BadSetting { setting: "outcome", low: 0.0, high: 0.0, found: 1.0 }),
    }
}

fn judge_shares(first: &[bool], second: &[bool], standard: Standard) -> Result<Finding, Error> {
    let (a, b) = (Share::of(first), Share::of(second));
    let compared = proportions::compare(a, b, standard.confidence)?;
    let yes = a.successes + b.successes;
    if yes == 0 || yes == a.n + b.n {
        return Err(Error::Constant { column: 0 });
    }
    let n = (a.n + b.n) as f64;
    let rarer = yes.min(a.n + b.n - yes) as f64;
    let is_small = rarer * (a.n.min(b.n) as f64) / n < EXACT_BELOW;
    let table = Fourfold {
        both: a.successes,
        only_trait: a.n - a.successes,
        only_outcome: b.successes,
        neither: b.n - b.successes,
    };
    let (test, ln_p) = if is_small {
        (Test::Fisher, table.measure(standard.confidence).fisher_ln_p)
    } else {
        (Test::TwoShares, compared.ln_p)
    };
    let angle = |share: Share| 2.0 * share.rate().sqrt().asin();
    let size = angle(a) - angle(b);
    Ok(Finding {
        test,
        n: [first.len(), second.len()],
        figures: [a.rate(), b.rate()],
        effect: compared.difference,
        interval: compared.interval,
        resampled: None,
        ratio: compared.ratio,
        ln_p,
        size,
        ranks: None,
        verdict: verdict(compared.interval, size, NEGLIGIBLE, standard.margin),
        cautions: few(first.len(), second.len()).into_iter().collect(),
    })
}

fn judge_amounts(first: &[f64], second: &[f64], standard: Standard) -> Result<Finding, Error> {
    let compared = means::compare(first, second, standard.confidence)?;
    let ranks = ranks::compare(first, second, standard.confidence)?;
    let plan = Resampling::for_rows(first.len() + second.len(), standard.seed);
    let resampled = means::resampled(first, second, plan, standard.confidence)?;
    let few = few(first.len(), second.len());
    let above = Interval { low: 2.0 * ranks.interval.low - 1.0, high: 2.0 * ranks.interval.high - 1.0 };
    let (test, ln_p, verdict) = if few.is_some() {
        let by_ranks = verdict(above, ranks.delta, NEGLIGIBLE_DELTA, None);
        // The margin is one of amounts: that the means are equivalent is said by their interval.
        let is_equivalent = verdict(compared.interval, compared.g, NEGLIGIBLE, standard.margin) == Verdict::Equivalent;
        let verdict = if is_equivalent && by_ranks == Verdict::NotShown { Verdict::Equivalent } else { by_ranks };
        (Test::BrunnerMunzel, ranks.brunner_munzel_ln_p.unwrap_or(ranks.ln_p), verdict)
    } else {
        (Test::Welch, compared.ln_p, verdict(compared.interval, compared.g, NEGLIGIBLE, standard.margin))
    };
    let is_shown = !matches!(verdict, Verdict::NotShown | Verdict::Equivalent);
    let is_carried = test == Test::Welch && is_shown && resampled.holds(0.0);
    let is_contrary = is_shown && !above.holds(0.0) && (ranks.delta > 0.0) != (compared.difference > 0.0);
    let cautions = [few, is_carried.then_some(Caution::CarriedByFew), is_contrary.then_some(Caution::RanksDisagree)];
    Ok(Finding {
        test,
        n: [first.len(), second.len()],
        figures: [compared.first.mean, compared.second.mean],
        effect: compared.difference,
        interval: compared.interval,
        resampled: Some(resampled),
        ratio: (compared.second.mean > 0.0).then(|| compared.first.mean / compared.second.mean),
        ln_p,
        size: compared.g,
        ranks: Some(ranks),
        verdict,
        cautions: cautions.into_iter().flatten().collect(),
    })
}

fn few(first: usize, second: usize) -> Option<Caution> {
    (first.min(second) < RANKS_BELOW).then_some(Caution::FewCustomers)
}

fn verdict(interval: Interval, size: f64, negligible: f64, margin: Option<f64>) -> Verdict {
    if margin.is_some_and(|margin| interval.is_within(Interval { low: -margin, high: margin })) {
        return Verdict::Equivalent;
    }
    match (interval.holds(0.0), size.abs() < negligible, interval.low > 0.0) {
        (true, _, _) => Verdict::NotShown,
        (false, true, true) => Verdict::SlightlyMore,
        (false, true, false) => Verdict::SlightlyLess,
        (false, false, true) => Verdict::More,
        (false, false, false) => Verdict::Less,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::statistics::interval::CONFIDENCE;
    use crate::tests::big_and_other;

    const STANDARD: Standard = Standard { confidence: CONFIDENCE, margin: None, seed: 1 };

    #[test]
    fn big_businesses_spend_more_for_sure() {
        let (big, other) = big_and_other();
        let finding = judge(Outcome::Amount(&big), Outcome::Amount(&other), STANDARD).unwrap();
        assert_eq!((finding.test, finding.verdict, finding.cautions.len()), (Test::Welch, Verdict::More, 0));
        assert_eq!(finding.effect.round(), 639.0);
        assert_eq!((finding.interval.low.round(), finding.interval.high.round()), (568.0, 710.0));
        let turned = judge(Outcome::Amount(&other), Outcome::Amount(&big), STANDARD).unwrap();
        assert_eq!(turned.verdict, Verdict::Less);
    }

    #[test]
    fn one_huge_order_does_not_carry_a_verdict_unseen() {
        let plain: Vec<f64> = (0..40).map(|i| 10.0 + f64::from(i % 5)).collect();
        let mut one = plain.clone();
        one[0] = 5000.0;
        let finding = judge(Outcome::Amount(&one), Outcome::Amount(&plain), STANDARD).unwrap();
        assert_eq!(finding.verdict, Verdict::NotShown);
    }

    #[test]
    fn few_customers_are_judged_by_rank_and_said_to_be_few() {
        let first: Vec<f64> = (0..12).map(|i| 50.0 + f64::from(i * i)).collect();
        let second: Vec<f64> = (0..14).map(|i| 10.0 + f64::from(i * i) / 4.0).collect();
        let finding = judge(Outcome::Amount(&first), Outcome::Amount(&second), STANDARD).unwrap();
        assert_eq!((finding.test, finding.verdict), (Test::BrunnerMunzel, Verdict::More));
        assert_eq!(finding.cautions, [Caution::FewCustomers]);
    }

    #[test]
    fn shares_and_small_tables_have_their_tests() {
        let share = |yes: usize, n: usize| -> Vec<bool> { (0..n).map(|i| i < yes).collect() };
        let judged = |a: &[bool], b: &[bool]| judge(Outcome::YesNo(a), Outcome::YesNo(b), STANDARD).unwrap();
        assert_eq!(judged(&share(620, 10_000), &share(250, 5000)).verdict, Verdict::SlightlyMore);
        assert_eq!(judged(&share(3, 8), &share(1, 9)).test, Test::Fisher);
        let margin = Standard { margin: Some(0.02), ..STANDARD };
        let (a, b) = (share(1000, 10_000), share(1005, 10_000));
        assert_eq!(judge(Outcome::YesNo(&a), Outcome::YesNo(&b), margin).unwrap().verdict, Verdict::Equivalent);
        assert!(judge(Outcome::YesNo(&[true; 50]), Outcome::YesNo(&[true; 50]), STANDARD).is_err());
    }
}
