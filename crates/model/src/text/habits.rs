//! What people write out of habit from SQL, spreadsheets, programs and word processors, and what it is called here.

use crate::phrase::{Phrase, Place, Problem};

/// Signs of other languages and what stands for them here, the longer before the shorter.
const SIGNS: [(&str, &str); 16] = [
    ("==", "="),
    ("<>", "!="),
    ("=<", "<="),
    ("=>", ">="),
    ("&&", "and"),
    ("||", "or"),
    ("&", "and"),
    ("|", "or"),
    ("!", "not"),
    ("≥", ">="),
    ("≤", "<="),
    ("≠", "!="),
    ("−", "-"),
    ("–", "-"),
    ("[", "("),
    ("]", ")"),
];

/// Quotes that open a text elsewhere, and those that may close it.
const QUOTES: [(char, &[char]); 6] = [
    ('"', &['"', '”', '“']),
    ('“', &['”', '“', '"']),
    ('„', &['“', '”', '"']),
    ('‘', &['’', '‘', '\'']),
    ('’', &['’', '\'']),
    ('«', &['»']),
];

/// Words of other languages and what stands for them here.
const WORDS: [(&str, &str); 14] = [
    ("like", "contains · starts with · ends with · matches"),
    ("ilike", "contains · starts with · ends with · matches"),
    ("regexp", "matches"),
    ("null", "is unknown"),
    ("equals", "="),
    ("et", "and"),
    ("ou", "or"),
    ("sauf", "and not"),
    ("except", "and not"),
    ("est", "="),
    ("entre", "between"),
    ("dans", "in"),
    ("contient", "contains"),
    ("group", "per"),
];

/// Units as they are glued to their number elsewhere, and their word here.
const UNITS: [(&str, &str); 20] = [
    ("h", "hours"),
    ("hour", "hours"),
    ("hours", "hours"),
    ("d", "days"),
    ("day", "days"),
    ("days", "days"),
    ("j", "days"),
    ("jour", "days"),
    ("jours", "days"),
    ("w", "weeks"),
    ("week", "weeks"),
    ("weeks", "weeks"),
    ("m", "months"),
    ("month", "months"),
    ("months", "months"),
    ("mois", "months"),
    ("y", "years"),
    ("year", "years"),
    ("years", "years"),
    ("ans", "years"),
];

/// A sign of another language at the start of a text: itself, and what stands for it here.
pub(super) fn sign(rest: &str) -> Option<(&'static str, &'static str)> {
    let is_own = rest.starts_with("!=");
    SIGNS.into_iter().find(|(sign, _)| !is_own && rest.starts_with(sign))
}

/// A text in quotes of another kind at the start of a text: what it holds and how long it is. When it is not closed, the
/// quote alone.
pub(super) fn quoted(rest: &str) -> Option<(String, usize)> {
    let open = rest.chars().next()?;
    let (_, closing) = QUOTES.into_iter().find(|(quote, _)| *quote == open)?;
    let inner = &rest[open.len_utf8()..];
    let line = inner.lines().next().unwrap_or_default();
    let Some(end) = line.find(closing) else { return Some((String::new(), open.len_utf8())) };
    let close = inner[end..].chars().next().map_or(0, char::len_utf8);
    let text = if open == '«' { inner[..end].trim() } else { &inner[..end] };
    Some((text.to_owned(), open.len_utf8() + end + close))
}

/// The unit meant by what is glued to a number.
pub(super) fn unit(glued: &str) -> Option<&'static str> {
    UNITS.into_iter().find(|(unit, _)| glued.eq_ignore_ascii_case(unit)).map(|(_, unit)| unit)
}

/// The length of a date written as elsewhere at the start of a text: `01/02/2026`, `1.2.2026`, `2026/02/01`.
pub(super) fn date(rest: &str) -> Option<usize> {
    let length = rest.find(|c: char| !(c.is_ascii_digit() || c == '/' || c == '.')).unwrap_or(rest.len());
    let length = rest[..length].trim_end_matches(['/', '.']).len();
    is_date(&rest[..length]).then_some(length)
}

fn is_date(text: &str) -> bool {
    let parts: Vec<usize> = text.split(['/', '.']).map(str::len).collect();
    matches!(parts[..], [1 | 2, 1 | 2, 4] | [4, 1 | 2, 1 | 2])
}

/// The problem of something written as elsewhere, and what to write in its place.
pub(super) fn instead(found: &str, instead: &str, place: Place) -> Problem {
    Problem::new(Phrase::new("problem-written-elsewhere").with("found", found).with("instead", instead), place)
}

/// The problem of a word of another language.
pub(super) fn word(found: &str, place: Place) -> Option<Problem> {
    let (_, here) = WORDS.into_iter().find(|(word, _)| found.eq_ignore_ascii_case(word))?;
    Some(instead(found, here, place))
}
