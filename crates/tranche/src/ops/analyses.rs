//! Analyses: each gathers columns of the base as of an instant, has figures made of them by `analysis`, and gives these
//! with what they were made of.

pub(crate) mod gathered;
pub(crate) mod refusing;
pub(crate) mod rfm;
pub(crate) mod saving;
