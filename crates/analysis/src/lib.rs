//! Analyses: columns in, figures out, one method a file. No files, network, clock or screens; chance comes from a seed.

pub mod abc;
pub mod arms;
pub mod bits;
pub mod btyd;
pub mod chance;
pub mod cohorts;
pub mod comparison;
pub mod counts;
pub mod coupons;
pub mod hours;
pub mod hypothesis;
pub mod interval;
mod least_squares;
pub mod logistic;
pub mod means;
pub mod multiplicity;
pub mod obstacle;
pub mod overlap;
pub mod prices;
pub mod proportions;
pub mod quantile;
pub mod questionnaires;
pub mod ranks;
pub mod replenishment;
pub mod rfm;
pub mod rules;
pub mod screening;
pub mod shrinkage;
pub mod survival;
pub mod tables;
pub mod tails;
pub mod training;
pub mod traits;
pub mod useful;

#[cfg(test)]
mod tests;

pub use obstacle::Error;
