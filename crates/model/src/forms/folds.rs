//! Forms over the rows of a stream.

pub(super) mod any;
pub(super) mod fold;
pub(super) mod never;
pub(super) mod nth;
mod reduce;
pub(super) mod rows;
pub(super) mod series;
