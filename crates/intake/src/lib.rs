//! Foreign rows to canonical rows: one file and its mapping in; rows, new words of the schema, and refusals out.
//!
//! Where rows are kept is not known here: `store` takes the batches.

mod convert;
mod csv;
mod feed;
mod infer;
pub mod mapping;
mod ndjson;
mod parallel;
mod parquet;
mod plan;
mod read;
mod refuse;
mod source;
mod texts;
mod words;
mod words_of_schema;

pub use mapping::Mapping;
pub use read::{Added, Error, Intake, Progress, Reading, read};
pub use refuse::Refused;
