//! How the numbers and times of a workbook are written as texts.

use calamine::ExcelDateTime;

/// Digits that a spreadsheet shows and keeps; what a double has beyond them is noise of its arithmetic.
const SHOWN_DIGITS: usize = 15;

/// A number as a spreadsheet shows it when no format hides digits: 0.1 + 0.2 is 0.3.
pub(super) fn number(number: f64) -> String {
    let shortest = number.to_string();
    if shortest.bytes().filter(u8::is_ascii_digit).count() <= SHOWN_DIGITS || !number.is_finite() {
        return shortest;
    }
    let rounded = format!("{number:.*e}", SHOWN_DIGITS - 1);
    rounded.parse::<f64>().map_or(shortest, |rounded| rounded.to_string())
}

/// A whole number under a format of nothing but zeros, such as `00000` for postal codes: the zeros that are seen
/// belong to it. `None` for anything else.
pub(super) fn zero_filled(number: f64, format: &str) -> Option<String> {
    let is_zeros = format.len() > 1 && format.len() <= 32 && format.bytes().all(|byte| byte == b'0');
    let is_whole = number >= 0.0 && number.fract() == 0.0 && number < 1e15;
    (is_zeros && is_whole).then(|| format!("{number:0>width$}", width = format.len()))
}

/// A day or time; a duration as its seconds; a time of day without a day as `10:30:00`.
///
/// Serial numbers count days from 1899-12-30 (so that 60 would be 1900-02-29, which never was: it is written so, and
/// fits no day) or, in workbooks of old Macintoshes, from 1904-01-01.
/// Source: <https://learn.microsoft.com/en-us/office/troubleshoot/excel/wrongly-assumes-1900-is-leap-year>
pub(super) fn moment(time: &ExcelDateTime) -> (String, bool) {
    let serial = time.as_f64();
    if time.is_duration() {
        return (number((serial * 86_400_000.0).round() / 1_000.0), true);
    }
    if !serial.is_finite() || serial < 0.0 {
        return (number(serial), false);
    }
    let (year, month, day, hour, minute, second, milli) = time.to_ymd_hms_milli();
    let clock = || {
        let fraction = if milli == 0 { String::new() } else { format!(".{milli:03}") };
        format!("{hour:02}:{minute:02}:{second:02}{fraction}")
    };
    let text = match (serial < 1.0, serial.fract() == 0.0) {
        (true, _) => clock(),
        (false, true) => format!("{year:04}-{month:02}-{day:02}"),
        (false, false) => format!("{year:04}-{month:02}-{day:02}T{}", clock()),
    };
    (text, false)
}

#[cfg(test)]
mod tests {
    use super::*;
    use calamine::ExcelDateTimeType;

    #[test]
    fn numbers_are_written_as_they_are_shown() {
        for (given, expected) in [
            (0.1 + 0.2, "0.3"),
            (12.0, "12"),
            (-0.5, "-0.5"),
            (1_234_567_890_123.0, "1234567890123"),
            (22.22, "22.22"),
            (1e21, "1000000000000000000000"),
            (1e-7, "0.0000001"),
        ] {
            assert_eq!(number(given), expected);
        }
        assert_eq!(zero_filled(1_234.0, "00000").as_deref(), Some("01234"));
        assert_eq!(zero_filled(123_456.0, "00000").as_deref(), Some("123456"));
        assert_eq!(zero_filled(12.5, "00000"), None);
        assert_eq!(zero_filled(12.0, "0"), None);
        assert_eq!(zero_filled(12.0, "0.00"), None);
    }

    #[test]
    fn serial_numbers_are_days_and_times() {
        let check = |serial: f64, is_1904: bool, expected: &str| {
            let time = ExcelDateTime::new(serial, ExcelDateTimeType::DateTime, is_1904);
            assert_eq!(moment(&time).0, expected, "{serial}");
        };
        check(1.0, false, "1900-01-01");
        check(59.0, false, "1900-02-28");
        check(60.0, false, "1900-02-29");
        check(61.0, false, "1900-03-01");
        check(45_943.0, false, "2025-10-13");
        check(45_943.5, false, "2025-10-13T12:00:00");
        check(50_424.135_509_259_26, false, "2038-01-19T03:15:08");
        check(0.5, false, "12:00:00");
        check(44_481.0, true, "2025-10-13");
        check(-1.0, false, "-1");
        let hours = ExcelDateTime::new(1.5, ExcelDateTimeType::TimeDelta, false);
        assert_eq!(moment(&hours), ("129600".to_owned(), true));
    }
}
