//! Comments of a definition's text, tied to the clauses they stand at, so that the formatter can put them back.
//!
//! A clause is an operand of `and` or `or`, or the whole definition; clauses are numbered in the order of the text.

use std::collections::BTreeMap;

use super::lexer::Comment;
use crate::phrase::Place;

/// Comments by clause.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Comments {
    /// Comments on lines of their own before a clause.
    pub before: BTreeMap<usize, Vec<String>>,
    /// Comments inside a clause or at the end of its line.
    pub after: BTreeMap<usize, Vec<String>>,
    /// Comments after everything.
    pub at_end: Vec<String>,
}

impl Comments {
    /// Ties comments to the clauses, given by their places in the order of the text.
    pub fn of(text: &str, comments: Vec<Comment>, clauses: &[Place]) -> Self {
        let mut tied = Comments::default();
        for comment in comments {
            let line_start = text[..comment.place.start].rfind('\n').map_or(0, |newline| newline + 1);
            let alone = text[line_start..comment.place.start].trim().is_empty();
            let next = clauses.iter().position(|clause| clause.start >= comment.place.end);
            let begun = begun_before(comment.place, clauses);
            let inside =
                begun.filter(|&clause| alone && clauses[clause].end > comment.place.end && is_leaf(clauses, clause));
            match (alone, inside, next, begun) {
                (true, Some(clause), _, _) => tied.after.entry(clause).or_default().push(comment.text),
                (true, None, Some(clause), _) => tied.before.entry(clause).or_default().push(comment.text),
                (false, _, _, Some(clause)) => tied.after.entry(clause).or_default().push(comment.text),
                (false, _, Some(clause), None) => tied.before.entry(clause).or_default().push(comment.text),
                (_, _, None, _) => tied.at_end.push(comment.text),
            }
        }
        tied
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.before.is_empty() && self.after.is_empty() && self.at_end.is_empty()
    }
}

/// The clause that a comment comes after or stands in: the last one begun, or the outermost of those that a closing
/// parenthesis has ended since.
fn begun_before(comment: Place, clauses: &[Place]) -> Option<usize> {
    let begun = clauses.iter().rposition(|clause| clause.start < comment.start)?;
    let ended_later = |clause: &Place| clauses[begun].end < clause.end && clause.end <= comment.start;
    let ended = clauses.iter().enumerate().filter(|(_, clause)| ended_later(clause));
    let outermost = ended.max_by_key(|(position, clause)| (clause.end, std::cmp::Reverse(*position)));
    Some(outermost.map_or(begun, |(position, _)| position))
}

fn is_leaf(clauses: &[Place], clause: usize) -> bool {
    !clauses[clause + 1..].iter().any(|other| other.start < clauses[clause].end)
}
