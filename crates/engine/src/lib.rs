//! Who is a member: definitions times timelines.
//!
//! The batch engine runs one plan over the columns of a whole base. It must never disagree with `model::evaluate`.

pub mod batch;
pub mod columns;
mod which;
