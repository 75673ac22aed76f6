//! Phone numbers by the numbering plans of the countries that shops of this size know: how many digits, and with which
//! the number begins. A library that knows every plan of the world would bring twenty packages with it, one of them
//! without a keeper; what it knows beyond this table is not asked here.
//!
//! The plans: <https://www.itu.int/oth/T0202.en>

use std::ops::RangeInclusive;

/// The plan of a country: its code, its calling code, what is dialled before a number within it, and the numbers: their
/// lengths by the digits that they may begin with.
struct Plan {
    country: &'static str,
    calling: &'static str,
    trunk: &'static str,
    numbers: &'static [(&'static str, RangeInclusive<usize>)],
}

const fn plan(
    country: &'static str,
    calling: &'static str,
    trunk: &'static str,
    numbers: &'static [(&'static str, RangeInclusive<usize>)],
) -> Plan {
    Plan { country, calling, trunk, numbers }
}

const PLANS: [Plan; 15] = [
    plan("AT", "43", "0", &[("123456789", 4..=13)]),
    plan("BE", "32", "0", &[("4", 8..=9), ("12356789", 8..=8)]),
    plan("CA", "1", "1", &[("23456789", 10..=10)]),
    plan("CH", "41", "0", &[("123456789", 9..=9)]),
    plan("DE", "49", "0", &[("123456789", 5..=13)]),
    plan("ES", "34", "", &[("56789", 9..=9)]),
    plan("FR", "33", "0", &[("123456789", 9..=9)]),
    plan("GB", "44", "0", &[("123456789", 9..=10)]),
    plan("IE", "353", "0", &[("123456789", 7..=10)]),
    // The zero before a number of a landline belongs to the number.
    plan("IT", "39", "", &[("0", 6..=11), ("3", 9..=10), ("8", 6..=10)]),
    plan("LU", "352", "", &[("23456789", 4..=11)]),
    plan("MC", "377", "", &[("34689", 8..=9)]),
    plan("NL", "31", "0", &[("123456789", 9..=9)]),
    plan("PT", "351", "", &[("23456789", 9..=9)]),
    plan("US", "1", "1", &[("23456789", 10..=10)]),
];

/// The digits of a number in any plan: <https://www.itu.int/rec/T-REC-E.164>
const ANYWHERE: RangeInclusive<usize> = 7..=15;

/// Whether a text can be a phone number, of a country where it is not written with a calling code. What cannot be judged
/// passes.
pub(super) fn can_be(text: &str, country: Option<&str>) -> bool {
    let mut digits = String::new();
    for (position, letter) in text.trim().char_indices() {
        match letter {
            '0'..='9' => digits.push(letter),
            '+' if position == 0 => digits.push('+'),
            ' ' | '.' | '-' | '/' | '(' | ')' | '\u{a0}' | '\u{202f}' => {}
            _ => return false,
        }
    }
    // A zero in brackets is dialled within the country only: +33 (0)6 12…
    let digits = if text.contains("(0)") && digits.starts_with('+') { digits.replacen('0', "", 1) } else { digits };
    let abroad = digits.strip_prefix('+').or_else(|| digits.strip_prefix("00"));
    if let Some(number) = abroad {
        let mut plans = PLANS.iter().filter_map(|plan| Some((plan, number.strip_prefix(plan.calling)?))).peekable();
        return match plans.peek() {
            Some(_) => plans.any(|(plan, number)| plan.has(number)),
            None => ANYWHERE.contains(&number.len()) && !number.starts_with('0'),
        };
    }
    let Some(plan) = PLANS.iter().find(|plan| Some(plan.country) == country) else {
        return ANYWHERE.contains(&digits.len());
    };
    let within = digits.strip_prefix(plan.trunk).filter(|_| !plan.trunk.is_empty());
    match within {
        Some(number) => plan.has(number),
        // In North America the trunk prefix may be left out, and spreadsheets drop a zero at the front: the number
        // itself must be there, with its trunk prefix where there is a zero to dial.
        None => (plan.trunk.is_empty() || plan.trunk == "1") && plan.has(&digits),
    }
}

impl Plan {
    fn has(&self, number: &str) -> bool {
        let begins = |first: &str| number.chars().next().is_some_and(|digit| first.contains(digit));
        self.numbers.iter().any(|(first, lengths)| begins(first) && lengths.contains(&number.len()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_held_to_the_plan_of_their_country() {
        for (text, country, expected) in [
            ("06 12 34 56 78", Some("FR"), true),
            ("06.12.34.56.78", Some("FR"), true),
            ("+33 6 12 34 56 78", None, true),
            ("+33 (0)6 12 34 56 78", Some("FR"), true),
            ("0033612345678", Some("BE"), true),
            ("612345678", Some("FR"), false),
            ("0612", Some("FR"), false),
            ("06 12 34 56 78 9", Some("FR"), false),
            ("+33 0 12 34 56 78", None, false),
            ("020 7946 0018", Some("GB"), true),
            ("(212) 555-0123", Some("US"), true),
            ("1 212 555 0123", Some("US"), true),
            ("112 555 0123", Some("US"), false),
            ("0470 12 34 56", Some("BE"), true),
            ("06 1234567", Some("IT"), true),
            ("+81 3 1234 5678", None, true),
            ("none", Some("FR"), false),
            ("12345", None, false),
        ] {
            assert_eq!(can_be(text, country), expected, "{text} {country:?}");
        }
    }
}
