//! Analyses: columns in, figures out, one method a file; what methods share is in `statistics`. No files, network, clock or
//! screens; chance comes from a seed.

pub mod abc;
pub mod arms;
pub mod btyd;
pub mod cohorts;
pub mod comparison;
pub mod coupons;
pub mod hours;
pub mod hypothesis;
pub mod obstacle;
pub mod overlap;
pub mod prices;
pub mod questionnaires;
pub mod replenishment;
pub mod rfm;
pub mod rules;
pub mod screening;
pub mod statistics;
pub mod training;
pub mod traits;
pub mod useful;

#[cfg(test)]
mod tests;

pub use obstacle::Error;
