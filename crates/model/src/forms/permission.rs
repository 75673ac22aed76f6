//! Tests of what customers have agreed to.

pub(super) mod accepts;
pub(super) mod reachable;
pub(super) mod words;
