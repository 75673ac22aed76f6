//! One `[[file]]`: how it is written, and what it becomes.

use encoding_rs::Encoding;
use model::phrase::{Phrase, Problem};

use super::feed::{read_feed, read_repeated};
use super::section::Section;
use crate::mapping::{DayOrder, FileMapping, Format};

/// Reads a file, which has the settings of its mapping unless it says otherwise.
pub(super) fn read_file(section: &mut Section<'_, '_>, around: &FileMapping) -> FileMapping {
    section.only_keys(&[
        "match",
        "format",
        "zone",
        "delimiter",
        "quote",
        "encoding",
        "sheet",
        "rows",
        "date_order",
        "decimal",
        "source",
        "id_kind",
        "repeated_rows",
        "feed",
    ]);
    let pattern = section.text("match");
    if !section.table.contains_key("match") {
        section.missing("match");
    }
    let format = section.text("format").and_then(|named| {
        let format = Format::named(&named.name);
        if format.is_none() {
            let problem = Problem::new(Phrase::new("mapping-unknown-format").with("format", &named.name), named.place);
            section.problems.push(problem.suggesting(&named.name, Format::NAMES));
        }
        format
    });
    let delimiter = section.byte("delimiter", "mapping-delimiter");
    let quote = section.byte("quote", "mapping-quote");
    let encoding = section.text("encoding").map(|named| {
        if Encoding::for_label(named.name.as_bytes()).is_none() {
            let phrase = Phrase::new("mapping-unknown-encoding").with("encoding", &named.name);
            let problem = Problem::new(phrase, named.place);
            section.problems.push(problem.suggesting(&named.name, ["utf-8", "utf-16le", "windows-1252"]));
        }
        named.name
    });
    let sheet = section.text("sheet").map(|named| named.name);
    let rows = section.text("rows").map(|named| named.name);
    let date_order = section.text("date_order").and_then(|named| match named.name.as_str() {
        "dmy" => Some(DayOrder::DayFirst),
        "mdy" => Some(DayOrder::MonthFirst),
        _ => {
            section.problems.push(Problem::new(Phrase::new("mapping-date-order"), named.place));
            None
        }
    });
    let decimal = section.text("decimal").and_then(|named| match named.name.as_bytes() {
        &[mark @ (b'.' | b',')] => Some(mark),
        _ => {
            section.problems.push(Problem::new(Phrase::new("mapping-decimal"), named.place));
            None
        }
    });
    let own_zone = section.zone();
    let own_source = section.text("source").map(|named| named.name);
    let own_id_kind = section.word("id_kind").map(|named| named.name);
    let repeated = read_repeated(section);
    let sections = section.sections("feed");
    if sections.is_empty() && !section.table.contains_key("feed") {
        section.missing("feed");
    }
    let mut feeds = Vec::new();
    for (table, place) in sections {
        let mut section = Section { table, place, problems: &mut *section.problems };
        feeds.extend(read_feed(&mut section, repeated));
    }
    FileMapping {
        pattern: pattern.map(|named| named.name).unwrap_or_default(),
        format,
        zone: own_zone.or_else(|| around.zone.clone()),
        delimiter,
        quote,
        date_order,
        decimal,
        encoding,
        sheet,
        rows,
        source: own_source.unwrap_or_else(|| around.source.clone()),
        id_kind: own_id_kind.unwrap_or_else(|| around.id_kind.clone()),
        lookups: Vec::new(),
        feeds,
        place: section.place,
    }
}
