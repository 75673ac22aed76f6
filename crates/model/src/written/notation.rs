//! How a column writes its numbers and days, decided by all its values.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

/// Order of the parts of a day that is not written year first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum DayOrder {
    /// 31/12/2025.
    #[serde(rename = "dmy")]
    DayFirst,
    /// 12/31/2025.
    #[serde(rename = "mdy")]
    MonthFirst,
}

impl DayOrder {
    /// As it is said in a mapping.
    pub fn code(self) -> &'static str {
        match self {
            DayOrder::DayFirst => "dmy",
            DayOrder::MonthFirst => "mdy",
        }
    }
}

/// How a column writes its numbers and days; what is `None` could not be told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Notation {
    /// What stands before decimals: a point or a comma.
    pub mark: Option<u8>,
    /// The order of days that are not written year first.
    pub order: Option<DayOrder>,
    /// Whether its days and times may be the serial numbers of a spreadsheet.
    pub serials: bool,
}

impl Notation {
    /// That of formats which have one way only.
    pub const PLAIN: Notation = Notation { mark: Some(b'.'), order: None, serials: false };
}

/// A number as people write it.
#[derive(Debug, PartialEq, Eq)]
pub struct WrittenNumber<'t> {
    /// A minus perhaps, digits, and a point before decimals.
    pub plain: Cow<'t, str>,
    /// Whether hundredths are meant.
    pub is_percent: bool,
}

/// Reads `1 234,56` or `1,234.56`, given the mark before decimals; also `12 %`. Thousands may stand apart by the other
/// mark, a space or an apostrophe, by the same one all along. `None` for anything else.
pub fn written_number(text: &str, mark: u8) -> Option<WrittenNumber<'_>> {
    let (rest, is_percent) = match text.strip_suffix('%') {
        Some(rest) => (rest.trim_end(), true),
        None => (text, false),
    };
    let (negative, digits) = without_minus(rest);
    if !digits.starts_with(|first: char| first.is_ascii_digit()) {
        return None;
    }
    let (whole, decimals) = match digits.split_once(char::from(mark)) {
        Some((whole, decimals)) => (whole, Some(decimals)),
        None => (digits, None),
    };
    let all_digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    if decimals.is_some_and(|decimals| !all_digits(decimals)) {
        return None;
    }
    let whole = if all_digits(whole) { Cow::Borrowed(whole) } else { Cow::Owned(without_thousands(whole, mark)?) };
    let mut plain = String::with_capacity(text.len());
    if negative {
        plain.push('-');
    }
    plain += &whole;
    if let Some(decimals) = decimals {
        plain.push('.');
        plain += decimals;
    }
    Some(WrittenNumber { plain: Cow::Owned(plain), is_percent })
}

/// Whether a number reads one way with a point before decimals and another with a comma, such as `1,234`.
pub fn is_two_ways(text: &str) -> bool {
    match (written_number(text, b'.'), written_number(text, b',')) {
        (Some(with_point), Some(with_comma)) => with_point != with_comma,
        _ => false,
    }
}

/// A number without what makes it less than zero: a minus before or behind it, or the parentheses of accountants.
fn without_minus(text: &str) -> (bool, &str) {
    const SIGNS: [char; 2] = ['-', '\u{2212}'];
    if let Some(inside) = text.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')) {
        return (true, inside.trim());
    }
    if let Some(rest) = text.strip_prefix(SIGNS) {
        return (true, rest.trim_start());
    }
    text.strip_suffix(SIGNS).map_or((false, text), |rest| (true, rest.trim_end()))
}

fn without_thousands(whole: &str, mark: u8) -> Option<String> {
    let between = whole.chars().find(|letter| !letter.is_ascii_digit())?;
    let other = if mark == b',' { '.' } else { ',' };
    if between != other && !matches!(between, ' ' | '\u{a0}' | '\u{2009}' | '\u{202f}' | '\'' | '\u{2019}') {
        return None;
    }
    let groups: Vec<&str> = whole.split(between).collect();
    let (first, others) = groups.split_first()?;
    let is_group = |group: &&str| group.len() == 3 && group.bytes().all(|byte| byte.is_ascii_digit());
    let well_formed = first.len() <= 3 && others.iter().all(is_group);
    (well_formed && first.bytes().all(|byte| byte.is_ascii_digit())).then(|| groups.concat())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_by_their_mark() {
        let check = |text: &str, mark: u8, expected: Option<(&str, bool)>| {
            let written = written_number(text, mark);
            let said = written.as_ref().map(|written| (written.plain.as_ref(), written.is_percent));
            assert_eq!(said, expected, "{text}");
        };
        check("1 234,56", b',', Some(("1234.56", false)));
        check("1\u{202f}234\u{202f}567,5", b',', Some(("1234567.5", false)));
        check("1.234,56", b',', Some(("1234.56", false)));
        check("1,234.56", b'.', Some(("1234.56", false)));
        check("-12,5 %", b',', Some(("-12.5", true)));
        check("\u{2212}3", b',', Some(("-3", false)));
        check("(12,5)", b',', Some(("-12.5", false)));
        check("12,5-", b',', Some(("-12.5", false)));
        check("- 3", b',', Some(("-3", false)));
        check("1'234.5", b'.', Some(("1234.5", false)));
        check("1,234", b'.', Some(("1234", false)));
        check("1,234", b',', Some(("1.234", false)));
        for (text, mark) in [
            ("12,5", b'.'),
            ("1 23", b','),
            ("1 234.567,0 ", b','),
            ("1.234,", b','),
            ("", b','),
            ("%", b','),
            ("a", b','),
            ("(12", b','),
            ("(-12)", b','),
            ("-12-", b','),
        ] {
            check(text, mark, None);
        }
        assert!(is_two_ways("1,234") && is_two_ways("1.234"));
        assert!(!is_two_ways("1234") && !is_two_ways("1,23") && !is_two_ways("1 234"));
    }
}
