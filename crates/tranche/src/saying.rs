//! Findings put in words, the same in the terminal, on the pages and in files.

pub(crate) mod imports;
pub(crate) mod origins;
pub(crate) mod quality;
pub(crate) mod refused;
pub(crate) mod schema;
