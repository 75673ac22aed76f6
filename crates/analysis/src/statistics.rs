//! What several methods are made of: tests, intervals, models, chance. Sources of formulas stand beside them.

pub mod bits;
pub mod chance;
pub mod counts;
pub mod interval;
pub(crate) mod least_squares;
pub mod logistic;
pub mod means;
pub mod multiplicity;
pub mod proportions;
pub mod quantile;
pub mod ranks;
pub mod shrinkage;
pub mod survival;
pub mod tables;
pub mod tails;
