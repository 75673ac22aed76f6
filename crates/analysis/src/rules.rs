//! Short rules that describe who has an outcome: searched on one half of the customers, confirmed on the other.
//!
//! The best rule of a search always looks good: thousands were tried. So no figure of the searching half is ever told; a
//! finalist counts only if the other half, which had no part in finding it, shows it again.

use serde::Serialize;

use crate::Error;
use crate::obstacle::{at_least, same_length};
use crate::statistics::chance::{bits_at, unit_at};
use crate::statistics::interval::{CONFIDENCE, Interval};
use crate::statistics::multiplicity::{Correction, corrected};
use crate::traits::{Column, Explained, check};

mod atoms;
mod halves;
mod search;

#[cfg(test)]
mod tests;

pub use atoms::{Asked, Condition};

use atoms::{Atom, atoms};
use halves::Half;
use search::{Candidate, search};

/// Customers below which no rule is searched: each half must hold a few groups of the least size.
pub const LEAST_ROWS: usize = 400;

/// The draw of a seed that halves customers: no other use of the seed may know who is in which half.
const HALVING: u64 = 0x6861_6C76_6573;

/// How to search.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct Settings {
    /// Conditions of a rule at most.
    pub depth: usize,
    /// Rules refined at each depth.
    pub beam: usize,
    /// A rule has at least so many customers in each half, and at least half a per cent of it.
    pub least: usize,
    /// Groups of equal size that numbers are cut into.
    pub groups: usize,
    /// Rules that are put to the second half at most.
    pub finalists: usize,
    /// The share of false findings among the findings.
    pub level: f64,
    /// The seed that halves customers.
    pub seed: u64,
}

impl Default for Settings {
    fn default() -> Self {
        Self { depth: 3, beam: 100, least: 50, groups: 4, finalists: 20, level: 0.05, seed: 1 }
    }
}

/// A rule, with figures of the confirming half alone.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Rule {
    /// Its conditions, all of which hold, by column.
    pub conditions: Vec<Condition>,
    /// Customers of the confirming half in it.
    pub n: u64,
    /// Its share of the confirming half.
    pub share: f64,
    /// The share of its customers with the outcome, or their mean amount.
    pub figure: f64,
    /// The same of all the others of the half.
    pub others: f64,
    /// `figure` divided by that of the whole half; `None` when that is not above 0.
    pub lift: Option<f64>,
    /// The interval of `figure` less `others`.
    pub interval: Interval,
    /// How much more of the outcome the half has for the rule's customers than its mean leads to expect, per customer of
    /// the half (weighted relative accuracy).
    pub quality: f64,
    /// Of each condition, the figure of the rule without it; the rule's is higher. Empty for a single condition.
    pub without: Vec<f64>,
    /// The logarithm of the one-sided p-value: the worst of the rule against the others and against each rule that lacks
    /// one of its conditions.
    pub ln_p: f64,
    /// The same, corrected for all finalists.
    pub corrected_ln_p: f64,
}

/// What a search found.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Found {
    /// The rules that the second half confirmed, the most valuable first.
    pub confirmed: Vec<Rule>,
    /// Finalists that it did not confirm: nothing is said of them but that they were there.
    pub unconfirmed: usize,
    /// Rules that were tried.
    pub tried: usize,
    /// Customers of the searching half.
    pub searched_on: usize,
    /// Customers of the confirming half.
    pub confirmed_on: usize,
    /// The outcome of the confirming half: its share, or its mean.
    pub figure: f64,
}

/// Searches and confirms rules for customers with more of an outcome. `keys` are what customers keep (their own numbers):
/// with the same seed, a customer is always in the same half.
///
/// # Errors
///
/// [`Error::TooFew`] below [`LEAST_ROWS`]; [`Error::LengthsDiffer`]; [`Error::Constant`] when the outcome never varies in
/// one of the halves; [`Error::BadSetting`]; [`Error::BadValue`].
pub fn find(columns: &[Column], outcome: Explained, keys: &[u64], settings: Settings) -> Result<Found, Error> {
    at_least(LEAST_ROWS, outcome.len())?;
    same_length(outcome.len(), keys.len())?;
    check(columns, outcome)?;
    let bounds = [
        ("depth", settings.depth as f64, 1.0, 4.0),
        ("beam", settings.beam as f64, 1.0, 10_000.0),
        ("least", settings.least as f64, 10.0, 1e9),
        ("groups", settings.groups as f64, 2.0, 20.0),
        ("finalists", settings.finalists as f64, 1.0, 1000.0),
        ("level", settings.level, 1e-6, 0.5),
    ];
    if let Some((setting, found, low, high)) = bounds.into_iter().find(|(_, x, low, high)| !(low..=high).contains(&x)) {
        return Err(Error::BadSetting { setting, low, high, found });
    }
    let halving = bits_at(settings.seed, HALVING);
    let (searching, confirming): (Vec<usize>, Vec<usize>) =
        (0..keys.len()).partition(|row| unit_at(halving, keys[*row]) < 0.5);
    let first = Half::new(outcome, &searching)?;
    let second = Half::new(outcome, &confirming)?;
    // Cuts are chosen on the searching half too: the other one has no part in anything but the confirmation.
    let of_first = atoms(columns, &searching, settings.groups);
    let (finalists, tried) = search(&of_first, &first, settings);
    let rules: Vec<Rule> =
        finalists.iter().filter_map(|finalist| confirm(finalist, &of_first, columns, &confirming, &second)).collect();
    let ln_ps: Vec<f64> = rules.iter().map(|rule| rule.ln_p).collect();
    let corrected = corrected(&ln_ps, Correction::BenjaminiHochberg);
    let judged = rules.into_iter().zip(corrected).map(|(rule, ln_p)| Rule { corrected_ln_p: ln_p, ..rule });
    let mut confirmed: Vec<Rule> = judged.filter(|rule| rule.corrected_ln_p <= settings.level.ln()).collect();
    confirmed.sort_by(|a, b| b.quality.total_cmp(&a.quality));
    Ok(Found {
        unconfirmed: finalists.len() - confirmed.len(),
        confirmed,
        tried,
        searched_on: searching.len(),
        confirmed_on: confirming.len(),
        figure: second.mean(),
    })
}

/// Measures a finalist on the confirming half; `None` when too few of it are there to say anything.
fn confirm(
    finalist: &Candidate,
    atoms: &[Atom],
    columns: &[Column],
    confirming: &[usize],
    half: &Half,
) -> Option<Rule> {
    let conditions: Vec<Condition> = finalist.atoms.iter().map(|atom| atoms[*atom].condition).collect();
    let bits: Vec<_> = conditions.iter().map(|condition| condition.bits(columns, confirming)).collect();
    let all_but = |left_out: Option<usize>| {
        let kept = bits.iter().enumerate().filter(|(place, _)| Some(*place) != left_out).map(|(_, bits)| bits);
        kept.fold(half.everyone(), |all, bits| all.both(bits))
    };
    let inside = half.tally(&all_but(None));
    let whole = half.whole();
    if inside.n < 2 || inside.n + 2 > whole.n {
        return None;
    }
    let parents: Vec<_> =
        (0..bits.len()).filter(|_| bits.len() > 1).map(|place| half.tally(&all_but(Some(place)))).collect();
    let against_parents = parents.iter().map(|parent| half.ln_p_within(inside, *parent));
    let ln_p = against_parents.fold(half.ln_p_within(inside, whole), f64::max);
    let outside = whole.less(inside);
    let figure = inside.mean();
    Some(Rule {
        conditions,
        n: inside.n,
        share: inside.n as f64 / whole.n as f64,
        figure,
        others: outside.mean(),
        lift: (whole.mean() > 0.0).then(|| figure / whole.mean()),
        interval: half.interval(inside, outside, CONFIDENCE),
        quality: half.quality(inside),
        without: parents.iter().map(|parent| parent.mean()).collect(),
        ln_p,
        corrected_ln_p: ln_p,
    })
}
