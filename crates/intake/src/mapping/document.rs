//! Reads the TOML of a mapping, collecting all its problems with their places.

mod feed;
mod fields;
mod file;
mod lookups;
mod section;

use model::phrase::{Phrase, Place, Problem};
use toml::Spanned;
use toml::de::DeTable;

use super::{FileMapping, Mapping};
use file::read_file;
use lookups::read_lookups;
use section::Section;

/// Reads a mapping.
pub(super) fn parse(text: &str) -> Result<Mapping, Vec<Problem>> {
    let (document, faults) = DeTable::parse_recoverable(text);
    if !faults.is_empty() {
        return Err(faults
            .iter()
            .map(|fault| {
                let span = fault.span().unwrap_or(0..0);
                let phrase = Phrase::new("mapping-not-toml").with("detail", fault.message());
                Problem::new(phrase, Place { start: span.start, end: span.end })
            })
            .collect());
    }
    let mut problems = Vec::new();
    let mapping = read_mapping(&document, &mut problems);
    if problems.is_empty() { Ok(mapping) } else { Err(problems) }
}

fn read_mapping(document: &Spanned<DeTable<'_>>, problems: &mut Vec<Problem>) -> Mapping {
    let mut section = Section { table: document.get_ref(), place: Place::default(), problems };
    section.only_keys(&["zone", "source", "id_kind", "file", "lookup"]);
    let around = FileMapping {
        zone: section.zone(),
        source: section.text("source").map_or_else(|| "files".to_owned(), |named| named.name),
        id_kind: section.word("id_kind").map_or_else(|| "customer_number".to_owned(), |named| named.name),
        ..FileMapping::unsaid("")
    };
    let sections = section.sections("file");
    let files = sections.into_iter().map(|(table, place)| {
        let mut section = Section { table, place, problems: &mut *section.problems };
        read_file(&mut section, &around)
    });
    let mut mapping = Mapping { files: files.collect() };
    let lookups = read_lookups(&mut section, &mapping, &around);
    for file in &mut mapping.files {
        file.lookups.clone_from(&lookups);
    }
    mapping
}
