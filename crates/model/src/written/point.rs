//! Points of the earth, written `latitude,longitude` in degrees.

use crate::decimal::Decimal;

/// Reads two numbers within range, apart by a comma or white space, and writes them in one way. `None` for anything else.
pub fn parse(text: &str) -> Option<String> {
    let plain = text.trim_matches(|letter| matches!(letter, '(' | ')' | '[' | ']') || letter.is_whitespace());
    let (latitude, longitude) = plain.split_once(',').or_else(|| plain.split_once(char::is_whitespace))?;
    let degrees = |text: &str, bound: i64| {
        let number = Decimal::parse(text.trim())?;
        let bound = Decimal::whole(bound);
        (number <= bound && number >= bound.negated()).then_some(number)
    };
    Some(format!("{},{}", degrees(latitude, 90)?, degrees(longitude, 180)?))
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn points_are_written_in_one_way() {
        for (text, expected) in [
            ("48.8566, 2.3522", Some("48.8566,2.3522")),
            ("(48.85660,-2)", Some("48.8566,-2")),
            ("48.8566 2.3522", Some("48.8566,2.3522")),
            ("91,0", None),
            ("Paris", None),
            ("1,2,3", None),
        ] {
            assert_eq!(parse(text).as_deref(), expected, "{text}");
        }
    }
}
