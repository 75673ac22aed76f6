//! One foreign file: what it is read with, what it becomes, what may go wrong with it.

pub(crate) mod chunks;
pub(crate) mod lookups;
pub(crate) mod pieces;
pub(crate) mod refuse;
pub(crate) mod repeats;
pub(crate) mod words_of_schema;

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::path::{Path, PathBuf};

use model::columns::{Batch, TableColumns, Target};
use model::phrase::{Phrase, Problem};
use model::schema::{Schema, Settings};
use model::value::Type;

use crate::mapping::FileMapping;
use crate::source::{Look, Most};
use chunks::Stopped;
use refuse::Refused;

/// What a file is read with.
pub struct Reading<'a> {
    /// The file.
    pub path: &'a Path,
    /// Its mapping.
    pub file: &'a FileMapping,
    /// The words known so far.
    pub schema: &'a Schema,
    /// The base's choices.
    pub settings: &'a Settings,
    /// Reference tables, for times that are looked up in them.
    pub tables: &'a BTreeMap<String, TableColumns>,
    /// Hears how far the reading is.
    pub progress: &'a dyn Fn(Progress),
}

/// How far the reading of a file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// Work done, in units that only mean something beside `total`.
    pub done: u64,
    /// Work to do in all.
    pub total: u64,
    /// Rows of the file that this stands for.
    pub rows: u64,
}

/// What a file became.
#[derive(Debug)]
pub struct Intake {
    /// New rows, in the order of the mapping's feeds; none when they were handed over in chunks.
    pub batches: Vec<Batch>,
    /// The schema given, with what was added.
    pub schema: Schema,
    /// Fields and attributes that the schema did not have.
    pub added: Vec<Added>,
    /// Rows and values that were not taken, in the order of the rows.
    pub refused: Vec<Refused>,
    /// Rows of data in the file, refused ones included.
    pub rows: u64,
    /// Numbers that were rounded, by field.
    pub rounded: Vec<Rounded>,
    /// What the file was read as, where it had to be told by its content: encoding, delimiter and the like.
    pub notes: Vec<Phrase>,
}

/// Numbers of a field that were written with more decimals than are kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rounded {
    /// What the field belongs to.
    pub target: Target,
    /// Its name.
    pub name: String,
    /// Decimal places that are kept.
    pub places: u8,
    /// How many numbers were rounded.
    pub count: u64,
    /// The first of them, as it was written.
    pub example: String,
}

/// A field or attribute that the schema did not have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Added {
    /// What it belongs to.
    pub target: Target,
    /// Its name.
    pub name: String,
    /// The type it got.
    pub kind: Type,
}

/// What went wrong with a whole file.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The file could not be opened or read.
    #[error("cannot read {}", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
    /// Neither the mapping nor the file's name tells its format.
    #[error("unknown format of {}", path.display())]
    UnknownFormat {
        /// The file.
        path: PathBuf,
    },
    /// The file is not the CSV it should be.
    #[error("cannot read {} as CSV", path.display())]
    Csv {
        /// The file.
        path: PathBuf,
        /// What the reader says.
        source: ::csv::Error,
    },
    /// A quote of a CSV file's header line is never closed.
    #[error("a quote in the header line of {} is never closed", path.display())]
    HeaderQuote {
        /// The file.
        path: PathBuf,
    },
    /// The file is not the Parquet it should be.
    #[error("cannot read {} as Parquet", path.display())]
    Parquet {
        /// The file.
        path: PathBuf,
        /// What the reader says.
        source: ::parquet::errors::ParquetError,
    },
    /// The file is not the workbook it should be.
    #[error("cannot read {} as a workbook: {detail}", path.display())]
    Workbook {
        /// The file.
        path: PathBuf,
        /// What the reader says.
        detail: String,
    },
    /// A part of a workbook grows out of all proportion when it is inflated.
    #[error("the part {part} of {} is too large", path.display())]
    WorkbookTooLarge {
        /// The file.
        path: PathBuf,
        /// The part.
        part: String,
    },
    /// The workbook is of a format before 2007, or locked by a password.
    #[error("{} is locked by a password or of an old format", path.display())]
    WorkbookLocked {
        /// The file.
        path: PathBuf,
    },
    /// The workbook has no sheet of the name that the mapping says.
    #[error("{} has no sheet {sheet}", path.display())]
    NoSheet {
        /// The file.
        path: PathBuf,
        /// The name said.
        sheet: String,
        /// The sheets that are there.
        sheets: String,
    },
    /// A JSON file is an object with several arrays, and nothing says which one holds the rows.
    #[error("{} holds several arrays: {keys}", path.display())]
    SeveralArrays {
        /// The file.
        path: PathBuf,
        /// The keys of the arrays.
        keys: String,
    },
    /// A JSON file has no array where the mapping says.
    #[error("{} has no array under {key}", path.display())]
    NoArray {
        /// The file.
        path: PathBuf,
        /// The keys said.
        key: String,
    },
    /// The file is not the zip archive it should be.
    #[error("cannot read {} as a zip archive: {detail}", path.display())]
    Archive {
        /// The file.
        path: PathBuf,
        /// What the reader says.
        detail: String,
    },
    /// A file of an archive grows out of all proportion when it is inflated.
    #[error("{member} in {} is too large", path.display())]
    ArchiveTooLarge {
        /// The archive.
        path: PathBuf,
        /// The file in it.
        member: String,
    },
    /// The base's time zone is unknown.
    #[error("unknown time zone {zone}")]
    UnknownZone {
        /// Its name.
        zone: String,
    },
    /// The mapping does not fit the file; places are those of the mapping's text.
    #[error("the mapping does not fit {}", path.display())]
    Mapping {
        /// The file.
        path: PathBuf,
        /// What does not fit.
        problems: Vec<Problem>,
    },
}

impl Error {
    /// The sentence for people.
    pub fn phrase(&self) -> Phrase {
        let of_file = |key, path: &Path| Phrase::new(key).with("file", path.display());
        match self {
            Error::Unreadable { path, source } => of_file("intake-unreadable", path).with("detail", source),
            Error::UnknownFormat { path } => of_file("intake-unknown-format", path),
            Error::Csv { path, source } => of_file("intake-not-csv", path).with("detail", source),
            Error::HeaderQuote { path } => of_file("intake-header-quote", path),
            Error::Parquet { path, source } => of_file("intake-not-parquet", path).with("detail", source),
            Error::SeveralArrays { path, keys } => of_file("intake-several-arrays", path).with("keys", keys),
            Error::NoArray { path, key } => of_file("intake-no-array", path).with("key", key),
            Error::Archive { path, detail } => of_file("intake-not-archive", path).with("detail", detail),
            Error::ArchiveTooLarge { path, member } => of_file("intake-archive-too-large", path).with("member", member),
            Error::Workbook { path, detail } => of_file("intake-not-workbook", path).with("detail", detail),
            Error::WorkbookTooLarge { path, part } => of_file("intake-workbook-too-large", path).with("part", part),
            Error::WorkbookLocked { path } => of_file("intake-workbook-locked", path),
            Error::NoSheet { path, sheet, sheets } => {
                of_file("intake-no-sheet", path).with("sheet", sheet).with("sheets", sheets)
            }
            Error::UnknownZone { zone } => Phrase::new("mapping-unknown-zone").with("zone", zone),
            Error::Mapping { path, .. } => of_file("intake-mapping-misfit", path),
        }
    }
}

/// Reads a file at once.
///
/// Rows of a reference table that repeat a key: the last one counts. A column that has no value at all, and whose
/// type neither the schema nor the mapping says, is left out.
pub fn read(reading: &Reading<'_>) -> Result<Intake, Error> {
    let (mut batches, mut refused) = (Vec::new(), Vec::new());
    // The elements of each list come after the rows that they lie in.
    let taken = chunks::read_by(reading, Most::ALL, Look::Whole, false, &mut |piece| {
        batches.extend(piece.batches);
        refused.extend(piece.refused);
        Ok::<(), Infallible>(())
    });
    match taken {
        Ok(intake) => Ok(Intake { batches, refused, ..intake.expect("no row shows otherwise than all of them") }),
        Err(Stopped::Reading(error)) => Err(error),
        Err(Stopped::Taking(never)) => match never {},
    }
}
