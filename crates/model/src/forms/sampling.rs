//! Forms of chance that stays the same.

pub(super) mod sample;
