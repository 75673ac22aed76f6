//! Checks a tree against the words of a base: every name known, every comparison between things of one kind.

mod checker;
mod mentions;

use std::collections::BTreeSet;

use crate::forms::{Test, Value};
use crate::names::{Kind, Scope};
use crate::phrase::{Phrase, Place, Problem};
use crate::schema::Schema;
use crate::text::parser::parse;
use crate::text::printer::text_of;
use crate::value::Type;
pub use checker::Checker;
pub use mentions::{Mentions, Named};

/// The problems in a definition, given the words of the base and the ids of its segments.
pub fn check(test: &Test, schema: &Schema, segments: &BTreeSet<String>) -> Vec<Problem> {
    let mut checker = Checker::new(schema, segments);
    checker.test(test);
    // A tree from JSON may hold what no text says (a count of −5, a text that is not normalised): its text would mean
    // something else.
    if checker.problems.is_empty() && parse(&text_of(test)).test.as_ref() != Some(test) {
        checker.note(Problem::new(Phrase::new("problem-not-sayable"), Place::default()));
    }
    checker.problems
}

/// The parts of a definition without other problems that say nothing: they hold whatever the data, or never do.
pub fn check_sense(test: &Test, schema: &Schema, segments: &BTreeSet<String>) -> Vec<Problem> {
    let mut checker = Checker::new(schema, segments);
    checker.asks_sense = true;
    checker.test(test);
    checker.problems
}

/// The segments and streams that a definition names itself.
pub fn mentions(test: &Test, schema: &Schema) -> Mentions {
    let none = BTreeSet::new();
    let mut checker = Checker::new(schema, &none);
    checker.test(test);
    Mentions { nodes: checker.nodes, ..checker.mentions }
}

/// What a value names itself.
pub fn mentions_of_value(value: &Value, schema: &Schema) -> Mentions {
    let none = BTreeSet::new();
    let mut checker = Checker::new(schema, &none);
    checker.value(value);
    Mentions { nodes: checker.nodes, ..checker.mentions }
}

/// The type of a value read at customer level, or the problems in it.
pub fn check_value(value: &Value, schema: &Schema, segments: &BTreeSet<String>) -> Result<Kind, Vec<Problem>> {
    let mut checker = Checker::new(schema, segments);
    let kind = checker.value(value);
    kind.filter(|_| checker.problems.is_empty()).ok_or(checker.problems)
}

/// The type of a value where names are read in a scope; `None` when it has problems.
pub(crate) fn kind_of(value: &Value, schema: &Schema, scope: Scope<'_>) -> Option<Kind> {
    let none = BTreeSet::new();
    let mut checker = Checker::new(schema, &none);
    if let Scope::Row(stream) = scope {
        checker.rows_of.push(stream.to_owned());
    }
    checker.value(value)
}

/// The problems in a test read on the rows of a stream.
pub fn check_row_test(test: &Test, schema: &Schema, stream: &str) -> Vec<Problem> {
    let none = BTreeSet::new();
    let mut checker = Checker::new(schema, &none);
    checker.on_rows(stream, |checker| checker.test(test));
    checker.problems
}

/// The type of a value read on the rows of a stream, or the problems in it.
pub fn check_row_value(value: &Value, schema: &Schema, stream: &str) -> Result<Kind, Vec<Problem>> {
    let none = BTreeSet::new();
    let (mut checker, mut kind) = (Checker::new(schema, &none), None);
    checker.on_rows(stream, |checker| kind = checker.value(value));
    kind.filter(|_| checker.problems.is_empty()).ok_or(checker.problems)
}

/// The term for a type in messages.
pub fn kind_name(kind: Kind) -> String {
    if kind.list { "@type-list".to_owned() } else { kind.item.term() }
}

/// Whether values of two types can be compared: numbers with money, texts with categories, dates with instants.
pub fn are_comparable(left: Kind, right: Kind) -> bool {
    let plain = |kind: Type| matches!(kind, Type::Number | Type::Money);
    if left.element().is_some() || right.element().is_some() {
        return false;
    }
    let (left, right) = (left.item, right.item);
    match (left, right) {
        (Type::Point, _) | (_, Type::Point) => false,
        _ => {
            left == right
                || (plain(left) && plain(right))
                || (left.is_text() && right.is_text())
                || (left.is_temporal() && right.is_temporal())
        }
    }
}
