//! Exact decimal numbers: what definitions compute with. No floating point.
//!
//! A value is `units × 10^-scale`. Sums, differences and products are exact (products up to [`MAX_SCALE`]
//! places); a quotient or mean is rounded half-even once, at [`QUOTIENT_SCALE`] places.

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Decimal places of a quotient or a mean.
pub const QUOTIENT_SCALE: u8 = 8;
/// Decimal places kept by a product; beyond them it is rounded half-even.
pub const MAX_SCALE: u8 = 18;
/// Results of arithmetic of this size (10 to this power) and above are missing: below it, every number fits 128 bits
/// at [`MAX_SCALE`] places, so that engines that compute at a scale fixed beforehand agree.
const MAX_DIGITS: u32 = 20;
/// Decimal places in which money is stored.
pub const MONEY_SCALE: u8 = 4;
/// Decimal places in which other numbers are stored.
pub const NUMBER_SCALE: u8 = 6;

/// An exact decimal number.
#[derive(Clone, Copy, Debug)]
pub struct Decimal {
    units: i128,
    scale: u8,
}

impl Decimal {
    /// Zero.
    pub const ZERO: Decimal = Decimal { units: 0, scale: 0 };

    /// `units × 10^-scale`, brought to its shortest scale.
    pub fn new(units: i128, scale: u8) -> Self {
        let mut number = Decimal { units, scale };
        while number.scale > 0 && number.units % 10 == 0 {
            number.units /= 10;
            number.scale -= 1;
        }
        number
    }

    /// The whole number `n`.
    pub fn whole(n: i64) -> Self {
        Decimal { units: i128::from(n), scale: 0 }
    }

    /// Digits after the point in the shortest writing.
    pub fn scale(self) -> u8 {
        self.scale
    }

    /// The number counted in `10^-scale`, rounded half-even; `None` beyond 128 bits.
    pub fn units_at(self, scale: u8) -> Option<i128> {
        rescale(self.units, self.scale, scale)
    }

    /// Reads digits with an optional sign, point and exponent-free fraction: `-12.50`. `None` for anything else.
    pub fn parse(text: &str) -> Option<Self> {
        let (negative, digits) = match text.as_bytes().first()? {
            b'-' => (true, &text[1..]),
            b'+' => (false, &text[1..]),
            _ => (false, text),
        };
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
        let all_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        if whole.len() + fraction.len() == 0 || !all_digits(whole) || !all_digits(fraction) || whole.len() > 20 {
            return None;
        }
        let kept = &fraction[..fraction.len().min(usize::from(MAX_SCALE))];
        let mut units: i128 = 0;
        for byte in whole.bytes().chain(kept.bytes()) {
            units = units * 10 + i128::from(byte - b'0');
        }
        Some(Decimal::new(if negative { -units } else { units }, kept.len() as u8))
    }

    /// The exact sum; `None` for a result of more than 20 digits before the point.
    pub fn plus(self, other: Self) -> Option<Self> {
        let scale = self.scale.max(other.scale);
        let units = self.units_at(scale)?.checked_add(other.units_at(scale)?)?;
        bounded(units, scale).map(|units| Decimal::new(units, scale))
    }

    /// The exact difference; `None` for a result of more than 20 digits before the point.
    pub fn minus(self, other: Self) -> Option<Self> {
        self.plus(other.negated())
    }

    /// The number with its sign turned.
    pub fn negated(self) -> Self {
        Decimal { units: -self.units, scale: self.scale }
    }

    /// The product, exact up to [`MAX_SCALE`] places; `None` for a result of more than 20 digits before the point.
    pub fn times(self, other: Self) -> Option<Self> {
        let units = self.units.checked_mul(other.units)?;
        let scale = self.scale + other.scale;
        let kept = scale.min(MAX_SCALE);
        let units = bounded(rescale(units, scale, kept)?, kept)?;
        Some(Decimal::new(units, kept))
    }

    /// The quotient rounded half-even at [`QUOTIENT_SCALE`] places; `None` for a division by zero.
    pub fn divided_by(self, other: Self) -> Option<Self> {
        let units = bounded(quotient(self.units, self.scale, other.units, other.scale)?, QUOTIENT_SCALE)?;
        Some(Decimal::new(units, QUOTIENT_SCALE))
    }

    /// The nearest floating-point number, for display and charts only.
    pub fn to_f64(self) -> f64 {
        self.units as f64 / 10f64.powi(i32::from(self.scale))
    }
}

/// The units of a result of arithmetic; `None` when it is of 20 digits before the point or more.
pub fn bounded(units: i128, scale: u8) -> Option<i128> {
    (units.unsigned_abs() < 10u128.pow(MAX_DIGITS + u32::from(scale.min(MAX_SCALE)))).then_some(units)
}

/// `units × 10^-from` counted in `10^-to`, rounded half-even; `None` beyond 128 bits.
pub fn rescale(units: i128, from: u8, to: u8) -> Option<i128> {
    let power = |exponent: u8| POWERS.get(usize::from(exponent)).copied();
    match to.cmp(&from) {
        Ordering::Equal => Some(units),
        Ordering::Greater => units.checked_mul(power(to - from)?),
        Ordering::Less => Some(divide_half_even(units, power(from - to)?)),
    }
}

/// The powers of ten that 128 bits hold.
const POWERS: [i128; 39] = {
    let mut powers = [1; 39];
    let mut exponent = 1;
    while exponent < powers.len() {
        powers[exponent] = 10 * powers[exponent - 1];
        exponent += 1;
    }
    powers
};

/// The quotient of two scaled numbers in `10^-QUOTIENT_SCALE`, rounded half-even; `None` for a division by zero.
pub fn quotient(units: i128, scale: u8, by_units: i128, by_scale: u8) -> Option<i128> {
    if by_units == 0 {
        return None;
    }
    let shared = scale.max(by_scale);
    let dividend = rescale(units, scale, shared)?;
    let divisor = rescale(by_units, by_scale, shared)?;
    let scaled = dividend.checked_mul(10i128.pow(u32::from(QUOTIENT_SCALE)))?;
    Some(divide_half_even(scaled, divisor))
}

fn divide_half_even(dividend: i128, divisor: i128) -> i128 {
    let (quotient, remainder) = (dividend / divisor, dividend % divisor);
    let twice = remainder.unsigned_abs().saturating_mul(2);
    let away = match twice.cmp(&divisor.unsigned_abs()) {
        Ordering::Less => false,
        Ordering::Greater => true,
        Ordering::Equal => quotient % 2 != 0,
    };
    if !away {
        quotient
    } else if (dividend < 0) == (divisor < 0) {
        quotient + 1
    } else {
        quotient - 1
    }
}

impl PartialEq for Decimal {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Decimal {}

impl PartialOrd for Decimal {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Decimal {
    fn cmp(&self, other: &Self) -> Ordering {
        compare(self.units, self.scale, other.units, other.scale)
    }
}

/// Compares two scaled numbers exactly.
pub fn compare(units: i128, scale: u8, other_units: i128, other_scale: u8) -> Ordering {
    let shared = scale.max(other_scale);
    match (rescale(units, scale, shared), rescale(other_units, other_scale, shared)) {
        (Some(left), Some(right)) => left.cmp(&right),
        // The one that does not fit 128 bits at the shared scale is the greater in size.
        (None, _) => units.cmp(&0),
        (_, None) => 0.cmp(&other_units),
    }
}

impl Hash for Decimal {
    fn hash<H: Hasher>(&self, state: &mut H) {
        // `new` brings equal numbers to the same units and scale.
        let short = Decimal::new(self.units, self.scale);
        (short.units, short.scale).hash(state);
    }
}

impl fmt::Display for Decimal {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.units < 0 { "-" } else { "" };
        let size = self.units.unsigned_abs();
        let one = 10u128.pow(u32::from(self.scale));
        let (whole, fraction) = (size / one, size % one);
        if self.scale == 0 {
            return write!(formatter, "{sign}{whole}");
        }
        write!(formatter, "{sign}{whole}.{fraction:0width$}", width = usize::from(self.scale))
    }
}

impl Serialize for Decimal {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Decimal {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Decimal::parse(&text).ok_or_else(|| serde::de::Error::custom(format!("not a decimal number: {text}")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(text: &str) -> Decimal {
        Decimal::parse(text).unwrap_or_else(|| panic!("{text} is no number"))
    }

    #[test]
    fn quotients_round_half_even_at_eight_places() {
        let check = |a: &str, b: &str, expected: &str| {
            assert_eq!(number(a).divided_by(number(b)), Some(number(expected)), "{a} / {b}");
        };
        check("1", "3", "0.33333333");
        check("2", "3", "0.66666667");
        check("-2", "3", "-0.66666667");
        check("0.00000001", "2", "0");
        check("0.00000003", "2", "0.00000002");
        check("-0.00000003", "2", "-0.00000002");
        check("10", "4", "2.5");
        assert_eq!(number("1").divided_by(Decimal::ZERO), None);
    }

    #[test]
    fn numbers_are_read_and_written_as_they_are() {
        for text in ["0", "-1.5", "1234567.000001", "80"] {
            assert_eq!(number(text).to_string(), text);
        }
        assert_eq!(number("1.50").to_string(), "1.5");
        for text in ["", ".", "1e5", "1,5", "abc", "--1"] {
            assert_eq!(Decimal::parse(text), None, "{text}");
        }
    }

    #[test]
    fn sums_and_products_are_exact() {
        assert_eq!(number("0.1").plus(number("0.2")), Some(number("0.3")));
        assert_eq!(number("19.99").times(number("0.000001")), Some(number("0.00001999")));
    }
}
