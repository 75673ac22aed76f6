//! Reading and checking definitions against the words of a base.

use std::collections::BTreeSet;

use model::check::check;
use model::forms::Test;
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

/// Reads a definition typed on the command line.
pub(crate) fn read_typed(base: &Base, text: &str) -> Result<Test, Failure> {
    read(text, None, base.schema(), &base.segment_ids()?).map(|definition| definition.test)
}
