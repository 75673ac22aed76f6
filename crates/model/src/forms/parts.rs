//! What forms are made of, as far as an explanation opens them.

use super::{Comparison, Rows, Test, Value};

/// Something that a form looks at.
#[derive(Clone, Debug, PartialEq)]
pub enum Part {
    /// A value of the customer.
    Value(Value),
    /// Rows of the customer.
    Rows(Rows),
}

impl Part {
    /// A value that is looked at.
    pub fn value(value: &Value) -> Self {
        Part::Value(value.clone())
    }

    /// Rows that are looked at.
    pub fn rows(rows: &Rows) -> Self {
        Part::Rows(rows.clone())
    }
}

/// How truths make one: by the number of tests that hold. All of three is exactly three, one of them is at least one, none
/// is exactly zero.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Joining<'a> {
    /// How the number of tests that hold is compared.
    pub comparison: Comparison,
    /// With how many.
    pub count: usize,
    /// The tests.
    pub tests: &'a [Test],
}

impl<'a> Joining<'a> {
    /// So many of some tests.
    pub fn of(comparison: Comparison, count: usize, tests: &'a [Test]) -> Self {
        Joining { comparison, count, tests }
    }
}
