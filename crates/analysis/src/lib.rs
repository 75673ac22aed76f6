//! Analyses: columns in, figures out, one method a file. No files, network, clock or screens; chance comes from a seed.

pub mod abc;
pub mod chance;
pub mod error;
pub mod overlap;
pub mod quantile;
pub mod rfm;
pub mod survival;

#[cfg(test)]
mod tests;

pub use error::Error;
