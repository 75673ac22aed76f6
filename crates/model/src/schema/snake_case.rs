//! Names of foreign files as names of the language.

use unicode_normalization::UnicodeNormalization;

/// Turns any name into snake_case: `lastVisit` → `last_visit`, `Beat Game` → `beat_game`. Dots are kept, since they
/// separate nested names. Empty when nothing of the name can be kept.
pub fn snake_case(name: &str) -> String {
    let mut out = String::with_capacity(name.len() + 4);
    let mut previous_lower = false;
    let mut upper_run = 0;
    let letters: Vec<char> = name.trim().nfc().collect();
    for (position, &letter) in letters.iter().enumerate() {
        if letter == '.' {
            while out.ends_with('_') {
                out.pop();
            }
            if !out.is_empty() && !out.ends_with('.') {
                out.push('.');
            }
            (previous_lower, upper_run) = (false, 0);
        } else if letter.is_alphanumeric() {
            let next_lower = letters.get(position + 1).is_some_and(|next| next.is_lowercase());
            let starts_word = letter.is_uppercase() && (previous_lower || (upper_run > 0 && next_lower));
            if starts_word && !out.is_empty() && !out.ends_with(['_', '.']) {
                out.push('_');
            }
            out.extend(letter.to_lowercase());
            upper_run = if letter.is_uppercase() { upper_run + 1 } else { 0 };
            previous_lower = letter.is_lowercase() || letter.is_numeric();
        } else {
            if !out.is_empty() && !out.ends_with(['_', '.']) {
                out.push('_');
            }
            (previous_lower, upper_run) = (false, 0);
        }
    }
    out.trim_end_matches(['_', '.']).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_become_snake_case() {
        for (given, expected) in [
            ("lastVisit", "last_visit"),
            ("Beat Game", "beat_game"),
            ("Order ID", "order_id"),
            ("HTTPCode", "http_code"),
            ("address.postalCode", "address.postal_code"),
            ("Prénom du client", "prénom_du_client"),
            ("__x__", "x"),
            ("days_since_launch", "days_since_launch"),
            ("Total (EUR)", "total_eur"),
        ] {
            assert_eq!(snake_case(given), expected);
        }
    }
}
