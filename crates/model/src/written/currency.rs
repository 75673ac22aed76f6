//! The sign or code of a currency beside an amount.

/// Signs and codes beside amounts, with the currencies that each may stand for.
const SIGNS: [(&str, &[&str]); 12] = [
    ("€", &["EUR"]),
    ("EUR", &["EUR"]),
    ("US$", &["USD"]),
    ("$", &["USD", "CAD", "AUD", "NZD", "SGD", "HKD", "MXN"]),
    ("USD", &["USD"]),
    ("CAD", &["CAD"]),
    ("AUD", &["AUD"]),
    ("£", &["GBP"]),
    ("GBP", &["GBP"]),
    ("CHF", &["CHF"]),
    ("¥", &["JPY", "CNY"]),
    ("JPY", &["JPY"]),
];

/// A text without the sign of a currency at its start or end, and the sign.
pub fn without_sign(text: &str) -> (&str, Option<&'static str>) {
    // Nearly all numbers are in no need of a closer look.
    let is_bare = |byte: Option<&u8>| byte.is_some_and(|byte| byte.is_ascii_digit() || matches!(byte, b'-' | b'%'));
    if is_bare(text.as_bytes().first()) && is_bare(text.as_bytes().last()) {
        return (text, None);
    }
    for (sign, _) in SIGNS {
        let rest = text.strip_suffix(sign).map(str::trim_end).or_else(|| text.strip_prefix(sign).map(str::trim_start));
        if let Some(rest) = rest {
            return (rest, Some(sign));
        }
    }
    (text, None)
}

/// Whether a sign may stand for a currency.
pub fn may_be(sign: &str, currency: &str) -> bool {
    let known = SIGNS.iter().find(|(known, _)| *known == sign);
    known.is_some_and(|(_, currencies)| currencies.iter().any(|known| known.eq_ignore_ascii_case(currency)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_stand_before_or_behind() {
        for (text, expected) in [
            ("1 234,50 €", ("1 234,50", Some("€"))),
            ("€12", ("12", Some("€"))),
            ("US$ 12", ("12", Some("US$"))),
            ("12", ("12", None)),
            ("12 %", ("12 %", None)),
            ("douze", ("douze", None)),
            ("€", ("", Some("€"))),
        ] {
            assert_eq!(without_sign(text), expected, "{text}");
        }
        assert!(may_be("$", "CAD") && may_be("€", "eur") && !may_be("€", "USD"));
    }
}
