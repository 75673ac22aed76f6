//! Forms about the past values of the profile.

pub(super) mod changed;
pub(super) mod was;
