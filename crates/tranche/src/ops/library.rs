//! The ready-made definitions that ship with the program.

use include_dir::{Dir, include_dir};

use super::definition_files::{DefinitionFile, DefinitionFiles};

static ATTRIBUTES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/../../attributes");
static SEGMENTATIONS: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/../../segmentations");
static SEGMENTS: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/../../segments");

/// The files of the ready-made definitions, each kind by id.
pub(crate) fn files() -> DefinitionFiles {
    let mut segments = [files_of(&SEGMENTS), files_of(&SEGMENTATIONS)].concat();
    segments.sort_by(|a, b| a.id.cmp(&b.id));
    DefinitionFiles { attributes: files_of(&ATTRIBUTES), segments, ..DefinitionFiles::default() }
}

fn files_of(folder: &Dir<'_>) -> Vec<DefinitionFile> {
    let file = |file: &include_dir::File<'_>| {
        let id = file.path().file_stem()?.to_str()?.to_owned();
        Some(DefinitionFile { id, text: file.contents_utf8()?.to_owned() })
    };
    let mut files: Vec<DefinitionFile> = folder.files().filter_map(file).collect();
    files.sort_by(|a, b| a.id.cmp(&b.id));
    files
}
