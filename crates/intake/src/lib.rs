//! Foreign rows to canonical rows: one file and its mapping in; rows, new words of the schema, and refusals out.
//!
//! Where rows are kept is not known here: `store` takes the batches.

mod convert;
mod expression;
mod feed;
pub mod guess;
mod infer;
pub mod mapping;
mod parallel;
mod plan;
mod read;
mod source;
mod tracking;

pub use mapping::Mapping;
pub use read::chunks::{Stopped, read_in_chunks, read_in_pieces};
pub use read::pieces::{CORRECTED, Piece, REASON, Written};
pub use read::refuse::Refused;
pub use read::{Added, Error, Intake, Progress, Reading, Rounded, read};
pub use source::Look;
pub use source::archive::{Member, members};
pub use tracking::{SOURCE as TRACKING, Told, Tracked, read_tracking};
