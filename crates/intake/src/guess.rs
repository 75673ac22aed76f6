//! A mapping proposed for files that nobody has described yet: what each file is, what each of its columns becomes,
//! how sure that is, and why.
//!
//! Known exports are told by their headers (`preset`); anything else by the names of its columns, their values, and
//! what the files share. Nothing is imported: a person reads the proposal, as the TOML that `write` makes of it.

mod choosing;
mod feeds;
mod file_kind;
mod joins;
mod look;
mod names;
mod preset;
mod roles;
mod write;

use std::path::PathBuf;

use model::columns::Target;
use model::phrase::Phrase;
use model::schema::{Grouping, Schema, Settings};
use model::value::Type;

use crate::mapping::FileMapping;
use crate::read::{Error, Progress};
pub use choosing::{Choice, roles};
use look::FileLook;
use preset::Preset;
pub use write::{Voice, write};

/// What a mapping is proposed for.
pub struct Asking<'a> {
    /// The files, which belong together.
    pub files: &'a [PathBuf],
    /// The words known so far.
    pub schema: &'a Schema,
    /// The base's choices.
    pub settings: &'a Settings,
    /// Hears how far the looking is.
    pub progress: &'a dyn Fn(Progress),
}

/// A proposed mapping: reference tables first, since other files look things up in them.
#[derive(Clone, Debug, PartialEq)]
pub struct Guess {
    /// What each file becomes, in the order of import.
    pub files: Vec<GuessedFile>,
}

/// What a file becomes.
#[derive(Clone, Debug, PartialEq)]
pub struct GuessedFile {
    /// Its name, without folder.
    pub name: String,
    /// Rows in it.
    pub rows: u64,
    /// What it was taken for, or why it is left aside.
    pub why: Phrase,
    /// How it was read, where its content had to tell, and what to decide before the import.
    pub notes: Vec<Phrase>,
    /// Kind of the customers' ids in it, when it is not the usual one.
    pub id_kind: Option<&'static str>,
    /// Zone of its times without one, when it is not that of the others.
    pub zone: Option<&'static str>,
    /// What its rows become; nothing when the file is left aside.
    pub feeds: Vec<GuessedFeed>,
}

/// What the rows of a file become.
#[derive(Clone, Debug, PartialEq)]
pub struct GuessedFeed {
    /// Where they go.
    pub target: Target,
    /// Which rows, as a test on the file's columns; all of them when absent.
    pub only_where: Option<String>,
    /// How the stream is computed from another's rows; then there are no columns.
    pub grouping: Option<Grouping>,
    /// Which columns become fields of their own names, beside those named.
    pub kept: Kept,
    /// What becomes of the columns, those whose name says it already included.
    pub columns: Vec<GuessedColumn>,
}

/// Which of the columns that a feed does not name become fields.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kept {
    /// All but these.
    AllBut(Vec<String>),
    /// None.
    Named,
}

impl Kept {
    /// All of them.
    pub const ALL: Kept = Kept::AllBut(Vec::new());
}

/// What becomes of a column, or of an expression on columns.
#[derive(Clone, Debug, PartialEq)]
pub struct GuessedColumn {
    /// The column as written in the file, or the expression.
    pub source: ColumnSource,
    /// What it becomes.
    pub becomes: Becomes,
    /// How sure that is, in percent.
    pub confidence: u8,
    /// What it was told by.
    pub why: Phrase,
    /// Values it has, at most three.
    pub examples: Vec<String>,
}

/// What a field is taken from.
#[derive(Clone, Debug, PartialEq)]
pub enum ColumnSource {
    /// A column.
    Column(String),
    /// An expression on columns.
    Computed(String),
    /// A field of a reference table that a column points to.
    Lookup {
        /// `table.field`.
        path: String,
        /// The column with the code.
        by: String,
    },
}

/// What a column becomes.
#[derive(Clone, Debug, PartialEq)]
pub enum Becomes {
    /// The customer's id.
    Customer,
    /// The event time.
    At,
    /// The row's id in its source.
    Message,
    /// The time of the row's last change.
    UpdatedAt,
    /// The key of a reference table.
    TableKey,
    /// A field or attribute.
    Field {
        /// Its full name.
        name: String,
        /// Its type, where the values alone would tell another.
        kind: Option<Type>,
        /// The reference table it points to.
        table: Option<String>,
    },
}

/// Whether a file is of a kind that can be looked at, by its name.
pub fn is_readable(file_name: &str) -> bool {
    FileMapping::unsaid(file_name).format_of(file_name).is_some()
}

/// Proposes a mapping for some files.
pub fn guess(asking: &Asking<'_>) -> Result<Guess, Error> {
    let looks: Vec<FileLook> = asking.files.iter().map(|path| look::look(asking, path)).collect::<Result<_, _>>()?;
    let presets: Vec<Option<&'static Preset>> = looks.iter().map(preset::preset_of).collect();
    let kinds = file_kind::kinds(&looks, &presets, asking.schema);
    let joins = joins::Joins::new(&looks, &kinds);
    let mut files: Vec<(usize, GuessedFile)> = looks
        .iter()
        .zip(&kinds)
        .zip(&presets)
        .map(|((look, kind), preset)| (kind.order(), feeds::of_file(look, kind, *preset, &joins, asking.schema)))
        .collect();
    files.sort_by_key(|(order, _)| *order);
    Ok(Guess { files: files.into_iter().map(|(_, file)| file).collect() })
}
