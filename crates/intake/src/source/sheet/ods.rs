//! Reads the cells of a sheet of an OpenDocument workbook (.ods), one after the other.
//!
//! Source: <https://docs.oasis-open.org/office/OpenDocument/v1.3/os/part3-schema/OpenDocument-v1.3-os-part3-schema.html>,
//! section 9. The reader is our own: it holds one row, where others hold the workbook.

use std::io::{BufRead, BufReader, Read, Seek};

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use zip::ZipArchive;

use super::bounds;
use super::rows::{Fault, Sending};
use super::xlsx::named;
use crate::source::texts::Cell;

/// Lines and columns that a spreadsheet has; programs repeat an empty cell or row up to here.
const MOST_LINES: u64 = 1 << 20;
const MOST_COLUMNS: u32 = 1 << 14;
/// Filled cells made by repetition: more are no honest workbook.
const MOST_REPEATED: u64 = 1 << 26;

/// Reads a sheet: the one of a name, else the first that is not empty.
pub(super) fn read<R: Read + Seek>(mut file: R, asked: Option<&str>, to: &mut Sending) -> Result<(), Fault> {
    bounds::check(&mut file)?;
    let mut archive = ZipArchive::new(file).map_err(unreadable)?;
    let names = sheet_names(&mut archive)?;
    let chosen = asked.map(|asked| named(&names, asked)).transpose()?;
    let mut content = content(&mut archive)?;
    let mut buffer = Vec::new();
    let mut sheets = names.iter();
    loop {
        buffer.clear();
        match content.read_event_into(&mut buffer).map_err(unreadable)? {
            Event::Start(element) if element.name().as_ref() == "table:table" => {
                let Some(name) = sheets.next() else { break };
                let is_wanted = chosen.as_ref().is_none_or(|chosen| chosen == name);
                let sheet = Sheet { name, names: &names, is_told: false, line: 1, repeated: 0, to: &mut *to };
                if sheet.read(&mut content, is_wanted)? {
                    return Ok(());
                }
            }
            Event::Eof => break,
            _ => {}
        }
    }
    // All are empty.
    match chosen.as_ref().or(names.first()) {
        Some(name) => to.sheet(name, others(&names, name)),
        None => Err(Fault::Unreadable("no sheet".to_owned())),
    }
}

type Content<'a, R> = Reader<BufReader<zip::read::ZipFile<'a, R>>>;

fn content<R: Read + Seek>(archive: &mut ZipArchive<R>) -> Result<Content<'_, R>, Fault> {
    let part = archive.by_name("content.xml").map_err(unreadable)?;
    let mut reader = Reader::from_reader(BufReader::new(part));
    reader.config_mut().expand_empty_elements = true;
    Ok(reader)
}

/// Names of the sheets, in their order.
fn sheet_names<R: Read + Seek>(archive: &mut ZipArchive<R>) -> Result<Vec<String>, Fault> {
    let mut content = content(archive)?;
    let (mut names, mut buffer, mut depth) = (Vec::new(), Vec::new(), 0);
    loop {
        buffer.clear();
        match content.read_event_into(&mut buffer).map_err(unreadable)? {
            Event::Start(element) if element.name().as_ref() == "table:table" => {
                // One inside another is a picture of a sheet, not a sheet.
                if depth == 0 {
                    names.push(attribute(&element, "table:name").unwrap_or_default());
                }
                depth += 1;
            }
            Event::End(element) if element.name().as_ref() == "table:table" => depth -= 1,
            Event::Eof => return Ok(names),
            _ => {}
        }
    }
}

fn others(names: &[String], name: &str) -> Vec<String> {
    names.iter().filter(|other| *other != name).cloned().collect()
}

/// A sheet on its way.
struct Sheet<'s> {
    name: &'s str,
    names: &'s [String],
    is_told: bool,
    line: u64,
    repeated: u64,
    to: &'s mut Sending,
}

/// A filled cell of the row that is read.
struct Filled {
    column: u32,
    times: u32,
    last_line: u64,
    cell: Cell,
    text: String,
}

impl Sheet<'_> {
    /// Reads to the end of the sheet, and tells whether it was the one: wanted and not empty.
    fn read<R: BufRead>(mut self, content: &mut Reader<R>, is_wanted: bool) -> Result<bool, Fault> {
        let (mut buffer, mut depth, mut column, mut times) = (Vec::new(), 0, 0_u32, 1);
        let mut row: Vec<Filled> = Vec::new();
        loop {
            buffer.clear();
            match content.read_event_into(&mut buffer).map_err(unreadable)? {
                Event::Start(element) => match element.name().as_ref() {
                    "table:table" => depth += 1,
                    _ if depth > 0 || !is_wanted => {}
                    "table:table-row" => {
                        times = repeats(&element, "table:number-rows-repeated");
                        column = 0;
                        row.clear();
                    }
                    "table:table-cell" | "table:covered-table-cell" => {
                        let wide = repeats(&element, "table:number-columns-repeated");
                        let wide = wide.min(u64::from(MOST_COLUMNS - column)) as u32;
                        let down = repeats(&element, "table:number-rows-spanned");
                        let end = element.name().as_ref().to_owned();
                        let (cell, text) = cell(&element, &end, content)?;
                        if !text.is_empty() && wide > 0 {
                            row.push(Filled { column, times: wide, last_line: self.line + down - 1, cell, text });
                        }
                        column += wide;
                    }
                    _ => {}
                },
                Event::End(element) => match element.name().as_ref() {
                    "table:table" if depth == 0 => return Ok(self.is_told),
                    "table:table" => depth -= 1,
                    "table:table-row" if depth == 0 && is_wanted => {
                        let times = times.min(MOST_LINES.saturating_sub(self.line - 1));
                        self.send(&row, times)?;
                        self.line += times;
                    }
                    _ => {}
                },
                Event::Eof => return Err(Fault::Unreadable("content.xml ends within a sheet".to_owned())),
                _ => {}
            }
        }
    }

    /// Sends a row as often as it is repeated.
    fn send(&mut self, row: &[Filled], times: u64) -> Result<(), Fault> {
        if row.is_empty() {
            return Ok(());
        }
        if !self.is_told {
            self.is_told = true;
            self.to.sheet(self.name, others(self.names, self.name))?;
        }
        let n_cells: u64 = row.iter().map(|filled| u64::from(filled.times)).sum();
        if times > 1 || n_cells > row.len() as u64 {
            self.repeated = self.repeated.saturating_add(n_cells.saturating_mul(times));
            if self.repeated > MOST_REPEATED {
                return Err(Fault::TooLarge { part: "content.xml".to_owned() });
            }
        }
        for line in self.line..self.line + times {
            for filled in row {
                for column in filled.column..filled.column + filled.times {
                    self.to.cell(line, column, filled.cell, &filled.text)?;
                }
                self.to.merge_down(line, filled.column, filled.last_line, filled.cell, &filled.text);
            }
        }
        Ok(())
    }
}

/// A cell with its value, read to its end.
fn cell<R: BufRead>(element: &BytesStart<'_>, end: &str, content: &mut Reader<R>) -> Result<(Cell, String), Fault> {
    let has = |name: &str| attribute(element, name);
    let kind = has("office:value-type").or_else(|| has("calcext:value-type")).unwrap_or_default();
    let is_error = has("calcext:value-type").is_some_and(|kind| kind == "error");
    let (number, date, time) = (has("office:value"), has("office:date-value"), has("office:time-value"));
    let (truth, string) = (has("office:boolean-value"), has("office:string-value"));
    let formula = has("table:formula");
    let shown = shown_text(end, content)?;
    Ok(match kind.as_str() {
        _ if is_error => (Cell::Fault, shown),
        "float" | "percentage" | "currency" => (Cell::Number, number.unwrap_or(shown)),
        // Midnight is written out by some programs where a day is meant.
        "date" => {
            let date = date.unwrap_or(shown);
            (Cell::Text, date.strip_suffix("T00:00:00").map_or(date.clone(), str::to_owned))
        }
        "time" => match time.as_deref().and_then(seconds) {
            Some(seconds) => (Cell::Number, seconds),
            None => (Cell::Text, time.unwrap_or(shown)),
        },
        "boolean" => (Cell::Bool, truth.unwrap_or(shown)),
        "" if shown.is_empty() => match formula {
            Some(formula) => (Cell::Fault, format!("={}", formula.trim_start_matches("of:").trim_start_matches('='))),
            None => (Cell::Text, String::new()),
        },
        _ => {
            let text = string.unwrap_or(shown);
            // Programs that know no type of errors write them as texts.
            let is_error = formula.is_some() && text.starts_with('#') && text.ends_with(['!', '?', 'A']);
            (if is_error { Cell::Fault } else { Cell::Text }, text)
        }
    })
}

/// The text that a cell shows, without the notes that hang on it.
fn shown_text<R: BufRead>(end: &str, content: &mut Reader<R>) -> Result<String, Fault> {
    let (mut text, mut buffer, mut paragraphs, mut notes, mut in_paragraph) = (String::new(), Vec::new(), 0, 0, 0);
    loop {
        buffer.clear();
        match content.read_event_into(&mut buffer).map_err(unreadable)? {
            Event::Start(element) => match element.name().as_ref() {
                "office:annotation" => notes += 1,
                _ if notes > 0 => {}
                "text:p" => {
                    if paragraphs > 0 {
                        text.push('\n');
                    }
                    paragraphs += 1;
                    in_paragraph += 1;
                }
                "text:s" => (0..repeats(&element, "text:c").min(1_000)).for_each(|_| text.push(' ')),
                "text:tab" => text.push('\t'),
                "text:line-break" => text.push('\n'),
                _ => {}
            },
            Event::End(element) => match element.name().as_ref() {
                "office:annotation" => notes -= 1,
                "text:p" if notes == 0 => in_paragraph -= 1,
                name if name == end && notes <= 0 => return Ok(text),
                _ => {}
            },
            Event::Text(piece) if notes == 0 && in_paragraph > 0 => text.push_str(&piece.xml10_content()),
            Event::GeneralRef(reference) if notes == 0 && in_paragraph > 0 => {
                match reference.resolve_char_ref().map_err(unreadable)? {
                    Some(letter) => text.push(letter),
                    None => text.push_str(quick_xml::escape::resolve_xml_entity(&reference).unwrap_or_default()),
                }
            }
            Event::CData(piece) if notes == 0 && in_paragraph > 0 => text.push_str(&piece.xml10_content()),
            Event::Eof => return Err(Fault::Unreadable("content.xml ends within a cell".to_owned())),
            _ => {}
        }
    }
}

/// The seconds of `PT12H30M05.5S`.
fn seconds(text: &str) -> Option<String> {
    let mut rest = text.strip_prefix("PT")?;
    let mut seconds = 0.0;
    for (letter, factor) in [('H', 3_600.0), ('M', 60.0), ('S', 1.0)] {
        if let Some((number, after)) = rest.split_once(letter) {
            seconds += number.parse::<f64>().ok()? * factor;
            rest = after;
        }
    }
    rest.is_empty().then(|| super::written::number(seconds))
}

fn attribute(element: &BytesStart<'_>, name: &str) -> Option<String> {
    let found = element.attributes().flatten().find(|attribute| attribute.key.as_ref() == name)?;
    Some(quick_xml::escape::unescape(&found.value).unwrap_or_default().into_owned())
}

/// How often something stands there, at least once.
fn repeats(element: &BytesStart<'_>, name: &str) -> u64 {
    attribute(element, name).and_then(|times| times.trim().parse().ok()).unwrap_or(1).clamp(1, MOST_LINES)
}

fn unreadable(error: impl std::fmt::Display) -> Fault {
    Fault::Unreadable(error.to_string())
}
