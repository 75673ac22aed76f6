//! The words and the language of tranche: schema, timelines, definitions, and what a definition means.
//!
//! Nothing here reads a file, a clock or a network: time, chance and identity are arguments.

pub mod check;
pub mod columns;
pub mod computed;
pub mod conversion;
pub mod decimal;
pub mod distribution;
pub mod evaluate;
pub mod explain;
pub mod forms;
pub mod history;
pub mod identity;
pub mod names;
pub mod past_cut_offs;
pub mod phrase;
pub mod plan;
pub mod relatives;
pub mod schema;
pub mod segment;
pub mod segmentation;
pub mod sentence;
pub mod text;
pub mod time;
pub mod timeline;
pub mod tree;
pub mod until;
pub mod value;
pub mod written;
