//! What customers pay beside what others pay for the same: the price level of each, the rungs of a ladder, and how much they
//! have ever been ready to pay.
//!
//! A customer's level is what they paid, divided by what the same quantities cost at usual prices: those of the median buyer
//! of each category. A few purchases say little, so both are taken together with a sum paid at usual prices, as large as
//! the spread of a customer's own prices asks for beside that from customer to customer.

use serde::Serialize;

use crate::Error;
use crate::obstacle::{at_least, same_length};
use crate::statistics::quantile::{at_share, sorted};
use crate::statistics::shrinkage::{Repeated, one_way};
use crate::statistics::tails::normal_quantile;

/// Buyers below which no ladder is made.
pub const LEAST_BUYERS: usize = 50;
/// Rungs of the ladder: a quarter of the buyers on each.
pub const RUNGS: usize = 4;

/// Sums of customers, one category after the other.
#[derive(Debug, Clone)]
pub struct Prices {
    of_each: Vec<Sums>,
}

#[derive(Debug, Clone, Copy, Default)]
struct Sums {
    paid: f64,
    usual: f64,
    n: f64,
    mean: f64,
    around: f64,
}

/// The price level of each customer, and the ladder of all.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Ladder {
    /// Buyers with a level.
    pub buyers: usize,
    /// The sum at usual prices that is added to what each paid.
    pub weight: f64,
    /// The levels that part the rungs, lowest first.
    pub cuts: [f64; RUNGS - 1],
    /// Spread of a customer's own prices around their level, as the standard deviation of logarithms.
    pub within: f64,
    /// Spread of customers' levels.
    pub between: f64,
    /// The level of each customer: 1 for usual prices; `None` without a purchase.
    #[serde(skip)]
    pub levels: Vec<Option<f64>>,
}

impl Prices {
    /// Nothing bought yet, for so many customers.
    #[must_use]
    pub fn new(customers: usize) -> Self {
        Self { of_each: vec![Sums::default(); customers] }
    }

    /// Adds what customers paid in a category, and for which quantity; returns its usual price, that of the median buyer.
    /// Who bought nothing, or for nothing, does not count; `None` when nobody does.
    ///
    /// # Errors
    ///
    /// [`Error::LengthsDiffer`].
    pub fn add(&mut self, paid: &[f64], quantities: &[f64]) -> Result<Option<f64>, Error> {
        same_length(self.of_each.len(), paid.len())?;
        same_length(self.of_each.len(), quantities.len())?;
        let price = |row: usize| (paid[row] > 0.0 && quantities[row] > 0.0).then(|| paid[row] / quantities[row]);
        let prices: Vec<f64> = (0..paid.len()).filter_map(price).collect();
        let Some(usual) = at_share(&sorted(&prices), 0.5) else { return Ok(None) };
        for (row, sums) in self.of_each.iter_mut().enumerate() {
            let Some(price) = price(row) else { continue };
            sums.paid += paid[row];
            sums.usual += quantities[row] * usual;
            let ratio = (price / usual).ln();
            sums.n += 1.0;
            let off = ratio - sums.mean;
            sums.mean += off / sums.n;
            sums.around += off * (ratio - sums.mean);
        }
        Ok(Some(usual))
    }

    /// The ladder of what was added.
    ///
    /// # Errors
    ///
    /// [`Error::TooFew`] below [`LEAST_BUYERS`]; [`Error::Constant`] when nothing tells customers' levels apart.
    pub fn ladder(&self) -> Result<Ladder, Error> {
        let bought = || self.of_each.iter().filter(|sums| sums.n > 0.0);
        at_least(LEAST_BUYERS, bought().count())?;
        let repeated: Vec<Repeated> =
            bought().map(|sums| Repeated { n: sums.n, mean: sums.mean, around: sums.around }).collect();
        let spread = one_way(&repeated)?;
        if spread.between <= 0.0 {
            return Err(Error::Constant { column: 0 });
        }
        let (usual, n) = bought().fold((0.0, 0.0), |(usual, n), sums| (usual + sums.usual, n + sums.n));
        let weight = spread.within / spread.between * usual / n;
        let level = |sums: &Sums| (sums.n > 0.0).then(|| (sums.paid + weight) / (sums.usual + weight));
        let levels: Vec<Option<f64>> = self.of_each.iter().map(level).collect();
        let in_order = sorted(&levels.iter().copied().flatten().collect::<Vec<_>>());
        let cut = |rung: usize| at_share(&in_order, (rung + 1) as f64 / RUNGS as f64).unwrap_or(1.0);
        Ok(Ladder {
            buyers: in_order.len(),
            weight,
            cuts: std::array::from_fn(cut),
            within: spread.within.sqrt(),
            between: spread.between.sqrt(),
            levels,
        })
    }
}

impl Ladder {
    /// The rung of a level, from 0, the lowest prices.
    #[must_use]
    pub fn rung(&self, level: f64) -> usize {
        self.cuts.iter().filter(|cut| level > **cut).count()
    }
}

/// How much customers have ever been ready to pay.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Limit {
    /// Customers.
    pub customers: usize,
    /// Half of them have paid so much, or more.
    pub half: f64,
    /// The 95 % interval of that (from order statistics).
    pub half_interval: [f64; 2],
    /// One in ten has paid so much, or more.
    pub tenth: f64,
}

impl Limit {
    /// The limit of customers, given the most that each has paid; those who paid nothing do not count.
    #[must_use]
    pub fn of(most: &[f64]) -> Option<Limit> {
        let paid = sorted(&most.iter().copied().filter(|most| *most > 0.0).collect::<Vec<_>>());
        let n = paid.len() as f64;
        let reach = normal_quantile(0.975) * n.sqrt() / 2.0;
        let place = |rank: f64| paid[(rank.max(0.0) as usize).min(paid.len() - 1)];
        Some(Limit {
            half: at_share(&paid, 0.5)?,
            tenth: at_share(&paid, 0.9)?,
            half_interval: [place((n / 2.0 - reach).floor()), place((n / 2.0 + reach).ceil())],
            customers: paid.len(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::statistics::chance::Chance;

    #[test]
    fn levels_are_found_and_few_purchases_are_drawn_to_the_usual() {
        let (n, mut chance) = (400, Chance::new(3));
        // Every third customer pays a fifth more; all prices vary by a tenth.
        let own = |row: usize| if row.is_multiple_of(3) { 1.2 } else { 1.0 };
        let mut prices = Prices::new(n + 1);
        for category in 0..6 {
            let usual = 10.0 * f64::from(category + 1);
            let quantities: Vec<f64> =
                (0..=n).map(|row| if row < n && (row % 2 == 0 || category == 0) { 2.0 } else { 0.0 }).collect();
            let paid: Vec<f64> =
                (0..=n).map(|row| quantities[row] * usual * own(row) * (0.1 * chance.normal()).exp()).collect();
            let found = prices.add(&paid, &quantities).unwrap().unwrap();
            assert!((found / usual - 1.05).abs() < 0.06, "{found}");
        }
        let ladder = prices.ladder().unwrap();
        assert_eq!((ladder.buyers, ladder.levels[n]), (n, None));
        assert!((ladder.within - 0.1).abs() < 0.01 && (ladder.between - 0.09).abs() < 0.03, "{ladder:?}");
        let mean = |wanted: &dyn Fn(usize) -> bool| {
            let levels: Vec<f64> = (0..n).filter(|row| wanted(*row)).filter_map(|row| ladder.levels[row]).collect();
            levels.iter().sum::<f64>() / levels.len() as f64
        };
        let (dear, dear_of_one) = (mean(&|row| row % 6 == 0), mean(&|row| row % 6 == 3));
        assert!(dear > dear_of_one && dear_of_one > mean(&|row| row % 3 != 0), "{dear} {dear_of_one}");
        assert!(ladder.rung(0.5) == 0 && ladder.rung(2.0) == RUNGS - 1);
    }

    #[test]
    fn nothing_bought_and_everybody_alike_are_errors() {
        assert_eq!(Prices::new(90).ladder(), Err(Error::TooFew { minimum: LEAST_BUYERS, found: 0 }));
        let mut alike = Prices::new(90);
        assert_eq!(alike.add(&[20.0; 90], &[2.0; 90]), Ok(Some(10.0)));
        assert_eq!(alike.ladder(), Err(Error::Constant { column: 0 }));
        assert!(alike.add(&[1.0], &[1.0]).is_err());
        assert_eq!(alike.add(&[0.0; 90], &[2.0; 90]), Ok(None));
    }

    #[test]
    fn half_have_paid_as_much() {
        let most: Vec<f64> = (0..=100).map(f64::from).collect();
        let limit = Limit::of(&most).unwrap();
        assert!((limit.half - 50.5).abs() < 1e-9 && (limit.tenth - 90.1).abs() < 1e-9, "{limit:?}");
        assert!(limit.half_interval[0] < 45.0 && limit.half_interval[1] > 56.0);
        assert_eq!(Limit::of(&[0.0]), None);
    }
}
