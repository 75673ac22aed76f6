//! Figures put in words, the same in the terminal, on the pages and in files: what analyses found, and what is told of a
//! base, of its words and of what came into it.

pub(crate) mod analyses;
pub(crate) mod imports;
pub(crate) mod origins;
pub(crate) mod quality;
pub(crate) mod refused;
pub(crate) mod schema;
