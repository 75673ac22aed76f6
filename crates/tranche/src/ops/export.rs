//! Members written into a file that other programs open: as CSV and as a workbook. What customers typed is never run as a
//! formula by the program that opens it.

use model::phrase::Phrase;
use model::time::Zone;
use model::value::{Type, Value};
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook, Worksheet, XlsxError};

use super::failure::Failure;
use super::roll::Roll;

/// Rows of a sheet beside its head: Excel holds no more.
const MOST_ROWS: usize = 1_048_575;

/// Writes members as CSV: UTF-8 with its mark, so that spreadsheets read accents; dates and numbers as programs write them.
/// A text that a spreadsheet would run as a formula gets an apostrophe before it
/// (<https://owasp.org/www-community/attacks/CSV_Injection>).
pub(crate) fn csv(roll: &Roll, heads: &[String], zone: &Zone) -> Result<Vec<u8>, Failure> {
    let failed = |detail: String| Failure::Failed(Phrase::new("failed-export").with("detail", detail));
    let mut writer = csv::Writer::from_writer("\u{feff}".as_bytes().to_vec());
    let head = std::iter::once("id".to_owned()).chain(heads.iter().map(|head| inert(head)));
    writer.write_record(head).map_err(|error| failed(error.to_string()))?;
    for row in &roll.rows {
        let cells = row.values.iter().map(|value| match value {
            Value::Text(text) => inert(text),
            Value::List(_) => inert(&plain(value, zone)),
            value => plain(value, zone),
        });
        writer.write_record(std::iter::once(inert(&row.id)).chain(cells)).map_err(|error| failed(error.to_string()))?;
    }
    writer.into_inner().map_err(|error| failed(error.to_string()))
}

/// A text that no spreadsheet takes for a formula. A phone number in its international writing is none.
fn inert(text: &str) -> String {
    let is_phone = || text.len() > 1 && text[1..].chars().all(|letter| letter.is_ascii_digit() || letter == ' ');
    match text.chars().next() {
        Some('+') if is_phone() => text.to_owned(),
        Some('=' | '+' | '-' | '@' | '\t' | '\r' | '\n' | '＝' | '＋' | '－' | '＠') => format!("'{text}"),
        _ => text.to_owned(),
    }
}

/// A value as programs write it.
fn plain(value: &Value, zone: &Zone) -> String {
    match value {
        Value::Missing => String::new(),
        Value::Bool(truth) => truth.to_string(),
        Value::Number(number) => number.to_string(),
        Value::Text(text) => text.to_string(),
        Value::Date(day) => day.to_string(),
        Value::Instant(at) => zone.display(*at),
        Value::List(elements) => elements.iter().map(|element| plain(element, zone)).collect::<Vec<_>>().join("; "),
    }
}

/// Writes members as a workbook of one sheet: numbers as numbers, dates as dates, texts as texts whatever they begin with.
pub(crate) fn xlsx(roll: &Roll, heads: &[String], zone: &Zone) -> Result<Vec<u8>, Failure> {
    if roll.rows.len() > MOST_ROWS {
        return Err(Failure::Failed(Phrase::new("failed-export-rows").with("rows", roll.rows.len())));
    }
    let failed = |error: XlsxError| Failure::Failed(Phrase::new("failed-export").with("detail", error));
    workbook(roll, heads, zone).map_err(failed)
}

fn workbook(roll: &Roll, heads: &[String], zone: &Zone) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    let bold = Format::new().set_bold();
    let money = Format::new().set_num_format("#,##0.00");
    let (day, moment) = (Format::new().set_num_format("yyyy-mm-dd"), Format::new().set_num_format("yyyy-mm-dd hh:mm"));
    sheet.write_string_with_format(0, 0, "id", &bold)?;
    for (place, head) in heads.iter().enumerate() {
        sheet.write_string_with_format(0, place as u16 + 1, head, &bold)?;
        sheet.set_column_width(place as u16 + 1, 18)?;
    }
    sheet.set_freeze_panes(1, 1)?;
    for (number, row) in roll.rows.iter().enumerate() {
        let line = number as u32 + 1;
        sheet.write_string(line, 0, &row.id)?;
        for (place, (column, value)) in roll.columns.iter().zip(&row.values).enumerate() {
            let at = (line, place as u16 + 1);
            match value {
                Value::Number(amount) if column.kind.item == Type::Money => {
                    sheet.write_number_with_format(at.0, at.1, amount.to_f64(), &money)?;
                }
                Value::Date(_) | Value::Instant(_) => dated(sheet, at, value, zone, (&day, &moment))?,
                value => cell(sheet, at, value, zone)?,
            }
        }
    }
    workbook.save_to_buffer()
}

fn cell(sheet: &mut Worksheet, (line, column): (u32, u16), value: &Value, zone: &Zone) -> Result<(), XlsxError> {
    match value {
        Value::Missing => {}
        Value::Bool(truth) => {
            sheet.write_boolean(line, column, *truth)?;
        }
        Value::Number(number) => {
            sheet.write_number(line, column, number.to_f64())?;
        }
        value => {
            sheet.write_string(line, column, plain(value, zone))?;
        }
    }
    Ok(())
}

/// A day or a moment; one that a workbook has no date for, before 1900, is written as text.
fn dated(
    sheet: &mut Worksheet,
    (line, column): (u32, u16),
    value: &Value,
    zone: &Zone,
    (day, moment): (&Format, &Format),
) -> Result<(), XlsxError> {
    let text = match value {
        Value::Instant(at) => zone.display(*at).chars().take(19).collect(),
        value => plain(value, zone),
    };
    let format = if matches!(value, Value::Date(_)) { day } else { moment };
    match ExcelDateTime::parse_from_str(&text) {
        Ok(at) => sheet.write_datetime_with_format(line, column, &at, format)?,
        Err(_) => sheet.write_string(line, column, &text)?,
    };
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::inert;

    #[test]
    fn formulas_are_inert_and_phone_numbers_stay() {
        for (written, expected) in [
            ("=1+1", "'=1+1"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("-2+3", "'-2+3"),
            ("+33 6 12 34 56 78", "+33 6 12 34 56 78"),
            ("+cmd|'/C calc'!A0", "'+cmd|'/C calc'!A0"),
            ("\t=1", "'\t=1"),
            ("Zoé", "Zoé"),
            ("", ""),
        ] {
            assert_eq!(inert(written), expected);
        }
    }
}
