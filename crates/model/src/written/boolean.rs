//! True and false as people write them.

/// Reads true and false in English and French, in any case: also as 1 and 0, yes and no, y, o and n, on and off, and x for a box that
/// is ticked.
/// `None` for anything else.
pub fn parse_bool(text: &str) -> Option<bool> {
    let is = |words: &[&str]| words.iter().any(|word| word.eq_ignore_ascii_case(text));
    if is(&["true", "1", "yes", "oui", "vrai", "y", "o", "on", "x"]) {
        Some(true)
    } else if is(&["false", "0", "no", "non", "faux", "n", "off"]) {
        Some(false)
    } else {
        None
    }
}
