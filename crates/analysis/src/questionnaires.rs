//! Answers on a scale: scores of several items, how well these belong together, and respondents who did not read.

use serde::Serialize;

use crate::Error;
use crate::obstacle::{at_least, same_length};
use crate::statistics::means::Moments;

/// Respondents below which reliability is not told.
pub const LEAST_RESPONDENTS: usize = 20;
/// A respondent with more missing answers than this share has no score.
pub const MISSING_AT_MOST: f64 = 0.2;
/// Below so many items, equal answers say nothing about whether a respondent read them.
pub const LEAST_ITEMS_TO_JUDGE: usize = 4;
/// Reliability below this is poor (Nunnally 1978).
pub const RELIABLE_FROM: f64 = 0.7;

/// One item of a questionnaire.
#[derive(Debug, Clone, Copy)]
pub struct Item<'a> {
    /// Each respondent's answer; not finite where there is none.
    pub answers: &'a [f64],
    /// Whether a high answer means little of what is measured.
    pub is_reversed: bool,
}

/// The lowest and the highest answer.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Scale {
    /// The lowest.
    pub low: f64,
    /// The highest.
    pub high: f64,
}

/// What the answers to some items say.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Answered {
    /// Cronbach's alpha over the respondents who answered everything (Cronbach 1951,
    /// <https://doi.org/10.1007/BF02310555>); `None` for a single item or too few respondents.
    pub alpha: Option<f64>,
    /// Alpha without each item: higher than with it, the item does not belong.
    pub alpha_without: Vec<Option<f64>>,
    /// The correlation of each item with the sum of the others; `None` where either is constant.
    pub item_rest: Vec<Option<f64>>,
    /// Respondents who answered everything.
    pub complete: usize,
    /// Respondents with a score.
    pub scored: usize,
    /// Mean and variance of the scores.
    pub scores: Moments,
    /// Respondents who gave the same answer to every item, before reversal.
    pub straight_liners: Vec<usize>,
    /// Each respondent's score on the scale of the items; `None` for too many missing answers.
    #[serde(skip)]
    pub score: Vec<Option<f64>>,
    /// How often each answer was given to each item, from the lowest answer on, in whole steps.
    pub counts: Vec<Vec<usize>>,
}

/// Scores respondents and measures how items belong together. Straight-liners have no score, nor a part in reliability,
/// when an item among at least [`LEAST_ITEMS_TO_JUDGE`] is reversed: agreeing with both sides cannot be meant.
///
/// # Errors
///
/// [`Error::TooFewDistinct`] without items; [`Error::LengthsDiffer`]; [`Error::BadSetting`] for a scale without extent;
/// [`Error::BadValue`] for an answer outside the scale; [`Error::TooFew`] when fewer than [`LEAST_RESPONDENTS`] have a
/// score.
pub fn answered(items: &[Item], scale: Scale) -> Result<Answered, Error> {
    let Some(first) = items.first() else { return Err(Error::TooFewDistinct { minimum: 1, found: 0 }) };
    if scale.high <= scale.low || !(scale.low.is_finite() && scale.high.is_finite()) {
        return Err(Error::BadSetting { setting: "high", low: scale.low, high: f64::MAX, found: scale.high });
    }
    let respondents = first.answers.len();
    for (column, item) in items.iter().enumerate() {
        same_length(respondents, item.answers.len())?;
        let outside = |x: &f64| x.is_finite() && !(scale.low..=scale.high).contains(x);
        if let Some(row) = item.answers.iter().position(outside) {
            return Err(Error::BadValue { column, row, found: item.answers[row] });
        }
    }
    let straight_liners: Vec<usize> = (0..respondents).filter(|row| is_straight(items, *row)).collect();
    let discards = items.iter().any(|item| item.is_reversed);
    let counts_for = |row: usize| !(discards && straight_liners.binary_search(&row).is_ok());
    let coded = |item: &Item, row: usize| {
        let answer = item.answers[row];
        if item.is_reversed { scale.low + scale.high - answer } else { answer }
    };
    let score: Vec<Option<f64>> = (0..respondents)
        .map(|row| {
            let given: Vec<f64> = items.iter().map(|item| coded(item, row)).filter(|x| x.is_finite()).collect();
            let missing = 1.0 - given.len() as f64 / items.len() as f64;
            // The mean of what was answered stands for what was not.
            let has_score = !given.is_empty() && missing <= MISSING_AT_MOST + 1e-12 && counts_for(row);
            has_score.then(|| given.iter().sum::<f64>() / given.len() as f64)
        })
        .collect();
    let scores: Vec<f64> = score.iter().flatten().copied().collect();
    at_least(LEAST_RESPONDENTS, scores.len())?;
    let is_complete = |row: &usize| items.iter().all(|item| item.answers[*row].is_finite()) && counts_for(*row);
    let rows: Vec<usize> = (0..respondents).filter(is_complete).collect();
    let columns: Vec<Vec<f64>> = items.iter().map(|item| rows.iter().map(|row| coded(item, *row)).collect()).collect();
    let without = |left_out: usize| -> Vec<&[f64]> {
        let kept = columns.iter().enumerate().filter(|(place, _)| *place != left_out);
        kept.map(|(_, column)| column.as_slice()).collect()
    };
    let item_rest = |place: usize| {
        let rest: Vec<f64> = (0..rows.len()).map(|row| without(place).iter().map(|column| column[row]).sum()).collect();
        correlation(&columns[place], &rest)
    };
    Ok(Answered {
        alpha: alpha(&columns.iter().map(Vec::as_slice).collect::<Vec<_>>()),
        alpha_without: (0..items.len()).map(|place| alpha(&without(place))).collect(),
        item_rest: (0..items.len()).map(item_rest).collect(),
        complete: rows.len(),
        scored: scores.len(),
        scores: Moments::of(&scores),
        straight_liners,
        score,
        counts: items.iter().map(|item| counted(item, scale)).collect(),
    })
}

fn is_straight(items: &[Item], row: usize) -> bool {
    let given: Vec<f64> = items.iter().map(|item| item.answers[row]).filter(|x| x.is_finite()).collect();
    given.len() >= LEAST_ITEMS_TO_JUDGE && given.iter().all(|x| *x == given[0])
}

fn counted(item: &Item, scale: Scale) -> Vec<usize> {
    let steps = (scale.high - scale.low).floor() as usize + 1;
    let mut counts = vec![0; steps];
    for answer in item.answers.iter().filter(|x| x.is_finite()) {
        let place = (answer - scale.low).round() as usize;
        counts[place.min(steps - 1)] += 1;
    }
    counts
}

fn alpha(columns: &[&[f64]]) -> Option<f64> {
    let k = columns.len() as f64;
    let rows = columns.first().map_or(0, |column| column.len());
    if columns.len() < 2 || rows < LEAST_RESPONDENTS {
        return None;
    }
    let sums: Vec<f64> = (0..rows).map(|row| columns.iter().map(|column| column[row]).sum()).collect();
    let whole = Moments::of(&sums).variance;
    let parts: f64 = columns.iter().map(|column| Moments::of(column).variance).sum();
    (whole > 0.0).then(|| k / (k - 1.0) * (1.0 - parts / whole))
}

fn correlation(x: &[f64], y: &[f64]) -> Option<f64> {
    let (a, b) = (Moments::of(x), Moments::of(y));
    let products: f64 = x.iter().zip(y).map(|(x, y)| (x - a.mean) * (y - b.mean)).sum();
    let scale = (a.variance * b.variance).sqrt() * (x.len().max(2) - 1) as f64;
    (scale > 0.0).then(|| (products / scale).clamp(-1.0, 1.0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tests::close;
    use crate::tests::recipe::customers;

    const SCALE: Scale = Scale { low: 1.0, high: 5.0 };

    fn columns() -> Vec<Vec<f64>> {
        let customers = customers();
        (0..6).map(|item| customers.iter().map(|customer| customer.answers[item] as f64).collect()).collect()
    }

    fn items(columns: &[Vec<f64>]) -> Vec<Item<'_>> {
        columns.iter().map(|answers| Item { answers, is_reversed: false }).collect()
    }

    #[test]
    fn two_scales_are_reliable_and_their_mixture_misleads() {
        let columns = columns();
        let alpha = |columns: &[Vec<f64>]| answered(&items(columns), SCALE).unwrap().alpha.unwrap();
        close(alpha(&columns[..3]), 0.922_060, 1e-6);
        close(alpha(&columns[3..]), 0.919_755, 1e-6);
        close(alpha(&columns), 0.728_941, 1e-6);
    }

    #[test]
    fn a_reversed_item_counts_the_other_way() {
        let mut columns = columns();
        columns.truncate(4);
        columns[3] = columns[0].iter().map(|x| 6.0 - x).collect();
        let mut items = items(&columns);
        let wrong = answered(&items, SCALE).unwrap();
        assert!(wrong.alpha_without[3] > wrong.alpha && wrong.item_rest[3].unwrap() < 0.0);
        items[3].is_reversed = true;
        let right = answered(&items, SCALE).unwrap();
        assert!(right.alpha.unwrap() > 0.9 && right.item_rest[3].unwrap() > 0.8);
        // Who says 3 to all is in the middle either way, and still did not read.
        assert!(right.straight_liners.iter().all(|row| right.score[*row].is_none()));
        assert_eq!(right.counts[0].iter().sum::<usize>(), 2000);
    }

    #[test]
    fn missing_answers_are_stood_for_by_the_others_while_few() {
        let mut columns: Vec<Vec<f64>> = vec![[2.0, 4.0, 3.0, 5.0].repeat(10); 5];
        columns[0][0] = f64::NAN;
        columns[0][1] = f64::NAN;
        columns[1][1] = f64::NAN;
        let found = answered(&items(&columns), SCALE).unwrap();
        assert_eq!((found.score[0], found.score[1], found.scored), (Some(2.0), None, 39));
        columns[2][3] = 9.0;
        assert!(matches!(answered(&items(&columns), SCALE), Err(Error::BadValue { column: 2, row: 3, .. })));
        assert!(answered(&[], SCALE).is_err());
        let same = vec![vec![3.0; 30]; 2];
        let constant = answered(&items(&same), SCALE).unwrap();
        assert!(constant.alpha.is_none() && constant.item_rest == [None, None]);
    }
}
