//! Tables of counts: do two ways of sorting the same customers have to do with one another?

use serde::Serialize;
use statrs::function::gamma::ln_gamma;

use crate::Error;
use crate::statistics::interval::Interval;
use crate::statistics::tails::{ln_chi_squared_above, normal_quantile};

/// How rows and columns of a table hang together.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Association {
    /// Pearson's statistic.
    pub chi_squared: f64,
    /// The likelihood-ratio statistic.
    pub g: f64,
    /// Degrees of freedom.
    pub freedom: usize,
    /// The logarithm of the p-value of `chi_squared`.
    pub ln_p: f64,
    /// Cramér's V, 0 for none to 1 for complete.
    pub v: f64,
    /// What a row tells about the column, in nats.
    pub information: f64,
    /// The least count expected in a cell: below 5, the p-value is rough.
    pub least_expected: f64,
}

/// Measures a table of counts, rows first. Rows and columns that are empty do not count.
///
/// # Errors
///
/// [`Error::TooFewDistinct`] when fewer than two rows or columns hold anybody; [`Error::LengthsDiffer`] when rows differ in
/// length.
pub fn associate(table: &[Vec<u64>]) -> Result<Association, Error> {
    let width = table.first().map_or(0, Vec::len);
    if let Some(row) = table.iter().find(|row| row.len() != width) {
        return Err(Error::LengthsDiffer { expected: width, found: row.len() });
    }
    let rows: Vec<f64> = table.iter().map(|row| row.iter().sum::<u64>() as f64).collect();
    let columns: Vec<f64> = (0..width).map(|j| table.iter().map(|row| row[j]).sum::<u64>() as f64).collect();
    let filled = |sums: &[f64]| sums.iter().filter(|sum| **sum > 0.0).count();
    let (height, breadth) = (filled(&rows), filled(&columns));
    if height.min(breadth) < 2 {
        return Err(Error::TooFewDistinct { minimum: 2, found: height.min(breadth) });
    }
    let n: f64 = rows.iter().sum();
    let (mut chi_squared, mut g, mut least_expected) = (0.0, 0.0, f64::INFINITY);
    for (row, counts) in table.iter().enumerate().filter(|(row, _)| rows[*row] > 0.0) {
        for (column, count) in counts.iter().enumerate().filter(|(column, _)| columns[*column] > 0.0) {
            let (count, expected) = (*count as f64, rows[row] * columns[column] / n);
            chi_squared += (count - expected) * (count - expected) / expected;
            least_expected = expected.min(least_expected);
            if count > 0.0 {
                g += 2.0 * count * (count / expected).ln();
            }
        }
    }
    let freedom = (height - 1) * (breadth - 1);
    Ok(Association {
        chi_squared,
        g,
        freedom,
        ln_p: ln_chi_squared_above(chi_squared, freedom as f64),
        v: (chi_squared / n / (height.min(breadth) - 1) as f64).sqrt().min(1.0),
        information: (g / 2.0 / n).max(0.0),
        least_expected,
    })
}

/// Two groups and whether something holds: who has the trait and the outcome.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Fourfold {
    /// With the trait, with the outcome.
    pub both: u64,
    /// With the trait alone.
    pub only_trait: u64,
    /// With the outcome alone.
    pub only_outcome: u64,
    /// With neither.
    pub neither: u64,
}

/// What a fourfold table says.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FourfoldMeasured {
    /// The odds of the outcome with the trait, divided by those without; one half is added to each cell when one is 0.
    pub odds_ratio: f64,
    /// Its interval (Woolf 1955, <https://doi.org/10.1111/j.1469-1809.1955.tb01348.x>).
    pub interval: Interval,
    /// The share with the outcome among those with the trait, divided by the share among all; `None` when nobody has the
    /// outcome or the trait.
    pub lift: Option<f64>,
    /// The logarithm of the two-sided p-value of Fisher's exact test: every table at most as likely as this one.
    pub fisher_ln_p: f64,
}

impl Fourfold {
    /// Counts two columns of yes and no.
    #[must_use]
    pub fn of(has_trait: &[bool], has_outcome: &[bool]) -> Self {
        let mut table = Self { both: 0, only_trait: 0, only_outcome: 0, neither: 0 };
        for (is_trait, is_outcome) in has_trait.iter().zip(has_outcome) {
            match (is_trait, is_outcome) {
                (true, true) => table.both += 1,
                (true, false) => table.only_trait += 1,
                (false, true) => table.only_outcome += 1,
                (false, false) => table.neither += 1,
            }
        }
        table
    }

    /// The table as rows: with the trait first, with the outcome first.
    #[must_use]
    pub fn rows(&self) -> Vec<Vec<u64>> {
        vec![vec![self.both, self.only_trait], vec![self.only_outcome, self.neither]]
    }

    /// Measures the table.
    #[must_use]
    pub fn measure(&self, confidence: f64) -> FourfoldMeasured {
        let cells = [self.both, self.only_trait, self.only_outcome, self.neither];
        let added = if cells.contains(&0) { 0.5 } else { 0.0 };
        let [a, b, c, d] = cells.map(|cell| cell as f64 + added);
        let odds_ratio = a * d / (b * c);
        let reach = normal_quantile(0.5 + confidence / 2.0) * (1.0 / a + 1.0 / b + 1.0 / c + 1.0 / d).sqrt();
        let with_trait = (self.both + self.only_trait) as f64;
        let with_outcome = (self.both + self.only_outcome) as f64;
        let n = cells.iter().sum::<u64>() as f64;
        FourfoldMeasured {
            odds_ratio,
            interval: Interval { low: odds_ratio / reach.exp(), high: odds_ratio * reach.exp() },
            lift: (with_trait > 0.0 && with_outcome > 0.0).then(|| self.both as f64 / with_trait / (with_outcome / n)),
            fisher_ln_p: self.fisher_ln_p(),
        }
    }

    /// The logarithm of the chance of so many with both, or more, if trait and outcome had nothing to do with one another
    /// (Fisher's exact test, one-sided).
    #[must_use]
    pub fn ln_at_least(&self) -> f64 {
        let (with_trait, with_outcome) = (self.both + self.only_trait, self.both + self.only_outcome);
        let n = with_trait + self.only_outcome + self.neither;
        let highest = with_trait.min(with_outcome);
        let (mut term, mut sum) = (1.0, 0.0);
        if self.both as f64 * n as f64 <= with_trait as f64 * with_outcome as f64 {
            // Below what is expected, the other side is the shorter sum.
            let lowest = (with_trait + with_outcome).saturating_sub(n);
            for both in (lowest + 1..=self.both).rev() {
                let spare = (n + both - with_trait - with_outcome) as f64;
                term *= both as f64 * spare / ((with_trait - both + 1) as f64 * (with_outcome - both + 1) as f64);
                sum += term;
                if term < sum * 1e-17 {
                    break;
                }
            }
            let below = self.ln_chance() + sum.ln();
            return (-below.exp().min(1.0)).ln_1p();
        }
        for both in self.both..=highest {
            sum += term;
            let next = ((n + both + 1) - with_trait - with_outcome) as f64;
            term *= (with_trait - both) as f64 * (with_outcome - both) as f64 / ((both + 1) as f64 * next);
            if term < sum * 1e-17 {
                break;
            }
        }
        (self.ln_chance() + sum.ln()).min(0.0)
    }

    /// The logarithm of the chance of this very table, its margins given.
    fn ln_chance(&self) -> f64 {
        let (with_trait, with_outcome) = (self.both + self.only_trait, self.both + self.only_outcome);
        let n = with_trait + self.only_outcome + self.neither;
        ln_choose(with_outcome, self.both) + ln_choose(n - with_outcome, self.only_trait) - ln_choose(n, with_trait)
    }

    fn fisher_ln_p(&self) -> f64 {
        let (trait_size, outcome_size) = (self.both + self.only_trait, self.both + self.only_outcome);
        let n = trait_size + self.only_outcome + self.neither;
        let lowest = (trait_size + outcome_size).saturating_sub(n);
        let highest = trait_size.min(outcome_size);
        let ln_choose =
            |n: u64, k: u64| ln_gamma(n as f64 + 1.0) - ln_gamma(k as f64 + 1.0) - ln_gamma((n - k) as f64 + 1.0);
        let whole = ln_choose(n, trait_size);
        let ln_chance =
            |both: u64| ln_choose(outcome_size, both) + ln_choose(n - outcome_size, trait_size - both) - whole;
        let seen = ln_chance(self.both);
        // Chances that differ by rounding alone are equal; the width is the one of R's fisher.test.
        let bound = seen + 1e-7;
        let mode = (((trait_size + 1) as f64 * (outcome_size + 1) as f64) / (n + 2) as f64) as u64;
        let mode = mode.clamp(lowest, highest);
        let mut sum = LogSum::default();
        // From the mode outwards chances only fall: a side ends where nothing more can be added.
        for both in (lowest..=mode).rev() {
            let chance = ln_chance(both);
            if chance <= bound {
                sum.add(chance);
            }
            if chance < seen - 45.0 {
                break;
            }
        }
        for both in mode + 1..=highest {
            let chance = ln_chance(both);
            if chance <= bound {
                sum.add(chance);
            }
            if chance < seen - 45.0 {
                break;
            }
        }
        sum.ln().min(0.0)
    }
}

fn ln_choose(n: u64, k: u64) -> f64 {
    ln_gamma(n as f64 + 1.0) - ln_gamma(k as f64 + 1.0) - ln_gamma((n - k) as f64 + 1.0)
}

/// A sum of numbers known by their logarithms.
#[derive(Default)]
struct LogSum {
    highest: Option<f64>,
    sum: f64,
}

impl LogSum {
    fn add(&mut self, ln: f64) {
        match self.highest {
            Some(highest) if ln <= highest => self.sum += (ln - highest).exp(),
            Some(highest) => {
                self.sum = self.sum * (highest - ln).exp() + 1.0;
                self.highest = Some(ln);
            }
            None => (self.highest, self.sum) = (Some(ln), 1.0),
        }
    }

    fn ln(&self) -> f64 {
        self.highest.map_or(f64::NEG_INFINITY, |highest| highest + self.sum.ln())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::statistics::interval::CONFIDENCE;
    use crate::tests::recipe::customers;
    use crate::tests::{close, top_decile};

    #[test]
    fn big_businesses_are_among_the_best() {
        let (customers, top) = (customers(), top_decile());
        let big: Vec<bool> = customers.iter().map(|c| c.big).collect();
        let table = Fourfold::of(&big, &top);
        assert_eq!(table.rows(), [[170, 158], [30, 1642]]);
        let association = associate(&table.rows()).unwrap();
        close(association.chi_squared, 762.755_929, 1e-6);
        close(association.v, 0.617_558, 1e-6);
        close(association.g, 545.373_287, 1e-6);
        close(association.information, 0.136_343, 1e-5);
        let measured = table.measure(CONFIDENCE);
        close(measured.fisher_ln_p.exp(), 4.140_24e-120, 1e-5);
        close(measured.odds_ratio, 58.890_295, 1e-6);
        close(measured.interval.low, 38.652, 1e-4);
        close(measured.interval.high, 89.725, 1e-4);
        close(measured.lift.unwrap(), 5.182_927, 1e-6);
    }

    #[test]
    fn other_traits_tell_less() {
        let (customers, top) = (customers(), top_decile());
        let information = |level: &dyn Fn(usize) -> usize, levels: usize| {
            let mut table = vec![vec![0, 0]; levels];
            top.iter().enumerate().for_each(|(i, top)| table[level(i)][usize::from(*top)] += 1);
            associate(&table).unwrap().information
        };
        close(information(&|i| usize::from(customers[i].b2b), 2), 0.074_159, 1e-5);
        let place = |names: &[&str], name| names.iter().position(|n| *n == name).unwrap();
        let channel = |i: usize| place(&["seo", "ads", "social", "email"], customers[i].channel);
        let country = |i: usize| place(&["FR", "BE", "DE", "ES"], customers[i].country);
        assert!((information(&channel, 4) - 0.002_023).abs() < 5e-7);
        assert!((information(&country, 4) - 0.000_148).abs() < 5e-7);
    }

    #[test]
    fn small_tables_have_exact_answers() {
        // Fisher's tea: <https://en.wikipedia.org/wiki/Lady_tasting_tea>, three of four right.
        let tea = Fourfold { both: 3, only_trait: 1, only_outcome: 1, neither: 3 };
        close(tea.measure(CONFIDENCE).fisher_ln_p.exp(), 34.0 / 70.0, 1e-9);
        let none = Fourfold { both: 0, only_trait: 4, only_outcome: 0, neither: 3 };
        assert!(none.measure(CONFIDENCE).lift.is_none() && none.measure(CONFIDENCE).fisher_ln_p.abs() < 1e-9);
        assert!(associate(&none.rows()).is_err());
    }

    #[test]
    fn one_side_and_the_other_make_a_whole() {
        for both in 0..=6 {
            let table = |both: u64| Fourfold { both, only_trait: 9 - both, only_outcome: 6 - both, neither: 5 + both };
            let exact: f64 = (both..=6).map(|k| table(k).ln_chance().exp()).sum();
            assert!((table(both).ln_at_least().exp() - exact).abs() < 1e-9, "{both}");
        }
    }
}
