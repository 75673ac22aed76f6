//! Numbers into whole units of their last decimal place, rounded half-even.

use crate::columns::MISSING;
use crate::decimal::{Decimal, rescale};

/// Why something is not a number that can be kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// It is no number at all.
    NotANumber,
    /// It has more digits than are kept.
    TooLarge,
}

/// Powers of ten that fit.
const TENS: [i64; 19] = {
    let mut tens = [1; 19];
    let mut place = 1;
    while place < 19 {
        tens[place] = tens[place - 1] * 10;
        place += 1;
    }
    tens
};

/// Reads a written number in units of `10^-scale`.
pub fn parse(text: &str, scale: u8) -> Result<i64, Fault> {
    if let Some(units) = parse_short(text, scale) {
        return Ok(units);
    }
    if let Some(number) = Decimal::parse(text) {
        return number.units_at(scale).ok_or(Fault::TooLarge).and_then(narrow);
    }
    let starts_well = |byte: &u8| byte.is_ascii_digit() || matches!(byte, b'-' | b'+' | b'.');
    let all_digits = text.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'-' | b'.'));
    match text.parse::<f64>() {
        Ok(_) if all_digits => Err(Fault::TooLarge),
        Ok(double) if text.as_bytes().first().is_some_and(starts_well) => of_double(double, scale),
        _ => Err(Fault::NotANumber),
    }
}

/// Whether a written number has more decimals than are kept, so that it is rounded. Thousands that stand apart are no
/// decimals: there are three of them at most.
pub fn is_rounded(text: &str, scale: u8) -> bool {
    let text = text.trim_end();
    let places = usize::from(if text.ends_with('%') { scale.saturating_sub(2) } else { scale });
    if text.len() <= places {
        return false;
    }
    let Some(mark) = text.rfind(['.', ',']) else { return false };
    let decimals = text.as_bytes()[mark + 1..].iter().take_while(|byte| byte.is_ascii_digit());
    decimals.skip(places.max(3)).any(|&digit| digit != b'0')
}

/// The common case: an optional minus, at most eighteen digits.
fn parse_short(text: &str, scale: u8) -> Option<i64> {
    let (negative, digits) = match text.as_bytes() {
        [b'-', digits @ ..] => (true, digits),
        digits => (false, digits),
    };
    if digits.is_empty() || digits.len() > 18 {
        return None;
    }
    let mut units: i64 = 0;
    let mut decimals: Option<u8> = None;
    for &byte in digits {
        match byte {
            b'0'..=b'9' => {
                units = units * 10 + i64::from(byte - b'0');
                decimals = decimals.map(|decimals| decimals + 1);
            }
            b'.' if decimals.is_none() && digits.len() > 1 => decimals = Some(0),
            _ => return None,
        }
    }
    let decimals = decimals.unwrap_or(0);
    let units = match scale.checked_sub(decimals) {
        Some(missing_places) => units.checked_mul(TENS[usize::from(missing_places)])?,
        None => {
            let (step, half) = (TENS[usize::from(decimals - scale)], TENS[usize::from(decimals - scale)] / 2);
            let (kept, dropped) = (units / step, units % step);
            kept + i64::from(dropped > half || (dropped == half && kept % 2 == 1))
        }
    };
    Some(if negative { -units } else { units })
}

/// A double in units of `10^-scale`.
pub fn of_double(double: f64, scale: u8) -> Result<i64, Fault> {
    if !double.is_finite() {
        return Err(Fault::NotANumber);
    }
    let units = round_half_even(double * TENS[usize::from(scale)] as f64);
    // 2^63 itself is the first double beyond the range, and its negative is the mark of a missing value.
    if units.abs() >= 9_223_372_036_854_775_808.0 { Err(Fault::TooLarge) } else { Ok(units as i64) }
}

/// Rounds half-even. Adding and taking away 1.5 × 2^52 rounds in two additions, where the standard function is a call.
fn round_half_even(number: f64) -> f64 {
    const SHIFT: f64 = 6_755_399_441_055_744.0;
    if number.abs() < 2_251_799_813_685_248.0 { (number + SHIFT) - SHIFT } else { number.round_ties_even() }
}

/// A whole number in units of `10^-scale`.
pub fn of_whole(whole: i64, scale: u8) -> Result<i64, Fault> {
    match whole.checked_mul(TENS[usize::from(scale)]) {
        Some(units) if units != MISSING => Ok(units),
        _ => Err(Fault::TooLarge),
    }
}

/// A decimal of `from` places in units of `10^-scale`.
pub fn of_decimal(units: i128, from: i8, scale: u8) -> Result<i64, Fault> {
    let (units, from) = if from < 0 {
        let times = 10i128.checked_pow(u32::from(from.unsigned_abs())).ok_or(Fault::TooLarge)?;
        (units.checked_mul(times).ok_or(Fault::TooLarge)?, 0)
    } else {
        (units, from.unsigned_abs())
    };
    rescale(units, from, scale).ok_or(Fault::TooLarge).and_then(narrow)
}

fn narrow(units: i128) -> Result<i64, Fault> {
    i64::try_from(units).ok().filter(|&units| units != MISSING).ok_or(Fault::TooLarge)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn written_numbers_are_exact_and_rounded_half_even() {
        for (text, scale, expected) in [
            ("22.22", 4, Ok(222_200)),
            ("-0.5", 6, Ok(-500_000)),
            ("+3", 6, Ok(3_000_000)),
            ("7.", 6, Ok(7_000_000)),
            (".5", 6, Ok(500_000)),
            ("0.00005", 4, Ok(0)),
            ("0.00015", 4, Ok(2)),
            ("0.000251", 4, Ok(3)),
            ("1e3", 4, Ok(10_000_000)),
            ("123456789012345678", 4, Err(Fault::TooLarge)),
            ("99999999999999999999999", 4, Err(Fault::TooLarge)),
            (".", 4, Err(Fault::NotANumber)),
            ("-", 4, Err(Fault::NotANumber)),
            ("1,5", 4, Err(Fault::NotANumber)),
            ("12 €", 4, Err(Fault::NotANumber)),
            ("nan", 4, Err(Fault::NotANumber)),
            ("inf", 4, Err(Fault::NotANumber)),
            ("1.2.3", 4, Err(Fault::NotANumber)),
        ] {
            assert_eq!(parse(text, scale), expected, "{text}");
        }
    }

    #[test]
    fn more_decimals_than_are_kept_are_told() {
        for (text, expected) in [
            ("12.3456", false),
            ("12.34560", false),
            ("12.34561", true),
            ("1,234", false),
            ("12,345678 €", true),
            ("1.234.567", false),
            ("12345678", false),
            ("12.34567 %", true),
            ("", false),
        ] {
            assert_eq!(is_rounded(text, 4), expected, "{text}");
        }
    }

    #[test]
    fn doubles_round_half_even() {
        for (double, expected) in [
            (22.22, Ok(222_200)),
            (0.5, Ok(5_000)),
            (0.00025, Ok(2)),
            (0.00075, Ok(8)),
            (-1e-9, Ok(0)),
            (1e16, Err(Fault::TooLarge)),
            (f64::NAN, Err(Fault::NotANumber)),
            (f64::INFINITY, Err(Fault::NotANumber)),
        ] {
            assert_eq!(of_double(double, 4), expected, "{double}");
        }
        assert_eq!(of_double(900_000_000_000_000.5, 0), Ok(900_000_000_000_000));
    }

    #[test]
    fn decimals_change_their_scale() {
        assert_eq!(of_decimal(12_345, 2, 4), Ok(1_234_500));
        assert_eq!(of_decimal(125, 5, 4), Ok(12));
        assert_eq!(of_decimal(3, -2, 4), Ok(3_000_000));
        assert_eq!(of_whole(i64::MAX, 4), Err(Fault::TooLarge));
    }
}
