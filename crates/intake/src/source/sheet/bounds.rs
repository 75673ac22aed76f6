//! Looks over the parts of a workbook before it is read: none may grow beyond what memory can hold, whatever its
//! header says.

use std::io::{BufReader, Read, Seek, SeekFrom};

use quick_xml::Reader;
use quick_xml::events::Event;
use zip::ZipArchive;

use super::rows::Fault;

/// Bytes of an inflated sheet, which is read cell by cell; a million rows of a hundred cells are less.
const MOST_SHEET: u64 = 8 << 30;
/// Bytes of any other inflated part, such as the texts, which are held in memory.
const MOST_PART: u64 = 1 << 30;
/// A part of more bytes may not be so many times longer than it is when compressed.
const SUSPECT: u64 = 128 << 20;
const MOST_RATIO: u64 = 250;
/// Bytes looked at before those of the next step: what is looked for may lie across both.
const OVERLAP: usize = 32;

/// What was seen on the way.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Seen {
    pub(super) has_merged_cells: bool,
    pub(super) has_formula_without_value: bool,
}

/// Inflates all parts of a workbook once, and leaves the file at its start.
pub(super) fn check<R: Read + Seek>(file: &mut R) -> Result<Seen, Fault> {
    let mut start = Vec::new();
    file.by_ref().take(8).read_to_end(&mut start).map_err(unreadable)?;
    // Workbooks before 2007, and those locked by a password, lie in a compound file.
    // Source: <https://learn.microsoft.com/en-us/openspecs/windows_protocols/ms-cfb/>
    if start == [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1] {
        return Err(Fault::Locked);
    }
    file.seek(SeekFrom::Start(0)).map_err(unreadable)?;
    let mut seen = Seen::default();
    let mut archive = ZipArchive::new(&mut *file).map_err(unreadable)?;
    for position in 0..archive.len() {
        check_part(&mut archive, position, &mut seen)?;
    }
    file.seek(SeekFrom::Start(0)).map_err(unreadable)?;
    Ok(seen)
}

fn check_part<R: Read + Seek>(archive: &mut ZipArchive<R>, position: usize, seen: &mut Seen) -> Result<(), Fault> {
    let mut part = archive.by_index(position).map_err(unreadable)?;
    let name = part.name().map_err(unreadable)?.to_lowercase();
    let is_xml = name.ends_with(".xml") || name.ends_with(".rels") || name.ends_with("mimetype");
    if !is_xml {
        // Pictures and the like are never read.
        return Ok(());
    }
    let is_sheet = name.contains("worksheets/") || name == "content.xml";
    let most = if is_sheet { MOST_SHEET } else { MOST_PART };
    let most = most.min(SUSPECT.max(part.compressed_size().saturating_mul(MOST_RATIO)));
    let mut inflated = 0;
    let mut window = vec![0; OVERLAP + (1 << 16)];
    let mut kept = 0;
    loop {
        let count = part.read(&mut window[kept..]).map_err(unreadable)?;
        if count == 0 {
            break;
        }
        inflated += count as u64;
        if inflated > most {
            return Err(Fault::TooLarge { part: name });
        }
        if is_sheet {
            look(&window[..kept + count], seen);
        }
        let end = kept + count;
        let overlap = end.min(OVERLAP);
        window.copy_within(end - overlap..end, 0);
        kept = overlap;
    }
    drop(part);
    if name.ends_with("sharedstrings.xml") && announced_texts(archive, position)? > inflated {
        return Err(Fault::TooLarge { part: name });
    }
    Ok(())
}

fn look(bytes: &[u8], seen: &mut Seen) {
    let has = |what: &[u8]| memchr::memmem::find(bytes, what).is_some();
    seen.has_merged_cells = seen.has_merged_cells || has(b"mergeCells");
    let ends: [&[u8]; 4] = [b"</f></c>", b"</f><v></v>", b"</f><v/>", b"</f><v />"];
    seen.has_formula_without_value = seen.has_formula_without_value || ends.into_iter().any(has);
}

/// How many texts the table of texts says that it has: the reader makes room for all of them at once.
fn announced_texts<R: Read + Seek>(archive: &mut ZipArchive<R>, position: usize) -> Result<u64, Fault> {
    let part = archive.by_index(position).map_err(unreadable)?;
    let mut reader = Reader::from_reader(BufReader::new(part));
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        match reader.read_event_into(&mut buffer).map_err(unreadable)? {
            Event::Start(element) | Event::Empty(element) => {
                let count = element.attributes().flatten().find(|attribute| attribute.key.as_ref() == "uniqueCount");
                return Ok(count.and_then(|count| count.value.trim().parse().ok()).unwrap_or(0));
            }
            Event::Eof => return Ok(0),
            _ => {}
        }
    }
}

fn unreadable(error: impl std::fmt::Display) -> Fault {
    Fault::Unreadable(error.to_string())
}
