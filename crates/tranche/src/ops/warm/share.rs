//! What is kept of the columns of one run of customers, name by name.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::Arc;

use engine::columns::{Columns, Rows};
use model::columns::{AttributeColumn, Column, Wanted};
use model::names::parent_of;
use model::schema::Schema;

/// The name of something that is kept or forgotten as a whole.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Name {
    /// The event times of a stream, and what tells which of its rows are in force.
    Stream(String),
    /// A field of a stream.
    Field(String, String),
    /// An attribute.
    Attribute(String),
    /// A list.
    List(String),
    /// The customers' primary ids.
    Ids,
}

/// The columns known of a run of customers. A column may be known to be nothing.
#[derive(Debug)]
pub(super) struct Share {
    /// The customers.
    pub(super) customers: Range<u32>,
    columns: Columns,
    known: BTreeSet<Name>,
    /// Child streams whose rows are linked with those of their parents.
    linked: BTreeSet<String>,
}

/// All names that are wanted.
pub(super) fn names(wanted: &Wanted) -> BTreeSet<Name> {
    let streams = wanted.streams.iter().flat_map(|(stream, fields)| {
        let of_stream = fields.iter().map(move |field| Name::Field(stream.clone(), field.clone()));
        of_stream.chain([Name::Stream(stream.clone())])
    });
    let attributes = wanted.attributes.iter().cloned().map(Name::Attribute);
    let lists = wanted.lists.iter().cloned().map(Name::List);
    streams.chain(attributes).chain(lists).chain(wanted.ids.then_some(Name::Ids)).collect()
}

/// The child streams among those wanted that come with their parents, each with its parent and the key of both.
fn families<'a>(wanted: &'a Wanted, schema: &'a Schema) -> impl Iterator<Item = (&'a String, &'a str, &'a str)> {
    wanted.streams.iter().filter_map(|(child, fields)| {
        let (parent, key) = parent_of(schema, child)?;
        (fields.contains(key) && wanted.streams.get(parent)?.contains(key)).then_some((child, parent, key))
    })
}

impl Share {
    /// Nothing yet.
    pub(super) fn new(customers: Range<u32>) -> Self {
        Share { customers, columns: Columns::default(), known: BTreeSet::new(), linked: BTreeSet::new() }
    }

    /// What of the wanted is not known; `None` when all is.
    pub(super) fn missing(&self, wanted: &Wanted, schema: &Schema) -> Option<Wanted> {
        let is_read = self.columns.n_customers == self.customers.len();
        let mut missing = Wanted::default();
        for name in names(wanted).difference(&self.known) {
            match name {
                Name::Stream(stream) => drop(missing.streams.entry(stream.clone()).or_default()),
                Name::Field(stream, field) => {
                    missing.streams.entry(stream.clone()).or_default().insert(field.clone());
                }
                Name::Attribute(name) => drop(missing.attributes.insert(name.clone())),
                Name::List(name) => drop(missing.lists.insert(name.clone())),
                Name::Ids => missing.ids = true,
            }
        }
        for (child, parent, key) in families(wanted, schema).filter(|(child, ..)| !self.linked.contains(*child)) {
            missing.streams.entry(child.clone()).or_default().insert(key.to_owned());
            missing.streams.entry(parent.to_owned()).or_default().insert(key.to_owned());
        }
        (!is_read || missing != Wanted::default()).then_some(missing)
    }

    /// Keeps columns that were read for `wanted`.
    pub(super) fn keep(&mut self, wanted: &Wanted, read: Columns, schema: &Schema) {
        let of_families: Vec<&String> = families(wanted, schema).map(|(child, ..)| child).collect();
        let Columns { n_customers, present_from, ids, streams, attributes, tables, lists, in_full: _ } = read;
        self.columns.n_customers = n_customers;
        self.columns.present_from = present_from;
        self.columns.tables = tables;
        if wanted.ids {
            self.columns.ids = ids;
        }
        for (name, rows) in streams {
            let Rows { offsets, at, latest, slots, versions, parents, fields } = rows;
            let kept = self.columns.streams.entry(name.clone()).or_default();
            (kept.offsets, kept.at, kept.latest, kept.slots) = (offsets, at, latest, slots);
            kept.versions = versions;
            if of_families.contains(&&name) {
                kept.parents = parents;
            }
            kept.fields.extend(fields);
        }
        self.columns.attributes.extend(attributes);
        self.columns.lists.extend(lists);
        self.linked.extend(of_families.into_iter().cloned());
        self.known.extend(names(wanted));
    }

    /// The wanted columns, all of which are known.
    pub(super) fn pick(&self, wanted: &Wanted, schema: &Schema) -> Columns {
        let linked: Vec<&String> = families(wanted, schema).map(|(child, ..)| child).collect();
        let of_stream = |(name, fields): (&String, &BTreeSet<String>)| {
            let kept = self.columns.streams.get(name)?.clone();
            let parents = kept.parents.filter(|_| linked.contains(&name));
            Some((name.clone(), Rows { parents, fields: only(&kept.fields, fields), ..kept }))
        };
        Columns {
            n_customers: self.columns.n_customers,
            present_from: Arc::clone(&self.columns.present_from),
            ids: if wanted.ids { Arc::clone(&self.columns.ids) } else { Arc::default() },
            streams: wanted.streams.iter().filter_map(of_stream).collect(),
            attributes: only(&self.columns.attributes, &wanted.attributes),
            tables: Arc::clone(&self.columns.tables),
            lists: only(&self.columns.lists, &wanted.lists),
            in_full: None,
        }
    }

    /// Forgets something.
    pub(super) fn forget(&mut self, name: &Name) {
        self.known.remove(name);
        match name {
            Name::Stream(stream) => {
                // Its fields are of no use without it.
                self.known.retain(|known| !matches!(known, Name::Field(of, _) if of == stream));
                self.linked.remove(stream);
                self.columns.streams.remove(stream);
            }
            Name::Field(stream, field) => {
                if let Some(rows) = self.columns.streams.get_mut(stream) {
                    rows.fields.remove(field);
                }
            }
            Name::Attribute(name) => drop(self.columns.attributes.remove(name)),
            Name::List(name) => drop(self.columns.lists.remove(name)),
            Name::Ids => self.columns.ids = Arc::default(),
        }
    }

    /// The bytes that it takes, reference tables left out.
    pub(super) fn bytes(&self) -> usize {
        let of_rows = |rows: &Rows| {
            let versions = rows.versions.as_ref().map_or(0, |versions| versions.from.len() * 16);
            let parents = rows.parents.as_ref().map_or(0, |parents| parents.len() * 4);
            let fields: usize = rows.fields.values().map(|field| field.bytes()).sum();
            rows.offsets.len() * 4 + rows.bytes_of_times() + versions + parents + fields
        };
        let of_attribute = |attribute: &AttributeColumn| match attribute {
            AttributeColumn::Constant(values) => bytes(values),
            AttributeColumn::History { offsets, from, values } => offsets.len() * 4 + from.len() * 8 + bytes(values),
        };
        let dated = self.columns.attributes.values().chain(self.columns.lists.values());
        self.columns.streams.values().map(of_rows).sum::<usize>()
            + dated.map(|attribute| of_attribute(attribute)).sum::<usize>()
            + self.columns.present_from.len() * 8
            + texts(&self.columns.ids)
    }
}

/// Some of several columns, by name.
fn only<T>(columns: &BTreeMap<String, Arc<T>>, names: &BTreeSet<String>) -> BTreeMap<String, Arc<T>> {
    names.iter().filter_map(|name| Some((name.clone(), Arc::clone(columns.get(name)?)))).collect()
}

fn bytes(column: &Column) -> usize {
    match column {
        Column::Integer(values) => values.len() * 8,
        Column::Text(text) => text.codes.len() * 4 + texts(&text.dictionary),
    }
}

fn texts(texts: &[Box<str>]) -> usize {
    texts.iter().map(|text| text.len() + size_of::<Box<str>>()).sum()
}
