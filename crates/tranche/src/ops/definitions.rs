//! Reading and checking definitions against the words of a base.

use std::collections::BTreeSet;

use model::check::check;
use model::forms::{InSegment, Test};
use model::phrase::{Phrase, Place, Problem};
use model::schema::Schema;
use model::text::comments::Comments;
use model::text::parser::parse;

use super::base::Base;
use super::failure::Failure;

/// What a text of a segment's definition is called: its places count from the start of the definition, with its
/// parameters filled in, and not from the start of the file.
pub(crate) fn origin_of(segment: &str) -> String {
    format!("{segment}.toml: definition")
}

/// A definition that has no problems.
pub(crate) struct Definition {
    /// Its tree.
    pub(crate) test: Test,
    /// Its comments.
    pub(crate) comments: Comments,
}

/// Reads a definition, or tells everything that is wrong in it.
pub(crate) fn read(
    text: &str,
    origin: Option<&str>,
    schema: &Schema,
    segments: &BTreeSet<String>,
) -> Result<Definition, Failure> {
    let parsed = parse(text);
    let mut problems = parsed.problems;
    if let Some(test) = &parsed.test {
        problems.extend(check(test, schema, segments));
    }
    match parsed.test {
        Some(test) if problems.is_empty() => Ok(Definition { test, comments: parsed.comments }),
        _ => {
            problems.sort_by_key(|problem| problem.place.start);
            Err(Failure::in_text(origin, text, problems))
        }
    }
}

/// The segment named, or else the definition typed.
pub(crate) fn read_named(base: &Base, segment: Option<&str>, definition: Option<&str>) -> Result<Test, Failure> {
    let Some(id) = segment else {
        return read_typed(base, definition.unwrap_or_default());
    };
    let known = base.segment_ids()?;
    if known.contains(id) {
        return Ok(Test::InSegment(InSegment { id: id.to_owned(), place: Place::default() }));
    }
    let phrase = Phrase::new("problem-unknown-segment").with("name", id);
    let place = Place { start: 0, end: id.len() };
    let problem = Problem::new(phrase, place).suggesting(id, known.iter().map(String::as_str));
    Err(Failure::in_text(None, id, vec![problem]))
}

/// Reads a definition typed on the command line.
pub(crate) fn read_typed(base: &Base, text: &str) -> Result<Test, Failure> {
    read(text, None, base.schema(), &base.segment_ids()?).map(|definition| definition.test)
}
