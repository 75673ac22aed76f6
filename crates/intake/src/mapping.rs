//! How the columns of foreign files become roles, fields and attributes: the mapping that a person writes.
//!
//! Names of streams, fields and attributes are already in snake_case here; names of columns are as written, and are
//! looked up in the file by `plan`.

mod document;
pub(crate) mod lookup;
mod name_pattern;

pub use lookup::{Lookup, LookupFrom};

use model::columns::Target;
use model::phrase::{Place, Problem};
use model::schema::{Grouping, snake_case};
use model::value::Type;
pub use model::written::notation::DayOrder;

/// What to do with each of several files.
#[derive(Clone, Debug, PartialEq)]
pub struct Mapping {
    /// Files, in the order in which they are written: the first whose pattern fits counts.
    pub files: Vec<FileMapping>,
}

/// What to do with one file, with the settings of its mapping already applied.
#[derive(Clone, Debug, PartialEq)]
pub struct FileMapping {
    /// Pattern of the file's name, with `*` and `?`.
    pub pattern: String,
    /// Its format; told by the end of its name when absent.
    pub format: Option<Format>,
    /// Zone of times without one; the base's when absent.
    pub zone: Option<String>,
    /// What stands between two cells of a CSV file; told by its first lines when absent.
    pub delimiter: Option<u8>,
    /// What stands around a cell of a CSV file; told by its first lines when absent.
    pub quote: Option<u8>,
    /// Order of days that are not written year first; told by each column when absent.
    pub date_order: Option<DayOrder>,
    /// What stands before decimals: a point or a comma; told by each column when absent.
    pub decimal: Option<u8>,
    /// Name of the sheet of a workbook; the first that is not empty when absent.
    pub sheet: Option<String>,
    /// Where the array of a JSON file's rows lies, such as `data.orders`; told by the file when absent.
    pub rows: Option<String>,
    /// Name of its encoding; told by its content when absent.
    pub encoding: Option<String>,
    /// Name of the source: ids are unique within it.
    pub source: String,
    /// Kind of the customers' ids.
    pub id_kind: String,
    /// Other sources of values, by name.
    pub lookups: Vec<Lookup>,
    /// What its rows become.
    pub feeds: Vec<Feed>,
    /// Where the file stands in the mapping's text.
    pub place: Place,
}

/// A format of files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Comma-separated values, with a header line.
    Csv,
    /// One JSON object a line.
    Ndjson,
    /// An array of JSON objects, by itself or under a key.
    Json,
    /// Apache Parquet.
    Parquet,
    /// A workbook of Excel (since 2007), with a header row.
    Xlsx,
    /// A workbook of OpenDocument, with a header row.
    Ods,
}

impl Format {
    /// Names of the formats, as ends of file names and as a mapping says them.
    pub const NAMES: [&str; 10] = ["csv", "tsv", "txt", "ndjson", "jsonl", "parquet", "xlsx", "xlsm", "ods", "json"];

    /// The format of a name.
    pub fn named(name: &str) -> Option<Format> {
        match name.to_lowercase().as_str() {
            "csv" | "tsv" | "txt" => Some(Format::Csv),
            "ndjson" | "jsonl" => Some(Format::Ndjson),
            "json" => Some(Format::Json),
            "parquet" => Some(Format::Parquet),
            "xlsx" | "xlsm" => Some(Format::Xlsx),
            "ods" => Some(Format::Ods),
            _ => None,
        }
    }
}

/// What the rows of a file become.
#[derive(Clone, Debug, PartialEq)]
pub enum Feed {
    /// Rows of a stream or table, or customers' attributes.
    Rows(Box<RowsFeed>),
    /// A stream computed from another's rows: it makes no rows itself, and enters the schema only.
    Grouped(GroupedFeed),
}

/// A feed of rows.
#[derive(Clone, Debug, PartialEq)]
pub struct RowsFeed {
    /// Where the rows go.
    pub target: Target,
    /// Column with the customer's id; absent for a table.
    pub customer: Option<Named>,
    /// Where the event time comes from.
    pub at: Option<EventTime>,
    /// Column with message ids.
    pub message: Option<Named>,
    /// Column with the time of update.
    pub updated_at: Option<Named>,
    /// For a table, the column of its key; for a stream, the field that is its key.
    pub key: Option<Named>,
    /// Columns left aside.
    pub ignored: Vec<Named>,
    /// The only columns kept, when said.
    pub only: Option<Vec<Named>>,
    /// The test that rows must pass to go in; all do when absent.
    pub chosen: Option<Named>,
    /// What becomes of a row that equals an earlier one of the file in every column.
    pub repeated: Repeated,
    /// Columns renamed, retyped or computed.
    pub fields: Vec<FieldMapping>,
    /// The list of whose elements each makes a row; the rows of the file themselves do when absent.
    pub each: Option<Each>,
    /// Where the feed stands in the mapping's text.
    pub place: Place,
}

/// A list inside the rows of a file, each element of which makes a row of a feed.
#[derive(Clone, Debug, PartialEq)]
pub struct Each {
    /// The name of the list, dotted where it lies in a structure.
    pub list: Named,
    /// The stream whose rows the elements belong to; the customer when neither this nor the schema says one.
    pub parent: Option<Named>,
}

/// Where the event time of a row comes from.
#[derive(Clone, Debug, PartialEq)]
pub enum EventTime {
    /// A column.
    Column(Named),
    /// A field of a reference table, found by the code in a column.
    Lookup {
        /// Name of the table.
        table: String,
        /// Name of the table's field.
        field: String,
        /// Column that holds the code.
        by: Named,
        /// Where `table.field` stands in the mapping's text.
        place: Place,
    },
}

/// What becomes of a row that equals an earlier one of its file in every column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Repeated {
    /// It goes in: two equal sales are two sales.
    Keep,
    /// It is left out: the export said one thing twice.
    Drop,
}

/// A column, or a value computed, that becomes a field under another name, type or table.
#[derive(Clone, Debug, PartialEq)]
pub struct FieldMapping {
    /// Name of the field.
    pub name: Named,
    /// The column, or the expression of a value.
    pub column: Named,
    /// Whether it is an expression even where a column has such a name.
    pub is_value: bool,
    /// Its type, when said.
    pub kind: Option<Type>,
    /// Reference table that its values are keys of.
    pub table: Option<String>,
}

/// A stream computed from lines.
#[derive(Clone, Debug, PartialEq)]
pub struct GroupedFeed {
    /// Name of the stream.
    pub stream: String,
    /// How it is computed.
    pub grouping: Grouping,
    /// Whether a file's lines take the place of the earlier ones of their order.
    pub is_whole: bool,
    /// Where the feed stands in the mapping's text.
    pub place: Place,
}

/// A name (or an expression) and where it stands in the mapping's text, quotes included.
#[derive(Clone, Debug, PartialEq)]
pub struct Named {
    /// The name.
    pub name: String,
    /// Where it stands.
    pub place: Place,
}

impl Mapping {
    /// Reads a mapping file (TOML). All problems are returned at once, with their places.
    pub fn parse(text: &str) -> Result<Mapping, Vec<Problem>> {
        document::parse(text)
    }

    /// The first file whose pattern fits a file's name, upper and lower case alike.
    pub fn file_for(&self, file_name: &str) -> Option<&FileMapping> {
        self.files.iter().find(|file| name_pattern::fits(&file.pattern, file_name))
    }
}

impl FileMapping {
    /// What is done with a file of which nothing is said: its content tells how it is read.
    pub(crate) fn unsaid(file_name: &str) -> Self {
        FileMapping {
            pattern: file_name.to_owned(),
            format: None,
            zone: None,
            delimiter: None,
            quote: None,
            date_order: None,
            decimal: None,
            encoding: None,
            sheet: None,
            rows: None,
            source: String::new(),
            id_kind: String::new(),
            lookups: Vec::new(),
            feeds: Vec::new(),
            place: Place::default(),
        }
    }

    /// Whether a column, or an expression of this text, makes a field; targets and names of fields are those meant for
    /// which the functions say so.
    pub fn makes(&self, is_target: impl Fn(&Target) -> bool, is_field: impl Fn(&str) -> bool, column: &str) -> bool {
        let rows = self.feeds.iter().filter_map(|feed| match feed {
            Feed::Rows(rows) if is_target(&rows.target) => Some(rows),
            _ => None,
        });
        let mut rows = rows;
        rows.any(|rows| {
            let said = rows.fields.iter().find(|said| is_field(&said.name.name));
            said.map_or_else(|| is_field(&snake_case(column)), |said| said.column.name == column)
        })
    }

    /// The lists whose elements make rows of some feed, each once.
    pub(crate) fn lists(&self) -> Vec<&Named> {
        let mut lists: Vec<&Named> = Vec::new();
        for feed in &self.feeds {
            let Feed::Rows(feed) = feed else { continue };
            let Some(each) = &feed.each else { continue };
            if lists.iter().all(|list| list.name != each.list.name) {
                lists.push(&each.list);
            }
        }
        lists
    }

    /// The format: as said, else by the end of the file's name; `None` for an unknown one.
    pub fn format_of(&self, file_name: &str) -> Option<Format> {
        self.format.or_else(|| {
            let name = file_name.to_lowercase();
            let name = name.strip_suffix(".gz").unwrap_or(&name);
            let end = name.rsplit_once('.')?.1;
            Format::named(end)
        })
    }
}
