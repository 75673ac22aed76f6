//! Why a use case could not do what was asked: something wrong in what was typed, or something that failed.

use std::path::Path;

use model::phrase::{Phrase, Problem};

/// Why a use case stopped.
#[derive(Debug)]
pub(crate) enum Failure {
    /// There are problems in texts that a person wrote.
    Problems(Vec<Faulty>),
    /// A file of rows is not what it should be.
    Unreadable(Phrase),
    /// Something failed.
    Failed(Phrase),
}

/// A text that a person wrote, and what is wrong in it.
#[derive(Debug)]
pub(crate) struct Faulty {
    /// Where the text comes from: a file's name, or nothing for the command line.
    pub(crate) origin: Option<String>,
    /// The text.
    pub(crate) text: String,
    /// What is wrong, with places in the text.
    pub(crate) problems: Vec<Problem>,
}

impl Failure {
    /// Problems in one text.
    pub(crate) fn in_text(origin: Option<&str>, text: &str, problems: Vec<Problem>) -> Self {
        Failure::Problems(vec![Faulty { origin: origin.map(str::to_owned), text: text.to_owned(), problems }])
    }

    /// A file that cannot be read or written.
    pub(crate) fn file(path: &Path, error: &std::io::Error) -> Self {
        Failure::Failed(Phrase::new("failed-file").with("file", path.display()).with("detail", error))
    }
}

impl From<store::Error> for Failure {
    fn from(error: store::Error) -> Self {
        let phrase = match &error {
            store::Error::AlreadyThere { dir } => Phrase::new("failed-already-there").with("dir", dir.display()),
            store::Error::NoBase { dir } => Phrase::new("failed-no-base").with("dir", dir.display()),
            store::Error::NewerFormat { dir, found, known } => {
                Phrase::new("failed-newer-format").with("dir", dir.display()).with("found", found).with("known", known)
            }
            store::Error::Busy { dir } => Phrase::new("failed-busy").with("dir", dir.display()),
            store::Error::Damaged { path, what } => {
                Phrase::new("failed-damaged").with("file", path.display()).with("detail", what)
            }
            full if full.is_disk_full() => Phrase::new("failed-disk-full"),
            store::Error::Stopped { path } => Phrase::new("failed-stopped").with("file", path.display()),
            other => Phrase::new("failed-store").with("detail", other),
        };
        Failure::Failed(phrase)
    }
}
