//! True and false as people write them.

/// Reads true and false, also as 1 and 0, yes and no, oui and non, in any case. `None` for anything else.
pub(crate) fn parse_bool(text: &str) -> Option<bool> {
    let is = |words: [&str; 4]| words.iter().any(|word| word.eq_ignore_ascii_case(text));
    if is(["true", "1", "yes", "oui"]) {
        Some(true)
    } else if is(["false", "0", "no", "non"]) {
        Some(false)
    } else {
        None
    }
}
