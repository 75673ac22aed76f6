//! The meaning of definitions, held against the naive evaluator and the batch engine: the cases of `spec/`, and
//! properties on random bases and definitions.

mod agreement;
mod columns;
mod explain;
mod fuzz;
mod generate;
mod knowledge;
mod memberships;
mod over_dates;
mod partition;
mod prefix;
mod received;
mod sentences;
mod spec;
mod stored;
mod sums;
mod tree;
mod until;
mod verdicts;
