//! Rows on their way in: from the batches of one file to parts on disk and the one transaction that makes them live.

pub(crate) mod arrived;
pub(crate) mod commit;
pub(crate) mod incoming;
pub(crate) mod keyed;
pub(crate) mod outlet;
pub(crate) mod packed;
pub(crate) mod profile;
pub(crate) mod reference;
pub(crate) mod run;
pub(crate) mod spill;
pub(crate) mod streams;
pub(crate) mod wholes;
