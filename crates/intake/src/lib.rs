//! Foreign rows to canonical rows: one file and its mapping in; rows, new words of the schema, and refusals out.
//!
//! Where rows are kept is not known here: `store` takes the batches.

mod ahead;
mod archive;
mod chunks;
mod convert;
mod csv;
mod dialect;
mod expression;
mod feed;
pub mod guess;
mod infer;
mod json;
mod lookups;
pub mod mapping;
mod names;
mod opening;
mod parallel;
mod parquet;
mod pieces;
mod plan;
mod read;
mod refuse;
mod repeats;
mod sheet;
mod source;
mod text_file;
mod texts;
mod tracking;
mod typing;
mod widened;
mod words;
mod words_of_schema;

pub use archive::{Member, members};
pub use chunks::{Stopped, read_in_chunks, read_in_pieces};
pub use mapping::Mapping;
pub use pieces::{CORRECTED, Piece, REASON, Written};
pub use read::{Added, Error, Intake, Progress, Reading, Rounded, read};
pub use refuse::Refused;
pub use source::Look;
pub use tracking::{SOURCE as TRACKING, Told, Tracked, read_tracking};
