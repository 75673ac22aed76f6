//! Tranches of customers by what they are worth (ABC, Pareto), the concentration curve and the Gini coefficient.
//!
//! Only customers worth more than nothing are ranked: refunds would bend the curve below zero, and the coefficient above 1.
//! Those below zero, and those at zero, are counted apart.

use serde::Serialize;

use crate::obstacle::{Error, at_least, finite};

/// Least number of ranked customers.
const LEAST: usize = 2;
/// The share of the normal law that intervals leave out on each side is 2.5 %.
const TWO_SIDED_95: f64 = 1.959_963_984_540_054;
/// Points of the concentration curve.
const POINTS: usize = 100;

/// To which tranche the customer belongs in whose amount a border falls.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Crossing {
    /// To the better one: a tranche is the fewest customers that reach its share.
    Kept,
    /// To the next one: a tranche does not go beyond its share.
    Excluded,
}

/// What borders are shares of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum By {
    /// The whole amount.
    Amount,
    /// The number of customers.
    Customers,
}

/// A tranche.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Tranche {
    /// Number of customers.
    pub customers: usize,
    /// What they are worth.
    pub amount: f64,
    /// The least that one of them is worth; `None` in an empty tranche.
    pub least: Option<f64>,
    /// The most that one of them is worth.
    pub most: Option<f64>,
}

/// Customers cut into tranches.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Cut {
    /// The tranches, the best one first.
    pub tranches: Vec<Tranche>,
    /// Those worth nothing.
    pub nothing: usize,
    /// Those worth less than nothing.
    pub negative: Tranche,
    /// The place of each row's tranche; `None` for those not ranked.
    #[serde(skip)]
    pub of_rows: Vec<Option<u8>>,
}

/// How unequal the amounts are.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Concentration {
    /// The Gini coefficient of these customers: 0 when all are worth the same, near 1 when one has it all.
    pub gini: f64,
    /// The same as an estimate for the customers they are a sample of.
    pub gini_corrected: f64,
    /// Its 95 % interval.
    pub interval: [f64; 2],
    /// Share of the amount that the first so many customers hold, the best first: shares of customers and of the amount.
    pub curve: Vec<[f64; 2]>,
}

/// Rows from the greatest amount to the least, those not above zero left out; ties in the order of the rows.
fn ranked(amounts: &[f64]) -> Result<Vec<usize>, Error> {
    finite(0, amounts)?;
    let mut rows: Vec<usize> = (0..amounts.len()).filter(|row| amounts[*row] > 0.0).collect();
    at_least(LEAST, rows.len())?;
    rows.sort_by(|a, b| amounts[*b].total_cmp(&amounts[*a]));
    Ok(rows)
}

/// Cuts customers into tranches at shares (ascending, between 0 and 1): 0.8 and 0.95 make the classic three.
///
/// # Errors
///
/// [`Error::TooFew`] below two customers worth anything, [`Error::BadSetting`] for shares that are none or not ascending.
pub fn cut(amounts: &[f64], shares: &[f64], by: By, crossing: Crossing) -> Result<Cut, Error> {
    for (place, share) in shares.iter().enumerate() {
        let low = if place == 0 { 0.0 } else { shares[place - 1] };
        if !(*share > low && *share < 1.0) || shares.len() > 25 {
            return Err(Error::BadSetting { setting: "cuts", low, high: 1.0, found: *share });
        }
    }
    let rows = ranked(amounts)?;
    let total: f64 = rows.iter().map(|row| amounts[*row]).sum();
    let mut cut = Cut {
        tranches: vec![Tranche::default(); shares.len() + 1],
        nothing: amounts.iter().filter(|amount| **amount == 0.0).count(),
        negative: Tranche::default(),
        of_rows: vec![None; amounts.len()],
    };
    let mut cumulated = 0.0;
    for (rank, row) in rows.iter().enumerate() {
        let before = cumulated;
        cumulated += amounts[*row];
        let (before, with) = match by {
            By::Amount => (before / total, cumulated / total),
            By::Customers => (rank as f64 / rows.len() as f64, (rank + 1) as f64 / rows.len() as f64),
        };
        let tranche = match crossing {
            Crossing::Kept => shares.iter().filter(|share| before >= **share).count(),
            Crossing::Excluded => shares.iter().filter(|share| with > **share).count(),
        };
        cut.tranches[tranche].add(amounts[*row]);
        cut.of_rows[*row] = Some(tranche as u8);
    }
    amounts.iter().filter(|amount| **amount < 0.0).for_each(|amount| cut.negative.add(*amount));
    Ok(cut)
}

/// Cuts customers into parts of equal number, the best first; the first ones hold one more where they do not come out even.
///
/// # Errors
///
/// As for [`cut`].
pub fn parts(amounts: &[f64], n_parts: usize) -> Result<Vec<Tranche>, Error> {
    let rows = ranked(amounts)?;
    let mut parts = vec![Tranche::default(); n_parts.clamp(1, rows.len())];
    let (size, larger) = (rows.len() / parts.len(), rows.len() % parts.len());
    for (rank, row) in rows.iter().enumerate() {
        let in_larger = larger * (size + 1);
        let part = if rank < in_larger { rank / (size + 1) } else { larger + (rank - in_larger) / size };
        parts[part].add(amounts[*row]);
    }
    Ok(parts)
}

impl Tranche {
    fn add(&mut self, amount: f64) {
        self.customers += 1;
        self.amount += amount;
        self.least = Some(self.least.map_or(amount, |least| least.min(amount)));
        self.most = Some(self.most.map_or(amount, |most| most.max(amount)));
    }
}

/// How unequal amounts are, with an interval by linearisation of the coefficient (Davidson 2009,
/// <https://doi.org/10.1016/j.jeconom.2008.11.004>).
///
/// # Errors
///
/// [`Error::TooFew`] below two customers worth anything.
pub fn concentration(amounts: &[f64]) -> Result<Concentration, Error> {
    let rows = ranked(amounts)?;
    let n = rows.len();
    let total: f64 = rows.iter().map(|row| amounts[*row]).sum();
    let ascending = || rows.iter().rev().map(|row| amounts[*row]);
    let weighted: f64 = ascending().enumerate().map(|(place, x)| (2.0 * place as f64 + 1.0 - n as f64) * x).sum();
    let gini = weighted / (n as f64 * total);
    let (mut below, mut sum, mut squares) = (0.0, 0.0, 0.0);
    for (place, x) in ascending().enumerate() {
        below += x;
        let z = -(gini + 1.0) * x + ((2.0 * place as f64 + 1.0) * x - 2.0 * below) / n as f64;
        sum += z;
        squares += z * z;
    }
    let spread = (squares - sum * sum / n as f64).max(0.0).sqrt() / total;
    let corrected = gini * n as f64 / (n as f64 - 1.0);
    let mut curve = vec![[0.0, 0.0]];
    let (mut cumulated, mut taken) = (0.0, 0);
    for point in 1..=POINTS.min(n) {
        let wanted = n * point / POINTS.min(n);
        cumulated += rows[taken..wanted].iter().map(|row| amounts[*row]).sum::<f64>();
        taken = wanted;
        curve.push([wanted as f64 / n as f64, cumulated / total]);
    }
    Ok(Concentration {
        gini,
        gini_corrected: corrected,
        interval: [-1.0, 1.0].map(|side| (corrected + side * TWO_SIDED_95 * spread).clamp(0.0, 1.0)),
        curve,
    })
}

/// The share of the amount that the best customers hold, given their share of all who are worth anything.
///
/// # Errors
///
/// As for [`concentration`].
pub fn held_by_best(amounts: &[f64], share: f64) -> Result<f64, Error> {
    let rows = ranked(amounts)?;
    let n_best = (rows.len() as f64 * share).round() as usize;
    let total: f64 = rows.iter().map(|row| amounts[*row]).sum();
    Ok(rows.iter().take(n_best).map(|row| amounts[*row]).sum::<f64>() / total)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tests::recipe::{Customer, customers};

    fn cents() -> Vec<f64> {
        customers().iter().map(|customer: &Customer| customer.cents() as f64).collect()
    }

    fn sizes(shares: &[f64]) -> Vec<usize> {
        let cut = cut(&cents(), shares, By::Amount, Crossing::Kept).unwrap();
        cut.tranches.iter().map(|tranche| tranche.customers).collect()
    }

    fn near(found: f64, wanted: f64, tolerance: f64) {
        assert!((found - wanted).abs() <= tolerance, "{found} for {wanted}");
    }

    #[test]
    fn r_d02_tranches_of_the_recipe() {
        assert_eq!(sizes(&[0.8, 0.95]), [793, 549, 658]);
        assert_eq!(sizes(&[0.65, 0.9]), [482, 631, 887]);
        assert_eq!(sizes(&[0.5, 0.8]), [278, 515, 1207]);
        let cut = cut(&cents(), &[0.65, 0.9], By::Amount, Crossing::Kept).unwrap();
        near(cut.tranches[2].amount / 58_425_722.0, 0.10, 0.0005);
    }

    #[test]
    fn r_d02_concentration_of_the_recipe() {
        let found = concentration(&cents()).unwrap();
        near(found.gini, 0.566195, 5e-7);
        near(found.gini_corrected, 0.566478, 5e-7);
        near(held_by_best(&cents(), 0.2).unwrap(), 0.5962, 5e-5);
        near(held_by_best(&cents(), 0.01).unwrap(), 0.0815, 5e-5);
        assert_eq!(found.curve.first(), Some(&[0.0, 0.0]));
        near(found.curve[20][1], 0.5962, 5e-5);
        near(found.curve[100][1], 1.0, 1e-12);
        assert!(found.interval[0] < found.gini && found.gini < found.interval[1]);
        near(found.interval[1] - found.interval[0], 0.036, 0.01);
    }

    #[test]
    fn the_crossing_customer_is_on_one_side_or_the_other() {
        let amounts = [50.0, 40.0, 10.0, 0.0, -5.0];
        let of = |crossing| cut(&amounts, &[0.8, 0.95], By::Amount, crossing).unwrap().of_rows;
        assert_eq!(of(Crossing::Kept), [Some(0), Some(0), Some(1), None, None]);
        assert_eq!(of(Crossing::Excluded), [Some(0), Some(1), Some(2), None, None]);
        let by_customers = cut(&amounts, &[0.3], By::Customers, Crossing::Kept).unwrap();
        assert_eq!(by_customers.of_rows[..2], [Some(0), Some(1)]);
        assert_eq!((by_customers.nothing, by_customers.negative.customers, by_customers.negative.amount), (1, 1, -5.0));
    }

    #[test]
    fn figures_do_not_depend_on_order_or_unit() {
        let (amounts, mut shuffled) = (cents(), cents());
        crate::statistics::chance::Chance::new(5).shuffle(&mut shuffled);
        shuffled.iter_mut().for_each(|amount| *amount *= 8.0);
        let (found, again) = (concentration(&amounts).unwrap(), concentration(&shuffled).unwrap());
        near(found.gini, again.gini, 1e-12);
        let sizes = |amounts: &[f64]| {
            let cut = cut(amounts, &[0.8, 0.95], By::Amount, Crossing::Kept).unwrap();
            cut.tranches.iter().map(|tranche| tranche.customers).collect::<Vec<_>>()
        };
        assert_eq!(sizes(&amounts), sizes(&shuffled));
    }

    #[test]
    fn equal_amounts_are_not_concentrated_and_one_alone_is_refused() {
        let found = concentration(&[3.0; 10]).unwrap();
        near(found.gini, 0.0, 1e-12);
        near(found.interval[1], 0.0, 1e-9);
        assert_eq!(concentration(&[3.0, 0.0, -1.0]), Err(Error::TooFew { minimum: 2, found: 1 }));
        assert!(cut(&[1.0, 2.0], &[0.9, 0.8], By::Amount, Crossing::Kept).is_err());
        assert_eq!(parts(&[1.0, 2.0, 3.0], 10).unwrap().len(), 3);
    }
}
