//! What the tests of several methods share.

pub(crate) mod recipe;
