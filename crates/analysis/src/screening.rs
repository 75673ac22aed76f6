//! Which traits have to do with an outcome? One test a trait, all corrected together, the strongest first.

use rayon::iter::{IndexedParallelIterator, IntoParallelRefIterator, ParallelIterator};
use serde::Serialize;

use crate::Error;
use crate::obstacle::at_least;
use crate::statistics::interval::CONFIDENCE;
use crate::statistics::means::{Moments, hedges_g};
use crate::statistics::multiplicity::{Correction, corrected};
use crate::statistics::ranks;
use crate::statistics::tables::{Fourfold, associate};
use crate::traits::{Column, Explained, check};

/// Rows below which no trait is tested.
pub const LEAST_ROWS: usize = 50;
/// Below so many expected in a cell of two by two, Fisher's exact test gives the p-value.
const EXACT_BELOW: f64 = 5.0;

/// How strongly a trait and the outcome hang together, by the measure that fits both.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case", tag = "measure")]
pub enum Strength {
    /// Chance that the trait's number is higher with the outcome than without; one half is nothing.
    Auc {
        /// The chance.
        auc: f64,
        /// Hedges' g of the trait's number, with the outcome less without.
        g: f64,
    },
    /// Cramér's V, 0 to 1, and what the trait tells about the outcome, in nats.
    Association {
        /// Cramér's V.
        v: f64,
        /// The information.
        information: f64,
    },
    /// Spearman's correlation, -1 to 1.
    Correlation {
        /// The correlation.
        rho: f64,
    },
    /// The share of the variation of the outcome's ranks that lies between levels, 0 to 1.
    Between {
        /// The share.
        epsilon_squared: f64,
    },
}

impl Strength {
    /// The strength from 0 to 1, for an order of the strongest.
    #[must_use]
    pub fn size(&self) -> f64 {
        match self {
            Strength::Auc { auc, .. } => (2.0 * auc - 1.0).abs(),
            Strength::Association { v, .. } => *v,
            Strength::Correlation { rho } => rho.abs(),
            Strength::Between { epsilon_squared } => epsilon_squared.sqrt(),
        }
    }
}

/// One level of a trait beside all rows with a known value.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Level {
    /// Its place; of flags, 0 is no and 1 is yes.
    pub level: usize,
    /// Rows at this level.
    pub n: u64,
    /// Mean of the outcome at this level: the share with the outcome, or the mean amount.
    pub figure: f64,
    /// `figure` divided by that of all rows; `None` when that is not above 0.
    pub lift: Option<f64>,
    /// The logarithm of the two-sided p-value of this level against the rest, Fisher's exact test; `None` of amounts.
    pub ln_p: Option<f64>,
}

/// What was found of one trait.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Screened {
    /// The place of the trait in the order given.
    pub column: usize,
    /// Rows whose value is known.
    pub known: usize,
    /// How strongly it hangs together with the outcome.
    pub strength: Strength,
    /// The logarithm of the p-value.
    pub ln_p: f64,
    /// The logarithm of the p-value corrected for all traits tested.
    pub corrected_ln_p: f64,
    /// Its levels, in their order; empty of numbers.
    pub levels: Vec<Level>,
}

/// A trait that could not be tested.
#[derive(Debug, Clone, PartialEq)]
pub struct Untested {
    /// The place of the trait in the order given.
    pub column: usize,
    /// Why.
    pub reason: Error,
}

/// Tests every trait against the outcome. Traits that cannot be tested are told apart and do not count as tests.
///
/// # Errors
///
/// [`Error::TooFew`] below [`LEAST_ROWS`]; [`Error::LengthsDiffer`]; [`Error::Constant`] when the outcome never varies;
/// [`Error::BadValue`].
pub fn screen(
    columns: &[Column],
    outcome: Explained,
    correction: Correction,
) -> Result<(Vec<Screened>, Vec<Untested>), Error> {
    at_least(LEAST_ROWS, outcome.len())?;
    check(columns, outcome)?;
    let tested: Vec<Result<Screened, Untested>> = columns
        .par_iter()
        .enumerate()
        .map(|(column, values)| test(column, values, outcome).map_err(|reason| Untested { column, reason }))
        .collect();
    let (mut found, mut untested) = (Vec::new(), Vec::new());
    for result in tested {
        match result {
            Ok(screened) => found.push(screened),
            Err(reason) => untested.push(reason),
        }
    }
    let ln_ps: Vec<f64> = found.iter().map(|screened| screened.ln_p).collect();
    for (screened, ln_p) in found.iter_mut().zip(corrected(&ln_ps, correction)) {
        screened.corrected_ln_p = ln_p;
    }
    found.sort_by(|a, b| {
        a.ln_p.total_cmp(&b.ln_p).then(b.strength.size().total_cmp(&a.strength.size())).then(a.column.cmp(&b.column))
    });
    Ok((found, untested))
}

fn test(column: usize, values: &Column, outcome: Explained) -> Result<Screened, Error> {
    let known: Vec<usize> = (0..values.len()).filter(|row| values.is_known(*row)).collect();
    at_least(LEAST_ROWS, known.len())?;
    let (strength, ln_p, levels) = match values {
        Column::Numbers(numbers) => of_numbers(numbers, &known, outcome)?,
        Column::Flags(flags) => of_levels(&|row| usize::from(flags[row]), 2, &known, outcome)?,
        Column::Levels { codes, levels } => of_levels(&|row| codes[row] as usize, *levels, &known, outcome)?,
    };
    Ok(Screened { column, known: known.len(), strength, ln_p, corrected_ln_p: ln_p, levels })
}

type Tested = (Strength, f64, Vec<Level>);

fn of_numbers(numbers: &[f64], known: &[usize], outcome: Explained) -> Result<Tested, Error> {
    match outcome {
        Explained::YesNo(flags) => {
            let side = |is: bool| -> Vec<f64> {
                known.iter().filter(|row| flags[**row] == is).map(|row| numbers[*row]).collect()
            };
            let (with, without) = (side(true), side(false));
            let compared = ranks::compare(&with, &without, CONFIDENCE)?;
            let g = hedges_g(Moments::of(&with), Moments::of(&without));
            Ok((Strength::Auc { auc: compared.superiority, g }, compared.ln_p, Vec::new()))
        }
        Explained::Amount(amounts) => {
            let x: Vec<f64> = known.iter().map(|row| numbers[*row]).collect();
            let y: Vec<f64> = known.iter().map(|row| amounts[*row]).collect();
            let correlation = ranks::correlate(&x, &y)?;
            Ok((Strength::Correlation { rho: correlation.rho }, correlation.ln_p, Vec::new()))
        }
    }
}

fn of_levels(
    level_of: &dyn Fn(usize) -> usize,
    levels: usize,
    known: &[usize],
    outcome: Explained,
) -> Result<Tested, Error> {
    let (mut sizes, mut sums) = (vec![0_u64; levels], vec![0.0; levels]);
    for row in known {
        sizes[level_of(*row)] += 1;
        sums[level_of(*row)] += outcome.at(*row);
    }
    let (all, whole) = (known.len() as f64, sums.iter().sum::<f64>());
    let mut of_each: Vec<Level> = (0..levels)
        .filter(|level| sizes[*level] > 0)
        .map(|level| {
            let figure = sums[level] / sizes[level] as f64;
            Level { level, n: sizes[level], figure, lift: (whole > 0.0).then(|| figure / (whole / all)), ln_p: None }
        })
        .collect();
    match outcome {
        Explained::YesNo(_) => {
            let happened = |level: usize| sums[level].round() as u64;
            let table: Vec<Vec<u64>> =
                (0..levels).map(|level| vec![happened(level), sizes[level] - happened(level)]).collect();
            let association = associate(&table)?;
            let all_happened = whole.round() as u64;
            for level in &mut of_each {
                let both = happened(level.level);
                let table = Fourfold {
                    both,
                    only_trait: level.n - both,
                    only_outcome: all_happened - both,
                    neither: known.len() as u64 - level.n - (all_happened - both),
                };
                level.ln_p = Some(table.measure(CONFIDENCE).fisher_ln_p);
            }
            let is_fourfold = association.freedom == 1 && association.least_expected < EXACT_BELOW;
            let exact = of_each.first().and_then(|level| level.ln_p).filter(|_| is_fourfold);
            let strength = Strength::Association { v: association.v, information: association.information };
            Ok((strength, exact.unwrap_or(association.ln_p), of_each))
        }
        Explained::Amount(amounts) => {
            let values: Vec<f64> = known.iter().map(|row| amounts[*row]).collect();
            let groups: Vec<u32> = known.iter().map(|row| level_of(*row) as u32).collect();
            let compared = ranks::compare_groups(&values, &groups, levels)?;
            Ok((Strength::Between { epsilon_squared: compared.epsilon_squared }, compared.ln_p, of_each))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tests::recipe::customers;
    use crate::tests::{close, top_decile};

    #[test]
    fn the_drivers_of_the_recipe_come_first() {
        let customers = customers();
        let big: Vec<bool> = customers.iter().map(|c| c.big).collect();
        let b2b: Vec<bool> = customers.iter().map(|c| c.b2b).collect();
        let age: Vec<f64> = customers.iter().map(|c| c.age as f64).collect();
        let channels = ["seo", "ads", "social", "email"];
        let channel: Vec<u32> =
            customers.iter().map(|c| channels.iter().position(|x| *x == c.channel).unwrap() as u32).collect();
        let same = vec![1.0; age.len()];
        let columns = [
            Column::Numbers(&age),
            Column::Flags(&b2b),
            Column::Levels { codes: &channel, levels: 4 },
            Column::Flags(&big),
            Column::Numbers(&same),
        ];
        let top = top_decile();
        let (found, untested) = screen(&columns, Explained::YesNo(&top), Correction::BenjaminiHochberg).unwrap();
        assert_eq!(found.iter().map(|s| s.column).take(2).collect::<Vec<_>>(), [3, 1]);
        assert_eq!(untested, [Untested { column: 4, reason: Error::Constant { column: 0 } }]);
        let Strength::Association { v, information } = found[0].strength else { panic!() };
        close(v, 0.617_558, 1e-6);
        close(information, 0.136_343, 1e-5);
        close(found[0].levels[1].lift.unwrap(), 5.182_927, 1e-6);
        close(found[0].levels[1].ln_p.unwrap().exp(), 4.140_24e-120, 1e-5);
        let euros: Vec<f64> = customers.iter().map(|c| c.euros()).collect();
        let (found, _) = screen(&columns, Explained::Amount(&euros), Correction::BenjaminiYekutieli).unwrap();
        let by_channel = found.iter().find(|s| s.column == 2).unwrap();
        let Strength::Between { epsilon_squared } = by_channel.strength else { panic!() };
        close(epsilon_squared, (43.855_853 - 3.0) / 1996.0, 1e-6);
    }

    #[test]
    fn criteria_of_the_best_households_have_the_reference_figures() {
        let Some(text) = crate::tests::reference("completejourney/reference/best_customers_criteria.csv") else {
            return;
        };
        // attribute, value, n_base, n_best, share_base, share_best, lift, Fisher's p, χ², freedom, its p, V.
        let rows: Vec<Vec<&str>> = text.lines().skip(1).map(|line| line.split(',').collect()).collect();
        for attribute in rows.chunk_by(|a, b| a[0] == b[0]) {
            let number = |row: &[&str], place: usize| row[place].parse::<f64>().unwrap();
            let (mut codes, mut best) = (Vec::new(), Vec::new());
            for (level, row) in attribute.iter().enumerate() {
                let (n, n_best) = (number(row, 2) as usize, number(row, 3) as usize);
                codes.extend(std::iter::repeat_n(level as u32, n));
                best.extend((0..n).map(|i| i < n_best));
            }
            let columns = [Column::Levels { codes: &codes, levels: attribute.len() }];
            let (found, _) = screen(&columns, Explained::YesNo(&best), Correction::Holm).unwrap();
            close(found[0].ln_p.exp(), number(&attribute[0], 10), 1e-6);
            let Strength::Association { v, .. } = found[0].strength else { panic!() };
            close(v, number(&attribute[0], 11), 1e-6);
            for (level, row) in found[0].levels.iter().zip(attribute) {
                close(level.lift.unwrap(), number(row, 6), 1e-6);
                close(level.ln_p.unwrap().exp(), number(row, 7), 1e-6);
            }
        }
    }

    #[test]
    fn too_few_rows_and_constant_outcomes_are_errors() {
        let few = [true, false];
        assert!(screen(&[], Explained::YesNo(&few), Correction::Holm).is_err());
        assert_eq!(screen(&[], Explained::YesNo(&[true; 60]), Correction::Holm), Err(Error::Constant { column: 0 }));
    }
}
