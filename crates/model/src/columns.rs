//! The timelines of many customers as columns: what the store loads and the batch engine reads.
//!
//! Rows of a stream lie in order of (customer, event time, message id, identity). A missing integer is [`MISSING`],
//! a missing text [`NO_CODE`].

pub mod ids;
pub mod timelines;

use std::collections::BTreeMap;

use crate::value::Type;

pub use ids::Ids;

/// A missing integer.
pub const MISSING: i64 = i64::MIN;
/// A missing text.
pub const NO_CODE: u32 = u32::MAX;

/// Values of one field.
#[derive(Clone, Debug, PartialEq)]
pub enum Column {
    /// Text, point (`lat,lon`) or list (a JSON array of texts) by code.
    Text(TextColumn),
    /// Numbers and durations in 10⁻⁶, money in 10⁻⁴, booleans as 0 and 1, dates in days, instants in microseconds.
    Integer(Vec<i64>),
}

/// Texts by code into a dictionary of distinct texts.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TextColumn {
    /// Code of each value, or [`NO_CODE`].
    pub codes: Vec<u32>,
    /// Distinct texts, in any order.
    pub dictionary: Vec<Box<str>>,
}

impl Column {
    /// An empty column for a type.
    pub fn empty(kind: Type) -> Self {
        if kind.is_integer() { Column::Integer(Vec::new()) } else { Column::Text(TextColumn::default()) }
    }

    /// A column of `length` missing values.
    pub fn missing(kind: Type, length: usize) -> Self {
        if kind.is_integer() {
            Column::Integer(vec![MISSING; length])
        } else {
            Column::Text(TextColumn { codes: vec![NO_CODE; length], dictionary: Vec::new() })
        }
    }

    /// Number of values, missing ones included.
    pub fn len(&self) -> usize {
        match self {
            Column::Text(text) => text.codes.len(),
            Column::Integer(values) => values.len(),
        }
    }

    /// Whether there is no value at all.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Whether the value at a position is missing.
    pub fn is_missing(&self, position: usize) -> bool {
        match self {
            Column::Text(text) => text.codes[position] == NO_CODE,
            Column::Integer(values) => values[position] == MISSING,
        }
    }

    /// The values at the given positions, in their order.
    #[must_use]
    pub fn gathered(&self, positions: &[u32]) -> Column {
        match self {
            Column::Text(text) => Column::Text(TextColumn {
                codes: positions.iter().map(|&position| text.codes[position as usize]).collect(),
                dictionary: text.dictionary.clone(),
            }),
            Column::Integer(values) => {
                Column::Integer(positions.iter().map(|&position| values[position as usize]).collect())
            }
        }
    }
}

impl TextColumn {
    /// The text at a position, if there is one.
    pub fn get(&self, position: usize) -> Option<&str> {
        let code = self.codes[position];
        (code != NO_CODE).then(|| &*self.dictionary[code as usize])
    }
}

/// The message id of the first element of a list whose elements are rows; that of each is `#` and its place, six digits.
pub const FIRST_OF_LIST: &str = "#000001";

/// New rows of one stream, one table or the profiles, as `intake` makes them and the store takes them: in file order,
/// customers by their ids.
#[derive(Clone, Debug)]
pub struct Batch {
    /// Where the rows go.
    pub target: Target,
    /// Name of the source: ids are unique within it.
    pub source: String,
    /// Kind of the customers' ids, such as `customer_number` or `email`.
    pub id_kind: String,
    /// Each row's customer id; empty for a table.
    pub customers: Ids,
    /// Each row's event time in microseconds; [`MISSING`] for an undated profile row; empty for a table. `i64::MAX` stands
    /// in the stead of rows that there are none of any more, in a stream whose rows come whole.
    pub at: Vec<i64>,
    /// Each row's message id, when the source has such ids.
    pub messages: Option<TextColumn>,
    /// Each row's time of update at its source, when the source says it.
    pub updated_at: Option<Vec<i64>>,
    /// Fields by name, all of the same length.
    pub fields: BTreeMap<String, Column>,
    /// What rows are known again by in place of these fields: of fields that were given another type, the values in their
    /// first one.
    pub known_by: BTreeMap<String, Column>,
}

/// Where rows go.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Target {
    /// A stream, by name.
    Stream(String),
    /// A reference table, by name.
    Table(String),
    /// The customers' attributes.
    Profile,
}

/// Rows of one stream for all customers of a base.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct StreamColumns {
    /// Rows of customer `c` are `offsets[c]..offsets[c + 1]`.
    pub offsets: Vec<u32>,
    /// Event times, in microseconds.
    pub at: Vec<i64>,
    /// Validity of each row version, when some row has several.
    pub versions: Option<Versions>,
    /// Message ids, when a source has such ids.
    pub messages: Option<TextColumn>,
    /// What makes each row itself; loaded for timelines only.
    pub identities: Option<Vec<u64>>,
    /// For each row of a child stream, the first row of its parent's key, or [`NO_CODE`] when no parent is known.
    pub parents: Option<Vec<u32>>,
    /// Loaded fields, by name.
    pub fields: BTreeMap<String, Column>,
}

/// When each row is the version in force: `from[i] <= at < to[i]`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Versions {
    /// Since when.
    pub from: Vec<i64>,
    /// Until when; `i64::MAX` for the last version, unless others took its place.
    pub to: Vec<i64>,
}

/// Values of one attribute for all customers of a base.
#[derive(Clone, Debug, PartialEq)]
pub enum AttributeColumn {
    /// One value a customer, in force from the beginning.
    Constant(Column),
    /// Several values a customer.
    History {
        /// Values of customer `c` are `offsets[c]..offsets[c + 1]`, in the order in which they come into force.
        offsets: Vec<u32>,
        /// Since when each value holds, in microseconds; `i64::MIN` from the beginning.
        from: Vec<i64>,
        /// The values.
        values: Column,
    },
}

/// A reference table as columns.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TableColumns {
    /// Row of each key.
    pub rows: BTreeMap<Box<str>, u32>,
    /// Fields by name.
    pub fields: BTreeMap<String, Column>,
}

/// The loaded columns of a base.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct BaseColumns {
    /// Number of customers.
    pub n_customers: usize,
    /// When each customer enters the population, in microseconds; `i64::MIN` for always.
    pub present_from: Vec<i64>,
    /// Primary id of each customer, when it is wanted.
    pub ids: Vec<Box<str>>,
    /// Loaded streams; a stream without any row may be absent.
    pub streams: BTreeMap<String, StreamColumns>,
    /// Loaded attributes; an attribute without any value may be absent.
    pub attributes: BTreeMap<String, AttributeColumn>,
    /// Reference tables.
    pub tables: BTreeMap<String, TableColumns>,
    /// Loaded lists: truths, each since when it holds; a list that nobody was ever in may be absent.
    pub lists: BTreeMap<String, AttributeColumn>,
}

/// Which columns to load: streams with their fields, and attributes.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Wanted {
    /// Fields of each stream; a stream may be wanted without any field.
    pub streams: BTreeMap<String, std::collections::BTreeSet<String>>,
    /// Attributes.
    pub attributes: std::collections::BTreeSet<String>,
    /// Primary ids of customers.
    pub ids: bool,
    /// Lists.
    pub lists: std::collections::BTreeSet<String>,
    /// Whether rows come with what tells them apart, so that timelines can be made of them.
    pub in_full: bool,
}
