//! Reads one foreign file: opens it, makes each feed's batch, and enters new words into the schema.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use model::columns::{Batch, TableColumns, Target};
use model::phrase::{Phrase, Problem};
use model::schema::{Schema, Settings};
use model::time::Zone;
use model::value::Type;

use crate::feed::{self, Making};
use crate::mapping::{Feed, FileMapping, Format};
use crate::parquet::ParquetFile;
use crate::plan::{self, Plan};
use crate::refuse::Refused;
use crate::source::Source;
use crate::{csv, ndjson, words_of_schema};

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
    /// New rows, in the order of the mapping's feeds.
    pub batches: Vec<Batch>,
    /// The schema given, with what was added.
    pub schema: Schema,
    /// Fields and attributes that the schema did not have.
    pub added: Vec<Added>,
    /// Rows and values that were not taken, in the order of the rows.
    pub refused: Vec<Refused>,
    /// Rows of data in the file, refused ones included.
    pub rows: u64,
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
    /// The file is not the Parquet it should be.
    #[error("cannot read {} as Parquet", path.display())]
    Parquet {
        /// The file.
        path: PathBuf,
        /// What the reader says.
        source: ::parquet::errors::ParquetError,
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
            Error::Parquet { path, source } => of_file("intake-not-parquet", path).with("detail", source),
            Error::UnknownZone { zone } => Phrase::new("mapping-unknown-zone").with("zone", zone),
            Error::Mapping { path, .. } => of_file("intake-mapping-misfit", path),
        }
    }
}

/// Reads a file.
///
/// Rows of a reference table that repeat a key: the last one counts. A column that has no value at all, and whose
/// type neither the schema nor the mapping says, is left out.
pub fn read(reading: &Reading<'_>) -> Result<Intake, Error> {
    let base_zone = zone_named(&reading.settings.timezone)?;
    let zone = reading.file.zone.as_deref().map_or_else(|| Ok(base_zone.clone()), zone_named)?;
    let (source, read_already) = open(reading)?;
    let misfit = |problems| Error::Mapping { path: reading.path.to_owned(), problems };
    let mut plans: Vec<Plan> = Vec::new();
    let mut problems = Vec::new();
    for feed in &reading.file.feeds {
        let Feed::Rows(feed) = feed else { continue };
        match plan::plan(feed, source.names(), source.may_lack_columns(), reading.schema) {
            Ok(plan) => plans.push(plan),
            Err(found) => problems.extend(found),
        }
    }
    if !problems.is_empty() {
        return Err(misfit(problems));
    }
    let n_rows = source.n_rows() as u64;
    let cells = plans.iter().map(|plan| n_rows * plan.n_columns() as u64).sum::<u64>();
    let mut done = 0;
    let mut progress = |cells_done: u64| {
        done = (done + cells_done).min(cells);
        let share = |whole: u64| (u128::from(whole) * u128::from(done) / u128::from(cells.max(1))) as u64;
        // A file of texts is read first, then its cells are converted: two halves of the way.
        (reading.progress)(match read_already {
            Some(bytes) => Progress { done: bytes + share(bytes), total: 2 * bytes, rows: n_rows },
            None => Progress { done, total: cells, rows: share(n_rows) },
        });
    };
    let mut intake = Intake {
        batches: Vec::new(),
        schema: reading.schema.clone(),
        added: Vec::new(),
        refused: source.refused().to_vec(),
        rows: n_rows,
    };
    for plan in &plans {
        let making = Making {
            source: &source,
            file: reading.file,
            schema: &intake.schema,
            settings: reading.settings,
            tables: reading.tables,
            zone: &zone,
            base_zone: &base_zone,
        };
        let made = feed::make(&making, plan, &mut progress)?;
        words_of_schema::add(&mut intake.schema, plan, &made.kinds, &mut intake.added);
        intake.refused.extend(made.refused);
        intake.batches.push(made.batch);
    }
    for feed in &reading.file.feeds {
        let Feed::Grouped(feed) = feed else { continue };
        problems.extend(words_of_schema::group(&mut intake.schema, feed, &mut intake.added));
    }
    if !problems.is_empty() {
        return Err(misfit(problems));
    }
    intake.refused.sort_by_key(|refused| refused.row);
    Ok(intake)
}

fn zone_named(name: &str) -> Result<Zone, Error> {
    Zone::named(name).ok_or_else(|| Error::UnknownZone { zone: name.to_owned() })
}

/// Opens a file; for a file of texts, which is read at once, also how many bytes that was.
fn open(reading: &Reading<'_>) -> Result<(Source, Option<u64>), Error> {
    let path = reading.path;
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let format = reading.file.format_of(&name).ok_or_else(|| Error::UnknownFormat { path: path.to_owned() })?;
    if format == Format::Parquet {
        return Ok((Source::Parquet(ParquetFile::open(path)?), None));
    }
    let size = std::fs::metadata(path).map_err(|source| Error::Unreadable { path: path.to_owned(), source })?.len();
    let mut step = |bytes: u64, rows: u64| {
        (reading.progress)(Progress { done: bytes.min(size), total: 2 * size, rows });
    };
    let table = match format {
        Format::Csv => csv::read(path, reading.file.delimiter, &mut step)?,
        Format::Ndjson | Format::Parquet => ndjson::read(path, &mut step)?,
    };
    Ok((Source::Texts(table), Some(size)))
}
