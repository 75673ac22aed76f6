//! The text of a definition as it is shown when something is wrong in it: the places marked, and what may be meant.

use model::phrase::Place;

use super::{onward, said};
use crate::ops::building::Built;
use crate::pages::frame::Frame;

/// A text with what is wrong in it.
pub(super) struct Typed {
    /// The text in pieces, with the position of the problem (from 1) that each is about.
    pub(super) pieces: Vec<(String, Option<usize>)>,
    /// What is wrong, in the order of the text.
    pub(super) wrongs: Vec<Wrong>,
}

/// Something that is wrong in a text.
pub(super) struct Wrong {
    /// What.
    pub(super) says: String,
    /// What may be meant, each with the address of the text that says so.
    pub(super) meant: Vec<(String, String)>,
}

impl Typed {
    /// The text of a definition; nothing to show when nothing is wrong in it.
    pub(super) fn of(f: &Frame, built: &Built) -> Typed {
        let text = &built.text;
        let mut pieces = Vec::new();
        let mut at = 0;
        let mut wrongs = Vec::new();
        for (position, problem) in built.problems.iter().enumerate() {
            let Place { start, end } = within(problem.place, text);
            let meant = problem.suggestions.iter().map(|meant| {
                let next = format!("{}{meant}{}", &text[..start], &text[end..]);
                (meant.clone(), onward(f, &[("q", &next)]))
            });
            wrongs.push(Wrong { says: said(f, problem), meant: meant.collect() });
            // Of two problems at one place the first marks it.
            if start >= at && end > start {
                pieces.push((text[at..start].to_owned(), None));
                pieces.push((text[start..end].to_owned(), Some(position + 1)));
                at = end;
            }
        }
        if !wrongs.is_empty() {
            pieces.push((text[at..].to_owned(), None));
        }
        Typed { pieces, wrongs }
    }
}

/// A place that lies in a text, between letters.
fn within(place: Place, text: &str) -> Place {
    let between = |mut byte: usize| {
        byte = byte.min(text.len());
        while !text.is_char_boundary(byte) {
            byte -= 1;
        }
        byte
    };
    let start = between(place.start);
    Place { start, end: between(place.end).max(start) }
}
