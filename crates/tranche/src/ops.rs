//! The use cases: the only place that joins the rooms. Each reads what it needs, asks, and gives back plain results;
//! how they are shown is left to `cli`.

pub(crate) mod apply;
pub(crate) mod backup;
pub(crate) mod base;
pub(crate) mod customer;
pub(crate) mod definitions;
pub(crate) mod failure;
pub(crate) mod figures;
pub(crate) mod guess;
pub(crate) mod history;
pub(crate) mod identity;
pub(crate) mod import;
pub(crate) mod imports;
pub(crate) mod library;
pub(crate) mod lists;
pub(crate) mod membership;
pub(crate) mod refused;
pub(crate) mod runs;
pub(crate) mod tracking;
pub(crate) mod verify;
