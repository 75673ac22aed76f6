//! Recency, frequency and monetary value: scores of customers who bought, and what each cell and group of them is worth.
//!
//! Groups of scores are in [`grids`]. Who never bought has no score: they are a group of their own, for the caller to count.

use serde::Serialize;

use crate::obstacle::{Error, at_least, finite, same_length};
use crate::statistics::quantile::{cuts, sorted};

pub mod grids;
pub mod migration;

use grids::Grid;

/// Least number of customers who bought for cut-points to be read off them: one a level of the finest grid.
const LEAST: usize = 5;

/// Customers who bought, one a row, in the order that settles ties of ranks.
#[derive(Clone, Copy, Debug)]
pub struct Buyers<'a> {
    /// Days since the last order.
    pub recency: &'a [f64],
    /// Number of orders.
    pub frequency: &'a [f64],
    /// What they spent, in any one unit.
    pub monetary: &'a [f64],
}

/// Scores of recency, frequency and monetary value, from 1 to the number of levels, which is best.
pub type Scores = [u8; 3];

/// What separates one score from the next: a score is 1 and the number of cuts strictly below the value; that of recency is
/// 1 and the number of cuts strictly above the days, since fewer are better. So does `quantile` of the language, given
/// days with a minus sign.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Cuts {
    /// Cuts of the days since the last order, ascending.
    pub recency: Vec<f64>,
    /// Cuts of the number of orders, ascending.
    pub frequency: Vec<f64>,
    /// Cuts of what was spent, ascending.
    pub monetary: Vec<f64>,
}

impl Cuts {
    /// Reads cuts off the quantiles (type 7) of the values: equal customers have equal scores, and groups uneven sizes.
    ///
    /// # Errors
    ///
    /// [`Error::TooFew`] below five customers, [`Error::BadValue`] and [`Error::LengthsDiffer`] for columns unfit.
    pub fn of_values(buyers: Buyers<'_>, levels: u8) -> Result<Cuts, Error> {
        checked(buyers)?;
        let of = |values: &[f64]| cuts(&sorted(values), levels);
        Ok(Cuts { recency: of(buyers.recency), frequency: of(buyers.frequency), monetary: of(buyers.monetary) })
    }

    /// The lowest frequency is one order, the lowest recency is being lost (`lost_after_days` or more without an order);
    /// the other levels are quantiles of the rest, those of money of all.
    ///
    /// # Errors
    ///
    /// As for [`Cuts::of_values`].
    pub fn hybrid(buyers: Buyers<'_>, levels: u8, lost_after_days: f64) -> Result<Cuts, Error> {
        checked(buyers)?;
        let kept = |values: &[f64], is_kept: &dyn Fn(f64) -> bool| {
            let kept: Vec<f64> = values.iter().copied().filter(|value| is_kept(*value)).collect();
            cuts(&sorted(&kept), levels - 1)
        };
        let n_cuts = usize::from(levels - 1);
        let mut recency = kept(buyers.recency, &|days| days < lost_after_days);
        recency.resize(n_cuts, lost_after_days);
        let mut frequency = vec![1.0];
        frequency.extend(kept(buyers.frequency, &|orders| orders > 1.0));
        frequency.resize(n_cuts, 1.0);
        Ok(Cuts { recency, frequency, monetary: cuts(&sorted(buyers.monetary), levels) })
    }

    /// Takes cuts that a person gave.
    ///
    /// # Errors
    ///
    /// [`Error::BadSetting`] where there are not as many as the levels need (`found` is how many there are), and
    /// [`Error::BadValue`] where one is not above those before it.
    pub fn given(cuts: [Vec<f64>; 3], levels: u8) -> Result<Cuts, Error> {
        let wanted = f64::from(levels - 1);
        for (column, cuts) in cuts.iter().enumerate() {
            if cuts.len() as f64 != wanted {
                let setting = ["recency", "frequency", "monetary"][column];
                return Err(Error::BadSetting { setting, low: wanted, high: wanted, found: cuts.len() as f64 });
            }
            finite(column, cuts)?;
            if let Some(row) = cuts.windows(2).position(|pair| pair[0] >= pair[1]) {
                return Err(Error::BadValue { column, row: row + 1, found: cuts[row + 1] });
            }
        }
        let [recency, frequency, monetary] = cuts;
        Ok(Cuts { recency, frequency, monetary })
    }

    /// The cuts with so many decimal places, as definitions write them.
    #[must_use]
    pub fn rounded(self, places: u8) -> Cuts {
        let one = 10f64.powi(i32::from(places));
        let rounded = |cuts: Vec<f64>| cuts.into_iter().map(|cut| (cut * one).round() / one).collect();
        Cuts { recency: rounded(self.recency), frequency: rounded(self.frequency), monetary: rounded(self.monetary) }
    }

    /// The scores of one customer.
    #[must_use]
    pub fn scores(&self, recency: f64, frequency: f64, monetary: f64) -> Scores {
        let below = |cuts: &[f64], value: f64| cuts.partition_point(|cut| *cut < value) as u8;
        let above = (self.recency.len() - self.recency.partition_point(|cut| *cut <= recency)) as u8;
        [1 + above, 1 + below(&self.frequency, frequency), 1 + below(&self.monetary, monetary)]
    }

    /// The scores of all.
    #[must_use]
    pub fn scores_of(&self, buyers: Buyers<'_>) -> Vec<Scores> {
        let values = buyers.recency.iter().zip(buyers.frequency).zip(buyers.monetary);
        values.map(|((recency, frequency), monetary)| self.scores(*recency, *frequency, *monetary)).collect()
    }
}

/// Scores by rank: parts of equal size, of which the first ones hold one more where they do not come out even. Ties go by
/// the order of the rows, so that equal customers may have different scores.
///
/// # Errors
///
/// As for [`Cuts::of_values`].
pub fn ranked(buyers: Buyers<'_>, levels: u8) -> Result<Vec<Scores>, Error> {
    checked(buyers)?;
    let frequency = tiles(buyers.frequency, levels);
    let monetary = tiles(buyers.monetary, levels);
    let fewer_is_better: Vec<f64> = buyers.recency.iter().map(|days| -days).collect();
    let recency = tiles(&fewer_is_better, levels);
    Ok((0..recency.len()).map(|row| [recency[row], frequency[row], monetary[row]]).collect())
}

/// The part of each value, from 1 for the lowest, as `ntile` of SQL cuts them.
fn tiles(values: &[f64], levels: u8) -> Vec<u8> {
    let mut rows: Vec<usize> = (0..values.len()).collect();
    rows.sort_by(|a, b| values[*a].total_cmp(&values[*b]));
    let (levels, n) = (usize::from(levels), values.len());
    let (size, larger) = (n / levels, n % levels);
    let mut tiles = vec![0; n];
    for (rank, row) in rows.into_iter().enumerate() {
        let in_larger = larger * (size + 1);
        let tile = if rank < in_larger { rank / (size + 1) } else { larger + (rank - in_larger) / size };
        tiles[row] = tile as u8 + 1;
    }
    tiles
}

fn checked(buyers: Buyers<'_>) -> Result<(), Error> {
    at_least(LEAST, buyers.recency.len())?;
    for (column, values) in [buyers.recency, buyers.frequency, buyers.monetary].into_iter().enumerate() {
        same_length(buyers.recency.len(), values.len())?;
        finite(column, values)?;
    }
    Ok(())
}

/// How many customers there are in a cell or group, and what they are worth.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Worth {
    /// Number of customers.
    pub customers: usize,
    /// Their orders.
    pub orders: f64,
    /// What they spent.
    pub amount: f64,
    /// Days since their last orders, added up.
    pub recency_days: f64,
}

impl Worth {
    fn add(&mut self, recency: f64, frequency: f64, monetary: f64) {
        self.customers += 1;
        self.orders += frequency;
        self.amount += monetary;
        self.recency_days += recency;
    }
}

/// A cell of the cube of scores.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Cell {
    /// Its scores.
    pub scores: Scores,
    /// Who is in it.
    #[serde(flatten)]
    pub worth: Worth,
}

/// The figures of scored customers.
#[derive(Clone, Debug, PartialEq)]
pub struct Figures {
    /// Each group of the grid, in its order.
    pub groups: Vec<Worth>,
    /// The cells that hold somebody, in the order of their scores.
    pub cells: Vec<Cell>,
}

/// Counts customers by cell and by group of a grid.
#[must_use]
pub fn figures(buyers: Buyers<'_>, scores: &[Scores], grid: &Grid) -> Figures {
    let side = usize::from(grid.levels);
    let mut cells = vec![Worth::default(); side.pow(3)];
    let place = |[r, f, m]: Scores| (usize::from(r - 1) * side + usize::from(f - 1)) * side + usize::from(m - 1);
    let mut groups = vec![Worth::default(); grid.groups.len()];
    for (row, scores) in scores.iter().enumerate() {
        let (recency, frequency, monetary) = (buyers.recency[row], buyers.frequency[row], buyers.monetary[row]);
        cells[place(*scores)].add(recency, frequency, monetary);
        groups[grid.group_of(*scores)].add(recency, frequency, monetary);
    }
    let cells = grids::all_scores(grid.levels).zip(cells).filter(|(_, worth)| worth.customers > 0);
    Figures { groups, cells: cells.map(|(scores, worth)| Cell { scores, worth }).collect() }
}

#[cfg(test)]
mod tests;
