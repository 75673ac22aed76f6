//! The type of a new field, told by its name and by all the values it has.

use model::columns::{NO_CODE, TextColumn};
use model::value::Type;

use crate::convert::{Moment, parse_moment};
use crate::texts::{Cell, Texts};

/// Whole words that are names of codes.
const CODE_NAMES: [&str; 16] = [
    "id",
    "uuid",
    "code",
    "phone",
    "mobile_phone",
    "telephone",
    "fax",
    "zip",
    "zipcode",
    "postcode",
    "siret",
    "siren",
    "ean",
    "upc",
    "gtin",
    "sku",
];
/// Ends of names of codes.
const CODE_ENDS: [&str; 11] =
    ["_id", "_uuid", "_code", "_number", "_phone", "_zip", "_siret", "_siren", "_ean", "_upc", "_sku"];
/// More digits than this are a code: a double could not tell two of them apart.
const MOST_DIGITS: usize = 15;
/// More distinct words than this are free text.
const MOST_WORDS: usize = 65_536;

/// Whether a field is a code by its name, which stays text even when made of digits.
pub(crate) fn is_code_name(name: &str) -> bool {
    let last = name.rsplit('.').next().unwrap_or(name);
    CODE_NAMES.contains(&last) || CODE_ENDS.iter().any(|end| last.ends_with(end))
}

/// The type of the values of a new field; `None` when there is no value to tell it. Text may yet prove to be a
/// category: see [`of_words`].
pub(crate) fn of_texts(name: &str, texts: &Texts) -> Option<Type> {
    let mut seen = false;
    let mut list = false;
    let mut number = !is_code_name(name);
    let mut truth = true;
    let (mut date, mut instant) = (true, true);
    for (text, cell) in texts.iter() {
        let text = text.trim();
        if text.is_empty() || cell == Cell::Unfit {
            continue;
        }
        seen = true;
        if cell == Cell::List {
            list = true;
            break;
        }
        number = number && cell != Cell::Bool && is_plain_number(text, cell);
        truth = truth && (text.eq_ignore_ascii_case("true") || text.eq_ignore_ascii_case("false"));
        if instant {
            let moment = parse_moment(text);
            instant = moment.is_some();
            date = date && matches!(moment, Some(Moment::Day(_)));
        }
        if !number && !truth && !instant && !texts.has_kinds() {
            // No list can follow, so the rest changes nothing.
            break;
        }
    }
    if !seen {
        return None;
    }
    Some(match () {
        () if list => Type::TextList,
        () if number => Type::Number,
        () if truth => Type::Bool,
        () if instant && date => Type::Date,
        () if instant => Type::Instant,
        () => Type::Text,
    })
}

/// A number without the marks of a code: a leading zero, a leading plus, very many digits.
fn is_plain_number(text: &str, cell: Cell) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let (whole, decimals) = digits.split_once('.').unwrap_or((digits, "0"));
    let all_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    if cell == Cell::Number && !all_digits(whole) {
        // A number of the format itself may have an exponent.
        return true;
    }
    let leading_zero = whole.len() > 1 && whole.starts_with('0');
    !whole.is_empty()
        && all_digits(whole)
        && !leading_zero
        && whole.len() <= MOST_DIGITS
        && ((!decimals.is_empty() && all_digits(decimals)) || cell == Cell::Number)
}

/// Category for words that repeat and are not too many, else text. Codes stay text.
pub(crate) fn of_words(name: &str, column: &TextColumn) -> Type {
    let distinct = column.dictionary.len();
    if is_code_name(name) || distinct > MOST_WORDS {
        return Type::Text;
    }
    let known = column.codes.iter().filter(|code| **code != NO_CODE).take(distinct + 1).count();
    if known > distinct { Type::Category } else { Type::Text }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_are_told_by_all_values() {
        let check = |name: &str, values: &[&str], expected: Option<Type>| {
            let mut texts = Texts::default();
            values.iter().for_each(|value| texts.push(value));
            assert_eq!(of_texts(name, &texts), expected, "{name}: {values:?}");
        };
        check("amount", &["1", "2.5", "", "-3"], Some(Type::Number));
        check("amount", &["1", "2,5"], Some(Type::Text));
        check("amount", &["0", "0.5"], Some(Type::Number));
        check("ref", &["1", "007"], Some(Type::Text));
        check("tel", &["+33"], Some(Type::Text));
        check("big", &["1234567890123456"], Some(Type::Text));
        check("order_id", &["1", "2"], Some(Type::Text));
        check("address.zip", &["75011"], Some(Type::Text));
        check("number_of_items", &["1"], Some(Type::Number));
        check("vip", &["true", "FALSE", " "], Some(Type::Bool));
        check("vip", &["true", "1"], Some(Type::Text));
        check("born", &["2000-01-01", "1999-12-31"], Some(Type::Date));
        check("seen", &["2000-01-01", "2000-01-01T10:00"], Some(Type::Instant));
        check("seen", &["2000-01-01 10:00:00Z", "soon"], Some(Type::Text));
        check("empty", &["", " "], None);
    }

    #[test]
    fn repeated_words_are_a_category() {
        let column = |codes: Vec<u32>| TextColumn { codes, dictionary: vec!["a".into(), "b".into()] };
        assert_eq!(of_words("color", &column(vec![0, 1, 0])), Type::Category);
        assert_eq!(of_words("color", &column(vec![0, 1, NO_CODE])), Type::Text);
        assert_eq!(of_words("sku", &column(vec![0, 1, 0])), Type::Text);
    }
}
