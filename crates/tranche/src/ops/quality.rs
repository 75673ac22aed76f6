//! How good the data of a base are: what is filled, what can be true, what is fresh, who may be there twice, and what it
//! costs: whom each segment cannot judge for want of a value.

use std::collections::{BTreeMap, BTreeSet};

use engine::batch::wanted;
use model::columns::{AttributeColumn, BaseColumns, Column, TableColumns, Target, Wanted};
use model::plan::plan;
use model::schema::{Field, Schema};
use model::time::Instant;
use model::value::Type;
use store::Refusals;

use self::bits::Bits;
use self::costs::fields_read;
use self::fields::{Judging, Looked, Verdict};
use self::spread::{Mixed, Outliers};
use self::validity::{Judge, Rule};
use super::base::Base;
use super::failure::Failure;

mod bits;
mod costs;
mod duplicates;
pub(crate) mod fields;
pub(crate) mod findings;
pub(crate) mod spread;
pub(crate) mod streams;
pub(crate) mod validity;

pub(crate) use self::costs::SegmentCost;

/// Values shown of a field.
const COMMONEST: usize = 6;
/// The attribute that says where a customer lives.
const COUNTRY: &str = "address.country";
/// The family of attributes that say what a customer allows.
const PERMISSION: &str = "permission";
/// The stream of consents.
const CONSENT: &str = "consent";

/// How good the data of a base are.
pub(crate) struct Quality {
    /// As of when.
    pub(crate) at: Instant,
    /// Customers there are then.
    pub(crate) customers: u64,
    /// Attributes that have values, and those that segments read.
    pub(crate) attributes: Vec<FieldReport>,
    /// Streams that have rows.
    pub(crate) streams: Vec<StreamReport>,
    /// What is to be mended, first what touches most.
    pub(crate) findings: Vec<findings::Finding>,
    /// What it costs each segment, the one that suffers most first.
    pub(crate) segments: Vec<SegmentCost>,
    /// Rows and values refused that stand.
    pub(crate) refused: u64,
}

/// A field as a definition reads it: of a stream, or an attribute.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Read {
    /// The stream; none for an attribute.
    pub(crate) stream: Option<String>,
    /// Its name.
    pub(crate) name: String,
}

impl Read {
    /// The same under its names of today.
    fn today(self, schema: &Schema) -> Read {
        let fields = match &self.stream {
            Some(stream) => schema.streams.get(stream).map(|stream| &stream.fields),
            None => Some(&schema.attributes),
        };
        let name = fields.and_then(|fields| fields.get(&self.name)?.now.clone()).unwrap_or(self.name);
        let stream =
            self.stream.map(|stream| schema.streams.get(&stream).and_then(|of| of.now.clone()).unwrap_or(stream));
        Read { stream, name }
    }
}

/// What the values of a field look like.
pub(crate) struct FieldReport {
    /// The field.
    pub(crate) read: Read,
    /// Its type.
    pub(crate) kind: Type,
    /// Whether its values are sensitive personal data, of which no example is shown.
    pub(crate) is_sensitive: bool,
    /// The rule that its values are held to.
    pub(crate) rule: Option<Rule>,
    /// Places for a value: customers, or rows.
    pub(crate) of: u64,
    /// Values there are.
    pub(crate) filled: u64,
    /// Distinct values, and whether there are more than were told apart.
    pub(crate) distinct: (u64, bool),
    /// Values that break the rule.
    pub(crate) invalid: u64,
    /// Some that do.
    pub(crate) examples: Vec<String>,
    /// The commonest texts with their counts, unless they are sensitive or too many.
    pub(crate) commonest: Vec<(String, u64)>,
    /// Values far out.
    pub(crate) outliers: Option<Outliers>,
    /// Two units in one field.
    pub(crate) mixed: Option<Mixed>,
    /// Customers for whom the value, or that of some row, is missing.
    pub(crate) customers_missing: u64,
    /// Customers for whom it breaks the rule.
    pub(crate) customers_invalid: u64,
    /// Segments that read it.
    pub(crate) segments: Vec<String>,
}

/// What the rows of a stream look like.
pub(crate) struct StreamReport {
    /// Its name.
    pub(crate) name: String,
    /// Rows in force.
    pub(crate) rows: u64,
    /// Customers who have some.
    pub(crate) customers: u64,
    /// The latest.
    pub(crate) last_at: Option<Instant>,
    /// Days since the latest.
    pub(crate) silent_days: i64,
    /// Days between two days with rows that are usual at most: nine of ten gaps of the last year are no longer.
    pub(crate) usual_gap: i64,
    /// Rows dated later than now.
    pub(crate) in_future: u64,
    /// The stream whose rows these belong to, with how many belong to none and how many customers that concerns.
    pub(crate) orphans: Option<(String, u64, u64)>,
    /// Its fields.
    pub(crate) fields: Vec<FieldReport>,
}

impl StreamReport {
    /// Whether it has been silent for longer than its rhythm explains.
    pub(crate) fn is_stale(&self) -> bool {
        self.rows > 0 && self.silent_days > (3 * self.usual_gap).max(2)
    }
}

/// Looks at all data of a base as of an instant.
pub(crate) fn look(base: &Base, at: Instant) -> Result<Quality, Failure> {
    let mut looking = Looking::new(base, at)?;
    let attributes = looking.attributes()?;
    let streams = looking.streams()?;
    let duplicates = duplicates::find(base, at, &looking.population)?;
    let without_consent = looking.without_consent()?;
    let segments = looking.costs();
    let refused = base.store.n_refused(&Refusals::default())?;
    let customers = looking.population.iter().filter(|present| **present).count() as u64;
    let mut quality = Quality { at, customers, attributes, streams, findings: Vec::new(), segments, refused };
    let rounded = base.store.rounded()?.into_iter().filter_map(|rounded| {
        let stream = match &rounded.target {
            Target::Profile => None,
            Target::Stream(stream) => Some(stream.clone()),
            Target::Table(_) => return None,
        };
        Some((Read { stream, name: rounded.field.clone() }.today(base.schema()), rounded))
    });
    let rounded: Vec<_> = rounded.collect();
    quality.findings = findings::of(&quality, duplicates, without_consent, &looking.streams_read, &rounded);
    Ok(quality)
}

/// What of a base is being looked at.
struct Looking<'b> {
    base: &'b Base,
    schema: &'b Schema,
    at: Instant,
    judge: Judge<'b>,
    /// Who is a customer as of the instant, by number.
    population: Vec<bool>,
    tables: BTreeMap<String, TableColumns>,
    /// Segments by the fields that they read.
    reads: BTreeMap<Read, Vec<String>>,
    /// Segments by the streams that they read.
    streams_read: BTreeMap<String, Vec<String>>,
    /// Customers for whom a field is missing or wrong.
    lacking: BTreeMap<Read, Bits>,
    /// Customers who have rows of a stream.
    having: BTreeMap<String, Bits>,
}

impl<'b> Looking<'b> {
    fn new(base: &'b Base, at: Instant) -> Result<Self, Failure> {
        let nothing = base.store.columns(&Wanted::default())?;
        let population = nothing.present_from.iter().map(|&from| from <= at.0).collect();
        let (mut reads, mut streams_read) = (BTreeMap::new(), BTreeMap::new());
        let tests = base.segment_tests()?;
        for (id, test) in &tests {
            let read = wanted(&plan([test], base.schema(), &base.zone, &tests), base.schema());
            for (stream, name) in fields_read(&read, base.schema()) {
                let read = Read { stream, name }.today(base.schema());
                let segments: &mut Vec<String> = reads.entry(read).or_default();
                segments.push(id.clone());
            }
            for stream in read.streams.into_keys() {
                let stream =
                    Read { stream: Some(stream), name: String::new() }.today(base.schema()).stream.unwrap_or_default();
                let segments: &mut Vec<String> = streams_read.entry(stream).or_default();
                segments.push(id.clone());
            }
        }
        Ok(Looking {
            base,
            schema: base.schema(),
            at,
            judge: Judge::new(base.store.settings(), &base.zone, at),
            population,
            tables: nothing.tables,
            reads,
            streams_read,
            lacking: BTreeMap::new(),
            having: BTreeMap::new(),
        })
    }

    fn attributes(&mut self) -> Result<Vec<FieldReport>, Failure> {
        let only = |name: &str| Wanted { attributes: [name.to_owned()].into(), ..Wanted::default() };
        let countries = self.base.store.columns(&only(COUNTRY))?;
        let mut reports = Vec::new();
        for (name, field) in self.schema.attributes.iter().filter(|(_, field)| field.now.is_none()) {
            let read = Read { stream: None, name: name.clone() };
            let columns = self.base.store.columns(&only(name))?;
            let column = columns.attributes.get(name);
            if column.is_none() && !self.reads.contains_key(&read) {
                continue;
            }
            reports.push(self.attribute(read, field, column, &countries));
        }
        Ok(reports)
    }

    fn attribute(
        &mut self,
        read: Read,
        field: &Field,
        column: Option<&AttributeColumn>,
        countries: &BaseColumns,
    ) -> FieldReport {
        let rule = Rule::of(self.schema, None, &read.name, field);
        let mut looked = Looked::new(field.kind, rule);
        let (mut missing, mut lacking) = (Bits::new(self.population.len()), Bits::new(self.population.len()));
        // Values in force, by customer: those of nobody are missing.
        let mut customers = Vec::new();
        let mut positions = Vec::new();
        for customer in (0..self.population.len()).filter(|&customer| self.population[customer]) {
            match column.and_then(|column| value_position(column, customer, self.at)) {
                Some((_, position)) => {
                    customers.push(customer);
                    positions.push(position);
                }
                None => {
                    missing.set(customer);
                    lacking.set(customer);
                }
            }
        }
        let unfilled = missing.count();
        if let Some(column) = column {
            let values = values_of(column);
            let owner: BTreeMap<usize, usize>;
            let owner_of: Box<dyn Fn(usize) -> usize> = match column {
                AttributeColumn::Constant(_) => Box::new(|position| position),
                AttributeColumn::History { .. } => {
                    owner = positions.iter().copied().zip(customers.iter().copied()).collect();
                    Box::new(move |position| owner.get(&position).copied().unwrap_or(0))
                }
            };
            let country = |position: usize| {
                let column = countries.attributes.get(COUNTRY)?;
                let (values, position) = value_position(column, owner_of(position), self.at)?;
                if let Column::Text(texts) = values { texts.get(position) } else { None }
            };
            let table =
                field.table.as_ref().and_then(|table| self.tables.get(table)).filter(|table| !table.rows.is_empty());
            let judging = Judging { judge: &self.judge, country: Some(&country), table };
            looked.look(values, positions.iter().copied(), &judging, |position, verdict| match verdict {
                Verdict::Missing => missing.set(owner_of(position)),
                Verdict::Invalid => lacking.set(owner_of(position)),
                Verdict::Good => {}
            });
        }
        let customers_invalid = lacking.count() - unfilled;
        lacking.add(&missing);
        looked.of += unfilled;
        let report = self.report(read.clone(), field, looked, missing.count(), customers_invalid);
        self.lacking.insert(read, lacking);
        report
    }

    fn report(
        &self,
        read: Read,
        field: &Field,
        looked: Looked,
        customers_missing: u64,
        customers_invalid: u64,
    ) -> FieldReport {
        let is_amount = matches!(field.kind, Type::Number | Type::Money);
        FieldReport {
            kind: field.kind,
            is_sensitive: field.sensitive,
            rule: looked.rule,
            of: looked.of,
            filled: looked.filled,
            distinct: looked.distinct(),
            invalid: looked.invalid,
            commonest: if field.sensitive { Vec::new() } else { looked.commonest(COMMONEST) },
            examples: if field.sensitive { Vec::new() } else { looked.examples },
            outliers: if is_amount { looked.spread.outliers() } else { None },
            mixed: if is_amount { looked.spread.mixed() } else { None },
            customers_missing,
            customers_invalid,
            segments: self.reads.get(&read).cloned().unwrap_or_default(),
            read,
        }
    }

    /// Customers of whom no consent is recorded, in any way that the base knows.
    fn without_consent(&self) -> Result<u64, Failure> {
        let mut known = self.having.get(CONSENT).cloned().unwrap_or_else(|| Bits::new(self.population.len()));
        let names = self.schema.attributes.iter().filter(|(_, field)| field.family == PERMISSION);
        let names: BTreeSet<String> = names.map(|(name, _)| name.clone()).collect();
        let columns = self.base.store.columns(&Wanted { attributes: names, ..Wanted::default() })?;
        for column in columns.attributes.values() {
            for customer in 0..self.population.len() {
                if value_position(column, customer, self.at).is_some_and(|(values, place)| !values.is_missing(place)) {
                    known.set(customer);
                }
            }
        }
        let lacking = (0..self.population.len()).filter(|&customer| self.population[customer] && !known.has(customer));
        Ok(lacking.count() as u64)
    }
}

fn values_of(column: &AttributeColumn) -> &Column {
    match column {
        AttributeColumn::Constant(values) | AttributeColumn::History { values, .. } => values,
    }
}

/// The values of an attribute and the position of the one in force for a customer at an instant; `None` for none.
pub(crate) fn value_position(column: &AttributeColumn, customer: usize, at: Instant) -> Option<(&Column, usize)> {
    let (values, position) = match column {
        AttributeColumn::Constant(values) => (values, customer),
        AttributeColumn::History { offsets, from, values } => {
            let (start, end) = (offsets[customer] as usize, offsets[customer + 1] as usize);
            let held = from[start..end].partition_point(|&from| from <= at.0);
            (values, (start + held).checked_sub(1).filter(|&position| position >= start)?)
        }
    };
    (position < values.len() && !values.is_missing(position)).then_some((values, position))
}
