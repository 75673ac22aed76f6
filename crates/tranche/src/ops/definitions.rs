//! Reading and checking definitions against the words of a base.

use std::collections::BTreeSet;

use model::check::{check, check_sense, mentions};
use model::forms::{InSegment, Test};
use model::phrase::{Phrase, Place, Problem};
use model::relatives::misplaced;
use model::schema::Schema;
use model::sentence::{Language, Sentences};
use model::text::comments::Comments;
use model::text::parser::{Parsed, parse};

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
    (schema, currency): (&Schema, &str),
    segments: &BTreeSet<String>,
) -> Result<Definition, Failure> {
    let Parsed { test, comments, mut problems } = parse_either(text, schema, currency);
    if let Some(test) = &test {
        problems.extend(check(test, schema, segments));
        if problems.is_empty() {
            problems.extend(check_sense(test, schema, segments));
        }
    }
    match test {
        Some(test) if problems.is_empty() => Ok(Definition { test, comments }),
        _ => {
            problems.sort_by_key(|problem| problem.place.start);
            Err(Failure::in_text(origin, text, problems))
        }
    }
}

/// The words that definitions of a base are read with: its schema, and the sign of its money.
pub(crate) fn words(base: &Base) -> (&Schema, &str) {
    (base.schema(), &base.store.settings().currency)
}

/// The sentences of a base in a language.
pub(crate) fn in_words(base: &Base, language: Language) -> Sentences {
    Sentences::new(language, base.schema(), &base.store.settings().currency)
}

/// Reads a definition as text, or as a sentence in one of the languages when it begins as sentences do.
pub(crate) fn parse_either(text: &str, schema: &Schema, currency: &str) -> Parsed {
    let parsed = parse(text);
    if parsed.problems.is_empty() {
        return parsed;
    }
    for language in Language::ALL {
        let sentences = Sentences::new(language, schema, currency);
        if !sentences.is_begun(text) {
            continue;
        }
        return match sentences.read(text) {
            Ok(test) => Parsed { test: Some(test), comments: Comments::default(), problems: Vec::new() },
            Err(problem) => Parsed { test: None, comments: Comments::default(), problems: vec![problem] },
        };
    }
    parsed
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
    let test = read(text, None, words(base), &base.segment_ids()?)?.test;
    let named = mentions(&test, base.schema());
    if !named.apart.is_empty()
        && let Some(name) = misplaced(&named, &base.segment_tests()?, base.schema())
    {
        return Err(Failure::Failed(Phrase::new("failed-relatives-apart").with("name", name)));
    }
    Ok(test)
}
