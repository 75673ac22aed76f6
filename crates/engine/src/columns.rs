//! The columns of a run of customers as the engine reads them: each one shared, so that questions may have them in
//! common.

mod narrow;
mod of_one;
mod slots;

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use model::columns::{AttributeColumn, BaseColumns, StreamColumns, TableColumns, Versions};
use rayon::iter::{IntoParallelIterator, ParallelIterator};

pub use narrow::{Field, Frame, Integers, Narrow, Texts};
pub use slots::Slots;
use slots::n_below;

/// The columns of a run of customers: what [`BaseColumns`] hold, one by one.
#[derive(Clone, Debug, Default)]
pub struct Columns {
    /// Number of customers.
    pub n_customers: usize,
    /// When each customer enters the population, in microseconds.
    pub present_from: Arc<Vec<i64>>,
    /// Primary id of each customer, when it is wanted.
    pub ids: Arc<Vec<Box<str>>>,
    /// Streams; one without any row may be absent.
    pub streams: BTreeMap<String, Rows>,
    /// Attributes; one without any value may be absent.
    pub attributes: BTreeMap<String, Arc<AttributeColumn>>,
    /// Reference tables.
    pub tables: Arc<BTreeMap<String, TableColumns>>,
    /// Lists; one that nobody was ever in may be absent.
    pub lists: BTreeMap<String, Arc<AttributeColumn>>,
    /// The columns as they were read, when timelines are to be made of them.
    pub in_full: Option<Arc<BaseColumns>>,
}

/// The rows of one stream: what [`StreamColumns`] hold, one by one.
#[derive(Clone, Debug, Default)]
pub struct Rows {
    /// Rows of customer `c` are `offsets[c]..offsets[c + 1]`.
    pub offsets: Arc<Vec<u32>>,
    /// Event times, in microseconds.
    pub at: Arc<Vec<i64>>,
    /// The latest of them.
    pub latest: i64,
    /// The same times as slots, for rows that are read many times.
    pub slots: Option<Arc<Slots>>,
    /// Validity of each row version, when some row has several.
    pub versions: Option<Arc<Versions>>,
    /// For each row of a child stream, the first row of its parent's key.
    pub parents: Option<Arc<Vec<u32>>>,
    /// Fields, by name.
    pub fields: BTreeMap<String, Arc<Field>>,
}

impl Columns {
    /// Columns that timelines can be made of too; they were read in full.
    pub fn in_full(read: BaseColumns) -> Self {
        Columns { in_full: Some(Arc::new(read.clone())), ..Columns::from(read) }
    }
}

impl Columns {
    /// The same columns, the fields of rows in as few bytes as they need, and event times as slots beside them: worth its
    /// while for what is read many times.
    #[must_use]
    pub fn narrowed(mut self) -> Self {
        self.streams.values_mut().collect::<Vec<_>>().into_par_iter().for_each(|rows| {
            rows.slots = Some(Arc::new(Slots::new(&rows.at, &rows.offsets)));
        });
        let fields = self.streams.values_mut().flat_map(|rows| rows.fields.values_mut());
        fields.collect::<Vec<_>>().into_par_iter().for_each(|field| {
            let wide = std::mem::replace(field, Arc::new(Field::Integer(Integers::Wide(Vec::new()))));
            *field = Arc::new(Arc::unwrap_or_clone(wide).narrowed());
        });
        self
    }
}

impl Rows {
    /// How many rows of each of some customers are before a bound.
    pub(crate) fn n_before_each(&self, customers: Range<usize>, bound: i64) -> Vec<u32> {
        let rows = self.offsets[customers.start..=customers.end].windows(2);
        match &self.slots {
            _ if bound == i64::MIN => vec![0; customers.len()],
            // Mostly the base ends before the instant: then no customer's last row is looked at.
            _ if self.latest < bound => rows.map(|rows| rows[1] - rows[0]).collect(),
            Some(slots) => slots.n_before_each(customers, (&self.offsets, &self.at), bound),
            None => rows.map(|rows| n_below(&self.at[rows[0] as usize..rows[1] as usize], bound) as u32).collect(),
        }
    }

    /// How many of some rows of a customer, the first of theirs, are before a bound.
    pub(crate) fn n_before(&self, customer: usize, rows: Range<usize>, bound: i64) -> usize {
        let at = &self.at[rows.clone()];
        match &self.slots {
            Some(slots) => slots.n_before(customer, rows.start, at, bound),
            None => n_below(at, bound),
        }
    }

    /// The bytes that event times take.
    pub fn bytes_of_times(&self) -> usize {
        size_of::<i64>() * self.at.len() + self.slots.as_ref().map_or(0, |slots| slots.bytes())
    }
}

impl From<BaseColumns> for Columns {
    fn from(read: BaseColumns) -> Self {
        Columns {
            n_customers: read.n_customers,
            present_from: Arc::new(read.present_from),
            ids: Arc::new(read.ids),
            streams: read.streams.into_iter().map(|(name, rows)| (name, Rows::from(rows))).collect(),
            attributes: shared(read.attributes),
            tables: Arc::new(read.tables),
            lists: shared(read.lists),
            in_full: None,
        }
    }
}

impl From<StreamColumns> for Rows {
    fn from(read: StreamColumns) -> Self {
        // The rows of a customer lie in order of time: the last one is the latest.
        let last = |rows: &[u32]| if rows[0] < rows[1] { read.at[rows[1] as usize - 1] } else { i64::MIN };
        let latest = read.offsets.windows(2).map(last).max().unwrap_or(i64::MIN);
        Rows {
            latest,
            slots: None,
            offsets: Arc::new(read.offsets),
            at: Arc::new(read.at),
            versions: read.versions.map(Arc::new),
            parents: read.parents.map(Arc::new),
            fields: read.fields.into_iter().map(|(name, column)| (name, Arc::new(Field::from(column)))).collect(),
        }
    }
}

fn shared<T>(columns: BTreeMap<String, T>) -> BTreeMap<String, Arc<T>> {
    columns.into_iter().map(|(name, column)| (name, Arc::new(column))).collect()
}
