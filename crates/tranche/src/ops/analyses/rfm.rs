//! Recency, frequency and monetary value of customers: their scores and groups, by cut-points that hold from one month to
//! the next, and how they moved between two dates.

use analysis::rfm::grids::Grid;
use analysis::rfm::migration::{Place, moves};
use analysis::rfm::{Buyers, Cell, Cuts, Scores, Worth, figures, ranked};
use analysis::statistics::quantile::{at_share, sorted};
use model::phrase::Phrase;
use model::time::{Day, Instant};
use serde::Serialize;

use super::gathered::{Columns, Origin, Question};
use crate::ops::base::Base;
use crate::ops::failure::Failure;

mod kept;
mod own_rhythm;

pub(crate) use kept::{roster, save};

/// Decimal places of cut-points: as many as definitions keep.
const PLACES: u8 = 6;
/// Of the customers who came back, the share that never stayed away longer than the days from which one is lost.
const CAME_BACK: f64 = 0.9;
/// Least number of customers who came back for that to be read off them, and the days used below it.
const LEAST_CAME_BACK: usize = 20;
const LOST_DAYS: f64 = 365.0;

/// How scores are made.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Scoring {
    /// One-time buyers and lost customers apart, quantiles of the rest.
    Hybrid {
        /// Days without an order from which a customer is lost; read off the data when it is not said.
        lost_after_days: Option<f64>,
    },
    /// Quantiles of the values.
    Value,
    /// Parts of equal size, by rank.
    Rank,
    /// Cut-points given for recency, frequency and monetary value.
    Fixed([Vec<f64>; 3]),
}

impl Scoring {
    /// Its name.
    pub(crate) fn name(&self) -> &'static str {
        match self {
            Scoring::Hybrid { .. } => "hybrid",
            Scoring::Value => "value",
            Scoring::Rank => "rank",
            Scoring::Fixed(_) => "fixed",
        }
    }
}

/// What recency, frequency and monetary value are, as expressions over a customer.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) struct Expressions {
    /// Days since the last order; missing for those who never bought.
    pub(crate) recency: String,
    /// Number of orders.
    pub(crate) frequency: String,
    /// What was spent.
    pub(crate) monetary: String,
    /// Longest time between two days with orders, in days; missing for those who did not come back.
    pub(crate) longest_gap: String,
}

impl Expressions {
    /// The usual ones of a stream, over a window of the language (`over last 12 months`) or over all time.
    pub(crate) fn of(stream: &str, window: Option<&str>) -> Self {
        let window = window.map(|window| format!(" {}", window.trim())).unwrap_or_default();
        Expressions {
            recency: format!("days since last({stream}.at{window})"),
            frequency: format!("count({stream}{window})"),
            monetary: format!("sum({stream}.amount{window})"),
            longest_gap: format!("max(gaps(days({stream})))"),
        }
    }

    fn all(&self) -> [&str; 3] {
        [&self.recency, &self.frequency, &self.monetary]
    }
}

/// What is wanted.
pub(crate) struct Wanted {
    /// Groups of scores.
    pub(crate) grid: &'static Grid,
    /// How scores are made.
    pub(crate) scoring: Scoring,
    /// What they are made of.
    pub(crate) expressions: Expressions,
    /// As of when cut-points are read off; the start of the month when it is not said.
    pub(crate) frozen_at: Option<Instant>,
    /// An earlier instant, for what moved since.
    pub(crate) since: Option<Instant>,
}

/// Scores and groups of customers.
#[derive(Debug, Serialize)]
pub(crate) struct Rfm {
    /// Where the figures come from.
    #[serde(flatten)]
    pub(crate) origin: Origin,
    /// How scores are made.
    pub(crate) scoring: &'static str,
    /// The groups' grid.
    pub(crate) grid: &'static str,
    /// Number of levels of each score.
    pub(crate) levels: u8,
    /// What they are made of.
    pub(crate) expressions: Expressions,
    /// What separates scores; `None` when they are ranks.
    pub(crate) cut_points: Option<Frozen>,
    /// The groups, in the order of the grid.
    pub(crate) groups: Vec<Group>,
    /// Customers who never bought, of those asked about.
    pub(crate) prospects: usize,
    /// All who bought.
    pub(crate) buyers: Worth,
    /// The cells of scores that hold somebody.
    pub(crate) cells: Vec<Cell>,
    /// How customers moved, when that was asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) migration: Option<Migration>,
    /// Each customer who bought.
    #[serde(skip)]
    pub(crate) scored: Vec<Scored>,
}

/// Cut-points, and as of when they were read off.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) struct Frozen {
    /// As of when; `None` for those that a person gave.
    pub(crate) as_of: Option<String>,
    /// Days without an order from which a customer is lost, where that has a score of its own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) lost_after_days: Option<f64>,
    /// The cut-points.
    #[serde(flatten)]
    pub(crate) cuts: Cuts,
}

/// A group of scores.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Group {
    /// Its id.
    pub(crate) id: &'static str,
    /// Who is in it.
    #[serde(flatten)]
    pub(crate) worth: Worth,
}

/// How customers moved from group to group.
#[derive(Debug, Serialize)]
pub(crate) struct Migration {
    /// The first date.
    pub(crate) since: String,
    /// The moves, by the group left and then by that come to.
    pub(crate) moves: Vec<Moved>,
}

/// Customers who moved from one group to another, or stayed.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Moved {
    /// The group at the first date; `None` for those who had not bought.
    pub(crate) from: Option<&'static str>,
    /// The group at the second date.
    pub(crate) to: Option<&'static str>,
    /// How many.
    pub(crate) customers: usize,
    /// What they had spent at the first date.
    pub(crate) before: f64,
    /// What they had spent at the second date.
    pub(crate) after: f64,
}

/// A customer with scores.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Scored {
    /// The customer's number.
    pub(crate) customer: usize,
    /// Days, orders and amount.
    pub(crate) values: [f64; 3],
    /// The scores.
    pub(crate) scores: Scores,
    /// Place of the group in the grid.
    pub(crate) group: usize,
}

/// Customers who bought, in the order that settles ties.
struct Bought {
    customers: Vec<usize>,
    columns: [Vec<f64>; 3],
    prospects: usize,
}

impl Bought {
    fn buyers(&self) -> Buyers<'_> {
        let [recency, frequency, monetary] = &self.columns;
        Buyers { recency, frequency, monetary }
    }
}

/// Makes scores and groups.
pub(crate) fn rfm(question: &Question<'_>, wanted: &Wanted) -> Result<Rfm, Failure> {
    let Wanted { grid, scoring, expressions, .. } = wanted;
    let bought = bought(question, expressions, *scoring == Scoring::Rank)?;
    let cut_points = cut_points(question, wanted, &bought)?;
    let scores = match &cut_points {
        Some(frozen) => frozen.cuts.scores_of(bought.buyers()),
        None => ranked(bought.buyers(), grid.levels)?,
    };
    let found = figures(bought.buyers(), &scores, grid);
    let scored: Vec<Scored> = (0..scores.len())
        .map(|row| Scored {
            customer: bought.customers[row],
            values: [0, 1, 2].map(|column: usize| bought.columns[column][row]),
            scores: scores[row],
            group: grid.group_of(scores[row]),
        })
        .collect();
    let migration = wanted.since.map(|since| migration(question, wanted, since, cut_points.as_ref(), &scored));
    let groups = grid.groups.iter().zip(found.groups);
    let groups = groups.map(|(group, worth)| Group { id: group.id, worth: rounded(worth) });
    let customers = bought.customers.len() + bought.prospects;
    let sum = |column: usize| bought.columns[column].iter().sum::<f64>();
    Ok(Rfm {
        origin: question.origin(customers, &expressions.all(), &[])?,
        scoring: scoring.name(),
        grid: grid.id,
        levels: grid.levels,
        expressions: expressions.clone(),
        cut_points,
        groups: groups.collect(),
        prospects: bought.prospects,
        buyers: Worth { customers: bought.customers.len(), recency_days: sum(0), orders: sum(1), amount: sum(2) },
        cells: found.cells,
        migration: migration.transpose()?,
        scored,
    })
}

/// Without the dust of many additions.
fn rounded(worth: Worth) -> Worth {
    Worth { amount: round(worth.amount), ..worth }
}

fn round(amount: f64) -> f64 {
    let one = 10f64.powi(i32::from(PLACES));
    (amount * one).round() / one
}

fn bought(question: &Question<'_>, expressions: &Expressions, in_order: bool) -> Result<Bought, Failure> {
    let Columns { customers, columns } = question.columns(&expressions.all())?;
    let order = match in_order {
        true => super::gathered::in_order_of_ids(question.base, &customers)?,
        false => (0..customers.len()).collect(),
    };
    let mut bought = Bought { customers: Vec::new(), columns: Default::default(), prospects: 0 };
    for row in order {
        let [recency, frequency, monetary] = [0, 1, 2].map(|column: usize| columns[column].at(row));
        match (recency, frequency) {
            (Some(recency), Some(frequency)) if frequency > 0.0 => {
                bought.customers.push(customers[row]);
                let values = [recency, frequency, monetary.unwrap_or(0.0)];
                bought.columns.iter_mut().zip(values).for_each(|(column, value)| column.push(value));
            }
            _ => bought.prospects += 1,
        }
    }
    Ok(bought)
}

/// The cut-points of a scoring; `None` for ranks. Those read off the data are as of the start of the month, so that groups
/// of two days of one month can be compared; of the instant itself where hardly anybody had bought by then.
fn cut_points(question: &Question<'_>, wanted: &Wanted, now: &Bought) -> Result<Option<Frozen>, Failure> {
    let levels = wanted.grid.levels;
    if let Scoring::Fixed(given) = &wanted.scoring {
        let cuts = Cuts::given(given.clone(), levels)?.rounded(PLACES);
        return Ok(Some(Frozen { as_of: None, lost_after_days: None, cuts }));
    }
    if wanted.scoring == Scoring::Rank {
        return Ok(None);
    }
    let read = |at: Instant, bought: &Bought| -> Result<Frozen, Failure> {
        let (cuts, lost_after_days) = match &wanted.scoring {
            Scoring::Hybrid { lost_after_days } => {
                let days = lost_after_days.map_or_else(|| lost_after(&question.at(at), &wanted.expressions), Ok)?;
                (Cuts::hybrid(bought.buyers(), levels, days)?, Some(days))
            }
            _ => (Cuts::of_values(bought.buyers(), levels)?, None),
        };
        Ok(Frozen { as_of: Some(at.to_string()), lost_after_days, cuts: cuts.rounded(PLACES) })
    };
    let at = wanted.frozen_at.unwrap_or_else(|| start_of_month(question.base, question.as_of.at));
    if at != question.as_of.at {
        let then = bought(&question.at(at), &wanted.expressions, false)?;
        if wanted.frozen_at.is_some() || then.customers.len() >= LEAST_CAME_BACK {
            return read(at, &then).map(Some);
        }
    }
    read(question.as_of.at, now).map(Some)
}

/// Days without an order from which a customer is lost: nine in ten of those who came back never stayed away longer.
fn lost_after(question: &Question<'_>, expressions: &Expressions) -> Result<f64, Failure> {
    let Columns { customers, columns } = question.columns(&[&expressions.longest_gap])?;
    let gaps: Vec<f64> = (0..customers.len()).filter_map(|row| columns[0].at(row)).collect();
    let days = at_share(&sorted(&gaps), CAME_BACK).filter(|_| gaps.len() >= LEAST_CAME_BACK);
    Ok(days.map_or(LOST_DAYS, |days| days.ceil() + 1.0))
}

fn start_of_month(base: &Base, at: Instant) -> Instant {
    let day = base.zone.day(at);
    base.zone.midnight(Day(day.0 - i32::from(day.civil().day()) + 1))
}

fn migration(
    question: &Question<'_>,
    wanted: &Wanted,
    since: Instant,
    cut_points: Option<&Frozen>,
    now: &[Scored],
) -> Result<Migration, Failure> {
    let Some(Frozen { cuts, .. }) = cut_points else {
        return Err(Failure::Failed(Phrase::new("failed-rfm-rank-moves")));
    };
    if since > question.as_of.at {
        return Err(Failure::Failed(Phrase::new("failed-rfm-since")));
    }
    let grid = wanted.grid;
    let before = bought(&question.at(since), &wanted.expressions, false)?;
    let n_customers = question.base.store.n_customers();
    let mut places: Vec<(Place, Place)> = vec![(None, None); n_customers];
    let scores = cuts.scores_of(before.buyers());
    for (row, scores) in scores.into_iter().enumerate() {
        places[before.customers[row]].0 = Some((grid.group_of(scores), before.columns[2][row]));
    }
    for scored in now {
        places[scored.customer].1 = Some((scored.group, scored.values[2]));
    }
    let id = |place: Option<usize>| place.map(|place| grid.groups[place].id);
    let moved = moves(places, grid.groups.len()).into_iter().map(|found| Moved {
        from: id(found.from),
        to: id(found.to),
        customers: found.customers,
        before: round(found.before),
        after: round(found.after),
    });
    Ok(Migration { since: since.to_string(), moves: moved.collect() })
}
