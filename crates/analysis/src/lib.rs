//! Analyses: columns in, figures out, one method a file. No files, network, clock or screens; chance comes from a seed.

pub mod chance;
pub mod error;
pub mod quantile;
pub mod rfm;

#[cfg(test)]
mod tests;

pub use error::Error;
