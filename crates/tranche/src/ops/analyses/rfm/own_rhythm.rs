//! Recency by each customer's own rhythm: ten days of silence are long for who comes every week, and nothing for who comes
//! once a season.

use super::Expressions;
use crate::ops::analyses::gathered::Question;
use crate::ops::analyses::replenishment::{Wanted, replenishment};
use crate::ops::analyses::saving::written;
use crate::ops::failure::Failure;

/// A customer's own purchases count for nothing beside the usual rhythm from this weight on.
const MOST_WEIGHT: f64 = 1000.0;

impl Expressions {
    /// The same with recency told as if the customer had the usual rhythm: days since the last order, times the usual gap,
    /// divided by the customer's own, which is drawn towards the usual one where there are few to tell from.
    pub(crate) fn in_own_rhythm(self, question: &Question<'_>, stream: &str) -> Result<Self, Failure> {
        let found = replenishment(question, &Wanted { stream, filter: None })?;
        let usual = found.usual_days;
        let weight = (found.product.within / found.product.between.max(f64::MIN_POSITIVE)).min(MOST_WEIGHT);
        let round = |number: f64| written((number * 1e6).round() / 1e6);
        let (usual, weight, of_usual) = (round(usual), round(weight), round(weight * usual));
        let span = format!("days since first({stream}.at) - days since last({stream}.at)");
        let relative = format!("* {usual} * (days({stream}) - 1 + {weight}) / ({span} + {of_usual})");
        let Expressions { recency, longest_gap, .. } = &self;
        Ok(Expressions {
            recency: format!("{recency} {relative}"),
            longest_gap: format!("{longest_gap} {relative}"),
            ..self
        })
    }
}
