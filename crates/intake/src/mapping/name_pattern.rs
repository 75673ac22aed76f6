//! Patterns of file names: `*` for any characters, `?` for one, upper and lower case alike.

/// Whether a pattern fits a whole name.
pub(super) fn fits(pattern: &str, name: &str) -> bool {
    let pattern: Vec<char> = pattern.to_lowercase().chars().collect();
    let name: Vec<char> = name.to_lowercase().chars().collect();
    let (mut p, mut n) = (0, 0);
    // Where the last star stands, and how much of the name it has taken so far.
    let mut star: Option<(usize, usize)> = None;
    while n < name.len() {
        match pattern.get(p) {
            Some('*') => {
                star = Some((p, n));
                p += 1;
            }
            Some(&letter) if letter == '?' || letter == name[n] => {
                p += 1;
                n += 1;
            }
            _ => {
                let Some((star_at, taken)) = star else { return false };
                star = Some((star_at, taken + 1));
                p = star_at + 1;
                n = taken + 1;
            }
        }
    }
    pattern[p..].iter().all(|&letter| letter == '*')
}

#[cfg(test)]
mod tests {
    use super::fits;

    #[test]
    fn stars_and_question_marks_fit() {
        for (pattern, name, expected) in [
            ("orders.csv", "Orders.CSV", true),
            ("orders*.csv", "orders-2026-01.csv", true),
            ("orders*.csv", "orders.csv.bak", false),
            ("*.*", "a.b.c", true),
            ("?.csv", "é.csv", true),
            ("?.csv", ".csv", false),
            ("a*b*c", "aXbYbZc", true),
            ("a*b*c", "aXbYbZ", false),
        ] {
            assert_eq!(fits(pattern, name), expected, "{pattern} on {name}");
        }
    }
}
