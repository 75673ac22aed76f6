//! The meaning of definitions, held against the naive evaluator and the batch engine: the cases of `spec/`, and
//! properties on random bases and definitions.

mod agreement;
mod generate;
mod partition;
mod prefix;
mod spec;
mod tree;
mod verdicts;
