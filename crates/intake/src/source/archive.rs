//! Files inside a zip archive. Their names only name them: nothing is ever written where they say.

use std::fs::File;
use std::io::{self, BufReader, Read, Write};
use std::path::{Path, PathBuf};

use zip::ZipArchive;

use crate::read::Error;

/// A member of more bytes may not be so many times longer than it is when compressed.
const SUSPECT: u64 = 1 << 30;
const MOST_RATIO: u64 = 250;

/// A file inside an archive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// The archive.
    pub archive: PathBuf,
    /// The name without the folders that stand before it.
    pub name: String,
    position: usize,
}

/// The files of an archive, in its order, without folders and the hidden files that systems add.
pub fn members(archive: &Path) -> Result<Vec<Member>, Error> {
    let mut opened = open(archive)?;
    let mut members = Vec::new();
    for position in 0..opened.len() {
        let part = opened.by_index_raw(position).map_err(|error| not_archive(archive, &error))?;
        let path = String::from_utf8_lossy(part.name_raw()).replace('\\', "/");
        let name = path.rsplit('/').next().unwrap_or_default().to_owned();
        let is_added = name.starts_with('.') || path.starts_with("__MACOSX/");
        if !name.is_empty() && !is_added {
            members.push(Member { archive: archive.to_owned(), name, position });
        }
    }
    Ok(members)
}

impl Member {
    /// Writes the member's content to a file.
    pub fn extract(&self, to: &Path) -> Result<(), Error> {
        let mut opened = open(&self.archive)?;
        let unreadable = |source: io::Error| Error::Unreadable { path: self.archive.clone(), source };
        let mut part = opened.by_index(self.position).map_err(|error| not_archive(&self.archive, &error))?;
        let most = SUSPECT.max(part.compressed_size().saturating_mul(MOST_RATIO));
        let mut written = File::create(to).map_err(unreadable)?;
        let (mut buffer, mut length) = (vec![0; 1 << 16], 0);
        loop {
            let count = part.read(&mut buffer).map_err(unreadable)?;
            if count == 0 {
                return Ok(());
            }
            length += count as u64;
            if length > most {
                return Err(Error::ArchiveTooLarge { path: self.archive.clone(), member: self.name.clone() });
            }
            written.write_all(&buffer[..count]).map_err(unreadable)?;
        }
    }
}

fn open(archive: &Path) -> Result<ZipArchive<BufReader<File>>, Error> {
    let file = File::open(archive).map_err(|source| Error::Unreadable { path: archive.to_owned(), source })?;
    ZipArchive::new(BufReader::new(file)).map_err(|error| not_archive(archive, &error))
}

fn not_archive(archive: &Path, error: &zip::result::ZipError) -> Error {
    Error::Archive { path: archive.to_owned(), detail: error.to_string() }
}
