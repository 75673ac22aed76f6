//! Other sources of values: a file that lies beside the one that is read, or a reference table of the base.

use std::path::{Path, PathBuf};

use super::{FileMapping, Named};

/// A source of values that a row of the file points to with a code.
#[derive(Clone, Debug, PartialEq)]
pub struct Lookup {
    /// Its name in expressions: `campaigns` in `campaigns.start_date`.
    pub name: Named,
    /// Where its values are.
    pub from: LookupFrom,
    /// Column of the file at hand that holds the code; the one named as the key when absent.
    pub by: Option<Named>,
}

/// Where the values of a lookup are.
#[derive(Clone, Debug, PartialEq)]
pub enum LookupFrom {
    /// In a reference table of the base.
    Table(Named),
    /// In a file.
    File {
        /// Its path, seen from the folder of the file at hand.
        path: Named,
        /// Column of the code there.
        key: Named,
        /// How it is written: as its own section of the mapping says, else told by its content. Its one feed is a table.
        settings: Box<FileMapping>,
    },
}

impl FileMapping {
    /// The files in which values are looked up for a file at a path. What the rows of that file become depends on them.
    pub fn lookup_files(&self, path: &Path) -> Vec<PathBuf> {
        let file = |lookup: &Lookup| match &lookup.from {
            LookupFrom::File { path: other, .. } => Some(beside(path, &other.name)),
            LookupFrom::Table(_) => None,
        };
        self.lookups.iter().filter_map(file).collect()
    }
}

/// The path of a file named in a mapping, seen from the folder of another.
pub(crate) fn beside(path: &Path, other: &str) -> PathBuf {
    path.parent().unwrap_or(Path::new("")).join(other)
}
