//! The meaning of definitions, held against the naive evaluator and the batch engine: the cases of `spec/`, and
//! properties on random bases and definitions.

mod spec;
mod verdicts;
