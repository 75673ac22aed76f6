//! Reads the cells of a sheet of an Excel workbook (.xlsx), one after the other.

use std::io::{Read, Seek};

use calamine::{DataRef, Reader, SheetType, SheetVisible, Xlsx, XlsxError};
use rustc_hash::{FxHashMap, FxHashSet};

use super::bounds;
use super::rows::{Fault, Sending};
use super::written;
use crate::source::texts::Cell;

/// Formulas without a value that are told one by one.
const MOST_FORMULAS: usize = 100_000;

/// A place in a sheet: line and column, from 0.
type Place = (u32, u32);

/// Reads a sheet: the one of a name, else the first that is visible and not empty.
pub(super) fn read<R: Read + Seek>(mut file: R, asked: Option<&str>, to: &mut Sending) -> Result<(), Fault> {
    let seen = bounds::check(&mut file)?;
    let mut book: Xlsx<R> = Xlsx::new(file).map_err(fault)?;
    let (name, others) = chosen(&mut book, asked)?;
    to.sheet(&name, others)?;
    let below = if seen.has_merged_cells { merged_down(&mut book, &name)? } else { FxHashMap::default() };
    let formulas = if seen.has_formula_without_value { without_value(&mut book, &name)? } else { FxHashMap::default() };
    send_cells(&mut book, &name, &below, &formulas, to)
}

/// The sheet to read, and the others.
fn chosen<R: Read + Seek>(book: &mut Xlsx<R>, asked: Option<&str>) -> Result<(String, Vec<String>), Fault> {
    let sheets = book.sheets_metadata().iter().filter(|sheet| sheet.typ == SheetType::WorkSheet);
    let sheets: Vec<(String, bool)> =
        sheets.map(|sheet| (sheet.name.clone(), sheet.visible == SheetVisible::Visible)).collect();
    let names: Vec<String> = sheets.iter().map(|(name, _)| name.clone()).collect();
    let name = match asked {
        Some(asked) => named(&names, asked)?,
        None => {
            let mut first_filled = None;
            for (name, _) in sheets.iter().filter(|(_, is_visible)| *is_visible) {
                if is_filled(book, name)? {
                    first_filled = Some(name.clone());
                    break;
                }
            }
            match first_filled.or_else(|| names.first().cloned()) {
                Some(name) => name,
                None => return Err(Fault::Unreadable("no sheet".to_owned())),
            }
        }
    };
    let others = names.into_iter().filter(|other| *other != name).collect();
    Ok((name, others))
}

/// The sheet of a name, upper and lower case alike where nothing else fits.
pub(super) fn named(names: &[String], asked: &str) -> Result<String, Fault> {
    let asked = asked.trim();
    let exact = names.iter().find(|name| name.trim() == asked);
    let found = exact.or_else(|| names.iter().find(|name| name.trim().to_lowercase() == asked.to_lowercase()));
    found.cloned().ok_or_else(|| Fault::NoSheet { sheets: names.to_vec() })
}

fn is_filled<R: Read + Seek>(book: &mut Xlsx<R>, name: &str) -> Result<bool, Fault> {
    let mut reader = book.worksheet_cells_reader(name).map_err(fault)?;
    while let Some(cell) = reader.next_cell().map_err(fault)? {
        if !matches!(cell.get_value(), DataRef::Empty) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// The last line of each cell that is merged with those below it.
fn merged_down<R: Read + Seek>(book: &mut Xlsx<R>, name: &str) -> Result<FxHashMap<Place, u32>, Fault> {
    let regions = book.merge_cells_by_sheet_name(name).map_err(fault)?;
    Ok(regions.into_iter().filter(|region| region.end.0 > region.start.0).map(|it| (it.start, it.end.0)).collect())
}

/// The formulas that no spreadsheet program has computed, as programs write them that only make files.
fn without_value<R: Read + Seek>(book: &mut Xlsx<R>, name: &str) -> Result<FxHashMap<Place, String>, Fault> {
    let mut found = FxHashMap::default();
    let mut reader = book.worksheet_cells_reader(name).map_err(fault)?;
    while found.len() < MOST_FORMULAS
        && let Some(cell) = reader.next_cell_with_formula().map_err(fault)?
    {
        if let (DataRef::Empty, Some(formula)) = (&cell.value, cell.formula) {
            found.insert(cell.pos, format!("={formula}"));
        }
    }
    Ok(found)
}

fn send_cells<R: Read + Seek>(
    book: &mut Xlsx<R>,
    name: &str,
    below: &FxHashMap<Place, u32>,
    formulas: &FxHashMap<Place, String>,
    to: &mut Sending,
) -> Result<(), Fault> {
    let mut reader = book.worksheet_cells_reader(name).map_err(fault)?;
    let code = |style: &calamine::Style| style.number_format.as_ref().map(|format| format.format_code.clone());
    let formats: Vec<Option<String>> = reader.styles().iter().map(code).collect();
    let mut known: FxHashSet<Place> = FxHashSet::default();
    let mut line_before = 0;
    while let Some((cell, style)) = reader.next_cell_with_style_id().map_err(fault)? {
        let place = cell.get_position();
        // A cell that is written twice counts once.
        if place.0 != line_before {
            known.clear();
            line_before = place.0;
        }
        let (kind, text) = match cell.get_value() {
            DataRef::Empty => match formulas.get(&place) {
                Some(formula) => (Cell::Fault, formula.clone()),
                None => continue,
            },
            DataRef::Int(whole) => (Cell::Number, whole.to_string()),
            DataRef::Float(number) => {
                let format = formats.get(style).and_then(Option::as_deref);
                match format.and_then(|format| written::zero_filled(*number, format)) {
                    Some(code) => (Cell::Text, code),
                    None => (Cell::Number, written::number(*number)),
                }
            }
            DataRef::String(text) => (Cell::Text, text.clone()),
            DataRef::SharedString(text) => (Cell::Text, (*text).to_owned()),
            DataRef::Bool(truth) => (Cell::Bool, truth.to_string()),
            DataRef::DateTime(time) => match written::moment(time) {
                (seconds, true) => (Cell::Number, seconds),
                (moment, false) => (Cell::Text, moment),
            },
            DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => (Cell::Text, text.clone()),
            DataRef::Error(error) => (Cell::Fault, error.to_string()),
        };
        if !known.insert(place) {
            continue;
        }
        let (line, column) = (u64::from(place.0) + 1, place.1);
        to.cell(line, column, kind, &text)?;
        if let Some(last) = below.get(&place) {
            to.merge_down(line, column, u64::from(*last) + 1, kind, &text);
        }
    }
    Ok(())
}

fn fault(error: XlsxError) -> Fault {
    match error {
        XlsxError::Password => Fault::Locked,
        other => Fault::Unreadable(other.to_string()),
    }
}
