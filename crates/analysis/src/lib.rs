//! Analyses: columns in, figures out, one method a file. No files, network, clock or screens; chance comes from a seed.

pub mod abc;
pub mod arms;
pub mod bits;
pub mod btyd;
pub mod chance;
pub mod counts;
pub mod error;
pub mod hypothesis;
pub mod interval;
mod least_squares;
pub mod logistic;
pub mod means;
pub mod multiplicity;
pub mod overlap;
pub mod proportions;
pub mod quantile;
pub mod ranks;
pub mod rfm;
pub mod rules;
pub mod screening;
pub mod survival;
pub mod tables;
pub mod tails;
pub mod traits;

#[cfg(test)]
mod tests;

pub use error::Error;
