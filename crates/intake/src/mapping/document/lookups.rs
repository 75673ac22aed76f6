//! The `[lookup.NAME]` sections: where expressions find values that the file at hand only has codes of.

use std::path::Path;

use model::columns::Target;
use model::phrase::{Phrase, Problem};
use model::schema::snake_case;

use super::section::{Section, place_of};
use crate::mapping::{Feed, FileMapping, Lookup, LookupFrom, Mapping, Named, Repeated, RowsFeed};

/// Reads the lookups of a mapping whose files are read already.
pub(super) fn read_lookups(section: &mut Section<'_, '_>, mapping: &Mapping, around: &FileMapping) -> Vec<Lookup> {
    let Some(value) = section.table.get("lookup") else { return Vec::new() };
    let Some(table) = value.get_ref().as_table() else {
        section.wrong("lookup", "mapping-expects-sections", place_of(value));
        return Vec::new();
    };
    let mut lookups = Vec::new();
    for (key, value) in table.iter() {
        let (name, place) = (snake_case(key.get_ref()), place_of(key));
        if name.is_empty() {
            section.problems.push(Problem::new(Phrase::new("mapping-empty-name").with("name", key.get_ref()), place));
            continue;
        }
        let Some(table) = value.get_ref().as_table() else {
            section.wrong(key.get_ref(), "mapping-expects-sections", place_of(value));
            continue;
        };
        let mut inner = Section { table, place, problems: &mut *section.problems };
        lookups.extend(read_lookup(&mut inner, Named { name, place }, mapping, around));
    }
    lookups
}

fn read_lookup(section: &mut Section<'_, '_>, name: Named, mapping: &Mapping, around: &FileMapping) -> Option<Lookup> {
    let by = section.text("by");
    let from = match (section.table.contains_key("file"), section.table.contains_key("table")) {
        (true, false) => {
            section.only_keys(&["file", "key", "by"]);
            if !section.table.contains_key("key") {
                section.missing("key");
            }
            let (path, key) = (section.text("file")?, section.text("key")?);
            let settings = Box::new(settings(&path, &key, &name, mapping, around));
            LookupFrom::File { path, key, settings }
        }
        (false, true) => {
            section.only_keys(&["table", "by"]);
            LookupFrom::Table(section.word("table")?)
        }
        _ => {
            section.problems.push(Problem::new(Phrase::new("mapping-one-lookup"), section.place));
            section.only_keys(&["file", "key", "by", "table"]);
            return None;
        }
    };
    Some(Lookup { name, from, by })
}

/// How a file is read to look values up in it: as the mapping says of that very file, as far as it does.
fn settings(path: &Named, key: &Named, name: &Named, mapping: &Mapping, around: &FileMapping) -> FileMapping {
    let file_name = Path::new(&path.name).file_name().unwrap_or_default().to_string_lossy();
    let said = mapping.file_for(&file_name).unwrap_or(around);
    let feed = RowsFeed {
        each: None,
        target: Target::Table(name.name.clone()),
        customer: None,
        at: None,
        message: None,
        updated_at: None,
        key: Some(key.clone()),
        ignored: Vec::new(),
        only: None,
        chosen: None,
        repeated: Repeated::Keep,
        fields: Vec::new(),
        place: path.place,
    };
    FileMapping { feeds: vec![Feed::Rows(Box::new(feed))], lookups: Vec::new(), place: path.place, ..said.clone() }
}
