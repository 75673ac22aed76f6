//! What the values of a column show of how its numbers are written.

use crate::source::texts::Cell;
use model::written::currency::without_sign;
use model::written::notation::{WrittenNumber, written_number};

/// More digits than this are a code: a double could not tell two of them apart.
const MOST_DIGITS: usize = 15;

/// How the numbers of a column are written.
#[derive(Clone, Copy, Debug)]
pub(super) struct NumberSigns {
    /// Whether all are numbers with a point, or with a comma, before decimals.
    all_with_point: bool,
    all_with_comma: bool,
    /// Whether some can only be written so.
    pub(super) point: bool,
    pub(super) comma: bool,
    /// Whether some has a comma that is one or the other.
    pub(super) either: bool,
    /// Whether some has a mark that only numbers have: a share, a currency, parentheses.
    certain: bool,
}

impl Default for NumberSigns {
    /// Those of no value at all.
    fn default() -> Self {
        let (all_with_point, all_with_comma) = (true, true);
        NumberSigns { all_with_point, all_with_comma, point: false, comma: false, either: false, certain: false }
    }
}

impl NumberSigns {
    /// Sees a value.
    pub(super) fn see(&mut self, text: &str, cell: Cell) {
        // A number of the format itself has one writing only, and most texts with nothing but digits have too.
        if cell == Cell::Number || text.bytes().all(|byte| byte.is_ascii_digit()) {
            let is_number = is_plain_number(text, cell);
            self.all_with_point &= is_number;
            self.all_with_comma &= is_number;
            return;
        }
        if is_decimal_with_point(text) || is_scientific(text) {
            self.point = true;
            self.all_with_point &= is_plain_number(text, cell);
            self.all_with_comma = false;
            return;
        }
        let (text, sign) = without_sign(text);
        let with_point = written_number(text, b'.');
        let with_comma = written_number(text, b',');
        let fits = |written: &Option<WrittenNumber<'_>>| {
            written.as_ref().is_some_and(|written| is_plain_number(&written.plain, Cell::Text))
        };
        self.all_with_point &= fits(&with_point);
        self.all_with_comma &= fits(&with_comma);
        match (&with_point, &with_comma) {
            (Some(_), None) => self.point = true,
            (None, Some(_)) => self.comma = true,
            // One point may be either too, but what most programs mean by it is known.
            (Some(point), Some(comma)) if point != comma => self.either |= text.contains(','),
            _ => {}
        }
        let is_accounted = sign.is_some() || text.starts_with(['(', '\u{2212}']);
        let is_marked = |written: WrittenNumber<'_>| written.is_percent || is_accounted;
        self.certain |= with_point.or(with_comma).is_some_and(is_marked);
    }

    /// Sees a value that is none, whatever its marks.
    pub(super) fn see_no_number(&mut self) {
        self.all_with_point = false;
        self.all_with_comma = false;
    }

    /// Sees a value if it is the commonest of decimals; says whether it is, and a number without the marks of a code.
    pub(super) fn sees_decimal(&mut self, text: &str) -> bool {
        let is_one = (is_decimal_with_point(text) && is_plain_number(text, Cell::Text)) || is_scientific(text);
        if is_one {
            self.point = true;
            self.all_with_comma = false;
        }
        is_one
    }

    /// Whether a value is a whole number in digits, without the marks of a code: it shows nothing of how numbers are
    /// written.
    pub(super) fn is_plain_whole(text: &str) -> bool {
        matches!(text.as_bytes(), [b'0'] | [b'1'..=b'9', ..])
            && text.len() <= MOST_DIGITS
            && text.bytes().all(|byte| byte.is_ascii_digit())
    }

    /// Adds those of other values.
    pub(super) fn add(&mut self, other: NumberSigns) {
        self.all_with_point &= other.all_with_point;
        self.all_with_comma &= other.all_with_comma;
        self.point |= other.point;
        self.comma |= other.comma;
        self.either |= other.either;
        self.certain |= other.certain;
    }

    /// Whether all values are numbers in a writing that some of them make certain.
    pub(super) fn are_all(&self) -> bool {
        (self.all_with_point && (self.point || self.certain) && !self.comma)
            || (self.all_with_comma && (self.comma || self.certain) && !self.point)
    }
}

/// The commonest of decimals, which cannot be read otherwise: three digits after the point could be thousands.
fn is_decimal_with_point(text: &str) -> bool {
    let all_digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    text.split_once('.')
        .is_some_and(|(whole, decimals)| decimals.len() != 3 && all_digits(whole) && all_digits(decimals))
}

/// A number with an exponent as programs write very small ones, such as `9.5e-05` or `1e-05`. Without a minus it could be
/// a code, such as `12E4`.
fn is_scientific(text: &str) -> bool {
    let Some((mantissa, exponent)) = text.split_once(['e', 'E']) else { return false };
    let is_exponent = exponent
        .strip_prefix('-')
        .is_some_and(|digits| matches!(digits.len(), 1..=3) && digits.bytes().all(|byte| byte.is_ascii_digit()));
    let (whole, decimals) = mantissa.strip_prefix('-').unwrap_or(mantissa).split_once('.').unwrap_or((mantissa, "0"));
    let whole = whole.strip_prefix('-').unwrap_or(whole);
    let is_digit = matches!(whole.as_bytes(), [b'0'..=b'9']);
    is_exponent && is_digit && !decimals.is_empty() && decimals.bytes().all(|byte| byte.is_ascii_digit())
}

/// A number without the marks of a code: a leading zero, a leading plus, very many digits.
pub(super) fn is_plain_number(text: &str, cell: Cell) -> bool {
    if is_scientific(text) {
        return true;
    }
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
