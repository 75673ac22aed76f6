//! A sentence over several lines: one condition a line, groups indented. The same words, more room.

use super::writer::Grouping;
use super::{Sentences, surface, writer};
use crate::forms::Test;

/// The lines of a definition.
pub(super) fn lines(sentences: &Sentences, test: &Test) -> Vec<String> {
    let opening = sentences.rules.words.opening.first().map_or("", String::as_str);
    match test {
        Test::And(_) | Test::Or(_) => {
            let mut lines = Vec::new();
            group(sentences, test, &format!("{opening} "), 0, &mut lines);
            lines
        }
        leaf => vec![sentences.write(leaf)],
    }
}

fn group(sentences: &Sentences, test: &Test, lead: &str, depth: usize, lines: &mut Vec<String>) {
    let pieces = &sentences.rules.words.pieces;
    let (tests, heading) = match test {
        Test::And(and) => (&and.tests, pieces.get("all-of")),
        Test::Or(or) => (&or.tests, pieces.get("any-of")),
        leaf => {
            let words =
                serde_json::to_value(leaf).ok().and_then(|json| writer::write(sentences, &json, None, Grouping::Inner));
            let words = surface::polished(&format!("{lead}{}", words.unwrap_or_default()), sentences.language);
            return lines.push(format!("{}{}", "  ".repeat(depth), words.trim_end_matches([',', ' '])));
        }
    };
    lines.push(format!("{}{lead}{}", "  ".repeat(depth), heading.map_or("", String::as_str)));
    for test in tests {
        group(sentences, test, "– ", depth + 1, lines);
    }
}
