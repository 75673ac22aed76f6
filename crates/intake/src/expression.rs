//! Expressions of a mapping met with the columns of a file: read, checked, and ready to be computed row by row.
//!
//! They are those of the definition language, read on one row of the file; `model` says what they mean. Templates
//! (`{store}-{ticket}`) are our own: definitions make no texts.

mod compile;
mod demand;
mod evaluate;

use std::collections::BTreeMap;

use model::columns::TableColumns;
use model::forms::{Test, Value};
use model::schema::{Schema, Table};
use model::value::Type;

pub(crate) use compile::{Known, Refusal, Told, compile_test, compile_value};
pub(crate) use evaluate::{Computing, Wrong, holds, values};

/// The rows of a file, as a stream of the words that expressions are read with. No expression can name it.
const ROW: &str = "row of the file";

/// What a row's value, or its choice, is computed with.
pub(crate) struct Expression {
    /// As it is written in the mapping.
    pub(crate) text: String,
    /// The columns read.
    pub(crate) inputs: Vec<Input>,
    what: What,
    /// The words that it was checked with.
    schema: Schema,
    /// The type of the value; that of a test is [`Type::Bool`].
    pub(crate) kind: Type,
}

enum What {
    Value(Value),
    Template(Vec<Piece>),
    /// A test, taken apart: each leaf is decided once for equal inputs.
    Test(Branch),
}

/// A piece of a template.
enum Piece {
    Text(String),
    Value(Value),
}

/// A part of a test.
enum Branch {
    All(Vec<Branch>),
    Some(Vec<Branch>),
    Not(Box<Branch>),
    /// A test that is not taken apart, and the positions of the inputs it reads.
    Leaf(Test, Vec<usize>),
}

/// A column that an expression reads.
#[derive(Clone)]
pub(crate) struct Input {
    /// Its name in the expression.
    name: String,
    /// The column; `None` for one that the file never fills.
    pub(crate) column: Option<usize>,
    /// What it is read as.
    pub(crate) kind: Type,
}

/// A lookup whose values are at hand.
pub(crate) struct Found {
    /// Its name in expressions.
    pub(crate) name: String,
    /// Column of the file that holds the code, as the mapping names it.
    pub(crate) by: crate::mapping::Named,
    /// The words of its table.
    pub(crate) words: Table,
    /// Its values.
    pub(crate) columns: TableColumns,
}

/// The values of lookups by name, as evaluation wants them.
pub(crate) fn tables_of(found: &[Found]) -> BTreeMap<String, TableColumns> {
    found.iter().map(|found| (found.name.clone(), found.columns.clone())).collect()
}
