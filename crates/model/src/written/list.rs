//! Lists of texts, kept as a JSON array of texts.

use std::borrow::Cow;

use serde_json::Value;
use unicode_normalization::UnicodeNormalization;

/// The JSON array of a list's elements, without the missing ones; empty when none is left.
pub fn of_elements<'e>(elements: impl IntoIterator<Item = &'e str>) -> String {
    let kept: Vec<Value> = elements
        .into_iter()
        .filter(|element| !element.trim().is_empty())
        .map(|element| Value::String(element.nfc().collect()))
        .collect();
    if kept.is_empty() { String::new() } else { Value::Array(kept).to_string() }
}

/// The JSON array of a written list: a JSON array of scalars, or a single text as a list of one.
pub fn of_text(text: &str) -> Cow<'_, str> {
    let array = text.starts_with('[').then(|| serde_json::from_str::<Vec<Value>>(text).ok()).flatten();
    let elements: Option<Vec<String>> = array
        .and_then(|array| array.iter().map(scalar).collect::<Option<Vec<Option<String>>>>())
        .map(|elements| elements.into_iter().flatten().collect());
    match elements {
        Some(elements) => Cow::Owned(of_elements(elements.iter().map(String::as_str))),
        None => Cow::Owned(of_elements([text])),
    }
}

/// The text of a scalar; `Some(None)` for null and `None` for a list or an object.
pub fn scalar(value: &Value) -> Option<Option<String>> {
    match value {
        Value::Null => Some(None),
        Value::Bool(truth) => Some(Some(truth.to_string())),
        Value::Number(number) => Some(Some(number.to_string())),
        Value::String(text) => Some(Some(text.clone())),
        Value::Array(_) | Value::Object(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_arrays_of_texts() {
        for (text, expected) in [
            (r#"["a", 1, null, true, " "]"#, r#"["a","1","true"]"#),
            ("a", r#"["a"]"#),
            ("[]", ""),
            ("[a]", r#"["[a]"]"#),
            ("[e\u{301}]", "[\"[\u{e9}]\"]"),
        ] {
            assert_eq!(of_text(text), expected, "{text}");
        }
    }
}
