//! Forms about dates.

pub(super) mod age;
pub(super) mod anniversary;
pub(super) mod dated;
pub(super) mod days_between;
pub(super) mod days_since;
pub(super) mod during;
pub(super) mod season;
