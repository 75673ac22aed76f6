//! The ready-made segments that ship with the program.

use include_dir::{Dir, include_dir};

use super::definition_files::DefinitionFile;

static SEGMENTS: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/../../segments");

/// The files of the ready-made segments, by id.
pub(crate) fn files() -> Vec<DefinitionFile> {
    let file = |file: &include_dir::File<'_>| {
        let id = file.path().file_stem()?.to_str()?.to_owned();
        Some(DefinitionFile { id, text: file.contents_utf8()?.to_owned() })
    };
    let mut files: Vec<DefinitionFile> = SEGMENTS.files().filter_map(file).collect();
    files.sort_by(|a, b| a.id.cmp(&b.id));
    files
}
