//! Definitions as files of a folder: `segments/*.toml`, `segmentations/*.toml`, `attributes/*.toml` and `tables/*.toml`,
//! or segments alone.

use std::path::Path;

use model::phrase::Phrase;

use super::failure::Failure;

/// A definition's file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct DefinitionFile {
    /// Its id: the file's name without the ending.
    pub(crate) id: String,
    /// Its text.
    pub(crate) text: String,
}

/// The definitions of a folder, each kind in order of their ids.
#[derive(Debug, Default)]
pub(crate) struct DefinitionFiles {
    /// Computed attributes.
    pub(crate) attributes: Vec<DefinitionFile>,
    /// Computed columns of reference tables.
    pub(crate) columns: Vec<DefinitionFile>,
    /// Segments, and ordered segmentations.
    pub(crate) segments: Vec<DefinitionFile>,
}

impl DefinitionFiles {
    /// Reads a folder: its subfolders `attributes`, `tables`, `segmentations` and `segments`, or, when it has none, its own
    /// files as segments.
    pub(crate) fn read(dir: &Path) -> Result<Self, Failure> {
        if !dir.is_dir() {
            return Err(Failure::Failed(Phrase::new("failed-not-a-folder").with("dir", dir.display())));
        }
        let folders = ["attributes", "tables", "segmentations", "segments"].map(|folder| dir.join(folder));
        let found = if folders.iter().any(|folder| folder.is_dir()) {
            let [attributes, columns, segmentations, segments] =
                folders.map(|folder| if folder.is_dir() { files_of(&folder) } else { Ok(Vec::new()) });
            let mut all = [segmentations?, segments?].concat();
            all.sort_by(|a, b| a.id.cmp(&b.id));
            if let Some(pair) = all.windows(2).find(|pair| pair[0].id == pair[1].id) {
                return Err(Failure::Failed(Phrase::new("failed-defined-twice").with("id", &pair[0].id)));
            }
            DefinitionFiles { attributes: attributes?, columns: columns?, segments: all }
        } else {
            DefinitionFiles { segments: files_of(dir)?, ..DefinitionFiles::default() }
        };
        if found.attributes.is_empty() && found.columns.is_empty() && found.segments.is_empty() {
            return Err(Failure::Failed(Phrase::new("failed-no-segments").with("dir", dir.display())));
        }
        Ok(found)
    }
}

fn files_of(dir: &Path) -> Result<Vec<DefinitionFile>, Failure> {
    let unreadable = |error: std::io::Error| Failure::file(dir, &error);
    let mut files = Vec::new();
    for entry in std::fs::read_dir(dir).map_err(unreadable)? {
        let path = entry.map_err(unreadable)?.path();
        if path.extension().is_some_and(|ending| ending == "toml")
            && let Some(id) = path.file_stem().and_then(|stem| stem.to_str())
        {
            let text = std::fs::read_to_string(&path).map_err(|error| Failure::file(&path, &error))?;
            files.push(DefinitionFile { id: id.to_owned(), text });
        }
    }
    files.sort_by(|a, b| a.id.cmp(&b.id));
    Ok(files)
}
