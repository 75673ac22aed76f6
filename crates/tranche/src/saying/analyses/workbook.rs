//! What was found as a workbook: a sheet an analysis, its numbers as numbers, and charts that the workbook draws itself.

use std::collections::BTreeSet;
use std::path::Path;

use model::phrase::Phrase;
use rust_xlsxwriter::{Chart, ChartType, DocProperties, ExcelDateTime, Format, Workbook, Worksheet, XlsxError};

use super::{Cell, Findings, Sheet};
use crate::ops::failure::Failure;

/// Longest name of a sheet.
const LONGEST: usize = 31;
/// Rows that a chart takes beside its table.
const CHART_COLUMNS: u16 = 2;
/// Rows drawn at most.
const DRAWN: usize = 30;

/// Writes findings into a workbook. Its date is that of the figures, so that the same question makes the same file.
pub(crate) fn write(parts: &[Findings], title: &str, as_of: &str, path: &Path) -> Result<(), Failure> {
    let failed = |error: XlsxError| {
        Failure::Failed(Phrase::new("failed-file").with("file", path.display()).with("detail", error))
    };
    let mut workbook = Workbook::new();
    let mut properties = DocProperties::new().set_title(title);
    if let Some(date) = as_of.get(..19).and_then(|date| ExcelDateTime::parse_from_str(date).ok()) {
        properties = properties.set_creation_datetime(&date);
    }
    workbook.set_properties(&properties);
    for (place, part) in parts.iter().enumerate() {
        let worksheet = workbook.add_worksheet();
        fill(worksheet, &named(&part.title, place), part).map_err(failed)?;
    }
    workbook.save(path).map_err(failed)
}

/// A name that workbooks allow, different for each place.
fn named(title: &str, place: usize) -> String {
    let title: String = title.chars().filter(|letter| !"[]:*?/\\'".contains(*letter)).collect();
    let number = format!("{} ", place + 1);
    let kept = LONGEST - number.chars().count();
    let mut cut: String = title.chars().take(kept).collect();
    // A name ends with a whole word.
    if title.chars().nth(kept).is_some_and(|next| next != ' ')
        && let Some((whole, _)) = cut.rsplit_once(' ')
    {
        cut = whole.to_owned();
    }
    number + cut.trim()
}

fn fill(worksheet: &mut Worksheet, name: &str, part: &Findings) -> Result<(), XlsxError> {
    worksheet.set_name(name)?;
    worksheet.set_column_width(0, 34)?;
    let columns = part.sheets.iter().map(|sheet| sheet.heads.len()).max().unwrap_or(1);
    for column in 1..columns {
        worksheet.set_column_width(column as u16, 14)?;
    }
    let bold = Format::new().set_bold();
    worksheet.write_string_with_format(0, 0, &part.title, &Format::new().set_bold().set_font_size(16))?;
    let mut row = 1;
    for sentence in part.warns.iter().chain(&part.says) {
        worksheet.write_string(row, 0, sentence)?;
        row += 1;
    }
    for sheet in &part.sheets {
        row += 1;
        worksheet.write_string_with_format(row, 0, &sheet.title, &bold)?;
        row += 1;
        let first = row;
        for (column, head) in sheet.heads.iter().enumerate() {
            worksheet.write_string_with_format(row, column as u16, head, &bold)?;
        }
        for cells in &sheet.rows {
            row += 1;
            for (column, cell) in cells.iter().enumerate() {
                write_cell(worksheet, row, column as u16, cell)?;
            }
        }
        if let Some(chart) = drawn(sheet, name, first) {
            worksheet.insert_chart(first, sheet.heads.len() as u16 + CHART_COLUMNS, &chart)?;
            // The next table begins below the picture.
            row = row.max(first + 16);
        }
        row += 1;
    }
    Ok(())
}

fn write_cell(worksheet: &mut Worksheet, row: u32, column: u16, cell: &Cell) -> Result<(), XlsxError> {
    let formatted = |format: &str| Format::new().set_num_format(format);
    match cell {
        Cell::Text(text) => worksheet.write_string(row, column, text)?,
        Cell::Count(count) => worksheet.write_number_with_format(row, column, *count as f64, &formatted("#,##0"))?,
        Cell::Number(number, 0) => worksheet.write_number_with_format(row, column, *number, &formatted("#,##0"))?,
        Cell::Number(number, _) => worksheet.write_number_with_format(row, column, *number, &formatted("#,##0.00"))?,
        Cell::Share(share) => worksheet.write_number_with_format(row, column, *share, &formatted("0.0%"))?,
        Cell::Money(amount) => worksheet.write_number_with_format(row, column, *amount, &formatted("#,##0.00"))?,
        Cell::None => worksheet,
    };
    Ok(())
}

/// Bars of the first column of counts or amounts, for the first rows; nothing of a table whose first column names none of
/// them apart.
fn drawn(sheet: &Sheet, name: &str, first: u32) -> Option<Chart> {
    let rows = &sheet.rows[..sheet.rows.len().min(DRAWN)];
    let mut names = BTreeSet::new();
    let has_names = rows.iter().all(|row| matches!(row.first(), Some(Cell::Text(name)) if names.insert(name)));
    if !has_names || rows.len() < 2 {
        return None;
    }
    let is_drawn =
        |column: &usize| rows.iter().all(|row| matches!(row.get(*column), Some(Cell::Count(_) | Cell::Money(_))));
    let column = (1..sheet.heads.len()).find(is_drawn)? as u16;
    let last = first + rows.len() as u32;
    let mut chart = Chart::new(ChartType::Bar);
    let series = chart.add_series();
    series.set_categories((name, first + 1, 0, last, 0)).set_values((name, first + 1, column, last, column));
    chart.title().set_name(&sheet.title);
    chart.legend().set_hidden();
    // The first row on top, as in the table.
    chart.x_axis().set_reverse();
    Some(chart)
}
