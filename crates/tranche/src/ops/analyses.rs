//! Analyses: each gathers columns of the base as of an instant, has figures made of them by `analysis`, and gives these
//! with what they were made of.

pub(crate) mod abc;
pub(crate) mod arms;
pub(crate) mod breakdown;
pub(crate) mod channels;
pub(crate) mod cohorts;
pub(crate) mod comparison;
pub(crate) mod coupons;
pub(crate) mod drivers;
pub(crate) mod gathered;
pub(crate) mod groups;
pub(crate) mod hours;
pub(crate) mod hypothesis;
pub(crate) mod measured;
pub(crate) mod offering;
pub(crate) mod overlap;
pub(crate) mod prices;
pub(crate) mod questionnaire;
pub(crate) mod refusing;
pub(crate) mod replenishment;
pub(crate) mod report;
pub(crate) mod rfm;
pub(crate) mod roster;
pub(crate) mod saving;
pub(crate) mod size;
pub(crate) mod traits;
pub(crate) mod useful;
pub(crate) mod value;
pub(crate) mod waiting;
